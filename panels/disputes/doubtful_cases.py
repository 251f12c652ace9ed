"""Which cases cannot be right as the ledgers have them? Data quality: they count as they are until they are mended."""

import pandas as pd

from data_access.reading.doubtful import doubtful_rows
from data_access.reading.extent import extent_of
from data_access.reading.reader import Reader
from panels.declare import Context, Finding
from panels.links import record_link
from panels.phrases import extent_in_words
from panels.records import Head, Record, Row, at_most, records

LEDGERS = ("litigation", "reconsideration", "petition")
ROWS_SHOWN = 8


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """The doubtful rows of the ledgers of disputes, of whatever period; columns as ``doubtful.doubtful_rows``, and all:
    how many there are, also beyond those listed.
    """
    rows, total = doubtful_rows(reader, extent_of(reader, context.selection), LEDGERS)
    return rows.assign(all=total)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    words, loaded = context.words, [each for each in LEDGERS if each in context.choices.known]
    ledgers = words.join([words.label("ledger", each) for each in loaded or LEDGERS])
    extent, as_of = extent_in_words(context), words.date(context.as_of)
    base = words("doubtful_cases.base", extent=extent, ledgers=ledgers, as_of=as_of)
    if figures.empty:
        return Finding(words("doubtful_cases.none"), "plain", base)
    return Finding(words("doubtful_cases.some", n=int(figures["all"].iat[0])), "watch", base)


def _reasons(case: Record, context: Context) -> str:
    return context.words.join([context.words.label("hint", code) for code in case["hints"].split()])


def _opened(case: Record, _context: Context) -> str:
    return record_link(case["ledger"], case["code"], case["number"], case["also"])


def row(case: Record, context: Context) -> Row:
    badge = context.words("doubtful_cases.badge")
    return Row("differs", badge, case["unit"], case["number"], _reasons(case, context), _opened(case, context))


HEADS = (
    Head("unit", "table.unit"),
    Head("ledger", "doubtful_cases.head.ledger", vocabulary="ledger"),
    Head("number", "doubtful_cases.head.number", opens=_opened),
    Head("reasons", "doubtful_cases.head.reasons", said=_reasons),
)
DOUBTFUL_CASES = records(
    "doubtful_cases",
    read,
    finding,
    row,
    HEADS,
    first=at_most(ROWS_SHOWN),
    ledgers=LEDGERS,
    ignores=("period", "compare"),
)
