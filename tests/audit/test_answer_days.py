"""The last day of a unit is one of its days, for everything alike."""

import datetime as dt

import pytest
from sqlalchemy import Engine, literal, select

from data_access.asked.periods import Period
from data_access.ledgers.unit import active_on, is_active
from data_access.reading.members import members
from data_access.reading.reader import reading
from data_access.reading.records import materials
from data_access.reading.viewer import ALL_SEEING
from data_access.store.tables import unit
from tests.audit.answer_city import counts, load, of_ledger, units
from tests.data_access.stored_figures import counted

LAST = dt.date(2026, 3, 31)


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
    duty = {"unit_kind": "municipal_department", "ledger": "litigation", "frequency": "month", "due_day": 10,
            "from_month": "2026-01-01"}  # fmt: skip
    load(database, units(M1={"active_to": last}), of_ledger("reporting_duty", [duty]))
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
