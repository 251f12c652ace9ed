"""Looking for records by their numbers: whole, from the beginning, without the year, or by the end alone.

Each way is a range of an index and stops at the first few, so it takes the same time however many records there are.
"""

import re
from collections.abc import Iterable

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, select, union_all

from data_access.ledgers.numbers import as_searched
from data_access.reading.reader import Reader
from data_access.store import tables as t

COLUMNS = ["ledger", "code", "unit", "number", "also", "exact"]
# Of those that are found these come first: nothing is missing; nothing behind the part that was typed.
_ORDER = ["exact", "ends", "year", "number", "code", "ledger", "also"]
# Of each way of looking so many are read; of those that are found the newest are shown.
READ, SHOWN = 60, 8
# Shorter parts of a number tell nothing.
SHORTEST = 2
_LAST_SIGN = "\U0010ffff"
# The sign after the last digit: what begins with it, or later, does not go on with a digit.
_NO_DIGIT = ":"
_YEAR = re.compile(r"(?:19|20)\d\d")
_entry = t.search_entry.c


def found_records(reader: Reader, text: str, years: Iterable[int]) -> pd.DataFrame:
    """The records whose number is, begins or ends with a text, within the viewer's units; one statement.

    ``years``: those with which a number may begin that is typed without its year. Columns: ``COLUMNS``; ``exact`` says
    that nothing of the number is missing. Those come first, then those that end so, of each the newest. A text without
    a digit names no record, and before an audience nothing does.
    """
    sought = as_searched(text)
    if reader.viewer.audience or len(sought) < SHORTEST or not re.search(r"\d", sought):
        return pd.DataFrame(columns=COLUMNS)
    parts = [reader.scoped(t.search_entry, part).subquery() for part in _ways(sought, years)]
    found = union_all(*(select(part) for part in parts)).subquery()
    named = select(found, t.unit.c.code, t.unit.c.name.label("unit"))
    rows = reader.frame(named.join_from(found, t.unit, found.c.unit_id == t.unit.c.unit_id))
    rows = rows.drop_duplicates(["ledger", "code", "number", "also"])
    signs, end = rows["forwards"], (r"(?<!\d)" if sought[0].isdigit() else "") + re.escape(sought) + "$"
    rows = rows.assign(exact=signs == sought, ends=signs.str.contains(end), year=rows["number"].map(_year_of))
    rows = rows.sort_values(_ORDER, ascending=[False] * 3 + [True] * 4)
    return rows.head(SHOWN).reset_index(drop=True)[COLUMNS]


def _ways(sought: str, years: Iterable[int]) -> list[Select[tuple[object, ...]]]:
    """As it begins, with each year before it where it names none, and as it ends."""
    beginnings = [sought] if _YEAR.match(sought) else [sought, *(f"{year}{sought}" for year in years)]
    # 12 is the end of a number 12, and not of 112.
    after = _NO_DIGIT if sought[0].isdigit() else ""
    return [*(_range(_entry.forwards, each) for each in beginnings), _range(_entry.backwards, sought[::-1], after)]


def _range(signs: ColumnElement[str], beginning: str, after: str = "") -> Select[tuple[object, ...]]:
    """The first entries that begin with some signs, which go on with ``after`` or a later sign."""
    within = and_(signs >= beginning + after, signs <= beginning + _LAST_SIGN)
    return select(_entry.ledger, _entry.unit_id, _entry.number, _entry.also, _entry.forwards).where(within).order_by(
        signs).limit(READ)  # fmt: skip


def _year_of(number: str) -> str:
    years = _YEAR.findall(number)
    return years[0] if years else ""
