"""A look through a workbook from before 2007 (xls, et) before it is read: how far it reaches, its formats and marks."""

import struct
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from data_access.files.number_formats import Formats, formats_of
from data_access.files.old_texts import old_texts_struck
from data_access.files.workbook_scan import MalformedError, SheetScan

STREAMS = ("Workbook", "Book")
_BEGIN, _END, _FILE_PASSWORD, _FROM_1904, _FORMAT, _CELL_FORMAT, _SHEET = 0x809, 0x0A, 0x2F, 0x22, 0x41E, 0xE0, 0x85
_EXTENT, _ROW, _NUMBER, _SHORT_NUMBER, _SHORT_NUMBERS, _FORMULA, _TRUTH_OR_ERROR = (
    0x200, 0x208, 0x203, 0x27E, 0xBD, 0x06, 0x205,
)  # fmt: skip
_TEXTS, _GOES_ON, _NAMES_TEXT = 0xFC, 0x3C, 0xFD
_CELLS = (_NUMBER, _SHORT_NUMBER, _FORMULA, _TRUTH_OR_ERROR, _NAMES_TEXT, 0x204, 0xD6)
_NO_NUMBER, _ERROR_RESULT = b"\xff\xff", 2
_COLUMNS, _HIDDEN_COLUMNS = 0x7D, 0x01
_HIDDEN_ROW, _WIDE_CHARACTERS = 0x20, 0x01
_FONT, _STRUCK_OUT = 0x31, 0x08
_COMMENT = 0x1C
_VIEW, _SHOWS_NOUGHTS = 0x23E, 0x10
# No workbook has a font of this number: those after the fourth are counted on from five.
_NO_FONT = 4


class LockedError(Exception):
    """The workbook cannot be read without its password."""


@dataclass
class OldWorkbook:
    """What the records tell: the look at each worksheet in order, the formats of numbers, where days count from."""

    sheets: list[SheetScan] = field(default_factory=list)
    formats: Formats = field(default_factory=lambda: formats_of({}, {}))
    since_1904: bool = False
    recalculates: bool = False


def scan_old(stream: bytes) -> OldWorkbook:
    """Look through the stream of a workbook; raises ``MalformedError``, or ``LockedError``."""
    try:
        return _scan(stream)
    except (struct.error, IndexError) as error:
        raise MalformedError from error


