"""The tallies behind all indicators over a period by unit: read once for all pages, whatever each of them adds up.

What a page adds up differs by peer group, by level and by what it compares with; the statements under it are few, so
that another page, group or year costs an addition and no reading.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import ColumnElement, Select, func, select, union_all

from assessment.frames import COUNTS
from assessment.indicators import BY_KEY
from data_access.asked.periods import Period
from data_access.counting.behind import behind
from data_access.counting.tallies import level_key
from data_access.ledgers.counting_rules import Level
from data_access.ledgers.tally import YEAR_BEFORE
from data_access.reading.reader import Reader
from data_access.reading.stated import apart, read_in
from data_access.reading.untold import ABOVE, FORM, Untold, half_told, halves, of_forms_alone, untold
from data_access.store.tables import monthly_tally

LEVELS: tuple[Level, ...] = ("own", "whole", "city")
# So few indicators are read by themselves: that costs less than reading all, for years that no other panel shows.
FEW = 4
_tally = monthly_tally.c


@dataclass(frozen=True)
class UnitSums:
    """One tally of one unit a place in three arrays of the same length: the unit, where its key stands in ``keys``
    (stored keys of all levels), and the sum. ``untold``: what forms leave out, and why; ``forms_alone``: indicators."""

    keys: tuple[str, ...]
    unit_ids: npt.NDArray[np.int64]
    places: npt.NDArray[np.int64]
    values: npt.NDArray[np.float64]
    untold: Untold
    forms_alone: frozenset[str] = frozenset()

    def of(self, unit_id: int, key: str) -> float:
        """One sum; 0 where there is none."""
        if key not in self.keys:
            return 0.0
        there = (self.unit_ids == unit_id) & (self.places == self.keys.index(key))
        return float(self.values[there].sum())


@dataclass(frozen=True)
class Entities:
    """What is added up at one level: by the number of a unit that of the entity it is added to, and how its cases count
    (own, whole, city)."""

    level: str
    stored: str
    entity_of: Mapping[int, int]


@dataclass(frozen=True)
class Counted:
    """Sums as the figures of these indicators; ``end`` is that of the tallies' own keys."""

    sums: UnitSums
    indicators: Sequence[str]
    end: str = ""


def stored_keys(indicators: Iterable[str], level: str, end: str = "") -> list[str]:
    """The stored tally keys of indicators, numerator before denominator; ``end`` is that of the tallies' own keys."""
    declared = [BY_KEY[key] for key in indicators]
    return [level_key(tally + end, level) for each in declared for tally in (each.numerator, each.denominator)]  # type: ignore[arg-type]


def _blank_key(indicator: str) -> str:
    """The key of the tally of rows that are blank where the indicator is decided; '' where no column decides alone."""
    blank = behind(indicator).blank
    return blank.key if blank else ""


def _rows_key(indicator: str) -> str:
    """The key of the tally of the rows that the base sums up; '' where it counts rows itself."""
    rows = behind(indicator).rows
    return rows.key if rows else ""


def keys_behind(indicators: Iterable[str], level: str, end: str = "") -> list[str]:
    """The stored tally keys of indicators, of their blank rows, of the rows they sum up, and of what was reversed since
    (as counted now alone); ``end`` as of ``stored_keys``.
    """
    indicators = list(indicators)
    blanks = [key + end for of_rows in (_blank_key, _rows_key) for key in map(of_rows, indicators) if key]
    since = [] if end else [BY_KEY[key].reversed for key in indicators if BY_KEY[key].reversed]
    return [*stored_keys(indicators, level, end), *(level_key(key, level) for key in (*blanks, *since))]  # type: ignore[arg-type]


def unit_sums(reader: Reader, indicators: Sequence[str], period: Period, end: str = "") -> UnitSums:
    """The tallies of these indicators or of all over a period: of a flow all months, of a stock or a year the last,
    of statements the last that anybody has made (``reading.stated``). With an ``end``, keys with it.
    """
    asked = indicators if len(indicators) <= FEW else BY_KEY
    asked = [key for key in asked if end != YEAR_BEFORE or BY_KEY[key].matures in ("open", "limit")]
    found: UnitSums = reader.kept(
        "unit_sums", (period.first, period.last, tuple(asked), end), lambda: _read(reader, period, asked, end)
    )
    return found


