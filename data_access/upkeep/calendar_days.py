"""The official Chinese working-day calendar as a table, so that SQL can count working days."""

import datetime as dt
from functools import cache
from typing import Any

from sqlalchemy import Connection, delete, select

from data_access.store.official_days import is_working_day, own_holidays
from data_access.store.tables import calendar
from data_access.store.working_days import FIRST_DAY, LAST_DAY
from data_access.store.writing import bulk_insert


def fill_calendar(connection: Connection) -> bool:
    """Fill ``calendar``, or fill it anew when holidays were published since; whether it has changed."""
    of = calendar.c
    stands = connection.execute(select(of.day, of.is_working, of.estimated).order_by(of.day)).all()
    rows = _days(own_holidays())
    if [tuple(row) for row in stands] == [(row["day"], row["is_working"], row["estimated"]) for row in rows]:
        return False
    connection.execute(delete(calendar))
    bulk_insert(connection, calendar, rows)
    return True


@cache
def _days(_holidays: str) -> tuple[dict[str, Any], ...]:
    """Every day as a row, by the holidays of an office's own file; ``working_day_no`` counts up to and including it."""
    rows, number = [], 0
    for offset in range((LAST_DAY - FIRST_DAY).days + 1):
        day = FIRST_DAY + dt.timedelta(days=offset)
        working, estimated = is_working_day(day)
        number += working
        rows.append({"day": day, "is_working": working, "working_day_no": number, "estimated": estimated})
    return tuple(rows)