def _scan(stream: bytes) -> OldWorkbook:
    book = OldWorkbook()
    codes: dict[int, str] = {}
    of_cells: dict[int, int] = {}
    fonts_of_cells: list[int] = []
    fonts: list[bool] = []
    places: list[int] = []
    texts: list[bytes] = []
    last = _BEGIN
    for kind, data in _records(stream, 0):
        last = last if kind == _GOES_ON else kind
        if last == _TEXTS:
            texts.append(data)
        if kind == _FILE_PASSWORD:
            raise LockedError
        if kind == _FROM_1904:
            book.since_1904 = struct.unpack_from("<H", data)[0] == 1
        elif kind == _FORMAT:
            number, code = _format(data)
            codes[number] = code
        elif kind == _CELL_FORMAT:
            font, of_cells[len(of_cells)] = struct.unpack_from("<HH", data)
            fonts_of_cells.append(font)
        elif kind == _FONT:
            fonts += [False] * (len(fonts) == _NO_FONT)
            fonts.append(bool(struct.unpack_from("<H", data, 2)[0] & _STRUCK_OUT))
        elif kind == _SHEET and data[5] == 0:
            places.append(struct.unpack_from("<I", data)[0])
    struck_fonts = {number for number, is_struck in enumerate(fonts) if is_struck}
    struck = frozenset(number for number, font in enumerate(fonts_of_cells) if font in struck_fonts)
    book.formats = formats_of(of_cells, codes, struck)
    struck_texts = old_texts_struck(texts, struck_fonts) if texts and struck_fonts else frozenset()
    book.sheets = [_scan_sheet(stream, place, book.formats, struck_texts) for place in places]
    return book


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the stream, to its end; those of parts within it (charts) are left out."""
    depth = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        if kind == _BEGIN:
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def _format(data: bytes) -> tuple[int, str]:
    number, length = struct.unpack_from("<HH", data)
    if data[4] & _WIDE_CHARACTERS:
        return number, data[5 : 5 + 2 * length].decode("utf-16-le", "replace")
    return number, data[5 : 5 + length].decode("latin-1")


def _scan_sheet(stream: bytes, place: int, formats: Formats, struck_texts: Collection[int]) -> SheetScan:
    scan = SheetScan()
    for kind, data in _records(stream, place):
        if kind == _EXTENT:
            _reach(scan, *_stated_end(data))
        elif kind == _ROW:
            if struct.unpack_from("<I", data, 12)[0] & _HIDDEN_ROW:
                scan.hidden_rows.add(struct.unpack_from("<H", data)[0] + 1)
        elif kind == _COLUMNS:
            first, last, _width, _format, options = struct.unpack_from("<5H", data)
            scan.hidden_columns += [(first, last)] * (options & _HIDDEN_COLUMNS)
        elif kind == _SHORT_NUMBERS:
            _short_numbers(scan, data, formats)
        elif kind == _COMMENT and len(data) > 3:
            scan.commented.add(struct.unpack_from("<H", data)[0] + 1)
        elif kind in _CELLS:
            _cell(scan, kind, data, formats, struck_texts)
        elif kind == _VIEW:
            scan.hides_noughts = not struct.unpack_from("<H", data)[0] & _SHOWS_NOUGHTS
    return scan


def _stated_end(data: bytes) -> tuple[int, int]:
    """The last row and column that a sheet states: the library keeps room for them, true or not.

    Of a sheet that begins below its end it would count backwards, and the process would end for want of memory.
    """
    first, last, left, right = struct.unpack_from("<IIHH", data)
    if first > last or left > right:
        raise MalformedError
    return last, right - 1


def _strike(scan: SheetScan, row: int, cell_format: int, formats: Formats) -> None:
    if cell_format in formats.struck:
        scan.struck[row + 1] += 1


def _short_numbers(scan: SheetScan, data: bytes, formats: Formats) -> None:
    """Numbers beside each other, in one record."""
    row, column = struct.unpack_from("<HH", data)
    for at in range((len(data) - 6) // 6):
        cell_format = struct.unpack_from("<H", data, 4 + 6 * at)[0]
        _strike(scan, row, cell_format, formats)
        _number(scan, row, column + at, cell_format, formats.of_numbers)


def _cell(scan: SheetScan, kind: int, data: bytes, formats: Formats, struck_texts: Collection[int]) -> None:
    row, column, cell_format = struct.unpack_from("<HHH", data)
    _strike(scan, row, cell_format, formats)
    if struck_texts and kind == _NAMES_TEXT and struct.unpack_from("<I", data, 6)[0] in struck_texts:
        scan.struck_within.add(row + 1)
    # A formula whose result is no number says so in the place of it.
    is_number = kind in (_NUMBER, _SHORT_NUMBER) or (kind == _FORMULA and data[12:14] != _NO_NUMBER)
    _number(scan, row, column, cell_format, formats.of_numbers if is_number else formats.of_texts)
    is_error = data[7] if kind == _TRUTH_OR_ERROR else kind == _FORMULA and not is_number and data[6] == _ERROR_RESULT
    if is_error:
        scan.failed.add((row + 1, column))


def _number(scan: SheetScan, row: int, column: int, cell_format: int, matter: Collection[int]) -> None:
    _reach(scan, row + 1, column)
    if cell_format in matter:
        scan.formatted[(row + 1, column)] = cell_format


def _reach(scan: SheetScan, row: int, column: int) -> None:
    scan.last_row, scan.last_column = max(scan.last_row, row), max(scan.last_column, column)
