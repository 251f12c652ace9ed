"""Who reports a ledger for a unit: the unit itself, or its county where units of its kind have no duty of their own."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from data_access.asked.periods import shift
from data_access.ledgers.ledger_report import PERIOD_ENDS
from data_access.ledgers.reporting_duty import REPORTING_DUTY
from data_access.store.tables import unit


@dataclass(frozen=True)
class Duty:
    """How often units of a kind report a ledger, on which day of the next month, and from which month on."""

    frequency: str
    due_day: int
    from_month: dt.date

    def period_end(self, month: dt.date) -> dt.date:
        """The last month of the period that a month lies in: the month its report is about."""
        return month.replace(month=next(end for end in PERIOD_ENDS[self.frequency] if end >= month.month))

    def last_due(self, on: dt.date) -> dt.date | None:
        """The last month whose report was to be in before a day; None before the first."""
        month = shift(on.replace(day=1), -1 if on.day > self.due_day else -2)
        while month.month not in PERIOD_ENDS[self.frequency]:
            month = shift(month, -1)
        return month if month >= self.from_month else None


class Reporters:
    """The units and the duties as they stand."""

    def __init__(self, connection: Connection) -> None:
        self.units: dict[int, Any] = {each.unit_id: each for each in connection.execute(select(unit))}
        self._duties: Mapping[tuple[str, str], Duty] = {
            (each.unit_kind, each.ledger): Duty(each.frequency, each.due_day, each.from_month)
            for each in connection.execute(select(REPORTING_DUTY.table))
        }

    @property
    def ledgers(self) -> frozenset[str]:
        """The ledgers that somebody has to report."""
        return frozenset(ledger for _kind, ledger in self._duties)

    def of(self, unit_id: int, ledger: str) -> tuple[int, Duty] | None:
        """Who reports a ledger for a unit, and the duty; None where nobody does."""
        about = self.units[unit_id]
        for each in (about, self.units.get(about.county_id)):
            if each is not None and (each.kind, ledger) in self._duties:
                return each.unit_id, self._duties[each.kind, ledger]
        return None
