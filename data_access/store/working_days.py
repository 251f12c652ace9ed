"""Working days in SQL, by the table ``calendar``."""

from typing import Any

from sqlalchemy import ColumnElement, select

from data_access.store.tables import calendar


def working_days_between(earlier: ColumnElement[Any], later: ColumnElement[Any]) -> ColumnElement[int]:
    """How many working days lie after the earlier date, up to and including the later one; null beyond the calendar.

    What comes in on a free day waits from the next working day on, what is done on one was done in time on the last.
    """
    return _number_on(later) - _number_on(earlier)


def _number_on(date: ColumnElement[Any]) -> ColumnElement[int]:
    """The number of working days up to a date; the statement around it gives the date."""
    days = calendar.alias("working_days")
    number = select(days.c.working_day_no).where(days.c.day == date)
    return number.correlate_except(days).scalar_subquery()
