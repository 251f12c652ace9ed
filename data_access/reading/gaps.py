"""Months of which nobody can say anything: not reported, or after the day up to which a ledger is known."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Iterator

import pandas as pd

from data_access.asked.periods import months_from, shift
from data_access.reading.extent import Extent
from data_access.reading.reader import Reader
from data_access.reading.reports_due import reports_by_month

# The longest period that one report stands for.
MOST_MONTHS = 12


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
    reports = _reports(reader)
    owed = reports[reports["month"].between(first, last) & reports["missing"].gt(0)]
    counts = {
        str(ledger): int(
            own.loc[own["unit_id"].isin(_reporters(reader, extent, str(ledger), reports)), "missing"].sum()
        )
        for ledger, own in owed.groupby("ledger", observed=True)
    }
    return {ledger: count for ledger, count in counts.items() if count}


def _unreported(reader: Reader, extent: Extent, ledger: str, months: Iterable[dt.date]) -> Iterator[dt.date]:
    reports = _reports(reader)
    owed = reports[(reports["ledger"] == ledger) & reports["unit_id"].isin(_reporters(reader, extent, ledger, reports))]
    by_month = owed.groupby("month")[["due", "missing"]].sum()
    ends = sorted(by_month.index)
    missing = set(by_month.index[by_month["due"] == by_month["missing"]])
    for month in months:
        place = bisect_left(ends, month)
        if place == len(ends) or ends[place] not in missing:
            continue
        # A report stands for the months since the one before; the first of all for its own.
        begins = shift(ends[place - 1], 1) if place else ends[place]
        if max(begins, shift(ends[place], 1 - MOST_MONTHS)) <= month:
            yield month


def _reporters(reader: Reader, extent: Extent, ledger: str, reports: pd.DataFrame) -> set[int]:
    """Who owes a ledger for the units of an extent: they themselves, or their counties."""
    owing = set(reports.loc[reports["ledger"] == ledger, "unit_id"])
    if extent.unit_ids is None:
        return owing
    units = reader.units()
    numbers = dict(zip(units["code"], units["unit_id"], strict=True))
    county = dict(zip(units["unit_id"], units["county"].map(numbers), strict=True))
    return owing & {number if number in owing else county.get(number, 0) for number in extent.unit_ids}


def _reports(reader: Reader) -> pd.DataFrame:
    """Every report due by now: the columns of ``reports_by_month``."""

    def due() -> pd.DataFrame:
        reports = reports_by_month(reader)
        return reports[reports["due"].gt(0) | reports["missing"].gt(0)].reset_index(drop=True)

    reports: pd.DataFrame = reader.kept("reports_due_by_month", (), due)
    return reports
