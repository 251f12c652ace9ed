"""How busy and how good each county is, year by year; the rates are what its cases are steered to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from data_access.demo.city import CITY, Units, county_code
from data_access.demo.stories import CORRECTED, FALLING, IMPROVING, RARELY_IN_COURT, SINGLE_CASE
from data_access.demo.streams import Numbers, stream

Yearly = tuple[float, float, float, float, float]
STEADY: Yearly = (0.9, 0.92, 0.96, 1.0, 1.02)


@dataclass(frozen=True)
class Profile:
    """Cases of a full year (2025), their yearly factor, and the yearly rates from 2022 to 2026."""

    cases: float
    appearance: Yearly
    loss: Yearly
    on_time: Yearly
    factor: Yearly = STEADY
    archive: Yearly = (0.80, 0.84, 0.88, 0.91, 0.93)
    closed_at_most_2026: int | None = None


_FIRST = {
    "C01": Profile(94, (0.50, 0.64, 0.78, 0.87, 0.92), (0.14, 0.14, 0.13, 0.12, 0.12), (0.62, 0.68, 0.74, 0.79, 0.83)),
    "C02": Profile(72, (0.48, 0.62, 0.76, 0.86, 0.91), (0.15, 0.14, 0.13, 0.13, 0.12), (0.60, 0.65, 0.70, 0.76, 0.80)),
    "C03": Profile(56, (0.44, 0.58, 0.72, 0.82, 0.86), (0.17, 0.17, 0.17, 0.18, 0.19), (0.58, 0.62, 0.66, 0.71, 0.73)),
    "C04": Profile(62, (0.52, 0.68, 0.80, 0.89, 0.94), (0.13, 0.12, 0.11, 0.11, 0.10), (0.66, 0.71, 0.78, 0.83, 0.87)),
    IMPROVING: Profile(
        48, (0.38, 0.50, 0.68, 0.84, 0.97), (0.24, 0.22, 0.17, 0.12, 0.065), (0.45, 0.53, 0.68, 0.82, 0.94)
    ),
    "C06": Profile(40, (0.40, 0.54, 0.66, 0.75, 0.80), (0.16, 0.15, 0.14, 0.13, 0.12), (0.56, 0.60, 0.65, 0.70, 0.74)),
    FALLING: Profile(
        36, (0.70, 0.80, 0.76, 0.72, 0.68), (0.10, 0.09, 0.14, 0.20, 0.28), (0.80, 0.80, 0.69, 0.57, 0.42),
        archive=(0.88, 0.90, 0.86, 0.80, 0.72),
    ),
    CORRECTED: Profile(
        32, (0.50, 0.66, 0.80, 0.92, 1.00), (0.12, 0.11, 0.10, 0.09, 0.08), (0.64, 0.70, 0.76, 0.80, 0.85)
    ),
    RARELY_IN_COURT: Profile(
        25, (0.34, 0.46, 0.52, 0.57, 0.62), (0.18, 0.17, 0.15, 0.14, 0.13), (0.55, 0.58, 0.62, 0.66, 0.70)
    ),
    SINGLE_CASE: Profile(
        18, (0.42, 0.60, 0.74, 0.84, 0.93), (0.12, 0.13, 0.12, 0.11, 2 / 9), (0.58, 0.64, 0.71, 0.77, 0.81),
        factor=(1.05, 1.08, 1.1, 1.0, 0.9), closed_at_most_2026=9,
    ),
}  # fmt: skip
MUNICIPAL = Profile(
    100, (0.46, 0.62, 0.76, 0.87, 0.93), (0.13, 0.12, 0.12, 0.11, 0.10), (0.66, 0.70, 0.76, 0.80, 0.84),
    archive=(0.86, 0.89, 0.92, 0.94, 0.95),
)  # fmt: skip
_ORDINARY = Profile(40, (0.46, 0.62, 0.76, 0.86, 0.91), (0.14, 0.13, 0.12, 0.11, 0.11), (0.62, 0.67, 0.72, 0.77, 0.81))

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
RARE_SHARE = 0.45
# The last year is not over.
PART_OF_YEAR = np.array([1, 1, 1, 1, 304 / 365])


def profile(county: int, seed: int) -> Profile:
    """The profile of a county by its place; −1 is the municipal level, counties after the first ten are ordinary."""
    if county < 0:
        return MUNICIPAL
    code = county_code(county)
    if code in _FIRST:
        return _FIRST[code]
    busy, early, shift = stream(seed, "profile", code).random(3)
    return replace(
        _ORDINARY,
        cases=22 + 60 * busy,
        appearance=_moved(_ORDINARY.appearance, 0.06 * shift - 0.02),
        loss=_moved(_ORDINARY.loss, 0.03 * early - 0.02),
        on_time=_moved(_ORDINARY.on_time, 0.1 * shift - 0.05),
    )


def yearly_rates(units: Units, seed: int, rate: str) -> Numbers:
    """One yearly rate (appearance, loss, on_time, archive) of every unit's county: units × years."""
    return np.array([getattr(each, rate) for each in _profiles(units, seed)])[units.county + 1]


def expected(units: Units, seed: int, shares: Mapping[str, float], scale: float, factor: Yearly | None) -> Numbers:
    """Expected records, units × years (the last year is not over): a county's work is split by the shares.

    ``factor`` replaces the counties' own development over the years.
    """
    weight = np.array([_weight(units, place, shares) for place in range(len(units.codes))])
    whole = np.bincount(units.county + 1, weight)[units.county + 1]
    profiles = _profiles(units, seed)
    cases = np.array([each.cases for each in profiles])[units.county + 1]
    growth = np.array([factor or each.factor for each in profiles])[units.county + 1]
    records: Numbers = (scale * cases * weight / whole)[:, None] * growth * PART_OF_YEAR
    return records


def _profiles(units: Units, seed: int) -> list[Profile]:
    return [profile(county, seed) for county in range(-1, int(units.county.max()) + 1)]


def _weight(units: Units, place: int, shares: Mapping[str, float]) -> float:
    kind, sector, code = units.kinds[place], units.sectors[place], units.codes[place]
    if kind in ("county", "city"):
        return shares[GOVERNMENT] * (1 if kind == "county" else 0.4)
    weight = shares.get(sector, RARE_SHARE)
    side = kind == "municipal_department" and code != f"{CITY}-{sector}"
    return weight * (0.25 if side else 1)


def _moved(rates: Yearly, by: float) -> Yearly:
    first, second, third, fourth, fifth = (rate + by for rate in rates)
    return first, second, third, fourth, fifth
