"""What clerks do beside filling cells: titles instead of columns, several cases in a cell, names beside offices."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from xlsxwriter import Workbook

from data_access.checking.counted_days import counted, estimated_year
from data_access.checking.joined_numbers import UNTOLD, joined
from data_access.checking.mapping import read_mapping
from data_access.checking.named_persons import said_with_name
from data_access.checking.written_words import meanings
from data_access.files.sources import Sheet, read_file
from data_access.ledgers.litigation import LITIGATION
from data_access.loading.batches import LoadResult
from data_access.loading.load import load_sheets
from data_access.problems import Refused
from data_access.upkeep.calendar_days import fill_calendar
from tests.data_access import writings as w
from tests.data_access.ledger_sheets import case, cases, rows_of, sheet, units

TODAY = dt.date(2026, 10, 31)
HEADERS = ("案号", "审级", "立案日期", "结案日期", "负责人出庭", "裁判结果")
ROW = ("(2026)某01行初12号", "一审", "2026-03-02", "2026-05-20", "局长", "撤销")


def load(database: Engine, *sheets: Sheet, **more: Any) -> LoadResult:
    return load_sheets(database, sheets, today=TODAY, **more)


def said(result: LoadResult) -> list[tuple[str, str | None]]:
    return [(each.code, each.value) for each in result.problems]


@pytest.fixture
def city(database: Engine) -> Engine:
    load(database, units())
    return database


# --- Titles ------------------------------------------------------------------------------------------------------


def titled(*titles: str, name: str = "Sheet1", source: str = "", unit: str | None = None) -> Sheet:
    """A sheet below its titles; without ``unit`` it has no column of units."""
    headers = HEADERS if unit is None else ("被告", *HEADERS)
    cells = [list(ROW) if unit is None else [unit, *ROW]]
    lines = [*([title] for title in titles), list(headers), *cells]
    first, *rest = lines
    return Sheet(name, tuple(map(str, first)), list(enumerate(rest, 2)), source)


@pytest.mark.parametrize(
    ("of_sheet", "unit", "code"),
    [
        # The county whose file it is, by the title; another one in the file's name makes it uncertain.
        (titled("乙县行政应诉案件台账", unit="自然资源局"), "C02-nr", None),
        (titled("乙县行政应诉案件台账", source="甲县.xlsx", unit="自然资源局"), None, "unknown_unit"),
        # The unit, where the sheet has no column of units.
        (titled("甲县自然资源局行政应诉案件台账"), "C01-nr", None),
        (titled("行政应诉案件台账", "填报单位：甲县自然资源局"), "C01-nr", None),
        (titled("甲县市场监督管理局制", "填报单位：甲县自然资源局"), "C01-nr", None),
        (titled(name="甲县自然资源局"), "C01-nr", None),
        (titled(source="乙县自然资源局2026.xlsx"), "C02-nr", None),
        # A register of a place is of many units, whoever collects it and hands it in.
        (titled("甲县行政应诉案件台账", "填报单位：甲县自然资源局"), None, "no_unit_named"),
        (titled("甲县行政应诉案件台账", source="甲县自然资源局.xlsx"), None, "no_unit_named"),
        # Two units are named; a part that may be sued itself; a name that nobody has registered.
        (titled("甲县自然资源局行政应诉台账", source="乙县自然资源局.xlsx"), None, "ambiguous_unit"),
        (titled("甲县自然资源局城关分局行政应诉台账"), None, "no_unit_named"),
        (titled("甲县教育局行政应诉台账"), None, "no_unit_named"),
        # A county's register is of many units; without any name the header is missing, as it was.
        (titled("乙县行政应诉案件台账", name="行政诉讼"), None, "missing_header"),
    ],
)
def test_titles_say_whose_the_rows_are_where_they_say_it_of_one(
    city: Engine, of_sheet: Sheet, unit: str | None, code: str | None
) -> None:
    result = load(city, of_sheet)
    assert {each.code for each in result.problems} == ({code} if code else set())
    rows = rows_of(city, LITIGATION.table)
    codes = {row["unit_id"]: row["code"] for row in rows_of(city, LITIGATION.table.metadata.tables["unit"])}
    assert [(codes[row["unit_id"]], row["head_attended"]) for row in rows] == ([(unit, "chief")] if unit else [])
    assert not unit or any(each.code == "read_as" and each.column == "被告" for each in result.warnings)


# --- Several numbers in a cell -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("(2026)某01行初11号、12号", ("(2026)某01行初11号", "(2026)某01行初12号")),
        ("（2026）某01行初11、12号", ("(2026)某01行初11号", "(2026)某01行初12号")),
        ("(2026)某01行初11号，(2026)某02行初9号", ("(2026)某01行初11号", "(2026)某02行初9号")),
        ("(2026)某01行初9号-11号", ("(2026)某01行初9号", "(2026)某01行初10号", "(2026)某01行初11号")),
        ("某政复〔2026〕3号和5号", ("某政复〔2026〕3号", "某政复〔2026〕5号")),
        ("ZG-2026-0009、0010", ("ZG-2026-0009", "ZG-2026-0010")),
        ("(2026)某01行初19号（与20号并案）", (UNTOLD,)),
        ("(2026)某01行初19号等3件", (UNTOLD,)),
        # One number each.
        ("(2026)某01行初12-1号", ()),
        ("某政复〔2026〕1-2号", ()),
        ("(2026)某01行初15-18号", ()),
        ("ZG/2026/0001号", ()),
        ("和政复〔2026〕3号", ()),
        ("1,234", ()),
        *((each, ()) for each in (*w.CASES, *w.OTHER_CASES, *w.ITEMS, *w.OTHER_ITEMS, *w.DOCUMENTS)),
    ],
)
def test_several_numbers_in_a_cell_are_told_from_one(written: str, numbers: tuple[str, ...]) -> None:
    assert joined(written) == numbers


def test_a_stroke_between_two_numbers_may_part_or_join_them_and_is_named_where_it_may_join(city: Engine) -> None:
    numbers = ("(2026)某01行初15-18号", "(2026)某01行初12-1号", "(2026)某01行初1-2号", "(2026)某01行初18-15号")
    suits = [{"被告": "C01-nr", "审级": "一审", "案号": number} for number in numbers]
    result = load(city, sheet("litigation", suits))
    assert (result.status, [each.row for each in result.warnings if each.code == "may_be_several"]) == ("stored", [2])


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("(2026)某01行初11号、12号", ("(2026)某01行初11号", "(2026)某01行初12号")),
        # Without any sign that a single number has not.
        ("(2026)某01行初11号等2件", (UNTOLD,)),
    ],
)
def test_joined_cases_are_asked_back_and_named(city: Engine, written: str, named: tuple[str, ...]) -> None:
    (problem,) = load(city, sheet("litigation", [{"被告": "C01-nr", "审级": "一审", "案号": written}])).problems
    assert (problem.code, problem.row, problem.expected) == ("joined_numbers", 2, named)


# --- Who came to court -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("张三（副局长）", "副局长"),
        ("副局长张三", "副局长"),
        ("张三 副局长", "副局长"),
        ("副局长：张某某", "副局长"),
        ("张局长", "局长"),
        ("由副局长欧阳修出庭应诉", "副局长"),
        ("副局长出庭", "副局长"),
        ("是（副局长张三）", "副局长"),
        ("是（张三）", "是"),
        ("科长王五", "科长"),
        ("John Smith (deputy director)", "deputydirector"),
        # More than an office and one name, less, or the contrary.
        ("张三（局长）、李四（科长）", ""),
        ("副局长张三、科长李四", ""),
        ("党组成员、副局长张三", ""),
        ("副局长张三（法定代表人）", ""),
        ("张三", ""),
        ("副局长未出庭", ""),
        ("局长（未出庭）", ""),
        ("否（局长出差）", ""),
        ("局长因公请假", ""),
        ("absent (director)", ""),
        ("sick (director)", ""),
        # Not the head of this organ, or not its head any more.
        ("林业局长", ""),
        ("代局长", ""),
        ("原局长张三", ""),
        ("区局长", ""),
    ],
)
def test_an_office_is_read_beside_one_name(written: str, word: str) -> None:
    found = said_with_name(written, meanings("head_attended"))
    assert (found.word if found.meanings else "") == word


@pytest.mark.both_engines
def test_a_word_that_says_less_leaves_what_stands(city: Engine) -> None:
    suits = [{"被告": "C01-nr", "审级": "一审", "案号": str(n), "负责人出庭": who} for n, who in
             enumerate(("正职", "副职", "无人出庭", ""), 1)]  # fmt: skip
    load(city, sheet("litigation", suits))
    result = load(city, sheet("litigation", [{**suit, "负责人出庭": "是"} for suit in suits]))
    attended = {row["case_no"]: row["head_attended"] for row in rows_of(city, LITIGATION.table)}
    assert attended == {"1": "chief", "2": "deputy", "3": "other_head", "4": "other_head"}
    told = [(each.code, each.row, each.expected) for each in result.warnings if each.column == "负责人出庭"]
    assert told == [
        ("kept_exact", 2, ("head_attended.chief",)),
        ("kept_exact", 3, ("head_attended.deputy",)),
        ("read_as", 4, ("head_attended.other_head",)),
    ]


# --- A record of another ledger ----------------------------------------------------------------------------------


@pytest.mark.both_engines
def test_a_reconsideration_case_that_a_suit_names_must_be_among_them(city: Engine) -> None:
    suits = sheet("litigation", [{"被告": "C01-nr", "审级": "一审", "案号": str(n), "复议案号": named} for n, named in
                                 enumerate(("某政复〔2026〕3号", "某政复(2026)第4号", "无", None), 1)])  # fmt: skip

    def told(*sheets: Sheet) -> list[tuple[int | None, str | None]]:
        result = load(city, *sheets)
        assert result.status != "refused"
        return [(each.row, each.value) for each in result.warnings if each.code == "names_no_case"]

    # A city that keeps no such ledger is not told so; with the cases in the same file, the missing one is named.
    assert told(suits) == []
    assert told(suits, cases(case("某政复〔2026〕4号"))) == [(2, "某政复〔2026〕3号")]
    assert told(suits, cases(case("某政复〔2026〕3号", "C02-nr"))) == []


# --- Foreign sheets ----------------------------------------------------------------------------------------------

MAPPING = """
ledger = "行政诉讼"
optional = ["备用"]
[headers]
"判决情况" = "裁判结果"
"备用" = "案由"
[compose]
"被告" = "{titles:*行政应诉*}"
[constants]
"审级" = "一审"
"""


def test_a_mapping_takes_near_headers_with_a_remark_reads_titles_and_leaves_examples_out(
    city: Engine, tmp_path: Path
) -> None:
    (tmp_path / "m.toml").write_text(MAPPING, encoding="utf-8")
    rows = [
        ("1.案 号", "判决情况（生效）", "结案日期："),
        ("示例：(2026)某01行初1号", "撤销", "2026-05-20"),
        ("示例", "撤销", "2026-05-20"),
        ("(2026)某01行初2号", "撤销", "2026-05-20"),
    ]
    foreign = Sheet("1", ("甲县自然资源局行政应诉案件台账",), list(enumerate(map(list, rows), 2)))
    result = load(city, foreign, mapping=read_mapping(tmp_path / "m.toml"))
    assert said(result) == []
    stored = [(row["case_no"], row["outcome"], row["closed_on"]) for row in rows_of(city, LITIGATION.table)]
    assert stored == [("(2026)某01行初2号", "revoked", dt.date(2026, 5, 20))]
    told = {(each.code, each.column, *each.expected) for each in result.warnings}
    assert told >= {
        ("near_header", "判决情况（生效）", "判决情况"),
        ("near_header", "结案日期：", "结案日期"),
        ("left_out", None, "3 示例：(2026)某01…", "4 示例"),
    }
    # Two that are near to one are left as they were: nobody knows which is meant.
    two = Sheet("1", ("案号", "判决情况（一审）", "判决情况（二审）"), [(2, ["3号", "撤销", "维持"])])
    assert {code for code, _value in said(load(city, two, mapping=read_mapping(tmp_path / "m.toml")))} == {
        "missing_header"
    }


# --- Working days ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "start", "due", "estimated"),
    [
        # By hand: 25 September and 1–7 October 2026 are off, Saturday 10 October is worked.
        ("5个工作日", "2026-09-24", "2026-10-09", None),
        ("6 working days", "2026-09-24", "2026-10-10", None),
        ("1个工作日内", "2026-10-09", "2026-10-10", None),
        ("３ 个工作日以内", "2026-10-09", "2026-10-13", None),
        ("六个工作日内", "2026-09-24", "2026-10-10", None),
        ("十五日内", "2026-03-01", "2026-03-16", None),
        ("一百二十天", "2026-03-01", "2026-06-29", None),
        ("两个月", "2026-01-31", "2026-03-31", None),
        ("日内", "2026-03-01", None, None),
        ("0个工作日", "2026-10-03", "2026-10-03", None),
        # The holidays of 2030 are not published.
        ("2个工作日", "2030-01-04", "2030-01-08", 2030),
        # Without a first day there is no due date; other days are no working days.
        ("5个工作日", None, None, None),
        ("5天", "2030-01-04", "2030-01-09", None),
    ],
)
def test_working_days_are_counted_by_the_published_holidays(
    written: str, start: str | None, due: str | None, estimated: int | None
) -> None:
    found = counted(written, start)
    assert (found, estimated_year(written, start, found)) == (dt.date.fromisoformat(due) if due else written, estimated)


def test_a_year_that_an_office_enters_goes_before_and_a_slip_in_it_is_named(
    database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "holidays.toml"
    monkeypatch.setenv("REPORTING_HOLIDAYS", str(own))
    own.write_text("[2030]\nfree = [2030-01-07]\nworked = [2030-01-05]\n", encoding="utf-8")
    assert counted("2个工作日", "2030-01-04") == dt.date(2030, 1, 8)
    assert estimated_year("2个工作日", "2030-01-04", dt.date(2030, 1, 8)) is None
    with database.begin() as connection:
        # A database that was filled before has the new year once it is migrated, and no second time.
        assert (fill_calendar(connection), fill_calendar(connection)) == (True, False)
    for number, slip in enumerate(("free = [2030-01-05]", "worked = [2031-01-04]", "free = [1]", "off = []", "=")):
        wrong = tmp_path / f"{number}.toml"
        wrong.write_text(f"[2030]\n{slip}\n", encoding="utf-8")
        monkeypatch.setenv("REPORTING_HOLIDAYS", str(wrong))
        with pytest.raises(Refused, match="holidays"):
            counted("2个工作日", "2030-01-04")


# --- Slips that each cell by itself hides -------------------------------------------------------------------------


def test_what_is_written_unlike_all_others_or_years_apart_is_stored_and_named(city: Engine) -> None:
    numbers = [*(f"(2026)某01行初{n}号" for n in range(1, 7)), "（2026）某01行初字第7号", "(2026)某01行初8号之一",
               "(2026)某01行初ll号", "(206)某01行初9号", "(2026)某01行初10号"]  # fmt: skip
    suits = [{"被告": "C01-nr", "审级": "一审", "案号": number, "立案日期": "2026-03-02", "结案日期": "2026-05-20",
              "案由": "土地\n征收"} for number in numbers]  # fmt: skip
    suits[0] |= {"立案日期": "2021-05-20"}
    suits[1] |= {"立案日期": "2022-05-20", "案由": "？"}
    suits[2] |= {"案由": "某县人民法院", "法院": "土地征收"}
    suits[4] |= {"案由": "行政征收\ufffd\ufffd", "未出庭原因": "锟斤拷"}
    suits[5] |= {"案由": "行政许可\ufffd"}
    # In prose 见附件 is an answer.
    suits[3] |= {"案由": "同左", "复议案号": "（详见附件2）", "未出庭原因": "见附件"}
    items = [{"单位": "C01-nr", "编号": "1", "来源": "考核", "交办日期": "2026-03-01", "整改期限": due} for due in
             ("2062-04-30",)]  # fmt: skip
    result = load(city, sheet("litigation", suits), sheet("rectification", items))
    assert result.status == "stored"
    codes = ("odd_number", "far_apart", "signs_only", "signs_lost", "said_elsewhere", "court_as_matter")
    assert sorted((each.row, each.code, each.value) for each in result.warnings if each.code in codes) == [
        (2, "far_apart", "2026-05-20"),
        (2, "far_apart", "2062-04-30"),
        (3, "signs_only", "？"),
        (4, "court_as_matter", "某县人民法院"),
        (5, "said_elsewhere", "同左"),
        (5, "said_elsewhere", "（详见附件2）"),
        (6, "signs_lost", "行政征收\ufffd\ufffd"),
        (6, "signs_lost", "锟斤拷"),
        (10, "odd_number", "(2026)某01行初ll号"),
        (11, "odd_number", "(206)某01行初9号"),
    ]
    # A cell that is broken to fit its column is no other matter.
    assert {row["matter"] for row in rows_of(city, LITIGATION.table)} == {
        "土地征收",
        "？",
        "某县人民法院",
        "同左",
        "行政征收\ufffd\ufffd",
        "行政许可\ufffd",
    }


def test_one_serial_with_the_same_dates_and_a_title_of_another_year_are_said(city: Engine) -> None:
    days = {"收到日期": "2026-03-01", "审结日期": "2026-04-02"}
    numbers = ("某复〔2026〕1号", "某政复〔2026〕1号", "某政复〔2026〕2号")
    rows = [*(case(number, **days) for number in numbers), case(numbers[1], "C02-nr", **days)]
    rows.append(case("某区复〔2026〕2号", **{**days, "审结日期": "2026-04-03"}))
    result = load(city, replace(cases(*rows), titles=("甲县2025年行政复议台账",)))
    told = sorted((each.row or 0, each.code, *each.expected) for each in result.warnings if each.code != "other_unit")
    assert told == [
        (0, "year_of_title", "2026"),
        (2, "nearly_equal", "某政复〔2026〕1号"),
        (3, "nearly_equal", "某复〔2026〕1号"),
    ]
    same_year = replace(cases(*rows), titles=("甲县2026年行政复议台账（2025年起）", "2026年"))
    assert "year_of_title" not in {each.code for each in load(city, same_year).warnings}


def test_a_register_without_one_form_has_no_odd_numbers(city: Engine) -> None:
    mixed = [{"被告": "C01-nr", "审级": "一审", "案号": number} for number in
             ("1", "2", "行初3号", "(2026)某01行初4号", "(2026)某01行初5号", "6")]  # fmt: skip
    assert [each for each in load(city, sheet("litigation", mixed)).warnings if each.code == "odd_number"] == []


def test_a_unit_is_known_with_its_city_and_what_is_struck_out_is_said(city: Engine, tmp_path: Path) -> None:
    whole = {"单位代码": "M", "单位名称": "某某市", "单位类别": "city"}
    load(city, sheet("unit", [whole]))
    file = tmp_path / "register.xlsx"
    with Workbook(str(file)) as book:
        struck, page = book.add_format({"font_strikeout": True}), book.add_worksheet("行政诉讼")
        city_bureau = "某某市甲县自然资源局"
        lines = [("被告", "案号", "审级"), (city_bureau, "1号", "一审"), ("某某市甲县", "2号", "一审")]
        for row, cells in enumerate([*lines, (city_bureau, "3号", "一审")]):
            for column, cell in enumerate(cells):
                page.write(row, column, cell, struck if (row, column) != (3, 0) and row > 1 else None)
    result = load(city, *read_file(file))
    assert said(result) == []
    units_of = {row["case_no"]: row["unit_id"] for row in rows_of(city, LITIGATION.table)}
    ids = {row["code"]: row["unit_id"] for row in rows_of(city, LITIGATION.table.metadata.tables["unit"])}
    assert units_of == {"1号": ids["C01-nr"], "2号": ids["C01"], "3号": ids["C01-nr"]}
    # One cell that is struck out voids no row.
    assert [(each.value, each.expected) for each in result.warnings if each.code == "struck_rows"] == [("1", ("3",))]
