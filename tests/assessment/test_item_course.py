"""How an item stood from day to day: its events decide, or without any its columns; against plain Python, too."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.item_course import STEPS, ItemEvent, Standing, course
from assessment.lights import SEVERITY, ItemDates, Light, light
from data_access.ledgers.rectification_event import RECTIFICATION_EVENTS
from tests.item_events import as_events_tell

ASSIGNED, DUE = dt.date(2026, 3, 1), dt.date(2026, 5, 30)
TODAY = dt.date(2026, 6, 10)


def day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(f"2026-{text}") if text else None


def item(closed: str = "", extended: str = "", extended_due: str = "", returned: int | None = 0) -> ItemDates:
    return ItemDates(ASSIGNED, DUE, day(extended), day(extended_due), None, day(closed), returned)


def happened(*events: tuple[str, str] | tuple[str, str, str]) -> list[ItemEvent]:
    """Events of a kind on a day; an extension is until 30 July where no other day is given."""
    return [
        ItemEvent(dt.date.fromisoformat(f"2026-{on}"), kind, seq, day(until[0] if until else "07-30"))
        for seq, (kind, on, *until) in enumerate(events)
    ]


def stood(standings: list[Standing], on: dt.date) -> ItemDates:
    (found,) = [each.dates for each in standings if each.since <= on < each.until]
    return found


Events = tuple[tuple[str, str], ...]
RETURNED_ONCE: Events = (("submitted", "04-10"), ("returned", "04-14"))
RETURNED_TWICE: Events = (*RETURNED_ONCE, ("submitted", "04-20"), ("returned", "04-24"))


@pytest.mark.parametrize(
    ("on", "events", "columns", "expected"),
    [
        ("04-09", RETURNED_TWICE, item(returned=2), "under_way"),  # the columns know what comes later
        ("04-20", RETURNED_TWICE, item(returned=2), "returned"),
        ("04-24", RETURNED_TWICE, item(returned=2), "supervised"),
        ("04-24", RETURNED_TWICE, item(), "supervised"),  # the columns know less
        ("05-31", (("extended", "06-02"),), item(extended="06-02", extended_due="07-30"), "overdue"),
        ("06-02", (("extended", "06-02"),), item(), "behind"),
        ("06-02", (("submitted", "05-01"), ("extended", "06-02")), item(), "under_way"),
        ("06-02", (("assigned", "03-01"),), item(closed="05-01"), "overdue"),  # closed by no event
        ("06-02", (("closed", "06-01"),), item(), "closed"),
        ("05-31", (("closed", "06-01"),), item(closed="05-01"), "overdue"),
        ("06-02", (), item(closed="05-01"), "closed"),  # no event at all
        ("06-02", (("assigned", "06-20"),), item(closed="05-01"), "overdue"),  # one, though later
        ("06-02", (("reminded", "05-20"),), item(closed="05-01"), "overdue"),  # one that says nothing of its state
    ],
)
def test_events_decide_what_stood_on_a_day(on: str, events: Events, columns: ItemDates, expected: Light) -> None:
    asked = day(on)
    assert asked is not None
    assert light(stood(course(columns, happened(*events)), asked), asked) == expected


@pytest.mark.parametrize(
    ("events", "closed_on"),
    [
        ((("closed", "05-01"),), "05-01"),
        ((("closed", "05-01"), ("closed", "05-09")), "05-01"),  # closed is closed
        *(((("closed", "05-01"), (step, "05-02")), "") for step in ("reopened", "returned", "assigned", "started")),
        ((("closed", "05-01"), ("submitted", "05-02")), ""),  # handed in again: nobody has checked it yet
        *(((("closed", "05-01"), (other, "05-02")), "05-01") for other in ("reminded", "supervised", "extended")),
        ((("closed", "05-01"), ("reopened", "05-02"), ("closed", "06-03")), "06-03"),
        ((("submitted", "05-01"), ("returned", "05-01"), ("closed", "05-01")), "05-01"),  # all on one day, in order
        ((("closed", "05-01"), ("reopened", "05-01")), ""),
    ],
)
def test_a_step_after_the_closing_opens_an_item_again(events: Events, closed_on: str) -> None:
    assert stood(course(item(), happened(*events)), TODAY).closed_on == day(closed_on)


def test_a_submission_stands_until_it_is_returned_or_the_item_is_opened_again() -> None:
    again = (*RETURNED_TWICE, ("submitted", "05-02"), ("closed", "05-04"), ("assigned", "05-08"))
    days = ("04-12", "04-14", "04-22", "04-30", "05-05", "05-08")
    found = [stood(course(item(), happened(*again)), dt.date.fromisoformat(f"2026-{on}")).submitted_on for on in days]
    assert found == [day("04-10"), None, day("04-20"), None, day("05-02"), None]


def test_of_two_extensions_the_one_approved_last_is_in_force() -> None:
    events = happened(("extended", "05-01", "07-30"), ("extended", "05-20", "06-15"))
    standings = course(item(), events)
    until = [stood(standings, dt.date(2026, 5, on)).extended_due_on for on in (1, 19, 20)]
    assert until == [day("07-30"), day("07-30"), day("06-15")]
    same_day = happened(("extended", "05-01", "06-15"), ("extended", "05-01", "07-30"))
    assert stood(course(item(), same_day[::-1]), TODAY).extended_due_on == day("07-30")


def test_an_extension_without_a_day_of_approval_or_a_new_due_date_is_none() -> None:
    no_day, no_date = item(extended_due="07-30"), item(extended="05-01")
    by_event = [ItemEvent(dt.date(2026, 5, 1), "extended")]
    for standings in (course(no_day, []), course(no_date, []), course(item(), by_event)):
        assert (stood(standings, TODAY).extended_on, stood(standings, TODAY).extended_due_on) == (None, None)


def test_how_often_an_item_was_returned_may_be_unknown() -> None:
    assert stood(course(item(returned=None), []), TODAY).returned_count is None
    assert stood(course(item(returned=None), happened(("assigned", "03-01"))), TODAY).returned_count == 0
    assert light(item(returned=None), TODAY) == "overdue"


def test_every_kind_of_event_is_a_step_or_leaves_an_item_as_it_stands() -> None:
    assert set(STEPS) < set(RECTIFICATION_EVENTS)
    assert set(RECTIFICATION_EVENTS) - set(STEPS) == {"reminded", "supervised"}


days = st.dates(dt.date(2026, 2, 20), dt.date(2026, 6, 20))
maybe = st.one_of(st.none(), days)
some_events = st.lists(
    st.builds(ItemEvent, days, st.sampled_from(RECTIFICATION_EVENTS), st.integers(1, 2), maybe),
    max_size=10,
    unique_by=lambda event: (event.occurred_on, event.kind, event.seq),
)
items = st.builds(ItemDates, days, days, maybe, maybe, maybe, maybe, st.sampled_from((None, 0, 1, 2)))


@given(items, some_events)
def test_an_item_stands_on_every_day_as_plain_python_says(columns: ItemDates, events: list[ItemEvent]) -> None:
    standings = course(columns, events)
    assert standings[0].since == columns.assigned_on
    assert all(one.until == next_one.since > one.since for one, next_one in pairwise(standings))
    for ahead in range(130):
        on = columns.assigned_on + dt.timedelta(ahead)
        expected, found = as_events_tell(columns, events, on), stood(standings, on)
        assert light(found, on) == light(expected, on) in SEVERITY
        if events:
            assert found == expected


@given(items)
def test_without_events_a_column_counts_from_its_day_on(columns: ItemDates) -> None:
    for each in course(columns, []):
        extended = columns.extended_due_on is not None and columns.extended_on in known(columns, each.since)
        assert each.dates == replace(
            columns,
            extended_on=columns.extended_on if extended else None,
            extended_due_on=columns.extended_due_on if extended else None,
            submitted_on=columns.submitted_on if columns.submitted_on in known(columns, each.since) else None,
            closed_on=columns.closed_on if columns.closed_on in known(columns, each.since) else None,
        )


def known(columns: ItemDates, on: dt.date) -> set[dt.date]:
    """The days of the columns that had come on a day."""
    return {day for day in vars(columns).values() if isinstance(day, dt.date) and day <= on}


@given(items, some_events)
def test_it_was_closed_before_exactly_where_the_state_before_is(columns: ItemDates, events: list[ItemEvent]) -> None:
    standings = course(columns, events)
    assert not standings[0].was_closed
    for before, after in pairwise(standings):
        assert after.was_closed == (before.dates.closed_on is not None)
