"""The blank workbook: it names everything, and what is filled into it loads."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
import xlsxwriter
from sqlalchemy import Engine

from data_access.files.sheet_notes import template_note
from data_access.files.sources import Sheet, read_file
from data_access.ledgers.all import LEDGERS
from data_access.ledgers.counting_rules import SHIPPED
from data_access.ledgers.workbook_marks import CHOICES_SHEET, EXAMPLE_MARK, GUIDE_SHEET, is_current, template_version
from data_access.loading.load import load_files
from data_access.problems import Refused
from data_access.workbooks.template import column_note, example, header, sheet_name, write_template
from tests.data_access.ledger_sheets import count_rows
from wording import LANGUAGES, wording

TODAY = dt.date(2026, 10, 31)


def _read(folder: Path, language: str) -> dict[str, Sheet]:
    path = folder / f"{language}.xlsx"
    write_template(path, language)
    return {sheet.name: sheet for sheet in read_file(path)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_has_a_sheet_per_ledger_with_its_headers(tmp_path: Path, language: str) -> None:
    sheets, words = _read(tmp_path, language), wording(language)
    assert list(sheets) == [
        GUIDE_SHEET[language],
        *(sheet_name(each, words) for each in LEDGERS),
        CHOICES_SHEET[language],
    ]
    for ledger in LEDGERS:
        sheet = sheets[sheet_name(ledger, words)]
        assert sheet.headers == tuple(header(column, words) for column in ledger.columns)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_sheet_carries_the_version_of_the_template(tmp_path: Path, language: str) -> None:
    guide = _read(tmp_path, language)[GUIDE_SHEET[language]]
    cells = [str(cell) for _number, row in guide.rows for cell in row]
    assert any(template_version() in cell for cell in cells)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_that_is_not_filled_in_holds_no_row(database: Engine, tmp_path: Path, language: str) -> None:
    path = tmp_path / "blank.xlsx"
    write_template(path, language)
    with pytest.raises(Refused) as refusal:
        load_files(database, [path], today=TODAY)
    assert refusal.value.message == "file.no_rows"


def _filled(template: dict[str, Sheet], path: Path, language: str) -> None:
    """The workbook as a user hands it in: each sheet's example without its mark, and the county it belongs to."""
    words = wording(language)
    county = {
        "code": "C01",
        "name": "甲县人民政府",
        "kind": words.label("unit_kind", "county"),
        "archive_keeper": words("flag.no"),
    }
    with xlsxwriter.Workbook(str(path)) as workbook:
        for ledger in LEDGERS:
            source = template[sheet_name(ledger, words)]
            sheet = workbook.add_worksheet(source.name)
            sheet.write_row(0, 0, source.headers)
            (_number, marked) = source.rows[0]
            sheet.write_row(1, 0, [str(marked[0]).removeprefix(EXAMPLE_MARK[language]), *marked[1:]])
            if ledger.key == "unit":
                sheet.write_row(2, 0, [county.get(column.name, "") for column in ledger.columns])
            if ledger.key == "scheme_item":
                for number, row in enumerate(_other_items(language), 2):
                    sheet.write_row(number, 0, [row.get(column.name, "") for column in ledger.columns])


def _other_items(language: str) -> list[dict[str, object]]:
    """What the example of a scheme needs beside the example of an item: something to score in each component."""
    words = wording(language)
    same = {"year": 2026, "version": 1, "peer_group": words("group.counties"), "weight": 100}
    return [
        {**same, "component": words("component.annual"), "key": words("mark_item.plan")},
        {**same, "component": words("component.external"), "key": words("reviewer_group.public")},
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_workbook_loads(database: Engine, tmp_path: Path, language: str) -> None:
    path = tmp_path / "filled.xlsx"
    _filled(_read(tmp_path, language), path, language)
    result = load_files(database, [path], today=TODAY)
    assert (result.status, result.problems, result.warnings) == ("stored", (), ())
    # Of the two units one is the county; the one suit reports the county's ledger of three months.
    more = {"unit": 2, "ledger_report": 4, "scheme_item": 3, "counting_rule": 1 + len(SHIPPED)}
    assert {each.key: count_rows(database, each.table) for each in LEDGERS} == {
        each.key: more.get(each.key, 1) for each in LEDGERS
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_with_allowed_values_has_a_drop_down_and_every_header_a_note(
    tmp_path: Path, language: str
) -> None:
    path = tmp_path / "t.xlsx"
    write_template(path, language)
    with ZipFile(path) as archive:
        for number, ledger in enumerate(LEDGERS, 2):
            sheet = archive.read(f"xl/worksheets/sheet{number}.xml").decode()
            closed = [column for column in ledger.columns if column.codes or column.kind == "flag"]
            assert sheet.count("<dataValidation ") == len(closed), ledger.key
            comments = archive.read(f"xl/comments{number - 1}.xml").decode()
            assert comments.count("<comment ") == len(ledger.columns), ledger.key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_note_says_whether_a_column_is_required_its_type_allowed_values_and_example(language: str) -> None:
    words = wording(language)
    for ledger in LEDGERS:
        for column in ledger.columns:
            note = column_note(column, ledger, words)
            assert words("template.note.required" if column.required else "template.note.optional") in note
            assert words(f"template.kind.{column.takes}") in note
            assert all(words.label(column.labels, code) in note for code in column.codes)
            assert example(column, words) in note


def test_numbers_of_cases_are_text_so_that_excel_does_not_change_them(tmp_path: Path) -> None:
    sheets = _read(tmp_path, "zh")
    (_number, row) = sheets["档案要求"].rows[0]
    assert row[sheets["档案要求"].headers.index("材料编号")] == "01"


def test_the_same_declarations_give_the_same_file(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx")
    write_template(tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_file_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        write_template(tmp_path / "nowhere" / "t.xlsx")
    assert refusal.value.message == "command.cannot_write"


def test_a_template_is_of_another_version_only_where_its_sheets_headers_or_codes_are_others() -> None:
    guide = Sheet("填写说明", (template_version(),), ())
    assert template_note(guide, template_version(), is_current) == []
    other = replace(guide, headers=("0006-14e52fbf",))
    assert [note.code for note in template_note(other, template_version(), is_current)] == ["other_template"]
