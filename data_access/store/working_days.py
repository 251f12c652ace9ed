"""Working days in SQL, by the table ``calendar``."""

from typing import Any

from sqlalchemy import ColumnElement, literal, select

from data_access.store.tables import calendar


def working_days_between(earlier: ColumnElement[Any], later: ColumnElement[Any]) -> ColumnElement[int]:
    """How many working days lie after the earlier date, up to and including the later one; null beyond the calendar.

    What comes in on a free day waits from the next working day on, what is done on one was done in time on the last.
    """
    return _number_on(later) - _number_on(earlier)


def working_day_after(date: ColumnElement[Any], number: int) -> ColumnElement[Any]:
    """The ``number``-th working day after a date; null beyond the calendar. It is found a few days on, by the key."""
    days = calendar.alias("days_after")
    first = select(days.c.day).where(days.c.day > date, days.c.working_day_no >= _number_on(date) + literal(number))
    return first.order_by(days.c.day).limit(1).correlate_except(days).scalar_subquery()


def _number_on(date: ColumnElement[Any]) -> ColumnElement[int]:
    """The number of working days up to a date; the statement around it gives the date."""
    days = calendar.alias("working_days")
    number = select(days.c.working_day_no).where(days.c.day == date)
    return number.correlate_except(days).scalar_subquery()
