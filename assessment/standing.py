"""Where units stand on one indicator: rate, interval, place and change, from counts."""

import numpy as np
import pandas as pd

from assessment.indicators import BY_KEY, SMALL_DENOMINATOR, Indicator, Kind
from assessment.rates import competition_places, wilson_intervals
from assessment.verdict import Verdicts, verdicts

# Kinds that rest on a number of cases, of which few say little; people on posts are no sample.
OF_CASES: tuple[Kind, ...] = ("share", "mean")


def standing(counts: pd.DataFrame, indicator: Indicator, small: int = SMALL_DENOMINATOR) -> pd.DataFrame:
    """Adds to counts (numerator, denominator and both ``_compared``) what they mean within this one peer group.

    Adds what ``with_rates`` and ``places`` add. Every row given takes part in the ranking; filter afterwards.
    """
    rated = with_rates(counts, small)
    return rated.assign(**places(rated, indicator))


def with_rates(counts: pd.DataFrame, small: int = SMALL_DENOMINATOR) -> pd.DataFrame:
    """Adds to counts of any indicators: rate, low, high (NaN without cases), rate_compared, change, verdict, small.

    ``low`` and ``high`` are those of a share (0–1); what is no share of cases has no interval (NaN). ``change`` is the
    difference of the two rates, ``verdict`` what may be said of it (``verdict.Verdict``), ``small`` whether a share or
    a mean rests on fewer than ``small`` cases.
    """
    kinds = counts["indicator"].map(lambda key: BY_KEY[key].kind) if "indicator" in counts else "share"
    kinds = pd.Series(kinds, index=counts.index, dtype=object)
    shares, of_cases = kinds.eq("share"), kinds.isin(OF_CASES)
    numerator, denominator = (counts[name].astype(float).where(shares, 0.0) for name in ("numerator", "denominator"))
    low, high = wilson_intervals(numerator.to_numpy(), denominator.to_numpy())
    rate, before = _share(counts, ""), _share(counts, "_compared")
    few = _few(counts, "", small) & of_cases
    return counts.assign(
        rate=rate,
        low=low,
        high=high,
        rate_compared=before,
        change=rate - before,
        verdict=_of_changes(counts, shares, of_cases, small),
        small=few,
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


def places(counts: pd.DataFrame, indicator: Indicator) -> dict[str, pd.Series]:
    """Places of one indicator among the rows given: place, place_compared and moved, places gained (<NA> without)."""
    now, before = _places(counts, "", indicator), _places(counts, "_compared", indicator)
    return {"place": now, "place_compared": before, "moved": before - now}


def _share(counts: pd.DataFrame, suffix: str) -> pd.Series:
    base = counts[f"denominator{suffix}"].astype(float)
    return counts[f"numerator{suffix}"] / base.where(base > 0, np.nan)


def _places(counts: pd.DataFrame, suffix: str, indicator: Indicator) -> pd.Series:
    places = competition_places(
        counts[f"numerator{suffix}"].fillna(0).tolist(),
        counts[f"denominator{suffix}"].fillna(0).tolist(),
        indicator.better,
    )
    return pd.Series(places, index=counts.index, dtype="Int64")
