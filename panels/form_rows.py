"""Which part of a figure is known from forms only? 只有报表数，无明细: the forms' rows in the place of cases."""

import pandas as pd

from data_access.ledgers.reported_count import REPORTED_COUNT
from data_access.reading.extent import extent_of
from data_access.reading.form_rows import counts_behind, form_rows
from data_access.reading.reader import Reader
from data_access.reported_period import reported_in_words
from panels.declare import Context, Finding
from panels.forms_words import count_in_words
from panels.links import unit_link
from panels.phrases import extent_in_words
from panels.records import Head, Record, Row, at_most, records

ROWS_SHOWN = 50


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """The rows behind the list that the selection names; columns as ``form_rows``."""
    selection = context.selection
    return form_rows(reader, selection.which, extent_of(reader, selection), selection.period)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    words = context.words
    base = words("form_rows.base", extent=extent_in_words(context), as_of=words.date(context.as_of))
    if figures.empty:
        return Finding(words("form_rows.none"), "plain", base)
    value, counts = figures["value"].sum(), counts_behind(context.selection.which)
    said = words("form_rows.some", count=count_in_words(counts[0], words), value=words.number(value))
    return Finding(said, "plain", base)


def _count(each: Record, context: Context) -> str:
    return count_in_words(each["count"], context.words)


def _period(each: Record, context: Context) -> str:
    return reported_in_words(each["period"], context.words)


def row(each: Record, context: Context) -> Row:
    words = context.words
    text = words("form_rows.text", count=_count(each, context), value=words.number(each["value"]))
    note = each["form"] if isinstance(each["form"], str) else ""
    name = words("forms_differ.name", unit=each["unit"], period=_period(each, context))
    return Row("loaded", words("form_rows.badge"), name, text, note, unit_link(each["code"]))


HEADS = (
    Head("unit", "table.unit"),
    Head("period_text", "forms_differ.head.period", said=_period),
    Head("count_text", "forms_differ.head.count", said=_count),
    Head("value", "forms_differ.head.reported", "integer"),
    Head("form", "form_rows.head.form"),
    Head("load_row", "form_rows.head.row", "integer"),
)
FORM_ROWS = records(
    "form_rows",
    read,
    finding,
    row,
    HEADS,
    first=at_most(ROWS_SHOWN),
    asks=("ledger", "which"),
    ledgers=(REPORTED_COUNT.key,),
    ignores=("compare",),
)
