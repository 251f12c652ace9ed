"""Rectification items as they stood on a day, with their lights, from ``item_state`` alone.

The lights of ``assessment.lights`` are worked out here in SQL, so that many items cost one grouped statement; a test
holds the two against each other row by row.
"""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, Subquery, and_, case, func, literal, or_, select, true

from assessment.lights import NEAR_DAYS, SEVERITY, SUPERVISED_AFTER_DAYS, SUPERVISED_RETURNS
from data_access.ledgers.rectification import RECTIFICATION, due_in_force, stands
from data_access.reading.extent import Extent
from data_access.store.engine import days_between
from data_access.store.tables import item_state

# The worst is 0.
RANKS: dict[str, int] = {light: rank for rank, light in enumerate(SEVERITY)}

_item, _state = RECTIFICATION.table.c, item_state.c


def within(column: ColumnElement[Any], extent: Extent) -> ColumnElement[bool]:
    """Whether a unit's number is of the extent."""
    return true() if extent.unit_ids is None else column.in_(extent.unit_ids)


def same_item(state: Any) -> ColumnElement[bool]:
    """Whether a state is one of the item of a row of the ledger."""
    return and_(state.unit_id == _item.unit_id, state.item_no == _item.item_no)


def standing_items(on: dt.date) -> Subquery:
    """The ledger of the items assigned by a day: what they stood as then in place of what their columns say of it."""
    columns = [_state.get(column.name, column) for column in _item]
    return select(*columns).join_from(RECTIFICATION.table, item_state, same_item(_state)).where(stands(on)).subquery()


def open_items_at(extent: Extent, on: dt.date) -> Subquery:
    """Every item that was open on a day, with its light.

    Columns: unit_id, item_no, source, assigned_on, due_on, due_in_force, submitted_on, returned_count, rank (the
    light's place in ``SEVERITY``, 0 is the worst). Not yet cut to the viewer's scope.
    """
    names = ("unit_id", "item_no", "source", "assigned_on", "due_on", "submitted_on", "returned_count")
    columns = [*(_state[name] for name in names), due_in_force(_state).label("due_in_force")]
    standing = select(*columns).where(_state.closed_on.is_(None), stands(on), within(_state.unit_id, extent)).subquery()
    return select(standing, _rank(standing.c, on).label("rank")).subquery()


def _rank(state: Any, on: dt.date) -> ColumnElement[int]:
    """The place of the first light that applies (``assessment.lights.light``)."""
    gone, term = days_between(state.assigned_on, literal(on, Date)), days_between(state.assigned_on, state.due_in_force)
    late, near = on - dt.timedelta(SUPERVISED_AFTER_DAYS), on + dt.timedelta(NEAR_DAYS)
    supervised = or_(state.due_in_force < late, state.returned_count >= SUPERVISED_RETURNS)
    return case(
        (supervised, RANKS["supervised"]),
        (state.due_in_force < on, RANKS["overdue"]),
        (state.returned_count == 1, RANKS["returned"]),
        (state.due_in_force <= near, RANKS["near"]),
        (and_(2 * gone > term, state.submitted_on.is_(None)), RANKS["behind"]),
        else_=RANKS["under_way"],
    )


# The respects in which the columns of an item may differ from its events, and the columns of each.
DIFFERENCES: dict[str, tuple[str, ...]] = {
    "extended": ("extended_on", "extended_due_on"),
    "submitted": ("submitted_on",),
    "returned": ("returned_count",),
    "closed": ("closed_on",),
}


def differences(extent: Extent, on: dt.date) -> Select[Any]:
    """The items that have events, and in which respects their columns differ from these as they stand on a day.

    Columns: unit_id, item_no, closed_on, closed_by_events, and ``DIFFERENCES`` (true where they differ).
    """
    own = (_item.unit_id, _item.item_no, _item.closed_on, _state.closed_on.label("closed_by_events"))
    differing = [or_(*map(_differs, columns)).label(name) for name, columns in DIFFERENCES.items()]
    compared = select(*own, *differing).join_from(RECTIFICATION.table, item_state, same_item(_state))
    return compared.where(_state.by_events, stands(on), within(_item.unit_id, extent))


def _differs(name: str) -> ColumnElement[bool]:
    column = func.coalesce(_item[name], 0) if name == "returned_count" else _item[name]
    return _state[name].is_distinct_from(column)
