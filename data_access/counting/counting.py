"""Counting the tallies: the database writes ``monthly_tally`` itself, one INSERT … SELECT per fact table."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from data_access.asked.periods import shift
from data_access.counting.item_states import ITEM_LEDGERS, write_item_states
from data_access.counting.ledger_dates import LedgerDates, read_dates
from data_access.counting.reported import write_reported
from data_access.counting.search_entries import write_search_entries
from data_access.counting.tallies import COUNTED, LEDGERS_COUNTED, tally_hash
from data_access.counting.tally_statements import (
    AS_OF,
    FIRST,
    LAST,
    LATEST,
    UNITS,
    YEAR_BEFORE,
    Way,
    counting_statements,
    stored_keys,
)
from data_access.counting.views import create_views
from data_access.ledgers.counting_rule import read_rules
from data_access.ledgers.counting_rules import DatedValues, a_year_before
from data_access.ledgers.reported_count import REPORTED_COUNT
from data_access.store.empty import empty_among
from data_access.store.tables import database_state, monthly_tally, search_entry

# Above this many touched units counting everything is cheaper than naming them.
MOST_TOUCHED_UNITS = 2_000


@dataclass(frozen=True)
class _Part:
    """What is to be counted anew: units (all when empty) and months from ``first`` to ``last`` (open when None)."""

    values: DatedValues
    dates: LedgerDates
    as_of: dt.date
    units: tuple[int, ...]
    first: dt.date | None
    last: dt.date | None

    @property
    def is_all(self) -> bool:
        return not (self.units or self.first or self.last)

    @property
    def way(self) -> Way:
        by_unit = frozenset(ledger for ledger in LEDGERS_COUNTED if self.dates.by_unit(ledger))
        return Way(self.values, by_unit, bool(self.units), self.first is not None, self.last is not None)

    @property
    def asked(self) -> dict[str, Any]:
        """The parameters of the statements."""
        limits = {UNITS: list(self.units), FIRST: self.first, LAST: self.last}
        asked: dict[str, Any] = {name: value for name, value in limits.items() if value}
        for ledger in LEDGERS_COUNTED:
            day = self.dates.of(ledger) or self.as_of
            latest = self.dates.latest_of(ledger) or self.as_of
            asked |= {AS_OF + ledger: day, YEAR_BEFORE + ledger: a_year_before(day), LATEST + ledger: latest}
        return asked


def count(
    connection: Connection,
    as_of: dt.date,
    unit_ids: Collection[int] | None = None,
    first_month: dt.date | None = None,
    last_month: dt.date | None = None,
    ledgers: Collection[str] | None = None,
) -> None:
    """Count every tally anew and replace what stood, for the given units and months (None: all of them).

    ``as_of`` is the day of the ledgers that have none of their own (``ledger_dates``), such as views over duties.
    ``unit_ids`` names the units whose rows changed, and the organs that decided on them; months are first days.
    ``ledgers`` names those whose rows changed (None: any may have); how items stand, and what is found, is worked out
    anew where it may be otherwise. Stocks are carried from the first month to the one up to which their ledger is
    known. Runs in the caller's transaction. Who counts everything counts with the views as declared: those that stand
    otherwise are made anew.
    """
    units = tuple(sorted(unit_ids)) if unit_ids is not None and len(unit_ids) <= MOST_TOUCHED_UNITS else ()
    if unit_ids is not None and not unit_ids:
        return
    part = _Part(read_rules(connection), read_dates(connection), as_of, units, first_month, last_month)
    if part.is_all:
        create_views(connection)
        connection.execute(delete(monthly_tally))
    else:
        _delete(connection, part)
    if ledgers is None or not ITEM_LEDGERS.isdisjoint(ledgers):
        write_item_states(connection, units)
    write_search_entries(connection, units, ledgers)
    asked = part.asked
    for statement in counting_statements(part.way, empty_among(connection, (tally.table for tally in COUNTED))):
        connection.execute(statement, asked)
    write_reported(connection, part.units)
    _note_state(connection, part, forms=ledgers is None or REPORTED_COUNT.key in ledgers)


def count_nothing(connection: Connection) -> None:
    """Delete every count, and what is found: without a data date nothing can be counted."""
    connection.execute(delete(monthly_tally))
    connection.execute(delete(search_entry))
    connection.execute(update(database_state).values(first_month=None))


def _delete(connection: Connection, part: _Part) -> None:
    for to_end in (False, True):
        limits = part.way.limits(monthly_tally.c.unit_id, monthly_tally.c.month, to_end=to_end)
        statement = delete(monthly_tally).where(monthly_tally.c.tally_key.in_(stored_keys(to_end)), *limits)
        connection.execute(statement, part.asked)


def _note_state(connection: Connection, part: _Part, *, forms: bool) -> None:
    """Store the tally hash, and the first counted month unless a month before ``part`` is stored.

    A month that a form tells within a longer span is counted, too; ``forms``: whether any may have changed.
    """
    noted = connection.execute(select(database_state.c.first_month)).scalar_one()
    values: dict[str, Any] = {"tally_hash": tally_hash()}
    if forms or part.first is None or noted is None or part.first <= noted:
        tally = monthly_tally.c
        spans = select(tally.month, tally.span_months).where(tally.span_months > 1).distinct()
        months = [shift(last, 1 - span) for last, span in connection.execute(spans)]
        months += filter(None, [connection.execute(select(func.min(tally.month))).scalar()])
        values["first_month"] = min(months, default=None)
    connection.execute(update(database_state).values(values))
