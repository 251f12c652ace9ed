"""Limits of days, the clock of acceptance, and when a dispute has ended: examples counted on a wall calendar.

In 2026 the days around 1 May are free from Friday 05-01 to Tuesday 05-05; Saturday 05-09 is worked for them.
"""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, Date, Engine, literal, select

from data_access.files.sources import Sheet
from data_access.store.engine import writer_engine
from data_access.store.working_days import done_within, has_run_out
from tests.audit.answer_city import counts, load, of_ledger, units
from tests.data_access.stored_figures import counted
from tests.recount_rules import next_working_day


def review(number: str = "1", **more: object) -> dict[str, object]:
    """A reconsideration against A1, decided by the county's government."""
    return {"unit_id": "A1", "case_no": number, "organ_id": "A", "received_on": "2026-01-05",
            "decision_on_acceptance_on": "2026-01-07", "acceptance": "accepted", "accepted_on": "2026-01-07",
            "procedure": "ordinary", "closed_on": "2026-02-02", "outcome": "upheld", **more}  # fmt: skip


def reviews(*rows: dict[str, object]) -> Sheet:
    return of_ledger("reconsideration", rows)


# --- A limit that ends on a rest day ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("closed_on", "in_time"),
    [
        ("2026-05-03", "1/1"),  # day 60 after 03-04 is Sunday 05-03, within the holiday
        ("2026-05-06", "1/1"),  # the first working day after it
        ("2026-05-07", "0/1"),
    ],
)
def test_sixty_days_that_end_in_the_holiday_run_to_the_first_working_day_after_it(
    database: Engine, closed_on: str, in_time: str
) -> None:
    load(database, units(), reviews(review(accepted_on="2026-03-04", closed_on=closed_on)))
    assert counts(database, "closed_in_time_rate")["A"] == in_time


def test_a_case_is_open_past_its_limit_only_when_the_working_day_after_the_rest_day_is_over(database: Engine) -> None:
    # Day 30 after 02-01 is 03-03; day 60 after 03-30 is Friday 05-29, after 04-01 Sunday 05-31, which runs to 06-01.
    rows = [review("1", accepted_on="2026-03-30", closed_on=None, outcome=None),
            review("2", accepted_on="2026-04-01", closed_on=None, outcome=None)]  # fmt: skip
    load(database, units(), reviews(*rows))
    with database.connect() as connection:
        assert counted(connection, "organ_open_past_limit")["A"] == {"2026-05": 1, "2026-06": 2}


@pytest.mark.parametrize(
    ("filed_on", "rates"),
    [
        # Day 15 after 04-18 is Sunday 05-03, so the limit ends on Wednesday 05-06.
        ("2026-05-06", ["1/1", "1/1"]),
        ("2026-05-07", ["1/1", "0/1"]),
    ],
)
def test_a_document_is_filed_in_time_on_the_working_day_after_the_holiday(
    database: Engine, filed_on: str, rates: list[str]
) -> None:
    document = {"unit_id": "A1", "document_no": "1", "issued_on": "2026-04-18", "filed_on": filed_on}
    load(database, units(), of_ledger("normative_document", [document]))
    assert [counts(database, key)["A"] for key in ("filing_rate", "filing_timeliness")] == rates


def test_what_is_filed_and_waits_for_its_review_stands_in_the_base_of_conformity(database: Engine) -> None:
    # Ten filed: one conforms, one was corrected, seven wait for their review, the result of one is blank: 1 of 9.
    results = ["conforming", "corrected", *["pending"] * 7, None]
    rows = [{"unit_id": "A1", "document_no": str(number), "issued_on": "2026-03-02", "filed_on": "2026-03-10",
             "review_result": result} for number, result in enumerate(results)]  # fmt: skip
    load(database, units(), of_ledger("normative_document", rows))
    assert counts(database, "filing_conformity")["A"] == "1/9"
    assert counts(database, "filing_timeliness")["A"] == "10/10"


