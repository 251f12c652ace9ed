"""Days instead of a date: 60天, 30日内, 2个月, 10 days — counted from a date that the row has."""

import datetime as dt
import re
import unicodedata
from calendar import monthrange

from data_access.checking.conversion import to_date
from data_access.files.cell_text import as_text

_DAYS = re.compile(r"(?P<n>\d{1,4})(?:天|日|days?)?(?:内|以内)?")
_MONTHS = re.compile(r"(?P<n>\d{1,3})(?:个月|months?)(?:内|以内)?")


def counted(value: object, start: object) -> object:
    """The day that lies so many days (or months) after another; the value as it is when it says no number of days.

    A number of days without a date to count from stays a number of days, so that it is refused and seen.
    """
    text = "".join(unicodedata.normalize("NFKC", as_text(value)).split()).casefold()
    day = start.date() if isinstance(start, dt.datetime) else to_date(start)
    days, months = _DAYS.fullmatch(text), _MONTHS.fullmatch(text)
    if not isinstance(day, dt.date) or not (days or months):
        return value
    try:
        return day + dt.timedelta(int(days["n"])) if days else _months_after(day, int(months["n"]) if months else 0)
    except (OverflowError, ValueError):
        return value


def _months_after(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or its last day where it has none."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
