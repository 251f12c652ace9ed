"""A look through the XML of a workbook before it is read: how far it reaches, and the marks beside its values.

The library that reads the cells lays them out as a rectangle and copies shared texts into every cell that names them,
so both sizes are worked out first. It is expat that looks: what is no well-formed XML never gets further.
"""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from xml.parsers import expat

from data_access.files.cell_marks import Cell
from data_access.files.limits import MOST_MERGED
from data_access.files.number_formats import NO_FORMATS, Formats, formats_of

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_TRUE, _FALSE = ("1", "true"), ("0", "false")
_TEXTS = ("s", "str", "inlineStr")
# A cell with a format and no value, as spreadsheet programs write it.
_EMPTY_CELL = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]+")?/>')
# How far a sheet says it reaches: it need not be true, and is written in ways that are no reference at all.
_EXTENT = re.compile(rb"<(?:[\w.-]+:)?dimension\b[^<>]*(?:/>|></(?:[\w.-]+:)?dimension>)")
_COUNTS = ("count", "uniqueCount")
# The bytes of the shortest element, ``<a/>``.
SHORTEST_ELEMENT = 4
# A cell that does not state its place.
_CELL_WITHOUT_PLACE = re.compile(rb"<c(?! r=)[ >/]")


class MalformedError(Exception):
    """The XML of a part is not well-formed, declares entities or states a false number of elements."""


@dataclass
class SheetScan:
    """What the XML of a sheet tells; rows as Excel numbers them, columns from 0.

    ``texts`` counts the cells that name a shared text, ``formulas`` are the cells whose value is one that a program
    must have worked out (texts excepted: an empty one is a value), ``failed`` those that hold an error. ``formatted``
    are the cells whose format matters, with its number; ``hides_noughts``: the sheet shows no 0 in any format.
    ``struck`` counts the filled cells of each row that are struck out, ``struck_within`` are the rows with a text of
    which a part is. ``commented`` are the rows with a comment on a cell, ``text_boxes`` counts the boxes of text over
    the cells.
    """

    last_row: int = 0
    last_column: int = -1
    texts: int = 0
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    formulas: set[Cell] = field(default_factory=set)
    failed: set[Cell] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    formatted: dict[Cell, int] = field(default_factory=dict)
    hides_noughts: bool = False
    struck: Counter[int] = field(default_factory=Counter)
    struck_within: set[int] = field(default_factory=set)
    commented: set[int] = field(default_factory=set)
    text_boxes: int = 0


def parse(content: bytes, parser: expat.XMLParserType) -> None:
    """Run a parser over a part; raises ``MalformedError`` for what is not well-formed or declares entities."""
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.buffer_text = True
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise MalformedError from error


def _refuse_doctype(*_declared: object) -> None:
    raise MalformedError


