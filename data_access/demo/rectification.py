"""Rectification items: assigned, worked on, submitted, sometimes returned or extended, closed or still open."""

from itertools import pairwise

import numpy as np

from data_access.demo.case_numbers import within_county
from data_access.demo.city import Units
from data_access.demo.findings import CATEGORIES_BY_SOURCE, SOURCES
from data_access.demo.item_texts import describe
from data_access.demo.profiles import yearly_rates
from data_access.demo.stories import (
    BAD_SITE_UNIT,
    PAPER_CLOSER,
    PAPER_CLOSING_TEXT,
    PAPER_CLOSURES_FROM,
    STUCK_FROM,
)
from data_access.demo.streams import (
    Columns,
    Dates,
    Draws,
    Flags,
    Integers,
    again,
    days,
    happened,
    number_within,
    optional,
    pick,
    pick_by,
    working,
    year_of,
    year_place,
)
from data_access.demo.workload import RECTIFICATION_SHARES, dated_records, expected

TABLE = "rectification"
FACTOR = (0.78, 0.86, 0.96, 1.0, 1.04)
SCALE = 2.33
# The units of stories need enough items for a pattern to show.
BUSY = {PAPER_CLOSER: 2.2, BAD_SITE_UNIT: 1.6}
# Years of waiting: an item that is never closed.
NEVER = 4_000
# A few late items drag on for most of a year before they are closed.
LINGERING, LINGERS_DAYS = 0.015, 300
NONE = np.datetime64("NaT", "D")
TERMS = {"minor": (15, 30), "ordinary": (30, 60), "serious": (45, 90)}
SEVERITY = {"ordinary": 64, "minor": 22, "serious": 14}
RETURNS = {"0": 80, "1": 14, "2": 4.5, "3": 1.5}
MOST_RETURNS = 3
RECURRENCE_DAYS = 365
RECURRING = 0.22
DECISIONS = (
    "day", "source", "category", "severity", "term", "on_time", "pace", "late", "start", "check", "returns",
    "extension", "extension_days", "attachments", "recurs", "text", "numbers", "people",
)  # fmt: skip


def generate_rectification(units: Units, seed: int, rows: int) -> tuple[Columns, Columns]:
    """The ledger's columns, and the course of each item (days of every step) for its events."""
    expected_records = expected(units, seed, RECTIFICATION_SHARES, SCALE * rows, FACTOR)
    for code, more in BUSY.items():
        expected_records[units.place(code), -1] *= more
    unit, assigned, draws = dated_records(units, seed, TABLE, expected_records, DECISIONS)
    source = pick(draws["source"], SOURCES)
    columns: Columns = {
        "unit_id": np.array(units.codes, dtype=object)[unit],
        "item_no": _item_numbers(units, unit, assigned),
        "source": source,
        "category": pick_by(source, draws["category"], CATEGORIES_BY_SOURCE),
        "severity": pick(draws["severity"], SEVERITY),
        "assigned_on": assigned,
    }
    course = _course(units, seed, unit, columns, draws)
    columns |= _as_reported(course)
    columns["recurrence_of"] = _recurrences(unit, columns, draws)
    columns |= describe(units, unit, columns, draws)
    return _with_paper_closures(units, unit, columns, course, draws), course


def _item_numbers(units: Units, unit: Integers, assigned: Dates) -> np.ndarray:
    """ZG-2026-0104-003: county and place in it keep the units' numbers apart without a common counter."""
    year = year_of(assigned)
    number = number_within(unit, year) + 1
    county = units.county[unit] + 1
    rows = zip(year.tolist(), county.tolist(), within_county(units, unit).tolist(), number.tolist(), strict=True)
    return np.array([f"ZG-{y}-{c:02d}{place:02d}-{n:03d}" for y, c, place, n in rows], dtype=object)


def _course(units: Units, seed: int, unit: Integers, columns: Columns, draws: Draws) -> Columns:
    """The days of every step, also of those after the as-of date."""
    assigned: Dates = columns["assigned_on"]
    span = np.empty(len(unit), dtype="timedelta64[D]")
    for severity, (low, high) in TERMS.items():
        rows = columns["severity"] == severity
        span[rows] = np.round(days(draws["term"][rows], low, high).astype(int) / 5) * 5
    due = working(assigned + span)
    paper, stuck = _planted(units, unit, assigned)
    chance = yearly_rates(units, seed, "on_time")[unit, year_place(due)]
    on_time = (draws["on_time"] < chance) & ~stuck
    returned = pick(draws["returns"], RETURNS).astype(np.int64) * ~paper
    needed = (span.astype(int) * (0.45 + 0.55 * draws["pace"])).astype("timedelta64[D]")
    overrun = np.ceil(2 - 26 * np.log1p(-0.97 * draws["late"])).astype("timedelta64[D]")
    closed = np.where(
        on_time, working(assigned + np.maximum(needed, np.timedelta64(10, "D"))), working(due + 4 + overrun)
    )
    closed = np.where(~on_time & (draws["late"] > 1 - LINGERING), working(due + LINGERS_DAYS), closed)
    closed = np.where(stuck, due + NEVER, closed)
    eve = (again(draws["pace"], 1) < 0.5) & (working(due - 1) == due - 1)
    closed = np.where(paper, due - eve.astype("timedelta64[D]"), closed)
    started = np.minimum(working(assigned + days(draws["start"], 1, 6)), closed)
    course = {"assigned": assigned, "due": due, "started": started, "closed": closed, "returned": returned}
    course |= _extension(course, on_time, paper | stuck, draws)
    return course | _submissions(course, stuck, paper, draws)


