"""The workbook of problems: it shows what is wrong, and loads as it is once it is mended."""

import datetime as dt
import math
import re
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
import xlsxwriter
from sqlalchemy import Engine

from data_access.checking.mapping import read_mapping
from data_access.checking.noted_rows import NotedRow, stored_noted_rows
from data_access.files.sources import Sheet, read_file
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.ledgers.rectification import RECTIFICATION
from data_access.ledgers.workbook_marks import GUIDE_SHEET, PROBLEM_HEADER, template_version
from data_access.loading.load import load_files, load_sheets
from data_access.store.tables import load_batch, load_problem
from data_access.workbooks.problem_workbook import write_problems
from tests.check_ledger import MAPPING
from tests.data_access.ledger_sheets import case, cases, rows_of, sheet, units
from tests.databases import EXCERPT
from wording import LANGUAGES

TODAY = dt.date(2026, 10, 31)
ITEM = {"单位": "C01-nr", "编号": "ZG-1", "来源": "考核", "交办日期": "2026-03-01", "整改期限": "2026-04-30"}
SHEETS = (
    cases(
        case("1号"),
        case("2号", "甲县自然资源", 审结日期="明天"),
        case("+1+1", 审理结果="好", 事项类别="=HYPERLINK(A1)"),
        case("4号", 中止天数=math.inf, 收到日期=dt.date(2026, 3, 1)),
    ),
    sheet("rectification", [ITEM, {**ITEM, "编号": "ZG-2", "整改期限": "2026-01-01"}]),
)


def _rejected(database: Engine) -> tuple[NotedRow, ...]:
    load_sheets(database, [units()], today=TODAY)
    return load_sheets(database, SHEETS, today=TODAY, accept_partial=True).noted_rows


def _stored(database: Engine) -> list[NotedRow]:
    _rejected(database)
    with database.connect() as connection:
        return stored_noted_rows(connection, [row["load_id"] for row in rows_of(database, load_batch)])


def _read(path: Path) -> dict[str, Sheet]:
    return {each.name: each for each in read_file(path)}


def _mend(path: Path, mended: Path, cells: dict[tuple[str, int, str], object]) -> Path:
    """The workbook with some cells (sheet, row, header) filled anew, written as any program may write it."""
    with xlsxwriter.Workbook(str(mended)) as workbook:
        days = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for name, each in _read(path).items():
            page = workbook.add_worksheet(name)
            page.write_row(each.header_row - 1, 0, each.headers)
            for number, row in each.rows:
                for position, value in enumerate(row):
                    header = each.headers[position] if position < len(each.headers) else ""
                    value = cells.get((name, number, header), value)
                    if isinstance(value, dt.date):
                        page.write_datetime(number - 1, position, value, days)
                    elif isinstance(value, str):
                        page.write_string(number - 1, position, value)
                    else:
                        page.write(number - 1, position, value)
    return mended


MENDED: dict[tuple[str, int, str], object] = {
    ("行政复议", 2, "被申请人"): "甲县自然资源局",
    ("行政复议", 2, "审结日期"): dt.date(2026, 4, 3),
    ("行政复议", 3, "审理结果"): "维持",
    ("行政复议", 4, "中止天数"): 12,
    ("整改事项", 2, "整改期限"): "2026-05-01",
}


@pytest.mark.parametrize("source", [_rejected, _stored], ids=["of the load", "of a stored load"])
def test_once_the_cells_are_mended_it_loads_as_it_is(database: Engine, tmp_path: Path, source: object) -> None:
    rows = source(database)  # type: ignore[operator]
    write_problems(tmp_path / "问题.xlsx", rows)
    result = load_files(database, [_mend(tmp_path / "问题.xlsx", tmp_path / "已改.xlsx", MENDED)], today=TODAY)
    said = [(each.row, each.code) for each in result.warnings]
    assert (result.status, result.problems, said) == ("stored", (), [(3, "formula_kept")])
    stored = {row["case_no"]: row for row in rows_of(database, RECONSIDERATION.table)}
    assert sorted(stored) == ["+1+1", "1号", "2号", "4号"]
    assert stored["+1+1"]["matter"] == "=HYPERLINK(A1)"
    assert (stored["4号"]["suspended_days"], stored["4号"]["received_on"]) == (12, dt.date(2026, 3, 1))
    assert [row["item_no"] for row in rows_of(database, RECTIFICATION.table)] == ["ZG-1", "ZG-2"]


def test_a_row_that_is_not_mended_is_rejected_again_for_the_same_reason(database: Engine, tmp_path: Path) -> None:
    rows = _rejected(database)
    write_problems(tmp_path / "问题.xlsx", rows)
    again = load_files(database, [tmp_path / "问题.xlsx"], today=TODAY)
    before = [problem.code for row in rows for _columns, problem in row.problems]
    assert again.status == "refused"
    assert sorted(problem.code for problem in again.problems) == sorted(before)


