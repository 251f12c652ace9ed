"""Lost points of a unit: what each item gave and what it fell short by, as printed side by side.

In every row weight = given + lost, and the columns add up to 100, to the score and to what the score is short of 100.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import floor, isnan

import pandas as pd

from assessment.score_frames import ADJUSTMENT, DECIMALS
from wording import ALL, MEANT_DECIMALS, adding_up, rounded

_UNITS = 10**DECIMALS


def with_lost_points(parts: pd.DataFrame) -> pd.DataFrame:
    """One unit's rows of ``Scores.parts``, the weights as printed (percent, to 0.01), and lost.

    lost: points to 0.01, NaN where an item was not counted; of the adjustment what it took, negative where it gave.
    """
    items = (parts["component"] != ADJUSTMENT) & parts["printed"].notna()
    given = [int(rounded(points, DECIMALS) * _UNITS) for points in parts.loc[items, "printed"]]
    whole = [rounded(points, MEANT_DECIMALS) for points in parts.loc[items, "contribution"]]
    weights = [rounded(weight, MEANT_DECIMALS) for weight in parts.loc[items, "weight"]]
    full = [points == weight for points, weight in zip(whole, weights, strict=True)]
    shown = pd.Series(0.0, index=parts.index)
    exact = [Fraction(weight) * _UNITS for weight in weights]
    shown[items] = [weight / _UNITS for weight in printed_weights(exact, given, full)]
    lost = [
        points if isnan(points) else float(rounded(weight - points, DECIMALS))
        for weight, points in zip(shown, parts["printed"], strict=True)
    ]
    return parts.assign(weight=shown, lost=lost)


def printed_weights(weights: Sequence[Fraction], given: Sequence[int], full: Sequence[bool]) -> list[int]:
    """Weights in hundredths, exact, as whole hundredths that add up to 100; none below what its item is said to give.

    Each is cut or rounded up. A ``full`` item weighs what it gives wherever the others can make up the 100.
    """
    if not weights:
        return []
    parts = [
        Fraction(points) if is_full or points > weight else weight
        for weight, points, is_full in zip(weights, given, full, strict=True)
    ]
    total = ALL * _UNITS
    return adding_up(parts if sum(map(floor, parts)) <= total else weights, total)


def shared_out(lost: float, taken: Sequence[float]) -> list[float]:
    """What an item lost, as printed, by the lines that took it, in proportion to what each did; they add up to it."""
    whole = sum(map(Fraction, taken), Fraction())
    if not whole:
        return [0.0] * len(taken)
    hundredths = int(rounded(lost * _UNITS, 0))
    return [each / _UNITS for each in adding_up([hundredths * Fraction(each) / whole for each in taken], hundredths)]
