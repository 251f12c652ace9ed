"""Lists of cases behind a figure: of a ledger, of an extent, and only those rows that the figure counts.

Each list is one declaration. They are paged and sorted in the database, the newest first; like every list of rows they
are cut to the viewer's scope.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, FromClause, and_, func, or_, select

from data_access.asked.periods import Period
from data_access.counting.tallies import CORRECTED, HEADS, LOST, SETTLED
from data_access.reading.chain import IS_STEP
from data_access.reading.extent import Extent
from data_access.reading.reader import Reader
from data_access.reading.records import REGISTERS, period_limits
from data_access.store import tables as t

PAGE_SIZE = 25
# What a download takes along at the most.
MOST_ROWS = 20_000

_suit, _review, _petition = t.litigation_case.c, t.reconsideration_case.c, t.petition.c


@dataclass(frozen=True)
class CaseList:
    """Rows that fulfil ``where`` (None: all), in the period by the date ``dated_by``.

    A list by several dates has what happened in the period at all. ``own`` lists each unit's own rows, also those that
    a county or the city counts once with another unit's.
    """

    dated_by: tuple[ColumnElement[Any], ...]
    where: ColumnElement[bool] | None = None
    own: bool = False


_lost = and_(_suit.instance == "first", _suit.outcome.in_(LOST))
_governments = select(t.unit.c.unit_id).where(t.unit.c.kind.in_(("county", "city")))
_all_suits = (_suit.closed_on, _suit.heard_on, _suit.filed_on)
_all_reviews = (_review.closed_on, _review.received_on, _review.decision_on_acceptance_on)
LISTS: Mapping[str, Mapping[str, CaseList]] = {
    "litigation": {
        "": CaseList(_all_suits),
        "lost": CaseList((_suit.closed_on,), _lost),
        "lost_own_level": CaseList((_suit.closed_on,), and_(_lost, _suit.unit_id.in_(_governments)), own=True),
        "closed": CaseList((_suit.closed_on,), and_(_suit.instance == "first", _suit.outcome.is_not(None))),
        "heard": CaseList((_suit.heard_on,), _suit.head_attended.is_not(None)),
        "not_attended": CaseList(
            (_suit.heard_on,), and_(_suit.head_attended.is_not(None), _suit.head_attended.not_in(HEADS))
        ),
        "finally_lost": CaseList((_suit.effective_on,), _suit.outcome.in_(LOST)),
    },
    "reconsideration": {
        "": CaseList(_all_reviews),
        **{step: CaseList((_review.received_on,), where) for step, where in IS_STEP.items()},
        "corrected": CaseList((_review.closed_on,), _review.outcome.in_(CORRECTED)),
        "settled": CaseList((_review.closed_on,), _review.outcome.in_(SETTLED)),
        "opinion": CaseList((_review.opinion_due_on,), _review.suggestion == "opinion"),
    },
    "petition": {
        "": CaseList((_petition.closed_on, _petition.received_on)),
        "closed": CaseList((_petition.closed_on,), _petition.outcome.is_not(None)),
        "repeated": CaseList(
            (_petition.closed_on,),
            and_(_petition.outcome.is_not(None), or_(_petition.outcome.in_(("sued", "repeated")), _petition.repeated)),
        ),
    },
}  # fmt: skip
_COUNTS_FOR: Mapping[str, Callable[[FromClause], ColumnElement[bool]]] = {
    "city": lambda table: table.c.counts_for_city,
    "whole": lambda table: table.c.counts_for_county,
}


def case_page(
    reader: Reader, ledger: str, which: str, extent: Extent, period: Period, page: int = 1, size: int = PAGE_SIZE
) -> tuple[pd.DataFrame, int, int]:
    """One page of a list, how many rows the list has, and the page's number (the last one, if there are not so many).

    Two statements. Columns: code, unit, those of the ledger's register, and day, by which the list is cut and sorted.
    An unknown ``which`` is the list of all.
    """
    register, wanted = REGISTERS[ledger], LISTS[ledger].get(which) or LISTS[ledger][""]
    table = register.table
    condition = _within(table, wanted, extent, period)
    total = reader.count(table, condition)
    number = min(page, max(1, -(-total // size)))
    # SQL's coalesce asks for at least two.
    newest = func.coalesce(*wanted.dated_by) if len(wanted.dated_by) > 1 else wanted.dated_by[0]
    statement = (
        select(
            t.unit.c.code,
            t.unit.c.name.label("unit"),
            *(table.c[name] for name in register.columns),
            newest.label("day"),
        )
        .join_from(table, t.unit, table.c.unit_id == t.unit.c.unit_id)
        .where(condition)
        .order_by(newest.desc(), table.c[register.key], t.unit.c.code, *(table.c[name] for name in register.also))
        .limit(size)
        .offset((number - 1) * size)
    )
    return reader.rows(table, statement), total, number


def _within(table: FromClause, wanted: CaseList, extent: Extent, period: Period) -> ColumnElement[bool]:
    """In the period, of the extent, each case as often as the extent's figures count it."""
    first, last = period_limits(period)
    conditions = [or_(*(date.between(first, last) for date in wanted.dated_by))]
    if wanted.where is not None:
        conditions.append(wanted.where)
    if extent.unit_ids is not None:
        conditions.append(table.c.unit_id.in_(extent.unit_ids))
    if extent.level in _COUNTS_FOR and "counts_for_city" in table.c and not wanted.own:
        conditions.append(_COUNTS_FOR[extent.level](table))
    return and_(*conditions)
