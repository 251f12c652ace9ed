"""A panel's workbook opens with its numbers as numbers, its stamp on top, and no text that acts as a formula."""

import datetime as dt
import io
from dataclasses import replace
from typing import Any
from zipfile import ZipFile

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from exports.workbook import FORMULA_STARTS, file_name, neutral, stamp, workbook
from panels.declare import CellKind, Column, Finding, Table
from tests.panels.given import asked
from wording import LANGUAGES, wording

FINDING = Finding("甲县败诉率 22.2%（2/9）", "bad", "败诉 ÷ 一审审结。", "C01")
# Two code points are no characters: workbooks write their numbers instead.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=40)


def sheet_of(table: Table, *, language: str = "zh", finding: Finding = FINDING) -> list[list[Any]]:
    """The first sheet of the panel's workbook, row by row."""
    content = workbook("谁在前？", finding, table, asked(language))
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)


def one_column(kind: CellKind, *values: Any) -> Table:
    return Table(pd.DataFrame({"column": list(values)}, dtype=object), (Column("column", "栏", kind),))


def cells(table: Table) -> list[Any]:
    """The values below the head of a table with one column."""
    return [row[0] for row in sheet_of(table)[4 : 4 + len(table.data)]]


# --- Formulas ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("甲县=乙县", "甲县=乙县"),
        ("−3.1", "−3.1"),
        ("", ""),
    ],
)
def test_a_text_that_begins_like_a_formula_gets_an_apostrophe(text: str, written: str) -> None:
    assert neutral(text) == written


@given(st.text())
def test_no_text_begins_like_a_formula_and_none_loses_a_character(text: str) -> None:
    assert not neutral(text).startswith(FORMULA_STARTS)
    assert neutral(text).removeprefix("'") == text.removeprefix("'")
    assert neutral(text) in (text, f"'{text}")


def test_a_unit_whose_name_begins_with_an_equals_sign_is_written_as_text() -> None:
    assert cells(one_column("text", "=HYPERLINK(1)县", "乙县")) == ["'=HYPERLINK(1)县", "乙县"]


def test_a_finding_and_a_base_that_begin_like_formulas_are_written_as_text() -> None:
    rows = sheet_of(one_column("text", "甲"), finding=Finding("=1+1", base="+2"))
    assert (rows[0][0], rows[-1][0]) == ("'=1+1", "'+2")


@given(st.lists(texts, min_size=1, max_size=5))
def test_any_text_comes_out_of_the_workbook_as_it_went_in(written: list[str]) -> None:
    assert cells(one_column("text", *written)) == [neutral(text) for text in written]


def test_a_text_longer_than_a_cell_holds_is_shortened_and_not_lost() -> None:
    (cell,) = cells(one_column("text", "长" * 40_000))
    assert cell.startswith("长" * 1_000)


# --- Values ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("share", 0.222, 0.222),
        ("points", -0.031, -3.1),
        ("integer", 1_234, 1_234),
        ("place", 3, 3),
        ("date", dt.date(2026, 10, 31), dt.date(2026, 10, 31)),
        ("month", dt.date(2026, 10, 1), dt.date(2026, 10, 1)),
        ("text", "甲县", "甲县"),
    ],
)
def test_a_value_keeps_its_type(kind: CellKind, value: Any, written: Any) -> None:
    (cell,) = cells(one_column(kind, value))
    assert cell == (pytest.approx(written) if isinstance(written, float) else written)


@pytest.mark.parametrize("kind", ["share", "points", "integer", "place", "date", "month", "text"])
@pytest.mark.parametrize("unknown", [None, float("nan"), pd.NA, pd.NaT])
def test_an_unknown_value_stays_empty_and_is_never_nought(kind: CellKind, unknown: Any) -> None:
    table = Table(
        pd.DataFrame({"unit": ["甲县"], "column": pd.Series([unknown], dtype=object)}),
        (Column("unit", "单位"), Column("column", "栏", kind)),
    )
    assert sheet_of(table)[4] == ["甲县", ""]


