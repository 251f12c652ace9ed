"""A ledger that LibreOffice has saved, in each of its formats, is stored as it was written, cell by cell."""

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from data_access.files.sources import read_file
from data_access.ledgers.litigation import LITIGATION
from data_access.loading.load import load_files, load_sheets
from data_access.store.engine import writer_engine
from tests.data_access.ledger_sheets import rows_of, units
from tests.data_access.libreoffice import saved_as
from tests.databases import sqlite_url

Stored = Callable[[Path], tuple[list[dict[str, Any]], list[tuple[str, tuple[str, ...]]]]]
HEADERS = (
    "被告",
    "案号",
    "审级",
    "立案日期",
    "开庭日期",
    "负责人出庭",
    "负责人发言",
    "裁判结果",
    "结案日期",
    "案由",
    "法院",
)
DAY, LONG = dt.date(2026, 3, 2), "长" * 150
# Days as days and as texts, numbers shown with zeros in front, percents, signs of markup, a line break, and blanks.
ROWS: tuple[tuple[object, ...], ...] = (
    ("C01-nr", "(2026)某01行初1号", "一审", DAY, "2026年3月20日", "正职", "是", "撤销", "2026-04-02", 0.855, "某院"),
    ("C01-mr", 12, "一审", DAY, "", "√", "", "维持原判", "", f"5 < 6 & 7 > 3{LONG}", "某院\n一庭"),
    ("C02-nr", "0013", "二审", "", "", "", "否", "", "", "“引号”，逗号;", 5),
    ("M-housing", "2026-1", "一审", "", "", "/", "", "准许撤诉", DAY, "1-2", 3),
    # In thousands, and not shown at all.
    ("M-housing", "2026-2", "一审", "", "", "", "", "", "", 12_000, ""),
)
# The same, by hand: 维持原判 leaves a first instance open, and a name is one line.
COLUMNS = (
    "case_no", "instance", "filed_on", "heard_on", "head_attended", "head_spoke", "outcome", "closed_on", "matter",
    "court",
)  # fmt: skip
STORED: tuple[tuple[object, ...], ...] = (
    ("(2026)某01行初1号", "first", DAY, dt.date(2026, 3, 20), "chief", True, "revoked", dt.date(2026, 4, 2), "85.5%",
     "某院"),
    ("0012", "first", DAY, None, "other_head", None, None, None, f"5 < 6 & 7 > 3{LONG}", "某院一庭"),
    ("0013", "second", None, None, None, False, None, None, "“引号”，逗号;", "5"),
    ("2026-1", "first", None, None, None, None, "withdrawn", DAY, "1-2", "3"),
    ("2026-2", "first", None, None, None, None, None, None, "12000", None),
)  # fmt: skip
SHOWN = {1: {1: "0000"}, 0: {9: "0.0%"}, 2: {10: ";;;"}, 4: {9: "#,##0,"}}


def _written(path: Path) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("行政诉讼")
    sheet.write_row(0, 0, HEADERS)
    for number, row in enumerate(ROWS):
        for at, value in enumerate(row):
            shown = "yyyy-mm-dd" if isinstance(value, dt.date) else SHOWN.get(number, {}).get(at)
            cell_format = book.add_format({"num_format": shown}) if shown else None
            write = sheet.write_datetime if isinstance(value, dt.date) else sheet.write
            write(number + 1, at, value, cell_format)
    book.close()
    return path


@pytest.fixture
def stored(migrated_file: Path, tmp_path: Path) -> Stored:
    def of(path: Path) -> tuple[list[dict[str, Any]], list[tuple[str, tuple[str, ...]]]]:
        """What a file stores in a city of its own, and what is said of what cells show."""
        engine = writer_engine(sqlite_url(Path(shutil.copy(migrated_file, path.with_suffix(".db")))))
        load_sheets(engine, [units()], today=dt.date(2026, 10, 31))
        result = load_files(engine, [path], today=dt.date(2026, 10, 31))
        assert result.problems == ()
        rows = rows_of(engine, LITIGATION.table)
        engine.dispose()
        return rows, [(each.code, each.expected) for each in result.warnings if each.code.endswith("_cells")]

    return of


@pytest.mark.parametrize(
    "kind", ["ods", *(pytest.param(kind, marks=pytest.mark.exhaustive) for kind in ("xlsx", "xls", "fods", "csv"))]
)
def test_a_ledger_saved_by_libreoffice_is_stored_as_it_was(stored: Stored, tmp_path: Path, kind: str) -> None:
    path = _written(tmp_path / "行政诉讼.xlsx")
    rows, told = stored(saved_as(kind, path))
    assert told == ([] if kind == "csv" else [("scaled_cells", ("6",)), ("unseen_cells", ("4",))])
    expected = [list(row) for row in STORED]
    if kind == "csv":
        # A text has what the cells show: nothing, and 12 of 12,000.
        expected[2][-1], expected[4][-2] = None, "12"
    assert [[row[name] for name in COLUMNS] for row in rows] == expected


@pytest.mark.exhaustive
@pytest.mark.parametrize("kind", ["xls", "ods", "fods"])
def test_rows_columns_and_sheets_that_are_hidden_are_so_in_every_format(tmp_path: Path, kind: str) -> None:
    """Row 2 is hidden, row 4 by a filter."""
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet, hidden = book.add_worksheet("行政诉讼"), book.add_worksheet("单位")
        for number, row in enumerate((HEADERS[:3], ("C01", "1", "一审"), ("C01", "2", "一审"), ("C02", "3", "二审"))):
            sheet.write_row(number, 0, row)
        hidden.write_row(0, 0, ("单位代码", "单位名称"))
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.autofilter("A1:C4")
        sheet.filter_column("A", "x == C01")
        sheet.set_column(1, 2, None, None, {"hidden": True})
        hidden.hide()
    shown, hidden_sheet = (each.marks for each in read_file(saved_as(kind, tmp_path / "a.xlsx")))
    assert (shown.hidden_rows, shown.hidden_columns, shown.is_hidden) == ({2, 4}, ((1, 2),), False)
    assert hidden_sheet.is_hidden
