"""What in the ledger of rectification items asks for a second look: recurrences, closures on paper, contradictions.

Each function sends one statement, in a total order and, where it lists items, cut to the viewer's scope.
"""

import datetime as dt
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, case, extract, func, or_, select

from data_access.ledgers.rectification import CLOSES, RECTIFICATION
from data_access.reading.extent import Extent
from data_access.reading.item_states import DIFFERENCES, differences, same_item, within
from data_access.reading.reader import Reader
from data_access.store import tables as t
from data_access.store.engine import days_between

# A closing on the eve is one at most so many days before the item is due.
EVE_DAYS = 2
# So many contradictions are listed at most; in a ledger with more the columns do not follow the events at all.
MOST_LISTED = 500
Days = tuple[dt.date, dt.date]

_item, _state = RECTIFICATION.table.c, t.item_state.c
# The item that one is named a recurrence of, and how an earlier item stood when this one was assigned.
_named, _then = RECTIFICATION.table.alias("named"), t.item_state.alias("then")
# The first state of an item begins on the day it was assigned, and knows its matter.
_BEGINS = and_(same_item(_state), _state.since == _item.assigned_on)


def recurrences(reader: Reader, extent: Extent, assigned: Days) -> pd.DataFrame:
    """Items assigned between two days that recur, the latest first.

    Columns: code, unit, item_no, category, issue, assigned_on, recurrence_of, named (whether it names another item that
    exists) and closed_before: when that one was closed, or the last one of the same matter, within 12 months before the
    assignment. assigned is how many items were assigned in these days in all.
    """
    # Cut before it is counted: how many were assigned is of the same items.
    items = reader.scoped(RECTIFICATION.table, _judged(extent, assigned)).subquery()
    shown = (column for column in items.c if column.name != "unit_id")
    statement = (
        select(t.unit.c.code, t.unit.c.name.label("unit"), *shown)
        .join_from(items, t.unit, items.c.unit_id == t.unit.c.unit_id)
        .where(or_(items.c.named == 1, items.c.closed_before.is_not(None)))
        .order_by(items.c.assigned_on.desc(), items.c.item_no, t.unit.c.code)
    )
    return reader.rows(items, statement).astype({"named": bool})


def suspected_recurrences(reader: Reader, assigned: Days) -> tuple[int, int]:
    """Of how many of the items assigned in the whole city between two days a recurrence is suspected; and of how many.

    Two numbers that tell whether the suspicion is a signal, for whoever asks.
    """
    items = _judged(Extent("city"), assigned).subquery()
    suspected = case((and_(items.c.named == 0, items.c.closed_before.is_not(None)), 1), else_=0)
    counts = reader.frame(select(func.coalesce(func.sum(suspected), 0), func.count()).select_from(items)).iloc[0]
    return int(counts.iat[0]), int(counts.iat[1])


def items_of_no_matter(reader: Reader, extent: Extent, assigned: Days) -> int:
    """How many items assigned between two days nobody can tell to recur: they name no other and tell no matter."""
    untold = and_(_item.recurrence_of.is_(None), _state.matter.is_(None))
    statement = (
        select(func.count())
        .join_from(RECTIFICATION.table, t.item_state, _BEGINS)
        .where(within(_item.unit_id, extent), _item.assigned_on.between(*assigned), untold)
    )
    return int(reader.frame(statement).iat[0, 0])


def _judged(extent: Extent, assigned: Days) -> Select[Any]:
    """Every item assigned between two days, whether it is named a recurrence, and the closing that it follows."""
    another = or_(_named.c.unit_id != _item.unit_id, _named.c.item_no != _item.item_no)
    is_named = and_(_named.c.item_no == _item.recurrence_of, another)
    named = select(_named.c.item_no).where(is_named).exists()
    of_named = _closing(and_(is_named, _then.c.unit_id == _named.c.unit_id, _then.c.item_no == _named.c.item_no))
    names = ("unit_id", "item_no", "category", "issue", "assigned_on", "recurrence_of")
    return (
        select(
            *(_item[name] for name in names),
            case((named, 1), else_=0).label("named"),
            case((named, of_named), else_=_closing(_is_of_the_same_matter())).label("closed_before"),
            func.count().over().label("assigned"),
        )
        .join_from(RECTIFICATION.table, t.item_state, _BEGINS)
        .where(within(_item.unit_id, extent), _item.assigned_on.between(*assigned))
    )


