"""Slips that stand in a file and in none of its values, and words that fill a cell and say something else there."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import xlsxwriter
from sqlalchemy import Engine

from data_access.checking.clearing import asks_to_clear
from data_access.checking.joined_numbers import may_be_range
from data_access.ledgers.enforcement_statistic import ENFORCEMENT_STATISTIC
from data_access.ledgers.litigation import LITIGATION
from data_access.ledgers.major_decision import MAJOR_DECISION
from data_access.ledgers.rectification import RECTIFICATION
from data_access.loading.batches import LoadResult
from data_access.loading.load import load_files, load_sheets
from data_access.problems import Refused, in_words
from tests.data_access.ledger_sheets import rows_of, sheet, units
from wording import LANGUAGES, wording

TODAY = dt.date(2026, 10, 31)
ITEM = {
    "单位": "甲县",
    "编号": "ZG-1",
    "来源": "考核",
    "问题": "问题",
    "交办日期": "2026-03-01",
    "整改期限": "2026-06-30",
}
TRADITIONAL = "單位,編號,來源,問題,交辦日期,整改期限\n甲縣,ZG-1,考核,未公示執法資訊,2026-03-01,2026-06-30\n"
TABLE = f"{','.join(ITEM)}\n{','.join(ITEM.values())}"


@pytest.fixture
def city(database: Engine) -> Engine:
    load_sheets(database, [units()], today=TODAY)
    return database


def load(city: Engine, ledger: str, *rows: Mapping[str, Any]) -> LoadResult:
    return load_sheets(city, [sheet(ledger, rows)], today=TODAY)


def said(result: LoadResult) -> list[tuple[str, int | None]]:
    return [(each.code, each.row) for each in (*result.problems, *result.warnings) if each.code != "read_as"]


def items(city: Engine) -> list[str]:
    return [row["item_no"] for row in rows_of(city, RECTIFICATION.table)]


# --- Beside the cells ------------------------------------------------------------------------------------------------


def written_beside(path: Path) -> Path:
    book = xlsxwriter.Workbook(path)
    page, struck = book.add_worksheet("整改事项"), book.add_format({"font_strikeout": True})
    page.write_row(0, 0, ITEM)
    page.write_comment(0, 0, "填代码")
    for row in (1, 2):
        page.write_row(row, 0, {**ITEM, "编号": f"ZG-{row}"}.values())
    page.write_comment(1, 5, "期限写错，应为 7 月")
    page.write(2, 3, "作废", struck)
    page.insert_textbox(5, 0, "以上不含开发区")
    page.insert_textbox(9, 0, "")
    book.close()
    return path


def test_comments_boxes_of_text_and_single_cells_struck_out_are_said_and_the_rows_stored(
    city: Engine, tmp_path: Path
) -> None:
    """A comment on a header is an instruction, and says nothing of a row."""
    result = load_files(city, [written_beside(tmp_path / "a.xlsx")], today=TODAY)
    told = {each.code: (each.value, each.expected) for each in result.warnings}
    assert (result.status, told) == (
        "stored",
        {"struck_cells": ("1", ("3",)), "comments": ("1", ("2",)), "text_boxes": ("1", ())},
    )


@pytest.mark.parametrize("broken", [b"<comments", b'<!DOCTYPE a [<!ENTITY b "c">]><comments/>', b""])
def test_a_good_sheet_is_not_refused_for_what_nobody_reads_of_it(city: Engine, tmp_path: Path, broken: bytes) -> None:
    with ZipFile(written_beside(tmp_path / "a.xlsx")) as whole, ZipFile(tmp_path / "b.xlsx", "w") as damaged:
        for part in whole.namelist():
            beside = part.startswith(("xl/comments", "xl/drawings/drawing", "xl/worksheets/_rels"))
            damaged.writestr(part, broken if beside else whole.read(part))
    assert load_files(city, [tmp_path / "b.xlsx"], today=TODAY).status == "stored"
    assert items(city) == ["ZG-1", "ZG-2"]


CELL = '<table:table-cell office:value-type="{kind}"{value}>{beside}<text:p>{text}</text:p></table:table-cell>'
SPACES = "".join(
    f' xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"' for each in ("office", "table", "text")
)


def test_a_comment_in_a_sheet_of_libreoffice_is_no_part_of_its_cell(city: Engine, tmp_path: Path) -> None:
    """The number 12 with a comment was shown as its comment and 12, and stored so."""
    said = "<office:annotation><text:p>应为 13</text:p></office:annotation>"
    number = CELL.format(kind="float", value=' office:value="12"', beside=said, text="12")
    texts = [
        [CELL.format(kind="string", value="", beside="", text=each) for each in row] for row in (ITEM, ITEM.values())
    ]
    texts[1][1] = number
    rows = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in texts)
    body = f'<office:spreadsheet><table:table table:name="整改事项">{rows}</table:table></office:spreadsheet>'
    whole = f"<office:document-content{SPACES}><office:body>{body}</office:body></office:document-content>"
    with ZipFile(tmp_path / "a.ods", "w") as document:
        document.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        document.writestr("content.xml", whole)
    result = load_files(city, [tmp_path / "a.ods"], today=TODAY)
    assert (items(city), [(each.code, each.expected) for each in result.warnings]) == (["12"], [("comments", ("2",))])


# --- Texts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", TABLE.encode("utf-16")),
        # As it is cut out of a database: without its mark.
        ("a.csv", TABLE.encode("utf-16-le")),
        ("a.csv", TABLE.encode("utf-16-be")),
        ("a.csv", b"\xfe\xff" + TABLE.replace("\n", "\r\n").encode("utf-16-be")),
        ("a.csv", TABLE.replace(",", "，").encode()),
        ("a.csv", f"甲县整改台账\n{TABLE}".replace(",", "，").encode("gb18030")),
        ("a.xls", TABLE.replace(",", "\t").encode("gb18030")),
        ("a.xls", TABLE.replace(",", "\t").encode("utf-16")),
        ("a.txt", TABLE.replace(",", "\t").encode("utf-16")),
        ("a.tsv", TABLE.replace(",", "\t").encode()),
        ("a.csv", TRADITIONAL.encode("gb18030")),
        # Every character of it is one of Big5, too.
        ("a.csv", "unit_id,item_no,source,assigned_on,due_on\nC01,ZG-1,考核,2026-03-01,2026-06-30".encode("gbk")),
    ],
)  # fmt: skip
def test_a_text_is_read_whatever_its_encoding_and_its_name(
    city: Engine, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    assert load_files(city, [tmp_path / name], today=TODAY).status == "stored"
    assert items(city) == ["ZG-1"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", TABLE.encode("utf-16")[:-1], "broken_text"),
        ("a.csv", TABLE.encode("utf-16-le")[:-1], "broken_text"),
        ("a.csv", b"\x00" + TABLE.encode("utf-16-le"), "broken_text"),
        ("a.csv", TABLE.encode("utf-32-le"), "unknown_encoding"),
        ("a.csv", TRADITIONAL.encode("big5"), "big5_text"),
        ("a.csv", TABLE.encode() + b"\x00", "unknown_encoding"),
        ("a.xls", b"<html>\t<p>1</p></html>", "text_as_workbook"),
        ("a.xlsx", "单位，编号\t".encode(), "no_rows"),
    ],
)
def test_what_is_no_table_of_text_is_refused(
    city: Engine, tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Refused) as refusal:
        load_files(city, [tmp_path / name], today=TODAY)
    assert refusal.value.message == f"file.{code}"


def test_a_number_that_stands_in_two_files_is_told_with_the_other_file(city: Engine, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.csv").write_text(TABLE, encoding="utf-8")
    result = load_files(city, [tmp_path / "a.csv", tmp_path / "b.csv"], today=TODAY)
    assert [(each.code, each.expected) for each in result.problems] == [("duplicate_key", ("a.csv a 2",))]


def test_what_is_copied_from_a_page_is_read_as_it_looks(city: Engine, tmp_path: Path) -> None:
    """Radicals for characters, a tick that is to be coloured, the blank of old Chinese systems (U+E5E5), and signs as
    web pages write them, once."""
    rows = ("被告,案号,审级,立案⽇期,开庭⽇期,负责人出庭,负责人发言,案由",
            "甲县\ue5e5,1号,⼀审,2026年3⽉2⽇,2026-04-10,县⻓,✔\ufe0f,"
            "⺠政&nbsp;⾏政<br/>处罚&amp;R&D；a<b &amp;lt; &lt;3&copy;\ue5e5")  # fmt: skip
    (tmp_path / "行政诉讼.csv").write_text("\n".join(rows), encoding="utf-8")
    assert load_files(city, [tmp_path / "行政诉讼.csv"], today=TODAY).problems == ()
    (row,) = rows_of(city, LITIGATION.table)
    assert (row["head_attended"], row["head_spoke"], row["matter"]) == (
        "chief",
        True,
        "民政行政处罚&R&D；a<b &lt; <3&copy;",
    )
    assert row["filed_on"] == dt.date(2026, 3, 2)


# --- Rows between ----------------------------------------------------------------------------------------------------


def test_lines_between_rows_and_sums_of_a_part_are_left_out_and_named(city: Engine) -> None:
    lines = ["一、县级", "（此页无正文）", "——以下空白——", "本季度无新增事项"]
    rows = [
        ITEM,
        *({"单位": line} for line in lines),
        {"单位": "甲县小计", "编号": 1},
        {"单位": "乙县合计", "来源": "2 "},
    ]
    result = load(city, "rectification", *rows)
    assert (result.status, said(result), items(city)) == ("stored", [("left_out", None)], ["ZG-1"])
    assert result.warnings[0].expected[:2] == ("3 一、县级", "4 （此页无正文）")


@pytest.mark.parametrize("row", [{"单位": "甲县"}, {"单位": "甲县小计", "问题": "未公示"}, {"问题": "接上行"}])
def test_a_row_that_may_hold_something_is_never_left_out(city: Engine, row: Mapping[str, str]) -> None:
    result = load(city, "rectification", ITEM, row)
    assert (result.status, {each.row for each in result.problems}) == ("refused", {3})


# --- A second table under a mapping ----------------------------------------------------------------------------------

MAPPING = """
台账 = "整改事项"
[表头]
"责任单位" = "单位"
"问题编号" = "编号"
"下达日期" = "交办日期"
"时限" = "整改期限"
[固定值]
"来源" = "考核"
"""
FOREIGN = ("责任单位", "问题编号", "下达日期", "时限")
FIRST = ("甲县", "ZG-1", "2026-03-01", "2026-06-30")


@pytest.mark.parametrize(
    ("below", "stored", "told"),
    [
        # Two columns have changed places: under the headers of the first table the dates would be each other's.
        ([("责任单位", "问题编号", "时限", "下达日期"), ("乙县", "ZG-2", "2026-06-30", "2026-03-01")],
         ["ZG-1", "ZG-2"], ["further_table"]),
        ([FOREIGN, ("乙县", "ZG-2", "2026-03-01", "2026-06-30")], ["ZG-1", "ZG-2"], ["left_out"]),
        ([("召集单位", "会议编号", "召开日期", "联席单位"), ("乙县", "ZG-2", "2026-03-01", "2026-06-30")], [],
         ["other_table"]),
    ],
)  # fmt: skip
def test_a_second_table_under_a_mapping_is_read_by_its_own_headers_or_refused(
    city: Engine, tmp_path: Path, below: list[tuple[str, ...]], stored: list[str], told: list[str]
) -> None:
    (tmp_path / "m.toml").write_text(MAPPING, encoding="utf-8")
    lines = [FOREIGN, FIRST, *below]
    (tmp_path / "a.csv").write_text("\n".join(map(",".join, lines)), encoding="utf-8")
    result = load_files(city, [tmp_path / "a.csv"], mapping=tmp_path / "m.toml", today=TODAY, accept_partial=True)
    assert ([each.code for each in (*result.problems, *result.warnings)], items(city)) == (told, stored)
    due = {row["due_on"] for row in rows_of(city, RECTIFICATION.table)}
    assert due <= {dt.date(2026, 6, 30)}


# --- Cells -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word", ["(清空)", "【清空】", "[清空]", "清空", " 清空 ", "“清空”", "「清空」", "(clear)", "(CLEAR)"]
)
def test_the_word_that_empties_is_known_in_any_brackets_and_without(word: str) -> None:
    assert asks_to_clear(word)


@pytest.mark.parametrize("word", ["清空回收站", "clear", "清", "(清除)", "", None, "（清空）后补"])
def test_other_words_empty_nothing(word: object) -> None:
    assert not asks_to_clear(word)


def test_a_cell_that_was_emptied_is_counted_as_such(city: Engine) -> None:
    load(city, "rectification", ITEM)
    result = load(city, "rectification", {**ITEM, "问题": "清空"})
    assert [(each.changed, each.emptied) for each in result.changes.units] == [(0, 1)]
    assert [row["issue"] for row in rows_of(city, RECTIFICATION.table)] == [None]


@pytest.mark.parametrize("number", ["1-3号", "ZG-1至3", "ZG-1~3", "第1号至第3号", "ZG-15-18号"])
def test_a_number_may_be_several(number: str) -> None:
    assert may_be_range(number)


@pytest.mark.parametrize("number", ["ZG-2026-3", "ZG-3至1", "12-1号", "3号", "ZG-1至3-1", "2026-2027"])
def test_a_number_is_one(number: str) -> None:
    assert not may_be_range(number)


def test_a_number_that_may_be_several_is_stored_and_said(city: Engine) -> None:
    result = load(city, "rectification", {**ITEM, "编号": "1-3号"})
    assert (result.status, said(result)) == ("stored", [("may_be_several", 2)])


def test_a_number_without_a_digit_is_stored_and_said(city: Engine) -> None:
    suit = {"被告": "甲县", "案号": "土地征收", "案由": "(2026)某01行初1号", "审级": "一审"}
    assert said(load(city, "litigation", suit)) == [("without_digit", 2)]


def test_what_was_not_done_has_no_date_and_may_be_the_reason_elsewhere(city: Engine) -> None:
    suit = {"被告": "甲县", "案号": "1", "审级": "一审", "开庭日期": "未开庭", "未出庭原因": "未开庭"}
    result = load(city, "litigation", suit)
    (row,) = rows_of(city, LITIGATION.table)
    assert (result.status, row["heard_on"], row["absence_reason"]) == ("stored", None, "未开庭")
    needed = load(city, "rectification", {**ITEM, "交办日期": "未立案"})
    assert said(needed) == [("missing_value", 2)]


def test_a_month_that_a_spreadsheet_may_have_cut_is_asked_back(city: Engine) -> None:
    """2026.10 as a number is 2026.1; every other month stays what it is, and so does a text."""
    months = [(2026.1, False), (2026.3, True), ("2026.10", True), ("2026.1", True)]
    for month, stored in months:
        row = {"单位": "甲县", "月份": month, "执法方式": "行政处罚", "件数": 3}
        assert (load(city, "enforcement_statistic", row).status == "stored") is stored, month
    kept = [row["month"] for row in rows_of(city, ENFORCEMENT_STATISTIC.table)]
    assert kept == [dt.date(2026, month, 1) for month in (1, 3, 10)]


DECISION = {"单位": "甲县", "决策编号": "J1", "决策事项": "事项", "决策日期": "2026-05-01"}


@pytest.mark.parametrize(
    ("cell", "stored"),
    [("不适用", True), ("是", True), ("适用", False), ("否", False), ("", False), ("已完成", None), ("有", None)],
)
def test_a_step_that_was_done_is_none_that_does_not_apply(city: Engine, cell: str, stored: bool | None) -> None:
    """已完成 in the column 公众参与不适用 would have said the opposite."""
    result = load(city, "major_decision", {**DECISION, "公众参与不适用": cell, "公众参与不适用理由": "涉密"})
    kept = [row["public_participation_not_applicable"] or False for row in rows_of(city, MAJOR_DECISION.table)]
    assert kept == ([] if stored is None else [stored])
    assert (result.status == "refused") is (stored is None)


def test_a_date_that_says_not_applicable_points_to_the_column_that_asks(city: Engine) -> None:
    result = load(city, "major_decision", {**DECISION, "公众参与日期": "不适用", "专家论证日期": "/"})
    assert [(each.column, each.code, each.expected) for each in result.warnings] == [
        ("公众参与日期", "said_in_date", ("公众参与不适用",))
    ]


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("30天", 30),
        ("30日", 30),
        ("30个自然日", 30),
        ("30", 30),
        ("30 days", 30),
        ("30 calendar days", 30),
        ("30个工作日", None),
        ("30 working days", None),
        ("30天左右", None),
    ],
)
def test_days_may_be_written_behind_their_number_where_they_are_no_working_days(
    city: Engine, cell: str, days: int | None
) -> None:
    load(city, "major_decision", {**DECISION, "征求意见天数": cell})
    assert [row["consultation_days"] for row in rows_of(city, MAJOR_DECISION.table)] == ([] if days is None else [days])
    refused = load(city, "major_decision", {**DECISION, "决策编号": "J2", "合法性审查工作日": "10天"})
    assert said(refused) == [("bad_integer", 2)]


# --- Units -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["甲縣", "甲縣自然資源局", "甲縣人民政府"])
def test_units_in_traditional_characters_are_read_and_said(city: Engine, written: str) -> None:
    result = load(city, "rectification", {**ITEM, "单位": written})
    assert (result.status, [each.code for each in result.warnings]) == ("stored", ["read_as"])


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("甲县自然资源局、乙县自然资源局", "several_units"),
        ("甲县；乙县", "several_units"),
        ("甲县自然资源局和乙县", "several_units"),
        ("甲县自然资源局、某局", "unknown_unit"),
        ("甲县自然资源和规划局", "unknown_unit"),
    ],
)
def test_several_units_in_one_cell_are_named_one_by_one(city: Engine, written: str, code: str) -> None:
    result = load(city, "rectification", {**ITEM, "单位": written})
    assert [each.code for each in result.problems] == [code]


def test_a_limit_named_by_an_end_is_its_last_day_and_said_and_what_happened_is_not(city: Engine) -> None:
    rows = [{**ITEM, "整改期限": "2026年6月底"}, {**ITEM, "编号": "ZG-2", "整改期限": "2026年6月底"}]
    result = load(city, "rectification", *rows, {**ITEM, "编号": "ZG-3", "整改期限": "2026年三季度末前"})
    assert [(each.row, each.code, each.expected) for each in result.warnings] == [
        (2, "read_as", ("2026-06-30",)),
        (4, "read_as", ("2026-09-30",)),
    ]
    assert [row["due_on"] for row in rows_of(city, RECTIFICATION.table)] == [
        dt.date(2026, 6, 30), dt.date(2026, 6, 30), dt.date(2026, 9, 30),
    ]  # fmt: skip
    assert said(load(city, "rectification", {**ITEM, "编号": "ZG-4", "交办日期": "2026年3月底"})) == [
        ("day_missing", 2)
    ]
    # A limit whose end lies before its beginning is the row's own mistake.
    early = load(city, "rectification", {**ITEM, "编号": "ZG-5", "整改期限": "2026年2月底"})
    assert ("too_early", 2) in said(early)


@pytest.mark.parametrize(
    ("cell", "code", "zh", "en"),
    [
        ("立行立改", "limit_without_day", "要求改到位的那一天", "the day the assignment names"),
        ("即知即改", "limit_without_day", "要求改到位的那一天", "the day the assignment names"),
        ("长期", "limit_without_day", "下一次检查验收的日期", "the date of the next inspection"),
        ("长期有效", "limit_without_day", "下一次检查验收的日期", "the date of the next inspection"),
        ("60天", "limit_in_days", "用映射文件的“起算”", "in a mapping (“days”)"),
        ("交办后六十日内", "limit_in_days", "请填算出的最后一天", "Enter the last day"),
        ("自收到之日起十五个工作日", "limit_in_days", "请填算出的最后一天", "Enter the last day"),
        (60, "limit_in_days", "请填算出的最后一天", "Enter the last day"),
        ("6月底", "year_not_written", "请写明年份", "Write the year"),
        ("6月30日", "year_not_written", "请写明年份", "Write the year"),
        ("2024年初", "day_missing", "请补上日", "Add the day"),
        (2026, "day_missing", "请补上日", "Add the day"),
        ("2026-06-31", "bad_date", "请改为这种写法", "Write it in this form"),
    ],
)
def test_a_limit_without_its_last_day_says_what_is_to_be_written(
    city: Engine, cell: object, code: str, zh: str, en: str
) -> None:
    (problem,) = load(city, "rectification", {**ITEM, "整改期限": cell}).problems
    sentences = [in_words(problem, wording(language)) for language in LANGUAGES]
    assert (problem.code, [f"“{cell}”" in each for each in sentences]) == (code, [True, True])
    assert (zh in sentences[0], en in sentences[1]) == (True, True)


def test_a_last_day_that_may_be_lacking_is_left_blank_where_something_holds_for_ever(city: Engine) -> None:
    document = {"单位": "甲县", "文号": "甲政规〔2026〕1号", "印发日期": "2026-03-01", "有效期至": "长期有效"}
    (problem,) = load(city, "normative_document", document).problems
    zh, en = (in_words(problem, wording(language)) for language in LANGUAGES)
    assert ("留空" in zh, "leave the cell blank" in en) == (True, True)


@pytest.mark.parametrize("month", ["1月", "一月份", 1, "06", "今年1月", "Jan"])
def test_a_month_without_its_year_is_asked_back(city: Engine, month: object) -> None:
    row = {"单位": "甲县", "月份": month, "执法方式": "行政处罚", "件数": 3}
    assert said(load(city, "enforcement_statistic", row)) == [("year_not_written", 2)]


@pytest.mark.parametrize(("last", "told"), [(65_535, []), (65_536, [("sheet_full", 65_536)])])
def test_a_sheet_that_ends_where_xls_ends_is_said_to_be_perhaps_cut(
    city: Engine, last: int, told: list[tuple[str, int]]
) -> None:
    full = replace(sheet("rectification", [ITEM]), rows=[(last, list(ITEM.values()))])
    result = load_sheets(city, [full], today=TODAY)
    assert (result.status, said(result)) == ("stored", told)
