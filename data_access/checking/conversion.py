"""From a raw cell to a typed value, for each kind of column. What cannot be read comes back as a ``Refusal``."""

import datetime as dt
import math
import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from data_access.checking.known_words import codes
from data_access.checking.written_dates import from_serial, from_text, month_named, names_no_day, names_no_year
from data_access.checking.written_periods import from_cell
from data_access.checking.written_words import ANSWERS, FLAG, meanings
from data_access.files.cell_text import as_text, half_width, number_text, plain, without_notes
from data_access.files.limits import LONGEST_CELL
from data_access.ledgers.declare import LedgerColumn
from data_access.problems import (
    BAD_DATE,
    BAD_DECIMAL,
    BAD_FLAG,
    BAD_INTEGER,
    BAD_MONTH_DAY,
    BAD_PERIOD,
    BAD_YEAR,
    BELOW_ZERO,
    DAY_MISSING,
    DIGITS_LOST,
    FORMULA_AS_TEXT,
    NOTE_IN_NUMBER,
    NUMBER_AS_DATE,
    PERIOD_WITHOUT_YEAR,
    SEVERAL_MONTHS,
    TEXT_TOO_LONG,
    UNKNOWN_CODE,
    YEAR_NOT_WRITTEN,
)
from wording import LANGUAGES, wording

EARLIEST, LATEST = dt.date(1949, 10, 1), dt.date(2100, 12, 31)
LARGEST_INTEGER = 2**31 - 1
LARGEST_DECIMAL = 1e9
# Decimals are rounded to so many places: a value that Excel calculated ends in the noise of floating point.
DECIMAL_PLACES = 6
# Excel keeps fifteen digits of a number and replaces the others by zeros.
KEPT_DIGITS = 15
# What a formula begins with, and no number that people give.
FORMULA_SIGN = "="
# A month and day are checked in a year that is no leap year: 29 February is no due date of every year.
COMMON_YEAR = 2023

_WHITE = re.compile(r"\s")
_BREAK = re.compile(r"([\u3400-\u9fff、，；]) (?=[\u3400-\u9fff])")
_MONTH_DAY = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?")
_INTEGER = re.compile(r"(\d+|\d{1,3}(?:,\d{3})+)(?:\.0+)?")
_DECIMAL = re.compile(r"[+-]?(\d+|\d{1,3}(?:,\d{3})+)(\.\d*)?")
# What is counted may stand behind its number: 12件, 16学时. Not 天, which may be working days or not.
_COUNTED = re.compile(
    r"(?<=\d) ?(?:件|项|人次|人|名|个|份|卷|次|分|学时|课时|小时|条|篇|期|场|起|宗"
    r"|cases?|items?|persons?|people|files?|times?|points?|hours?|documents?|copies|sessions?|officers?)$",
    re.IGNORECASE,
)
# In a column of days these stand behind the number, and in one of working days they must say so.
_DAYS = re.compile(r"(?<=\d) ?(?:个?(?:自然)?[天日]|(?:calendar )?days?)$", re.IGNORECASE)
_WORKING_DAYS = re.compile(r"(?<=\d) ?(?:个?工作日|working[ -]days?)$", re.IGNORECASE)
_DAYS_COLUMN, _WORKING = "_days", "工作日"
# What may end a word that is written like a sentence.
_FULL_STOPS = "。.;,、"
_FLAGS = {"是": True, "yes": True, "否": False, "no": False}
# In a column that asks whether something does not apply, what was done (已完成, 采纳) is no answer; yes and no are.
_NEGATED = "_not_applicable"
_APPLIES = {"不适用": True, "适用": False, "notapplicable": True, "applicable": False}
_BARE_ANSWERS = frozenset(
    ("是", "是的", "√", "✓", "✔", "☑", "y", "yes", "true", "1", "1.0",
     "否", "不是", "×", "✗", "✘", "☐", "□", "n", "no", "false", "0", "0.0")
)  # fmt: skip


