"""Opinions, joint meetings and petitions: the figures against the demo's rows, the sentences, the lists."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import pandas as pd
import pytest

from data_access.ledgers.joint_meeting import JOINT_MEETING
from data_access.ledgers.litigation import LITIGATION
from data_access.ledgers.petition import PETITION
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.reading.reader import Reader
from panels.disputes import meetings, petitions, suggestions
from panels.disputes.meetings import JOINT_MEETINGS
from panels.disputes.petitions import PETITIONS
from panels.disputes.suggestions import SUGGESTIONS_ANSWERED
from panels.links import record_link, unit_link
from tests.panels.checks import Case, check, pictured
from tests.panels.demo_rows import AS_OF, once, rows, within
from tests.panels.given import NAMES, YEAR, asked
from tests.panels.test_every_panel import asked as asked_of
from tests.panels.test_every_panel import reader_of
from wording import LANGUAGES

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
COUNTIES = {f"C{number:02}" for number in range(1, 11)}


@pytest.fixture(scope="module")
def demo(demo_url: str) -> Iterator[Reader]:
    yield from reader_of(demo_url)


def each(cases: dict[str, Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases.values(), ids=cases.keys())


# --- Opinions ----------------------------------------------------------------------------------------------------


def test_opinions_due_answered_and_waiting_are_those_of_the_rows(demo: Reader) -> None:
    figures = SUGGESTIONS_ANSWERED.figures(demo, asked_of(demo, unit="none"))
    reviews = list(once(rows(demo, RECONSIDERATION.table)))
    opinions = [row for row in reviews if row["suggestion"] == "opinion"]
    due = within(opinions, "opinion_due_on")
    answered = [
        row for row in due if row["opinion_answered_on"] and row["opinion_answered_on"] <= row["opinion_due_on"]
    ]
    waiting = [row for row in opinions if row["opinion_due_on"] and row["opinion_answered_on"] is None]
    suits = once(rows(demo, LITIGATION.table))
    sums = figures[figures["part"] == "sum"].set_index("measure")["cases"]
    assert dict(sums) == {
        "opinions_due": len(due),
        "opinions_due_blank": sum(row["suggestion"] is None for row in within(reviews, "opinion_due_on")),
        "opinions_answered": len(answered),
        "opinions_open_past_due": sum(row["opinion_due_on"] < AS_OF for row in waiting),
        "reconsideration_proposals": sum(row["suggestion"] == "proposal" for row in within(reviews, "closed_on")),
        "judicial_suggestions": sum(bool(row["judicial_suggestion"]) for row in within(suits, "closed_on")),
    }
    listed = figures[figures["part"] == "opinion"]
    assert {(row.code, row.case_no, row.due_on, row.past) for row in listed.itertuples()} == {
        (row["code"], row["case_no"], row["opinion_due_on"], (AS_OF - row["opinion_due_on"]).days) for row in waiting
    }
    assert listed["due_on"].is_monotonic_increasing


@pytest.mark.parametrize("query", [{"period": "2025Q2"}, {"focus": "C07"}, {"county": "C01,C02"}, {"period": "2024"}])
def test_as_many_opinions_are_listed_past_due_as_were_counted(demo: Reader, query: dict[str, str]) -> None:
    figures = SUGGESTIONS_ANSWERED.figures(demo, asked_of(demo, unit="none", **query))
    counted = figures.loc[figures["measure"] == "opinions_open_past_due", "cases"].sum()
    assert (figures["past"] > 0).sum() == counted


def opinions(
    due: int,
    answered: int,
    waiting: Mapping[str, int] | None = None,
    *,
    hidden: int = 0,
    proposals: int = 0,
    blank: int = 0,
) -> pd.DataFrame:
    """Sums, and an opinion a unit with its days past due (negative: not due yet)."""
    past = waiting or {}
    open_ = sum(days > 0 for days in past.values()) + hidden
    sums = zip((*suggestions.FLOWS, suggestions.STOCK), (due, blank, answered, proposals, 0, open_), strict=True)
    found = [{"part": "sum", "measure": measure, "cases": cases} for measure, cases in sums]
    found += [
        {"part": "opinion", "code": code, "unit": NAMES[code], "case_no": f"{code}-1", "past": days,
         "due_on": AS_OF - dt.timedelta(days)}
        for code, days in past.items()
    ]  # fmt: skip
    return pd.DataFrame(found).reindex(columns=suggestions.COLUMNS)


OPINIONS = {
    "some late, one waits longest": Case(
        opinions(8, 6, {"C02": 40, "C01": 3, "C03": -5}), ["75.0%", "6/8", "2", "乙县", "40"], "bad", rows=3
    ),
    "two wait equally long": Case(
        opinions(8, 6, {"C02": 40, "C01": 40}), ["6/8", "2", "40"], "bad", rows=2, leaves_out=["乙县", "甲县"]
    ),
    "late, but answered by now": Case(opinions(8, 6), ["75.0%", "6/8"], "watch", rows=0),
    "all in time": Case(opinions(8, 8, {"C03": -20}), ["8"], "good", rows=1),
    "all that are known in time": Case(opinions(8, 8, blank=2), ["100.0%", "8/8", "2"], "watch", rows=0),
    "a single one": Case(opinions(1, 0, {"C01": 3}), ["0.0%", "0/1", "1", "甲县", "3"], "bad", rows=1),
    "none due, one of before still waits": Case(opinions(0, 0, {"C01": 300}), ["1", "甲县", "300"], "bad", rows=1),
    "waiting ones that may not be seen": Case(opinions(3, 1, hidden=2), ["1/3", "2"], "bad", rows=0),
    "none": Case(opinions(0, 0), [], rows=0, leaves_out=["0"]),
    "unknown": Case(opinions(0, 0), [], rows=0, leaves_out=["0"], unknown=("opinions_answered_rate",)),
}


@in_both_languages
@each(OPINIONS)
def test_opinions_say_how_many_were_answered_and_whose_waits_longest(case: Case, language: str) -> None:
    check(SUGGESTIONS_ANSWERED, case, language)


def test_an_opinion_leads_to_its_case_and_says_how_long_it_waits() -> None:
    data = pictured(SUGGESTIONS_ANSWERED, opinions(3, 1, {"C02": 40, "C01": -3, "C03": -30}), asked("en")).data
    assert list(data["badge"]) == ["overdue", "near", "not_due"]
    assert list(data["note"]) == ["40 days", "", ""]
    assert data["code"].iat[0] == record_link("reconsideration", "C02", "C02-1")


def test_other_suggestions_and_what_is_hidden_are_said_below() -> None:
    base = SUGGESTIONS_ANSWERED.finding(opinions(3, 1, hidden=2, proposals=4), asked("en")).base
    assert "4 proposals" in base
    assert "2 more cannot be shown to you" in base


# --- Joint meetings ----------------------------------------------------------------------------------------------


def test_meetings_held_and_cases_resolved_are_those_of_the_rows(demo: Reader) -> None:
    figures = JOINT_MEETINGS.figures(demo, asked_of(demo, unit="none"))
    found = within(rows(demo, JOINT_MEETING.table), "held_on")
    held = figures[figures["part"] == "held"].set_index("row")
    places = Counter(row["county"] or "municipal" for row in found)
    assert {row: n for row, n in held["meetings"].items() if n} == places
    assert set(held.index) >= COUNTIES
    told = [row for row in found if row["cases_discussed"] is not None and row["resolved"] is not None]
    sums = (held["cases"].sum(), held["resolved"].sum())
    assert sums == (sum(row["cases_discussed"] for row in told), sum(row["resolved"] for row in told))
    partners = figures[figures["part"] == "partner"].set_index("partner")["meetings"]
    assert dict(partners) == Counter(row["partner"] or "unknown" for row in found)
    listed = figures[figures["part"] == "meeting"]
    assert Counter(zip(listed["code"], listed["held_on"], strict=True)) == Counter(
        (row["code"], row["held_on"]) for row in found
    )
    assert listed["held_on"].is_monotonic_decreasing


def test_of_a_system_it_is_not_said_which_counties_held_none(demo: Reader) -> None:
    figures = JOINT_MEETINGS.figures(demo, asked_of(demo, unit="none", sector="housing"))
    assert not (figures["part"] == "held").any()


Held = Mapping[str, tuple[int, int, int]]


def met(held: Held, listed: Sequence[tuple[str, int | None, int | None]] = (), *, ever: int = 9) -> pd.DataFrame:
    """Meetings, cases discussed and resolved by county, and single meetings with theirs."""
    found: list[dict[str, object]] = [
        {"part": "held", "row": row, "meetings": n, "cases": cases, "resolved": resolved, "blank": 0}
        for row, (n, cases, resolved) in held.items()
    ]
    found += [{"part": "partner", "partner": "court", "meetings": 2}, {"part": "ever", "meetings": ever}]
    found += [
        {"part": "meeting", "code": code, "unit": NAMES[code], "held_on": AS_OF, "topic": None, "partner": None,
         "cases": cases, "resolved": resolved}
        for code, cases, resolved in listed
    ]  # fmt: skip
    return pd.DataFrame(found).astype(object).reindex(columns=meetings.COLUMNS)


MEETINGS = {
    "one county held most": Case(
        met({"C01": (5, 8, 6), "C02": (1, 2, 1)}, [("C01", 8, 6), ("C02", None, 1)]),
        ["6", "70.0%", "7/10", "甲县", "5"],
        rows=2,
    ),
    "two held most": Case(
        met({"C01": (5, 8, 6), "C02": (5, 2, 1), "C03": (1, 0, 0)}), ["11", "甲县", "乙县", "5"], rows=0
    ),
    "many held most": Case(
        met({**{f"C0{n}": (5, 1, 1) for n in range(1, 4)}, "C04": (1, 1, 0)}), ["16", "3", "5"], rows=0
    ),
    "all alike": Case(met({"C01": (2, 4, 4), "C02": (2, 4, 4)}), ["4", "100.0%", "2"], rows=0, leaves_out=["甲县"]),
    "one held none": Case(
        met({"C01": (5, 8, 6), "municipal": (1, 2, 1), "C03": (0, 0, 0)}),
        ["6", "7/10", "丙县"],
        "watch",
        rows=0,
        leaves_out=["甲县"],
    ),
    "many held none": Case(
        met({"C01": (5, 8, 6), "municipal": (1, 0, 0), **{f"C0{n}": (0, 0, 0) for n in range(2, 6)}}),
        ["6", "6/8", "4"],
        "watch",
        rows=0,
        leaves_out=["乙县"],
    ),
    "only one held any": Case(
        met({"C01": (5, 0, 0), "C02": (0, 0, 0), "C03": (0, 0, 0)}), ["甲县", "5"], "watch", rows=0, leaves_out=["%"]
    ),
    "a single county": Case(met({"C01": (5, 8, 6)}), ["5", "75.0%", "6/8"], rows=0),
    "none in the period": Case(met({"C01": (0, 0, 0), "C02": (0, 0, 0)}), [], "watch", rows=0, leaves_out=["0"]),
    "units that convene none": Case(met({}), [], rows=0, leaves_out=["0"]),
    "never loaded": Case(met({}, ever=0), [], rows=0, leaves_out=["0"]),
}


@in_both_languages
@each(MEETINGS)
def test_meetings_say_how_many_what_came_of_them_and_who_held_none(case: Case, language: str) -> None:
    check(JOINT_MEETINGS, case, language)


def test_a_meeting_says_when_and_what_came_of_it_and_leads_to_its_convener() -> None:
    figures = met({"C01": (2, 8, 6)}, [("C01", 8, 6), ("C02", None, 1)])
    data = pictured(JOINT_MEETINGS, figures, asked("en")).data
    assert list(data["note"]) == ["10-31, 6/8 resolved", "10-31"]
    assert list(data["code"]) == [unit_link("C01"), unit_link("C02")]
    over_years = asked("en", period=YEAR.moved(-6))
    assert pictured(JOINT_MEETINGS, figures, over_years).data["note"].iat[0] == "2026-10-31, 6/8 resolved"


# --- Petitions ---------------------------------------------------------------------------------------------------


def test_petitions_are_counted_as_the_rows_have_it(demo: Reader) -> None:
    figures = PETITIONS.figures(demo, asked_of(demo, unit="none"))
    sums = dict(figures[figures["facet"] == ""].set_index("measure")["cases"])
    everything = rows(demo, PETITION.table)
    closed = within(everything, "closed_on")
    known = [row for row in closed if row["outcome"]]
    back = ("sued", "repeated")
    clear = [row for row in known if row["outcome"] in back or row["repeated"] is not None]
    told = [row for row in closed if row["rated"] is not None]
    answered = [row for row in told if row["rated"] and row["satisfied"] is not None]
    online = [row for row in closed if row["channel"] == "online" and row["received_on"]]
    assert sums == {
        "petitions_received": len(within(everything, "received_on")),
        "petitions_closed": len(closed),
        "petitions_closed_known": len(known),
        "petitions_source_known": len(clear),
        "petitions_source_known_blank": len(closed) - len(clear),
        "petitions_resolved_at_source": sum(row["outcome"] not in back and not row["repeated"] for row in clear),
        "petitions_rated_known": len(told),
        "petitions_rated_known_blank": len(closed) - len(told),
        "petitions_rated": sum(row["rated"] for row in told),
        "petitions_rated_answered": len(answered),
        "petitions_rated_answered_blank": sum(
            row["rated"] is None or (row["rated"] and row["satisfied"] is None) for row in closed
        ),
        "petitions_satisfied": sum(row["satisfied"] for row in answered),
        "petition_online_closed": len(online),
        "petition_online_days": sum((row["closed_on"] - row["received_on"]).days for row in online),
    }
    parts = figures[(figures["facet"] != "") & (figures["measure"] == "petitions_closed_known")]
    assert dict(zip(parts["facet"], parts["cases"], strict=True)) == Counter(row["outcome"] for row in known)


def petitioned(closed: int, at_source: int, answered: int = 0, satisfied: int = 0, **more: int) -> pd.DataFrame:
    """Sums; unless said otherwise half of those closed with an outcome rated."""
    known = dict.fromkeys(petitions.SUMS, 0) | {
        "petitions_closed": closed, "petitions_closed_known": closed, "petitions_source_known": closed,
        "petitions_resolved_at_source": at_source,
        "petitions_rated_known": closed, "petitions_rated": closed // 2, "petitions_rated_answered": answered,
        "petitions_satisfied": satisfied,
    }  # fmt: skip
    found = pd.DataFrame([(measure, "", cases) for measure, cases in (known | more).items()])
    return found.set_axis(["measure", "facet", "cases"], axis=1)


UNKNOWN = ("resolved_at_source_rate", "petition_satisfaction_rate", "petition_rated_share")
PETITIONED = {
    "closed and rated": Case(petitioned(100, 80, 40, 30), ["80.0%", "80/100", "50.0%", "75.0%"], rows=14),
    "all resolved": Case(petitioned(100, 100, 40, 40), ["100.0%", "100/100", "100.0%"], rows=14),
    "a single one, not rated": Case(petitioned(1, 0), ["0.0%", "0/1"], rows=14),
    "none": Case(petitioned(0, 0), [], rows=14, leaves_out=["0"]),
    "unknown who rated": Case(
        petitioned(10, 5), ["50.0%", "5/10"], rows=14, unknown=UNKNOWN[1:], leaves_out=["0/0"]
    ),
    "never loaded": Case(petitioned(0, 0), [], rows=14, leaves_out=["0"], unknown=UNKNOWN),
}  # fmt: skip


@in_both_languages
@each(PETITIONED)
def test_petitions_say_what_was_resolved_and_how_satisfied_those_are_who_rated(case: Case, language: str) -> None:
    check(PETITIONS, case, language)


def test_the_days_of_online_petitions_and_those_without_an_outcome_are_said_below() -> None:
    figures = petitioned(10, 5, petitions_closed=12, petition_online_closed=4, petition_online_days=50)
    base = PETITIONS.finding(figures, asked("en")).base
    assert "12.5 days on average to close (4 petitions)" in base
    assert "2 petitions without an outcome" in base


def test_bars_lead_to_the_petitions_closed_and_to_those_that_came_back() -> None:
    data = pictured(PETITIONS, petitioned(100, 80, 40, 30), asked("en")).data.set_index("label")
    assert data.loc["Repeated or sued", "value"] == 20
    assert data.loc["Repeated or sued", "code"].startswith("cases?ledger=petition&which=resolved_at_source_rate.rest&")
    assert data.loc["Satisfied", "code"].startswith("cases?ledger=petition&which=petition_satisfaction_rate.hit&")
    assert data.loc["Satisfied", "note"] == "75.0% (30/40) of ratings with a result"
