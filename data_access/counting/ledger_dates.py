"""Up to which day each ledger is known, and of whom: nothing is judged by a day that its ledger does not reach.

A ledger is known to its latest event, or to the day that a load stated for it. Where units have to report it, each is
known by itself: to its own latest event, to the day stated for it, to the end of the last period it has reported; and
to the end of the last period whose report was due, for whoever does not report shall not fare better. Such a ledger is
known to the day that all of them reach.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, literal, select, true

from data_access.asked.periods import shift
from data_access.counting.reporters import Reporters
from data_access.ledgers.all import BY_KEY, LEDGERS
from data_access.ledgers.counting_rules import a_year_before
from data_access.ledgers.declare import Ledger
from data_access.ledgers.ledger_report import LEDGER_REPORT
from data_access.ledgers.reporting_duty import REPORTED_LEDGERS
from data_access.store.empty import empty_among
from data_access.store.known_days import EVERYBODY
from data_access.store.tables import ledger_state, load_batch, stated_unit

Days = dict[int, dt.date]


@dataclass(frozen=True)
class LedgerDates:
    """The days as they stand in ``ledger_state``, by ledger and unit."""

    days: Mapping[tuple[str, int], dt.date]

    @property
    def latest(self) -> dt.date | None:
        """The day of the data: the latest that is known of anybody; None without any."""
        return max(self.days.values(), default=None)

    @property
    def common(self) -> dt.date | None:
        """The day that all ledgers which units hand in period by period reach: no figure is complete beyond it."""
        days = [day for ledger in REPORTED_LEDGERS if (day := self.of(ledger)) is not None]
        return min(days, default=self.latest)

    def of(self, ledger: str) -> dt.date | None:
        """The day to which a ledger is known of everybody; None where nothing in it is dated."""
        return self.days.get((BY_KEY[ledger].dated_as, EVERYBODY))

    def by_unit(self, ledger: str) -> Days:
        """The later days to which a ledger is known of some units."""
        own = BY_KEY[ledger].dated_as
        return {unit_id: day for (key, unit_id), day in self.days.items() if key == own and unit_id != EVERYBODY}

    def latest_of(self, ledger: str) -> dt.date | None:
        """The latest day to which a ledger is known of anybody."""
        days = [self.of(ledger), *self.by_unit(ledger).values()]
        return max((day for day in days if day is not None), default=None)


def read_dates(connection: Connection) -> LedgerDates:
    """The days as they were last worked out."""
    rows = connection.execute(select(ledger_state.c.ledger, ledger_state.c.unit_id, ledger_state.c.as_of))
    return LedgerDates({(row.ledger, row.unit_id): row.as_of for row in rows})


def refresh_dates(connection: Connection) -> LedgerDates:
    """Work the days out anew from the rows, the reports and what loads stated, and store them."""
    dates = _Known(connection).dates()
    if dates != read_dates(connection):
        connection.execute(delete(ledger_state))
        rows = [
            {"ledger": ledger, "unit_id": unit_id, "as_of": day, "year_before": a_year_before(day)}
            for (ledger, unit_id), day in sorted(dates.days.items())
        ]
        if rows:
            connection.execute(insert(ledger_state), rows)
    return dates


class _Known:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.reporters = Reporters(connection)
        self.events: dict[str, Days] = defaultdict(dict)
        self.stated: dict[str, Days] = defaultdict(dict)
        dated = [ledger for ledger in LEDGERS if ledger.events]
        empty = empty_among(connection, (ledger.table for ledger in dated))
        for ledger in dated:
            if ledger.table.name not in empty:
                _take_later(self.events[ledger.dated_as], self._latest_events(ledger))
        for ledger_key, unit_id, day in self._statements():
            _take_later(self.stated[ledger_key], [(unit_id, day)])

    def dates(self) -> LedgerDates:
        days = {(ledger, EVERYBODY): day for ledger in BY_KEY if (day := self._of_ledger(ledger))}
        # Where nobody registers reports, they are missed as soon as any ledger has passed the day they were due on.
        registered = days.get((LEDGER_REPORT.key, EVERYBODY)) or max(days.values(), default=None)
        for ledger in sorted(self.reporters.ledgers):
            by_unit, of_all = self._by_unit(ledger, registered)
            if of_all is not None:
                days[ledger, EVERYBODY] = of_all
                days |= {(ledger, unit_id): day for unit_id, day in by_unit.items() if day > of_all}
        return LedgerDates(days)

    def _of_ledger(self, ledger: str) -> dt.date | None:
        return max((*self.events[ledger].values(), *self.stated[ledger].values()), default=None)

    def _by_unit(self, ledger: str, registered: dt.date | None) -> tuple[Days, dt.date | None]:
        """The day of each unit (that of who reports for it, or what was stated of itself), and the day all reach."""
        duties = {unit_id: self.reporters.of(unit_id, ledger) for unit_id in self.reporters.units}
        whose = {unit_id: unit_id if found is None else found[0] for unit_id, found in duties.items()}
        reporting = {found[0]: found[1] for found in duties.values() if found is not None}
        happened, stated, known = self.events[ledger], self.stated[ledger], Days()
        _take_later(known, ((whose[unit_id], day) for unit_id, day in happened.items()))
        _take_later(known, ((unit_id, day) for unit_id, day in stated.items() if whose.get(unit_id) == unit_id))
        _take_later(known, self._reported(ledger).items())
        _take_later(known, ((unit_id, _end(due)) for unit_id, duty in reporting.items()
                            if registered and (due := duty.last_due(registered))))  # fmt: skip
        if EVERYBODY in stated:
            _take_later(known, ((unit_id, stated[EVERYBODY]) for unit_id in whose))
        days = {unit_id: known[reporter] for unit_id, reporter in whose.items() if reporter in known}
        _take_later(days, ((unit_id, day) for unit_id, day in stated.items() if unit_id in whose))
        return days, min((known[unit_id] for unit_id in reporting if unit_id in known), default=None)

    def _latest_events(self, ledger: Ledger) -> Iterator[tuple[int, dt.date]]:
        table = ledger.table
        who: ColumnElement[Any] = table.c.unit_id if ledger.is_fact else literal(EVERYBODY)
        events = [func.max(table.c[name]) for name in sorted(ledger.events)]
        # A report that follows from rows was not registered: it says nothing of the others'.
        entered = table.c.load_row.is_not(None) if ledger is LEDGER_REPORT else true()
        statement = select(who, *events).where(entered).group_by(table.c.unit_id if ledger.is_fact else who)
        for unit_id, *days in self.connection.execute(statement):
            if happened := [day for day in days if day is not None]:
                yield int(unit_id), max(happened)

    def _statements(self) -> Iterator[tuple[str, int, dt.date]]:
        batch = load_batch.c
        same = func.coalesce(batch.load_no, batch.load_id) == stated_unit.c.load_no
        in_force = and_(batch.status == "stored", batch.rows_read > 0, batch.data_as_of.is_not(None))
        statement = (
            select(batch.ledger, stated_unit.c.unit_id, func.max(batch.data_as_of))
            .join_from(load_batch, stated_unit, same)
            .where(in_force, batch.ledger.is_not(None))
            .group_by(batch.ledger, stated_unit.c.unit_id)
        )
        for ledger, unit_id, day in self.connection.execute(statement):
            yield BY_KEY[ledger].dated_as, unit_id, day

    def _reported(self, ledger: str) -> Days:
        """By unit that reports, the end of the last period it has reported, or the day on which it did so before."""
        report = LEDGER_REPORT.table.c
        statement = select(report.unit_id, report.month, report.reported_on).where(report.ledger == ledger)
        reported: Days = {}
        for unit_id, month, on in self.connection.execute(statement):
            _take_later(reported, [(unit_id, min(_end(month), on or _end(month)))])
        return reported


def _take_later(days: Days, found: Iterable[tuple[int, dt.date]]) -> None:
    for unit_id, day in found:
        days[unit_id] = max(day, days.get(unit_id, day))


def _end(month: dt.date) -> dt.date:
    return shift(month, 1) - dt.timedelta(days=1)
