"""Files that are no ledgers: why a file is refused before a row of it is read."""

from data_access.files.limits import MEGABYTE
from data_access.problems import Refused

NOT_FOUND = "not_found"
WRONG_TYPE = "wrong_type"
ARCHIVE = "archive"
EMPTY_FILE = "empty_file"
NO_ROWS = "no_rows"
UNREADABLE = "unreadable"
TOO_LARGE = "too_large"
# A workbook
EXPANDS = "expands"
PASSWORD = "password"
LEGACY = "legacy"
LOCK_FILE = "lock_file"
OTHER_DOCUMENT = "other_document"
TEXT_AS_WORKBOOK = "text_as_workbook"
TOO_MANY_SHEETS = "too_many_sheets"
# A sheet of it
TOO_MANY_ROWS = "too_many_rows"
TOO_MANY_COLUMNS = "too_many_columns"
TOO_SCATTERED = "too_scattered"
# A text
WORKBOOK_AS_TEXT = "workbook_as_text"
UNKNOWN_ENCODING, BIG5_TEXT = "unknown_encoding", "big5_text"
BROKEN_TEXT = "broken_text"
BAD_QUOTES = "bad_quotes"
LONG_CELL = "long_cell"


class SourceRefused(Refused):
    """A file that cannot be read as a ledger; its sentence stands under ``file.<code>``."""

    def __init__(self, code: str, name: str, **values: str) -> None:
        super().__init__(f"file.{code}", file=name, **values)
        self.code = code


def megabytes(size: float) -> str:
    """A size for a sentence: 64 MB."""
    return f"{max(1, round(size / MEGABYTE)):,} MB"
