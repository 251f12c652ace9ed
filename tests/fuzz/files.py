"""Sheets written to files, and files with damaged bytes, as hypothesis strategies: each gives a name and its bytes."""

import datetime as dt
import io
import re
import zipfile
from typing import Any

import xlsxwriter
from hypothesis import strategies as st
from xlsxwriter.exceptions import XlsxWriterException

from tests.fuzz.tables import Table, tables

File = tuple[str, bytes]

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "latin-1")
TOKENS = (
    b"",
    b"\x00",
    b"\xff",
    b"<",
    b">",
    b'"',
    b"&#0;",
    b"&#xD800;",
    b"&lt;",
    b"]]>",
    b"<!DOCTYPE x>",
    b"<!-- -->",
    b"</row>",
    b"<row/>",
    b'<row r="9" hidden="1"/>',
    b'<c r="B3" t="e"><v>#REF!</v></c>',
    b"<f>1</f>",
    b"<v>99</v>",
    b"<v/>",
    b"<c><v>1</v></c>",
    b"<is><t>x</t></is>",
    b'<mergeCell ref="A1:B9"/>',
    b"_x0000_",
    b"PK\x03\x04",
    b"PK\x05\x06",
    "案".encode(),
    "案".encode("gbk"),
    b"\r",
    b"\n",
    b",",
    b";",
    b"\t",
    b"=1+1",
)
ATTRIBUTES = (
    b"",
    b"-1",
    b"0",
    b"1",
    b"2",
    b"9999999999999",
    b"A0",
    b"A1",
    b"B3",
    b"Z9",
    b"AAAA1",
    b"XFD1048576",
    b"A1:XFD1048576",
    b"B2:B4",
    b"1048577",
    b"s",
    b"e",
    b"d",
    b"b",
    b"n",
    b"str",
    b"inlineStr",
    b"true",
    b"../x.xml",
    b"/xl/workbook.xml",
    b"worksheets/sheet1.xml",
    b"rId1",
    b"rId9",
    b"hidden",
    b"yyyy-mm-dd",
    "行政复议".encode(),
)
_ATTRIBUTE = re.compile(rb'="([^"<>]*)"')

places = st.integers(0, 2**20)


@st.composite
def files(draw: st.DrawFn) -> File:
    """A file of any kind, whole or damaged."""
    return draw(st.one_of(workbooks(), workbooks(), texts()))


@st.composite
def workbooks(draw: st.DrawFn) -> File:
    """A workbook: whole, with damaged XML, or with damaged bytes."""
    sheets = draw(st.lists(tables(), min_size=1, max_size=3, unique_by=lambda table: table.name.casefold()))
    content = write_workbook(sheets)
    damage = draw(st.sampled_from(("none", "none", "none", "parts", "parts", "bytes")))
    if damage == "parts":
        content = draw(damaged_parts(content))
    elif damage == "bytes":
        content = draw(damaged(content))
    return draw(st.sampled_from(("台账.xlsx",) * 8 + ("台账.xlsm", "台账.csv"))), content


@st.composite
def texts(draw: st.DrawFn) -> File:
    """A csv file in some encoding, whole or with damaged bytes."""
    table = draw(tables())
    delimiter, end = draw(st.sampled_from(",,,;\t|")), draw(st.sampled_from(("\r\n", "\n", "\r")))
    quote = draw(st.sampled_from(('"', '"', "")))
    lines = [delimiter.join(_quoted(cell, quote) for cell in row) for row in table.grid]
    content = end.join(lines).encode(draw(st.sampled_from(ENCODINGS)), errors="replace")
    if draw(st.booleans()):
        content = draw(damaged(content))
    return draw(st.sampled_from((f"{table.name}.csv".replace("/", ""),) * 9 + ("台账.xlsx",))), content


def _quoted(cell: object, quote: str) -> str:
    text = "" if cell is None else str(cell)
    return f"{quote}{text.replace(quote, quote * 2)}{quote}" if quote else text


@st.composite
def damaged(draw: st.DrawFn, content: bytes) -> bytes:
    """Bytes cut out, doubled or replaced in up to four places, or cut off."""
    for _ in range(draw(st.integers(1, 4))):
        at = draw(places) % (len(content) + 1)
        length = draw(st.sampled_from((0, 1, 2, 8, 200)))
        token = draw(st.one_of(st.sampled_from(TOKENS), st.binary(max_size=4)))
        content = content[:at] + token + content[at + length :]
    return content[: draw(places) % (len(content) + 1)] if draw(st.sampled_from((False, False, True))) else content


@st.composite
def damaged_parts(draw: st.DrawFn, content: bytes) -> bytes:
    """A workbook in whose XML attributes are others; now and then the XML itself is damaged, or a part is missing."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from(sorted(part for part in parts if part.startswith(("xl/w", "xl/s", "xl/_")))))
        change = draw(st.sampled_from(("attribute", "attribute", "attribute", "token", "bytes", "none")))
        if change == "attribute":
            parts[name] = draw(_other_attribute(parts[name]))
        elif change == "token":
            parts[name] = draw(_between_elements(parts[name]))
        elif change == "bytes":
            parts[name] = draw(damaged(parts[name]))
    if draw(st.integers(0, 9)) == 0:
        parts.pop(draw(st.sampled_from(sorted(parts))))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


@st.composite
def _other_attribute(draw: st.DrawFn, xml: bytes) -> bytes:
    values = list(_ATTRIBUTE.finditer(xml))
    if not values:
        return xml
    chosen = values[draw(places) % len(values)]
    return xml[: chosen.start(1)] + draw(st.sampled_from(ATTRIBUTES)) + xml[chosen.end(1) :]


@st.composite
def _between_elements(draw: st.DrawFn, xml: bytes) -> bytes:
    gaps = [match.start() + 1 for match in re.finditer(b"><", xml)] or [len(xml)]
    at = gaps[draw(places) % len(gaps)]
    return xml[:at] + draw(st.sampled_from(TOKENS)) + xml[at:]


def write_workbook(sheets: list[Table]) -> bytes:
    """The sheets as an undamaged workbook; what Excel cannot hold is left out of it."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"remove_timezone": True})
    formats = {"date": workbook.add_format({"num_format": "yyyy-mm-dd"}), "border": workbook.add_format({"border": 1})}
    for table in sheets:
        try:
            sheet = workbook.add_worksheet(table.name)
        except XlsxWriterException:
            sheet = workbook.add_worksheet()
        _write(sheet, table, formats)
    workbook.close()
    return buffer.getvalue()


def _write(sheet: Any, table: Table, formats: dict[str, Any]) -> None:
    taken: set[tuple[int, int]] = set()
    for top, left, bottom, right in table.merged:
        inside = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        if len(inside) > 1 and not inside & taken:
            sheet.merge_range(top, left, bottom, right, "", formats["border"])
            taken |= inside
    for number, row in enumerate(table.grid):
        for column, cell in enumerate(row):
            _write_cell(sheet, number, column, cell, formats["date"])
    for (number, column), value in table.formulas.items():
        sheet.write_formula(number, column, "=1+1", None, value)
    for number in table.hidden:
        sheet.set_row(number, None, None, {"hidden": True})


def _write_cell(sheet: Any, row: int, column: int, cell: object, days: Any) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell[:32_767])
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, dt.date):
        sheet.write_datetime(row, column, dt.datetime(cell.year, cell.month, cell.day), days)
    elif isinstance(cell, (int, float)):
        sheet.write_number(row, column, float(cell))
