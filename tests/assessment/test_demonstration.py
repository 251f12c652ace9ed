"""The state of a site by its events, the thirds of a group, and the adjustment that article 20 suggests."""

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.demonstration import (
    CULTIVATED,
    EXCHANGE,
    STATE_AFTER,
    WITH_PLATE,
    Facts,
    History,
    SiteEvent,
    Veto,
    YearPlace,
    contradicts,
    history,
    in_first_third,
    in_last_third,
    judged,
    lacking,
    months_before,
)

AS_OF = dt.date(2026, 10, 31)
LONG_AGO = dt.date(2025, 7, 28)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def happened(*events: tuple[str, str]) -> list[SiteEvent]:
    return [SiteEvent(day(on), kind) for on, kind in events]


# --- The state by the events -------------------------------------------------------------------------------------

LADDER = (("2023-05-26", "cultivated"), ("2024-01-09", "applied"), ("2024-03-08", "assessed"),
          ("2024-04-10", "designated"))  # fmt: skip
HISTORIES: dict[str, tuple[Sequence[tuple[str, str]], tuple[str, str | None, str | None, str | None]]] = {
    "nothing happened": ((), ("", None, None, None)),
    "listed": (LADDER[:1], ("cultivating", "2023-05-26", None, None)),
    "the plate was given": (LADDER, ("designated", "2024-04-10", "2024-04-10", None)),
    "in any order": (LADDER[::-1], ("designated", "2024-04-10", "2024-04-10", None)),
    "an exchange makes no state": (
        (*LADDER, ("2026-10-12", EXCHANGE), ("2025-01-05", EXCHANGE)),
        ("designated", "2024-04-10", "2024-04-10", "2026-10-12"),
    ),
    "reviewed every year: in that state since the first": (
        (*LADDER, ("2025-04-03", "reviewed"), ("2026-04-03", "reviewed")),
        ("reviewed", "2025-04-03", "2024-04-10", None),
    ),
    "warned twice: warned since the first": (
        (*LADDER, ("2025-07-28", "warned"), ("2026-03-01", "warned")),
        ("warned", "2025-07-28", "2024-04-10", None),
    ),
    "warned, restored, warned: since the second": (
        (*LADDER, ("2025-01-01", "warned"), ("2025-06-01", "restored"), ("2026-03-01", "warned")),
        ("warned", "2026-03-01", "2024-04-10", None),
    ),
    "restored is designated": (
        (*LADDER, ("2025-01-01", "warned"), ("2025-06-01", "restored")),
        ("designated", "2025-06-01", "2024-04-10", None),
    ),
    "revoked has no plate": ((*LADDER, ("2026-01-08", "revoked")), ("revoked", "2026-01-08", None, None)),
    "a second plate counts from its own day": (
        (*LADDER, ("2025-01-08", "revoked"), ("2026-05-01", "designated")),
        ("designated", "2026-05-01", "2026-05-01", None),
    ),
    "reviewed and warned on one day: warned": (
        (*LADDER, ("2025-07-28", "warned"), ("2025-07-28", "reviewed")),
        ("warned", "2025-07-28", "2024-04-10", None),
    ),
    "what comes after the day has not happened": (
        (*LADDER, ("2026-11-01", "revoked")),
        ("designated", "2024-04-10", "2024-04-10", None),
    ),
}


@pytest.mark.parametrize(("events", "expected"), HISTORIES.values(), ids=HISTORIES.keys())
def test_events_decide_the_state(
    events: Sequence[tuple[str, str]], expected: tuple[str, str | None, str | None, str | None]
) -> None:
    found = history(happened(*events), AS_OF)
    state, *days = expected
    assert found.state == state
    assert [found.since, found.plated_on, found.last_exchange] == [each and day(each) for each in days]
    assert found.events == sum(day(on) <= AS_OF for on, _ in events)