@pytest.fixture(scope="module")
def calendar(shared_database_url: str) -> Connection:
    """The calendar of a database without a row, on each engine."""
    engine = writer_engine(shared_database_url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


# Years that are published, years that are not, and one before the calendar begins.
days = st.dates(dt.date(2009, 11, 1), dt.date(2036, 2, 1))


@given(last_day=days, waited=st.integers(-3, 12))
def test_a_limit_is_kept_and_has_run_out_as_plain_python_has_it(
    calendar: Connection, last_day: dt.date, waited: int
) -> None:
    on = last_day + dt.timedelta(waited)
    known = dt.date(2010, 1, 1) <= last_day <= dt.date(2035, 12, 31)
    ends = next_working_day(last_day) if known and next_working_day(last_day).year < 2036 else last_day
    asked = (done_within(literal(on), literal(last_day)), has_run_out(literal(last_day), literal(on, Date)))
    found = calendar.execute(select(*asked)).one()
    assert bool(found[0]) == (on <= ends)
    if known and dt.date(2010, 1, 4) <= on <= dt.date(2035, 12, 31):
        assert bool(found[1]) == (on >= ends)


# --- A supplement stops the clock of acceptance -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dates", "in_time"),
    [
        # Received on Monday 03-02, decided on Friday 03-13: nine working days.
        ({}, "0/1"),
        # Asked for on 03-04 and given on 03-10: four working days left out, five remain.
        ({"supplement_asked_on": "2026-03-04", "supplement_given_on": "2026-03-10"}, "1/1"),
        # Given a day earlier: three left out, six remain.
        ({"supplement_asked_on": "2026-03-04", "supplement_given_on": "2026-03-09"}, "0/1"),
        # Nobody says when it was given: nothing is left out.
        ({"supplement_asked_on": "2026-03-04"}, "0/1"),
        # Said to be given after the decision: left out until the decision only, so two working days were waited.
        ({"supplement_asked_on": "2026-03-04", "supplement_given_on": "2026-03-31"}, "1/1"),
    ],
)
def test_the_days_between_asking_for_a_supplement_and_its_coming_are_not_waited(
    database: Engine, dates: dict[str, str], in_time: str
) -> None:
    decided = {"received_on": "2026-03-02", "decision_on_acceptance_on": "2026-03-13", "accepted_on": "2026-03-13"}
    load(database, units(), reviews(review(**decided, closed_on=None, outcome=None, **dates)))
    assert counts(database, "acceptance_in_time_rate")["A"] == in_time


def test_while_a_supplement_is_awaited_no_application_is_open_past_the_limit(database: Engine) -> None:
    # Said to be accepted, nobody says when: no silence accepts it.
    undecided = {"decision_on_acceptance_on": None, "acceptance": "accepted", "accepted_on": None, "closed_on": None,
                 "outcome": None, "received_on": "2026-03-02"}  # fmt: skip
    asked = {"supplement_asked_on": "2026-03-04"}
    # The supplement of the second came on Thursday 04-23; five working days in all, on 04-28, are over in April.
    load(database, units(), reviews(review("1", **undecided, **asked), review("3", **undecided),
                                    review("2", **undecided, **asked, supplement_given_on="2026-04-23")))  # fmt: skip
    with database.connect() as connection:
        late = counted(connection, "organ_undecided_past_limit")["A"]
    assert late == {"2026-03": 1, "2026-04": 2, "2026-05": 2, "2026-06": 2}


# --- The end of a dispute -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dates", "ended"),
    [
        ({}, "1/1"),
        ({"sued_on": "2026-02-10"}, "0/1"),
        ({"sued_on": "2026-05-20"}, "0/1"),  # late, and a suit all the same
        # Closed on 06-10, the days run to 06-25. Served on 06-18: until Friday 07-03.
        ({"closed_on": "2026-06-10"}, "1/1"),
        ({"closed_on": "2026-06-10", "served_on": "2026-06-18"}, None),
        ({"closed_on": "2026-06-10", "served_on": "2026-06-18", "sued_on": "2026-06-29"}, "0/1"),
        # Served on 06-15: until Tuesday 06-30, the day of the data.
        ({"closed_on": "2026-06-10", "served_on": "2026-06-15"}, "1/1"),
    ],
)
def test_a_dispute_has_ended_when_the_days_after_service_are_over_and_nobody_sued(
    database: Engine, dates: dict[str, str], ended: str | None
) -> None:
    load(database, units(), reviews(review(**dates)))
    assert counts(database, "no_further_suit_rate").get("A") == ended
