"""Derive reports from loaded rows: a unit whose ledger is loaded has reported the months in which its rows lie."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, union

from data_access.asked.periods import shift
from data_access.ledgers.all import BY_KEY
from data_access.ledgers.keys import Row, key_of
from data_access.ledgers.ledger_report import LEDGER_REPORT, PERIOD_ENDS
from data_access.ledgers.reporting_duty import REPORTING_DUTY
from data_access.ledgers.unit import is_active
from data_access.store.engine import month_of
from data_access.store.tables import unit


@dataclass(frozen=True)
class _Duty:
    frequency: str
    from_month: dt.date

    def period_end(self, month: dt.date) -> dt.date:
        """The last month of the period that a month lies in: the month its report is about."""
        return month.replace(month=next(end for end in PERIOD_ENDS[self.frequency] if end >= month.month))


def reports_handed_in(connection: Connection, units: Mapping[str, frozenset[int] | None], today: dt.date) -> list[Row]:
    """Return the rows of ``ledger_report`` that loaded rows stand for and that are missing, or there as "nothing".

    ``units`` maps each loaded ledger to the units of its rows (None: all units). Only periods that have ended and for
    which there is a duty count; a unit without a duty of its own reports through its county.
    """
    duties = {
        (each.unit_kind, each.ledger): _Duty(each.frequency, each.from_month)
        for each in connection.execute(select(REPORTING_DUTY.table))
    }
    directory = {each.unit_id: each for each in connection.execute(select(unit))}
    units_by_ledger = {ledger: ids for ledger, ids in units.items() if any(key[1] == ledger for key in duties)}
    reports: dict[Any, Row] = {}
    for ledger, ids in units_by_ledger.items():
        for unit_id, month in _months_told_of(connection, ledger, ids):
            reporter, duty = _reporter(directory[unit_id], directory, duties, ledger)
            if duty is None or month < duty.from_month:
                continue
            end = duty.period_end(month)
            if shift(end, 1) <= today and _active(directory[reporter], end):
                row = {"unit_id": reporter, "ledger": ledger, "month": end, "reported_on": today}
                reports[reporter, ledger, end] = row | {"nothing_to_report": False}
    return _without_standing(connection, reports) if reports else []


def _months_told_of(connection: Connection, ledger: str, units: frozenset[int] | None) -> Iterator[tuple[int, dt.date]]:
    table = BY_KEY[ledger].table
    dates = [table.c[column.name] for column in BY_KEY[ledger].columns if column.event]
    parts = [select(table.c.unit_id, month_of(date)).where(date.is_not(None)) for date in dates]
    for unit_id, month in connection.execute(union(*parts)):
        if units is None or unit_id in units:
            yield unit_id, month


def _reporter(
    about: Any, directory: Mapping[int, Any], duties: Mapping[tuple[str, str], _Duty], ledger: str
) -> tuple[int, _Duty | None]:
    for each in (about, directory.get(about.county_id)):
        if each is not None and (each.kind, ledger) in duties:
            return each.unit_id, duties[each.kind, ledger]
    return about.unit_id, None


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
