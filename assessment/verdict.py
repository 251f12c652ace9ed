"""One test of difference and its words: may one share be called different from another? (domain: One verdict)

A unit is held against the benchmark of the page (``against``), a period against another (``verdicts``). Small numbers
bear no verdict, and neither does what is no share of cases.
"""

from collections.abc import Iterable
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from assessment.funnel import Z95, Z998, distances, funnel
from assessment.indicators import SMALL_DENOMINATOR, Better
from assessment.rates import Floats, rate, small_sample, wilson_intervals

# Beyond the 99.8 % limits, between these and the 95 % ones, or within them, as in the funnel; on too few cases; ""
# where there is nothing to compare with, or no test of it.
Verdict = Literal["different", "unclear", "not_distinguishable", "few", ""]
# Those that let a sentence say better or worse, higher or lower.
TOLD: tuple[Verdict, ...] = ("different", "unclear")
# Those of a comparison that was made at all.
COMPARED: tuple[Verdict, ...] = (*TOLD, "not_distinguishable")
# What the units of a page are held against: the rate of the whole city, or that of their peer group added up.
Versus = Literal["city", "peers"]
VERSUS: tuple[Versus, ...] = get_args(Versus)
# Fewer whole months than these are no year to begin with.
LEAST_MONTHS = 3

# Numerator and denominator of a share.
Count = tuple[float, float]
Verdicts = npt.NDArray[np.object_]


def difference_intervals(
    numerators: Floats, denominators: Floats, others: Floats, others_of: Floats, z: float = Z95
) -> tuple[Floats, Floats]:
    """The interval of the difference of two independent shares, p₁ − p₂, from their two Wilson intervals.

    Newcombe 1998, Statistics in Medicine 17: 873–890, method 10: d − √((p₁−l₁)² + (u₂−p₂)²) and
    d + √((u₁−p₁)² + (p₂−l₂)²). Four arrays of the same length n; returns two of length n, −1 to 1, NaN where one side
    has no cases. Raises ``ValueError`` when a numerator is not between 0 and its denominator.
    """
    low, high = wilson_intervals(numerators, denominators, z)
    low_other, high_other = wilson_intervals(others, others_of, z)
    share = numerators / np.where(denominators > 0, denominators, np.nan)
    other = others / np.where(others_of > 0, others_of, np.nan)
    below, above = np.hypot(share - low, high_other - other), np.hypot(high - share, other - low_other)
    return share - other - below, share - other + above


def verdicts(
    numerators: Floats, denominators: Floats, others: Floats, others_of: Floats, *, small: int = SMALL_DENOMINATOR
) -> Verdicts:
    """What may be said of the difference of two shares, pair by pair: arrays of the same length n, returns one.

    "few" where either rests on fewer than ``small`` cases, "" where either has none.
    """
    pairs = (numerators, denominators, others, others_of)
    apart = {z: np.greater(np.prod(difference_intervals(*pairs, z), axis=0), 0) for z in (Z95, Z998)}
    least = np.minimum(denominators, others_of)
    return np.select(
        [least <= 0, least < small, apart[Z998], apart[Z95]],
        ["", "few", "different", "unclear"],
        "not_distinguishable",
    ).astype(object)


def verdict(count: Count, other: Count, small: int = SMALL_DENOMINATOR) -> Verdict:
    """What may be said of the difference of two shares, each as numerator and denominator."""
    pair = (np.array([value], dtype=float) for value in (*count, *other))
    found: Verdict = verdicts(*pair, small=small)[0]
    return found


def against(
    counts: pd.DataFrame, benchmark: Count | tuple[Floats, Floats], small: int = SMALL_DENOMINATOR
) -> pd.DataFrame:
    """Adds to counts of shares what may be said of each unit's difference from the benchmark: ``against``.

    ``counts`` has numerator and denominator, ``benchmark`` those of all rows or two arrays of those of each; the
    columns of ``funnel`` around the benchmark's rate are added, too, so that the verdict is the limit that is drawn:
    "different" beyond 99.8 %, "unclear" beyond 95 %. "few" where the unit or the benchmark rests on fewer than
    ``small`` cases, "" where either has none.
    """
    cases, base = (np.broadcast_to(np.asarray(each, dtype=float), len(counts)) for each in benchmark)
    placed = funnel(counts, cases / np.where(base > 0, base, np.nan))
    few = (placed["denominator"] < small) | ((base > 0) & (base < small))
    return placed.assign(against=placed["position"].mask(few & placed["position"].notna(), "few").fillna(""))


def worse_than(count: Count, benchmark: Count, better: Better, small: int = SMALL_DENOMINATOR) -> bool:
    """Whether the same test tells a share from the benchmark, and it lies on the worse side."""
    if min(count[1], benchmark[1]) < small:
        return False
    z = distances(np.array([count[0]], dtype=float), np.array([count[1]], dtype=float), rate(*benchmark))[0]
    return bool((z if better == "lower" else -z) > Z95)


def enough_for_a_year(whole_months: int, bases: Iterable[Any], small: int = SMALL_DENOMINATOR) -> bool:
    """Whether a year that is not over has enough to begin with: whole months, and cases behind some indicator."""
    return whole_months >= LEAST_MONTHS and any(base and not small_sample(base, small) for base in bases)