class Refusal(NamedTuple):
    """Why a cell cannot be read: a problem code and what was expected."""

    code: str
    expected: tuple[str, ...] = ()


Converter = Callable[[object], object]


def converter(column: LedgerColumn) -> Converter:
    """What reads the cells of a column (blank ones excepted).

    Not for ``unit`` columns, which need to know the units.
    """
    if column.kind == "code":
        return _code_converter(column)
    longest = column.greatest_length or LONGEST_CELL
    if column.kind in ("text", "number"):
        read = to_number if column.kind == "number" else _to_name if column.longest else _to_text
        return lambda value: read(value, longest)
    if column.kind in ("group", "item", "counted"):
        return _word_converter(column, longest)
    if column.is_year:
        return _to_year
    if column.is_month:
        return _to_month
    if column.amount:
        return _to_amount
    if column.name.endswith(_NEGATED):
        return _to_not_applicable
    if column.kind == "integer" and column.name.endswith(_DAYS_COLUMN):
        ending = _WORKING_DAYS if _WORKING in column.zh else _DAYS
        return lambda value: _to_integer(ending.sub("", str(value)))
    return {
        "date": to_date,
        "flag": _to_flag,
        "integer": _to_integer,
        "decimal": _to_decimal,
        "month_day": _to_month_day,
        "period": _to_period,
    }[column.kind]


def to_date(value: object) -> dt.date | Refusal:
    """A date from a date, an Excel serial number, or a text as ``written_dates`` reads it."""
    if isinstance(value, dt.datetime):
        day: dt.date | None = value.date()
    elif isinstance(value, dt.date):
        day = value
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        day = from_serial(value) or from_text(as_text(value))
    else:
        day = from_text(str(value))
    if day is None or not EARLIEST <= day <= LATEST:
        return Refusal(_why_no_day(as_text(value)) if day is None else BAD_DATE, ("expected.date",))
    return day


def _why_no_day(text: str) -> str:
    return DAY_MISSING if names_no_day(text) else YEAR_NOT_WRITTEN if names_no_year(text) else BAD_DATE


def _to_month(value: object) -> dt.date | Refusal:
    """The first day of a month that is written by itself or with one of its days.

    A number 2026.1 may have been 2026.10, of which a spreadsheet shows and keeps no more.
    """
    if isinstance(value, float) and as_text(value).endswith(".1"):
        return Refusal(BAD_DATE, ("expected.month",))
    day = month_named(as_text(value)) or to_date(value)
    if isinstance(day, dt.date) and EARLIEST <= day <= LATEST:
        return day.replace(day=1)
    several = from_cell(value, COMMON_YEAR)
    if several and several.months > 1:
        return Refusal(SEVERAL_MONTHS, ("expected.month",))
    # A number of a month alone: 6, 06.
    text = as_text(value)
    is_yearless = names_no_year(text) or (text.isdecimal() and len(text) < 3 and 1 <= int(text) <= 12)
    return Refusal(YEAR_NOT_WRITTEN if is_yearless else BAD_DATE, ("expected.month",))


def _to_text(value: object, length: int) -> str | Refusal:
    if isinstance(value, float) and math.isfinite(value) and abs(value) >= 10**KEPT_DIGITS:
        return Refusal(DIGITS_LOST, (str(KEPT_DIGITS),))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    text = as_text(value).replace("\x00", "").strip()
    if len(text) > length:
        return Refusal(TEXT_TOO_LONG, (str(length),))
    return text


def _to_name(value: object, length: int) -> str | Refusal:
    """A name or a word in one line: a cell that is broken to fit its column would be another matter."""
    text = _to_text(value, length)
    return _BREAK.sub(r"\1", " ".join(text.split())) if isinstance(text, str) and _WHITE.search(text) else text