def _closing(is_earlier: ColumnElement[bool]) -> Any:
    """The last closing of an earlier item that stood closed when an item was assigned."""
    stood = and_(_then.c.since <= _item.assigned_on, _then.c.until > _item.assigned_on)
    closing = select(func.max(_then.c.closed_on)).where(is_earlier, stood)
    return closing.correlate(RECTIFICATION.table, t.item_state).scalar_subquery()


def _is_of_the_same_matter() -> ColumnElement[bool]:
    """Another item of the same unit, closed within 12 months before."""
    same = and_(_then.c.unit_id == _state.unit_id, _then.c.matter == _state.matter, _then.c.item_no != _state.item_no)
    return and_(same, _within_a_year(_then.c.closed_on, _item.assigned_on))


def _within_a_year(earlier: ColumnElement[Any], later: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a day is at most 12 months after an earlier one: its date as a number is at most a year higher."""
    return _number(later) <= _number(earlier) + 10_000


def _number(day: ColumnElement[Any]) -> ColumnElement[Any]:
    return 10_000 * extract("year", day) + 100 * extract("month", day) + extract("day", day)


def paper_closures(reader: Reader, extent: Extent, closed: Days) -> pd.DataFrame:
    """Closings between two days that look to be on paper only, the latest first.

    Columns: code, unit, item_no, category, due_on, closed_on, closure_text, eve (closed within the last two days before
    the original due date, known to be without attachment), same_text (the text of another closure, too), untold
    (neither, but closed on the eve, and nobody says with how many attachments), and closures: how many items the unit
    closed in these days in all.
    """
    words = func.trim(_item.closure_text)
    was_closed = select(_state.since).where(same_item(_state), CLOSES).correlate(RECTIFICATION.table).exists()
    repeated = select(words).where(was_closed, words != "").group_by(words).having(func.count() > 1)
    at_the_end = days_between(_state.closed_on, _item.due_on).between(0, EVE_DAYS)
    eve = and_(at_the_end, _item.attachment_count == 0)
    untold = and_(at_the_end, _item.attachment_count.is_(None))
    items = (
        select(
            *(_item[name] for name in ("unit_id", "item_no", "category", "due_on")),
            _state.closed_on,
            _item.closure_text,
            case((eve, 1), else_=0).label("eve"),
            case((words.in_(repeated), 1), else_=0).label("same_text"),
            case((words.in_(repeated), 0), (untold, 1), else_=0).label("untold"),
            func.count().over(partition_by=_item.unit_id).label("closures"),
        )
        .join_from(RECTIFICATION.table, t.item_state, same_item(_state))
        .where(CLOSES, _state.since.between(*closed), within(_item.unit_id, extent))
        .subquery()
    )
    shown = (column for column in items.c if column.name != "unit_id")
    statement = (
        select(t.unit.c.code, t.unit.c.name.label("unit"), *shown)
        .join_from(items, t.unit, items.c.unit_id == t.unit.c.unit_id)
        .where(or_(items.c.eve == 1, items.c.same_text == 1, items.c.untold == 1))
        .order_by(items.c.closed_on.desc(), items.c.item_no, t.unit.c.code)
    )
    return reader.rows(items, statement).astype({"eve": bool, "same_text": bool, "untold": bool})


def items_with_events(reader: Reader, extent: Extent, as_of: dt.date) -> int:
    """How many items there are whose columns can be held against events; a number, for whoever asks."""
    compared = differences(extent, as_of).subquery()
    return int(reader.frame(select(func.count()).select_from(compared)).iat[0, 0])


def contradictions(reader: Reader, extent: Extent, as_of: dt.date) -> tuple[pd.DataFrame, int]:
    """The items whose columns say otherwise than their events, the first ``MOST_LISTED`` of them, and how many in all.

    Columns: code, unit, item_no, closed_on, closed_by_events and, true where the two differ, ``DIFFERENCES``.
    """
    compared = differences(extent, as_of).subquery()
    shown = (column for column in compared.c if column.name != "unit_id")
    statement = (
        select(t.unit.c.code, t.unit.c.name.label("unit"), *shown, func.count().over().label("all"))
        .join_from(compared, t.unit, compared.c.unit_id == t.unit.c.unit_id)
        .where(or_(*(compared.c[name] for name in DIFFERENCES)))
        .order_by(func.coalesce(t.unit.c.sort_order, 1_000_000), t.unit.c.code, compared.c.item_no)
        .limit(MOST_LISTED)
    )
    items = reader.rows(compared, statement)
    return items.drop(columns="all"), int(items["all"].iat[0]) if len(items) else 0
