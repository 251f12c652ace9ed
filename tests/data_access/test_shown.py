"""What is shown is what is stored, in workbooks, texts and columns of instants; what shows less than it should is
said."""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import xlsxwriter
from pyarrow import parquet
from sqlalchemy import Engine

from data_access.files.number_formats import hides, is_scaled
from data_access.ledgers.all import BY_KEY
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.loading.batches import LoadResult
from data_access.loading.load import load_files, load_sheets
from data_access.problems import Refused
from data_access.store.engine import writer_engine
from tests.data_access.hostile_files import GOOD, SHEET, book, rows_of, texts
from tests.data_access.ledger_sheets import rows_of as stored_rows
from tests.data_access.ledger_sheets import units
from tests.databases import sqlite_url

TODAY = dt.date(2026, 10, 31)


@pytest.fixture
def city(migrated_file: Path, tmp_path: Path) -> Iterator[Engine]:
    engine = writer_engine(sqlite_url(Path(shutil.copy(migrated_file, tmp_path / "city.db"))))
    load_sheets(engine, [units()], today=TODAY)
    yield engine
    engine.dispose()


def _load(engine: Engine, folder: Path, name: str, content: bytes) -> LoadResult:
    (folder / name).write_bytes(content)
    return load_files(engine, [folder / name], today=TODAY)


def _formatted(column: str, value: float | dt.date, shown_as: str, **options: Any) -> bytes:
    """A workbook with one case, one of whose cells is a number in a format."""

    def write(workbook: Any, sheets: Any) -> None:
        place = list(cells).index(column)
        write_value = sheets[0].write_datetime if isinstance(value, dt.date) else sheets[0].write_number
        write_value(1, place, value, workbook.add_format({"num_format": shown_as}))

    cells = {**GOOD, "事项类别": "", "中止天数": 0, column: None}
    return book(rows_of(cells), then=write, **options)


@pytest.mark.parametrize(
    ("column", "value", "shown_as", "stored"),
    [
        ("案号", 12, "0000", "0012"),
        ("案号", 13, '"ZG-"0000', "ZG-0013"),
        ("案号", 5, '"某政复〔2026〕"0"号"', "某政复〔2026〕5号"),
        ("案号", 1234567, "000-0000", "123-4567"),
        ("案号", 202600000012, "General", "202600000012"),
        ("事项类别", 0.855, "0.0%", "85.5%"),
        ("事项类别", 3, "#,##0.00", "3"),
        ("中止天数", 3, '0"天"', 3),
        ("收到日期", 20260301, '0000"年"00"月"00"日"', dt.date(2026, 3, 1)),
        ("收到日期", dt.date(2026, 3, 1), '[$-804]m"月"d"日";@', dt.date(2026, 3, 1)),
    ],
)
def test_a_number_is_stored_as_its_format_shows_it_where_the_column_holds_no_quantity(
    city: Engine, tmp_path: Path, column: str, value: float, shown_as: str, stored: object
) -> None:
    result = _load(city, tmp_path, "台账.xlsx", _formatted(column, value, shown_as))
    assert (result.status, result.problems) == ("stored", ())
    (row,) = stored_rows(city, RECONSIDERATION.table)
    (name,) = (each.name for each in RECONSIDERATION.columns if each.zh == column)
    assert row[name] == stored


@pytest.mark.parametrize(
    ("column", "value", "shown_as", "code", "said"),
    [
        ("中止天数", 0.5, "0%", "bad_integer", "50%"),
        ("收到日期", dt.date(2026, 2, 1), 'yyyy"年"m"月"', "day_missing", "2026-02"),
        ("收到日期", dt.date(2026, 2, 1), "mmm-yy", "day_missing", "2026-02"),
    ],
)
def test_a_cell_that_shows_no_value_of_its_column_is_refused_with_what_it_shows(
    city: Engine, tmp_path: Path, column: str, value: float, shown_as: str, code: str, said: str
) -> None:
    (problem,) = _load(city, tmp_path, "台账.xlsx", _formatted(column, value, shown_as)).problems
    assert (problem.row, problem.column, problem.code, problem.value) == (2, column, code, said)


@pytest.mark.parametrize("code", ["#,##0,", "0,", "0,.0", r"0\.0,", "0!.0,", '0.0,,"百万"', '#,##0, "千"'])
def test_a_format_may_leave_thousands_out(code: str) -> None:
    assert is_scaled(code)


@pytest.mark.parametrize("code", ["#,##0", "0,000", "#,##0.00", '0"a,"', "General", "yyyy-mm-dd", r"#,##0_ ;\-#,##0\ "])
def test_a_comma_between_digits_leaves_nothing_out(code: str) -> None:
    assert not is_scaled(code)


