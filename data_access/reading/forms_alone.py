"""What forms alone tell of an extent, numbers without the rows that they count, and what they leave untold of it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from assessment.indicators import BY_KEY
from data_access.asked.periods import Period, months_from, shift
from data_access.counting.spans import UNTOLD
from data_access.counting.tallies import level_key
from data_access.reading.extent import Extent
from data_access.reading.reader import Reader
from data_access.reading.untold import (
    NO_CASES,
    Untold,
    half_months,
    half_told,
    halves,
    months_apart,
    months_of_forms,
    untold,
)

TOLD = ["tally_key", "unit_id", "value"]


@dataclass(frozen=True)
class FormsAlone:
    """By tally the number that forms alone tell of a period, none of 0; and by tally and the reason why they leave a
    figure untold (``untold``) the names of the units, in reading order."""

    numbers: Mapping[str, int] = field(default_factory=dict)
    untold: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.numbers or self.untold)

    def of(self, *tallies: str) -> "FormsAlone":
        """What concerns these tallies."""
        numbers = {key: n for key, n in self.numbers.items() if key in tallies}
        return FormsAlone(numbers, {place: units for place, units in self.untold.items() if place[0] in tallies})

    def by_reason(self) -> dict[str, tuple[str, ...]]:
        """The units of which any of the figures is untold, by the reason why."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for (_tally, why), units in self.untold.items():
            found[why] |= dict.fromkeys(units)
        return {why: tuple(units) for why, units in found.items()}


def forms_alone(reader: Reader, tallies: Sequence[str], extent: Extent, period: Period) -> FormsAlone:
    """What forms alone tell of flows over an extent and a period, and whose figures they leave untold."""
    if months_of_forms(reader).empty:
        return FormsAlone()
    told = without_untold(reader, told_by_forms(reader, tallies, extent, period), tallies, extent, period)
    sums = told.groupby("tally_key")["value"].sum()
    names, found = _names(reader, extent), defaultdict[tuple[str, str], set[int]](set)
    for (tally, unit_id), why in _reasons(reader, tallies, extent, period).items():
        if unit_id in names:
            found[tally, why].add(unit_id)
    return FormsAlone(
        {key: int(sums[key]) for key in tallies if sums.get(key, 0)},
        {place: tuple(name for each, name in names.items() if each in ids) for place, ids in found.items()},
    )


def told_by_forms(reader: Reader, tallies: Sequence[str], extent: Extent, period: Period) -> pd.DataFrame:
    """What forms alone tell of the units of an extent within a period: tally_key, unit_id, value; of flows."""
    rows, stored = months_of_forms(reader), {level_key(key, extent.level): key for key in tallies}
    rows = rows[rows["tally_key"].isin(list(stored)) & rows["last"].between(period.first, period.last)]
    rows = rows[rows["span_months"].gt(UNTOLD) & ~cut(rows, period.first)]
    if extent.unit_ids is not None:
        rows = rows[rows["unit_id"].isin(extent.unit_ids)]
    return rows.assign(tally_key=rows["tally_key"].map(stored))[TOLD]


def without_untold(
    reader: Reader, values: pd.DataFrame, tallies: Sequence[str], extent: Extent, period: Period
) -> pd.DataFrame:
    """Sums of tallies (``figures.tally_values``, by unit_id or of all) without what forms tell of a unit's figure that
    they leave untold: of some of its months, or of the whole without its part, for who tells how many suits were closed
    may have lost them all. So the city's own figures leave it out, too (``unit_sums``).
    """
    reasons = _reasons(reader, tallies, extent, period)
    if not reasons:
        return values
    whole_of = {BY_KEY[each].numerator: BY_KEY[each].denominator for each in _indicators(tallies)}
    left_out = {*reasons} | {(whole_of.get(tally, tally), unit_id) for tally, unit_id in reasons}
    told = told_by_forms(reader, tallies, extent, period)
    there = [place in left_out for place in zip(told["tally_key"], told["unit_id"], strict=True)]
    told = told[pd.Series(there, told.index, dtype=bool)]
    by = [name for name in values.columns if name != "value"]
    less = told.assign(value=-told["value"])[values.columns]
    return pd.concat([values, less]).groupby(by, as_index=False)["value"].sum() if len(less) else values


def _reasons(reader: Reader, tallies: Sequence[str], extent: Extent, period: Period) -> Untold:
    """Why forms leave figures untold, by tally and unit; what is not applicable to a unit is none of it."""
    stored = {level_key(key, extent.level): key for key in tallies}
    pairs = halves(_indicators(tallies), (extent.level,), "")
    found = half_told(reader, pairs, period) | untold(reader, list(stored), period)
    return {(stored[key], unit_id): why for (key, unit_id), why in found.items() if key in stored and why != NO_CASES}


def cut(rows: pd.DataFrame, first: dt.date) -> pd.Series:
    """Which rows of ``months_of_forms`` tell of a longer time, which began before a month."""
    begun = [
        shift(last, 1 - max(int(months), 1)) for last, months in zip(rows["last"], rows["span_months"], strict=True)
    ]
    return pd.Series([month < first for month in begun], index=rows.index, dtype=bool)


def untold_months(
    reader: Reader, tallies: Sequence[str], extent: Extent, first: dt.date, last: dt.date
) -> frozenset[dt.date]:
    """The months whose numbers nobody knows, as forms of some unit tell them within a longer time alone, or not."""
    apart = months_apart(reader, [level_key(key, extent.level) for key in tallies])
    apart |= half_months(reader, halves(_indicators(tallies), (extent.level,), ""))
    units, months = extent.unit_ids, set(months_from(first, last))
    return frozenset(month for unit_id, month in apart if month in months and (units is None or unit_id in units))


def _indicators(tallies: Sequence[str]) -> list[str]:
    """Those of the indicators that rest on any of the tallies."""
    return [key for key, each in BY_KEY.items() if {each.numerator, each.denominator} & set(tallies)]


def _names(reader: Reader, extent: Extent) -> dict[int, str]:
    units = reader.units()
    named = dict(zip(units["unit_id"].astype(int), units["name"], strict=True))
    return named if extent.unit_ids is None else {each: name for each, name in named.items() if each in extent.unit_ids}
