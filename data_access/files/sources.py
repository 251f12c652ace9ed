"""Reading files into sheets of raw values. Nothing is interpreted here; a file that is no ledger is refused."""

import codecs
import hashlib
import string
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path

from data_access.files.cell_marks import NO_MARKS, Marks
from data_access.files.cell_text import visible
from data_access.files.limits import MOST_BYTES, MOST_ROWS, MOST_TEXT_BYTES
from data_access.files.markup import is_markup, read_markup
from data_access.files.packed_rows import PackedRows, RowPacker
from data_access.files.packed_rows import Row as Row
from data_access.files.refusals import (
    ARCHIVE,
    EMPTY_FILE,
    LOCK_FILE,
    NOT_FOUND,
    PASSWORD,
    TEXT_AS_WORKBOOK,
    TOO_LARGE,
    TOO_MANY_ROWS,
    UNREADABLE,
    WORKBOOK_AS_TEXT,
    WRONG_TYPE,
    megabytes,
)
from data_access.files.refusals import SourceRefused as SourceRefused

WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xlsb", ".ods", ".fods", ".xls", ".xlt", ".et", ".ett")
TEXTS = (".csv", ".txt", ".tsv")
ARCHIVES = (".zip", ".rar", ".7z")
# How the files are called that Excel, WPS and LibreOffice leave beside a workbook while it is open.
LOCK_MARKS = ("~$", ".~lock.", ".~")
# The headers of a file that has no row of them stand before its first row.
NO_HEADER_ROW = 0
# So much of a file tells what it is.
BEGINNING = 4096
ZIP_START = b"PK\x03\x04"
OPEN, BINARY = "open", "binary"
COMPOUND_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# White space of every width, and marks that take no room.
_SPACES = "\x85\xa0\u1680\u180e\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_BLANKS = string.whitespace + _SPACES + "\u200b\u200c\u200d\u2060\ufeff"


@dataclass(frozen=True)
class Sheet:
    """A sheet as it stands in a file.

    ``rows`` are pairs of the row number that Excel shows and the raw values in the order of ``headers``; blank rows
    are left out. A column without a header has the header "". ``source`` and ``sha256`` tell which file it came from,
    ``header_row`` where the headers stand, ``marks`` what the spreadsheet shows beside the values.
    ``fill_down`` is set where whoever loads the sheet says that 同上 and merged cells mean what stands above.
    ``titles`` are the texts above the headers, once these are found. ``is_further``: it is the second table of its
    sheet, or a later one.
    """

    name: str
    headers: tuple[str, ...]
    rows: Sequence[Row] = field(repr=False)
    source: str = ""
    sha256: str | None = None
    header_row: int = 1
    marks: Marks = NO_MARKS
    fill_down: bool = False
    titles: tuple[str, ...] = ()
    is_further: bool = False

    def number_of(self, position: int) -> int:
        """The number that Excel shows of a row."""
        return self.rows.numbers[position] if isinstance(self.rows, PackedRows) else self.rows[position][0]


def read_file(path: Path) -> list[Sheet]:
    """The sheets of a workbook, or the one sheet of a csv file, that hold anything.

    Raises ``SourceRefused`` for a file that is missing, of another type, too large, empty or unreadable.
    """
    if path.suffix.lower() not in WORKBOOKS:
        return [_text(path)]
    content = _content(path)
    if _is_table(content):
        return [_text(path)]
    digest = hashlib.sha256(content).hexdigest()
    sheets = [
        sheet
        for name, grid, marks in _workbook(path.name, content)
        if (sheet := _sheet(name, grid, path.name, digest, marks))
    ]
    if not sheets:
        raise SourceRefused(EMPTY_FILE, path.name)
    return sheets


def is_blank(value: object) -> bool:
    """Nothing was entered: no value, or white space only (the full-width space and marks of no width count)."""
    return value is None or (isinstance(value, str) and not value.strip(_BLANKS)) or value != value


def _content(path: Path) -> bytes:
    try:
        _refuse_no_file(path, MOST_BYTES)
        content = path.read_bytes()
    except OSError as error:
        raise SourceRefused(UNREADABLE, path.name) from error
    if not content.strip():
        raise SourceRefused(EMPTY_FILE, path.name)
    return content


def _refuse_no_file(path: Path, most: int) -> None:
    if not path.is_file():
        raise SourceRefused(NOT_FOUND, path.name)
    if path.name.startswith(LOCK_MARKS):
        raise SourceRefused(LOCK_FILE, path.name)
    if path.suffix.lower() in ARCHIVES:
        raise SourceRefused(ARCHIVE, path.name)
    if path.suffix.lower() not in WORKBOOKS + TEXTS:
        raise SourceRefused(WRONG_TYPE, path.name, type=path.suffix)
    size = path.stat().st_size
    if size > most:
        raise SourceRefused(TOO_LARGE, path.name, value=megabytes(size), expected=megabytes(most))


