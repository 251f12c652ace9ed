"""The contents of a workbook with several sheets: what each holds, the way to it, and back."""

import datetime as dt
import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from data_access.files.sources import read_file
from data_access.ledgers.workbook_marks import GUIDE_SHEET
from data_access.workbooks.filled_workbook import write_ledgers
from data_access.workbooks.template import write_template
from wording import LANGUAGES, wording

UNITS = [{"code": "C01", "name": "甲县", "kind": "county"}]
SUITS = [
    {"unit_id": "C01", "case_no": f"{number}号", "instance": "first", "filed_on": dt.date(2026, month, 5)}
    for number, month in ((1, 3), (2, 1), (3, 7))
]
# From a cell to the cell it leads to.
LINK = re.compile(r'<hyperlink ref="(\w+)" location="\'([^\']+)\'!A1"')


def links_of(path: Path, sheet: int) -> dict[str, str]:
    with ZipFile(path) as archive:
        return dict(LINK.findall(archive.read(f"xl/worksheets/sheet{sheet}.xml").decode()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contents_name_the_sheets_that_are_there_with_their_rows_and_days_and_lead_there_and_back(
    tmp_path: Path, language: str
) -> None:
    path = tmp_path / "filled.xlsx"
    write_ledgers(path, {"unit": UNITS, "litigation": SUITS}, language)
    guide, *ledgers, _choices = read_file(path)
    names = [sheet.name for sheet in ledgers]
    assert len(names) == 2
    lines = {str(row[0]): row[2:] for _number, row in guide.rows if row[0] in names}
    assert [float(str(lines[name][0])) for name in names] == [1, 3]
    span = wording(language)("template.span", first=dt.date(2026, 1, 5), last=dt.date(2026, 7, 5))
    assert [lines[name][1] or "" for name in names] == ["", span]
    assert list(links_of(path, 1).values()) == names
    assert [links_of(path, number) for number in (2, 3)] == [{"A1": GUIDE_SHEET[language]}] * 2


def test_a_workbook_to_be_filled_in_says_what_must_be_and_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "blank.xlsx"
    write_template(path)
    guide, *ledgers = read_file(path)
    assert list(links_of(path, 1).values()) == [sheet.name for sheet in ledgers[:-1]]
    words = wording("zh")
    heads = next(row for _number, row in guide.rows if row[0] == words("template.sheet"))
    assert [head for head in heads if head] == [words("template.sheet"), words("template.required_columns")]
