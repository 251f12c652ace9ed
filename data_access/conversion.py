"""From a raw cell to a typed value, for each kind of column. What cannot be read comes back as a ``Refusal``."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from data_access.intake import plain
from data_access.ledgers import LedgerColumn
from data_access.problems import BAD_DATE, BAD_FLAG, BAD_INTEGER, BAD_MONTH_DAY, BAD_YEAR, TEXT_TOO_LONG, UNKNOWN_CODE
from wording import LANGUAGES, wording

EARLIEST, LATEST = dt.date(1949, 10, 1), dt.date(2100, 12, 31)
# Excel counts days from here; the numbers are those of 1927 to 2100, so that a plain year is not taken for a day.
EXCEL_EPOCH = dt.date(1899, 12, 30)
EXCEL_DAYS = range(10_000, 73_416)
LARGEST_INTEGER = 2**31 - 1
# Refuses 29 February, which a due date of every year cannot be.
COMMON_YEAR = 2023

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH_DAY = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?")
_INTEGER = re.compile(r"(\d+|\d{1,3}(?:,\d{3})+)(?:\.0+)?")
_FLAGS = {
    **dict.fromkeys(("是", "yes", "y", "true", "1", "1.0", "√"), True),
    **dict.fromkeys(("否", "no", "n", "false", "0", "0.0", "×"), False),
}


class Refusal(NamedTuple):
    """Why a cell cannot be read: a problem code and what was expected."""

    code: str
    expected: tuple[str, ...] = ()


Converter = Callable[[object], object]


def converter(column: LedgerColumn, length: int | None = None) -> Converter:
    """What reads the cells of a column (blank ones excepted); ``length`` is the most characters a text may have.

    Not for ``unit`` columns, which need to know the units.
    """
    if column.kind == "code":
        return _code_converter(column)
    if column.kind == "text":
        return lambda value: _to_text(value, length)
    if column.kind == "integer" and column.name == "year":
        return _to_year
    return {"date": to_date, "flag": _to_flag, "integer": _to_integer, "month_day": _to_month_day}[column.kind]


def to_date(value: object) -> dt.date | Refusal:
    """A date from a date, an Excel serial number, or a text such as 2026-03-01, 2026/3/1, 2026.3.1, 2026年3月1日."""
    if isinstance(value, dt.datetime):
        day: dt.date | None = value.date()
    elif isinstance(value, dt.date):
        day = value
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        day = _from_number(value)
    else:
        day = _from_text(unicodedata.normalize("NFKC", str(value)).strip())
    if day is None or not EARLIEST <= day <= LATEST:
        return Refusal(BAD_DATE, ("expected.date",))
    return day


def _from_number(value: float) -> dt.date | None:
    if int(value) in EXCEL_DAYS:
        return EXCEL_EPOCH + dt.timedelta(days=int(value))
    return _from_text(str(value).removesuffix(".0"))


def _from_text(text: str) -> dt.date | None:
    compact = text.replace(" ", "") if "年" in text else text
    parts = _DATE.fullmatch(compact) or _COMPACT_DATE.fullmatch(compact)
    if parts is None:
        serial = compact.removesuffix(".0")
        return EXCEL_EPOCH + dt.timedelta(int(serial)) if serial.isdecimal() and int(serial) in EXCEL_DAYS else None
    try:
        return dt.date(int(parts[1]), int(parts[2]), int(parts[3]))
    except ValueError:
        return None


def _to_text(value: object, length: int | None) -> str | Refusal:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).replace("\x00", "").strip()
    if length is not None and len(text) > length:
        return Refusal(TEXT_TOO_LONG, (str(length),))
    return text


def _code_converter(column: LedgerColumn) -> Converter:
    keys = tuple(f"{column.labels}.{code}" for code in column.codes)
    labels = {language: wording(language) for language in LANGUAGES}
    codes = {plain(words.label(column.labels, code)): code for words in labels.values() for code in column.codes}
    codes |= {plain(code): code for code in column.codes}
    return lambda value: codes.get(plain(value)) or Refusal(UNKNOWN_CODE, keys)


def _to_flag(value: object) -> bool | Refusal:
    return _FLAGS.get(plain(value), Refusal(BAD_FLAG, ("flag.yes", "flag.no")))


def _to_integer(value: object) -> int | Refusal:
    text = unicodedata.normalize("NFKC", str(value)).strip()
    digits = None if isinstance(value, bool) else _INTEGER.fullmatch(text)
    number = int(digits[1].replace(",", "")) if digits and len(text) < 20 else None
    if number is None or number > LARGEST_INTEGER:
        return Refusal(BAD_INTEGER, ("expected.integer",))
    return number


def _to_year(value: object) -> int | Refusal:
    year = _to_integer(plain(value).removesuffix("年"))
    return year if isinstance(year, int) and EARLIEST.year <= year <= LATEST.year else Refusal(BAD_YEAR)


def _to_month_day(value: object) -> str | Refusal:
    if isinstance(value, dt.date):
        month, day = value.month, value.day
    else:
        parts = None if isinstance(value, (int, float)) else _MONTH_DAY.fullmatch(plain(value))
        month, day = (int(parts[1]), int(parts[2])) if parts else (0, 0)
    try:
        return f"{dt.date(COMMON_YEAR, month, day):%m-%d}"
    except ValueError:
        return Refusal(BAD_MONTH_DAY)