def _planted(units: Units, unit: Integers, assigned: Dates) -> tuple[Flags, Flags]:
    """The items closed on paper only, and those that never get done."""
    paper = (unit == units.place(PAPER_CLOSER)) & (assigned >= np.datetime64(PAPER_CLOSURES_FROM) - 90)
    stuck = (unit == units.place(BAD_SITE_UNIT)) & (assigned >= np.datetime64(STUCK_FROM))
    return paper, stuck


def _extension(course: Columns, on_time: Flags, never: Flags, draws: Draws) -> Columns:
    """Who is late may have got an extension, one in four of them only after the due date."""
    due: Dates = course["due"]
    approved = working(due - days(draws["extension_days"], -7, 18))
    between = (approved > course["started"]) & (approved < course["closed"])
    extended = between & ~never & (draws["extension"] < np.where(on_time, 0.015, 0.30))
    longer = working(due + np.round(days(again(draws["extension"], 1), 15, 45).astype(int) / 5).astype(int) * 5)
    return {"extended": np.where(extended, approved, NONE), "extended_due": np.where(extended, longer, NONE)}


def _submissions(course: Columns, stuck: Flags, paper: Flags, draws: Draws) -> Columns:
    """Each return needs a submission before it; the last one leads to closing.

    Returns are dropped (``returned`` becomes 0) where there is no room for every step on a day of its own.
    """
    started, closed, due = course["started"], course["closed"], course["due"]
    endless = closed - due >= np.timedelta64(NEVER, "D")
    # An item that is never closed was submitted, if at all, around its due date.
    horizon = np.where(endless, due + 25, closed)
    check = np.where(paper, np.timedelta64(0, "D"), np.minimum(days(draws["check"], 1, 7), (horizon - started) // 3))
    last = np.maximum(working(horizon - check), started)
    window = (last - started).astype(int)
    steps = [working(started + window * part // (2 * MOST_RETURNS)) for part in range(1, 2 * MOST_RETURNS + 1)]
    apart = np.logical_and.reduce([later > earlier for earlier, later in pairwise([started, *steps])])
    returned = np.where(apart, course["returned"], 0)
    result: Columns = {"returned": returned}
    for turn in range(MOST_RETURNS):
        within = returned > turn
        # The last return leaves room for one more submission.
        result[f"submitted_{turn}"] = np.where(within, steps[2 * turn], NONE)
        result[f"returned_{turn}"] = np.where(within, steps[2 * turn + 1] - (turn == MOST_RETURNS - 1), NONE)
    return result | {"submitted": np.where(endless | stuck, NONE, last)}


def _as_reported(course: Columns) -> Columns:
    """The columns as they stand at the as-of date; a submission that was returned stands no more."""
    returned, standing = np.zeros(len(course["due"]), dtype=np.int64), happened(course["submitted"])
    for turn in range(MOST_RETURNS):
        back = happened(course[f"returned_{turn}"])
        waiting = happened(course[f"submitted_{turn}"])
        returned += ~np.isnat(back)
        standing = np.where(np.isnat(standing) & np.isnat(back), waiting, standing)
    extended = happened(course["extended"])
    return {
        "due_on": course["due"],
        "extended_on": extended,
        "extended_due_on": np.where(np.isnat(extended), NONE, course["extended_due"]),
        "submitted_on": standing,
        "closed_on": happened(course["closed"]),
        "returned_count": returned,
    }


def _recurrences(unit: Integers, columns: Columns, draws: Draws) -> np.ndarray:
    """Some items name the one before of the same unit and category that was closed within the year before."""
    order = np.lexsort((columns["assigned_on"], columns["category"].astype(str), unit))
    category, assigned, closed = (columns[name][order] for name in ("category", "assigned_on", "closed_on"))
    same = (unit[order][1:] == unit[order][:-1]) & (category[1:] == category[:-1])
    wait = (assigned[1:] - closed[:-1]).astype("timedelta64[D]").astype(np.int64)
    again_found = same & ~np.isnat(closed[:-1]) & (wait > 0) & (wait <= RECURRENCE_DAYS)
    named = again_found & (draws["recurs"][order][1:] < RECURRING)
    result = np.full(len(unit), None)
    result[order[1:][named]] = columns["item_no"][order[:-1][named]]
    return result


def _with_paper_closures(units: Units, unit: Integers, columns: Columns, course: Columns, draws: Draws) -> Columns:
    """Attachments of what was submitted; none, and one text for all, where closing was a matter of paper."""
    paper, _ = _planted(units, unit, columns["assigned_on"])
    closed = ~np.isnat(columns["closed_on"])
    attachments = np.where(draws["attachments"] < 0.04, 0, 1 + np.floor(draws["attachments"] * 6)).astype(np.int64)
    columns["attachment_count"] = optional(~np.isnat(columns["submitted_on"]), np.where(paper, 0, attachments))
    columns["closure_text"] = np.where(closed & paper, PAPER_CLOSING_TEXT, columns["closure_text"])
    return columns
