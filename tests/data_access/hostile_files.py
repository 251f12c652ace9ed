"""Files as they should not be, built byte by byte: workbooks and texts for the tests of what the load door refuses."""

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

SHEET = "行政复议"
GOOD = {
    "被申请人": "C01-nr",
    "案号": "某政复〔2026〕1号",
    "收到日期": "2026-02-10",
    "审结日期": "2026-04-02",
    "审理结果": "维持",
}
ROW_2, ROW_3 = GOOD, {**GOOD, "案号": "某政复〔2026〕2号"}

Rows = Sequence[Sequence[object]]


@dataclass(frozen=True)
class Formula:
    """A formula with the value that the program which wrote it put beside it."""

    text: str
    value: object = 0


def rows_of(*records: Mapping[str, object]) -> Rows:
    """Headers and rows of records."""
    headers = list(dict.fromkeys(header for record in records for header in record))
    return [headers, *([record.get(header) for header in headers] for record in records)]


def good_and(**cells: object) -> Rows:
    """A good row 2 and a row 3 in which some cells are another."""
    return rows_of(ROW_2, {**ROW_3, **cells})


def texts(rows: Rows, delimiter: str = ",") -> str:
    """Rows as the text of a csv file, nothing quoted."""
    return "".join(delimiter.join("" if cell is None else str(cell) for cell in row) + "\r\n" for row in rows)


def book(*rows: Rows, names: Sequence[str] = (SHEET,), then: Any = None) -> bytes:
    """A workbook; ``then(workbook, sheets)`` may go on with it before it is closed."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer)
    days = workbook.add_format({"num_format": "yyyy-mm-dd"})
    sheets = [workbook.add_worksheet(name) for name in names]
    for sheet, grid in zip(sheets, rows, strict=True):
        for number, row in enumerate(grid):
            for column, cell in enumerate(row):
                _write(sheet, number, column, cell, days)
    if then is not None:
        then(workbook, sheets)
    workbook.close()
    return buffer.getvalue()


def _write(sheet: Any, row: int, column: int, cell: object, days: Any) -> None:
    if isinstance(cell, Formula):
        sheet.write_formula(row, column, cell.text, None, cell.value)
    elif isinstance(cell, dt.date):
        sheet.write_datetime(row, column, dt.datetime(cell.year, cell.month, cell.day), days)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, (int, float)):
        sheet.write_number(row, column, cell)
    elif cell is not None:
        sheet.write_string(row, column, str(cell))


def with_parts(content: bytes, parts: Mapping[str, bytes | None]) -> bytes:
    """A zip with some parts another, added, or left out (None)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        kept = {name: old.read(name) for name in old.namelist()}
        for name, part in {**kept, **parts}.items():
            if part is not None:
                new.writestr(name, part)
    return buffer.getvalue()


def part_of(content: bytes, part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(part)


def changed_part(content: bytes, part: str, old: str, new: str) -> bytes:
    """A workbook with a text in one of its parts replaced."""
    before = part_of(content, part)
    assert old.encode() in before, f"{old!r} does not stand in {part}"
    return with_parts(content, {part: before.replace(old.encode(), new.encode())})


FIRST_SHEET, STRINGS, WORKBOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def calculated(content: bytes) -> bytes:
    """As Excel saves it: without the request to calculate everything when the workbook is opened."""
    return changed_part(content, WORKBOOK, ' fullCalcOnLoad="1"', "")


def sheet_xml(content: str) -> bytes:
    return f'<worksheet xmlns="{_MAIN}">{content}</worksheet>'.encode()


def written_cells(*records: Mapping[str, object]) -> str:
    """Rows of records as the XML of a sheet."""
    lines = []
    for number, row in enumerate(rows_of(*records), 1):
        cells = "".join(
            f'<c r="{chr(65 + column)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
            for column, cell in enumerate(row)
        )
        lines.append(f'<row r="{number}">{cells}</row>')
    return "".join(lines)


def raw_book(sheet: bytes, strings: bytes | None = None) -> bytes:
    """A workbook with a sheet of one's own XML."""
    return with_parts(book(rows_of(GOOD)), {FIRST_SHEET: sheet, **({} if strings is None else {STRINGS: strings})})


def empty_rows(many: int) -> bytes:
    """A good row, and rows of nothing with a border around it."""
    empty = "".join(
        f'<row r="{n}" spans="1:2"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(3, many + 3)
    )
    return raw_book(sheet_xml(f"<sheetData>{written_cells(GOOD)}{empty}</sheetData>"))


def zip_bomb() -> bytes:
    """A small file with a sheet of three hundred million blanks."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(rows_of(GOOD)))) as old:
        kept = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in kept.items():
            with archive.open(name, "w") as file:
                file.write(part)
                for _ in range(300 if name == FIRST_SHEET else 0):
                    file.write(b" " * 1_000_000)
    return buffer.getvalue()


def lying_zip() -> bytes:
    """A workbook whose directory promises a tenth of what its sheet unpacks to."""
    content = raw_book(sheet_xml(f"<sheetData>{written_cells(GOOD)}</sheetData>" + " " * 100_000))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo(FIRST_SHEET).file_size
    return content.replace(struct.pack("<L", size), struct.pack("<L", size // 10))


def encrypted_zip() -> bytes:
    """A workbook in a zip with a password: the flag that says so is set in both places."""
    content = bytearray(book(rows_of(GOOD)))
    for start, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(start)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(start, place + 4)
    return bytes(content)


def zip_to_come() -> bytes:
    """A workbook in a zip of a version that nobody can read yet: each entry of the directory says so."""
    content = bytearray(book(rows_of(GOOD)))
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        content[place + 6] = 223
        place = content.find(b"PK\x01\x02", place + 4)
    return bytes(content)


def compound(*streams: str) -> bytes:
    """The beginning of an OLE2 file, the container of old and of encrypted workbooks, with the names of its streams."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "".join(streams).encode("utf-16-le") + bytes(512)


def shared_text_bomb() -> bytes:
    """One long text that stands once in the file and in a hundred thousand cells."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 100_001))
    strings = f'<sst xmlns="{_MAIN}"><si><t>{"长" * 30_000}</t></si></sst>'
    return raw_book(sheet_xml(f"<sheetData>{cells}</sheetData>"), strings.encode())
