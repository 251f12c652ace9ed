"""Reading a csv file as offices save it: UTF-8 or GB18030, with or without a mark in front, any usual delimiter."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence

from data_access.files.limits import MOST_COLUMNS, MOST_LINES, TITLE_ROWS
from data_access.files.refusals import (
    BAD_QUOTES,
    BROKEN_TEXT,
    LONG_CELL,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    UNKNOWN_ENCODING,
    SourceRefused,
)

DELIMITERS = (",", ";", "\t", "|")
UTF8_MARK, OTHER_MARKS = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
# A first line such as "sep=;", which Excel obeys and does not show.
_DIRECTIVE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
# So many Chinese characters mean UTF-8: text in GB18030 is valid UTF-8 by chance for fewer.
NO_CHANCE = 4


# How a spreadsheet is told to leave a text alone: ="0012" shows 0012.
_KEPT_TEXT = re.compile(r'="([^"]*)"')


def read_delimited(name: str, content: bytes) -> tuple[list[list[str]], int | None]:
    """The rows of a csv file, and the number of the last one where the file ends within it.

    A record that spans lines is one row, as it is in Excel. Raises ``SourceRefused``.
    """
    text = _decoded(name, content)
    directive = _DIRECTIVE.match(text)
    # The line stays as a blank row, so that rows keep their numbers.
    text = "\n" + text[directive.end() :] if directive else text
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, directive), strict=True)
    rows: list[list[str]] = []
    try:
        for row in lines:
            rows.append([_kept(cell) for cell in row])
            if len(rows) > MOST_LINES:
                raise SourceRefused(TOO_MANY_ROWS, name, expected=f"{MOST_LINES:,}")
            if len(row) > MOST_COLUMNS:
                raise SourceRefused(TOO_MANY_COLUMNS, name, value=f"{len(row):,}", expected=f"{MOST_COLUMNS:,}")
    except csv.Error as error:
        code = LONG_CELL if "field larger" in str(error) else BAD_QUOTES
        raise SourceRefused(code, name, row=str(len(rows) + 1)) from error
    return rows, None if text.endswith(("\n", "\r")) else _cut_row(rows)


def _kept(cell: str) -> str:
    kept = _KEPT_TEXT.fullmatch(cell) if cell.startswith("=") else None
    return kept[1] if kept else cell


def _cut_row(rows: Sequence[Sequence[str]]) -> int | None:
    """The number of the last row when it ends before the one above it, which no row does that a program has written."""
    filled = [number for number, row in enumerate(rows) if any(row)][-2:]
    if len(filled) < 2 or len(rows[filled[1]]) >= len(rows[filled[0]]):
        return None
    return filled[1] + 1


def _delimiter(text: str, directive: re.Match[str] | None) -> str:
    if directive:
        return directive[1]
    beginning = text.lstrip().split("\n", TITLE_ROWS)[:TITLE_ROWS]
    return max(DELIMITERS, key=lambda sign: _regularity([line.count(sign) for line in beginning]))


def _regularity(counts: list[int]) -> int:
    """How likely a sign is the delimiter: that one stands equally often in many lines, a comma in a text does not."""
    return max(count * times for count, times in Counter(counts).items())


def _decoded(name: str, content: bytes) -> str:
    if content.startswith(OTHER_MARKS):
        raise SourceRefused(UNKNOWN_ENCODING, name)
    bare = content.removeprefix(UTF8_MARK)
    try:
        text = bare.decode("utf-8")
    except UnicodeDecodeError as error:
        text = _as_gb18030(name, bare, error.start)
    if "\x00" in text:
        raise SourceRefused(UNKNOWN_ENCODING, name)
    return text.removeprefix("\ufeff")


def _as_gb18030(name: str, content: bytes, broken_at: int) -> str:
    """The text as GB18030, unless it is UTF-8 that breaks in one place."""
    valid = content[:broken_at].decode("utf-8")
    if sum(ord(sign) > 0x7FF for sign in valid) >= NO_CHANCE:
        raise SourceRefused(BROKEN_TEXT, name, row=str(valid.count("\n") + 1))
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError as error:
        if error.end == len(content) and error.start:
            row = content[: error.start].decode("gb18030").count("\n") + 1
            raise SourceRefused(BROKEN_TEXT, name, row=str(row)) from error
        raise SourceRefused(UNKNOWN_ENCODING, name) from error