@pytest.mark.parametrize(
    ("state", "since", "wrong"),
    [
        ("reviewed", "2025-04-03", False),
        ("reviewed", "2026-04-03", False),  # the latest review is as good a date as the first
        ("reviewed", None, False),
        ("reviewed", "2024-04-10", True),
        ("warned", "2026-04-03", True),
    ],
)
def test_columns_that_say_something_else_than_the_events_are_found(state: str, since: str | None, wrong: bool) -> None:
    found = history(happened(*LADDER, ("2025-04-03", "reviewed"), ("2026-04-03", "reviewed")), AS_OF)
    assert contradicts(found, state, day(since) if since else None) is wrong


def test_columns_cannot_contradict_events_that_are_not_there() -> None:
    assert not contradicts(history(happened(("2026-01-01", EXCHANGE)), AS_OF), "warned", LONG_AGO)


# --- The thirds of a group ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "tied", "size", "first", "last"),
    [
        (1, 1, 3, True, False),
        (2, 1, 3, False, False),
        (3, 1, 3, False, True),
        (3, 1, 10, True, False),
        (4, 1, 10, False, False),
        (7, 1, 10, False, False),
        (8, 1, 10, False, True),
        (2, 2, 10, True, False),  # places 2 and 3
        (3, 2, 10, False, False),  # places 3 and 4: the tie crosses the line
        (7, 2, 10, False, False),  # places 7 and 8: the same at the other end
        (8, 3, 10, False, True),
        (13, 1, 39, True, False),
        (26, 1, 39, False, False),
        (27, 1, 39, False, True),
        (1, 1, 1, False, False),  # a group of one or two has no thirds
        (1, 1, 2, False, False),
        (2, 1, 2, False, False),
        (1, 10, 10, False, False),  # everyone equal
        (1, 3, 3, False, False),
        (1, 3, 9, True, False),
    ],
)
def test_a_third_is_at_most_a_third_of_the_places_with_its_ties(
    place: int, tied: int, size: int, first: bool, last: bool
) -> None:
    standing = YearPlace(2026, place, tied, size)
    assert (in_first_third(standing), in_last_third(standing)) == (first, last)


def test_a_unit_without_a_place_is_in_no_third() -> None:
    unknown = YearPlace(2026, unknown="group_not_scored")
    assert not in_first_third(unknown)
    assert not in_last_third(unknown)


# --- What is suggested -------------------------------------------------------------------------------------------

FIRST, MIDDLE, LAST = ((place, 1, 10) for place in (1, 5, 10))
NOT_SCORED = YearPlace(2026, unknown="group_not_scored"), YearPlace(2025, unknown="group_not_scored")
VETO = Veto("loss", "2/9", 2, indicator="loss_rate")


def years(running: tuple[int, int, int], before: tuple[int, int, int] = MIDDLE) -> tuple[YearPlace, YearPlace]:
    return YearPlace(2026, *running), YearPlace(2025, *before)


