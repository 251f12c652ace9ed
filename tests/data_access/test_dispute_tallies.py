"""What the disputes page counts, against a count by hand: petitions, meetings, decisions on acceptance, lateness."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Connection, insert, update

from data_access.counting.counting import count
from data_access.counting.tallies import CITY, COUNTY
from data_access.ledgers.counting_rule import COUNTING_RULE
from data_access.ledgers.litigation import LITIGATION
from data_access.ledgers.petition import PETITION
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.store.tables import FACET_LENGTH
from tests.data_access.hand_counted_city import UNIT_IDS
from tests.data_access.stored_figures import counted

pytestmark = pytest.mark.both_engines

AS_OF = dt.date(2025, 6, 15)
A, M, CITY_UNIT = UNIT_IDS["A"], UNIT_IDS["M"], UNIT_IDS["CITY"]
FIRST = {"defendant_role": "first", "counts_for_county": True, "counts_for_city": True}


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text if len(text) == 10 else f"2025-{text}")


def apply(connection: Connection, **values: Any) -> None:
    """One application against M, which the city's government decides on, with these values."""
    case = {**FIRST, "unit_id": M, "organ_id": CITY_UNIT, "case_no": "1", **values}
    dates = {name: day(value) for name, value in values.items() if name.endswith("_on") and value}
    connection.execute(insert(RECONSIDERATION.table).values(case | dates))


# --- Petitions and joint meetings --------------------------------------------------------------------------------


def test_petitions_are_counted_by_channel_when_they_come_and_by_outcome_when_they_are_closed(city: Connection) -> None:
    count(city, AS_OF)
    assert counted(city, "petitions_received") == {
        "A-police": {"2025-01": 2}, "A-town": {"2025-01": 1}, "A": {"2025-02": 1}, "M": {"2025-02": 1},
        "B-police": {"2025-03": 1, "2025-05": 1},
    }  # fmt: skip
    assert counted(city, "petitions_received", "online") == {"A-police": {"2025-01": 2}}
    assert counted(city, "petitions_received", "unknown") == {"B-police": {"2025-03": 1}}
    assert counted(city, "petitions_closed")["M"] == {"2025-02": 2}
    assert counted(city, "petitions_closed_known")["M"] == {"2025-02": 1}
    assert counted(city, "petitions_closed_known", "sued") == {"A": {"2025-02": 1}}


def test_the_days_of_online_petitions_are_those_of_petitions_whose_receipt_is_known(city: Connection) -> None:
    count(city, AS_OF)
    assert counted(city, "petition_online_closed") == {"A-police": {"2025-01": 1, "2025-02": 1}}
    assert counted(city, "petition_online_days") == {"A-police": {"2025-01": 10, "2025-02": 30}}


def test_cases_discussed_and_resolved_are_those_of_the_same_meetings(city: Connection) -> None:
    count(city, AS_OF)
    assert counted(city, "joint_meetings_held") == {"A": {"2025-01": 2}, "CITY": {"2025-02": 1}}
    assert counted(city, "joint_meetings_held", "court") == {"A": {"2025-01": 1}}
    assert counted(city, "joint_meetings_held", "unknown") == {"CITY": {"2025-02": 1}}
    assert counted(city, "joint_meeting_cases") == {"A": {"2025-01": 6}, "CITY": {"2025-02": 5}}
    assert counted(city, "joint_meeting_resolved") == {"A": {"2025-01": 4}, "CITY": {"2025-02": 5}}


@pytest.mark.parametrize(
    ("outcome", "repeated", "at_source"),
    [
        ("resolved", False, True), ("explained", False, True), ("resolved", True, False), ("sued", False, False),
        # Its end says that it came again, or was taken to court; else nobody knows where the cell is blank.
        ("sued", None, False), ("repeated", None, False), ("resolved", None, None), (None, False, None),
    ],
)  # fmt: skip
def test_a_petition_is_resolved_at_its_source_when_it_neither_came_again_nor_went_to_court(
    bare: Connection, outcome: str | None, repeated: bool | None, at_source: bool | None
) -> None:
    row = {"unit_id": M, "petition_no": "1", "closed_on": day("02-03"), "outcome": outcome, "repeated": repeated}
    bare.execute(insert(PETITION.table).values(row))
    count(bare, AS_OF)
    keys = ("petitions_source_known", "petitions_resolved_at_source", "petitions_source_known_blank")
    base, good, blank = (bool(counted(bare, key)) for key in keys)
    assert (base, good, blank) == (at_source is not None, bool(at_source), at_source is None)


