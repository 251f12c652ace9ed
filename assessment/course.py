"""Who has got worse year after year, and by now differs from the benchmark?"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import pandas as pd

from assessment.indicators import SMALL_DENOMINATOR, Better
from assessment.verdict import worse_than

# Over how many years, one after the other, a rate must have got worse.
STEPS = 3
# Numerator and denominator of a rate.
Count = tuple[int, int]


def worsened(counts: Sequence[Count], better: Better) -> bool:
    """Whether a rate got strictly worse at each step from the earliest count to the latest; all of them need cases.

    Rates are compared as integers, so that equal rates are equal.
    """
    with_cases = len(counts) > 1 and all(base for _, base in counts)
    return with_cases and all(_worse(later, earlier, better) for earlier, later in pairwise(counts))


def _worse(later: Count, earlier: Count, better: Better) -> bool:
    difference = later[0] * earlier[1] - earlier[0] * later[1]
    return difference > 0 if better == "lower" else difference < 0


def falling(history: pd.DataFrame, benchmark: Count, better: Better, small: int = SMALL_DENOMINATOR) -> list[str]:
    """The units whose rate got worse at each of the last ``STEPS`` years and is now told from the benchmark's.

    Every year must rest on enough cases; that it is no chance is said by the distance from the benchmark
    (``verdict.worse_than``), not by each step.
    ``history``: code, years_ago (0 to ``STEPS``; further years are left aside), numerator, denominator, a row a unit
    and year; a year without a row is one without cases. Out: codes, the worst rate first.
    """
    fallen: list[tuple[float, str]] = []
    for code, rows in history.groupby("code"):
        counts = _by_year(rows.to_dict("records"))
        if min(base for _, base in counts) < small:
            continue
        if worsened(counts, better) and worse_than(counts[-1], benchmark, better, small):
            rate = counts[-1][0] / counts[-1][1]
            fallen.append((-rate if better == "lower" else rate, str(code)))
    return [code for _, code in sorted(fallen)]


def _by_year(rows: Iterable[dict[str, int]]) -> list[Count]:
    """The counts of the years from the earliest to the present one."""
    counts = {int(row["years_ago"]): (int(row["numerator"]), int(row["denominator"])) for row in rows}
    return [counts.get(years, (0, 0)) for years in range(STEPS, -1, -1)]
