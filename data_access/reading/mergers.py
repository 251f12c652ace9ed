"""Whom a merged unit's cases are counted for: the one place from which every sum by unit takes it.

A scheme says whether they pass to the unit that it ended in (``assessment.mergers``). Then that unit's county, system
and peer group count them, too, in both of two compared periods alike; the city counts what it always did.
"""

from collections.abc import Iterable
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Integer, case, literal, null

from assessment.mergers import Merger, passed_on
from assessment.scheme import MergedCases, merged_cases_of
from data_access.asked.periods import Period
from data_access.asked.selection import COUNTIES_GROUP
from data_access.reading.assessment_inputs import scheme_for
from data_access.reading.reader import Reader
from data_access.store.tables import unit

# By unit code the one that its cases are counted for; only of units whose cases have passed.
Passed = tuple[tuple[str, str], ...]


def mergers_of(units: pd.DataFrame) -> tuple[Merger, ...]:
    """The mergers that the units ledger knows; one without its day has not taken effect."""
    merged = units[units["merged_into"].notna() & units["active_to"].notna()]
    return tuple(map(Merger, merged["code"], merged["merged_into"], merged["active_to"]))


def passed_over(reader: Reader, period: Period, how: MergedCases | None = None) -> Passed:
    """Whose cases have passed to whom by the end of a period, by the setting ``how`` (None: of the year's scheme)."""

    def passed() -> Passed:
        found = passed_on(mergers_of(reader.units()), period.end)
        if not found or (how or merged_cases_of(scheme_for(reader, period.last.year))) == "own":
            return ()
        return tuple(found.items())

    kept: Passed = reader.kept("passed_over", (period, how), passed)
    return kept


def counted_units(reader: Reader, passed: Passed) -> pd.DataFrame:
    """``Reader.units`` with county, sector and peer_group of the unit that each one's cases are counted for.

    Further columns: counted_as (that unit's code), own_county (code, as it is without any merger).
    """

    def counted() -> pd.DataFrame:
        units = reader.units()
        units = units.assign(counted_as=units["code"], own_county=units["county"])
        return _passed_on(units, dict(passed)) if passed else units

    return reader.once(("counted_units", passed), counted)


def _passed_on(units: pd.DataFrame, passed: dict[str, str]) -> pd.DataFrame:
    known = units.set_index("code")
    counted_as = units["code"].map(lambda code: passed.get(code, code))
    county = counted_as.map(known["county"])
    # The units of a county that was merged itself go where it went.
    county = county.map(lambda code: known["county"].get(passed[code]) if code in passed else code)
    return units.assign(
        counted_as=counted_as,
        county=county.astype(object).where(county.notna(), None),
        **{name: counted_as.map(known[name]).tolist() for name in ("sector", "peer_group")},
    )


def counted_as(units: pd.DataFrame) -> dict[int, int]:
    """By a unit's number that of the one that its cases are counted for; ``units`` as ``counted_units`` has them."""
    numbers = dict(zip(units["code"], units["unit_id"], strict=True))
    return dict(zip(units["unit_id"], units["counted_as"].map(numbers), strict=True))


def units_under(units: pd.DataFrame, code: str) -> list[int]:
    """The units that make up what is shown under a code: a county with all its units, or the unit alone.

    With those whose cases have passed to them. ``units`` as ``counted_units`` has them.
    """
    inside = (units["code"] == code) | (units["county"] == code) | (units["counted_as"] == code)
    return [int(unit_id) for unit_id in units.loc[inside, "unit_id"]]


def looked_at(reader: Reader, code: str, period: Period) -> pd.DataFrame:
    """``counted_units`` over a period for who looks at one unit closely ('' for none): a merged one is itself there."""
    passed = passed_over(reader, period)
    return counted_units(reader, () if code in dict(passed) else passed)


