"""Counting again what a load or its undoing touched: as little as possible, everything when it must be."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Engine, select

from data_access.counting.case_marks import mark_all
from data_access.counting.counting import count, count_nothing
from data_access.counting.ledger_dates import LedgerDates, refresh_dates
from data_access.counting.tallies import tally_hash
from data_access.counting.touched import Touched
from data_access.ledgers.officer import OFFICER
from data_access.store.state import hold_lock, raise_version, read_state

# How many numbers one statement asks for: databases limit their parameters.
MOST_ASKED = 1000
# A change of these ledgers changes what is due of every unit, or how it is counted: all units are counted anew.
CONCERN_EVERY_UNIT = ("unit", "archive_requirement", "reporting_duty", "counting_rule", "count_item")


def count_touched(
    connection: Connection, state: Any, dates: LedgerDates, touched: Touched, *, everything: bool
) -> None:
    """Count the touched units and months; everything where a day moved (``everything``) or the way of counting changed.

    ``state`` is the row of ``database_state`` from before the change, ``dates`` are the days that stand now. Without
    any there is nothing to count.
    """
    if dates.latest is None:
        count_nothing(connection)
    elif everything or state.tally_hash != tally_hash():
        count(connection, dates.latest)
    elif touched.units:
        units = touched.units | _where_they_serve(connection, touched.followed)
        count(connection, dates.latest, units, *touched.months, touched.ledgers)


def _where_they_serve(connection: Connection, numbers: Collection[str]) -> set[int]:
    """The units of officers of these numbers, each of which counts what follows them."""
    of, asked = OFFICER.table.c, sorted(numbers)
    found: set[int] = set()
    for start in range(0, len(asked), MOST_ASKED):
        some = of.officer_no.in_(asked[start : start + MOST_ASKED])
        found |= set(connection.execute(select(of.unit_id).where(some).distinct()).scalars())
    return found


def recount_all(engine: Engine) -> int | None:
    """Mark every case and count every tally anew, and raise the data version.

    Returns the version, or None when nothing was ever loaded.
    """
    with engine.begin() as connection:
        hold_lock(connection)
        return recounted(connection)


def recount_when_counted_otherwise(connection: Connection) -> int | None:
    """As ``recount_all``, on an open connection, if the tally hash has changed; None when the figures stand."""
    return None if read_state(connection).tally_hash == tally_hash() else recounted(connection)


def recounted(connection: Connection, *, purged: bool = False) -> int | None:
    """As ``recount_all``, in the caller's transaction, who holds the lock."""
    as_of = read_state(connection).data_as_of
    if as_of is None:
        return None
    mark_all(connection)
    latest = refresh_dates(connection).latest or as_of
    count(connection, latest)
    return raise_version(connection, purged=purged, data_as_of=latest)
