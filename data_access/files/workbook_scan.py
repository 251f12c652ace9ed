"""A look through the XML of a workbook before it is read: how far it reaches, and the marks beside its values.

The library that reads the cells lays them out as a rectangle and copies shared texts into every cell that names them,
so both sizes are worked out first. It is expat that looks: what is no well-formed XML never gets further.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

from data_access.files.cell_marks import Cell, Marks
from data_access.files.limits import MOST_MERGED

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_TRUE = ("1", "true")
# A cell with a format and no value, as spreadsheet programs write it.
_EMPTY_CELL = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]+")?/>')
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
    must have worked out (texts excepted: an empty one is a value), ``failed`` those that hold an error.
    """

    last_row: int = 0
    last_column: int = -1
    texts: int = 0
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    formulas: set[Cell] = field(default_factory=set)
    failed: set[Cell] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)

    def marks(self, not_calculated: Iterable[Cell], is_hidden: bool) -> Marks:
        return Marks(
            tuple(self.merged),
            frozenset(not_calculated),
            frozenset(self.failed),
            frozenset(self.hidden_rows),
            is_hidden,
        )


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


def without_empty_cells(content: bytes) -> bytes:
    """The XML of a sheet without cells that hold nothing: millions of them come with a border drawn once too far."""
    if _CELL_WITHOUT_PLACE.search(content):
        return content
    return _EMPTY_CELL.sub(b"", content)


def scan_sheet(content: bytes) -> SheetScan:
    """What the XML of a sheet tells; raises ``MalformedError``."""
    return _SheetReader().read(content)


class _SheetReader:
    """Handlers of one sheet. Namespaces are written as prefixes, which mean nothing here."""

    def __init__(self) -> None:
        self.scan = SheetScan()
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
            if name == "mergeCell":
                self._merge(attributes.get("ref", ""))

    def _row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        if number is not None and not (number.isascii() and number.isdecimal() and len(number) < 8):
            raise MalformedError
        self.row = self.row + 1 if number is None else int(number)
        self.column = -1
        if attributes.get("hidden") in _TRUE:
            self.scan.hidden_rows.add(self.row)

    def _cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            self.column += 1
            self.cell = (self.row, self.column)
        else:
            letters = reference.rstrip("0123456789")
            column = self.columns.get(letters)
            if column is None:
                column = self.columns[letters] = _place(reference)[1]
            number = reference[len(letters) :]
            if not 0 < len(number) < 8:
                raise MalformedError
            self.column = column
            self.cell = (int(number), column)
        self.kind = attributes.get("t", "")

    def _value(self) -> None:
        if self.cell is None:
            return
        scan, (row, column) = self.scan, self.cell
        if row > scan.last_row:
            scan.last_row = row
        if column > scan.last_column:
            scan.last_column = column
        if self.kind == "s":
            scan.texts += 1
        elif self.kind == "e":
            scan.failed.add(self.cell)

    def _merge(self, reference: str) -> None:
        first, _colon, last = reference.partition(":")
        (top, left), (bottom, right) = _place(first), _place(last or first)
        if bottom < top or right < left or len(self.scan.merged) >= MOST_MERGED:
            raise MalformedError
        self.scan.merged.append((top, bottom, left, right))


def _place(reference: str) -> Cell:
    """Row and column of a reference such as B12."""
    parts = _REFERENCE.fullmatch(reference)
    if parts is None:
        raise MalformedError
    column = 0
    for letter in parts[1]:
        column = 26 * column + ord(letter) - 64
    return int(parts[2]), column - 1