def units_of(reader: Reader, code: str, period: Period) -> list[int]:
    """``units_under`` a code over a period; of a unit whose own cases have passed, what it was itself."""
    return units_under(looked_at(reader, code, period), code)


def counted_with(reader: Reader, code: str, period: Period) -> list[int]:
    """A unit and those merged into it over a period, a county's government without the county's units."""
    units = looked_at(reader, code, period)
    return [int(unit_id) for unit_id in units.loc[units["counted_as"] == code, "unit_id"]]


def members_of(units: pd.DataFrame, group: str) -> dict[int, int]:
    """By the number of a unit that of the member of a group which counts it: a county stands for all its units.

    ``units`` as ``counted_units`` has them.
    """
    if group == COUNTIES_GROUP:
        return _entities(units, units["county"])
    return _entities(units, units["counted_as"].where(units["peer_group"] == group))


def taken_in(units: pd.DataFrame, group: str) -> pd.DataFrame:
    """The units that a member of a group counts without their being its own: unit_id, origin and into (codes).

    ``origin`` is who is named for it: the unit, or its county where that was merged as a whole.
    """
    if group != COUNTIES_GROUP:
        rows = units[(units["code"] != units["counted_as"]) & (units["peer_group"] == group)]
        return rows.assign(origin=rows["code"], into=rows["counted_as"])[["unit_id", "origin", "into"]]
    rows = units[units["county"].notna() & (units["county"] != units["own_county"])]
    merged = set(units.loc[units["code"] != units["counted_as"], "code"])
    whole = rows["own_county"].isin(merged)
    return rows.assign(origin=rows["own_county"].where(whole, rows["code"]), into=rows["county"])[
        ["unit_id", "origin", "into"]
    ]


def origins_of(units: pd.DataFrame, group: str) -> dict[int, int]:
    """By the number of a unit that another member counts (``taken_in``), that of the unit which is named for it."""
    rows = taken_in(units, group)
    return _entities(units, rows["origin"], rows["unit_id"])


def _entities(units: pd.DataFrame, codes: pd.Series, unit_ids: pd.Series | None = None) -> dict[int, int]:
    numbers = dict(zip(units["code"], units["unit_id"], strict=True))
    of_each = zip(units["unit_id"] if unit_ids is None else unit_ids, codes, strict=True)
    return {int(unit_id): int(numbers[code]) for unit_id, code in of_each if code in numbers}


# --- In statements -----------------------------------------------------------------------------------------------


def county_of(units: pd.DataFrame) -> ColumnElement[Any]:
    """The number of the county that a row of ``unit`` is counted in; NULL in none."""
    own = case((unit.c.kind == "county", unit.c.unit_id), else_=unit.c.county_id)
    there, before = units["county"].notna(), units["own_county"].notna()
    moved = units[(there | before) & (units["county"] != units["own_county"])]
    return _by_unit(moved, _numbers(units, moved["county"]), own)


def sector_of(units: pd.DataFrame) -> ColumnElement[Any]:
    """The system that a row of ``unit`` is counted in."""
    passed = units[units["code"] != units["counted_as"]]
    return _by_unit(passed, passed["sector"], unit.c.sector)


def _numbers(units: pd.DataFrame, codes: pd.Series) -> list[int | None]:
    numbers = dict(zip(units["code"], units["unit_id"], strict=True))
    return [int(numbers[code]) if code in numbers else None for code in codes]


def _by_unit(rows: pd.DataFrame, values: Iterable[Any], else_: ColumnElement[Any]) -> ColumnElement[Any]:
    """A value by the number of a unit, for the others what ``else_`` says."""
    if rows.empty:
        return else_
    said = [null() if pd.isna(value) else literal(value, else_.type) for value in values]
    numbers = [literal(int(unit_id), Integer) for unit_id in rows["unit_id"]]
    whens = [(unit.c.unit_id == number, value) for number, value in zip(numbers, said, strict=True)]
    return case(*whens, else_=else_)