@pytest.mark.parametrize(
    ("code", "hidden", "shown"),
    [
        (";;;", (1, -1, 0, "甲"), ()),
        ("0;-0;;@", (0,), (1, -1, "甲")),
        ("0;", (-1,), (1, 0, "甲")),
        ("#,###", (0,), (1, -1, "甲")),
        ('[=0]"";0', (0,), (1, -1)),
        ('[Red]0;[Blue]-0;"无"', (), (1, -1, 0, "甲")),
        ('_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', (), (1, -1, 0, "甲")),
        ("General", (), (1, -1, 0, "甲")),
        ("", (), (1, -1, 0, "甲")),
    ],
)
def test_a_format_may_show_nothing_of_a_value(code: str, hidden: tuple[object, ...], shown: tuple[object, ...]) -> None:
    assert [hides(code, value) for value in (*hidden, *shown)] == [True] * len(hidden) + [False] * len(shown)


@pytest.mark.parametrize("hides_noughts", [False, True])
def test_what_a_cell_holds_and_does_not_show_is_stored_and_said(
    city: Engine, tmp_path: Path, hides_noughts: bool
) -> None:
    """In thousands; a number, a word and a nought that are not shown; a nought in no format; one of no thousands."""
    days = [(12_000, "#,##0,"), (5, ";;;"), (6, "0"), (0, "0;-0;;@"), (0, "General"), (0, "#,##0,")]
    rows = [{**GOOD, "案号": f"某政复〔2026〕{n}号", "中止天数": None} for n, _day in enumerate(days, 2)]

    def write(workbook: Any, sheets: Any) -> None:
        for row, (value, code) in enumerate(days, 1):
            sheets[0].write_number(row, len(GOOD), value, workbook.add_format({"num_format": code}))
        sheets[0].write_string(3, 4, "维持", workbook.add_format({"num_format": ";;;"}))
        # What stands below no header is nobody's.
        sheets[0].write_number(1, len(GOOD) + 1, 5, workbook.add_format({"num_format": ";;;"}))
        if hides_noughts:
            sheets[0].hide_zero()

    result = _load(city, tmp_path, "台账.xlsx", book(rows_of(*rows), then=write))
    told = {each.code: each.expected for each in result.warnings if each.code in ("scaled_cells", "unseen_cells")}
    unseen = ("3", "4", "5", *(("6", "7") if hides_noughts else ()))
    assert told == {"scaled_cells": ("2",), "unseen_cells": unseen}
    stored = [(row["suspended_days"], row["outcome"]) for row in stored_rows(city, RECONSIDERATION.table)]
    assert stored == [(value, "upheld") for value, _code in days]


def _scheme_item(column: str, value: object, shown_as: str) -> bytes:
    item = {each.zh: each.example for each in BY_KEY["scheme_item"].columns if each.example}

    def write(workbook: Any, sheets: Any) -> None:
        sheets[0].write_number(1, list(item).index(column), value, workbook.add_format({"num_format": shown_as}))

    return book(rows_of({**item, column: None}), names=[BY_KEY["scheme_item"].zh], then=write)


def test_a_percentage_is_a_share_where_the_column_holds_one_and_refused_where_it_holds_points(
    city: Engine, tmp_path: Path
) -> None:
    target = _load(city, tmp_path, "台账.xlsx", _scheme_item("满分值", 0.95, "0%")).problems
    assert "bad_decimal" not in {problem.code for problem in target}
    weight = _load(city, tmp_path, "台账.xlsx", _scheme_item("权重", 0.5, "0%")).problems
    assert [problem.value for problem in weight if problem.code == "bad_decimal"] == ["50%"]


@pytest.mark.parametrize("shown_as", ["yyyy-mm-dd", "General"])
def test_days_of_a_workbook_that_counts_from_1904_are_the_days_it_means(
    city: Engine, tmp_path: Path, shown_as: str
) -> None:
    # 1 March 2026 is the day 46082 of 1900 and the day 44620 of 1904.
    with xlsxwriter.Workbook(tmp_path / "台账.xlsx", {"date_1904": True}) as workbook:
        sheet = workbook.add_worksheet(SHEET)
        sheet.write_row(0, 0, list(GOOD))
        sheet.write_row(1, 0, list(GOOD.values()))
        sheet.write_number(1, 2, 44620, workbook.add_format({"num_format": shown_as}))
    result = load_files(city, [tmp_path / "台账.xlsx"], today=TODAY)
    assert (result.status, result.problems) == ("stored", ())
    assert stored_rows(city, RECONSIDERATION.table)[0]["received_on"] == dt.date(2026, 3, 1)


# --- Texts that a spreadsheet has turned -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("3月12日", "number_as_date"),
        ("12-Mar", "number_as_date"),
        ("Mar-26", "number_as_date"),
        ("2.026E+11", "digits_lost"),
    ],
)
def test_a_number_that_a_spreadsheet_has_turned_is_not_stored_as_one(
    city: Engine, tmp_path: Path, number: str, code: str
) -> None:
    (problem,) = _load(city, tmp_path, f"{SHEET}.csv", texts(rows_of({**GOOD, "案号": number})).encode()).problems
    assert (problem.row, problem.column, problem.code, problem.value) == (2, "案号", code, number)


