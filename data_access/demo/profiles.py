"""How busy and how good each county is, year by year; the rates are what its cases are steered to."""

from dataclasses import dataclass, replace

import numpy as np

from data_access.demo.city import Units, county_code
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
    return np.array([getattr(each, rate) for each in profiles_of(units, seed)])[units.county + 1]


def profiles_of(units: Units, seed: int) -> list[Profile]:
    """The municipal profile, then those of the counties, so that a county stands at its place + 1."""
    return [profile(county, seed) for county in range(-1, int(units.county.max()) + 1)]


def _moved(rates: Yearly, by: float) -> Yearly:
    first, second, third, fourth, fifth = (rate + by for rate in rates)
    return first, second, third, fourth, fifth
