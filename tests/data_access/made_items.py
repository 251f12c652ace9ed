"""Made-up items with events in the hand-counted city, and what stood on a day in plain Python over their rows."""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, delete, select

from assessment.item_course import ItemEvent
from assessment.lights import ItemDates, days_past_due, due_in_force, light
from data_access.counting.counting import count
from data_access.ledgers.rectification import RECTIFICATION, RECTIFICATION_SOURCES
from data_access.ledgers.rectification_event import RECTIFICATION_EVENT, RECTIFICATION_EVENTS
from tests.data_access.hand_counted_city import UNIT_IDS
from tests.data_access.ready_city import AS_OF
from tests.item_events import as_events_tell

FIRST = dt.date(2025, 1, 1)
DAYS = (AS_OF - FIRST).days
ITEMS = 300
# Each has items of the same numbers.
UNITS = ("A", "A-police", "A-town", "B-police", "M")
Row = dict[str, Any]
Key = tuple[int, str]


def fill_items(connection: Connection, *, agree: bool) -> None:
    """Items that have happened to them whatever chance will; one in five has no event.

    ``agree``: the columns of an item with events say what these say on the as-of date; else they say anything.
    """
    connection.execute(delete(RECTIFICATION_EVENT.table))
    connection.execute(delete(RECTIFICATION.table))
    chance = random.Random(5)
    rows, events = [], []
    for number in range(ITEMS):
        row = _item(number, chance)
        own = [] if chance.random() < 0.2 else _events(row, chance)
        if own and agree:
            row |= _as_columns(row, own)
        rows.append(row)
        events += own
    connection.execute(RECTIFICATION.table.insert(), rows)
    connection.execute(RECTIFICATION_EVENT.table.insert(), events)
    count(connection, AS_OF)


def _day(chance: random.Random, first: dt.date) -> dt.date:
    """A day from the first one to somewhat after the as-of date."""
    return first + dt.timedelta(chance.randint(0, max((AS_OF - first).days, 0) + 20))


def _item(number: int, chance: random.Random) -> Row:
    assigned = FIRST + dt.timedelta(chance.randint(0, DAYS))
    due = assigned + dt.timedelta(chance.randint(0, 90))
    extended = _day(chance, assigned) if chance.random() < 0.3 else None
    return {
        "unit_id": UNIT_IDS[UNITS[number % len(UNITS)]],
        "item_no": f"ZG-{number // len(UNITS)}",
        "source": chance.choice(RECTIFICATION_SOURCES),
        "category": chance.choice(["a", "b", None]),
        "issue": f"{number}件案件未告知听证权利",
        "assigned_on": assigned,
        "due_on": due,
        "extended_on": extended,
        "extended_due_on": due + dt.timedelta(40) if extended and chance.random() < 0.8 else None,
        "submitted_on": _day(chance, assigned) if chance.random() < 0.4 else None,
        "closed_on": _day(chance, assigned) if chance.random() < 0.4 else None,
        "returned_count": chance.choice([None, 0, 0, 1, 2]),
    }


def _events(row: Row, chance: random.Random) -> list[Row]:
    kinds = ["assigned", *chance.choices(RECTIFICATION_EVENTS, k=chance.randint(0, 6))]
    return [
        {"unit_id": row["unit_id"], "item_no": row["item_no"], "kind": kind, "seq": seq,
         "occurred_on": row["assigned_on"] if kind == "assigned" else _day(chance, row["assigned_on"]),
         "new_due_on": row["due_on"] + dt.timedelta(chance.randint(1, 60))
         if kind == "extended" and chance.random() < 0.8 else None}
        for seq, kind in enumerate(kinds)
    ]  # fmt: skip


def _as_columns(row: Row, events: list[Row]) -> Row:
    told = as_events_tell(_dates(row), _as_events(events), dt.date.max)
    names = ("extended_on", "extended_due_on", "submitted_on", "closed_on", "returned_count")
    return {name: getattr(told, name) for name in names}


def _dates(row: Row) -> ItemDates:
    return ItemDates(**{name: row[name] for name in ItemDates.__annotations__})


def _as_events(rows: list[Row]) -> Iterator[ItemEvent]:
    return (ItemEvent(row["occurred_on"], row["kind"], row["seq"], row["new_due_on"]) for row in rows)


def stored(connection: Connection) -> tuple[list[Row], dict[Key, list[Row]]]:
    """All items and, by item, all events, as they stand in the database."""
    events: dict[Key, list[Row]] = defaultdict(list)
    for event in connection.execute(select(RECTIFICATION_EVENT.table)).mappings():
        events[event["unit_id"], event["item_no"]].append(dict(event))
    return [dict(row) for row in connection.execute(select(RECTIFICATION.table)).mappings()], events


def standing(connection: Connection, at: dt.date) -> list[Row]:
    """Every item assigned by a day with its light then, due (in force), past (days), submitted and returned."""
    rows, events = stored(connection)
    found = []
    for row in rows:
        if row["assigned_on"] <= at:
            told = as_events_tell(_dates(row), _as_events(events[row["unit_id"], row["item_no"]]), at)
            seen = told.submitted_on if told.submitted_on and told.submitted_on <= at else None
            state: dict[str, Any] = {"light": light(told, at), "due": due_in_force(told, at),
                                     "past": days_past_due(told, at), "submitted": seen,
                                     "returned": told.returned_count, "closed": told.closed_on}  # fmt: skip
            found.append(row | state)
    return found
