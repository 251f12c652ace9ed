"""Statistical forms through the one door: wide and long, however periods are written, and what is refused of them."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, select

from data_access.checking.written_periods import from_cell, within
from data_access.files.sources import Sheet
from data_access.ledgers.count_item import COUNT_ITEM
from data_access.ledgers.reported_count import REPORTED_COUNT
from data_access.loading.batches import LoadResult
from data_access.loading.load import load_sheets
from data_access.problems import in_words
from data_access.store.tables import monthly_tally, unit
from tests.data_access.ledger_sheets import case, cases, sheet, units
from wording import wording

TODAY = dt.date(2026, 11, 15)
Cells = Sequence[Sequence[object]]


def form(cells: Cells, name: str = "Sheet1", source: str = "form.xlsx") -> Sheet:
    """A sheet as the office has it: its first row is what the reader of files takes for headers."""
    first, *rest = cells
    return Sheet(name, tuple(str(cell or "") for cell in first), [*enumerate(map(list, rest), 2)], source)


def load(database: Engine, *sheets: Sheet, **options: Any) -> LoadResult:
    return load_sheets(database, sheets, today=TODAY, **options)


def stored(database: Engine) -> list[tuple[object, ...]]:
    """Unit, period, count and value of every row; None where there is nothing to count."""
    count = REPORTED_COUNT.table.c
    query = select(unit.c.code, count.period, count.count, count.value).join(unit, unit.c.unit_id == count.unit_id)
    with database.connect() as connection:
        return sorted(tuple(row) for row in connection.execute(query))


def told(database: Engine, key: str) -> list[tuple[str, str, float, int]]:
    """Unit, month, value and span of what forms tell under a stored key."""
    query = (
        select(unit.c.code, monthly_tally.c.month, monthly_tally.c.value, monthly_tally.c.span_months)
        .join(unit, unit.c.unit_id == monthly_tally.c.unit_id)
        .where(monthly_tally.c.tally_key == key, monthly_tally.c.span_months.is_not(None))
        .order_by(unit.c.code, monthly_tally.c.month)
    )
    with database.connect() as connection:
        return [(row[0], f"{row[1]:%Y-%m}", row[2], row[3]) for row in connection.execute(query)]


def codes(result: LoadResult) -> list[str]:
    return [problem.code for problem in result.problems]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2026-06", "2026-06"), ("2026年6月份", "2026-06"), (202606, "2026-06"), (dt.date(2026, 6, 1), "2026-06"),
        ("2026Q2", "2026Q2"), ("2026年第二季度", "2026Q2"), ("2026上半年", "2026H1"), ("2026年下半年", "2026H2"),
        ("2026年前三季度", "2026-01~2026-09"), ("2026年一至三季度累计", "2026-01~2026-09"),
        ("2026年前两季度", "2026-01~2026-06"),
        ("截至2026年9月底", "2026-01~2026-09"), ("2026年前九个月", "2026-01~2026-09"),
        ("2026年2-3季度", "2026-04~2026-09"),
        ("二〇二六年十二月份", "2026-12"), ("2026年度上半年", "2026H1"), ("2026年上半年累计", "2026-01~2026-06"),
        ("2026年1月1日至9月30日", "2026-01~2026-09"), ("2026.7.1-2026.9.30", "2026Q3"),
        # Half a month is no period; what counts on to a December may have begun in July.
        ("2026年1月1日至9月29日", None), ("2026年下半年累计", None), ("2026年前5季度", None), ("前三季度", None),
        ("2026年1—6月", "2026-01~2026-06"), ("2026年1至1月", "2026-01"), ("2026年3-5月", "2026-03~2026-05"),
        (2026, "2026"), ("２０２６年度", "2026"),
        # October may have been meant; a day is no period; thirteen months has no year.
        (2026.1, None), ("2026-06-30", None), ("2026-13", None), ("6月", None), ("2026年6—3月", None), ("", None),
    ],
)  # fmt: skip
def test_a_period_is_read_as_people_write_it(written: object, code: str | None) -> None:
    period = from_cell(written)
    assert (period.code if period else None) == code


@pytest.mark.parametrize(
    ("title", "header", "stated"),
    [
        ("2026年3月行政复议统计表（单位：万件）", "受理", "2026年3月行政复议统计表（单位：万件）"),
        ("2026年3月行政复议统计表", "受理（万件）", "受理（万件）"),
        ("2026年3月行政复议统计表", "受理（件）", None),
    ],
)
def test_a_form_in_another_scale_is_refused(database: Engine, title: str, header: str, stated: str | None) -> None:
    load(database, units())
    result = load(database, form([[title, ""], ["单位", header], ["C01", 12]]))
    assert [(each.column, each.code) for each in result.problems] == ([(stated, "other_measure")] if stated else [])
    assert [row[3] for row in stored(database)] == ([] if stated else [12.0])


def test_a_title_tells_a_period_only_where_it_names_one() -> None:
    assert within("2026年上半年行政复议统计表") == from_cell("2026H1")
    assert within("2025年6月与2026年6月对比") is None
    # A part of the year goes before the year, and the day on which a form was filled in is no period.
    assert within("2026年度行政复议统计表（1—6月）") == from_cell("2026年1—6月")
    assert within("统计时间：2026年1月1日—9月30日") == from_cell("2026年1—9月")
    assert within("2026年度（截至6月30日）") == from_cell("2026年1—6月")
    assert within("2026年度（截至6月15日）") is None
    assert within("填报日期：2026年10月8日") is None


@pytest.mark.parametrize(
    ("title", "name", "period"),
    [
        ("2026年前三季度行政复议统计表", "Sheet1", "2026-01~2026-09"),
        ("2026年度行政复议月报", "6月", "2026-06"),
        ("行政复议统计表（2026年）", "1-9月", "2026-01~2026-09"),
        ("前三季度行政复议统计表", "2026", "2026-01~2026-09"),
        # The year of the sheet is another.
        ("2026年度行政复议统计表", "2025年6月", "2026"),
    ],
)
def test_title_and_name_of_a_sheet_tell_the_period_of_a_form_together(
    database: Engine, title: str, name: str, period: str
) -> None:
    load(database, units())
    rows = [(title, None), ("填报日期：2026年10月8日", None), ("单位", "收到申请"), ("C01", 12)]
    assert load_sheets(database, [form(rows, name=name)], today=dt.date(2027, 1, 31)).problems == ()
    assert [row[1] for row in stored(database)] == [period]


def test_a_period_without_its_year_and_several_months_for_one_are_said_as_such(database: Engine) -> None:
    load(database, units())
    (yearless,) = load(database, by_period(("前三季度", 12))).problems
    rows = [{"单位": "C01", "台账": "行政复议", "月份": "2026年上半年", "报送日期": "2026-07-03"}]
    (several,) = load(database, sheet("ledger_report", rows)).problems
    assert (yearless.code, yearless.value) == ("period_without_year", "前三季度")
    assert (several.code, several.value) == ("several_months", "2026年上半年")


def test_counts_as_columns_under_a_title_with_sums_and_a_line_of_numbers(database: Engine) -> None:
    load(database, units())
    result = load(
        database,
        form(
            [
                ["2026年上半年行政复议情况统计表"],
                ["序号", "单位", "收到申请（件）", "受理件数"],
                ["甲", "乙", 1, 2],
                [1, "甲县", 12, "1,0"],
                [2, "乙县", "/", 0],
                [3, "市住房建设局", None, 4],
                [None, "合计", 12, 14],
                ["填表人：某某", None, None, None],
            ]
        ),
    )
    # "1,0" is no number: the row is refused with its place, and nothing is stored.
    assert (result.status, codes(result)) == ("refused", ["bad_decimal"])
    assert "第 4 行“受理件数”列" in in_words(result.problems[0], wording("zh"))
    assert stored(database) == []


def test_figures_that_nobody_can_read_are_counted_and_a_slip_in_the_name_of_a_count_is_refused(
    database: Engine,
) -> None:
    load(database, units())
    title = ("2026年6月行政复议情况统计表",)
    rows = [("序号", "单位", "收到申请", "行政赔偿金额", "备注"), (1, "C01", 12, 3, "补报"), (2, "C02", 4, None, "")]
    result = load(database, form([title, *rows]))
    said = [(each.code, each.column, each.value) for each in result.warnings if each.code != "title_rows"]
    assert (result.status, said) == (
        "stored",
        [("unknown_header", "序号", None), ("figures_unread", "行政赔偿金额", "1"), ("unknown_header", "备注", None)],
    )
    slip = [("单位", "收到申请", "意见书按期回服"), ("C01", 12, 3)]
    (problem,) = load(database, form([title, *slip])).problems
    assert (problem.code, problem.column) == ("like_header", "意见书按期回服")


def test_zero_is_no_blank_and_a_stroke_is_neither(database: Engine) -> None:
    rows = [
        ["单位", "2026年上半年", None],
        [None, "收到申请", "受理"],
        ["甲县", 12, 10],
        ["乙县", "/", 0],
        ["市住房建设局", None, 4],
    ]
    assert load(database, units(), form([*rows, ["小计", 12, 14]])).status == "stored"
    assert stored(database) == [
        ("C01", "2026H1", "applications_accepted", 10), ("C01", "2026H1", "applications_received", 12),
        ("C02", "2026H1", "applications_accepted", 0), ("C02", "2026H1", "applications_received", None),
        ("M-housing", "2026H1", "applications_accepted", 4),
    ]  # fmt: skip
    assert told(database, "applications_received@county") == [
        ("C01", "2026-06", 12, 6), ("C02", "2026-06", 0, -1),
    ]  # fmt: skip


@pytest.mark.parametrize("word", ["无", "—", "-", "未统计"])
def test_a_word_in_the_place_of_a_number_is_asked_about_and_leaves_nothing_standing_unsaid(
    database: Engine, word: str
) -> None:
    """It was "now empty" in a first form, and in a second nothing at all: the earlier number stood."""
    head = [["单位", "2026年上半年", None], [None, "收到申请", "受理"]]
    first = load(database, units(), form([*head, ["甲县", word, 10]]))
    assert [(each.code, each.value) for each in first.problems] == [("word_for_figure", word)]
    assert load(database, units(), form([*head, ["甲县", 12, 10]])).status == "stored"
    again = load(database, form([*head, ["甲县", word, 10]]))
    assert (again.status, codes(again)) == ("refused", ["word_for_figure"])


def test_months_as_columns_and_a_row_a_count_are_the_long_form(database: Engine) -> None:
    wide = form(
        [
            ["2026年统计"],
            ["单位", "项目", "1月", "2月", "合计"],
            ["甲县", "收到申请", 3, 4, 7],
            ["甲县", "受理", 2, 0, 2],
        ]
    )
    load(database, units(), wide)
    as_wide = stored(database)
    long = [("2026-01", "收到申请", 3), ("2026-02", "收到申请", 4), ("2026-01", "受理", 2), ("2026-02", "受理", 0)]
    rows = [{"单位": "C01", "统计期": period, "统计项": count, "数值": value} for period, count, value in long]
    assert load(database, sheet("reported_count", rows)).status == "unchanged"
    assert len(as_wide) == 4
    assert stored(database) == as_wide


def test_a_sum_must_be_that_of_its_rows(database: Engine) -> None:
    rows = [
        ["单位", "2026-01收到申请"],
        ["甲县", 2],
        ["小计", 2],
        ["乙县", 3],
        ["市住房建设局", 4],
        ["小计", 7],
        ["总计", 9],
    ]
    assert load(database, units(), form(rows)).status == "stored"
    rows[-1] = ["总计", 10]
    result = load(database, form(rows))
    assert codes(result) == ["sum_differs"]
    assert "第 7 行“2026-01收到申请”列：合计为“10”，而各行相加为9" in in_words(result.problems[0], wording("zh"))


def test_a_form_without_a_period_is_refused_by_that_name(database: Engine) -> None:
    result = load(database, units(), form([["单位", "收到申请"], ["甲县", 2]]))
    assert codes(result) == ["missing_header"]
    assert result.problems[0].value == "统计期 / Period"


def by_period(*figures: tuple[str, object], count: str = "收到申请", code: str = "C01", **more: object) -> Sheet:
    rows = [{"单位": code, "统计期": period, "统计项": count, "数值": value, **more} for period, value in figures]
    return sheet("reported_count", rows)


def test_cumulative_figures_are_differenced(database: Engine) -> None:
    load(database, units(), by_period(("2026年1月", 3), ("2026年1—3月", 10), ("2026年1—4月", 10)))
    assert told(database, "applications_received@city") == [
        ("C01", "2026-01", 3, 1), ("C01", "2026-03", 7, 2), ("C01", "2026-04", 0, 1),
    ]  # fmt: skip
    # The restated month is replaced and listed; what follows is differenced anew.
    result = load(database, by_period(("2026年1月", 5)))
    assert [(cell.before, cell.after) for row in result.changes.rows for cell in row.cells] == [(3, 5)]
    assert told(database, "applications_received@city")[:2] == [("C01", "2026-01", 5, 1), ("C01", "2026-03", 5, 2)]


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ([("2026年1—3月", 10)], [("2026年1—4月", 9)], "cumulative_falls"),
        ([("2026-02", 3)], [("2026Q1", 10)], "overlapping_period"),
        ([("2026Q1", 10)], [("2026H1", 12)], "overlapping_period"),
        ([("2026Q1", 10)], [("2026年1—3月", 10)], "overlapping_period"),
        ([], [("2026-02", -1)], "below_zero"),
        ([], [("2026-02", None)], "missing_value"),
        ([], [("2026-12", 1)], "future_date"),
        ([], [("半年", 1)], "bad_period"),
        ([("2026-02", 3)], [("2026-02", 4), ("2026-02", 5)], "conflicting_key"),
    ],
)  # fmt: skip
def test_periods_that_contradict_each_other_are_refused(
    database: Engine, first: list[tuple[str, object]], second: list[tuple[str, object]], code: str
) -> None:
    load(database, units())
    if first:
        assert load(database, by_period(*first)).status == "stored"
    before = stored(database)
    result = load(database, by_period(*second))
    assert (result.status, set(codes(result))) == ("refused", {code})
    for language in ("zh", "en"):
        assert "{" not in in_words(result.problems[0], wording(language))
    # A period is said as people write it.
    if code in ("overlapping_period", "cumulative_falls"):
        assert re.search(r"2026 ?(Q|H|-\d\d~)", in_words(result.problems[0], wording("zh"))) is None
    assert stored(database) == before


def test_two_forms_for_one_period_are_refused_and_a_restated_one_is_not(database: Engine) -> None:
    load(database, units(), by_period(("2026-02", 3), 报表名称="月报"))
    assert codes(load(database, by_period(("2026-02", 4), 报表名称="快报"))) == ["two_forms"]
    assert load(database, by_period(("2026-02", 4), 报表名称="月报")).status == "stored"
    assert [row[3] for row in stored(database)] == [4]


def test_what_is_counted_must_be_known_and_a_part_is_no_more_than_its_whole(database: Engine) -> None:
    load(database, units())
    unknown = load(database, by_period(("2026-02", 3), count="负责人出庭人次"))
    assert codes(unknown) == ["unknown_count"]
    assert "可填的有负责人出庭" in in_words(unknown.problems[0], wording("zh"))
    load(database, by_period(("2026-02", 3), count="开庭"))
    result = load(database, by_period(("2026-02", 4), count="负责人出庭"))
    assert codes(result) == ["part_above_whole"]
    assert "“负责人出庭: 4”不应多于它所属的“开庭: 3" in in_words(result.problems[0], wording("zh"))


def test_the_citys_own_counts_are_known_by_name_from_the_same_file_on(database: Engine) -> None:
    own = sheet("count_item", [{"统计项代码": "calls", "统计项名称": "热线咨询", "统计方式": "期间发生数"},
                               {"统计项代码": "staff", "统计项名称": "在岗人数", "统计方式": "期末存量"}])  # fmt: skip
    wide = form([["单位", "统计期", "热线咨询", "在岗人数"], ["甲县", "2026Q1", 30, 7]])
    assert load(database, units(), own, wide).status == "stored"
    # A stock has no span, and one figure at the end of a month.
    assert told(database, "calls@county") == [("C01", "2026-03", 30, 3)]
    assert told(database, "staff@county") == [("C01", "2026-03", 7, 1)]
    assert codes(load(database, by_period(("2026-03", 8), count="在岗人数"))) == ["overlapping_period"]
    taken = sheet("count_item", [{"统计项代码": "x", "统计项名称": "受理", "统计方式": "期间发生数"}])
    assert codes(load(database, taken)) == ["count_taken"]
    with database.connect() as connection:
        assert len(connection.execute(select(COUNT_ITEM.table)).all()) == 2


def test_cases_win_where_they_tell_and_the_form_is_kept_beside(database: Engine) -> None:
    first = cases(case("1号", 收到日期="2026-02-10"), case("2号", 收到日期="2026-04-10", 审结日期="2026-04-20"))
    load(database, units(), first)
    load(database, by_period(("2026-03", 2), ("2026-05", 4), ("2026-06", 1), code="C01-nr"))
    # Cases tell from February to April: in March there were none, whatever the form says.
    assert told(database, "applications_received@reported") == [("C01-nr", "2026-03", 2, 1)]
    assert told(database, "applications_received") == [("C01-nr", "2026-05", 4, 1), ("C01-nr", "2026-06", 1, 1)]
    # A case of May makes the form of May one that is only compared.
    load(database, cases(case("3号", 收到日期="2026-05-10", 审结日期="2026-05-20")))
    assert told(database, "applications_received@reported")[1] == ("C01-nr", "2026-05", 4, 1)


def test_a_countys_own_row_stands_for_its_units_forms(database: Engine) -> None:
    load(database, units(), by_period(("2026-01", 10)), by_period(("2026-01", 4), ("2026-02", 5), code="C01-nr"))
    assert told(database, "applications_received@city") == [
        ("C01", "2026-01", 10, 1), ("C01", "2026-02", 0, 0), ("C01-nr", "2026-02", 5, 1),
    ]  # fmt: skip
    assert told(database, "applications_received@county@reported") == [("C01", "2026-01", 4, 1)]


@pytest.mark.parametrize("held", ["failed", "not_calculated"])
def test_a_figure_that_an_error_or_a_formula_holds_back_is_refused_and_not_taken_for_blank(
    database: Engine, held: str
) -> None:
    load(database, units())
    told = form([["单位", "统计期", "开庭", "负责人出庭"], ["C01", "2025上半年", None, 4]])
    marked = replace(told, marks=replace(told.marks, **{held: frozenset({(2, 2)})}))
    result = load(database, marked)
    assert (result.status, {(each.code, each.row, each.column) for each in result.problems}) == (
        "refused", {("cell_error" if held == "failed" else "not_calculated", 2, "开庭")}
    )  # fmt: skip
    assert stored(database) == []
