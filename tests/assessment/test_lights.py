"""The light of a rectification item at a day, from its dates alone."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.lights import (
    SEVERITY,
    ItemDates,
    Light,
    days_past_due,
    due_in_force,
    light,
)

ASSIGNED, DUE = dt.date(2026, 3, 1), dt.date(2026, 5, 30)  # 90 days; half of them are over on 15 April
TODAY = dt.date(2026, 6, 10)


def day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(f"2026-{text}") if text else None


def item(
    submitted: str = "", closed: str = "", extended: str = "", extended_due: str = "", returned: int = 0
) -> ItemDates:
    return ItemDates(ASSIGNED, DUE, day(extended), day(extended_due), day(submitted), day(closed), returned)


@pytest.mark.parametrize(
    ("on", "dates", "expected"),
    [
        ("03-01", item(), "under_way"),
        ("04-15", item(), "under_way"),  # exactly half
        ("04-16", item(), "behind"),
        ("04-16", item(submitted="04-10"), "under_way"),
        ("04-16", item(submitted="04-20"), "behind"),  # not yet handed in on that day
        ("05-22", item(), "behind"),
        ("05-23", item(), "near"),  # due within 7 days, and half its time gone: blue comes before yellow
        ("05-23", item(submitted="05-01"), "near"),
        ("05-30", item(), "near"),
        ("05-31", item(), "overdue"),
        ("06-29", item(), "overdue"),  # 30 days past
        ("06-30", item(), "supervised"),  # more than 30 days past
        ("03-02", item(returned=1), "returned"),
        ("05-28", item(returned=1), "returned"),  # yellow if returned comes before blue
        ("05-31", item(returned=1), "overdue"),  # red comes before yellow
        ("03-02", item(returned=2), "supervised"),
        ("03-02", item(returned=3), "supervised"),
        ("06-30", item(closed="06-30"), "closed"),
        ("06-30", item(closed="04-01", returned=2), "closed"),
        ("06-30", item(closed="07-01"), "supervised"),  # not yet closed on that day
    ],
)
def test_the_first_light_that_applies_is_shown(on: str, dates: ItemDates, expected: Light) -> None:
    asked = day(on)
    assert asked is not None
    assert light(dates, asked) == expected


@pytest.mark.parametrize(
    ("on", "extended", "extended_due", "in_force", "expected"),
    [
        ("05-31", "05-20", "07-30", "07-30", "behind"),  # approved before the due date: not overdue
        ("07-25", "05-20", "07-30", "07-30", "near"),
        ("07-31", "05-20", "07-30", "07-30", "overdue"),
        ("06-05", "06-10", "07-30", "05-30", "overdue"),  # approved later than the day asked for: red until then
        ("06-09", "06-10", "07-30", "05-30", "overdue"),
        ("06-10", "06-10", "07-30", "07-30", "behind"),  # approved after the due date: red no longer
        ("06-30", "", "07-30", "05-30", "supervised"),  # asked for, never approved
        ("06-30", "06-10", "", "05-30", "supervised"),  # approved without a date
    ],
)
def test_an_extension_counts_from_the_day_it_was_approved(
    on: str, extended: str, extended_due: str, in_force: str, expected: Light
) -> None:
    dates, asked = item(extended=extended, extended_due=extended_due), day(on)
    assert asked is not None
    assert due_in_force(dates, asked) == day(in_force)
    assert light(dates, asked) == expected


@pytest.mark.parametrize(("on", "past"), [("05-29", -1), ("05-30", 0), ("06-10", 11)])
def test_days_past_due_are_negative_before_the_due_date(on: str, past: int) -> None:
    asked = day(on)
    assert asked is not None
    assert days_past_due(item(), asked) == past


def test_every_light_has_a_place_in_the_order_of_severity() -> None:
    assert set(SEVERITY) == set(Light.__args__)  # type: ignore[attr-defined]
    assert len(SEVERITY) == len(set(SEVERITY))


later = st.integers(1, 400).map(lambda days: TODAY + dt.timedelta(days))
earlier = st.integers(0, 400).map(lambda days: TODAY - dt.timedelta(days))
dates = st.one_of(st.none(), earlier)


@given(earlier, st.integers(0, 400), dates, dates, dates, later, later, later)
def test_what_happens_after_the_day_asked_for_changes_nothing(
    assigned: dt.date,
    term: int,
    extended: dt.date | None,
    submitted: dt.date | None,
    closed: dt.date | None,
    later_extended: dt.date,
    later_submitted: dt.date,
    later_closed: dt.date,
) -> None:
    due = assigned + dt.timedelta(term)
    longer = due + dt.timedelta(60)
    known = ItemDates(assigned, due, extended, longer if extended else None, submitted, closed)
    foreseen = ItemDates(
        assigned, due, extended or later_extended, longer, submitted or later_submitted, closed or later_closed
    )
    assert light(foreseen, TODAY) == light(known, TODAY)


@given(earlier, st.integers(0, 400), st.integers(0, 3))
def test_an_open_item_never_gets_better_by_waiting(assigned: dt.date, term: int, returned: int) -> None:
    dates = ItemDates(assigned, assigned + dt.timedelta(term), returned_count=returned)
    ranks = [SEVERITY.index(light(dates, assigned + dt.timedelta(days))) for days in range(0, term + 60)]
    assert ranks == sorted(ranks, reverse=True)
