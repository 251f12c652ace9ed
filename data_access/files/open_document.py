"""A look through a spreadsheet of LibreOffice (ods) before it is read: it says itself what it shows of each value."""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from data_access.files.cell_marks import Cell
from data_access.files.limits import MOST_CHARACTERS, MOST_MERGED
from data_access.files.workbook_scan import MalformedError, SheetScan, parse

CONTENT, MANIFEST = "content.xml", "meta-inf/manifest.xml"
# What the library wants beside the content.
FRAME = {
    "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
    "META-INF/manifest.xml": b'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
}
# Of a row that is said to stand so often no more are looked at.
MOST_REPEATED = 1000
_CELLS = ("table-cell", "covered-table-cell")
_NUMBERS = ("float", "percentage", "currency")
# What a number looks like whose format says no more than its value.
_PLAIN = re.compile(r"-?(?:0|[1-9][\d,\s]*)?(?:\.\d+)?(?:E[+-]\d+)?", re.IGNORECASE)
_THOUSAND = 1000
_MONTH = re.compile(r"\d{4}\D+\d{1,2}\D?|[A-Za-z]{3,}[ -]\d{2,4}")


@dataclass
class OpenSheet(SheetScan):
    """A sheet with its name, the numbers that it shows otherwise, in thousands or not at all, and the dates that it
    shows without a day."""

    name: str = ""
    shown: dict[Cell, str] = field(default_factory=dict)
    monthly: set[Cell] = field(default_factory=set)
    scaled: set[Cell] = field(default_factory=set)
    unseen: set[Cell] = field(default_factory=set)


def scan_open(content: bytes) -> list[OpenSheet]:
    """The sheets of a document, in order; raises ``MalformedError``."""
    return _Reader().read(content)


