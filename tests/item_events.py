"""What a rectification item's events tell of it, in plain Python: the count that the database's own is held against."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from assessment.lights import ItemDates

EVENTS_THAT_DECIDE = ("submitted", "returned", "closed")


@dataclass(frozen=True)
class ItemEvent:
    """Something that happened to an item; ``kind`` is a word of the ledger of events."""

    occurred_on: dt.date
    kind: str
    new_due_on: dt.date | None = None


def as_events_tell(item: ItemDates, events: Iterable[ItemEvent], on: dt.date) -> ItemDates:
    """What stood on a day: its events up to then decide; an item without any event stands as its columns say.

    A submission that was returned stands no more. Of several extensions the longest counts.
    """
    everything = tuple(events)
    if not everything:
        return item
    happened = [event for event in everything if event.occurred_on <= on]
    longer = [event for event in happened if event.kind == "extended" and event.new_due_on is not None]
    extension = max(longer, key=lambda event: event.new_due_on or item.due_on, default=None)
    days = {kind: [event.occurred_on for event in happened if event.kind == kind] for kind in EVENTS_THAT_DECIDE}
    submitted = max(days["submitted"], default=None)
    stands = submitted is not None and all(day < submitted for day in days["returned"])
    return replace(
        item,
        extended_on=extension.occurred_on if extension else None,
        extended_due_on=extension.new_due_on if extension else None,
        submitted_on=submitted if stands else None,
        closed_on=min(days["closed"], default=None),
        returned_count=len(days["returned"]),
    )
