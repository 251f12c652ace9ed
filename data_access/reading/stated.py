"""When a statement is read: what stood at the end of a month is known once somebody has stated it.

A report of October comes in November: until then a period that runs on is read as of September, for all units alike.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from sqlalchemy import ColumnElement, case, func, literal, select, union_all

from data_access.asked.periods import Period
from data_access.counting.tallies import BY_KEY as TALLIES
from data_access.counting.tallies import ledger_of
from data_access.store.tables import monthly_tally


def _by_ledger() -> Mapping[str, tuple[str, ...]]:
    """By ledger the tallies that read its statements, of which no other is a part."""
    found = defaultdict(list)
    for key, tally in TALLIES.items():
        if tally.kind == "statement" and (not tally.of or tally.counts_blank):
            found[ledger_of(key)].append(key)
    return {ledger: tuple(keys) for ledger, keys in found.items()}


STATED = _by_ledger()


def last_stated(ledger: str) -> ColumnElement[dt.date | None]:
    """The last month of which anybody has stated anything in a ledger: look-ups by the key of the counts."""
    tally = monthly_tally.c
    lasts = [
        select(func.max(tally.month).label("month")).where(tally.tally_key == key, tally.facet == "")
        for key in STATED[ledger]
    ]
    return select(func.max(union_all(*lasts).subquery().c.month)).scalar_subquery()


def read_in(ledger: str, period: Period) -> ColumnElement[bool]:
    """The condition of the month in which the statements of a ledger are read over a period: its last one, or the last
    stated where the period runs on beyond it. Of '' (see ``apart``) it is the last one."""
    if not ledger:
        return monthly_tally.c.month == period.last
    last = last_stated(ledger)
    month = case((last.between(literal(period.first), literal(period.last)), last), else_=literal(period.last))
    return monthly_tally.c.month == month


def apart(keys: Iterable[str], tally_of: Callable[[str], str]) -> Iterator[tuple[str, list[str]]]:
    """What is read at the end of a period: what reads statements by the ledger of its tally, under '' all else."""
    found = defaultdict(list)
    for key in keys:
        tally = tally_of(key)
        found[ledger_of(tally) if tally in TALLIES and TALLIES[tally].kind == "statement" else ""].append(key)
    yield from found.items()
