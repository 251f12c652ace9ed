"""Months of which nobody can say anything: not reported, or after the day up to which a ledger is known."""

import datetime as dt
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from data_access.asked.periods import months_from, shift
from data_access.reading.extent import Extent
from data_access.reading.reader import Reader
from data_access.reading.reports_due import reports_by_month

# The longest period that one report stands for.
MOST_MONTHS = 12
_OWED = ("ledger", "unit_id", "month", "due", "missing")


class Owed(NamedTuple):
    """The reports of a month that one reporter owes, and those that are missing."""

    month: dt.date
    due: int
    missing: int


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
    counts = {
        ledger: sum(
            report.missing
            for reporter in _reporters(reader, extent, by_reporter)
            for report in by_reporter[reporter]
            if first <= report.month <= last
        )
        for ledger, by_reporter in _owed(reader).items()
    }
    return {ledger: count for ledger, count in counts.items() if count}


def _unreported(reader: Reader, extent: Extent, ledger: str, months: Iterable[dt.date]) -> Iterator[dt.date]:
    by_reporter = _owed(reader).get(ledger, {})
    due, missing = Counter[dt.date](), Counter[dt.date]()
    for reporter in _reporters(reader, extent, by_reporter):
        for report in by_reporter[reporter]:
            due[report.month] += report.due
            missing[report.month] += report.missing
    ends = sorted(due)
    for month in months:
        place = bisect_left(ends, month)
        if place == len(ends) or due[ends[place]] != missing[ends[place]]:
            continue
        # A report stands for the months since the one before; the first of all for its own.
        begins = shift(ends[place - 1], 1) if place else ends[place]
        if max(begins, shift(ends[place], 1 - MOST_MONTHS)) <= month:
            yield month


def _reporters(reader: Reader, extent: Extent, by_reporter: Mapping[int, object]) -> Iterable[int]:
    """Who owes a ledger for the units of an extent: they themselves, or their counties."""
    if extent.unit_ids is None:
        return by_reporter.keys()
    county = _counties(reader)
    return {
        number if number in by_reporter else county.get(number, 0) for number in extent.unit_ids
    } & by_reporter.keys()


def _owed(reader: Reader) -> dict[str, dict[int, list[Owed]]]:
    """The reports due by now, by ledger and by who owes them: many units are asked for, one by one."""

    def read() -> dict[str, dict[int, list[Owed]]]:
        reports = reports_by_month(reader)
        owed = reports.loc[reports["due"].gt(0) | reports["missing"].gt(0), list(_OWED)]
        ledgers: dict[str, dict[int, list[Owed]]] = {}
        for ledger, number, month, due, missing in owed.itertuples(index=False):
            ledgers.setdefault(ledger, {}).setdefault(int(number), []).append(Owed(month, int(due), int(missing)))
        return ledgers

    reports: dict[str, dict[int, list[Owed]]] = reader.kept("reports_owed", (), read)
    return reports


def _counties(reader: Reader) -> dict[int, int]:
    """The county of each unit that has one."""

    def read() -> dict[int, int]:
        units = reader.units()
        numbers = dict(zip(units["code"], units["unit_id"], strict=True))
        pairs = zip(units["unit_id"], units["county"], strict=True)
        return {int(unit_id): int(numbers[county]) for unit_id, county in pairs if county in numbers}

    counties: dict[int, int] = reader.kept("counties_of_units", (), read)
    return counties
