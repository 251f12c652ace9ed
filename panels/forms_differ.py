"""Where do forms and ledgers not agree? Cases are counted; what a form says otherwise is listed, with its effect."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from data_access.ledgers.reported_count import REPORTED_COUNT
from data_access.reading.extent import extent_of
from data_access.reading.forms_beside import forms_beside
from data_access.reading.reader import Reader
from data_access.reported_period import ReportedPeriod, reported_in_words
from panels.declare import Context, Finding
from panels.forms_words import count_in_words
from panels.links import unit_link
from panels.phrases import extent_in_words, rate_with_base
from panels.records import Head, Record, Row, at_most, records

ROWS_SHOWN = 8
MOST_NAMED = 3


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """The differences of the period; columns as ``forms_beside``."""
    return forms_beside(reader, extent_of(reader, context.selection), context.selection.period)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    words = context.words
    base = words("forms_differ.base", extent=extent_in_words(context), as_of=words.date(context.as_of))
    if figures.empty:
        return Finding(words("forms_differ.none"), "plain", base)
    every = list(dict.fromkeys(figures["unit"]))
    named = words.join(every[:MOST_NAMED])
    key = "forms_differ.units" if len(every) > MOST_NAMED else "forms_differ.few_units"
    units = words(key, units=named, all=words.number(len(every)))
    return Finding(words("forms_differ.some", n=len(figures), units=units), "watch", base)


def _period(row: Record, context: Context) -> str:
    return reported_in_words(ReportedPeriod(row["first"], row["last"]).code, context.words)


def _count(row: Record, context: Context) -> str:
    return count_in_words(row["count"], context.words)


def _share(row: Record, context: Context) -> str:
    """出庭应诉率 100.0%（3/3）→ 60.0%（3/5）: how a share would change; blank where the count is part of none."""
    if not row["indicator"]:
        return ""
    words = context.words
    counted, reported = (_rate(row, suffix, context) for suffix in ("", "_reported"))
    label = words(f"indicator.{row['indicator']}.label")
    return words("forms_differ.share", indicator=label, counted=counted, reported=reported)


def _rate(row: Mapping[str, Any], suffix: str, context: Context) -> str:
    above, below = row[f"above{suffix}"], row[f"below{suffix}"]
    if not below:
        return context.words("no_cases")
    if above > below:
        return context.words("forms_differ.above_whole", above=above, below=below)
    return rate_with_base({"numerator": above, "denominator": below, "indicator": row["indicator"]}, context.words)


def _both(row: Record, context: Context) -> str:
    words = context.words
    key = "forms_differ.cases" if row["by_cases"] else "forms_differ.county"
    return words(
        key,
        count=_count(row, context),
        counted=words.number(row["counted"]),
        reported=words.number(row["reported"]),
        difference=words.signed(row["difference"]),
    )


def row(each: Record, context: Context) -> Row:
    words = context.words
    name = words("forms_differ.name", unit=each["unit"], period=_period(each, context))
    return Row("differs", words("forms_differ.badge"), name, _both(each, context), _share(each, context),
               unit_link(each["code"]))  # fmt: skip


HEADS = (
    Head("unit", "table.unit"),
    Head("period_text", "forms_differ.head.period", said=_period),
    Head("count_text", "forms_differ.head.count", said=_count),
    Head("counted", "forms_differ.head.counted", "integer"),
    Head("reported", "forms_differ.head.reported", "integer"),
    Head("difference", "forms_differ.head.difference", "integer"),
    Head("share_text", "forms_differ.head.share", said=_share),
)
FORMS_DIFFER = records(
    "forms_differ",
    read,
    finding,
    row,
    HEADS,
    first=at_most(ROWS_SHOWN),
    ledgers=(REPORTED_COUNT.key,),
    ignores=("compare",),
)
