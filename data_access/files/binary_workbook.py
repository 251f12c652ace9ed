"""A look through a binary workbook (xlsb) before it is read: the records of its sheets, formats and names."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from data_access.files.number_formats import Formats, formats_of
from data_access.files.workbook_scan import MalformedError, SheetScan

_ROW, _SHORT_NUMBER, _ERROR, _REAL, _FORMULA_NUMBER, _FORMULA_ERROR = 0, 2, 3, 5, 9, 11
# Cells with a value: all but the blank one.
_CELLS = range(2, 12)
_NUMBERS = (_SHORT_NUMBER, _REAL, _FORMULA_NUMBER)
_MERGED, _EXTENT, _SHEET, _PROPERTIES, _FORMAT = 176, 148, 156, 153, 44
_CELL_FORMATS, _CELL_FORMATS_END, _CELL_FORMAT = 617, 618, 47
_HIDDEN_ROW = 0x10
_COLUMNS, _HIDDEN_COLUMNS = 60, 0x01
_FONT, _STRUCK_OUT = 43, 0x08
_VIEW, _SHOWS_NOUGHTS = 137, 0x10
# A shared text with its parts in fonts of their own, and a cell that names one; a comment in the part of comments.
_SHARED_TEXT, _IN_FONTS, _NAMES_TEXT, _COMMENT = 19, 0x01, 7, 635


@dataclass
class BinaryNames:
    """The sheets of a workbook, each with its relation, and whether its days count from 1904."""

    sheets: dict[str, str] = field(default_factory=dict)
    since_1904: bool = False


def scan_names(content: bytes) -> BinaryNames:
    """The names in the part of the workbook; raises ``MalformedError``."""
    names = BinaryNames()
    for kind, data in _records(content):
        if kind == _SHEET:
            relation, at = _text(data, 8)
            names.sheets[_text(data, at)[0]] = relation
        elif kind == _PROPERTIES:
            names.since_1904 = bool(data[0] & 1)
    return names


def struck_fonts(content: bytes) -> frozenset[int]:
    """The numbers of the fonts that strike out; raises ``MalformedError``."""
    fonts = (data for kind, data in _records(content) if kind == _FONT)
    return frozenset(number for number, data in enumerate(fonts) if _unpacked("<H", data, 2)[0] & _STRUCK_OUT)


def binary_texts_struck(content: bytes, fonts: frozenset[int]) -> frozenset[int]:
    """The numbers of the shared texts of which a part is struck out; raises ``MalformedError``."""
    texts = (data for kind, data in _records(content) if kind == _SHARED_TEXT)
    return frozenset(
        number for number, data in enumerate(texts) if data[:1] and data[0] & _IN_FONTS and _runs(data) & fonts
    )


def _runs(data: bytes) -> set[int]:
    """The fonts of the parts of a text."""
    place = _text(data, 1)[1]
    return {_unpacked("<HH", data, place + 4 + 4 * run)[1] for run in range(_unpacked("<I", data, place)[0])}


def rows_with_binary_comments(content: bytes) -> set[int]:
    """The rows, as Excel numbers them, of the cells that have a comment; none where the part cannot be read."""
    try:
        return {_unpacked("<I", data, 4)[0] + 1 for kind, data in _records(content) if kind == _COMMENT}
    except MalformedError:
        return set()


def scan_binary_styles(content: bytes) -> Formats:
    """The formats of numbers that matter; raises ``MalformedError``."""
    codes: dict[int, str] = {}
    of_cells: dict[int, int] = {}
    fonts = struck_fonts(content)
    struck: set[int] = set()
    within = False
    for kind, data in _records(content):
        within = (within or kind == _CELL_FORMATS) and kind != _CELL_FORMATS_END
        if kind == _FORMAT:
            codes[_unpacked("<H", data)[0]] = _text(data, 2)[0]
        elif kind == _CELL_FORMAT and within:
            number = len(of_cells)
            of_cells[number], font = _unpacked("<HH", data, 2)
            if font in fonts:
                struck.add(number)
    return formats_of(of_cells, codes, frozenset(struck))


def scan_binary_sheet(content: bytes, formats: Formats, struck_texts: frozenset[int] = frozenset()) -> SheetScan:
    """What the records of a sheet tell, of whose texts some are partly struck out; raises ``MalformedError``."""
    scan, row = SheetScan(), 0
    for kind, data in _records(content):
        if kind == _ROW:
            row = _unpacked("<I", data)[0]
            if len(data) > 11 and data[11] & _HIDDEN_ROW:
                scan.hidden_rows.add(row + 1)
        elif kind in _CELLS:
            _scan_cell(scan, row, kind, data, formats, struck_texts)
        elif kind == _MERGED:
            top, bottom, left, right = _unpacked("<4I", data)
            scan.merged.append((top + 1, bottom + 1, left, right))
        elif kind == _COLUMNS:
            first, last = _unpacked("<2I", data)
            scan.hidden_columns += [(first, last)] * (_unpacked("<H", data, 16)[0] & _HIDDEN_COLUMNS)
        elif kind == _VIEW:
            scan.hides_noughts = not _unpacked("<H", data)[0] & _SHOWS_NOUGHTS
        elif kind == _EXTENT:
            _top, bottom, _left, right = _unpacked("<4I", data)
            scan.last_row, scan.last_column = max(scan.last_row, bottom + 1), max(scan.last_column, right)
    return scan


def _scan_cell(
    scan: SheetScan, row: int, kind: int, data: bytes, formats: Formats, struck_texts: frozenset[int]
) -> None:
    column, style = _unpacked("<II", data)
    if style & 0xFFFFFF in formats.struck:
        scan.struck[row + 1] += 1
    scan.last_row, scan.last_column = max(scan.last_row, row + 1), max(scan.last_column, column)
    if struck_texts and kind == _NAMES_TEXT and _unpacked("<I", data, 8)[0] in struck_texts:
        scan.struck_within.add(row + 1)
    if kind in (_ERROR, _FORMULA_ERROR):
        scan.failed.add((row + 1, column))
    elif style & 0xFFFFFF in (formats.of_numbers if kind in _NUMBERS else formats.of_texts):
        scan.formatted[(row + 1, column)] = style & 0xFFFFFF


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place < len(content):
        kind, place = _number(content, place, 2)
        length, place = _number(content, place, 4)
        if place + length > len(content):
            raise MalformedError
        yield kind, content[place : place + length]
        place += length


def _number(content: bytes, place: int, most: int) -> tuple[int, int]:
    """A number of up to ``most`` bytes, each but the last marked by its highest bit."""
    number = 0
    for step in range(most):
        if place >= len(content):
            raise MalformedError
        byte = content[place]
        place += 1
        number |= (byte & 0x7F) << (7 * step)
        if not byte & 0x80:
            break
    return number, place


def _unpacked(form: str, data: bytes, at: int = 0) -> tuple[int, ...]:
    try:
        return struct.unpack_from(form, data, at)
    except struct.error as error:
        raise MalformedError from error


def _text(data: bytes, at: int) -> tuple[str, int]:
    """A text and the place after it; one that is missing is empty."""
    length = _unpacked("<I", data, at)[0]
    length = 0 if length == 0xFFFFFFFF else length
    end = at + 4 + 2 * length
    if end > len(data):
        raise MalformedError
    return data[at + 4 : end].decode("utf-16-le", "replace"), end
