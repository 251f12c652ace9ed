"""Lists of cases behind a figure: of a ledger, of an extent, and only those rows that the figure counts.

They are declared with their ledgers; one dated by days that declares none has that of all its rows. They are paged and
sorted in the database, the newest first; like every list of rows they are cut to the viewer's scope.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Date, FromClause, and_, case, func, literal, or_, select

from data_access.asked.periods import Period
from data_access.ledgers.all import BY_KEY, ENTRIES, ENTRY_OF
from data_access.ledgers.counting_rules import CountingRules
from data_access.ledgers.entry import CaseList
from data_access.reading import lists_behind
from data_access.reading.dispute_lists import rules_in_force
from data_access.reading.extent import Extent
from data_access.reading.form_rows import own_list
from data_access.reading.reader import Reader
from data_access.reading.records import order_of, period_limits
from data_access.store import tables as t
from data_access.store.known_days import known_to

PAGE_SIZE = 25
# The most rows of a download.
MOST_ROWS = 20_000

# The lists of each ledger that has some, by the name a link gives.
LISTS = {entry.ledger.key: entry.lists for entry in ENTRIES if entry.lists}
_COUNTS_FOR: Mapping[str, Callable[[FromClause], ColumnElement[bool]]] = {
    "city": lambda table: table.c.counts_for_city,
    "whole": lambda table: table.c.counts_for_county,
}


def case_page(
    reader: Reader, ledger: str, which: str, extent: Extent, period: Period, page: int = 1, size: int = PAGE_SIZE
) -> tuple[pd.DataFrame, int, int]:
    """One page of a list, how many rows the list has, and the page's number (the last one, if there are not so many).

    Two statements, and one for the rules where the list depends on them. Columns: code, unit, those of the ledger's
    register, and day, by which the list is cut and sorted. An unknown ``which`` is the list of all.
    """
    entry, table = ENTRY_OF[ledger], BY_KEY[ledger].table
    case_list = _list_of(ledger, which)
    condition = _within(reader, ledger, case_list, extent, period)
    total = reader.count(table, condition)
    number = min(page, max(1, -(-total // size)))
    # SQL's ``coalesce`` needs at least two arguments.
    dates = case_list.dated_by
    newest = func.coalesce(*dates) if len(dates) > 1 else dates[0]
    statement = (
        select(
            t.unit.c.code,
            t.unit.c.name.label("unit"),
            *(_told_by(table, case_list, name) for name in entry.listed.columns),
            newest.label("day"),
        )
        .join_from(table, t.unit, table.c.unit_id == t.unit.c.unit_id)
        .where(condition)
        .order_by(newest.desc(), *order_of(ledger, table))
        .limit(size)
        .offset((number - 1) * size)
    )
    return reader.rows(table, statement), total, number


def lists_of_ledger(ledger: str, which: str) -> list[str]:
    """The names of a ledger's lists; beside ``which``, a list behind a figure, also those of its other parts."""
    said, own = lists_behind.said_by(which), [*LISTS.get(ledger, ("",))]
    if said.ledger != ledger:
        return own
    parts = lists_behind.lists_of(said.indicator) if said.indicator else ()
    return [*own, *(lists_behind.named(said.indicator, part) for part in parts)] if parts else [*own, which]


def is_list_of(ledger: str, which: str) -> bool:
    """Whether a ledger has a list of that name: one of its own, or of the rows behind a figure.

    Of an indicator of the city's own the rows are those of forms, whatever ledger a link names.
    """
    if which in ENTRY_OF[ledger].lists or not which or own_list(which):
        return True
    said = lists_behind.said_by(which)
    return said.ledger == ledger and lists_behind.may_be_a_facet(said)


def _list_of(ledger: str, which: str) -> CaseList:
    """The list of that name: one of the ledger's own, or of the rows behind a figure; else that of all rows."""
    said = lists_behind.said_by(which)
    return lists_behind.list_of(said) if said.ledger == ledger else ENTRY_OF[ledger].list_of(which)


def dates_of(ledger: str, which: str) -> tuple[str, ...]:
    """The columns of the dates by which a list is cut and sorted: the first one that a row has."""
    return tuple(str(date.key) for date in _list_of(ledger, which).dated_by)


def is_of_period_end(ledger: str, which: str) -> bool:
    """Whether a list has what was there when the period ended, and not what happened within it."""
    return _list_of(ledger, which).stock


def _by_states(case_list: CaseList) -> bool:
    """Whether a list is of items as they stand, and not as their ledger has them."""
    return any(date.base_columns & set(t.item_state.c) for date in case_list.dated_by)


def _told_by(table: FromClause, case_list: CaseList, name: str) -> ColumnElement[Any]:
    """A column of a list: of items how they stand, which their events decide where there are any."""
    return t.item_state.c[name] if _by_states(case_list) and name in t.item_state.c else table.c[name]


def _within(reader: Reader, ledger: str, case_list: CaseList, extent: Extent, period: Period) -> ColumnElement[bool]:
    """The conditions on a row: in the period, of the extent, and the case counted as the extent's figures count it."""
    (first, last), table = period_limits(period), BY_KEY[ledger].table
    conditions = [or_(*(date <= last if case_list.stock else date.between(first, last) for date in case_list.dated_by))]
    where = case_list.where
    if callable(where):
        rules = CountingRules.at(last, rules_in_force(reader), level="own" if case_list.own else extent.level)
        # As the figure counts: each row at the day to which its ledger is known of its unit.
        as_of = known_to(ENTRY_OF[ledger].ledger.dated_as, table.c.unit_id)
        where = where(replace(rules, as_of=as_of, month_end=case((as_of < last, as_of), else_=literal(last, Date))))
    if where is not None:
        conditions.append(where)
    if _by_states(case_list):
        conditions += [table.c[name] == t.item_state.c[name] for name in ("unit_id", "item_no")]
    if extent.unit_ids is not None:
        conditions.append(table.c.unit_id.in_(extent.unit_ids))
    if extent.level in _COUNTS_FOR and "counts_for_city" in table.c and not case_list.own:
        conditions.append(_COUNTS_FOR[extent.level](table))
    return and_(*conditions)
