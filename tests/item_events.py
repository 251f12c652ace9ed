"""What stood of a rectification item on a day, in plain Python: the count that the database's own is held against."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from assessment.item_course import ItemEvent
from assessment.lights import ItemDates


def as_events_tell(item: ItemDates, events: Iterable[ItemEvent], on: dt.date) -> ItemDates:
    """What stood on a day: its events up to then decide; an item without any event stands as its columns say.

    A closing counts that no step comes after; a submission that is neither returned nor followed by a closing that
    counts no more; of the extensions the one approved last. Of one day a return comes after a submission, a closing
    after all of these, and being opened again after a closing.
    """
    everything = tuple(events)
    if not everything:
        return item
    happened = [event for event in everything if event.occurred_on <= on]

    def days(*kinds: str) -> list[dt.date]:
        return [event.occurred_on for event in happened if event.kind in kinds]

    steps, again = days("assigned", "started", "submitted", "returned", "reopened"), days("reopened")
    standing = [day for day in days("closed") if day not in again and not any(step > day for step in steps)]
    closed = min(standing, default=None)
    ends = days("returned", "reopened") + (days("closed") if closed is None else [])
    submitted = max(days("submitted"), default=None)
    extended = [event for event in happened if event.kind == "extended" and event.new_due_on is not None]
    extension = max(extended, key=lambda event: (event.occurred_on, event.seq), default=None)
    return replace(
        item,
        extended_on=extension.occurred_on if extension else None,
        extended_due_on=extension.new_due_on if extension else None,
        submitted_on=submitted if submitted and all(end < submitted for end in ends) else None,
        closed_on=closed,
        returned_count=len(days("returned")),
    )
