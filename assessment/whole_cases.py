"""Places and vetoes in whole cases: how many further cases with the good outcome would change them (domain: Score).

Other units stay as they are; averages are recomputed. More good cases of a unit never make a place worse, and once they
have undone a veto still more never bring it back, so the smallest number is found by halving.
"""

from bisect import bisect_left
from collections.abc import Callable

import pandas as pd

from assessment.comparison import Clause, Comparison, Count, comparisons
from assessment.indicators import Indicator
from assessment.scheme import Scheme

MOST = 1000


def cases_to_change_place(counts: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """The fewest further good cases that improve each unit's competition place on one indicator.

    ``counts``: code, numerator, denominator in whole numbers (rows of other indicators are left aside where a column
    ``indicator`` says so). A good case makes (x+k)/(n+k) where higher is better, x/(n+k) where lower is. Out, a row a
    unit: code, k, place_then; <NA> when it is first, has no cases, or not within 1,000. Raises ``ValueError`` for an
    indicator without a good outcome.
    """
    if indicator.better is None:
        raise ValueError(f"expected an indicator with a good outcome, got {indicator.key}")
    rows = counts[counts["indicator"] == indicator.key] if "indicator" in counts else counts
    clause = Clause("place", indicator.key, indicator.better == "higher")
    figures = rows[["numerator", "denominator"]].fillna(0).astype(int).itertuples(index=False, name=None)
    known = dict(zip(rows["code"], figures, strict=True))
    answers = [[code, *_to_improve(clause, code, known)] for code in known]
    return pd.DataFrame(answers, columns=["code", "k", "place_then"]).astype({"k": "Int64", "place_then": "Int64"})


def _to_improve(clause: Clause, code: str, counts: dict[str, Count]) -> tuple[int | None, int | None]:
    own = counts[code]
    others = [count for other, count in counts.items() if other != code and count[1]]

    def place(further: int) -> int:
        mine = clause.with_further(own, further)
        return 1 + sum(clause.worse(mine, other) for other in others)

    if not own[1] or (before := place(0)) == 1:
        return None, None
    further = _fewest(lambda k: place(k) < before)
    return further, None if further is None else place(further)


def cases_to_undo_veto(
    scheme: Scheme, group_counts: pd.DataFrame, city_counts: pd.DataFrame, proposals: pd.DataFrame
) -> pd.DataFrame:
    """The fewest further good cases after which a proposed veto would not be proposed.

    Frames as in ``eligibility.veto_proposals``. Averages (the further cases enter them too) and places are recomputed.
    Out, a row a proposal: code, clause, k (<NA> when not within 1,000), by: the unit whose cases they would be, ''
    where it does not matter. In the city's mean of rates each unit of a county has a rate of its own; named is the
    unit that needs fewest cases, the county's government before others.
    """
    by_clause = {comparison.clause.key: comparison for comparison in comparisons(scheme, group_counts, city_counts)}
    answers = [
        [code, key, *_to_undo(by_clause[key], code)]
        for code, key in zip(proposals["code"], proposals["clause"], strict=True)
    ]
    return pd.DataFrame(answers, columns=["code", "clause", "k", "by"]).astype({"k": "Int64"})


def _to_undo(comparison: Comparison, code: str) -> tuple[int | None, str]:
    def stands(unit: str, further: int) -> bool:
        return comparison.vetoed_after(code, unit, lambda cases: comparison.clause.with_further(cases, further))

    units = sorted(comparison.cases_of(code), key=lambda unit: (unit != code, unit))
    answers = {unit: _fewest(lambda k, unit=unit: not stands(unit, k)) for unit in units}  # type: ignore[misc]
    by = min(units, key=lambda unit: answers[unit] or MOST + 1)
    return answers[by], by if comparison.tells_units_of(code) else ""


def _fewest(enough: Callable[[int], bool]) -> int | None:
    """The smallest number from 1 that is enough, given that more always are; None when the most is not."""
    number = 1 + bisect_left(range(1, MOST + 1), True, key=enough)
    return number if number <= MOST else None
