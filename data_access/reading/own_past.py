"""What came in of each reporter month by month: the counts that a month is held against its own past by."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from assessment.control import CHANGES_OF_LAW, every_month
from assessment.own_past import expected_of
from data_access.asked.periods import Period, shift
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
        months = counts["month"].tolist()
        anew = [months.index(change.month) for change in CHANGES_OF_LAW if tally in DISPUTES and change.month in months]
        for month, value, found in zip(months, counts["count"], expected_of(counts["count"].tolist(), anew, small),
                                       strict=True):  # fmt: skip
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
) -> Iterator[tuple[int, str, pd.DataFrame]]:
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
            for unit_id, months in _often(values[level], tally, whose, small):
                if extent.unit_ids is None or unit_id in extent.unit_ids:
                    part = Extent(level, tuple(n for n, of in whose.items() if of == unit_id))
                    yield unit_id, tally, _months(reader, part, tally, months, last, is_owed=bool(owed))


def _often(
    values: pd.DataFrame, tally: str, whose: Mapping[int, int], small: int
) -> Iterator[tuple[int, pd.DataFrame]]:
    """By reporter month and value, of those with so many cases in some month."""
    own = values[values["tally_key"] == tally]
    counted = own.assign(unit_id=own["unit_id"].map(whose)).dropna(subset="unit_id")
    sums = counted.groupby(["unit_id", "month"], as_index=False)["value"].sum()
    for unit_id, months in sums.groupby("unit_id"):
        if months["value"].max() >= small:
            yield int(unit_id), months


def _months(
    reader: Reader, part: Extent, tally: str, sums: pd.DataFrame, last: dt.date, *, is_owed: bool
) -> pd.DataFrame:
    """Month and count from the first month with any; NaN of a month of which nobody knows how many there were."""
    first, ledger = sums["month"].min(), ledger_of(tally)
    counts = sums[["month", "value"]].rename(columns={"value": "count"})
    months = every_month(counts, first, last, 0.0 if is_owed else float("nan"))
    unknown = set(unknown_months(reader, part, ledger, first, last))
    # A form may tell several months in one, or none.
    apart = months_apart(reader, [level_key(tally, part.level)])
    unknown |= {month for number, month in apart if number in set(part.unit_ids or ())}
    day = known_to(reader, part, ledger)
    if day is not None and day < shift(day.replace(day=1), 1) - dt.timedelta(days=1):
        unknown.add(day.replace(day=1))
    return months.assign(count=months["count"].astype(float).mask(months["month"].isin(unknown)))
