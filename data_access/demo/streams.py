"""Random numbers that belong to a unit, and the few vectorised steps from them to dates, codes and frames.

Every unit has a stream of its own for every table, seeded by (seed, table, unit code). All that follows is a pure
function of those numbers, row by row, so adding units changes no other unit's rows.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.ledgers.declare import Ledger
from data_access.store.official_days import is_working_day

SEED = 20261031
FIRST_DAY = dt.date(2022, 1, 1)
AS_OF = dt.date(2026, 10, 31)
YEARS = tuple(range(FIRST_DAY.year, AS_OF.year + 1))

Numbers = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Dates = NDArray[np.datetime64]
Objects = NDArray[np.object_]
Columns = dict[str, NDArray[Any]]

_AS_OF = np.datetime64(AS_OF)
_NEVER = np.datetime64("NaT")
_CALENDAR_FROM = dt.date(2019, 1, 1)
_CALENDAR_DAYS = 4_500


def stream(seed: int, table: str, code: str) -> np.random.Generator:
    """The stream of one unit for one table."""
    digest = hashlib.sha256(f"{table}/{code}".encode()).digest()
    return np.random.Generator(np.random.PCG64([seed, *np.frombuffer(digest[:16], dtype=np.uint32).tolist()]))


class Draws:
    """Uniform numbers in [0, 1): one row a record (grouped by unit), one named column a decision."""

    def __init__(self, seed: int, table: str, codes: Sequence[str], counts: Integers, decisions: Sequence[str]) -> None:
        parts = [
            stream(seed, table, code).random((count, len(decisions)))
            for code, count in zip(codes, counts.tolist(), strict=True)
            if count
        ]
        drawn = np.concatenate(parts) if parts else np.empty((0, len(decisions)))
        self._columns = {name: np.ascontiguousarray(drawn[:, place]) for place, name in enumerate(decisions)}

    def __getitem__(self, decision: str) -> Numbers:
        return self._columns[decision]

    def take(self, rows: NDArray[Any]) -> "Draws":
        """The same decisions for some of the records (positions or a mask)."""
        part = object.__new__(Draws)
        part._columns = {name: column[rows] for name, column in self._columns.items()}
        return part


def again(drawn: Numbers, turn: int) -> Numbers:
    """Numbers for the next ``turn`` of the same decision, without a further column."""
    return (drawn * 4_099 + 0.618_034 * turn) % 1.0


def whole_counts(seed: int, table: str, codes: Sequence[str], expected: Numbers) -> Integers:
    """Whole numbers near the expected ones (units × years): a little yearly noise, then rounded at random."""
    drawn = [stream(seed, f"{table}/volume", code).random((2, expected.shape[1])) for code in codes]
    noise = np.array([each[0] for each in drawn]) * 0.3 + 0.85
    share = np.array([each[1] for each in drawn])
    counts: Integers = np.floor(expected * noise + share).astype(np.int64)
    return counts


def records(counts: Integers) -> tuple[Integers, Integers]:
    """Unit position and year of each record, grouped by unit, from counts (units × years)."""
    units, years = np.indices(counts.shape)
    return np.repeat(units.ravel(), counts.ravel()), np.repeat(np.array(YEARS)[years.ravel()], counts.ravel())


def pick(drawn: Numbers, weights: Mapping[str, float]) -> Objects:
    """One of the named options a record, by weight."""
    edges = np.cumsum(np.fromiter(weights.values(), float))
    places = np.searchsorted(edges / edges[-1], drawn, side="right")
    return np.array(list(weights), dtype=object)[np.minimum(places, len(weights) - 1)]


def pick_by(keys: Objects, drawn: Numbers, weights: Mapping[str, Mapping[str, float]]) -> Objects:
    """As ``pick``, with the weights that stand under each record's key."""
    result = np.empty(len(keys), dtype=object)
    for key in dict.fromkeys(keys.tolist()):
        rows = keys == key
        result[rows] = pick(drawn[rows], weights[key])
    return result


def days(drawn: Numbers, low: float, high: float) -> NDArray[np.timedelta64]:
    """Whole days, evenly between ``low`` and ``high`` (both included)."""
    return np.floor(low + drawn * (high - low + 1)).astype("timedelta64[D]")


def day_in_year(years: Integers, drawn: Numbers) -> Dates:
    """A working day of the year, not after the as-of date."""
    first = (years - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    last = np.minimum((years - 1969).astype("datetime64[Y]").astype("datetime64[D]"), _AS_OF + 1)
    # The days around New Year are holidays; the fourth is the first working day of any year in question.
    return working(first + 3 + np.floor(drawn * ((last - first).astype(int) - 3)).astype("timedelta64[D]"))


@cache
def _last_working_days() -> Dates:
    last_days, latest = [], _CALENDAR_FROM
    for offset in range(_CALENDAR_DAYS):
        day = _CALENDAR_FROM + dt.timedelta(days=offset)
        latest = day if is_working_day(day)[0] else latest
        last_days.append(latest)
    return np.array(last_days, dtype="datetime64[D]")


def working(day: Dates) -> Dates:
    """The same day, or the last working day before it; keeps the order of days and unknown ones unknown."""
    places = (day - np.datetime64(_CALENDAR_FROM)).astype("int64")
    dated = ~np.isnat(day)
    moved = _last_working_days()[np.clip(np.where(dated, places, 0), 0, _CALENDAR_DAYS - 1)]
    return np.where(dated, moved, _NEVER)


def happened(day: Dates, where: Flags | None = None) -> Dates:
    """The day if it lies at or before the as-of date (and ``where`` holds), else unknown."""
    past = day <= _AS_OF
    return np.where(past if where is None else past & where, day, _NEVER)


def optional(where: Flags, values: Any) -> Objects:
    """The values where they apply, else None."""
    shaped = np.broadcast_to(np.asarray(values), where.shape).astype(object)
    result: Objects = shaped.copy()
    result[~where] = None
    return result


def year_of(day: Dates) -> Integers:
    """The calendar year; unknown days fall outside all years."""
    return day.astype("datetime64[Y]").astype("int64") + 1970


def year_place(day: Dates) -> Integers:
    """The place of a day's year in ``YEARS``, cut to the period; for looking up yearly rates."""
    return np.clip(year_of(day) - YEARS[0], 0, len(YEARS) - 1)


def number_within(*groups: NDArray[Any]) -> Integers:
    """0, 1, 2 … within each group of equal keys, in the order of the records."""
    keys = pd.DataFrame({str(place): group for place, group in enumerate(groups)})
    numbers: Integers = keys.groupby(list(keys), sort=False).cumcount().to_numpy(dtype=np.int64)
    return numbers


def as_frame(ledger: Ledger, columns: Mapping[str, NDArray[Any]]) -> pd.DataFrame:
    """The columns of a ledger in its order, as plain Python values; what is not given is None throughout."""
    size = len(next(iter(columns.values())))
    unknown = set(columns) - {column.name for column in ledger.columns}
    if unknown:
        raise ValueError(f"ledger {ledger.key} has no columns {sorted(unknown)}")
    given = {
        column.name: columns[column.name].astype(object) if column.name in columns else np.full(size, None)
        for column in ledger.columns
    }
    return pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in given.items()}, dtype=object)


def joined(parts: Sequence[Columns]) -> Columns:
    """Records of several origins, one after the other; all must have the same columns."""
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