# --- The decision on acceptance ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "decided", "in_time"),
    [
        ("2025-03-03", "2025-03-10", True),  # Monday to Monday
        ("2025-03-03", "2025-03-11", False),
        ("2025-03-08", "2025-03-14", True),  # what comes in on a Saturday waits from Monday on
        ("2025-03-08", "2025-03-17", False),
        ("2025-03-07", "2025-03-16", True),  # decided on a Sunday, as good as on the Friday before
        ("2025-03-03", "2025-03-03", True),
        # The spring festival was free from 01-28 to 02-04; the Sunday 01-26 and the Saturday 02-08 were worked for it.
        ("2025-01-24", "2025-02-07", True),  # 01-26, 01-27, 02-05, 02-06, 02-07
        ("2025-01-24", "2025-02-08", False),
        ("2025-01-28", "2025-02-10", True),  # 02-05, 02-06, 02-07, 02-08, 02-10
        ("2025-01-28", "2025-02-11", False),
        ("2025-09-26", "2025-10-09", True),  # a worked Sunday before eight free days: 09-28, 09-29, 09-30, 10-09
    ],
)
def test_five_working_days_are_those_of_the_official_calendar(
    bare: Connection, received: str, decided: str, in_time: bool
) -> None:
    apply(bare, received_on=received, decision_on_acceptance_on=decided, acceptance="accepted")
    count(bare, dt.date(2025, 12, 31))
    assert counted(bare, "applications_decided_dated") == {"CITY": {decided[:7]: 1}}
    assert bool(counted(bare, "applications_decided_in_time")) is in_time


@pytest.mark.parametrize(
    "case",
    [
        {"acceptance": "transferred"},
        {"acceptance": "withdrawn"},
        {"acceptance": None},
        {"received_on": None},
        {"received_on": "2009-12-30", "decision_on_acceptance_on": "2009-12-31"},  # before the calendar begins
        {"organ_id": None},
        {"defendant_role": "co"},
    ],
)
def test_what_was_not_decided_or_cannot_be_dated_is_in_neither_part(bare: Connection, case: dict[str, Any]) -> None:
    decided = {"received_on": "03-03", "decision_on_acceptance_on": "03-05", "acceptance": "accepted"}
    apply(bare, **decided | case)
    count(bare, AS_OF)
    assert counted(bare, "applications_decided_dated") == counted(bare, "applications_decided_in_time") == {}


def test_the_limit_is_a_dated_rule(bare: Connection) -> None:
    apply(bare, received_on="03-03", decision_on_acceptance_on="03-10", acceptance="refused")
    rule = {"rule": "acceptance_working_days", "from_date": day("03-04"), "value": "4"}
    bare.execute(insert(COUNTING_RULE.table).values(rule))
    count(bare, AS_OF)
    assert counted(bare, "applications_decided_in_time") == {"CITY": {"2025-03": 1}}
    bare.execute(update(COUNTING_RULE.table).where(COUNTING_RULE.table.c.value == "4").values(from_date=day("03-03")))
    count(bare, AS_OF)
    assert counted(bare, "applications_decided_in_time") == {}


# --- What is late at the end of a month --------------------------------------------------------------------------


def _months(connection: Connection, key: str, unit: str = "CITY") -> list[str]:
    found = counted(connection, key)
    assert set(found) <= {unit}
    return list(found.get(unit, ()))


@pytest.mark.parametrize(
    ("case", "months"),
    [
        # Before 2024 silence did not accept. Five working days were over on 2023-03-31.
        ({"received_on": "2023-03-24", "closed_on": "2023-05-02"}, ["2023-04"]),
        ({"received_on": "2023-03-23", "closed_on": "2023-05-02"}, ["2023-03", "2023-04"]),
        ({"received_on": "03-21"}, []),  # accepted by law on 03-28
        ({"received_on": "03-21", "decision_on_acceptance_on": "04-30"}, ["2025-03"]),
        ({"received_on": "03-21", "accepted_on": "05-02"}, ["2025-03", "2025-04"]),
        ({"received_on": "03-21", "acceptance": "accepted", "closed_on": "05-02"}, ["2025-03", "2025-04"]),
        ({"received_on": "03-21", "acceptance": "withdrawn"}, []),
        ({"received_on": "03-21", "acceptance": "withdrawn", "decision_on_acceptance_on": "04-01"}, ["2025-03"]),
        # Six working days by the as-of date, a Sunday.
        ({"received_on": "06-05", "acceptance": "accepted"}, ["2025-06"]),
        ({"received_on": "06-06", "acceptance": "accepted"}, []),
        ({"received_on": "03-21", "defendant_role": "co"}, []),
        ({"received_on": "03-21", "organ_id": None}, []),
        ({"received_on": None}, []),
    ],
)
def test_an_application_without_a_decision_is_late_at_the_end_of_each_month_until_it_has_one(
    bare: Connection, case: dict[str, Any], months: list[str]
) -> None:
    apply(bare, **case)
    count(bare, AS_OF)
    assert _months(bare, "organ_undecided_past_limit") == months


