"""What is remarkable about a sheet and refuses nothing: titles above the headers, hidden rows, another template."""

import re
from collections.abc import Callable, Iterator

from data_access.files.sources import Sheet
from data_access.problems import (
    COMMENTS,
    FURTHER_TABLE,
    HIDDEN_COLUMNS,
    HIDDEN_ROWS,
    HIDDEN_SHEET,
    OTHER_TEMPLATE,
    SCALED_CELLS,
    SHEET_FULL,
    STRUCK_CELLS,
    STRUCK_ROWS,
    TEXT_BOXES,
    TITLE_ROWS,
    UNSEEN_CELLS,
    Problem,
)

# A remark names at most so many rows.
MOST_NAMED = 8
# A workbook of before 2007 has no more rows: what a program saves as one, or copies out of one, ends there unsaid.
MOST_ROWS_OF_XLS = 65_536
_VERSION = re.compile(r"\b(\d{4}-[0-9a-f]{8})\b")


def notes(sheet: Sheet, first_row: int) -> list[Problem]:
    """Remarks on a ledger's sheet; ``first_row`` is the first row of its file that holds anything."""
    remarks = []
    if sheet.header_row != first_row:
        remarks.append(_note(sheet, sheet.header_row, TITLE_ROWS, str(sheet.header_row)))
    hidden = sum(number in sheet.marks.hidden_rows for number, _row in sheet.rows) if sheet.marks.hidden_rows else 0
    if hidden:
        remarks.append(_note(sheet, None, HIDDEN_ROWS, f"{hidden:,}"))
    hidden_headers = [header for at, header in enumerate(sheet.headers) if header and sheet.marks.hides(at)]
    if hidden_headers:
        remarks.append(_note(sheet, None, HIDDEN_COLUMNS, f"{len(hidden_headers):,}", *hidden_headers[:MOST_NAMED]))
    struck = (
        [number for number, _row in sheet.rows if number in sheet.marks.struck_rows] if sheet.marks.struck_rows else []
    )
    if struck:
        named = [str(number) for number in struck[:MOST_NAMED]]
        remarks.append(_note(sheet, None, STRUCK_ROWS, f"{len(struck):,}", *named))
    if sheet.rows and sheet.number_of(len(sheet.rows) - 1) == MOST_ROWS_OF_XLS:
        remarks.append(_note(sheet, MOST_ROWS_OF_XLS, SHEET_FULL, f"{MOST_ROWS_OF_XLS:,}"))
    remarks += _beside(sheet)
    if sheet.marks.is_hidden:
        remarks.append(_note(sheet, None, HIDDEN_SHEET, None))
    return remarks


def _beside(sheet: Sheet) -> Iterator[Problem]:
    """Remarks on what a person sees and nobody reads (cells struck out one by one, comments, boxes of text), and on
    what is read and nobody sees so."""
    marks = sheet.marks
    cells = ((SCALED_CELLS, marks.scaled), (UNSEEN_CELLS, marks.unseen))
    rows_below_headers = [
        (code, {row for row, at in found if any(sheet.headers[at : at + 1])}) for code, found in cells
    ]
    for code, rows in ((STRUCK_CELLS, marks.partly_struck), (COMMENTS, marks.commented), *rows_below_headers):
        there = [str(number) for number, _row in sheet.rows if number in rows] if rows else []
        if there:
            yield _note(sheet, None, code, f"{len(there):,}", *there[:MOST_NAMED])
    if sheet.marks.text_boxes:
        yield _note(sheet, None, TEXT_BOXES, f"{sheet.marks.text_boxes:,}")


def further_table_note(table: Sheet, ledger: str) -> Problem:
    """A remark on a table below another one in its sheet; ``ledger`` is what it is read as, a key of the catalogues."""
    return _note(table, table.header_row, FURTHER_TABLE, None, ledger)


def template_note(guide: Sheet, ours: str, is_current: Callable[[str], bool]) -> list[Problem]:
    """A remark when the guide of a workbook names a version of the template that is no longer like ``ours``."""
    lines = [guide.headers, *(row for _number, row in guide.rows)]
    for line in lines:
        for cell in line:
            version = _VERSION.search(str(cell))
            if version and not is_current(version[1]):
                return [_note(guide, None, OTHER_TEMPLATE, version[1], ours)]
    return []


def _note(sheet: Sheet, row: int | None, code: str, value: str | None, *expected: str) -> Problem:
    return Problem(sheet.name, row, None, value, code, expected)