def _is_table(content: bytes) -> bool:
    """Whether a file that calls itself a workbook is a text with columns parted by tabs, as some programs export."""
    beginning = content[:BEGINNING]
    is_utf16 = beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    is_text = is_utf16 or b"\x00" not in beginning
    return is_text and not beginning.lstrip().startswith((b"<", b"%PDF")) and b"\t" in beginning.split(b"\n")[0]


def _refuse_no_workbook(name: str, content: bytes) -> None:
    """A file that calls itself a workbook and is something else, told apart by how it begins."""
    if content.startswith(ZIP_START):
        return
    if content.startswith(COMPOUND_START):
        if ENCRYPTED in content:
            raise SourceRefused(PASSWORD, name)
        return
    beginning = content[:BEGINNING]
    is_text = b"\x00" not in beginning and not beginning.startswith(b"%PDF")
    raise SourceRefused(TEXT_AS_WORKBOOK if is_text else UNREADABLE, name)


def _workbook(name: str, content: bytes) -> Iterable[tuple[str, Iterable[Sequence[object]], Marks]]:
    if is_flat(content[:BEGINNING]):
        from data_access.files.other_workbooks import read_flat

        return read_flat(name, content)
    if is_markup(content[:BEGINNING]):
        return read_markup(name, content)
    _refuse_no_workbook(name, content)
    # The library is loaded when a workbook comes: the pages that read the database never need it.
    if content.startswith(COMPOUND_START):
        from data_access.files.other_workbooks import read_old

        return read_old(name, content)
    kind = workbook_kind(content)
    if kind is not None:
        from data_access.files import other_workbooks

        return other_workbooks.read_open(name, content) if kind == OPEN else other_workbooks.read_binary(name, content)
    from data_access.files.workbook import read_workbook

    return read_workbook(name, content)


def workbook_kind(content: bytes) -> str | None:
    """Which of the other formats a zip holds, by what stands in it, whatever its name says; None for xlsx."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
    # A version of zips that nobody has yet raises ``NotImplementedError``.
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return None
    return OPEN if "content.xml" in names else BINARY if "xl/workbook.bin" in names else None


def is_flat(beginning: bytes) -> bool:
    """Whether a file begins as a spreadsheet of LibreOffice that is one XML file."""
    return b"<office:document " in beginning and beginning.lstrip().startswith(b"<?xml")


def _text(path: Path) -> Sheet:
    """The sheet of a csv file, read row by row."""
    from data_access.files.delimited import DelimitedFile

    try:
        _refuse_no_file(path, MOST_TEXT_BYTES)
        with path.open("rb") as beginning:
            if beginning.read(len(COMPOUND_START)).startswith((ZIP_START, COMPOUND_START)):
                raise SourceRefused(WORKBOOK_AS_TEXT, path.name)
        file = DelimitedFile(path)
        sheet = _packed(path, file.rows(), file.digest)
    except OSError as error:
        raise SourceRefused(UNREADABLE, path.name) from error
    return sheet if file.cut_row is None else replace(sheet, marks=Marks(cut_row=file.cut_row))


def _packed(path: Path, rows: Iterable[Sequence[object]], digest: str) -> Sheet:
    """A sheet of many rows in little room; its first row with anything in it is taken for the headers."""
    first: Row | None = None
    packer = RowPacker()
    for number, row in enumerate(rows, 1):
        if _is_empty(row):
            continue
        visible_row = [visible(value) for value in row]
        # The sign by which DOS ended a text is a row to the reader of texts, and nothing to anybody else.
        if _is_empty(visible_row):
            continue
        if first is None:
            first = number, visible_row
            continue
        packer.add(number, visible_row)
        if len(packer.rows) > MOST_ROWS:
            raise SourceRefused(TOO_MANY_ROWS, path.name, expected=f"{MOST_ROWS:,}")
    if first is None:
        raise SourceRefused(EMPTY_FILE, path.name)
    return Sheet(path.stem, header_texts(first[1]), packer.rows, path.name, digest, first[0])


def _sheet(name: str, grid: Iterable[Sequence[object]], source: str, digest: str, marks: Marks) -> Sheet | None:
    """The first row with anything in it is taken for the headers; ``headers.located`` looks further."""
    filled = [(number, [visible(value) for value in row]) for number, row in enumerate(grid, 1) if not _is_empty(row)]
    if not filled:
        return None
    # The row of headers is none of them.
    if len(filled) > MOST_ROWS + 1:
        raise SourceRefused(TOO_MANY_ROWS, source, expected=f"{MOST_ROWS:,}")
    number, first = filled[0]
    return Sheet(name, header_texts(first), filled[1:], source, digest, number, marks)


def header_texts(row: Iterable[object]) -> tuple[str, ...]:
    """The cells of a row as headers."""
    return tuple("" if is_blank(header) else str(header).strip(_BLANKS) for header in row)


def _is_empty(row: Sequence[object]) -> bool:
    # Most rows are told apart by the first test alone, which is what makes a million empty rows cheap.
    return (not any(row) and row.count("") == len(row)) or all(map(is_blank, row))


def cell_at(row: Sequence[object], column: int) -> object:
    """The cell of a row in a column (from 0); a row that ends early is blank beyond."""
    return row[column] if column < len(row) else None