BOTH_FIRST = years(FIRST, FIRST)
Expected = tuple[str, list[str], list[str]]
JUDGED: dict[str, tuple[Facts, Expected]] = {
    "in front twice": (Facts("applied", None, BOTH_FIRST), ("designate", ["first_third"] * 2, [])),
    "in front twice, from the beginning": (
        Facts("cultivating", None, BOTH_FIRST), ("designate", ["first_third"] * 2, []),
    ),
    "in front this year only": (Facts("assessed", None, years(FIRST)), ("", [], [])),
    "in front last year only": (Facts("assessed", None, years(MIDDLE, FIRST)), ("", [], [])),
    "in front twice with a veto": (Facts("assessed", None, BOTH_FIRST, (VETO,)), ("", [], [])),
    "in front twice with a veto undecided": (
        Facts("assessed", None, BOTH_FIRST, (), 1), ("", [], ["veto_undecided"]),
    ),
    "in front twice and silent": (
        Facts("assessed", None, BOTH_FIRST, unjudged_vetoes=2), ("", [], ["veto_unjudged"]),
    ),
    "in front twice with overdue items": (
        Facts("assessed", None, BOTH_FIRST, overdue=9), ("designate", ["first_third"] * 2, []),
    ),
    "the year before was not scored": (
        Facts("assessed", None, (BOTH_FIRST[0], YearPlace(2025, unknown="year_not_scored"))),
        ("", [], ["year_not_scored"]),
    ),
    "a cultivated site of a group nobody scores": (
        Facts("assessed", None, NOT_SCORED), ("", [], ["group_not_scored"]),
    ),
    "already designated": (Facts("designated", None, BOTH_FIRST, overdue=0), ("", [], [])),
    "last third": (Facts("reviewed", None, years(LAST), overdue=0), ("warn", ["last_third"], [])),
    "last third last year": (Facts("reviewed", None, years(MIDDLE, LAST), overdue=0), ("", [], [])),
    "a veto": (Facts("designated", None, years(FIRST), (VETO,), overdue=0), ("warn", ["veto"], [])),
    "an undecided veto is no veto": (
        Facts("designated", None, years(FIRST), (), 1, 0), ("", [], ["veto_undecided"]),
    ),
    "two overdue items": (Facts("reviewed", None, years(MIDDLE), overdue=2), ("", [], [])),
    "three overdue items": (Facts("reviewed", None, years(MIDDLE), overdue=3), ("warn", ["overdue"], [])),
    "all that there can be": (
        Facts("reviewed", None, years(LAST), (VETO, Veto("falsified_data")), overdue=3),
        ("warn", ["veto", "veto", "last_third", "overdue"], []),
    ),
    "overdue in a group nobody scores": (
        Facts("reviewed", None, NOT_SCORED, overdue=4), ("warn", ["overdue"], ["group_not_scored"]),
    ),
    "nothing is known": (
        Facts("reviewed", None, NOT_SCORED), ("", [], ["group_not_scored", "overdue_unknown"]),
    ),
    "warned long ago and overdue": (
        Facts("warned", LONG_AGO, NOT_SCORED, overdue=6), ("revoke", ["warned", "overdue"], ["group_not_scored"]),
    ),
    "warned long ago and mended": (Facts("warned", LONG_AGO, years(MIDDLE), overdue=2), ("", [], [])),
    "warned long ago and in front": (Facts("warned", LONG_AGO, BOTH_FIRST, overdue=0), ("", [], [])),
    "warned a year ago to the day": (
        Facts("warned", dt.date(2025, 10, 31), years(LAST), overdue=0), ("", [], []),
    ),
    "warned a year and a day ago": (
        Facts("warned", dt.date(2025, 10, 30), years(LAST), overdue=0), ("revoke", ["warned", "last_third"], []),
    ),
    "warned on a day nobody knows": (
        Facts("warned", None, years(LAST), overdue=0), ("", [], ["since_unknown"]),
    ),
    "revoked": (Facts("revoked", LONG_AGO, years(LAST), (VETO,), overdue=9), ("", [], [])),
    "a state nobody knows": (Facts("", None, years(LAST), overdue=9), ("", [], [])),
}  # fmt: skip


@pytest.mark.parametrize(("facts", "expected"), JUDGED.values(), ids=JUDGED.keys())
def test_what_article_20_suggests(facts: Facts, expected: Expected) -> None:
    found = judged(facts, AS_OF)
    assert (found.suggested, [reason.code for reason in found.reasons], list(found.unknown)) == expected


def test_the_reasons_carry_their_figures() -> None:
    facts = Facts("warned", LONG_AGO, years(LAST), (VETO,), overdue=6)
    warned, veto, third, overdue = judged(facts, AS_OF).reasons
    assert (warned.on, warned.days) == (LONG_AGO, 460)
    assert veto.veto == VETO
    assert third.standing == YearPlace(2026, *LAST)
    assert overdue.count == 6


