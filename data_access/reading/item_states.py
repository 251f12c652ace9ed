"""Rectification items as they stood on a day: the events decide, and the columns where an item has no event at all.

The lights of ``assessment.lights`` are worked out here in SQL, so that many items cost one grouped statement; a test
holds the two against each other row by row.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    FromClause,
    Label,
    Select,
    Subquery,
    and_,
    case,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)

from assessment.lights import NEAR_DAYS, SEVERITY, SUPERVISED_AFTER_DAYS, SUPERVISED_RETURNS
from data_access.ledgers.rectification import RECTIFICATION
from data_access.ledgers.rectification_event import RECTIFICATION_EVENT
from data_access.reading.extent import Extent
from data_access.reading.reader import Reader
from data_access.store.engine import days_between

event = RECTIFICATION_EVENT.table.c
# The worst is 0.
RANKS: dict[str, int] = {light: rank for rank, light in enumerate(SEVERITY)}
# The columns that decide the state of an item; texts are read only of the items on the page.
_COLUMNS = (
    "unit_id", "item_no", "source", "assigned_on", "due_on", "extended_on", "extended_due_on", "submitted_on",
    "closed_on", "returned_count",
)  # fmt: skip
_SHOWN = ("source", "assigned_on", "due_on")


def within(column: ColumnElement[Any], extent: Extent) -> ColumnElement[bool]:
    """Whether a unit's number is of the extent."""
    return true() if extent.unit_ids is None else column.in_(extent.unit_ids)


def some_items(extent: Extent, *conditions: ColumnElement[bool]) -> Select[Any]:
    """The items of an extent that fulfil all conditions."""
    item = RECTIFICATION.table.c
    return select(*(item[name] for name in _COLUMNS)).where(within(item.unit_id, extent), *conditions)


def with_events(items: FromClause, on: dt.date) -> CTE:
    """Items with what their events tell up to a day; what no event tells is null.

    Columns: those of the items; told, whether there is any event at all, so that events decide; told_extended (the
    longest due date approved), told_submitted and told_back (the last submission and return), told_returned (how
    often), told_closed (the first closing).
    """
    of_item = and_(event.unit_id == items.c.unit_id, event.item_no == items.c.item_no)

    def up_to_then(kind: str, value: ColumnElement[Any], name: str) -> Label[Any]:
        of_kind = select(value).where(of_item, event.kind == kind, event.occurred_on <= on)
        return of_kind.scalar_subquery().label(name)

    tells = (
        exists().where(of_item).label("told"),
        up_to_then("extended", func.max(event.new_due_on), "told_extended"),
        up_to_then("submitted", func.max(event.occurred_on), "told_submitted"),
        up_to_then("returned", func.max(event.occurred_on), "told_back"),
        up_to_then("returned", func.count(), "told_returned"),
        up_to_then("closed", func.min(event.occurred_on), "told_closed"),
    )
    # Materialized, so that no engine looks an item's events up anew wherever one of these is used.
    return select(*items.c, *tells).cte("items_with_events").prefix_with("MATERIALIZED")


def closed_day(items: FromClause, on: dt.date) -> ColumnElement[Any]:
    """The day an item was closed; null where it was still open on a day. ``items`` as ``with_events`` gives them."""
    return case((items.c.told, items.c.told_closed), else_=_until(on, items.c.closed_on))


def _until(on: dt.date, day: ColumnElement[Any]) -> ColumnElement[Any]:
    """The day if it is at or before ``on``; else null."""
    return case((day <= on, day), else_=null())


def _extended(items: FromClause, on: dt.date) -> ColumnElement[Any]:
    """The extended due date by the columns, if the extension was approved at or before ``on``; else null."""
    return case((items.c.extended_on <= on, items.c.extended_due_on), else_=null())


def _submitted(items: FromClause) -> ColumnElement[Any]:
    """By the events: the last submission that had not been returned."""
    stands = or_(items.c.told_back.is_(None), items.c.told_submitted > items.c.told_back)
    return case((stands, items.c.told_submitted), else_=null())


