"""Reading a csv file as offices save it: UTF-8, GB18030 or UTF-16, any usual delimiter.

The file is read row by row, so that it takes no more room than its rows.
"""

import codecs
import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from data_access.files.limits import MOST_COLUMNS, MOST_LINES, TITLE_ROWS
from data_access.files.refusals import (
    BAD_QUOTES,
    BIG5_TEXT,
    BROKEN_TEXT,
    LONG_CELL,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    UNKNOWN_ENCODING,
    SourceRefused,
)

DELIMITERS = (",", ";", "\t", "|")
# Only where none of them stands: the full-width comma is a sign of texts.
WIDE_COMMA = "，"
UTF8_MARK = b"\xef\xbb\xbf"
UTF8, GB18030 = "utf-8", "gb18030"
# What Excel calls Unicode text.
UTF16_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
# A first line such as "sep=;", which Excel obeys and does not show.
_DIRECTIVE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
# So many Chinese characters mean UTF-8: text in GB18030 is valid UTF-8 by chance for fewer.
NO_CHANCE = 4
# How a spreadsheet is told to leave a text alone: ="0012" shows 0012. What goes on after it is a formula.
_KEPT_TEXT = re.compile(r'="((?:[^"]|"")*)"')
# Big5, in which traditional characters are saved, passes for GB18030 and is other characters there. Of its second bytes
# many are such as common characters never have in GB18030, and the first bytes of its rare ones are none of Big5.
BIG5, _DOUBLE, _RARE_SECOND = "cp950", re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]"), (0x40, 0x7E)
_OF_BIG5 = 0.1
# Bytes that are decoded at a time, and characters in which the delimiter is looked for.
_PART, _BEGINNING = 1_000_000, 200_000
# Bytes by which UTF-16 without a mark is told.
_LOOKED_AT = 4096


