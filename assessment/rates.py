"""Rates, their uncertainty and their order. Pure functions over counts."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import sqrt
from typing import Any

import numpy as np
import numpy.typing as npt

from assessment.indicators import Better
from wording import adding_up, is_part, rounded

# Two-sided 95 % of the normal distribution.
Z95 = 1.959963984540054
# What a sum of decimals is compared to: two more than anybody writes.
DECIMALS = 6
# Shares are printed as percentages with one decimal.
SHARE_DECIMALS = 3
# A share that is printed as <0.1 %, as its complement is as >99.9 %.
NEXT_TO_NONE = 0.0004

Floats = npt.NDArray[np.float64]


def rate(numerator: float, denominator: float) -> float:
    """Share 0–1; NaN when there are no cases, because no cases is not nought."""
    return numerator / denominator if denominator else float("nan")


def printed_shares(amounts: Sequence[int], kept: Sequence[int] = (), whole: float = 1.0) -> list[float]:
    """Shares 0–1 of a whole as they are printed, to 0.1 %: they add up to it (largest remainder). NaN of nothing.

    ``kept`` are the places of those that are printed elsewhere, too, what matters most first: each is rounded by
    itself, the others make up the rest; the last of them give way where nothing is left to make it up. ``whole`` is the
    printed share that is shared out. What would be printed as none or all without being it is printed as <0.1 % or
    >99.9 %.
    """
    total, units = sum(amounts), int(rounded(whole, SHARE_DECIMALS).scaleb(SHARE_DECIMALS))
    if not total:
        return [float("nan")] * len(amounts)
    parts = _with_kept([Fraction(amount * units, total) for amount in amounts], list(dict.fromkeys(kept)), units)
    exact = [whole * amount / total for amount in amounts]
    shown = [steps / 10**SHARE_DECIMALS for steps in adding_up(parts, units)]
    return [_marked(share, each) for share, each in zip(exact, shown, strict=True)]


def _with_kept(parts: list[Fraction], kept: list[int], units: int) -> list[Fraction]:
    """The parts of ``units`` with those of ``kept`` rounded, as many as the others can make up for in proportion."""
    fixed = {place: Fraction(rounded(parts[place])) for place in kept}
    left, rest = units - sum(fixed.values()), sum(part for place, part in enumerate(parts) if place not in fixed)
    if kept and (left < 0 or (not rest and left)):
        return _with_kept(parts, kept[:-1], units)
    scale = left / rest if rest else Fraction(0)
    return [fixed.get(place, part * scale) for place, part in enumerate(parts)]


def _marked(share: float, shown: float) -> float:
    """What is printed of a share: ``shown``, or next to none or all where it would be said to be that and is not."""
    if shown not in (0, 1) or not is_part(share):
        return shown
    return max(share, 1 - NEXT_TO_NONE) if shown else min(share, NEXT_TO_NONE)


def printed_steps(so_far: Sequence[float]) -> list[float]:
    """The shares between running shares of a whole, as printed: added up they are the running shares as printed.

    A step that would be printed as none without being it is printed as <0.1 %.
    """
    shown = [rounded(share, SHARE_DECIMALS) for share in so_far]
    pairs = zip(so_far, [0.0, *so_far], shown, [Decimal(0), *shown], strict=False)
    return [_marked(share - earlier, float(up_to - before)) for share, earlier, up_to, before in pairs]


def wilson_interval(numerator: float, denominator: float) -> tuple[float, float]:
    """95 % interval of a share by Wilson's score method (Wilson 1927), both ends 0–1; NaN without cases.

    Raises ``ValueError`` when the numerator is not between 0 and the denominator.
    """
    if not 0 <= numerator <= denominator:
        raise ValueError(f"expected 0 ≤ numerator ≤ denominator, got {numerator}/{denominator}")
    if denominator == 0:
        return float("nan"), float("nan")
    square = Z95 * Z95
    centre = 2 * numerator + square
    spread = Z95 * sqrt(square + 4 * numerator * (1 - numerator / denominator))
    low, high = (centre - spread) / (2 * (denominator + square)), (centre + spread) / (2 * (denominator + square))
    return max(0.0, low), min(1.0, high)


def wilson_intervals(numerators: Floats, denominators: Floats, z: float = Z95) -> tuple[Floats, Floats]:
    """``wilson_interval`` for arrays of length n (of another level by ``z``); returns two arrays of length n."""
    if not np.all((numerators >= 0) & (numerators <= denominators)):
        raise ValueError("expected 0 ≤ numerator ≤ denominator in every row")
    square = z * z
    base = np.where(denominators > 0, denominators, np.nan)
    spread = z * np.sqrt(square + 4 * numerators * (1 - numerators / base))
    low = (2 * numerators + square - spread) / (2 * (base + square))
    high = (2 * numerators + square + spread) / (2 * (base + square))
    return np.maximum(0.0, low), np.minimum(1.0, high)


def exact(value: float) -> int | Fraction:
    """A count as an integer, a sum of decimals to the digits anybody means (what floats add behind them is no rank)."""
    return int(value) if value == int(value) else Fraction(f"{value:.{DECIMALS}f}")


def competition_places(
    numerators: Sequence[float], denominators: Sequence[float], better: Better | None
) -> list[int | None]:
    """Places 1, 2, 2, 4 … by exact fractions; the first is the best, or the highest where there is no direction.

    Fractions are compared by products (a/b < c/d ⇔ a·d < c·b), so equal rates tie whatever their bases are.
    A unit without cases has no place (None) and takes none from the others.
    """
    lowest_first = better == "lower"
    counts = [(exact(above), exact(below)) for above, below in zip(numerators, denominators, strict=True)]
    places: list[int | None] = []
    for own, base in counts:
        if not base:
            places.append(None)
            continue
        ahead = 0
        for other, other_base in counts:
            difference = other * base - own * other_base
            ahead += bool(other_base) and (difference < 0 if lowest_first else difference > 0)
        places.append(ahead + 1)
    return places


def is_better(change: float, better: Better | None) -> bool | None:
    """Whether a change of a rate is for the better; None without a direction, without a change or unknown."""
    if better is None or change != change or change == 0:
        return None
    return (change > 0) == (better == "higher")


def small_sample(denominator: Any, threshold: int) -> bool:
    """True when a rate rests on at least one case but on fewer than ``threshold``."""
    return bool(0 < denominator < threshold)