@pytest.mark.parametrize(
    ("column", "shown"),
    [("案号", "#VALUE!"), ("事项类别", "#REF!"), ("审结日期", "#N/A"), ("中止天数", "Err:502"), ("审理结果", "#NAME?")],
)
def test_a_formula_that_failed_is_no_content_in_a_text_either(
    city: Engine, tmp_path: Path, column: str, shown: str
) -> None:
    (problem,) = _load(city, tmp_path, f"{SHEET}.csv", texts(rows_of({**GOOD, column: shown})).encode()).problems
    assert (problem.row, problem.column, problem.code, problem.value) == (2, column, "cell_error", shown)
    kept = _load(city, tmp_path, f"{SHEET}.csv", texts(rows_of({**GOOD, "事项类别": "# 3 征收"})).encode())
    assert (kept.problems, stored_rows(city, RECONSIDERATION.table)[0]["matter"]) == ((), "# 3 征收")


@pytest.mark.parametrize(
    ("cell", "shown"), [('="0012"', "0012"), ('"=""0012"""', "0012"), ('"=""甲""""1号"""', '甲"1号')]
)
def test_a_text_that_was_kept_from_a_spreadsheet_is_stored_as_it_is_shown(
    city: Engine, tmp_path: Path, cell: str, shown: str
) -> None:
    result = _load(city, tmp_path, f"{SHEET}.csv", texts(rows_of({**GOOD, "案号": cell})).encode("gbk"))
    assert (result.status, stored_rows(city, RECONSIDERATION.table)[0]["case_no"]) == ("stored", shown)


@pytest.mark.parametrize("formula", ["=2026", "=A1+1", '="某政复"&A1', "＝B2", ' ="0012"&"号"'])
def test_a_formula_that_nobody_worked_out_is_no_number_and_a_remark_in_a_text(
    city: Engine, tmp_path: Path, formula: str
) -> None:
    quoted = '"' + formula.replace('"', '""') + '"'
    said = _load(city, tmp_path, f"{SHEET}.csv", texts(rows_of({**GOOD, "案号": quoted})).encode())
    as_book = _load(city, tmp_path, "台账.xlsx", book(rows_of({**GOOD, "案号": formula})))
    for (problem,) in (said.problems, as_book.problems):
        assert (problem.row, problem.column, problem.code) == (2, "案号", "formula_as_text")
        assert problem.value == formula
    kept = _load(city, tmp_path, f"{SHEET}.csv", texts(rows_of({**GOOD, "事项类别": quoted})).encode())
    assert [(each.row, each.column, each.code) for each in kept.warnings] == [(2, "事项类别", "formula_kept")]
    assert stored_rows(city, RECONSIDERATION.table)[0]["matter"] == formula.strip()


TWO = texts(rows_of(GOOD, {**GOOD, "案号": "某政复〔2026〕2号"}))


def test_a_text_that_ends_within_its_last_row_is_said(city: Engine, tmp_path: Path) -> None:
    (problem,) = _load(city, tmp_path, f"{SHEET}.csv", TWO[:-5].encode()).problems
    assert (problem.row, problem.code, problem.value, problem.expected) == (3, "cut_line", "2026-04-02", ("5",))


def test_a_text_without_an_end_of_its_last_line_is_whole(city: Engine, tmp_path: Path) -> None:
    short = TWO.rstrip() + "\r\nC01-mr,某政复〔2026〕3号\r\n"
    assert _load(city, tmp_path, f"{SHEET}.csv", TWO.rstrip().encode()).ledgers[0].stored == 2
    assert _load(city, tmp_path, f"{SHEET}.csv", short.encode()).ledgers[0].inserted == 1


def test_a_text_that_ends_within_a_character_names_its_last_row(city: Engine, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        _load(city, tmp_path, f"{SHEET}.csv", TWO.rstrip().encode("gb18030")[:-1])
    assert (refusal.value.message, refusal.value.values["row"]) == ("file.broken_text", "3")


# --- Instants ----------------------------------------------------------------------------------------------------


def test_the_day_of_an_instant_is_that_of_the_city(city: Engine, tmp_path: Path) -> None:
    moment = dt.datetime(2026, 2, 28, 16, 30, tzinfo=dt.UTC)
    columns: dict[str, Any] = {
        "被申请人": ["C01-nr"],
        "案号": ["1号"],
        "收到日期": pa.array([moment], pa.timestamp("us", "UTC")),
        "受理日期": pa.array([moment], pa.timestamp("ns", "America/New_York")),
        "审结日期": pa.array([dt.datetime(2026, 3, 9, 23, 59)], pa.timestamp("us")),
    }
    parquet.write_table(pa.table(columns), tmp_path / f"{SHEET}.parquet")
    result = load_files(city, [tmp_path / f"{SHEET}.parquet"], today=TODAY)
    assert (result.status, result.problems) == ("stored", ())
    (row,) = stored_rows(city, RECONSIDERATION.table)
    assert (row["received_on"], row["accepted_on"]) == (dt.date(2026, 3, 1), dt.date(2026, 3, 1))
    assert row["closed_on"] == dt.date(2026, 3, 9)