def check_counts(content: bytes) -> None:
    """Raise ``MalformedError`` for a part that says it holds more of something than it can."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda _name, attributes: refuse_false_count(attributes, len(content))
    parse(content, parser)


def refuse_false_count(attributes: dict[str, str], size: int) -> None:
    """Raise ``MalformedError`` when an element names more children than a part of that size holds."""
    for name in _COUNTS:
        count = attributes.get(name, "0")
        if not count.isdecimal() or len(count) > 10 or int(count) > size // SHORTEST_ELEMENT:
            raise MalformedError


def attributes_of(content: bytes, element: str) -> list[dict[str, str]]:
    """The attributes of every element of one name, in order, without namespaces; raises ``MalformedError``."""
    elements: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == element:
            elements.append({key.rpartition(":")[2]: value for key, value in attributes.items()})

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parse(content, parser)
    return elements


def lean_sheet(content: bytes) -> bytes:
    """The XML of a sheet without its stated extent, and without cells that hold nothing: millions of them come with a
    border drawn once too far."""
    content = _EXTENT.sub(b"", content, count=1)
    if _CELL_WITHOUT_PLACE.search(content):
        return content
    return _EMPTY_CELL.sub(b"", content)


def scan_styles(content: bytes) -> Formats:
    """The formats of numbers in the XML of the styles that matter; raises ``MalformedError``."""
    codes: dict[int, str] = {}
    of_cells: list[str] = []
    fonts_of_cells: list[str] = []
    struck_fonts: set[str] = set()
    within: list[str] = []
    fonts = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal fonts
        refuse_false_count(attributes, len(content))
        within.append(name.rpartition(":")[2])
        fonts += within[-2:] == ["fonts", "font"]
        if within[-3:] == ["fonts", "font", "strike"] and attributes.get("val", "1") in _TRUE:
            struck_fonts.add(str(fonts - 1))
        if within[-1] == "numFmt" and attributes.get("numFmtId", "").isdecimal():
            codes[int(attributes["numFmtId"][:9])] = attributes.get("formatCode", "")
        elif within[-2:] == ["cellXfs", "xf"]:
            of_cells.append(attributes.get("numFmtId", ""))
            fonts_of_cells.append(attributes.get("fontId", ""))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _name: within.pop()
    parse(content, parser)
    formats = formats_of({number: int(each[:9]) for number, each in enumerate(of_cells) if each.isdecimal()}, codes)
    struck = frozenset(number for number, font in enumerate(fonts_of_cells) if font in struck_fonts)
    return replace(formats, struck=struck)


def scan_sheet(content: bytes, formats: Formats = NO_FORMATS) -> SheetScan:
    """What the XML of a sheet tells; raises ``MalformedError``."""
    return _SheetReader(formats).read(content)


class _SheetReader:
    """Handlers of one sheet. Namespaces are written as prefixes, which mean nothing here."""

    def __init__(self, formats: Formats) -> None:
        self.scan = SheetScan()
        self.formats = {str(number): number for number in formats.of_numbers}
        self.of_texts = {str(number): number for number in formats.of_texts}
        self.struck = set(map(str, formats.struck))
        self.format = ""
        self.row, self.column, self.size = 0, -1, 0
        self.cell: Cell | None = None
        self.kind = ""
        self.columns: dict[str, int] = {}

    def read(self, content: bytes) -> SheetScan:
        self.size = len(content)
        parser = expat.ParserCreate()
        parser.StartElementHandler = self.start
        parse(content, parser)
        return self.scan

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            self._cell(attributes)
        elif name in ("v", "is"):
            self._value()
        elif name == "f":
            self._value()
            if self.cell and self.kind not in ("str", "e"):
                self.scan.formulas.add(self.cell)
        elif name == "row":
            self._row(attributes)
        else:
            # Further elements have formulas too, which belong to no cell.
            self.cell = None
            refuse_false_count(attributes, self.size)
            if name == "sheetView":
                self.scan.hides_noughts |= attributes.get("showZeros") in _FALSE
            elif name == "mergeCell":
                self._merge(attributes.get("ref", ""))
            elif name == "col" and attributes.get("hidden") in _TRUE:
                self._hide(attributes)

    def _row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        if number is not None and not (number.isascii() and number.isdecimal() and len(number) < 8):
            raise MalformedError
        self.row = self.row + 1 if number is None else int(number)
        self.column = -1
        if attributes.get("hidden") in _TRUE:
            self.scan.hidden_rows.add(self.row)

    def _hide(self, attributes: dict[str, str]) -> None:
        first, last = (attributes.get(name, "") for name in ("min", "max"))
        if not (first.isdecimal() and last.isdecimal()) or len(self.scan.hidden_columns) >= MOST_MERGED:
            raise MalformedError
        self.scan.hidden_columns.append((int(first[:9]) - 1, int(last[:9]) - 1))

    def _cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            self.column += 1
            self.cell = (self.row, self.column)
        else:
            letters = reference.rstrip("0123456789")
            column = self.columns.get(letters)
            if column is None:
                column = self.columns[letters] = place_of(reference)[1]
            number = reference[len(letters) :]
            if not 0 < len(number) < 8:
                raise MalformedError
            self.column = column
            self.cell = (int(number), column)
        self.kind = attributes.get("t", "")
        self.format = attributes.get("s", "")

    def _value(self) -> None:
        if self.cell is None:
            return
        scan, (row, column) = self.scan, self.cell
        if row > scan.last_row:
            scan.last_row = row
        if column > scan.last_column:
            scan.last_column = column
        if self.struck and self.format in self.struck:
            scan.struck[row] += 1
        if self.kind in _TEXTS and self.format in self.of_texts:
            scan.formatted[self.cell] = self.of_texts[self.format]
        if self.kind == "s":
            scan.texts += 1
        elif self.kind == "e":
            scan.failed.add(self.cell)
        elif self.kind in ("", "n") and self.format in self.formats:
            scan.formatted[self.cell] = self.formats[self.format]

    def _merge(self, reference: str) -> None:
        first, _colon, last = reference.partition(":")
        (top, left), (bottom, right) = place_of(first), place_of(last or first)
        if bottom < top or right < left or len(self.scan.merged) >= MOST_MERGED:
            raise MalformedError
        self.scan.merged.append((top, bottom, left, right))


def place_of(reference: str) -> Cell:
    """Row and column of a reference such as B12."""
    parts = _REFERENCE.fullmatch(reference)
    if parts is None:
        raise MalformedError
    column = 0
    for letter in parts[1]:
        column = 26 * column + ord(letter) - 64
    return int(parts[2]), column - 1