@pytest.mark.parametrize(
    ("case", "months"),
    [
        # Day 60 of 01-27 is Friday 03-28; of 01-29 Sunday 03-30, so the limit ends on Monday.
        ({"accepted_on": "01-27"}, ["2025-03", "2025-04", "2025-05", "2025-06"]),
        ({}, ["2025-04", "2025-05", "2025-06"]),
        ({"accepted_on": "01-30"}, ["2025-04", "2025-05", "2025-06"]),
        ({"suspended_days": 30}, ["2025-04", "2025-05", "2025-06"]),
        ({"extended_days": 45}, ["2025-04", "2025-05", "2025-06"]),  # thirty at the most
        ({"procedure": "simplified", "closed_on": "03-31"}, []),  # day 30 is 02-28, and 03-31 closes it
        ({"procedure": "simplified", "accepted_on": "01-28", "closed_on": "03-31"}, ["2025-02"]),
        ({"closed_on": "05-01"}, ["2025-04"]),
        ({"procedure": None}, []),
        ({"defendant_role": "co"}, []),
        ({"organ_id": None}, []),
    ],
)
def test_a_case_is_open_past_its_limit_from_the_end_of_the_month_until_it_is_closed(
    bare: Connection, case: dict[str, Any], months: list[str]
) -> None:
    apply(bare, **{"accepted_on": "01-29", "procedure": "ordinary"} | case)
    count(bare, AS_OF)
    assert _months(bare, "organ_open_past_limit") == months


def test_an_opinion_without_an_answer_is_late_from_the_day_after_its_due_date(bare: Connection) -> None:
    opinion = {"suggestion": "opinion", "opinion_due_on": "03-31"}
    apply(bare, case_no="never answered", **opinion)
    apply(bare, case_no="answered late", **opinion, opinion_answered_on="05-31")
    apply(bare, case_no="no opinion", **opinion | {"suggestion": "proposal"})
    count(bare, AS_OF)
    late = {"M": {"2025-04": 2, "2025-05": 1, "2025-06": 1}}
    keys = ("opinions_open_past_due", f"opinions_open_past_due{COUNTY}", f"opinions_open_past_due{CITY}")
    assert [counted(bare, key) for key in keys] == [late] * 3


def test_counting_one_organ_anew_recounts_its_stocks_and_leaves_those_of_others(bare: Connection) -> None:
    apply(bare, case_no="1", received_on="03-21", acceptance="accepted")
    apply(bare, case_no="2", received_on="03-21", acceptance="accepted", organ_id=A)
    count(bare, AS_OF)
    months = dict.fromkeys(("2025-03", "2025-04", "2025-05", "2025-06"), 1)
    assert counted(bare, "organ_undecided_past_limit") == {"CITY": months, "A": months}
    bare.execute(update(RECONSIDERATION.table).values(decision_on_acceptance_on=day("04-10")))
    count(bare, AS_OF, [CITY_UNIT], day("03-01"), day("04-01"))
    assert counted(bare, "organ_undecided_past_limit") == {"CITY": {"2025-03": 1}, "A": months}


# --- Suggestions, observed trials, matters -----------------------------------------------------------------------


def test_proposals_judicial_suggestions_and_observed_trials_are_counted_when_they_happen(city: Connection) -> None:
    suit = LITIGATION.table.c
    city.execute(update(LITIGATION.table).where(suit.case_no == "L1").values(judicial_suggestion=True))
    city.execute(update(LITIGATION.table).where(suit.case_no.in_(("L2", "L6"))).values(observed_trial=True))
    city.execute(update(LITIGATION.table).where(suit.case_no == "L7").values(observed_trial=False))
    count(city, AS_OF)
    assert counted(city, "reconsideration_proposals") == {"B-police": {"2024-02": 1}}
    assert counted(city, "judicial_suggestions") == {"A-police": {"2025-02": 1}}
    assert counted(city, "trials_observed") == {"A-town": {"2025-01": 1}, "A-police": {"2025-04": 1}}


def test_what_was_lost_is_split_by_matter_and_a_long_matter_is_cut(city: Connection) -> None:
    suit = LITIGATION.table.c
    matters = {"L1": "m" * FACET_LENGTH + " and more", "L2": "", "L3": "land", "L9": None}
    for number, matter in matters.items():
        city.execute(update(LITIGATION.table).where(suit.case_no == number).values(matter=matter))
    count(city, AS_OF)
    assert counted(city, "first_instance_lost", "m" * FACET_LENGTH) == {"A-police": {"2025-02": 1}}
    assert counted(city, "first_instance_lost", "land") == {"B-police": {"2025-02": 1}}
    unknown = {"A-town": {"2025-02": 1}, "M": {"2025-02": 1, "2025-07": 1}}
    assert counted(city, "first_instance_lost", "unknown") == unknown
    assert sum(months["2025-02"] for months in counted(city, "first_instance_lost").values()) == 4


def test_what_was_corrected_is_split_by_matter(city: Connection) -> None:
    city.execute(update(RECONSIDERATION.table).values(matter="licence"))
    count(city, AS_OF)
    assert counted(city, "reconsideration_corrected", "licence") == counted(city, "reconsideration_corrected") != {}