@pytest.mark.parametrize(
    ("on", "months", "expected"),
    [
        ("2026-10-31", 12, "2025-10-31"),
        ("2026-10-31", 24, "2024-10-31"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2026-01-15", 1, "2025-12-15"),
        ("2026-03-31", 1, "2026-02-28"),
    ],
)
def test_months_are_counted_back_to_the_same_day(on: str, months: int, expected: str) -> None:
    assert months_before(day(on), months) == day(expected)


# --- What must hold of any site ----------------------------------------------------------------------------------

STATES = sorted(set(STATE_AFTER.values()))
days_before = st.dates(dt.date(2020, 1, 1), AS_OF)


@st.composite
def standings(draw: st.DrawFn) -> YearPlace:
    if draw(st.booleans()):
        return YearPlace(2026, unknown=draw(st.sampled_from(["group_not_scored", "year_not_scored"])))
    size = draw(st.integers(1, 60))
    place = draw(st.integers(1, size))
    return YearPlace(2026, place, draw(st.integers(1, size - place + 1)), size)


facts_of_any_site = st.builds(
    Facts,
    st.sampled_from(STATES),
    st.none() | days_before,
    st.tuples(standings(), standings()),
    st.lists(st.just(VETO), max_size=2),
    st.integers(0, 2),
    st.none() | st.integers(0, 9),
)


@given(standings())
def test_nobody_is_in_both_thirds(standing: YearPlace) -> None:
    assert not (in_first_third(standing) and in_last_third(standing))


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30))
def test_no_third_holds_more_than_a_third_of_the_group(scores: list[int]) -> None:
    size = len(scores)
    all_of_them = [YearPlace(2026, 1 + sum(s > own for s in scores), scores.count(own), size) for own in scores]
    assert 3 * sum(map(in_first_third, all_of_them)) <= size
    assert 3 * sum(map(in_last_third, all_of_them)) <= size


@given(facts_of_any_site)
def test_a_suggestion_fits_the_state_and_has_its_grounds(facts: Facts) -> None:
    found = judged(facts, AS_OF)
    asked = {"revoke": ("warned",), "warn": ("designated", "reviewed"), "designate": CULTIVATED, "": tuple(STATES)}
    assert facts.state in asked[found.suggested]
    assert bool(found.reasons) == bool(found.suggested)
    if found.suggested == "revoke":
        assert facts.since is not None
        assert (AS_OF - facts.since).days > 365
        assert len(found.reasons) > 1


@given(facts_of_any_site)
def test_no_site_is_both_to_be_praised_and_to_be_blamed(facts: Facts) -> None:
    codes = {reason.code for reason in judged(facts, AS_OF).reasons}
    assert not ("first_third" in codes and codes & {"veto", "last_third", "overdue", "warned"})


@given(st.lists(st.tuples(days_before, st.sampled_from([*STATE_AFTER, EXCHANGE]))), st.randoms())
def test_the_order_in_which_events_are_read_means_nothing(events: list[tuple[dt.date, str]], random: object) -> None:
    read = [SiteEvent(on, kind, seq) for seq, (on, kind) in enumerate(events)]
    shuffled = list(read)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    found = history(read, AS_OF)
    assert found == history(shuffled, AS_OF)
    assert (found.plated_on is not None) == (found.state in WITH_PLATE)


# --- Highlight and exchange --------------------------------------------------------------------------------------


def site(state: str, plated_on: str | None, exchanged_on: str | None) -> History:
    days = [day(each) if each else None for each in (plated_on, exchanged_on)]
    return History(state, None, None, days[0], days[1], 3)


@pytest.mark.parametrize(
    ("found", "highlight", "expected"),
    [
        (site("designated", "2022-01-01", "2026-05-01"), "亮点", ()),
        (site("designated", "2022-01-01", "2026-05-01"), " ", ("highlight",)),
        (site("designated", "2022-01-01", "2024-10-31"), "亮点", ()),  # 24 months ago to the day
        (site("designated", "2022-01-01", "2024-10-30"), "亮点", ("exchange",)),
        (site("warned", "2022-01-01", None), "", ("highlight", "exchange")),
        (site("reviewed", "2025-01-01", None), "亮点", ()),  # has not had its plate for 24 months
        (site("reviewed", "2025-01-01", "2023-01-01"), "亮点", ()),
        (site("reviewed", None, None), "亮点", ()),  # nothing is known
        (site("revoked", None, "2020-01-01"), "", ()),
        (site("assessed", None, None), "", ()),
    ],
)
def test_a_site_with_a_plate_lacks_a_highlight_or_an_exchange(
    found: History, highlight: str, expected: tuple[str, ...]
) -> None:
    assert lacking(found, highlight, AS_OF) == expected
