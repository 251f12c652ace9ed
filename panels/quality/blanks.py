"""Which columns are blank where a figure is decided? A blank row is in neither part of a rate, so it is shown here."""

from typing import Any

import pandas as pd

from assessment.indicators import catalogue
from data_access.counting.behind import behind, columns_of
from data_access.counting.counted_by import word_of_blanks
from data_access.ledgers.all import BY_KEY
from data_access.ledgers.tally import Tally
from data_access.reading.extent import extent_of
from data_access.reading.figures import tally_values
from data_access.reading.lists_behind import BLANK
from data_access.reading.reader import Reader
from panels.counted import counted
from panels.declare import Context, Finding
from panels.phrases import extent_in_words
from panels.records import Head, Record, Row, at_most, records
from panels.rows_behind import part_link
from wording import Wording

ROWS_SHOWN, INDICATORS_NAMED = 10, 3


def _bases(context: Context) -> dict[str, tuple[Tally, Tally, list[str]]]:
    """By the count of blank rows: it, the base it belongs to, and the indicators that rest on that, in their order."""
    bases: dict[str, tuple[Tally, Tally, list[str]]] = {}
    for indicator in catalogue():
        known = behind(indicator.key)
        if known.blank is not None and known.of is not None and context.knows(indicator.key):
            bases.setdefault(known.blank.key, (known.blank, known.of, []))[2].append(indicator.key)
    return bases


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """A row a base with blank rows, the most first; what is read at a month's end or of a year, as in its figures.

    Columns: ledger, columns (names of the ledger, any of which is blank), indicators (keys), blank (rows), rows (all
    that would count if nothing were blank; NaN where a sum of a column counts), share of these that is blank.
    """
    bases = _bases(context)
    values: dict[str, float] = {}
    extent, period = extent_of(reader, context.selection), context.selection.period
    for flow, first in ((True, period.first), (False, period.last)):
        keys = sorted(
            {tally.key for blank, of, _ in bases.values() for tally in (blank, of) if (of.at == "flow") == flow}
        )
        found = tally_values(reader, keys, extent, first, period.last, by=()) if keys else pd.DataFrame()
        values |= dict(zip(found.get("tally_key", ()), found.get("value", ()), strict=True))
    rows = [_row(blank, of, indicators, values) for blank, of, indicators in bases.values() if values.get(blank.key)]
    columns = ["ledger", "columns", "indicators", "blank", "rows", "share"]
    return pd.DataFrame(rows, columns=columns).sort_values("blank", ascending=False, kind="stable", ignore_index=True)


def _row(blank: Tally, of: Tally, indicators: list[str], values: dict[str, float]) -> tuple[Any, ...]:
    names = tuple(dict.fromkeys(name for part in of.deciding for name in columns_of(part)))
    n = values[blank.key]
    rows = n + values.get(of.key, 0) if of.value is None else None
    return behind(indicators[0]).ledger, names, tuple(indicators), int(n), rows, n / rows if rows else None


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """In how many places something is blank, and where most rows are."""
    words = context.words
    base = words("blanks.base", extent=extent_in_words(context), as_of=words.date(context.as_of))
    if figures.empty:
        return Finding(words("blanks.none"), "plain", base)
    most = figures.iloc[0]
    where = words("blanks.where", ledger=words.label("ledger", most["ledger"]), columns=_columns(most, context))
    tied = int((figures["blank"] == most["blank"]).sum())
    if tied > 1:
        return Finding(
            words("blanks.tied", where=where, places=words.number(tied), each=words.number(most["blank"])),
            "watch",
            base,
        )
    return Finding(words("blanks.some", rows=_blank(most, words), where=where), "watch", base)


def _blank(row: Any, words: Wording) -> str:
    return counted(int(row["blank"]), word_of_blanks(row["indicators"][0]), words)


def _columns(row: Any, context: Context) -> str:
    """The headers of the columns, as the sheet has them."""
    ledger, words = BY_KEY[row["ledger"]], context.words
    known = {column.name: column for column in ledger.columns}
    heads = [known[name].zh if words.language == "zh" else known[name].en for name in row["columns"] if name in known]
    # What several columns tell together is called by what it counts.
    return words("blanks.or").join(heads) or words(f"blanks.cells_of.{word_of_blanks(row['indicators'][0])}")


def _indicators(row: Record, context: Context) -> str:
    words, keys = context.words, row["indicators"]
    names = [words(f"indicator.{key}.label") for key in keys[:INDICATORS_NAMED]]
    return _more(names, len(keys), words)


def _more(names: list[str], n: int, words: Wording) -> str:
    joined = words.join(names)
    return words("blanks.more", names=joined, n=n) if n > len(names) else joined


def _link(row: Record, _context: Context) -> str:
    return next(filter(None, (part_link(key, BLANK, {}) for key in row["indicators"])), "").removeprefix("@")


def row(each: Record, context: Context) -> Row:
    words = context.words
    said = words("blanks.row", rows=_blank(each, words), columns=_columns(each, context))
    if pd.notna(each["share"]):
        said = words("blanks.row_of", row=said, rate=words.percent(each["share"]), rows=words.number(each["rows"]))
    note = words("blanks.behind", indicators=_indicators(each, context))
    name = words.label("ledger", each["ledger"])
    return Row("differs", words("not_filled"), name, said, note, _link(each, context))


HEADS = (
    Head("ledger", "table.ledger", vocabulary="ledger"),
    Head("column_text", "blanks.head.columns", said=_columns),
    Head("blank", "table.blank", "integer", opens=_link),
    Head("rows", "blanks.head.rows", "integer"),
    Head("share", "blanks.head.share", "share"),
    Head("indicator_text", "blanks.head.indicators", said=_indicators),
)
BLANKS = records(
    "blanks",
    read,
    finding,
    row,
    HEADS,
    first=at_most(ROWS_SHOWN),
    ledgers=lambda context: tuple(dict.fromkeys(behind(keys[0]).ledger for _b, _o, keys in _bases(context).values())),
    ignores=("compare",),
)
