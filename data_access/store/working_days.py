"""Working days in SQL, by the table ``calendar``."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select

from data_access.store.tables import calendar

# The days that the table holds; beyond them no day is known to be free.
FIRST_DAY = dt.date(2010, 1, 1)
LAST_DAY = dt.date(2035, 12, 31)


def working_days_between(earlier: ColumnElement[Any], later: ColumnElement[Any]) -> ColumnElement[int]:
    """How many working days lie after the earlier date, up to and including the later one; null beyond the calendar.

    What comes in on a free day waits from the next working day on, what is done on one was done in time on the last.
    """
    return _number_on(later) - _number_on(earlier)


def working_day_after(date: ColumnElement[Any], number: int | ColumnElement[int]) -> ColumnElement[Any]:
    """The ``number``-th working day after a date (0: the date itself); null beyond the calendar.

    It is found a few days on, by the key.
    """
    days = calendar.alias("days_after")
    first = select(days.c.day).where(days.c.day >= date, days.c.working_day_no >= _number_on(date) + number)
    return first.order_by(days.c.day).limit(1).correlate_except(days).scalar_subquery()


def _number_on(date: ColumnElement[Any]) -> ColumnElement[int]:
    """The number of working days up to a date; the statement around it gives the date."""
    days = calendar.alias("working_days")
    number = select(days.c.working_day_no).where(days.c.day == date)
    return number.correlate_except(days).scalar_subquery()


def done_within(done: ColumnElement[Any], last_day: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether something was done within a limit of days: one that ends on a free day runs to the next working day."""
    return or_(done <= last_day, done <= next_working_day(last_day))


def has_run_out(last_day: ColumnElement[Any], on: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a limit of days has run out by a date: its last day, or the working day after it, has come."""
    days = calendar.alias("days_gone")
    latest = select(func.max(days.c.day)).where(days.c.day <= on, days.c.is_working).scalar_subquery()
    known = on.between(FIRST_DAY, LAST_DAY)
    return last_day <= func.coalesce(case((known, latest)), on)


def next_working_day(date: ColumnElement[Any]) -> ColumnElement[Any]:
    """The date itself where it is worked or lies outside the calendar, else the next day that is."""
    days = calendar.alias("days_to_come")
    following = select(days.c.day).where(days.c.day >= date, days.c.is_working).order_by(days.c.day).limit(1)
    known = date.between(FIRST_DAY, LAST_DAY)
    return func.coalesce(case((known, following.correlate_except(days).scalar_subquery())), date)
