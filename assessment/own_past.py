"""Months that lie outside what a unit's own past lets expect: mostly slips of who filled them in, or months cut short.

An XmR chart (``assessment.control``) whose baseline moves along: a month is held against the twelve known months before
it, so that a lasting change is told once and not for ever.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isnan, sqrt
from typing import Literal

from assessment.control import BASELINE_MONTHS, D2, SIGMAS
from assessment.indicators import SMALL_DENOMINATOR

# Few: neither so many before nor now that a month could tell. Short: fewer known months before than a baseline has.
# Unknown: nobody knows how many there were.
Standing = Literal["usual", "above", "below", "few", "short", "unknown"]


@dataclass(frozen=True)
class Expected:
    """How a month stands; what its past lets expect, and the limits: NaN where nothing can be expected."""

    standing: Standing
    centre: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")


def expected_of(
    counts: Sequence[float], begins: Sequence[int] = (), small: int = SMALL_DENOMINATOR
) -> tuple[Expected, ...]:
    """How each month stands, in order; NaN is a month of which nobody knows, 0 a count.

    ``begins`` are the places at which a past begins anew, as the law changed. Limits are mean ± 3·mean moving range /
    1.128 of the last twelve known months before, but never nearer than 3·√mean (at least 3): cases that come by chance
    vary as much. Where neither ``small`` cases are usual nor so many came, nothing is said.
    """
    return tuple(_expected(counts, place, begins, small) for place in range(len(counts)))


def _expected(counts: Sequence[float], place: int, begins: Sequence[int], small: int) -> Expected:
    value = counts[place]
    if isnan(value):
        return Expected("unknown")
    first = max((begun for begun in begins if begun <= place), default=0)
    past = [count for count in counts[first:place] if not isnan(count)][-BASELINE_MONTHS:]
    if len(past) < BASELINE_MONTHS:
        return Expected("short")
    centre = sum(past) / len(past)
    moves = [abs(after - before) for before, after in pairwise(past)]
    spread = SIGMAS * max(sum(moves) / len(moves) / D2, sqrt(max(centre, 1.0)))
    low, high = max(0.0, centre - spread), centre + spread
    if max(value, centre) < small:
        return Expected("few", centre, low, high)
    if low <= value <= high:
        return Expected("usual", centre, low, high)
    return Expected("above" if value > high else "below", centre, low, high)
