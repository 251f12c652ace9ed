"""Writing ``item_state``: how the items of rectification stood from day to day, by their events or their columns.

What is counted, lit, listed and aged of items is read from it alone, so that no two figures can rest on two sources.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection, delete, select

from assessment.item_course import ItemEvent, course
from assessment.lights import ItemDates
from assessment.recurrence import matter
from data_access.ledgers.rectification import RECTIFICATION
from data_access.ledgers.rectification_event import RECTIFICATION_EVENT
from data_access.store.chosen import parts_of
from data_access.store.tables import item_state
from data_access.store.writing import bulk_insert

# The ledgers that say how an item stands.
ITEM_LEDGERS = frozenset({RECTIFICATION.key, RECTIFICATION_EVENT.key})
_item, _event = RECTIFICATION.table.c, RECTIFICATION_EVENT.table.c
_DATES = tuple(ItemDates.__annotations__)


def write_item_states(connection: Connection, units: Collection[int] = ()) -> None:
    """Work out anew how the items of some units stood, or of all; runs in the caller's transaction."""
    concerned = item_state.c.unit_id.in_(units) if units else item_state.c.unit_id.is_not(None)
    connection.execute(delete(item_state).where(concerned))
    for part in parts_of(units or _units_with_items(connection)):
        bulk_insert(connection, item_state, list(_states(connection, part)))


def _units_with_items(connection: Connection) -> Collection[int]:
    return connection.execute(select(_item.unit_id).distinct()).scalars().all()


def _states(connection: Connection, units: Collection[int]) -> Iterator[dict[str, Any]]:
    events = _events(connection, units)
    names = ("unit_id", "item_no", "category", "source", "issue", *_DATES)
    columns = (_item[name] for name in names)
    items = connection.execute(select(*columns).where(_item.unit_id.in_(units))).all()
    for unit_id, item_no, category, source, issue, *dates in items:
        own = events.get((unit_id, item_no), [])
        key = {"unit_id": unit_id, "item_no": item_no}
        same = {"source": source, "matter": matter(category, source, issue), "by_events": bool(own)}
        for state in course(ItemDates(**dict(zip(_DATES, dates, strict=True))), own):
            period = {"since": state.since, "until": state.until, "was_closed": state.was_closed}
            yield key | period | same | vars(state.dates)


def _events(connection: Connection, units: Collection[int]) -> dict[tuple[int, str], list[ItemEvent]]:
    columns = (_event.unit_id, _event.item_no, _event.occurred_on, _event.kind, _event.seq, _event.new_due_on)
    events: dict[tuple[int, str], list[ItemEvent]] = defaultdict(list)
    for unit_id, item_no, *told in connection.execute(select(*columns).where(_event.unit_id.in_(units))).all():
        events[unit_id, item_no].append(ItemEvent(*told))
    return events
