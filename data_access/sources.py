"""Reading files into sheets of raw values. Nothing is interpreted here; a file that is no ledger is refused."""

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from data_access.problems import Refused

Row = tuple[int, Sequence[object]]

ENCODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = (",", ";", "\t")
WORKBOOKS = (".xlsx", ".xlsm")
TEXTS = (".csv",)
ZIP_START = b"PK\x03\x04"

NOT_FOUND = "not_found"
WRONG_TYPE = "wrong_type"
EMPTY_FILE = "empty_file"
UNREADABLE = "unreadable"
UNKNOWN_ENCODING = "unknown_encoding"


class SourceRefused(Refused):
    """A file that cannot be read as a ledger; its sentence stands under ``file.<code>``."""

    def __init__(self, code: str, name: str, **values: str) -> None:
        super().__init__(f"file.{code}", file=name, **values)
        self.code = code


@dataclass(frozen=True)
class Sheet:
    """A sheet as it stands in a file.

    ``rows`` are pairs of the row number that Excel shows and the raw values in the order of ``headers``; blank rows
    are left out. A column without a header has the header "". ``source`` and ``sha256`` tell which file it came from.
    """

    name: str
    headers: tuple[str, ...]
    rows: Sequence[Row] = field(repr=False)
    source: str = ""
    sha256: str | None = None


def read_file(path: Path) -> list[Sheet]:
    """The sheets of a workbook, or the one sheet of a csv file, that hold anything.

    Raises ``SourceRefused`` for a file that is missing, of another type, empty or unreadable.
    """
    if not path.is_file():
        raise SourceRefused(NOT_FOUND, path.name)
    suffix = path.suffix.lower()
    if suffix not in WORKBOOKS + TEXTS:
        raise SourceRefused(WRONG_TYPE, path.name, type=path.suffix)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SourceRefused(UNREADABLE, path.name) from error
    if not content.strip():
        raise SourceRefused(EMPTY_FILE, path.name)
    grids = _workbook(path.name, content) if suffix in WORKBOOKS else [(path.stem, _text_rows(path.name, content))]
    digest = hashlib.sha256(content).hexdigest()
    sheets = [sheet for name, grid in grids if (sheet := _sheet(name, grid, path.name, digest)) is not None]
    if not sheets:
        raise SourceRefused(EMPTY_FILE, path.name)
    return sheets


def is_blank(value: object) -> bool:
    """Nothing was entered: no value, or white space only (the full-width space counts)."""
    return value is None or (isinstance(value, str) and not value.strip()) or value != value


def _sheet(name: str, grid: Iterable[Sequence[object]], source: str, digest: str) -> Sheet | None:
    """The first row with anything in it holds the headers."""
    filled = [(number, row) for number, row in enumerate(grid, 1) if not all(map(is_blank, row))]
    if not filled:
        return None
    headers = ["" if is_blank(header) else str(header).strip() for header in filled[0][1]]
    return Sheet(name, tuple(headers), filled[1:], source, digest)


def _workbook(name: str, content: bytes) -> list[tuple[str, Sequence[Sequence[object]]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    if not content.startswith(ZIP_START):
        raise SourceRefused(UNREADABLE, name)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [
            (sheet, workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False))
            for sheet in workbook.sheet_names
        ]
    except CalamineError as error:
        raise SourceRefused(UNREADABLE, name) from error


def _text_rows(name: str, content: bytes) -> list[list[str]]:
    text = _decoded(name, content)
    first_line = text.lstrip().split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first_line.count)
    try:
        # A record that spans lines is one row, as it is in Excel.
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise SourceRefused(UNREADABLE, name) from error


def _decoded(name: str, content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise SourceRefused(UNKNOWN_ENCODING, name)
