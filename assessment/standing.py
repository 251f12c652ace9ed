"""Where units stand on one indicator: rate, interval, place and change, from counts."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from assessment.indicators import BY_KEY, SMALL_DENOMINATOR, Better, Indicator, Kind, Shown
from assessment.rates import SHARE_DECIMALS, competition_places, wilson_intervals
from assessment.verdict import Verdicts, verdicts
from wording import rounded

# Kinds that rest on a number of cases, of which few say little; people on posts are no sample.
OF_CASES: tuple[Kind, ...] = ("share", "mean")
# The decimals that are printed of a share (0.453 as 45.3 %) and of a number (1.25).
PRINTED: dict[Shown, int] = {"percent": SHARE_DECIMALS, "number": 2}


def standing(counts: pd.DataFrame, indicator: Indicator, small: int = SMALL_DENOMINATOR) -> pd.DataFrame:
    """Adds to counts (numerator, denominator and both ``_compared``) what they mean within this one peer group.

    Adds what ``with_rates`` and ``places`` add. Every row given takes part in the ranking; filter afterwards.
    """
    rated = with_rates(counts, small)
    return rated.assign(**places(rated, [indicator] * len(rated)))


def with_rates(counts: pd.DataFrame, small: int = SMALL_DENOMINATOR) -> pd.DataFrame:
    """Adds to counts of any indicators: rate, low, high (NaN without cases), rate_compared, change, verdict, small.

    ``low`` and ``high`` are those of a share (0–1); what is no share of cases has no interval (NaN). ``change`` is the
    difference of the two rates as they are printed, ``verdict`` what may be said of it (``verdict.Verdict``), ``small``
    whether a share or a mean rests on fewer than ``small`` cases. Where a column ``silent`` (or ``silent_compared``)
    says that a rate counts as not reported, it has no change and no verdict.
    """
    kinds = counts["indicator"].map(lambda key: BY_KEY[key].kind) if "indicator" in counts else "share"
    kinds = pd.Series(kinds, index=counts.index, dtype=object)
    shares, of_cases = kinds.eq("share"), kinds.isin(OF_CASES)
    numerator, denominator = (counts[name].astype(float).where(shares, 0.0) for name in ("numerator", "denominator"))
    low, high = wilson_intervals(numerator.to_numpy(), denominator.to_numpy())
    rate, before = _share(counts, ""), _share(counts, "_compared")
    shown_as = counts["indicator"].map(lambda key: BY_KEY[key].shown_as) if "indicator" in counts else "percent"
    decimals = pd.Series(shown_as, index=counts.index, dtype=object).map(PRINTED)
    changes = [printed_change(*each) for each in zip(rate, before, decimals, strict=True)]
    said = ~(_silent(counts, "") | _silent(counts, "_compared"))
    return counts.assign(
        rate=rate,
        low=low,
        high=high,
        rate_compared=before,
        change=pd.Series(changes, index=counts.index, dtype=float).where(said),
        verdict=np.where(said, _of_changes(counts, shares, of_cases, small), ""),
        small=_few(counts, "", small) & of_cases,
    )


def _few(counts: pd.DataFrame, suffix: str, small: int) -> pd.Series:
    return counts[f"denominator{suffix}"].astype(float).between(0, small, inclusive="neither")


def _of_changes(counts: pd.DataFrame, shares: pd.Series, of_cases: pd.Series, small: int) -> Verdicts:
    """The verdict on each change: the test of two shares; of a mean only whether it rests on few; else none."""
    names = ("numerator", "denominator", "numerator_compared", "denominator_compared")
    found = verdicts(*(counts[name].astype(float).where(shares, 0.0).to_numpy() for name in names), small=small)
    both = counts["denominator"].gt(0) & counts["denominator_compared"].gt(0)
    few = both & (_few(counts, "", small) | _few(counts, "_compared", small))
    return np.where(few & of_cases, "few", found).astype(object)


def printed_change(now: float, before: float, decimals: int = SHARE_DECIMALS) -> float:
    """The difference of two figures as they are printed, which a reader who subtracts them finds: 13.3 % − 10.2 %.

    NaN where one is unknown.
    """
    if now != now or before != before:
        return float("nan")
    return float(rounded(now, decimals) - rounded(before, decimals))


def places(counts: pd.DataFrame, indicators: Sequence[Indicator | None]) -> dict[str, pd.Series]:
    """Places among the rows of the same indicator: place, place_compared and moved, places gained (<NA> without).

    ``indicators``: of each row; None of a row that takes no part. A rate that counts as not reported (``silent``,
    ``silent_compared``) has no place and takes none from the others.
    """
    # By hand: there are some seventy indicators with few rows each, of which pandas needs a millisecond a piece.
    rows_of: dict[tuple[str, Better | None], list[int]] = {}
    for row, indicator in enumerate(indicators):
        if indicator:
            rows_of.setdefault((indicator.key, indicator.better), []).append(row)
    now, before = _places(counts, "", rows_of), _places(counts, "_compared", rows_of)
    return {"place": now, "place_compared": before, "moved": before - now}


def _share(counts: pd.DataFrame, suffix: str) -> pd.Series:
    base = counts[f"denominator{suffix}"].astype(float)
    return counts[f"numerator{suffix}"] / base.where(base > 0, np.nan)


def _places(counts: pd.DataFrame, suffix: str, rows_of: Mapping[tuple[str, Better | None], list[int]]) -> pd.Series:
    cases = counts[f"numerator{suffix}"].fillna(0).tolist()
    base = counts[f"denominator{suffix}"].fillna(0).mask(_silent(counts, suffix), 0).tolist()
    found: list[int | None] = [None] * len(counts)
    for (_key, better), rows in rows_of.items():
        of_rows = competition_places([cases[row] for row in rows], [base[row] for row in rows], better)
        for row, place in zip(rows, of_rows, strict=True):
            found[row] = place
    return pd.Series(found, index=counts.index, dtype="Int64")


def _silent(counts: pd.DataFrame, suffix: str) -> pd.Series:
    name = f"silent{suffix}"
    return counts[name].astype(bool) if name in counts else pd.Series(False, index=counts.index)
