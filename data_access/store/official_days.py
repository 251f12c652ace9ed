"""Which days are worked: by the arrangement of holidays that is published each autumn for the year to come.

``assets/holidays.toml`` has it by year, and an office adds a year there, or in a file of its own that
``REPORTING_HOLIDAYS`` names. A year that neither has is taken from the calendar that is shipped with the program; one
that nobody has is estimated, Monday to Friday, and said to be.
"""

import datetime as dt
import os
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import chinese_calendar

from data_access.problems import Refused
from wording import ASSETS

SHIPPED = ASSETS / "holidays.toml"
SETTING = "REPORTING_HOLIDAYS"
FRIDAY = 4
_WORDS = frozenset(("free", "worked"))


class Arrangement(NamedTuple):
    """The days of a year that differ from Monday to Friday: free ones among these, worked ones beside them."""

    free: frozenset[dt.date]
    worked: frozenset[dt.date]


def is_working_day(day: dt.date) -> tuple[bool, bool]:
    """Whether a day is worked, and whether that is only an estimate (Monday to Friday) for want of a published year.

    Raises ``problems.Refused`` for a table of holidays that cannot be read.
    """
    year = arrangements(own_holidays()).get(day.year)
    if year is not None:
        return day in year.worked or (day.weekday() <= FRIDAY and day not in year.free), False
    try:
        return chinese_calendar.is_workday(day), False
    except NotImplementedError:
        return day.weekday() <= FRIDAY, True


def working_day_after(start: dt.date, number: int) -> dt.date:
    """The ``number``-th working day after a date; raises ``OverflowError`` beyond all calendars."""
    day = start
    while number > 0:
        day += dt.timedelta(1)
        number -= is_working_day(day)[0]
    return day


def own_holidays() -> str:
    """The path of an office's own table of holidays; '' where the setting names none."""
    return os.environ.get(SETTING) or ""


@cache
def arrangements(own: str) -> Mapping[int, Arrangement]:
    """The years of the shipped table; those of an office's own file go before."""
    years: dict[int, Arrangement] = {}
    for path in [SHIPPED, *([Path(own)] if own else [])]:
        years |= _read(path)
    return years


def _read(path: Path) -> dict[int, Arrangement]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("holidays.unreadable", file=str(path)) from error
    except tomllib.TOMLDecodeError as error:
        raise Refused("holidays.no_toml", file=str(path), value=str(error)) from error
    return {year: arrangement for name, entry in content.items() for year, arrangement in [_of_year(path, name, entry)]}


def _of_year(path: Path, name: str, entry: object) -> tuple[int, Arrangement]:
    """One year, checked: a day of another year, or a free Sunday, is a slip of the pen."""
    if not (name.isdigit() and isinstance(entry, dict) and entry.keys() <= _WORDS):
        raise Refused("holidays.wrong_entry", file=str(path), value=name)
    days = {word: entry.get(word, []) for word in _WORDS}
    for word, listed in days.items():
        for day in listed if isinstance(listed, list) else [listed]:
            in_year = isinstance(day, dt.date) and day.year == int(name)
            if not in_year or (day.weekday() <= FRIDAY) != (word == "free"):
                raise Refused("holidays.wrong_entry", file=str(path), value=f"{name} {word} {day}")
    return int(name), Arrangement(frozenset(days["free"]), frozenset(days["worked"]))
