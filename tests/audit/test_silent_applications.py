"""Applications on whose acceptance nobody decided: accepted by law after five working days, so they can be late.

In 2026 the days around 1 May are free from Friday 05-01 to Tuesday 05-05; 03-02 is a Monday.
"""

import datetime as dt
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, Date, Engine, String, literal, select

from data_access.ledgers.acceptance import acceptance_of
from data_access.reading.chain import dispute_chain
from data_access.reading.extent import Extent
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import writer_engine
from tests.audit.answer_city import AS_OF, YEAR, counts, load, of_ledger, units
from tests.data_access.stored_figures import counted
from tests.recount import end_of_silence


def application(number: str = "1", **more: object) -> dict[str, object]:
    """An application against A1, received by the county's government on 03-02, whose cells of acceptance are blank."""
    return {"unit_id": "A1", "case_no": number, "defendant_role": "first", "organ_id": "A",
            "received_on": "2026-03-02", "procedure": "ordinary", **more}  # fmt: skip


def filled(engine: Engine, **more: object) -> Engine:
    load(engine, units(), of_ledger("reconsideration", [application(**more)]))
    return engine


def tallied(engine: Engine, key: str) -> dict[str, int]:
    with engine.connect() as connection:
        return counted(connection, key).get("A", {})


def test_a_case_closed_166_days_after_receipt_with_acceptance_blank_is_late(database: Engine) -> None:
    # Received on Monday 2025-09-01, accepted by law on 09-08; day 60 is Friday 11-07, it was closed on 2026-02-14.
    filled(database, received_on="2025-09-01", closed_on="2026-02-14", outcome="upheld")
    assert counts(database, "closed_in_time_rate")["A"] == "0/1"


def test_a_blank_procedure_leaves_the_limit_unknown_and_is_counted_as_blank(database: Engine) -> None:
    filled(database, received_on="2025-09-01", closed_on="2026-02-14", outcome="upheld", procedure=None)
    assert "A" not in counts(database, "closed_in_time_rate")
    assert tallied(database, "organ_closed_dated_blank") == {"2026-02": 1}


def test_silence_accepts_and_decides_nothing_in_time(database: Engine) -> None:
    filled(database)
    assert (counts(database, "acceptance_rate")["A"], counts(database, "acceptance_in_time_rate")["A"]) == (
        "1/1", "0/1",
    )  # fmt: skip
    # Accepted on 03-09, day 60 is Friday 05-08: open past its limit from May on.
    assert tallied(database, "organ_open_past_limit") == {"2026-05": 1, "2026-06": 1}
    assert tallied(database, "organ_undecided_past_limit") == {}


SUPPLEMENT = {"supplement_asked_on": "2026-03-04", "supplement_given_on": "2026-04-23"}


@pytest.mark.parametrize(
    ("supplement", "accepted_in", "in_time"),
    [
        # Two of five working days were over on 03-04, three more after Thursday 04-23 end on 04-28; 60 days after it
        # is Saturday 06-27, which runs to Monday 06-29. Without it 60 days after 03-09 end on 05-08.
        ({}, "2026-03", "0/1"),
        (SUPPLEMENT, "2026-04", "1/1"),
    ],
)
def test_a_supplement_moves_the_day_on_which_silence_accepts(
    database: Engine, supplement: dict[str, str], accepted_in: str, in_time: str
) -> None:
    filled(database, closed_on="2026-06-29", outcome="upheld", **supplement)
    assert tallied(database, "applications_accepted") == {accepted_in: 1}
    assert counts(database, "closed_in_time_rate")["A"] == in_time


def test_while_a_supplement_is_awaited_nothing_is_accepted_and_nothing_late(database: Engine) -> None:
    filled(database, supplement_asked_on="2026-03-04")
    late = ("organ_undecided_past_limit", "organ_open_past_limit")
    assert [tallied(database, key) for key in ("applications_decided", *late)] == [{}, {}, {}]


def test_the_chain_follows_what_silence_has_accepted_by_the_day_of_its_ledger(database: Engine) -> None:
    # The fifth working day after Wednesday 06-24 is 07-01, a day after that of the data; after 06-23 it is 06-30.
    rows = [application("1", received_on="2026-06-23"), application("2", received_on="2026-06-24")]
    load(database, units(), of_ledger("reconsideration", rows))
    with reading(database, ALL_SEEING) as reader:
        found = dispute_chain(reader, Extent("city"), YEAR, AS_OF).set_index("measure")["cases"]
    assert (found["received"], found["accepted"]) == (2, 1)
    assert counts(database, "acceptance_rate")["A"] == "1/1"


# --- As plain Python has it ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def calendar(shared_database_url: str) -> Iterator[Connection]:
    """The calendar of a database without a row, on each engine."""
    engine = writer_engine(shared_database_url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


gaps = st.none() | st.integers(0, 15)


@given(received_on=st.dates(dt.date(2023, 12, 20), dt.date(2027, 3, 1)), asked=gaps, awaited=gaps, closed=gaps)
def test_silence_accepts_on_the_day_that_plain_python_finds(
    calendar: Connection, received_on: dt.date, asked: int | None, awaited: int | None, closed: int | None
) -> None:
    asked_on = None if asked is None else received_on + dt.timedelta(asked)
    given_on = None if asked_on is None or awaited is None else asked_on + dt.timedelta(awaited)
    closed_on = None if closed is None else received_on + dt.timedelta(closed)
    days = {"received_on": received_on, "supplement_asked_on": asked_on, "supplement_given_on": given_on,
            "closed_on": closed_on}  # fmt: skip
    blank = dict.fromkeys(("accepted_on", "decision_on_acceptance_on"))
    columns = [literal(day, Date).label(name) for name, day in (days | blank).items()]
    row = select(*columns, literal(None, String).label("acceptance")).subquery()
    found = calendar.execute(select(acceptance_of(row).deemed_on)).scalar()
    assert found == end_of_silence(days, received_on + dt.timedelta(60))
