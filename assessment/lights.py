"""The light of a rectification item at a date, from its dates alone (domain: states)."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Light = Literal["supervised", "overdue", "returned", "near", "behind", "under_way", "closed"]

SUPERVISED_AFTER_DAYS = 30
SUPERVISED_RETURNS = 2
NEAR_DAYS = 7
# The worst first: the order in which lists are sorted.
SEVERITY: tuple[Light, ...] = ("supervised", "overdue", "returned", "near", "behind", "under_way", "closed")
# Those of items that are not closed.
OPEN_LIGHTS: tuple[Light, ...] = SEVERITY[:-1]


@dataclass(frozen=True)
class ItemDates:
    """What the light depends on; dates after the day asked for are ignored by ``light``, None is unknown."""

    assigned_on: dt.date
    due_on: dt.date
    extended_on: dt.date | None = None
    extended_due_on: dt.date | None = None
    submitted_on: dt.date | None = None
    closed_on: dt.date | None = None
    returned_count: int | None = 0


def due_in_force(item: ItemDates, on: dt.date) -> dt.date:
    """The due date that counts on a day: the extended one only if the extension was approved by then."""
    extended = item.extended_on is not None and item.extended_on <= on and item.extended_due_on is not None
    return item.extended_due_on if extended and item.extended_due_on else item.due_on


def days_past_due(item: ItemDates, on: dt.date) -> int:
    """Whole days since the due date in force; negative before it."""
    return (on - due_in_force(item, on)).days


def light(item: ItemDates, on: dt.date) -> Light:
    """The first that applies: 挂牌督办, 逾期, 退回, 临近, 滞后, 整改中."""
    if item.closed_on is not None and item.closed_on <= on:
        return "closed"
    past, returned = days_past_due(item, on), item.returned_count or 0
    half_gone = 2 * (on - item.assigned_on).days > (due_in_force(item, on) - item.assigned_on).days
    handed_in = item.submitted_on is not None and item.submitted_on <= on
    rules: tuple[tuple[bool, Light], ...] = (
        (past > SUPERVISED_AFTER_DAYS or returned >= SUPERVISED_RETURNS, "supervised"),
        (past > 0, "overdue"),
        (returned == 1, "returned"),
        (past >= -NEAR_DAYS, "near"),
        (half_gone and not handed_in, "behind"),
    )
    return next((name for applies, name in rules if applies), "under_way")
