"""The last day of a unit is one of its days, for everything alike."""

import datetime as dt

import pytest
from sqlalchemy import Engine, literal, select

from data_access.asked.periods import Period
from data_access.counting.reporters import Duty
from data_access.ledgers.ledger_report import report_due
from data_access.ledgers.unit import active_on, is_active
from data_access.loading.load import load_sheets
from data_access.reading.members import members
from data_access.reading.reader import reading
from data_access.reading.records import materials
from data_access.reading.viewer import ALL_SEEING
from data_access.store.tables import unit
from tests.audit.answer_city import counts, load, of_ledger, units
from tests.data_access.stored_figures import counted

LAST = dt.date(2026, 3, 31)
DUTY = {"unit_kind": "municipal_department", "ledger": "litigation", "frequency": "month", "due_day": 10,
        "from_month": "2026-01-01"}  # fmt: skip


@pytest.mark.parametrize(("day", "there"), [("2026-01-31", False), ("2026-02-01", True), ("2026-03-31", True),
                                            ("2026-04-01", False)])  # fmt: skip
def test_a_unit_is_there_from_its_first_day_to_its_last(database: Engine, day: str, there: bool) -> None:
    load(database, units(M1={"active_from": "2026-02-01", "active_to": "2026-03-31"}))
    on = dt.date.fromisoformat(day)
    with database.connect() as connection:
        found = connection.execute(select(unit.c.code).where(active_on(literal(on)), unit.c.code == "M1")).scalar()
    assert (found == "M1", is_active(dt.date(2026, 2, 1), LAST, on)) == (there, there)


def test_what_is_due_on_the_last_day_is_due_and_what_is_due_the_day_after_is_not(database: Engine) -> None:
    required = [
        {"year": 2026, "unit_kind": "municipal_department", "item_no": number, "title": number, "due_month_day": due}
        for number, due in (("01", "03-31"), ("02", "04-01"))
    ]
    keeper = {"archive_keeper": "yes", "active_to": "2026-03-31"}
    load(database, units(M1=keeper), of_ledger("archive_requirement", required))
    with reading(database, ALL_SEEING) as reader:
        period = Period("year", dt.date(2026, 1, 1), dt.date(2026, 4, 1))
        assert list(materials(reader, "M1", period)["item_no"]) == ["01"]
    assert counts(database, "archive_completeness", "municipal_departments") == {"M1": "0/1", "city": "0/1"}


@pytest.mark.parametrize(("last", "months"), [("2026-03-01", ["2026-01", "2026-02", "2026-03"]),
                                              ("2026-02-28", ["2026-01", "2026-02"])])  # fmt: skip
def test_a_month_that_begins_on_the_last_day_is_reported(database: Engine, last: str, months: list[str]) -> None:
    load(database, units(M1={"active_to": last}), of_ledger("reporting_duty", [DUTY]))
    with database.connect() as connection:
        assert list(counted(connection, "reports_due")["M1"]) == months


@pytest.mark.parametrize(("first", "members_then"), [("2026-03-01", {"M1", "M2"}), ("2026-04-01", {"M2"})])
def test_a_period_that_begins_on_the_last_day_has_the_unit_among_its_members(
    database: Engine, first: str, members_then: set[str]
) -> None:
    month = dt.date.fromisoformat(first)
    load(database, units(M1={"active_to": "2026-03-01"}))
    with reading(database, ALL_SEEING) as reader:
        found = members(reader, "municipal_departments", Period("custom", month, month))
    assert set(found["code"]) == members_then


@pytest.mark.parametrize("day", [0, 32])
def test_no_day_outside_a_month_is_taken_as_the_one_by_which_to_report(database: Engine, day: int) -> None:
    refused = load_sheets(database, [of_ledger("reporting_duty", [DUTY | {"due_day": day}])], today=LAST)
    assert [(each.row, each.column, each.code) for each in refused.problems] == [(2, "due_day", "bad_due_day")]


def test_the_31st_of_a_shorter_month_is_its_last_day(database: Engine) -> None:
    load(database, units(), of_ledger("reporting_duty", [DUTY | {"due_day": 31}]))
    due = select(report_due.c.month, report_due.c.due_on).join(unit, unit.c.unit_id == report_due.c.unit_id)
    with database.connect() as connection:
        found = connection.execute(due.where(unit.c.code == "M1").order_by("month").limit(4)).all()
    ends = [dt.date(2026, 2, 28), dt.date(2026, 3, 31), dt.date(2026, 4, 30), dt.date(2026, 5, 31)]
    assert [day for _month, day in found] == ends
    # The month becomes owed on the day after: both reckonings of what is known agree.
    known = Duty("month", 31, dt.date(2026, 1, 1))
    assert [known.last_due(day + dt.timedelta(days=1)) for day in ends] == [month for month, _day in found]
    assert known.last_due(ends[0]) is None