def _read(reader: Reader, period: Period, indicators: Sequence[str], end: str) -> UnitSums:
    parts, without = [], Untold({})
    alone = frozenset(key for key in indicators if of_forms_alone(reader, key))
    flows = [key for key in indicators if BY_KEY[key].at == "flow"]
    if keys := _keys_of(flows, end):
        parts.append(_of_months(keys, _tally.month.between(period.first, period.last)))
        without = half_told(reader, halves(flows, LEVELS, end), period) | untold(reader, keys, period)
    at_end = [key for key in indicators if BY_KEY[key].at != "flow"]
    for ledger, own in apart(at_end, lambda key: BY_KEY[key].of):
        parts.append(_of_months(_keys_of(own, end), read_in(ledger, period)))
    rows = reader.frame(union_all(*parts) if len(parts) > 1 else parts[0])
    if without:
        # Whose figure a period cuts is there, too, with nothing that could be added up.
        nothing = [(unit_id, key, 0.0) for key, unit_id in without]
        rows = pd.concat([rows, pd.DataFrame(nothing, columns=list(rows.columns))], ignore_index=True)
    places, keys_found = pd.factorize(rows["tally_key"])
    ids, values = rows["unit_id"].to_numpy(np.int64), rows["value"].to_numpy(np.float64)
    return UnitSums(tuple(keys_found), ids, places.astype(np.int64), values, without, alone)


def _keys_of(own: Sequence[str], end: str) -> list[str]:
    return list(dict.fromkeys(key for level in LEVELS for key in keys_behind(own, level, end)))


def _of_months(keys: list[str], months: ColumnElement[bool]) -> Select[tuple[int, str, float]]:
    return (
        select(_tally.unit_id, _tally.tally_key, func.sum(_tally.value).label("value"))
        .where(_tally.tally_key.in_(keys), _tally.facet == "", months)
        .group_by(_tally.tally_key, _tally.unit_id)
    )


def added_up(
    extents: Sequence[Entities], indicators: Sequence[str], now: Sequence[Counted], before: Sequence[Counted]
) -> pd.DataFrame:
    """The sums of each entity as ``frames.COUNTS``, levels and entities in order; who has none does not appear.

    Of a count the denominator is 1 where something was counted; a tally that is not among the sums counts as 0.
    """
    # The last column is that of no tally.
    columns = {key: place for place, key in enumerate(dict.fromkeys(keys_behind(indicators, "own")))}
    columns[""] = len(columns)
    parts = [_of_level(each, columns, now, before) for each in sorted(extents, key=lambda each: each.level)]
    levels = np.concatenate([np.full(len(entities), level, object) for level, entities, *_ in parts])
    entities = np.concatenate([entities for _, entities, *_ in parts])
    sums = {"": np.concatenate([each[2] for each in parts]), "_compared": np.concatenate([each[3] for each in parts])}
    counts = pd.DataFrame(
        {
            "level": np.tile(levels, len(indicators)),
            "unit_id": np.tile(entities, len(indicators)),
            "indicator": np.repeat(np.array(indicators, dtype=object), len(entities)),
        }
    )
    roles = {
        "numerator": [BY_KEY[key].numerator for key in indicators],
        "denominator": [BY_KEY[key].denominator for key in indicators],
        "blank": [_blank_key(key) for key in indicators],
        "rows": [_rows_key(key) for key in indicators],
    }
    counted = np.repeat(np.array([BY_KEY[key].kind == "count" for key in indicators], bool), len(entities))
    for suffix, wide in sums.items():
        for role, keys in roles.items():
            counts[role + suffix] = _column(wide, columns, keys)
        base = counts["denominator" + suffix]
        # A sum of nought is told by the rows that say so.
        there = base.ne(0) | counts["rows" + suffix].gt(0)
        counts["denominator" + suffix] = base.mask(counted, there.astype(int))
    counts["reversed"] = _column(sums[""], columns, [BY_KEY[key].reversed for key in indicators])
    counts["untold"] = ""
    for suffix, of_suffix in (("", now), ("_compared", before)):
        for found in of_suffix:
            counts = _with_noughts(counts, extents, found, suffix)
            counts = _without_untold(counts, extents, found, suffix) if found.sums.untold else counts
    return COUNTS.of(_without_impossible(_without_forms(counts, extents, now)))


def _without_impossible(counts: pd.DataFrame) -> pd.DataFrame:
    """The counts without shares above one: what was loaded apart, or of other months, may contradict itself."""
    shares = counts["indicator"].map(lambda key: BY_KEY[key].is_share).astype(bool)
    for suffix in ("", "_compared"):
        columns = [f"numerator{suffix}", f"denominator{suffix}"]
        above = shares & counts[columns[0]].gt(counts[columns[1]])
        if above.any():
            counts.loc[above, columns] = 0
            counts["untold"] = counts["untold"] if suffix else counts["untold"].mask(above, ABOVE)
    return counts


def _without_untold(counts: pd.DataFrame, extents: Iterable[Entities], found: Counted, suffix: str) -> pd.DataFrame:
    """The counts without those that forms leave untold: of an entity none, of the city those of its other units."""
    columns = [f"numerator{suffix}", f"denominator{suffix}"]
    above, below, why = (counts[name].tolist() for name in (*columns, "untold"))
    for place, extent, key, unit_id, said in _untold_places(counts, extents, found):
        if extent.level != "city":
            above[place] = below[place] = 0
        else:
            top, bottom = (found.sums.of(unit_id, name) for name in stored_keys([key], extent.stored, found.end))
            above[place] -= top
            below[place] -= 0 if BY_KEY[key].kind == "count" else bottom
        if not suffix and not above[place] and (not below[place] or BY_KEY[key].kind == "count"):
            why[place], below[place] = said, 0
    return counts.assign(**{columns[0]: above, columns[1]: below, "untold": why})


