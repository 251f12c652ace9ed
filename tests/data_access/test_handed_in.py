"""Loading a ledger is reporting it; a declared "nothing" and silence stay what they are."""

import datetime as dt

import pytest
from sqlalchemy import Engine, select

from data_access.files.sources import Sheet
from data_access.ledgers.ledger_report import LEDGER_REPORT, report_due
from data_access.loading.load import load_sheets
from data_access.loading.undo import undo
from data_access.store.tables import unit
from tests.data_access.ledger_sheets import case, cases, data_version, sheet, units

TODAY = dt.date(2026, 6, 15)


def duties(kind: str = "county", frequency: str = "month", since: str = "2026-03-01") -> Sheet:
    duty = {"单位类别": kind, "台账": "行政复议", "报送周期": frequency, "次月几日前": 10, "自何月起": since}
    return sheet("reporting_duty", [duty])


def said(*rows: tuple[str, str, str]) -> Sheet:
    """Declared reports: unit, month and whether there was nothing."""
    return sheet(
        "ledger_report",
        [
            {"单位": code, "台账": "行政复议", "月份": month, "报送日期": "2026-05-03", "无案件可报": nothing}
            for code, month, nothing in rows
        ],
    )


def load(database: Engine, *sheets: Sheet, today: dt.date = TODAY) -> str:
    return str(load_sheets(database, sheets, today=today).load_no)


def states(database: Engine, code: str) -> dict[str, str]:
    """Month → state of each report due by TODAY."""
    query = (
        select(report_due.c.month, report_due.c.state)
        .join(unit, report_due.c.unit_id == unit.c.unit_id)
        .where(unit.c.code == code, report_due.c.due_on <= TODAY)
        .order_by(report_due.c.month)
    )
    with database.connect() as connection:
        return {f"{row.month:%Y-%m}": row.state for row in connection.execute(query)}


def reports(database: Engine) -> list[tuple[str, str, bool]]:
    query = select(unit.c.code, LEDGER_REPORT.table.c.month, LEDGER_REPORT.table.c.nothing_to_report).join(
        unit, LEDGER_REPORT.table.c.unit_id == unit.c.unit_id
    )
    with database.connect() as connection:
        return sorted((row[0], f"{row[1]:%Y-%m}", row[2]) for row in connection.execute(query))


def test_the_rows_of_a_department_are_its_countys_report_of_their_months(database: Engine) -> None:
    load(database, units(), duties(), cases(case("1号")))
    assert states(database, "C01") == {"2026-03": "not_reported", "2026-04": "reported", "2026-05": "not_reported"}
    assert set(states(database, "C02").values()) == {"not_reported"}
    assert reports(database) == [("C01", "2026-04", False)]


def test_who_has_a_duty_of_its_own_reports_for_itself(database: Engine) -> None:
    load(database, units(), duties("county_department"), cases(case("1号")))
    assert states(database, "C01-nr")["2026-04"] == "reported"
    assert states(database, "C01-mr")["2026-04"] == "not_reported"


def test_without_a_duty_nothing_is_written(database: Engine) -> None:
    load(database, units(), cases(case("1号")))
    assert reports(database) == []


def test_a_duty_that_comes_later_finds_the_rows_that_stand(database: Engine) -> None:
    load(database, units(), cases(case("1号")))
    load(database, duties())
    assert reports(database) == [("C01", "2026-04", False)]


@pytest.mark.parametrize(
    ("today", "expected"),
    [(dt.date(2026, 4, 30), []), (dt.date(2026, 5, 1), [("C01", "2026-04", False)])],
)
def test_a_month_is_not_reported_before_it_has_ended(
    database: Engine, today: dt.date, expected: list[tuple[str, str, bool]]
) -> None:
    load(database, units(), duties(), cases(case("1号")), today=today)
    assert reports(database) == expected


def test_data_that_stand_at_the_end_of_a_month_report_it_when_they_are_loaded_later(database: Engine) -> None:
    sheets = [units(), duties(), cases(case("1号"))]
    load_sheets(database, sheets, as_of=dt.date(2026, 4, 30), today=dt.date(2026, 5, 8))
    assert reports(database) == [("C01", "2026-04", False)]


def test_the_same_ledger_handed_in_again_later_reports_the_months_that_ended_meanwhile(database: Engine) -> None:
    load(database, units(), duties(), cases(case("1号")), today=dt.date(2026, 4, 20))
    assert reports(database) == []
    load(database, cases(case("1号")))
    assert reports(database) == [("C01", "2026-04", False)]
    version = data_version(database)
    load(database, cases(case("1号")))
    assert data_version(database) == version


def test_a_row_of_a_quarter_is_the_report_of_the_quarter(database: Engine) -> None:
    load(
        database,
        units(),
        duties(frequency="quarter", since="2026-01-01"),
        cases(case("1号", 审结日期="2026-02-03"), case("2号")),
    )
    assert reports(database) == [("C01", "2026-03", False)]


def test_a_row_is_stronger_than_the_word_that_there_was_none(database: Engine) -> None:
    load(database, units(), duties(), said(("C01", "2026-04-01", "是"), ("C02", "2026-04-01", "是")))
    assert reports(database) == [("C01", "2026-04", True), ("C02", "2026-04", True)]
    load(database, cases(case("1号")))
    assert reports(database) == [("C01", "2026-04", False), ("C02", "2026-04", True)]
    with database.connect() as connection:
        days = set(connection.execute(select(LEDGER_REPORT.table.c.reported_on)).scalars())
    assert days == {dt.date(2026, 5, 3)}


def test_what_the_same_file_declares_wins_over_what_follows_from_its_rows(database: Engine) -> None:
    load(database, units(), duties(), cases(case("1号")), said(("C01", "2026-04-01", "否")))
    with database.connect() as connection:
        assert connection.execute(select(LEDGER_REPORT.table.c.reported_on)).scalar_one() == dt.date(2026, 5, 3)


def test_undoing_the_load_takes_its_report_back(database: Engine) -> None:
    load(database, units(), duties(), said(("C01", "2026-04-01", "是")))
    number = load(database, cases(case("1号"), case("2号", 审结日期="2026-03-05")))
    assert reports(database) == [("C01", "2026-03", False), ("C01", "2026-04", False)]
    undo(database, number)
    assert reports(database) == [("C01", "2026-04", True)]


def test_a_unit_that_was_not_there_yet_or_no_more_reports_nothing(database: Engine) -> None:
    gone = {"单位代码": "C09", "单位名称": "丙县人民政府", "单位类别": "county", "停用日期": "2026-03-31"}
    load(database, units(), sheet("unit", [gone]), duties(), cases(case("1号", unit="C09")))
    assert reports(database) == []
