"""How much of each kind of work every unit has, and the dated records that come of it."""

from collections.abc import Mapping, Sequence

import numpy as np

from data_access.demo.city import CITY, Units
from data_access.demo.profiles import Yearly, profiles_of
from data_access.demo.streams import Dates, Draws, Integers, Numbers, day_in_year, records, whole_counts

# Who in a county (and among the municipal departments) has how much of each kind of work.
GOVERNMENT = "government"
LITIGATION_SHARES = {
    GOVERNMENT: 20, "public_security": 13, "natural_resources": 13, "human_resources": 10, "housing": 9,
    "urban_management": 8, "market_regulation": 6, "transport": 3, "ecology": 2.5, "health": 2, "agriculture": 2,
    "water": 1, "emergency_management": 1.5, "township": 1.1,
}  # fmt: skip
RECONSIDERATION_SHARES = {
    GOVERNMENT: 5, "public_security": 24, "market_regulation": 17, "human_resources": 11, "natural_resources": 9,
    "urban_management": 8, "housing": 6, "transport": 4, "ecology": 2.5, "health": 3, "emergency_management": 1.5,
    "township": 0.9,
}  # fmt: skip
RECTIFICATION_SHARES = {
    GOVERNMENT: 6, "public_security": 9, "market_regulation": 9, "urban_management": 9, "natural_resources": 8,
    "housing": 7, "human_resources": 6, "transport": 6, "ecology": 5, "health": 5, "emergency_management": 5,
    "agriculture": 4, "water": 3, "township": 1.3,
}  # fmt: skip
PETITION_SHARES = {
    GOVERNMENT: 7, "natural_resources": 16, "housing": 16, "human_resources": 12, "urban_management": 10,
    "public_security": 7, "agriculture": 6, "education": 5, "health": 4, "civil_affairs": 4, "ecology": 4,
    "transport": 3, "market_regulation": 3, "water": 1.5, "township": 2.4,
}  # fmt: skip
RARE_SHARE = 0.45
# The last year is not over.
PART_OF_YEAR = np.array([1, 1, 1, 1, 304 / 365])


def expected(units: Units, seed: int, shares: Mapping[str, float], scale: float, factor: Yearly | None) -> Numbers:
    """Expected records, units × years (the last year is not over): a county's work is split by the shares.

    ``factor`` replaces the counties' own development over the years.
    """
    weight = np.array([_weight(units, place, shares) for place in range(len(units.codes))])
    whole = np.bincount(units.county + 1, weight)[units.county + 1]
    profiles = profiles_of(units, seed)
    cases = np.array([each.cases for each in profiles])[units.county + 1]
    growth = np.array([factor or each.factor for each in profiles])[units.county + 1]
    expected_records: Numbers = (scale * cases * weight / whole)[:, None] * growth * PART_OF_YEAR
    return expected_records


def _weight(units: Units, place: int, shares: Mapping[str, float]) -> float:
    kind, sector, code = units.kinds[place], units.sectors[place], units.codes[place]
    if kind in ("county", "city"):
        return shares[GOVERNMENT] * (1 if kind == "county" else 0.4)
    weight = shares.get(sector, RARE_SHARE)
    side = kind == "municipal_department" and code != f"{CITY}-{sector}"
    return weight * (0.25 if side else 1)


def dated_records(
    units: Units, seed: int, table: str, expected_records: Numbers, decisions: Sequence[str]
) -> tuple[Integers, Dates, Draws]:
    """Unit, day and draws of every record, by unit and day; "day" must be among the decisions.

    ``expected_records`` are the expected records (units × years); days on which a unit does not exist are left out.
    """
    counts = whole_counts(seed, table, units.codes, expected_records)
    unit, year = records(counts)
    draws = Draws(seed, table, units.codes, counts.sum(axis=1), decisions)
    day = day_in_year(year, draws["day"])
    order = np.lexsort((day, unit))
    kept = order[units.in_office(unit[order], day[order])]
    return unit[kept], day[kept], draws.take(kept)