def _without_forms(counts: pd.DataFrame, extents: Iterable[Entities], now: Iterable[Counted]) -> pd.DataFrame:
    """The counts that forms alone can tell and none tells, as untold: there are not none, nobody said how many."""
    own = {key for found in now for key in found.sums.forms_alone.intersection(found.indicators)}
    if not own:
        return counts
    told = set().union(*(_told(extents, found, own) for found in now))
    rows = zip(counts["level"], counts["unit_id"], counts["indicator"], strict=True)
    unsaid = [level != "city" and key in own and (level, entity, key) not in told for level, entity, key in rows]
    return counts.assign(untold=counts["untold"].mask(pd.Series(unsaid, counts.index) & counts["untold"].eq(""), FORM))


def _told(extents: Iterable[Entities], found: Counted, keys: set[str]) -> set[tuple[str, int, str]]:
    """Whose base of which of these indicators there is, be it 0: level, entity and indicator."""
    told: set[tuple[str, int, str]] = set()
    for extent in extents:
        for key in keys & {*found.indicators}:
            base = stored_keys([key], extent.stored, found.end)[1]
            at = found.sums.keys.index(base) if base in found.sums.keys else -1
            units = found.sums.unit_ids[found.sums.places == at].tolist()
            told |= {(extent.level, extent.entity_of[each], key) for each in units if each in extent.entity_of}
    return told


def _untold_places(
    counts: pd.DataFrame, extents: Iterable[Entities], found: Counted
) -> Iterator[tuple[int, Entities, str, int, str]]:
    """Where in the counts a figure of some unit is untold: the row, how it counts, the indicator, the unit and why."""
    rows = zip(counts["level"], counts["unit_id"], counts["indicator"], strict=True)
    places = {each: place for place, each in enumerate(rows)}
    for extent in extents:
        for key in found.indicators:
            names = set(stored_keys([key], extent.stored, found.end))
            of_key = {unit_id: said for (name, unit_id), said in found.sums.untold.items() if name in names}
            for unit_id, said in of_key.items():
                place = places.get((extent.level, extent.entity_of.get(unit_id, -1), key))
                if place is not None:
                    yield place, extent, key, unit_id, said


def _with_noughts(counts: pd.DataFrame, extents: Iterable[Entities], found: Counted, suffix: str) -> pd.DataFrame:
    """The counts in which a figure of 0 that a form tells is one: of rows of cases none would be there."""
    own = {key for key in found.indicators if BY_KEY[key].own and BY_KEY[key].kind == "count"}
    told = _told(extents, found, own)
    if not told:
        return counts
    rows = zip(counts["level"], counts["unit_id"], counts["indicator"], strict=True)
    there = pd.Series([each in told for each in rows], index=counts.index)
    name = f"denominator{suffix}"
    return counts.assign(**{name: counts[name].mask(there, 1)})


_Level = tuple[str, npt.NDArray[np.int64], npt.NDArray[np.float64], npt.NDArray[np.float64]]


def _of_level(
    extent: Entities, columns: Mapping[str, int], now: Sequence[Counted], before: Sequence[Counted]
) -> _Level:
    """The level, its entities that have sums, and entities × tallies now and before."""
    entities = np.array(sorted(set(extent.entity_of.values())), np.int64)
    row_of = {entity: row for row, entity in enumerate(entities.tolist())}
    rows = np.full(max(extent.entity_of, default=0) + 2, -1, np.int64)
    for unit_id, entity in extent.entity_of.items():
        rows[unit_id] = row_of[entity]
    wide = np.zeros((2, len(entities), len(columns)))
    there = np.zeros(len(entities), bool)
    for slot, of_slot in zip(wide, (now, before), strict=True):
        for counted in of_slot:
            sums, stored = counted.sums, keys_behind(counted.indicators, extent.stored, counted.end)
            keys = {key: columns[key.partition("@")[0]] for key in stored}
            column = np.array([keys.get(key, -1) for key in sums.keys], np.int64)[sums.places]
            row = rows[np.minimum(sums.unit_ids, len(rows) - 1)]
            known = (row >= 0) & (column >= 0)
            np.add.at(slot, (row[known], column[known]), sums.values[known])
            there[row[known]] = True
    return extent.level, entities[there], wide[0, there], wide[1, there]


def _column(wide: npt.NDArray[np.float64], columns: Mapping[str, int], keys: Sequence[str]) -> pd.Series:
    """The sums of one tally an indicator, one indicator after the other."""
    return whole(pd.Series(wide[:, [columns[key] for key in keys]].T.ravel()))


def whole(values: pd.Series) -> pd.Series:
    """Numbers as integers where all of them are."""
    return values.astype(int) if (values % 1 == 0).all() else values.astype(float)
