"""A workbook from before 2007 (xls), built record by record: nothing that is at hand writes one."""

import datetime as dt
import struct
from collections.abc import Sequence

_SECTOR, _LEAST = 512, 4096
_END_OF_CHAIN, _FREE, _OF_TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_BEGIN, _END, _CHARACTERS, _CELL_FORMAT, _SHEET = 0x809, 0x0A, 0x42, 0xE0, 0x85
_EXTENT, _NUMBER, _TEXT, _TRUTH = 0x200, 0x203, 0x204, 0x205
# A record takes eight thousand bytes.
_LONGEST = 4_000
_PLAIN, _DAY = 0, 1
_BUILT_IN = {_PLAIN: 0, _DAY: 14}

Sheets = Sequence[tuple[str, Sequence[Sequence[object]]]]


def old_book(sheets: Sheets) -> bytes:
    """Sheets of texts, numbers, dates and truths; what is None stays blank."""
    return _container(_stream(sheets))


def _stream(sheets: Sheets) -> bytes:
    formats = b"".join(_record(_CELL_FORMAT, struct.pack("<HH16x", 0, number)) for number in _BUILT_IN.values())
    beginning = _begin(0x0005) + _record(_CHARACTERS, struct.pack("<H", 1200)) + formats
    contents = [_sheet(rows) for _name, rows in sheets]
    names = [name[:31] for name, _rows in sheets]
    place = len(beginning) + sum(len(_named(0, name)) for name in names) + len(_record(_END))
    for name, content in zip(names, contents, strict=True):
        beginning += _named(place, name)
        place += len(content)
    return beginning + _record(_END) + b"".join(contents)


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _begin(kind: int) -> bytes:
    return _record(_BEGIN, struct.pack("<HHHHII", 0x0600, kind, 0, 1997, 0, 6))


def _wide(text: str) -> bytes:
    return b"\x01" + text.encode("utf-16-le", "replace")


def _named(place: int, name: str) -> bytes:
    text = _wide(name)
    return _record(_SHEET, struct.pack("<IBBB", place, 0, 0, len(text) // 2) + text)


def _sheet(rows: Sequence[Sequence[object]]) -> bytes:
    extent = struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows), default=0), 0)
    cells = [
        _cell(struct.pack("<HH", number, column), cell)
        for number, row in enumerate(rows)
        for column, cell in enumerate(row)
        if cell is not None
    ]
    return _begin(0x0010) + _record(_EXTENT, extent) + b"".join(cells) + _record(_END)


def _cell(place: bytes, cell: object) -> bytes:
    if isinstance(cell, bool):
        return _record(_TRUTH, place + struct.pack("<HBB", _PLAIN, cell, 0))
    if isinstance(cell, dt.date):
        return _record(_NUMBER, place + struct.pack("<Hd", _DAY, (cell - dt.date(1899, 12, 30)).days))
    if isinstance(cell, (int, float)):
        return _record(_NUMBER, place + struct.pack("<Hd", _PLAIN, cell))
    text = _wide(str(cell)[: _LONGEST // 2])
    return _record(_TEXT, place + struct.pack("<HH", _PLAIN, len(text) // 2) + text)


def _container(stream: bytes) -> bytes:
    """The file system with the stream, its directory and its table of sectors, in this order."""
    stream = stream.ljust(_LEAST, b"\x00")
    used = -(-len(stream) // _SECTOR)
    tables = 1
    while (used + 1 + tables) * 4 > tables * _SECTOR:
        tables += 1
    chain = [*range(1, used), _END_OF_CHAIN, _END_OF_CHAIN, *[_OF_TABLE] * tables]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(tables * _SECTOR, b"\xff")
    directory = _entry("Root Entry", 5, _END_OF_CHAIN, 0, child=1) + _entry("Workbook", 2, 0, len(stream))
    places = [*range(used + 1, used + 1 + tables)]
    places += [_FREE] * (109 - tables)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<10I", 0, tables, used, 0, _LEAST, _END_OF_CHAIN, 0, _END_OF_CHAIN, 0, places[0])
    header += struct.pack("<108I", *places[1:])
    return header + stream.ljust(used * _SECTOR, b"\x00") + directory.ljust(_SECTOR, b"\x00") + table


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    text = f"{name}\x00".encode("utf-16-le")
    about = struct.pack("<HBB3I36x", len(text), kind, 1, _FREE, _FREE, child)
    return text.ljust(64, b"\x00") + about + struct.pack("<IQ", start, size)
