"""What came in of each reporter month by month: the counts that a month is held against its own past by."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from assessment.control import CHANGES_OF_LAW
from assessment.own_past import expected_of
from data_access.asked.periods import Period, months_from, shift
from data_access.asked.selection import COUNTIES_GROUP
from data_access.counting.tallies import ledger_of, level_key
from data_access.reading.extent import Extent, Level
from data_access.reading.figures import tally_values
from data_access.reading.gaps import known_to, unknown_months
from data_access.reading.mergers import counted_as, counted_units, members_of, passed_over
from data_access.reading.reader import Reader
from data_access.reading.reports_due import reports_by_month
from data_access.reading.untold import months_apart

# What comes in of a ledger: of those with dates of their own a row a case, of monthly ones the sum a unit fills in.
INCOMING = (
    "litigation_filed",
    "applications_received",
    "petitions_received",
    "rectification_assigned",
    "enforcement_cases",
    "services_handled",
)
# Of these a change of law is declared, after which their past begins anew.
DISPUTES = ("litigation_filed", "applications_received", "petitions_received")
# Of each month how many; NaN where nobody knows.
Counts = dict[dt.date, float]
COLUMNS = ["code", "unit", "tally", "month", "value", "centre", "low", "high", "side"]


@dataclass(frozen=True)
class Judged:
    """The months outside what each reporter's own past lets expect (``COLUMNS``, the farthest first), and how many
    months were held against their past, and how many have a past too short for that."""

    outside: pd.DataFrame
    judged: int
    short: int


def judged_months(reader: Reader, extent: Extent, asked: Period, begins: dt.date, small: int) -> Judged:
    """The months of a period against the past of who reports them, by ``assessment.own_past``.

    A reporter is who owes the ledger, a county with all its units; of a ledger that nobody owes each unit. ``begins``
    is the first month of the data. A month is unknown where its report was not handed in, where the ledger does not
    reach its end, and, of what nobody owes, where nothing was counted.
    """
    rows: list[tuple[object, ...]] = []
    standings: Counter[str] = Counter()
    for unit_id, tally, counts in _series(reader, extent, begins, asked.last, small):
        months = list(counts)
        anew = [months.index(change.month) for change in CHANGES_OF_LAW if tally in DISPUTES and change.month in counts]
        expected = expected_of(list(counts.values()), anew, small)
        for (month, value), found in zip(counts.items(), expected, strict=True):
            if month < asked.first:
                continue
            standings[found.standing] += 1
            if found.standing in ("above", "below"):
                rows.append((unit_id, tally, month, value, found.centre, found.low, found.high, found.standing))
    outside = pd.DataFrame(rows, columns=["unit_id", *COLUMNS[2:]])
    names = reader.units().set_index("unit_id")[["code", "name"]].rename(columns={"name": "unit"})
    outside = outside.join(names, on="unit_id")[COLUMNS]
    distance = (outside["value"] - outside["centre"]).abs() / (outside["high"] - outside["centre"])
    farthest = distance.sort_values(ascending=False, kind="stable").index
    judged = standings["usual"] + standings["above"] + standings["below"]
    return Judged(outside.loc[farthest].reset_index(drop=True), judged, standings["short"])


def _series(
    reader: Reader, extent: Extent, begins: dt.date, last: dt.date, small: int
) -> Iterator[tuple[int, str, Counts]]:
    """The months of each reporter of the extent that ever has ``small`` cases a month: others are never outside."""
    units = counted_units(reader, passed_over(reader, Period("custom", begins, last)))
    counties, alone = members_of(units, COUNTIES_GROUP), counted_as(units)
    values: dict[Level, pd.DataFrame] = {
        level: tally_values(reader, INCOMING, Extent(level), begins, last, by=("month", "unit_id"))
        for level in ("whole", "own")
    }
    owing = reports_by_month(reader).groupby("ledger", observed=True)["unit_id"].unique()
    for tally in INCOMING:
        owed = {int(unit_id) for unit_id in owing.get(ledger_of(tally), ())}
        told = {n: county for n, county in counties.items() if county in owed}
        others = {n: of for n, of in alone.items() if n not in told and (of in owed or not owed)}
        parts: tuple[tuple[Level, dict[int, int]], ...] = (("whole", told), ("own", others))
        for level, whose in parts:
            apart = months_apart(reader, [level_key(tally, level)])
            for unit_id, sums in _often(values[level], tally, whose, small):
                if extent.unit_ids is None or unit_id in extent.unit_ids:
                    part = Extent(level, tuple(n for n, of in whose.items() if of == unit_id))
                    # A form may tell several months in one, or none.
                    unknown = {month for number, month in apart if number in whose and whose[number] == unit_id}
                    unknown |= _unknown_months(reader, part, ledger_of(tally), min(sums), last)
                    of_none = 0.0 if owed else float("nan")
                    months = months_from(min(sums), last)
                    yield unit_id, tally, {m: float("nan") if m in unknown else sums.get(m, of_none) for m in months}


def _often(values: pd.DataFrame, tally: str, whose: Mapping[int, int], small: int) -> Iterator[tuple[int, Counts]]:
    """By reporter the counts of its months, of those with so many cases in some month."""
    own = values[values["tally_key"] == tally]
    sums: dict[int, Counts] = {}
    for unit_id, month, value in zip(own["unit_id"], own["month"], own["value"], strict=True):
        if unit_id in whose:
            months = sums.setdefault(whose[unit_id], {})
            months[month] = months.get(month, 0.0) + float(value)
    return ((unit_id, months) for unit_id, months in sorted(sums.items()) if max(months.values()) >= small)


def _unknown_months(reader: Reader, part: Extent, ledger: str, first: dt.date, last: dt.date) -> set[dt.date]:
    """The months whose report was not handed in, and those whose end the ledger does not reach."""
    unknown = set(unknown_months(reader, part, ledger, first, last))
    day = known_to(reader, part, ledger)
    if day is not None and day < shift(day.replace(day=1), 1) - dt.timedelta(days=1):
        unknown.add(day.replace(day=1))
    return unknown
