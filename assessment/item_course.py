"""How an item of rectification stood from day to day: its events decide, or where it has none, its own columns.

The steps of an item are followed one by one, those of one day in the order of ``STEPS``. An item is closed from its
closing until a step of ``GOES_ON`` comes after it, which opens it again. Of several extensions the one approved last is
in force. A submission stands until it is returned or the item is opened again.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from assessment.lights import ItemDates

# What is closed on a day was submitted before, and only what is closed can be opened again. Other events (a reminder,
# being put under supervision) leave an item as it stands.
STEPS = ("assigned", "started", "submitted", "returned", "extended", "closed", "reopened")
GOES_ON = ("assigned", "started", "submitted", "returned", "reopened")
# Until when an item stands as it does while nothing more is known of it.
FOR_GOOD = dt.date(9999, 12, 31)


class ItemEvent(NamedTuple):
    """Something that happened to an item; ``seq`` orders events of one kind and day."""

    occurred_on: dt.date
    kind: str
    seq: int = 1
    new_due_on: dt.date | None = None


@dataclass(frozen=True)
class Standing:
    """How an item stood from ``since`` until the day before ``until``; ``was_closed``: as it stood before that."""

    since: dt.date
    until: dt.date
    dates: ItemDates
    was_closed: bool


def course(item: ItemDates, events: Sequence[ItemEvent]) -> list[Standing]:
    """Everything an item has stood as since it was assigned, in order and without gaps.

    ``item`` holds what its columns say: of an item with any event only the days of assignment and due.
    """
    by_day = dict(_by_events(item, events) if events else _by_columns(item))
    known = [day for day in by_day if day <= item.assigned_on]
    by_day[item.assigned_on] = by_day[max(known)] if known else ItemDates(item.assigned_on, item.due_on)
    changes = list(_changes(by_day, item.assigned_on))
    ends = [*(since for since, _ in changes[1:]), FOR_GOOD]
    was_closed = [False, *(dates.closed_on is not None for _, dates in changes[:-1])]
    parts = zip(changes, ends, was_closed, strict=True)
    return [Standing(since, until, dates, closed) for (since, dates), until, closed in parts]


def _changes(by_day: dict[dt.date, ItemDates], first: dt.date) -> Iterator[tuple[dt.date, ItemDates]]:
    """The days from the first on on which something changed."""
    last = None
    for day in sorted(day for day in by_day if day >= first):
        if by_day[day] != last:
            last = by_day[day]
            yield day, last


def _by_columns(item: ItemDates) -> Iterator[tuple[dt.date, ItemDates]]:
    """What the columns tell of each of their days. They do not say when an item was returned, only how often."""
    for day in (item.assigned_on, item.extended_on, item.submitted_on, item.closed_on):
        if day is not None:
            extended = item.extended_due_on is not None and _until(day, item.extended_on) is not None
            yield (
                day,
                replace(
                    item,
                    extended_on=item.extended_on if extended else None,
                    extended_due_on=item.extended_due_on if extended else None,
                    submitted_on=_until(day, item.submitted_on),
                    closed_on=_until(day, item.closed_on),
                ),
            )


def _until(day: dt.date, happened_on: dt.date | None) -> dt.date | None:
    return happened_on if happened_on is not None and happened_on <= day else None


def _by_events(item: ItemDates, events: Iterable[ItemEvent]) -> Iterator[tuple[dt.date, ItemDates]]:
    """What holds after each step; of one day the last counts."""
    dates = ItemDates(item.assigned_on, item.due_on)
    steps = (event for event in events if event.kind in STEPS)
    for step in sorted(steps, key=lambda step: (step.occurred_on, STEPS.index(step.kind), step.seq)):
        dates = _after(dates, step)
        yield step.occurred_on, dates


def _after(dates: ItemDates, step: ItemEvent) -> ItemDates:
    """What holds after a step."""
    if step.kind == "closed":
        return dates if dates.closed_on else replace(dates, closed_on=step.occurred_on)
    if step.kind == "extended":
        if step.new_due_on is None:
            return dates
        return replace(dates, extended_on=step.occurred_on, extended_due_on=step.new_due_on)
    if dates.closed_on or step.kind in ("returned", "reopened"):
        dates = replace(dates, closed_on=None, submitted_on=None)
    if step.kind == "returned":
        return replace(dates, returned_count=(dates.returned_count or 0) + 1)
    return replace(dates, submitted_on=step.occurred_on) if step.kind == "submitted" else dates
