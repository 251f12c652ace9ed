"""Derive reports from loaded rows: a unit whose ledger is loaded has reported the months in which its rows lie."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select, union

from data_access.asked.periods import shift
from data_access.counting.reporters import Reporters
from data_access.ledgers.all import BY_KEY
from data_access.ledgers.keys import Row, key_of
from data_access.ledgers.ledger_report import LEDGER_REPORT
from data_access.ledgers.unit import is_active
from data_access.store.engine import month_of


def reports_handed_in(connection: Connection, units: Mapping[str, frozenset[int] | None], today: dt.date) -> list[Row]:
    """Return the rows of ``ledger_report`` that loaded rows stand for and that are missing, or there as "nothing".

    ``units`` maps each loaded ledger to the units of its rows (None: all units). Only periods that have ended and for
    which there is a duty count; a unit without a duty of its own reports through its county.
    """
    reporters = Reporters(connection)
    reports: dict[Any, Row] = {}
    for ledger in (each for each in units if each in reporters.ledgers):
        for unit_id, month in _months_told_of(connection, ledger, units[ledger]):
            found = reporters.of(unit_id, ledger)
            if found is None or month < found[1].from_month:
                continue
            reporter, end = found[0], found[1].period_end(month)
            if shift(end, 1) <= today and _active(reporters.units[reporter], end):
                row = {"unit_id": reporter, "ledger": ledger, "month": end, "reported_on": today}
                reports[reporter, ledger, end] = row | {"nothing_to_report": False}
    return _without_standing(connection, reports) if reports else []


def _months_told_of(connection: Connection, ledger: str, units: frozenset[int] | None) -> Iterator[tuple[int, dt.date]]:
    table = BY_KEY[ledger].table
    dates = [table.c[name] for name in sorted(BY_KEY[ledger].events)]
    parts = [select(table.c.unit_id, month_of(date)).where(date.is_not(None)) for date in dates]
    for unit_id, month in connection.execute(union(*parts)):
        if units is None or unit_id in units:
            yield unit_id, month


def _active(about: Any, month: dt.date) -> bool:
    return is_active(about.active_from, about.active_to, month)


def _without_standing(connection: Connection, reports: dict[Any, Row]) -> list[Row]:
    """Drop the reports that stand already; one that replaces a report of "nothing" keeps the day of that report."""
    for standing in connection.execute(select(LEDGER_REPORT.table)).mappings():
        row = reports.get(key_of(LEDGER_REPORT, standing))
        if row is None:
            continue
        if standing["nothing_to_report"]:
            row["reported_on"] = standing["reported_on"]
        else:
            del reports[key_of(LEDGER_REPORT, standing)]
    return list(reports.values())