def open_items_at(reader: Reader, extent: Extent, on: dt.date) -> Subquery:
    """Every item that was open on a day, with its light.

    Columns: unit_id, item_no, source, assigned_on, due_on, due_in_force, submitted_on, returned_count, rank (the
    light's place in ``SEVERITY``, 0 is the worst). Not yet cut to the viewer's scope.
    """
    agreement = agreement_of(reader)
    items: FromClause = _candidates(extent, on, by_columns=not agreement.closed_too_early)
    if agreement.since is not None and on >= agreement.since:
        standing = _stand(items, _by_columns(items, on)).subquery()
    else:
        items = with_events(items, on)
        standing = _stand(items, _by_events(items, on)).where(closed_day(items, on).is_(None)).subquery()
    return select(standing, _rank(standing.c, on).label("rank")).subquery()


def _stand(items: FromClause, states: Sequence[ColumnElement[Any]]) -> Select[Any]:
    return select(*(items.c[name] for name in ("unit_id", "item_no", *_SHOWN)), *states)


def _candidates(extent: Extent, on: dt.date, *, by_columns: bool) -> Subquery:
    """The items assigned by a day and open by their columns, each of the two parts on the index of closings; or all."""
    item = RECTIFICATION.table.c
    assigned = item.assigned_on <= on
    if not by_columns:
        return some_items(extent, assigned).subquery()
    parts = (some_items(extent, assigned, closing) for closing in (item.closed_on.is_(None), item.closed_on > on))
    return union_all(*parts).subquery()


def _by_columns(items: FromClause, on: dt.date) -> tuple[Label[Any], ...]:
    """Due date in force, standing submission, returns. Columns do not say when an item was returned, only how often."""
    return (
        func.coalesce(_extended(items, on), items.c.due_on).label("due_in_force"),
        _until(on, items.c.submitted_on).label("submitted_on"),
        func.coalesce(items.c.returned_count, 0).label("returned_count"),
    )


def _by_events(items: FromClause, on: dt.date) -> tuple[Label[Any], ...]:
    """The same by the events of an item, where it has any."""
    by_events = (
        func.coalesce(items.c.told_extended, items.c.due_on), _submitted(items), items.c.told_returned,
    )  # fmt: skip
    both = zip(by_events, _by_columns(items, on), strict=True)
    return tuple(case((items.c.told, events), else_=columns.element).label(columns.name) for events, columns in both)


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


@dataclass(frozen=True)
class Agreement:
    """Whether the items' columns agree with their events, so that a statement may leave the events out.

    ``since``: the day of the last event; from it on the columns alone give the states. None where some item differs.
    ``closed_too_early``: some item was open by its events when its columns had it closed.
    """

    since: dt.date | None
    closed_too_early: bool


def agreement_of(reader: Reader) -> Agreement:
    """The agreement over the items of every unit; one statement per data version."""
    agreement: Agreement = reader.kept("item_agreement", "", lambda: _compare_all(reader))
    return agreement


def _compare_all(reader: Reader) -> Agreement:
    compared = differences(Extent("city"), dt.date.max).subquery()
    differs = case((or_(*(compared.c[name] for name in DIFFERENCES)), 1), else_=0)
    early = case((or_(compared.c.closed_by_events.is_(None), compared.c.closed_by_events > compared.c.closed_on), 1))
    early = case((compared.c.closed, early), else_=0)
    last = select(func.max(event.occurred_on)).scalar_subquery()
    statement = select(func.sum(differs), func.sum(early), last)
    differing, closed_too_early, since = reader.frame(statement).iloc[0]
    return Agreement(None if differing else since or dt.date.min, bool(closed_too_early))


# The respects in which the columns of an item may differ from its events.
DIFFERENCES = ("extended", "submitted", "returned", "closed")


def differences(extent: Extent, on: dt.date) -> Select[Any]:
    """The items that have events, and in which respects their columns differ from these as they stand on a day.

    Columns: unit_id, item_no, closed_on, closed_by_events, and ``DIFFERENCES`` (true where they differ).
    """
    items = with_events(some_items(extent).subquery(), on)
    pairs = (
        (items.c.told_extended, _extended(items, on)),
        (_submitted(items), items.c.submitted_on),
        (items.c.told_returned, func.coalesce(items.c.returned_count, 0)),
        (items.c.told_closed, items.c.closed_on),
    )
    differing = [a.is_distinct_from(b).label(name) for name, (a, b) in zip(DIFFERENCES, pairs, strict=True)]
    own = (items.c.unit_id, items.c.item_no, items.c.closed_on, items.c.told_closed.label("closed_by_events"))
    return select(*own, *differing).where(items.c.told)
