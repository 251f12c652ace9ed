"""Case numbers as courts and reconsideration organs write them; 演 (演示) stands where a province's name would.

A number within a court and year is (how many the unit had before) × stride + the unit's slot, so it is unique without
one unit's cases changing the numbers of another.
"""

import numpy as np

from data_access.demo.city import COUNTIES_PER_SIZE, Units
from data_access.demo.names import CITY_STEM
from data_access.demo.streams import Flags, Integers, Objects, number_within

# One more than the units that share a series.
COUNTY_STRIDE, MUNICIPAL_STRIDE, GOVERNMENT_STRIDE = 31, 41, 11
APPEAL_STRIDE, RETRIAL_STRIDE = 337, 30_000
RAILWAY_COURT = "演7101"


def _block(units: Units, unit: Integers) -> Integers:
    """Each ten counties have an intermediate court of their own."""
    return np.maximum(units.county[unit], 0) // COUNTIES_PER_SIZE + 1


def _in_block(units: Units, unit: Integers) -> Integers:
    county = units.county[unit]
    return np.where(county < 0, COUNTIES_PER_SIZE, county % COUNTIES_PER_SIZE)


def within_county(units: Units, unit: Integers) -> Integers:
    """The unit's place in its county (its government is 0) or among the municipal units (the city is 0)."""
    starts = np.concatenate([units.governments, [0]])
    within: Integers = unit - starts[np.where(units.county[unit] < 0, len(starts) - 1, units.county[unit])]
    return within


def _is_government(units: Units, unit: Integers) -> Flags:
    return np.isin(units.kinds[unit], ("county", "city"))


def _numbers(series: Objects, unit: Integers, year: Integers, stride: Integers, slot: Integers) -> Integers:
    return number_within(series, unit, year) * stride + slot + 1


def courts(units: Units, unit: Integers) -> tuple[Objects, Objects]:
    """Code and name of the court of first instance.

    Governments are sued at the intermediate court, municipal departments at the railway court that hears
    administrative cases of the city, all others at their county's court.
    """
    block, within = _block(units, unit), _in_block(units, unit)
    names = np.array([name + "人民法院" for name in units.names[units.governments]] + [""], dtype=object)
    pairs = [
        (f"演{b:02d}", _intermediate(b)) if government
        else (RAILWAY_COURT, f"{CITY_STEM}铁路运输法院") if county < 0
        else (f"演{b:02d}{w + 1:02d}", names[county])
        for government, county, b, w in zip(
            _is_government(units, unit), units.county[unit], block.tolist(), within.tolist(), strict=True
        )
    ]  # fmt: skip
    return _column([code for code, _ in pairs]), _column([name for _, name in pairs])


def _intermediate(block: int) -> str:
    return f"{CITY_STEM}市{'' if block == 1 else f'第{block}'}中级人民法院"


def _column(values: list[str]) -> Objects:
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def first_instance_numbers(units: Units, unit: Integers, year: Integers, court: Objects) -> Objects:
    """(2026)演0101行初12号"""
    government, municipal = _is_government(units, unit), units.county[unit] < 0
    stride = np.where(government, GOVERNMENT_STRIDE, np.where(municipal, MUNICIPAL_STRIDE, COUNTY_STRIDE))
    slot = np.where(government, _in_block(units, unit), within_county(units, unit))
    return _written(year, court, "行初", _numbers(court, unit, year, stride, slot))


def appeal_numbers(units: Units, unit: Integers, year: Integers) -> tuple[Objects, Objects]:
    """Case number and court of the second instance: (2026)演01行终12号, or the high court for governments."""
    government, block = _is_government(units, unit), _block(units, unit)
    codes = _column(["演" if high else f"演{b:02d}" for high, b in zip(government, block.tolist(), strict=True)])
    names = [
        "演示省高级人民法院" if high else _intermediate(b) for high, b in zip(government, block.tolist(), strict=True)
    ]
    county = units.county[unit]
    lower = _in_block(units, unit) * 30 + within_county(units, unit)
    slot = np.where(government, np.where(county < 0, 400, county), lower)
    stride = np.where(government, 401, APPEAL_STRIDE + MUNICIPAL_STRIDE)
    return _written(year, codes, "行终", _numbers(codes, unit, year, stride, slot)), _column(names)


def retrial_numbers(unit: Integers, year: Integers) -> Objects:
    """(2026)演行再12号"""
    codes = _column(["演"] * len(unit))
    return _written(year, codes, "行再", number_within(unit, year) * RETRIAL_STRIDE + unit + 1)


def _written(year: Integers, court: Objects, word: str, number: Integers) -> Objects:
    rows = zip(year.tolist(), court.tolist(), number.tolist(), strict=True)
    return _column([f"({y}){c}{word}{n}号" for y, c, n in rows])


def reconsideration_numbers(units: Units, unit: Integers, year: Integers) -> Objects:
    """望澜政复〔2026〕15号; applications against a government carry its place: 澄衡政复3〔2026〕15号."""
    stems = [name[:2] for name in units.names[units.governments]] + [CITY_STEM]
    county, government = units.county[unit], _is_government(units, unit)
    series = _column(
        [CITY_STEM if high else stems[place] for high, place in zip(government, county.tolist(), strict=True)]
    )
    stride = np.where(government, 1, np.where(county < 0, MUNICIPAL_STRIDE, COUNTY_STRIDE))
    slot = np.where(government, 0, within_county(units, unit))
    number = _numbers(series, unit, year, stride, slot)
    rows = zip(series, year.tolist(), number.tolist(), government, county.tolist(), strict=True)
    return _column([f"{s}政复{c + 2 if high else ''}〔{y}〕{n}号" for s, y, n, high, c in rows])


def _of_governments(units: Units, unit: Integers) -> tuple[Objects, Integers]:
    """The stem of the government that keeps the series of each unit, and how far apart the numbers of a unit lie."""
    stems = [name[:2] for name in units.names[units.governments]] + [CITY_STEM]
    county = units.county[unit]
    series = _column([stems[place] for place in county.tolist()])
    return series, np.where(county < 0, MUNICIPAL_STRIDE, COUNTY_STRIDE)


def petition_numbers(units: Units, unit: Integers, year: Integers) -> Objects:
    """望澜信〔2026〕15号"""
    series, stride = _of_governments(units, unit)
    number = _numbers(series, unit, year, stride, within_county(units, unit))
    return _column([f"{s}信〔{y}〕{n}号" for s, y, n in zip(series, year.tolist(), number.tolist(), strict=True)])


def meeting_numbers(units: Units, unit: Integers, year: Integers) -> Objects:
    """望澜联〔2026〕3号"""
    series, _stride = _of_governments(units, unit)
    number = number_within(unit, year) + 1
    return _column([f"{s}联〔{y}〕{n}号" for s, y, n in zip(series, year.tolist(), number.tolist(), strict=True)])
