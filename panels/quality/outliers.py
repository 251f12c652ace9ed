"""Which months lie outside what a unit's own past lets expect? Mostly slips of the pen, or cases left out."""

from typing import Any

import pandas as pd

from data_access.asked.page_keys import LISTED_TALLIES
from data_access.counting.tallies import ledger_of
from data_access.reading.extent import extent_of
from data_access.reading.own_past import INCOMING, judged_months
from data_access.reading.reader import Reader
from panels.declare import Context, Finding
from panels.links import unit_link
from panels.phrases import extent_in_words
from panels.records import Head, Record, Row, at_most, records
from panels.rows_behind import in_month, tally_link, whose

ROWS_SHOWN = 10


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """A row a month outside the limits of its unit, the farthest first; columns as ``own_past.COLUMNS``.

    In ``attrs``: judged (months held against their past) and short (months of units whose past is too short).
    """
    selection, begins = context.selection, context.choices.first_month
    found = judged_months(reader, extent_of(reader, selection), selection.period, begins, context.small)
    figures = found.outside.copy()
    figures.attrs |= {"judged": found.judged, "short": found.short}
    return figures


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many months of how many units are out of the ordinary; that nobody can tell is no good news."""
    words, judged, short = context.words, figures.attrs.get("judged", 0), figures.attrs.get("short", 0)
    base = words("outliers.base", extent=extent_in_words(context), small=context.small)
    base += words("outliers.judged", n=judged) if judged else ""
    base += words("outliers.short", n=short) if short else ""
    if not judged:
        return Finding(words("outliers.too_short" if short else "outliers.nothing"), "plain", base)
    if figures.empty:
        return Finding(words("outliers.none"), "plain", base)
    units = words("outliers.units", n=figures["code"].nunique())
    return Finding(words("outliers.found", units=units, n=len(figures)), "watch", base)


def _opens(each: Record, _context: Context) -> str:
    """The rows that came in that month; the unit's archive where they cannot be listed."""
    if each["tally"] in LISTED_TALLIES and each["value"]:
        return tally_link(each["tally"], each["value"], **whose(each["code"]), **in_month(each["month"])).removeprefix(
            "@"
        )
    return unit_link(each["code"])


def _what(each: Record, context: Context) -> str:
    return context.words(f"outliers.tally.{each['tally']}")


def _side(each: Record, context: Context) -> str:
    return context.words(f"outliers.side.{each['side']}")


def row(each: Record, context: Context) -> Row:
    words = context.words
    said = words("outliers.row", month=f"{each['month']:%Y-%m}", what=_what(each, context), n=int(each["value"]))
    usual = {name: words.number(each[name]) for name in ("centre", "low", "high")}
    return Row(
        "differs", _side(each, context), each["unit"], said, words("outliers.usual", **usual), _opens(each, context)
    )


def _ledger(each: Record, context: Context) -> str:
    return context.words.label("ledger", ledger_of(each["tally"]))


def _rounded(name: str) -> Any:
    return lambda each, _context: round(each[name])


HEADS = (
    Head("unit", "table.unit"),
    Head("month", "table.month", "month", said=lambda each, _context: pd.Timestamp(each["month"])),
    Head("ledger", "table.ledger", said=_ledger),
    Head("what", "outliers.head.what", said=_what),
    Head("value", "outliers.head.value", "integer"),
    *(Head(name, f"outliers.head.{name}", "integer", said=_rounded(name)) for name in ("centre", "low", "high")),
    Head("side_text", "table.status", said=_side),
)
OUTLIERS = records(
    "outliers",
    read,
    finding,
    row,
    HEADS,
    first=at_most(ROWS_SHOWN),
    ledgers=tuple(dict.fromkeys(map(ledger_of, INCOMING))),
    ignores=("compare",),
)