class DelimitedFile:
    """A csv file: ``digest`` is its SHA-256. Raises ``SourceRefused`` for one whose encoding nobody can tell."""

    def __init__(self, path: Path) -> None:
        self.path, self.name = path, path.name
        digest = hashlib.sha256()
        with path.open("rb") as file:
            start = file.read(_LOOKED_AT)
            marked = UTF16_MARKS.get(start[:2])
            utf16 = marked or _unmarked_utf16(start)
            self._mark = 2 if marked else len(UTF8_MARK) if start.startswith(UTF8_MARK) else 0
            file.seek(0)
            while part := file.read(_PART):
                digest.update(part)
        self.digest = digest.hexdigest()
        self._encoding = self._checked(utf16) if utf16 else self._found_encoding()
        self.cut_row: int | None = None

    def rows(self) -> Iterator[list[str]]:
        """The rows in order; a record that spans lines is one row, as it is in Excel.

        ``cut_row`` is the number of the last one afterwards, where the file ends within it.
        """
        number, widths = 0, [0, 0]
        try:
            with self.path.open("rb") as file:
                for number, row in enumerate(self._records(file), 1):
                    self._check(number, row)
                    if any(row):
                        widths, last = [widths[1], len(row)], number
                    yield [_kept_text(cell) if cell.startswith('="') else cell for cell in row]
                # No program writes a last row that is shorter than the one above it and has no end.
                if 0 < widths[1] < widths[0] and not self._ends_a_line(file):
                    self.cut_row = last
        except csv.Error as error:
            code = LONG_CELL if "field larger" in str(error) else BAD_QUOTES
            raise SourceRefused(code, self.name, row=str(number + 1)) from error

    def _check(self, number: int, row: list[str]) -> None:
        if number > MOST_LINES:
            raise SourceRefused(TOO_MANY_ROWS, self.name, expected=f"{MOST_LINES:,}")
        if len(row) > MOST_COLUMNS:
            raise SourceRefused(TOO_MANY_COLUMNS, self.name, value=f"{len(row):,}", expected=f"{MOST_COLUMNS:,}")

    def _records(self, file: BinaryIO) -> Iterator[list[str]]:
        beginning = self._text(file).read(_BEGINNING).removeprefix("\ufeff")
        directive = _DIRECTIVE.match(beginning)
        lines: Iterator[str] = iter(self._text(file))
        first = next(lines, "").removeprefix("\ufeff")
        # The line of the directive stays as a blank row, so that rows keep their numbers.
        lines = chain(["\n" if directive else first], lines)
        return csv.reader(lines, delimiter=_delimiter(beginning, directive), strict=True)

    def _text(self, file: BinaryIO) -> io.TextIOWrapper:
        """The file from its beginning, as text; the wrapper must not close it."""
        again = io.FileIO(file.fileno(), closefd=False)
        again.seek(self._mark)
        return io.TextIOWrapper(io.BufferedReader(again), encoding=self._encoding, newline="")

    def _ends_a_line(self, file: BinaryIO) -> bool:
        end = "\n".encode(self._encoding)
        file.seek(-len(end), io.SEEK_END)
        return file.read(len(end)) in (end, "\r".encode(self._encoding))

    def _checked(self, encoding: str) -> str:
        try:
            self._decode(encoding)
        except UnicodeDecodeError as error:
            raise SourceRefused(BROKEN_TEXT, self.name, row=str(self._lines + 1)) from error
        return encoding

    def _found_encoding(self) -> str:
        try:
            self._decode(UTF8)
        except UnicodeDecodeError as error:
            return self._other_encoding(error)
        return UTF8

    def _other_encoding(self, error: UnicodeDecodeError) -> str:
        """GB18030, unless the text is UTF-8 that breaks in one place."""
        if self._chinese >= NO_CHANCE:
            raise SourceRefused(BROKEN_TEXT, self.name, row=str(self._lines + 1)) from error
        if self._is_big5():
            raise SourceRefused(BIG5_TEXT, self.name) from error
        try:
            self._decode(GB18030)
        except UnicodeDecodeError as other:
            if self._at_end and self._chinese:
                raise SourceRefused(BROKEN_TEXT, self.name, row=str(self._lines + 1)) from other
            raise SourceRefused(UNKNOWN_ENCODING, self.name) from other
        return GB18030

    def _is_big5(self) -> bool:
        with self.path.open("rb") as file:
            beginning = file.read(_PART)
        seconds = [pair[1] for pair in _DOUBLE.findall(beginning)]
        rare = sum(_RARE_SECOND[0] <= second <= _RARE_SECOND[1] for second in seconds)
        if len(seconds) < NO_CHANCE or rare < _OF_BIG5 * len(seconds):
            return False
        try:
            codecs.getincrementaldecoder(BIG5)().decode(beginning)
        except UnicodeDecodeError:
            return False
        return True

    def _decode(self, encoding: str) -> None:
        """Decode all of the file, counting lines and Chinese characters up to where it breaks."""
        self._lines = self._chinese = 0
        self._at_end = False
        decoder = codecs.getincrementaldecoder(encoding)()
        with self.path.open("rb") as file:
            file.seek(self._mark)
            while part := file.read(_PART):
                try:
                    self._count(decoder.decode(part))
                except UnicodeDecodeError as error:
                    self._count(error.object[: error.start].decode(encoding))
                    raise
        self._at_end = True
        decoder.decode(b"", final=True)

    def _count(self, text: str) -> None:
        if "\x00" in text:
            raise SourceRefused(UNKNOWN_ENCODING, self.name)
        self._lines += text.count("\n")
        if self._chinese < NO_CHANCE:
            self._chinese += sum(ord(sign) > 0x7FF for sign in text)


def _unmarked_utf16(start: bytes) -> str | None:
    """UTF-16 without its mark, told by its delimiters and line ends: every one of them has a zero on the same side."""
    if b"\x00" not in start:
        return None
    for encoding in UTF16_MARKS.values():
        signs = [each.encode(encoding) for each in (*DELIMITERS, "\n")]
        pairs = [start[at : at + 2] for at in range(0, len(start) - 1, 2)]
        ascii_pairs = [pair for pair in pairs if b"\x00" in pair]
        zero = signs[0].index(0)
        if any(pair in signs for pair in pairs) and all(pair[zero] == 0 and pair[1 - zero] for pair in ascii_pairs):
            return encoding
    return None


def _kept_text(cell: str) -> str:
    kept = _KEPT_TEXT.fullmatch(cell)
    return kept[1].replace('""', '"') if kept else cell


def _delimiter(beginning: str, directive: re.Match[str] | None) -> str:
    if directive:
        return directive[1]
    lines = beginning.lstrip().split("\n", TITLE_ROWS)[:TITLE_ROWS]
    found = max(DELIMITERS, key=lambda sign: _regularity([line.count(sign) for line in lines]))
    return (
        WIDE_COMMA if not any(found in line for line in lines) and any(WIDE_COMMA in line for line in lines) else found
    )


def _regularity(counts: list[int]) -> int:
    """How likely a sign is the delimiter: that one stands equally often in many lines, a comma in a text does not."""
    return max(count * times for count, times in Counter(counts).items())
