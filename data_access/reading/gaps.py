"""Months of which nobody can say anything: not reported, or after the day up to which a ledger is known."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from data_access.asked.periods import months_from, shift
from data_access.reading.extent import Extent
from data_access.reading.reader import Reader
from data_access.reading.reports_due import reports_by_month

# The longest period that one report stands for.
MOST_MONTHS = 12


class Owed(NamedTuple):
    """The reports of one ledger that are due by now, an entry a month of a reporter, as columns of equal length:
    whose (unit_id), of which month (datetime64[M]), how many are due, and how many of them are missing.
    """

    reporter: np.ndarray
    month: np.ndarray
    due: np.ndarray
    missing: np.ndarray

    def of(self, reporters: Iterable[int]) -> "Owed":
        """The entries of these reporters."""
        theirs = np.isin(self.reporter, list(reporters))
        return Owed(*(column[theirs] for column in self))


_NOTHING = Owed(*(np.empty(0, kind) for kind in ("int64", "datetime64[M]", "int64", "int64")))


def known_to(reader: Reader, extent: Extent, ledger: str) -> dt.date | None:
    """The day up to which a ledger is known of all units of an extent; None where nothing in it is dated."""
    day, later = reader.dates().of(ledger), reader.dates().by_unit(ledger)
    if day is None or extent.unit_ids is None or not later:
        return day
    return min((later.get(unit_id, day) for unit_id in extent.unit_ids), default=day)


def unknown_months(reader: Reader, extent: Extent, ledger: str, first: dt.date, last: dt.date) -> frozenset[dt.date]:
    """The months from ``first`` to ``last`` of which a ledger tells nothing of an extent: a gap, never nought.

    Those after the day it is known to, and those whose report nobody who owed it has handed in. One statement for all
    ledgers of a page.
    """
    day = known_to(reader, extent, ledger)
    later = [] if day is None else months_from(shift(day.replace(day=1), 1), last)
    return frozenset(later) | unreported_months(reader, extent, ledger, first, last)


def unreported_months(reader: Reader, extent: Extent, ledger: str, first: dt.date, last: dt.date) -> frozenset[dt.date]:
    """The months from ``first`` to ``last`` whose report was due and nobody of an extent has handed in."""
    return frozenset(_unreported(reader, extent, ledger, months_from(first, last)))


def missing_reports(reader: Reader, extent: Extent, first: dt.date, last: dt.date) -> dict[str, int]:
    """By ledger the reports from ``first`` to ``last`` that were due of an extent and that nobody has handed in.

    Ledgers without one are left out. The statement is that of ``unknown_months``.
    """
    counts = {}
    for ledger in _owed(reader):
        owed = _owed_of(reader, extent, ledger)
        within = (np.datetime64(first, "M") <= owed.month) & (owed.month <= np.datetime64(last, "M"))
        counts[ledger] = int(owed.missing[within].sum())
    return {ledger: count for ledger, count in counts.items() if count}


def _unreported(reader: Reader, extent: Extent, ledger: str, months: Iterable[dt.date]) -> Iterator[dt.date]:
    owed = _owed_of(reader, extent, ledger)
    found, place = np.unique(owed.month, return_inverse=True)
    nobody_reported = np.bincount(place, owed.due - owed.missing, len(found)) == 0
    ends: list[dt.date] = found.tolist()
    for month in months:
        at = bisect_left(ends, month)
        if at == len(ends) or not nobody_reported[at]:
            continue
        # A report stands for the months since the one before; the first of all for its own.
        begins = shift(ends[at - 1], 1) if at else ends[at]
        if max(begins, shift(ends[at], 1 - MOST_MONTHS)) <= month:
            yield month


def _owed_of(reader: Reader, extent: Extent, ledger: str) -> Owed:
    """What is owed of a ledger for the units of an extent: by they themselves, or by their counties."""
    owed = _owed(reader).get(ledger, _NOTHING)
    if extent.unit_ids is None:
        return owed
    reporters, county = set(owed.reporter.tolist()), _counties(reader)
    return owed.of({number if number in reporters else county.get(number, 0) for number in extent.unit_ids})


def _owed(reader: Reader) -> dict[str, Owed]:
    """The reports due by now, by ledger. As columns, for what is kept is copied for each page that asks."""

    def read() -> dict[str, Owed]:
        reports = reports_by_month(reader)
        owed = reports[reports["due"].gt(0) | reports["missing"].gt(0)]
        return {str(ledger): _columns(rows) for ledger, rows in owed.groupby("ledger", sort=False, observed=True)}

    reports: dict[str, Owed] = reader.kept("reports_owed", (), read)
    return reports


def _columns(reports: pd.DataFrame) -> Owed:
    numbers = (reports[name].to_numpy("int64") for name in ("unit_id", "due", "missing"))
    reporter, due, missing = numbers
    return Owed(reporter, reports["month"].to_numpy("datetime64[M]"), due, missing)


def _counties(reader: Reader) -> dict[int, int]:
    """The county of each unit that has one."""

    def read() -> dict[int, int]:
        units = reader.units()
        numbers = dict(zip(units["code"], units["unit_id"], strict=True))
        pairs = zip(units["unit_id"], units["county"], strict=True)
        return {int(unit_id): int(numbers[county]) for unit_id, county in pairs if county in numbers}

    counties: dict[int, int] = reader.kept("counties_of_units", (), read)
    return counties
