"""Months as people write them, and numbers with what they count: in the ledgers that are kept month by month."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from xlsxwriter import Workbook

from data_access.checking.conversion import Refusal, converter
from data_access.files.sources import Sheet, read_file
from data_access.ledgers.all import BY_KEY, LEDGERS
from data_access.ledgers.power_statistic import POWER_STATISTIC
from data_access.loading.batches import LoadResult
from data_access.loading.load import load_sheets
from tests.data_access.ledger_sheets import rows_of, sheet, units

TODAY = dt.date(2026, 10, 31)
MARCH = dt.date(2026, 3, 1)
MONTHLY = [(ledger, column) for ledger in LEDGERS for column in ledger.columns if column.is_month]


def load(database: Engine, *sheets: Any) -> LoadResult:
    return load_sheets(database, sheets, today=TODAY)


def test_every_month_of_a_ledger_takes_one_with_or_without_its_day() -> None:
    written = ("2026-03", "2026年3月", "2026年03月份", "二〇二六年三月", "202603", 202603, "2026/3", "Mar 2026",
               "2026-03-01", "2026-03-15", dt.date(2026, 3, 31), dt.datetime(2026, 3, 9), 46082)  # fmt: skip
    assert {ledger.key for ledger, _column in MONTHLY} == {
        "reporting_duty", "ledger_report", "service_statistic", "power_statistic", "enforcement_statistic",
    }  # fmt: skip
    for _ledger, column in MONTHLY:
        assert [converter(column)(each) for each in written] == [MARCH] * len(written)
        for wrong in ("三月", "2026Q1", "2026年1-6月", "2026-13", "1026-03", "0000-01", 2026):
            assert isinstance(converter(column)(wrong), Refusal), wrong


@pytest.mark.both_engines
def test_two_rows_of_one_month_are_told_and_a_month_to_come_is_a_slip(database: Engine) -> None:
    row = {"单位": "C01", "月份": "2026-03", "行政权力事项": 300, "网上运行事项": 280}
    rows = [row, {**row, "月份": "2026-03-15", "网上运行事项": 290}, {**row, "月份": "2026-11"}]
    result = load(database, units(), sheet("power_statistic", rows))
    assert [(each.row, each.column, each.code) for each in result.problems] == [
        (4, "月份", "future_date"),
        (3, "月份", "conflicting_key"),
    ]
    load(database, units(), sheet("power_statistic", [row]))
    # Whichever day of it is written: it is the month that stands.
    assert load(database, sheet("power_statistic", [{**row, "月份": dt.date(2026, 3, 31)}])).status == "unchanged"
    assert [stored["month"] for stored in rows_of(database, POWER_STATISTIC.table)] == [MARCH]


def test_a_cell_that_shows_its_month_alone_is_that_month(database: Engine, tmp_path: Path) -> None:
    file = tmp_path / "月报.xlsx"
    with Workbook(str(file)) as book:
        page, shown = book.add_worksheet("行政权力月报"), book.add_format({"num_format": "yyyy-mm"})
        page.write_row(0, 0, ["单位", "月份", "行政权力事项"])
        page.write_row(1, 0, ["C01", "", 300])
        page.write_datetime(1, 1, MARCH, shown)
    assert load(database, units(), *read_file(file)).problems == ()
    assert [stored["month"] for stored in rows_of(database, POWER_STATISTIC.table)] == [MARCH]


@pytest.mark.parametrize(
    ("column", "written", "value"),
    [
        ("service_statistic.handled", "300件", 300),
        ("service_statistic.handled", "1,300 件", 1300),
        ("service_statistic.handled", "约300件", "bad_integer"),
        ("service_statistic.handled", "300件（含退件）", "bad_integer"),
        ("service_statistic.handled", "3万件", "bad_integer"),
        ("service_statistic.handled", "件", "bad_integer"),
        ("service_statistic.days_used", "1600天", "bad_decimal"),
        ("service_statistic.days_used", "-1600", "below_zero"),
        ("training_session.hours", "6学时", 6.0),
        ("training_session.hours", -6, "below_zero"),
        ("case_file_review.score", "85.5分", 85.5),
        ("case_file_defect.points", "-2", "below_zero"),
        # A deduction is one.
        ("assessment_mark.score", "-2", -2.0),
        ("legal_staffing.year", "2026年度", 2026),
    ],
)
def test_a_number_may_be_followed_by_what_it_counts_and_an_amount_is_never_below_nought(
    column: str, written: object, value: object
) -> None:
    ledger, name = column.split(".")
    read = converter(BY_KEY[ledger].column(name))(written)
    assert (read.code if isinstance(read, Refusal) else read) == value


def test_a_percentage_is_so_many_of_a_hundred_where_the_column_says_so(database: Engine) -> None:
    task = {"单位": "C01", "计划开始": "2026-01-01", "计划完成": "2026-12-31"}
    rows = [
        {**task, "任务编号": str(number), "进度（百分之几）": each} for number, each in enumerate(("60%", "60", 60))
    ]
    assert load(database, units(), sheet("plan_task", rows)).problems == ()
    assert {row["progress"] for row in rows_of(database, BY_KEY["plan_task"].table)} == {60.0}


def test_a_child_waits_for_its_parent_and_is_told_its_own_mistake_first(database: Engine) -> None:
    officer = {"单位": "C01", "执法人员编号": "ZF-1", "到岗日期": "2026-13-01"}
    record = {"单位": "C01", "执法人员编号": "ZF-1", "日期": "2026-03-02", "记录种类": "培训", "培训学时": 16}
    records = [record, {**record, "日期": "2026-03-03", "培训学时": 1600}, {**record, "执法人员编号": "ZF-2"}]
    result = load(database, units(), sheet("officer", [officer]), sheet("officer_record", records))
    assert sorted((each.sheet, each.row, each.column, each.code) for each in result.problems) == [
        ("执法人员", 2, "到岗日期", "bad_date"),
        ("执法人员记录", 2, "执法人员编号", "parent_rejected"),
        ("执法人员记录", 3, "培训学时", "bad_hours"),
        ("执法人员记录", 4, "执法人员编号", "no_parent"),
    ]


def test_a_year_to_come_is_a_slip_where_it_says_what_stood_and_none_where_it_plans(database: Engine) -> None:
    staff = [{"unit_id": "C01", "year": year, "posts": 6, "on_post": 5} for year in (2026, 2027)]
    result = load(database, units(), sheet("legal_staffing", staff))
    assert [(each.row, each.code, each.expected) for each in result.problems] == [(3, "future_date", ("2026-10-31",))]
    plan = [{"unit_id": "C01", "project_no": "L-1", "title": "办法", "kind": "rule", "planned_year": 2027}]
    assert "future_date" not in {
        each.code for each in load(database, units(), sheet("legislation_project", plan)).problems
    }


def test_a_field_that_a_department_began_is_stored_with_the_remark_that_it_counts_for_nothing(database: Engine) -> None:
    began = {"field": "ecology", "started_on": "2026-03-01"}
    rows = [{"unit_id": code} | began for code in ("C01", "C01-nr")] + [{"unit_id": "C02-nr", "field": "transport"}]
    result = load(database, units(), sheet("centralised_penalty", rows))
    assert result.status == "stored"
    assert [(each.row, each.value) for each in result.warnings if each.code == "counties_alone"] == [(3, "C01-nr")]


@pytest.mark.parametrize(
    ("months", "row"),
    [
        # One unit from 5 to three times as many; or no fall in six steps, whoever's.
        ({"C01": (5, 10, 15)}, 4),
        ({"C01": (1, 2, 3, 4), "C02": (1, 3, 3, 9)}, 9),
        # A month that falls, few steps, small numbers, a year that begins anew.
        ({"C01": (5, 10, 15), "C02": (9, 8, 10)}, None),
        ({"C01": (5, 10, 15, 20), "C02": (9, 8, 10, 12)}, None),
        ({"C01": (5, 10)}, None),
        ({"C01": (1, 2, 3)}, None),
        ({"C01": (50, 51, 52)}, None),
        ({"C01": (7, 7, 7, 7, 7, 7)}, None),
    ],
)
def test_months_that_never_fall_are_asked_about(database: Engine, months: dict[str, Any], row: int | None) -> None:
    rows = [
        {"unit_id": unit, "month": f"2026-{month:02}", "handled": value, "items": 100 * month}
        for unit, values in months.items()
        for month, value in enumerate(values, 1)
    ]
    result = load(database, units(), sheet("service_statistic", rows))
    # Items stand at the end of each month, and may grow all year.
    said = [(each.row, each.column) for each in result.warnings if each.code == "running_sums"]
    assert (result.status, said) == ("stored", [] if row is None else [(row, "handled")])
    forms = [
        {"unit_id": each["unit_id"], "period": each["month"], "count": "applications_received",
         "value": each["handled"]}
        for each in rows
    ]  # fmt: skip
    of_forms = load(database, sheet("reported_count", forms))
    assert [each.row for each in of_forms.warnings if each.code == "running_sums"] == ([] if row is None else [row])


def test_months_that_are_sent_one_at_a_time_are_asked_about_as_well(database: Engine) -> None:
    load(database, units())
    told = []
    for month, value in enumerate((5, 10, 15, 3), 1):
        row = {"unit_id": "C01", "month": f"2026-{month:02}", "handled": value, "items": 9}
        result = load(database, sheet("service_statistic", [row]))
        told.append([(each.row, each.column) for each in result.warnings if each.code == "running_sums"])
    assert told == [[], [], [(2, "handled")], []]


@pytest.mark.parametrize(
    ("county", "units_of_it", "told"),
    [
        # A total of two units; the county's own, one unit alone, small numbers, and a total in one column only.
        ({"items": 30, "handled": 7}, [(10, 3), (20, 4)], True),
        ({"items": 30, "handled": None}, [(10, 3), (20, 4)], True),
        ({"items": 31, "handled": 7}, [(10, 3), (20, 4)], False),
        ({"items": 10, "handled": 7}, [(10, 7)], False),
        ({"items": 4, "handled": 3}, [(2, 1), (2, 2)], False),
    ],
)
def test_a_county_s_row_that_adds_up_its_units_is_told(
    database: Engine, county: dict[str, Any], units_of_it: list[tuple[int, int]], told: bool
) -> None:
    month = {"month": "2026-03"}
    load(database, units())
    rows = [
        {"unit_id": unit, "handled": items, "handled_in_time": handled} | month
        for unit, (items, handled) in zip(("C01-nr", "C01-mr"), units_of_it, strict=False)
    ]
    # The units' rows may have come with another file, and those of another county add nothing.
    load(
        database, sheet("service_statistic", [*rows, {"unit_id": "C02-nr", "handled": 9, "handled_in_time": 9} | month])
    )
    own = {"unit_id": "C01", "handled": county["items"], "handled_in_time": county["handled"]} | month
    result = load(database, sheet("service_statistic", [own]))
    said = [(each.row, each.column) for each in result.warnings if each.code == "sum_of_units"]
    assert (result.status, said) == ("stored", [(2, "handled")] if told else [])


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("当月办结件（件）", "near_header"),
        ("当月办结件（当月）", "near_header"),
        ("当月办结件（万件）", "other_measure"),
        ("当月办结件(单位：千)", "other_measure"),
        ("承诺时限合计（日）", "other_measure"),
        ("承诺时限合计（工作日）", None),
    ],
)
def test_a_header_that_counts_in_another_measure_is_refused(database: Engine, header: str, code: str | None) -> None:
    load(database, units())
    row = {"单位": "C01", "月份": "2026-03", "审批服务事项": 9, header: 12}
    result = load(database, sheet("service_statistic", [row]))
    assert [each.code for each in (*result.problems, *result.warnings)] == ([] if code is None else [code])
    assert result.status == ("refused" if code == "other_measure" else "stored")


@pytest.mark.parametrize(
    ("title", "refused"),
    [
        ("单位：万件", True),
        ("某县2026年3月统计表（单位：千件）", True),
        ("计量单位：万件  填报日期：2026年4月2日", True),
        ("Unit: 10,000 cases", True),
        ("Figures in thousands", True),
        ("单位：件", False),
        ("填报单位：千山县", False),
        # The sheet has no amounts of money.
        ("单位：万元", False),
    ],
)
def test_a_line_above_the_headers_that_states_another_scale_is_refused(
    database: Engine, title: str, refused: bool
) -> None:
    load(database, units())
    headers = ("单位", "月份", "审批服务事项", "当月办结件")
    titled = Sheet("政务服务月报", (title, "", "", ""), [(2, list(headers)), (3, ["C01", "2026-03", 9, 12])])
    result = load(database, titled)
    expected = [(title, "other_measure", ("审批服务事项", "当月办结件"))] if refused else []
    assert [(each.column, each.code, each.expected) for each in result.problems] == expected
    assert result.status == ("refused" if refused else "stored")