def test_it_holds_the_rejected_rows_only_with_the_sentence_beside_each(database: Engine, tmp_path: Path) -> None:
    write_problems(tmp_path / "问题.xlsx", _rejected(database))
    sheets = _read(tmp_path / "问题.xlsx")
    assert [name for name in sheets if name not in ("选项", "填写说明")] == ["行政复议", "整改事项", "问题清单"]
    page = sheets["行政复议"]
    assert [row[page.headers.index("案号")] for _number, row in page.rows] == ["2号", "+1+1", "4号"]
    assert page.headers[-1] == PROBLEM_HEADER["zh"]
    first, second, _third = ([row[-1], *row] for _number, row in page.rows)
    assert "第 2 行“审结日期”列" in str(first[0])
    assert "第 2 行“被申请人”列" in str(first[0])
    assert "第 3 行“审理结果”列" in str(second[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_the_language_of_the_reader(database: Engine, tmp_path: Path, language: str) -> None:
    write_problems(tmp_path / "p.xlsx", _rejected(database), language)
    sheets = _read(tmp_path / "p.xlsx")
    assert any(template_version() in str(cell) for _n, row in sheets[GUIDE_SHEET[language]].rows for cell in row)
    page = sheets[{"zh": "行政复议", "en": "Reconsideration"}[language]]
    assert page.headers[-1] == PROBLEM_HEADER[language]


def test_wrong_cells_are_coloured_and_explained_and_the_lists_of_the_template_are_there(
    database: Engine, tmp_path: Path
) -> None:
    write_problems(tmp_path / "问题.xlsx", _rejected(database))
    with ZipFile(tmp_path / "问题.xlsx") as archive:
        page = archive.read("xl/worksheets/sheet2.xml").decode()
        notes = ElementTree.fromstring(archive.read("xl/comments1.xml"))
        styles = archive.read("xl/styles.xml").decode()
    cells = {note.attrib["ref"] for note in notes.iter() if note.tag.endswith("}comment")}
    explained = {cell for cell in cells if not re.fullmatch("[A-Z]+1", cell)}
    assert len(explained) == 4
    coloured = {
        match[1] for match in re.finditer(r'<c r="([A-Z]+\d+)" s="(\d+)"', page) if _is_coloured(styles, int(match[2]))
    }
    assert coloured == explained
    assert page.count("<dataValidation ") == 6
    assert "<f>" not in page


def _is_coloured(styles: str, number: int) -> bool:
    namespace = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    root = ElementTree.fromstring(styles)
    fills = list(root.find(f"{namespace}fills") or ())
    style = list(root.find(f"{namespace}cellXfs") or ())[number]
    colour = fills[int(style.attrib["fillId"])].find(f".//{namespace}fgColor")
    return colour is not None and colour.attrib.get("rgb") == "FFF8D7D0"


def test_cells_beyond_the_headers_stand_there_again_and_are_rejected_until_they_are_gone(
    database: Engine, tmp_path: Path
) -> None:
    file = tmp_path / "行政复议.csv"
    file.write_text("被申请人,案号,审理结果,审结日期\nC01,1号,维持,2026-04-02,多余\n", encoding="utf-8")
    load_sheets(database, [units()], today=TODAY)
    result = load_files(database, [file], today=TODAY)
    write_problems(tmp_path / "问题.xlsx", result.noted_rows)
    again = load_files(database, [tmp_path / "问题.xlsx"], today=TODAY)
    assert [(problem.code, problem.value) for problem in again.problems] == [("too_many_cells", "多余")]


def test_a_foreign_ledger_comes_back_in_our_shape_and_loads_without_its_mapping(
    database: Engine, tmp_path: Path
) -> None:
    mapping = read_mapping(MAPPING)
    sheets = read_file(EXCERPT)
    rows = load_sheets(database, sheets, mapping=mapping, accept_partial=True, today=TODAY).noted_rows
    assert len(rows) == 6
    write_problems(tmp_path / "p.xlsx", rows)
    page = _read(tmp_path / "p.xlsx")["行政复议"]
    closed = page.headers.index("审结日期")
    assert {row[closed] for _number, row in page.rows} == {"待填"}
    cells = {("行政复议", number, "审结日期"): "2024-01-31" for number, _row in page.rows}
    mended = _mend(tmp_path / "p.xlsx", tmp_path / "m.xlsx", cells)
    result = load_files(database, [mended], today=TODAY, accept_partial=True)
    # The sixth names an authority that no good row named, and that must be registered first.
    assert (result.ledgers[0].stored, [problem.code for problem in result.problems]) == (5, ["unknown_unit"])


def test_the_rows_of_a_refused_load_are_kept_as_well(database: Engine) -> None:
    load_sheets(database, [units()], today=TODAY)
    refused = load_sheets(database, SHEETS, today=TODAY)
    with database.connect() as connection:
        kept = stored_noted_rows(connection, [each.load_id for each in refused.ledgers if each.load_id])
    assert [(row.ledger.key, row.number) for row in kept] == [
        (row.ledger.key, row.number) for row in refused.noted_rows
    ]
    wrong = {"unit_id", "closed_on", "outcome", "suspended_days", "due_on"}
    assert {row["ledger_columns"] for row in rows_of(database, load_problem)} == wrong