class _Reader:
    def __init__(self) -> None:
        self.sheets: list[OpenSheet] = []
        self.row = self.column = self.rows = self.columns = self.characters = 0
        self.cell: dict[str, str] | None = None
        self.text: list[str] = []
        self.paragraphs = 0
        # Within a comment on a cell, whose text is not that of the cell.
        self.annotated = False
        self.shows_numbers = False
        self.style = ""
        self.struck: set[str] = set()
        # What a cell without a style of its own is drawn in: its row's, else its column's (first and last column).
        self.row_style = ""
        self.column_styles: list[tuple[int, int, str]] = []

    def read(self, content: bytes) -> list[OpenSheet]:
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CharacterDataHandler = self.characters_of
        parse(content, parser)
        for sheet in () if self.shows_numbers else self.sheets:
            sheet.unseen.clear()
        return self.sheets

    def start(self, name: str, attributes: dict[str, str]) -> None:
        prefix, _colon, name = name.rpartition(":")
        of = {key.rpartition(":")[2]: value for key, value in attributes.items() if not key.startswith("calcext")}
        if name == "table" and prefix == "table":
            self.sheets.append(OpenSheet(name=of.get("name", "")))
            self.row = self.rows = 0
            self.column_styles = []
        elif name == "table-column" and self.sheets:
            first = self.column_styles[-1][1] + 1 if self.column_styles else 0
            last = first + _times(of, "number-columns-repeated") - 1
            self.column_styles.append((first, last, of.get("default-cell-style-name", "")))
            if of.get("visibility", "visible") != "visible" and len(self.sheets[-1].hidden_columns) < MOST_MERGED:
                self.sheets[-1].hidden_columns.append((first, last))
        elif name == "table-row" and self.sheets:
            self.row, self.column, self.columns = self.row + self.rows, 0, 0
            self.rows = _times(of, "number-rows-repeated")
            self.row_style = of.get("default-cell-style-name", "")
            if of.get("visibility", "visible") != "visible":
                self.sheets[-1].hidden_rows.update(range(self.row + 1, self.row + min(self.rows, MOST_REPEATED) + 1))
        elif name in _CELLS and self.sheets:
            self.column += self.columns
            self.columns = _times(of, "number-columns-repeated")
            error = attributes.get("calcext:value-type") == "error"
            self.cell, self.text, self.paragraphs = of | ({"error": "1"} if error else {}), [], 0
        elif name == "p" and self.cell is not None:
            self.paragraphs += 1
        elif name in ("style", "text-properties"):
            self._style(prefix, name, of)
        elif self.sheets:
            self._beside(name, of)

    def _style(self, prefix: str, name: str, of: dict[str, str]) -> None:
        if name == "style" and prefix == "style":
            self.style = of.get("name", "")
            if of.get("parent-style-name") in self.struck:
                self.struck.add(self.style)
        elif "text-line-through-style" in of:
            (self.struck.discard if of["text-line-through-style"] == "none" else self.struck.add)(self.style)

    def _beside(self, name: str, of: dict[str, str]) -> None:
        """What is beside the values: a part struck out of the text that is open, a comment on it, a box of text."""
        if name == "annotation" and self.cell is not None:
            self.annotated = True
            self.sheets[-1].commented.add(self.row + 1)
        elif name == "text-box":
            self.sheets[-1].text_boxes += 1
        elif name == "span" and self.cell is not None and not self.annotated and of.get("style-name") in self.struck:
            self.sheets[-1].struck_within.add(self.row + 1)

    def characters_of(self, text: str) -> None:
        if self.cell is not None and self.paragraphs and not self.annotated:
            self.text.append(text)

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "annotation":
            self.annotated = False
        elif name in _CELLS and self.cell is not None:
            self._close("".join(self.text))
            self.cell = None

    def _close(self, text: str) -> None:
        cell, sheet = self.cell or {}, self.sheets[-1]
        place = (self.row + 1, self.column)
        down, across = _times(cell, "number-rows-spanned"), _times(cell, "number-columns-spanned")
        if down * across > 1 and len(sheet.merged) < MOST_MERGED:
            sheet.merged.append((place[0], self.row + down, self.column, self.column + across - 1))
        if not text and "value-type" not in cell:
            return
        sheet.last_row = max(sheet.last_row, self.row + self.rows)
        sheet.last_column = max(sheet.last_column, self.column + self.columns - 1)
        self.characters += len(text) * self.rows * self.columns
        if self.characters > MOST_CHARACTERS:
            raise MalformedError
        if cell.get("value-type") in _NUMBERS:
            self._number(place, cell.get("value", ""), text)
        elif cell.get("value-type") == "date" and _MONTH.fullmatch(text):
            sheet.monthly.add(place)
        if "error" in cell:
            sheet.failed.add(place)
        if self.struck and (cells := self._struck_cells(cell.get("style-name") or self.row_style)):
            for row in range(place[0], place[0] + min(self.rows, MOST_REPEATED)):
                sheet.struck[row] += cells

    def _number(self, place: Cell, value: str, text: str) -> None:
        """What a number is shown as: a program that never says it has told nothing by that."""
        self.shows_numbers |= bool(text)
        if not text:
            self.sheets[-1].unseen.add(place)
        elif not _PLAIN.fullmatch(text):
            self.sheets[-1].shown[place] = text
        elif _is_scaled(value, text):
            self.sheets[-1].scaled.add(place)

    def _struck_cells(self, style: str) -> int:
        """How many of the cells that are being closed are struck out, by their own style or by those of columns."""
        if style:
            return self.columns if style in self.struck else 0
        first, last = self.column, self.column + self.columns - 1
        return sum(
            max(0, min(last, end) - max(first, begin) + 1)
            for begin, end, style in self.column_styles
            if style in self.struck
        )


def _is_scaled(value: str, text: str) -> bool:
    """Whether a number is shown as so few thousands, or millions, as it has of them."""
    try:
        amount, shown = abs(float(value)), abs(float(re.sub(r"[,\s]", "", text)))
    except ValueError:
        return False
    return amount >= _THOUSAND / 2 and shown * _THOUSAND / 2 <= amount


def _times(attributes: dict[str, str], name: str) -> int:
    number = attributes.get(name, "1")
    if not (number.isascii() and number.isdecimal() and 0 < len(number) < 9):
        raise MalformedError
    return max(1, int(number))
