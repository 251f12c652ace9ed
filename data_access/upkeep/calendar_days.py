"""The official Chinese working-day calendar as a table, so that SQL can count working days."""

import datetime as dt

import chinese_calendar
from sqlalchemy import Connection, func, select

from data_access.store.tables import calendar
from data_access.store.working_days import FIRST_DAY, LAST_DAY
from data_access.store.writing import bulk_insert


def is_working_day(day: dt.date) -> tuple[bool, bool]:
    """Whether a day is worked, and whether that is only an estimate (Monday to Friday) for want of a published year."""
    try:
        return chinese_calendar.is_workday(day), False
    except NotImplementedError:
        return day.weekday() < 5, True


def fill_calendar(connection: Connection) -> None:
    """Fill ``calendar`` once; ``working_day_no`` counts the working days up to and including the day."""
    if connection.execute(select(func.count()).select_from(calendar)).scalar_one():
        return
    rows, number = [], 0
    for offset in range((LAST_DAY - FIRST_DAY).days + 1):
        day = FIRST_DAY + dt.timedelta(days=offset)
        working, estimated = is_working_day(day)
        number += working
        rows.append({"day": day, "is_working": working, "working_day_no": number, "estimated": estimated})
    bulk_insert(connection, calendar, rows)
