"""What in the ledger of rectification items asks for a second look: recurrences, closures on paper, contradictions.

Recurrences and closures are read from the items' columns; where these contradict the events is a finding of its own.
Each function sends one statement, cut to the viewer's scope and in a total order.
"""

import datetime as dt
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, and_, case, extract, func, or_, select

from data_access.ledgers.rectification import RECTIFICATION
from data_access.reading.extent import Extent
from data_access.reading.item_states import DIFFERENCES, differences, within
from data_access.reading.reader import Reader
from data_access.store import tables as t
from data_access.store.engine import days_between

# A closing on the eve is one at most so many days before the item is due.
EVE_DAYS = 2
# So many contradictions are listed at most; in a ledger with more the columns do not follow the events at all.
MOST_LISTED = 500
Days = tuple[dt.date, dt.date]

_item = RECTIFICATION.table.c


def recurrences(reader: Reader, extent: Extent, assigned: Days) -> pd.DataFrame:
    """Items assigned between two days that recur, the latest first.

    Columns: code, unit, item_no, category, issue, assigned_on, recurrence_of (None where the ledger names none) and
    closed_before, the last closing of another item of the same unit and category up to the assignment. Without a name
    that closing lies within the 12 months before. assigned is how many items were assigned in these days in all.
    """
    earlier = RECTIFICATION.table.alias("earlier").c
    same = and_(earlier.unit_id == _item.unit_id, earlier.category == _item.category, earlier.item_no != _item.item_no)
    before = select(func.max(earlier.closed_on)).where(same, earlier.closed_on <= _item.assigned_on).scalar_subquery()
    names = ("unit_id", "item_no", "category", "issue", "assigned_on", "recurrence_of")
    assigned_then = (within(_item.unit_id, extent), _item.assigned_on.between(*assigned))
    everyone = func.count().over().label("assigned")
    columns = (*(_item[name] for name in names), before.label("closed_before"), everyone)
    items = select(*columns).where(*assigned_then).subquery()
    again = or_(items.c.recurrence_of.is_not(None), _within_a_year(items.c.closed_before, items.c.assigned_on))
    shown = (column for column in items.c if column.name != "unit_id")
    statement = (
        select(t.unit.c.code, t.unit.c.name.label("unit"), *shown)
        .join_from(items, t.unit, items.c.unit_id == t.unit.c.unit_id)
        .where(again)
        .order_by(items.c.assigned_on.desc(), items.c.item_no, t.unit.c.code)
    )
    return reader.rows(items, statement)


def _within_a_year(earlier: ColumnElement[Any], later: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a day is at most 12 months after an earlier one: its date as a number is at most a year higher."""
    return _number(later) <= _number(earlier) + 10_000


def _number(day: ColumnElement[Any]) -> ColumnElement[Any]:
    return 10_000 * extract("year", day) + 100 * extract("month", day) + extract("day", day)


def paper_closures(reader: Reader, extent: Extent, closed: Days) -> pd.DataFrame:
    """Items closed between two days that look closed on paper only, the latest first.

    Columns: code, unit, item_no, category, due_on, closed_on, closure_text, eve (closed within the last two days before
    the original due date, known to be without attachment), same_text (the text of another closure, too), and closures:
    how many items the unit closed in these days in all.
    """
    words = func.trim(_item.closure_text)
    repeated = select(words).where(_item.closed_on.is_not(None), words != "").group_by(words).having(func.count() > 1)
    days_left = days_between(_item.closed_on, _item.due_on)
    eve = and_(days_left.between(0, EVE_DAYS), _item.attachment_count == 0)
    names = ("unit_id", "item_no", "category", "due_on", "closed_on", "closure_text")
    items = (
        select(
            *(_item[name] for name in names),
            case((eve, 1), else_=0).label("eve"),
            case((words.in_(repeated), 1), else_=0).label("same_text"),
            func.count().over(partition_by=_item.unit_id).label("closures"),
        )
        .where(within(_item.unit_id, extent), _item.closed_on.between(*closed))
        .subquery()
    )
    shown = (column for column in items.c if column.name != "unit_id")
    statement = (
        select(t.unit.c.code, t.unit.c.name.label("unit"), *shown)
        .join_from(items, t.unit, items.c.unit_id == t.unit.c.unit_id)
        .where(or_(items.c.eve == 1, items.c.same_text == 1))
        .order_by(items.c.closed_on.desc(), items.c.item_no, t.unit.c.code)
    )
    return reader.rows(items, statement).astype({"eve": bool, "same_text": bool})


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
