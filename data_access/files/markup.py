"""Reading what office systems export under the name of a workbook: a web page with tables, or Excel's XML of 2003.

Taken apart sign by sign in one pass: whatever a page holds, no part of it is looked through twice, and nothing in it
is fetched, unfolded or run.
"""

import codecs
import datetime as dt
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from data_access.files.cell_marks import Marks
from data_access.files.limits import MOST_CELLS, MOST_COLUMNS, MOST_LINES, MOST_SHEETS
from data_access.files.refusals import (
    TEXT_AS_WORKBOOK,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    TOO_MANY_SHEETS,
    TOO_SCATTERED,
    SourceRefused,
)
from data_access.files.workbook import Grid

_NAMED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_CHINESE = frozenset({"gb2312", "gbk", "gb18030", "x-gbk", "cp936"})
# So much of a page names its encoding.
_BEGINNING = 4096
# Nothing here can be matched in two ways, so that no text takes longer than another of its length.
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:.-]*+)((?>[^<>\"']|\"[^\"]*+\"|'[^']*+')*+)>")
_ATTRIBUTE = re.compile(r"([\w:.-]++)\s*+=\s*+(\"[^\"]*+\"|'[^']*+'|[^\s\"'>]++)")
_SIGNS = re.compile("<{2,}+")
_WHITE = re.compile(r"[ \t\r\n\f]+")
# Parts that show nothing, each up to its end.
_UNSEEN = {"<!--": "-->", "<script": "</script", "<style": "</style", "<?": ">", "<!": ">"}
_ROWS, _CELLS, _BREAKS = ("tr", "row"), ("td", "th", "cell"), ("br", "p", "div", "li")
_STRIKES = ("s", "strike", "del")
_HIDDEN = "display:none"

Tag = tuple[Literal["open", "close", "text"], str, str]


@dataclass
class _Cell:
    texts: list[str] = field(default_factory=list)
    kind: str = ""
    struck: bool = False


@dataclass
class _Table:
    """A grid as it grows. ``taken`` are the columns that cells above still fill, with the last row they do."""

    name: str
    grid: Grid = field(default_factory=list)
    taken: dict[int, int] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    struck: dict[int, int] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    commented: set[int] = field(default_factory=set)
    column: int = 0
    cell: _Cell | None = None
    in_comment: bool = False

    def marks(self) -> Marks:
        filled = {row: sum(value != "" for value in self.grid[row - 1]) for row in self.struck}
        return Marks(
            tuple(self.merged),
            hidden_rows=frozenset(self.hidden),
            struck_rows=frozenset(row for row, cells in self.struck.items() if cells >= filled[row]),
            partly_struck=frozenset(row for row, cells in self.struck.items() if cells < filled[row]),
            commented=frozenset(self.commented),
        )


def is_markup(beginning: bytes) -> bool:
    """Whether a file that calls itself a workbook begins as a page or as XML."""
    for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        beginning = beginning.removeprefix(mark)
    return beginning.replace(b"\x00", b"").lstrip().startswith(b"<")


def read_markup(name: str, content: bytes) -> Iterator[tuple[str, Grid, Marks]]:
    """Name, rows from row 1 on, and marks of each table; raises ``SourceRefused``, also for a page without any."""
    reading = _Reading(name)
    for tag in _tags(_decoded(name, content)):
        reading.take(*tag)
    reading.end()
    tables = [table for table in reading.tables if any(any(row) for row in table.grid)]
    if not tables:
        raise SourceRefused(TEXT_AS_WORKBOOK, name)
    for table in tables:
        yield table.name, table.grid, table.marks()


def _decoded(name: str, content: bytes) -> str:
    """The text of a page in the encoding that it names, else in the one that it can be in."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        found = ["utf-16"]
    else:
        named = _NAMED.search(content[:_BEGINNING])
        own = named[1].decode("ascii", "replace").lower() if named else ""
        found = [*(["gb18030"] if own in _CHINESE else [own] if own else []), "utf-8-sig", "gb18030"]
    for encoding in found:
        try:
            return content.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    raise SourceRefused(TEXT_AS_WORKBOOK, name)


def _tags(text: str) -> Iterator[Tag]:
    at = 0
    while at < len(text):
        start = text.find("<", at)
        if start < 0:
            start = len(text)
        if start > at:
            yield "text", html.unescape(text[at:start]), ""
        if start == len(text):
            return
        if text.startswith("<![CDATA[", start):
            end = text.find("]]>", start)
            end = len(text) if end < 0 else end
            yield "text", text[start + 9 : end], ""
            at = end + 3
            continue
        beginning = text[start : start + 7].lower()
        unseen = next((end for mark, end in _UNSEEN.items() if beginning.startswith(mark)), None)
        tag = None if unseen else _TAG.match(text, start)
        if unseen:
            end = text.find(unseen, start) if unseen.startswith(("-", ">")) else _end_of(text, unseen, start)
            at = len(text) if end < 0 else end + len(unseen)
        elif tag is None:
            # A sign that opens nothing is text, as many of them as stand together.
            opens = _SIGNS.match(text, start)
            at = max(start + 1, opens.end() - 1 if opens else 0)
            yield "text", text[start:at], ""
        else:
            at = tag.end()
            # Prefixes only say which dialect it is.
            yield ("close" if tag[1] else "open"), tag[2].lower().rpartition(":")[2], tag[3]


def _end_of(text: str, ending: str, start: int) -> int:
    """Where a script or a style ends, which may be written in capitals."""
    ends = [end for each in (ending, ending.upper(), ending.title()) if (end := text.find(each, start)) >= 0]
    return min(ends, default=-1)


class _Reading:
    """Puts cells where they stand; tables within a cell stand by themselves."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.title = name.rpartition(".")[0]
        self.tables: list[_Table] = []
        self.opened: list[_Table] = []
        self.laid_out = 0

    def take(self, kind: str, text: str, attributes: str) -> None:
        if kind == "text":
            table = self.opened[-1] if self.opened else None
            if table and table.cell and not table.in_comment:
                table.cell.texts.append(text)
        elif kind == "open":
            self._open(text, attributes)
        else:
            self._close(text)

    def end(self) -> None:
        """Take what a page leaves open."""
        for table in self.opened:
            self._end_cell(table)

    def _open(self, tag: str, attributes: str) -> None:
        if tag == "worksheet":
            self.title = _attributes(attributes).get("name", self.title)
        elif tag == "table":
            if len(self.tables) >= MOST_SHEETS:
                raise SourceRefused(TOO_MANY_SHEETS, self.name, value=str(MOST_SHEETS + 1), expected=str(MOST_SHEETS))
            self.opened.append(_Table(self.title))
            self.tables.append(self.opened[-1])
        elif self.opened:
            self._within(self.opened[-1], tag, attributes)

    def _within(self, table: _Table, tag: str, attributes: str) -> None:
        if tag in _ROWS:
            self._end_cell(table)
            self._begin_row(table, _attributes(attributes))
        elif tag in _CELLS:
            self._end_cell(table)
            self._begin_cell(table, _attributes(attributes))
        elif table.cell is None:
            return
        elif tag == "data" and not table.in_comment:
            table.cell.kind = _attributes(attributes).get("type", "").lower()
        elif tag == "comment":
            table.in_comment = True
            table.commented.add(len(table.grid))
        elif tag in _BREAKS and any(map(str.strip, table.cell.texts)):
            table.cell.texts.append("\v")
        elif tag in _STRIKES:
            table.cell.struck = True

    def _close(self, tag: str) -> None:
        if not self.opened:
            return
        table = self.opened[-1]
        if tag in (*_ROWS, *_CELLS):
            self._end_cell(table)
        elif tag == "comment":
            table.in_comment = False
        elif tag == "table":
            self._end_cell(table)
            self.opened.pop()

    def _begin_row(self, table: _Table, said: dict[str, str]) -> None:
        number = max(len(table.grid) + 1, _number(said.get("index"), MOST_LINES + 1))
        if number > MOST_LINES:
            raise SourceRefused(TOO_MANY_ROWS, self.name, expected=f"{MOST_LINES:,}")
        table.grid += [[] for _missing in range(number - len(table.grid))]
        table.column = 0
        if said.get("hidden") == "1" or _HIDDEN in said.get("style", "").replace(" ", "").lower():
            table.hidden.add(number)

    def _begin_cell(self, table: _Table, said: dict[str, str]) -> None:
        if not table.grid:
            table.grid.append([])
        row = len(table.grid)
        table.column = max(table.column, _number(said.get("index"), MOST_COLUMNS + 1) - 1)
        while table.taken.get(table.column, 0) >= row:
            table.column += 1
        wide = _number(said.get("colspan"), MOST_COLUMNS) or 1 + _number(said.get("mergeacross"), MOST_COLUMNS)
        high = _number(said.get("rowspan"), MOST_LINES) or 1 + _number(said.get("mergedown"), MOST_LINES)
        if table.column >= MOST_COLUMNS:
            raise SourceRefused(
                TOO_MANY_COLUMNS, self.name, value=f"{table.column + 1:,}", expected=f"{MOST_COLUMNS:,}"
            )
        if wide > 1 or high > 1:
            table.merged.append((row, row + high - 1, table.column, table.column + wide - 1))
            table.taken |= dict.fromkeys(range(table.column, table.column + wide), row + high - 1)
        cells = table.grid[-1]
        self.laid_out += table.column - len(cells) + 1
        if self.laid_out > MOST_CELLS:
            raise SourceRefused(TOO_SCATTERED, self.name, value=f"{row:,}", expected=f"{MOST_CELLS:,}")
        cells += [""] * (table.column - len(cells))
        table.cell, table.in_comment = _Cell(), False
        table.column += wide

    def _end_cell(self, table: _Table) -> None:
        if table.cell is None:
            return
        value = _value(table.cell)
        table.grid[-1].append(value)
        if table.cell.struck and value != "":
            table.struck[len(table.grid)] = table.struck.get(len(table.grid), 0) + 1
        table.cell = None


def _value(cell: _Cell) -> object:
    """What a cell shows; of XML, which states the kinds of its values, a number or a day."""
    text = "".join(cell.texts)
    if cell.kind == "number":
        try:
            return float(text)
        except ValueError:
            return text
    if cell.kind == "datetime":
        try:
            return dt.datetime.fromisoformat(text.strip())
        except ValueError:
            return text
    if cell.kind:
        return text
    return "\n".join(_WHITE.sub(" ", line).strip() for line in text.split("\v")).strip()


def _attributes(text: str) -> dict[str, str]:
    return {
        name.lower().rpartition(":")[2]: html.unescape(value.strip("\"'")) for name, value in _ATTRIBUTE.findall(text)
    }


def _number(text: str | None, most: int) -> int:
    """A number of rows or columns, 0 where there is none; more than there may be is the most."""
    return (
        min(int(text), most)
        if text and text.isdecimal() and len(text) < 10
        else most
        if text and text.isdecimal()
        else 0
    )
