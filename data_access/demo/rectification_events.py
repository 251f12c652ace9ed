"""The events of rectification items, from the same course as their columns, so the two agree."""

import numpy as np

from data_access.demo.findings import SHORTCOMINGS
from data_access.demo.rectification import MOST_RETURNS
from data_access.demo.streams import Columns, Dates, Flags, Objects, happened, joined, working

UNDER_SUPERVISION_AFTER = 30
REMINDED_BEFORE = 5


def rectification_events(items: Columns, course: Columns) -> Columns:
    """All events up to the as-of date, one part a kind of event."""
    parts = [
        _events(items, "assigned", course["assigned"], actor="依法治市办"),
        _events(items, "started", course["started"]),
        _events(items, "reminded", _reminders(course), note="到期前提醒", actor="依法治市办"),
        _events(items, "extended", course["extended"], note="批准延期", actor=items["extension_approved_by"],
                new_due=course["extended_due"]),
        _events(items, "supervised", _supervisions(course), note="挂牌督办", actor="依法治市办"),
    ]  # fmt: skip
    for turn in range(MOST_RETURNS):
        reasons = np.array(SHORTCOMINGS, dtype=object)[(np.arange(len(items["item_no"])) + turn) % len(SHORTCOMINGS)]
        back = course[f"returned_{turn}"]
        parts.append(_events(items, "submitted", course[f"submitted_{turn}"], seq=turn + 1))
        parts.append(_events(items, "returned", back, seq=turn + 1, note=reasons, actor=items["checker"]))
    parts.append(_events(items, "submitted", course["submitted"], seq=course["returned"] + 1))
    parts.append(_events(items, "closed", course["closed"], note="验收合格,予以销号", actor=items["checker"]))
    return joined(parts)


def _events(
    items: Columns,
    kind: str,
    day: Dates,
    *,
    seq: int | np.ndarray = 1,
    note: str | Objects | None = None,
    actor: str | Objects | None = None,
    new_due: Dates | None = None,
) -> Columns:
    """The events of one kind; the unit itself acts where nobody is named."""
    rows = np.flatnonzero(~np.isnat(happened(day)))
    size = len(day)
    return {
        "unit_id": items["unit_id"][rows],
        "item_no": items["item_no"][rows],
        "occurred_on": day[rows],
        "kind": np.full(len(rows), kind, dtype=object),
        "seq": np.broadcast_to(np.asarray(seq), size)[rows].astype(object),
        "new_due_on": np.full(len(rows), np.datetime64("NaT", "D")) if new_due is None else new_due[rows],
        "note": _text(note, size)[rows],
        "actor": items["responsible_person"][rows] if actor is None else _text(actor, size)[rows],
    }


def _text(value: str | Objects | None, size: int) -> Objects:
    return value if isinstance(value, np.ndarray) else np.full(size, value, dtype=object)


def _reminders(course: Columns) -> Dates:
    """Shortly before the due date, for what is then neither submitted nor closed."""
    day = np.maximum(working(course["due"] - REMINDED_BEFORE), course["assigned"])
    return np.where(_still_open(course, day) & ~(course["submitted"] <= day), day, np.datetime64("NaT"))


def _supervisions(course: Columns) -> Dates:
    """Put under supervision the day after the limit has passed by 30 days, or upon the second return."""
    overdue = course["due"] + UNDER_SUPERVISION_AFTER + 1
    overdue = np.where(course["extended"] <= overdue, course["extended_due"] + UNDER_SUPERVISION_AFTER + 1, overdue)
    overdue = np.where(_still_open(course, overdue), overdue, np.datetime64("NaT"))
    twice = course["returned_1"]
    return np.where(np.isnat(overdue) | (twice < overdue), np.where(np.isnat(twice), overdue, twice), overdue)


def _still_open(course: Columns, day: Dates) -> Flags:
    return course["closed"] > day