def to_number(value: object, length: int = LONGEST_CELL) -> str | Refusal:
    """A case number, item number or code as text; a ``Refusal`` where Excel has turned it into a date."""
    if isinstance(value, (dt.date, dt.time, dt.timedelta)):
        return Refusal(NUMBER_AS_DATE)
    text = _to_text(value, length)
    if not isinstance(text, str):
        return text
    number = number_text(text)
    # A formula that was saved before anybody worked it out: what it shows is not what stands here.
    if number.startswith(FORMULA_SIGN):
        return Refusal(FORMULA_AS_TEXT)
    # Whether ZG-1² is ZG-1 with a note or ZG-12, who wrote it knows.
    bare = without_notes(number)
    return number if bare == number else Refusal(NOTE_IN_NUMBER, (bare,))


def _code_converter(column: LedgerColumn) -> Converter:
    keys = tuple(f"{column.labels}.{code}" for code in column.codes)
    codes = _codes_by_word(column.labels, column.codes)
    return lambda value: (
        codes.get(plain(value)) or codes.get(plain(value).rstrip(_FULL_STOPS)) or Refusal(UNKNOWN_CODE, keys)
    )


@cache
def _codes_by_word(labels: str, codes: tuple[str, ...]) -> dict[str, str]:
    """Each code by its labels, by those that it had before, which stand in workbooks filled then, and by itself."""
    languages = [wording(language) for language in LANGUAGES]
    by_word = {plain(words.label(labels, code)): code for words in languages for code in codes}
    by_word |= {
        plain(words.label(labels, f"{code}.formerly")): code
        for words in languages
        for code in codes
        if words.has(f"{labels}.{code}.formerly")
    }
    return by_word | {plain(code): code for code in codes}


def _word_converter(column: LedgerColumn, length: int) -> Converter:
    code_by_word = codes(column.kind)
    return lambda value: code_by_word.get(plain(value)) or to_number(value, length)


def _to_flag(value: object) -> bool | Refusal:
    word = plain(value).rstrip(_FULL_STOPS)
    said = meanings(FLAG).get(word)
    return ANSWERS[said[0].code] if said else _FLAGS.get(word, Refusal(BAD_FLAG, ("flag.yes", "flag.no")))


def _to_not_applicable(value: object) -> bool | Refusal:
    word = plain(value)
    if word in _APPLIES:
        return _APPLIES[word]
    return _to_flag(value) if word in _BARE_ANSWERS else Refusal(BAD_FLAG, ("flag.yes", "flag.no"))


def _number_of(value: object) -> str:
    return _COUNTED.sub("", half_width(str(value)).strip())


def _to_integer(value: object) -> int | Refusal:
    text = _number_of(value)
    digits = None if isinstance(value, bool) else _INTEGER.fullmatch(text)
    number = int(digits[1].replace(",", "")) if digits and len(text) < 20 else None
    if number is None or number > LARGEST_INTEGER:
        return Refusal(BAD_INTEGER, ("expected.integer",))
    return number


def _to_decimal(value: object) -> float | Refusal:
    text = _number_of(value).replace("\u2212", "-")
    if isinstance(value, float) and math.isfinite(value):
        number: float | None = value
    else:
        number = None if isinstance(value, bool) or not _DECIMAL.fullmatch(text) else float(text.replace(",", ""))
    if number is None or abs(number) > LARGEST_DECIMAL:
        return Refusal(BAD_DECIMAL, ("expected.decimal",))
    return round(number, DECIMAL_PLACES)


def _to_amount(value: object) -> float | Refusal:
    number = _to_decimal(value)
    return number if isinstance(number, Refusal) or number >= 0 else Refusal(BELOW_ZERO)


def _to_year(value: object) -> int | Refusal:
    year = _to_integer(plain(value).removesuffix("度").removesuffix("年"))
    return year if isinstance(year, int) and EARLIEST.year <= year <= LATEST.year else Refusal(BAD_YEAR)


def _to_period(value: object) -> str | Refusal:
    period = from_cell(value)
    if period is not None:
        return period.code
    # 前三季度 is a period of a year that only who sent the file knows.
    return Refusal(PERIOD_WITHOUT_YEAR if from_cell(value, COMMON_YEAR) else BAD_PERIOD, ("expected.period",))


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
