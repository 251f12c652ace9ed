"""Days instead of a date: 60天, 30日内, 2个月, 5个工作日, 10 days — counted from a date that the row has."""

import datetime as dt
import re
from calendar import monthrange

from data_access.checking.conversion import to_date
from data_access.files.cell_text import as_text, half_width
from data_access.store.official_days import is_working_day, working_day_after

# 十五日内, 两个月, 一百二十天: numbers up to some hundreds are written in words.
_IN_WORDS = re.compile(
    "^(?:([一二两三四五六七八九])百零?)?(?:([一二三四五六七八九])?(十))?([一二两三四五六七八九])?(?=[天日个])"
)
_DIGITS = {sign: number for number, sign in enumerate("一二三四五六七八九", 1)} | {"两": 2, "": 0}
_DAYS = re.compile(r"(?P<n>\d{1,4})(?:天|日|days?)?(?:内|以内)?")
_MONTHS = re.compile(r"(?P<n>\d{1,3})(?:个月|months?)(?:内|以内)?")
_WORKING_DAYS = re.compile(r"(?P<n>\d{1,3})个?(?:工作日|working-?days?)(?:内|以内)?")

# What names the day that is counted from: 自交办之日起, 收到文书后.
_SINCE = re.compile(r"^\D*(?:后|起)|^within ", re.IGNORECASE)
DIGITS_OF_A_YEAR = 4


def counted(value: object, start: object) -> object:
    """The day that lies so many days, working days or months after another; the value as it is when it says none.

    A number of days without a date to count from stays a number of days, so that it is refused and seen.
    """
    text = _text(value)
    day = _day(start)
    days, months, working = _DAYS.fullmatch(text), _MONTHS.fullmatch(text), _WORKING_DAYS.fullmatch(text)
    try:
        if day is not None and working:
            return working_day_after(day, int(working["n"]))
        if day is not None and days:
            return day + dt.timedelta(int(days["n"]))
        return _months_after(day, int(months["n"])) if day is not None and months else value
    except (OverflowError, ValueError):
        return value


def names_days(value: object) -> bool:
    """Whether a cell names a number of days, working days or months: 60天, 交办后十五个工作日, 60."""
    text = _text(_SINCE.sub("", as_text(value).strip()))
    if text.isdecimal():
        return len(text) < DIGITS_OF_A_YEAR
    return any(form.fullmatch(text) for form in (_DAYS, _MONTHS, _WORKING_DAYS))


def estimated_year(value: object, start: object, due: object) -> int | None:
    """The year whose holidays nobody has published yet, of the working days that were counted; None for known ones."""
    first = _day(start)
    if first is None or not isinstance(due, dt.date) or not _WORKING_DAYS.fullmatch(_text(value)):
        return None
    return next((day.year for day in (first, due) if is_working_day(day)[1]), None)


def _text(value: object) -> str:
    text = "".join(half_width(as_text(value)).split()).casefold()
    return _IN_WORDS.sub(_in_digits, text)


def _in_digits(number: re.Match[str]) -> str:
    hundreds, tens, ten, ones = (number[place] or "" for place in range(1, 5))
    if not number[0]:
        return ""
    return str(100 * _DIGITS[hundreds] + 10 * (_DIGITS[tens] or bool(ten)) + _DIGITS[ones])


def _day(start: object) -> dt.date | None:
    day = start.date() if isinstance(start, dt.datetime) else to_date(start)
    return day if isinstance(day, dt.date) else None


def _months_after(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or its last day where it has none."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