def test_a_whole_number_beside_sums_of_decimals_has_no_point_behind_it() -> None:
    """A spreadsheet writes 11 as "11." by a format with places for decimals."""
    content = workbook("谁在前？", FINDING, one_column("integer", 11, 589.75, 0.0, 30), asked())
    rows = load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(min_row=5, max_row=8, max_col=1)
    assert [row[0].number_format for row in rows] == ["#,##0", "#,##0.##", "#,##0", "#,##0"]


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=5))
def test_counts_come_out_as_they_went_in(counts: list[int]) -> None:
    assert cells(one_column("integer", *counts)) == counts


# --- What stands around the table --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_finding_the_stamp_the_heads_and_the_base_stand_where_readers_look(language: str) -> None:
    rows = sheet_of(one_column("text", "甲县"), language=language)
    assert rows[0][0] == FINDING.sentence
    assert rows[1][0] == stamp(asked(language), wording(language))
    assert (rows[3][0], rows[4][0], rows[-1][0]) == ("栏", "甲县", FINDING.base)


def test_the_stamp_says_date_version_selection_and_that_the_data_are_made_up() -> None:
    said = stamp(asked(period=asked().selection.period, counties=("C02",)), wording("zh"))
    for part in ("数据截至 2026-10-31", "未发布", "数据版本 7", "2026 年 1—10 月，各县区，乙县", "演示数据"):
        assert part in said


def test_the_stamp_names_the_filters_that_were_counted_by_and_no_others() -> None:
    chosen, words = asked(counties=("C02",)), wording("zh")
    by_period = stamp(replace(chosen, filters=("period",)), words)
    assert [part for part in ("2026 年 1—10 月", "未发布", "各县区", "乙县", "对比") if part in by_period] == [
        "2026 年 1—10 月", "未发布",
    ]  # fmt: skip
    record = stamp(replace(chosen, filters=()), words)
    assert record == "数据截至 2026-10-31　·　数据版本 7　·　演示数据，单位均为虚构"


def test_a_panel_without_a_finding_is_headed_by_its_question() -> None:
    assert sheet_of(one_column("text", "甲县"), finding=Finding(""))[0][0] == "谁在前？"


def test_an_empty_table_still_says_what_it_is() -> None:
    rows = sheet_of(one_column("text"))
    assert [rows[0][0], rows[3][0], rows[-1][0]] == [FINDING.sentence, "栏", FINDING.base]


def test_a_workbook_says_of_which_page_unit_question_and_period_it_is() -> None:
    context = asked(unit="C02")
    name = context.choices.name("C02")
    assert file_name("单位档案", "与同类相比在什么位置？", context) == f"单位档案_{name}_与同类相比在什么位置_2026.xlsx"
    assert file_name("a/b", 'Which: <b>"c"</b>?', asked(unit="")) == "ab_Which_bcb_2026.xlsx"
    assert file_name("甲\u202excod\x1b[2J\x9b", "", asked(unit="")) == "甲xcod2J_2026.xlsx"
    content = workbook("谁在前：[谁]在后？" + "长" * 40, FINDING, one_column("text", "甲县"), context, "单位档案")
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == [("谁在前：谁在后" + "长" * 40)[:31]]
    assert book.get_sheet_by_index(0).to_python()[2][0].split("　·　")[:2] == ["单位档案", name]


def test_a_workbook_filters_by_its_heads_and_is_printed_across_the_page_with_them() -> None:
    with ZipFile(io.BytesIO(workbook("谁在前？", FINDING, one_column("text", "甲县", "乙县"), asked()))) as parts:
        sheet, book = (parts.read(f"xl/{part}.xml").decode() for part in ("worksheets/sheet1", "workbook"))
    assert '<autoFilter ref="A4:A6"/>' in sheet
    assert 'orientation="landscape"' in sheet
    assert 'fitToHeight="0"' in sheet
    assert "_xlnm.Print_Titles" in book
    assert "&amp;P / &amp;N" in sheet
