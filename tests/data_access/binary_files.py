"""A binary workbook (xlsb), built record by record: nothing that is at hand writes one."""

import io
import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
# The formats of numbers of the cells, by their place.
FORMATS = ("General", "0000", "yyyy-mm-dd", "#,##0,", ";;;")


@dataclass(frozen=True)
class Hidden:
    """A text in a format that shows nothing."""

    text: str


def binary_book(name: str, rows: Sequence[Sequence[object]]) -> bytes:
    """Texts, (number, format) pairs and None (an error) as the cells of one sheet."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", _relation("officeDocument", "xl/workbook.bin"))
        archive.writestr("xl/workbook.bin", _workbook(name))
        sheet, styles = _relation("worksheet", "worksheets/sheet1.bin", 1), _relation("styles", "styles.bin", 2)
        joined = sheet.replace("</Relationships>", "") + styles[styles.index("<Relationship ") :]
        archive.writestr("xl/_rels/workbook.bin.rels", joined)
        archive.writestr("xl/styles.bin", _styles())
        archive.writestr("xl/worksheets/sheet1.bin", _sheet(rows))
    return buffer.getvalue()


def _relation(kind: str, target: str, number: int = 1) -> str:
    relation = f'<Relationship Id="rId{number}" Type="{_KINDS}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_PACKAGE}">{relation}</Relationships>'


def _record(kind: int, data: bytes = b"") -> bytes:
    number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return number + (bytes([len(data)]) if len(data) < 128 else bytes([len(data) & 0x7F | 0x80, len(data) >> 7])) + data


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _workbook(name: str) -> bytes:
    sheet = _record(156, struct.pack("<II", 0, 1) + _text("rId1") + _text(name))
    return _record(131) + _record(153, bytes(12)) + _record(143) + sheet + _record(144) + _record(132)


def _styles() -> bytes:
    formats = b"".join(_record(44, struct.pack("<H", 164 + n) + _text(code)) for n, code in enumerate(FORMATS))
    cells = b"".join(_record(47, struct.pack("<HH", 0, 164 + n) + bytes(12)) for n in range(len(FORMATS)))
    fonts = _record(615, struct.pack("<I", len(FORMATS))) + formats + _record(616)
    return _record(278) + fonts + _record(617, struct.pack("<I", len(FORMATS))) + cells + _record(618) + _record(279)


def _sheet(rows: Sequence[Sequence[object]]) -> bytes:
    extent = struct.pack("<4I", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    content = _record(129) + _record(148, extent) + _record(145)
    for number, row in enumerate(rows):
        content += _record(0, struct.pack("<II", number, 0) + bytes(9))
        content += b"".join(_cell(column, cell) for column, cell in enumerate(row))
    return content + _record(146) + _record(130)


def _cell(column: int, cell: object) -> bytes:
    if isinstance(cell, tuple):
        number, shown_as = cell
        return _record(5, struct.pack("<IId", column, FORMATS.index(shown_as), number))
    if isinstance(cell, Hidden):
        return _record(6, struct.pack("<II", column, FORMATS.index(";;;")) + _text(cell.text))
    if cell is None:
        return _record(3, struct.pack("<IIB", column, 0, 0x2A))
    return _record(6, struct.pack("<II", column, 0) + _text(str(cell)))
