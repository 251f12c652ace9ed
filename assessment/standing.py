"""Where units stand on one indicator: rate, interval, place and change, from counts."""

import numpy as np
import pandas as pd

from assessment.indicators import BY_KEY, SMALL_DENOMINATOR, Indicator, Kind
from assessment.rates import competition_places, small_sample, wilson_intervals

# Kinds that rest on a number of cases, of which few say little; people on posts are no sample.
OF_CASES: tuple[Kind, ...] = ("share", "mean")


def standing(counts: pd.DataFrame, indicator: Indicator, small: int = SMALL_DENOMINATOR) -> pd.DataFrame:
    """Adds to counts (numerator, denominator and both ``_compared``) what they mean within this one peer group.

    Adds what ``with_rates`` and ``places`` add. Every row given takes part in the ranking; filter afterwards.
    """
    rated = with_rates(counts, small)
    return rated.assign(**places(rated, indicator))


def with_rates(counts: pd.DataFrame, small: int = SMALL_DENOMINATOR) -> pd.DataFrame:
    """Adds to counts of any indicators: rate, low, high (NaN without cases), rate_compared, change, small.

    ``low`` and ``high`` are those of a share (0–1); what is no share of cases has no interval (NaN). ``change`` is the
    difference of the two rates, ``small`` whether a share or a mean rests on fewer than ``small`` cases. Where a column
    ``silent`` (or ``silent_compared``) says that a rate counts as not reported, it has no change.
    """
    kinds = counts["indicator"].map(lambda key: BY_KEY[key].kind) if "indicator" in counts else "share"
    kinds = pd.Series(kinds, index=counts.index, dtype=object)
    shares, of_cases = kinds.eq("share"), kinds.isin(OF_CASES)
    denominator = counts["denominator"].astype(float)
    low, high = wilson_intervals(
        counts["numerator"].astype(float).where(shares, 0.0).to_numpy(), denominator.where(shares, 0.0).to_numpy()
    )
    rate, before = _share(counts, ""), _share(counts, "_compared")
    few = pd.Series([small_sample(base, small) for base in denominator], index=counts.index, dtype=bool) & of_cases
    change = (rate - before).mask(_silent(counts, "") | _silent(counts, "_compared"))
    return counts.assign(rate=rate, low=low, high=high, rate_compared=before, change=change, small=few)


def places(counts: pd.DataFrame, indicator: Indicator) -> dict[str, pd.Series]:
    """Places of one indicator among the rows given: place, place_compared and moved, places gained (<NA> without).

    A rate that counts as not reported (``silent``, ``silent_compared``) has no place and takes none from the others.
    """
    now, before = _places(counts, "", indicator), _places(counts, "_compared", indicator)
    return {"place": now, "place_compared": before, "moved": before - now}


def _share(counts: pd.DataFrame, suffix: str) -> pd.Series:
    base = counts[f"denominator{suffix}"].astype(float)
    return counts[f"numerator{suffix}"] / base.where(base > 0, np.nan)


def _places(counts: pd.DataFrame, suffix: str, indicator: Indicator) -> pd.Series:
    base = counts[f"denominator{suffix}"].fillna(0).mask(_silent(counts, suffix), 0)
    places = competition_places(counts[f"numerator{suffix}"].fillna(0).tolist(), base.tolist(), indicator.better)
    return pd.Series(places, index=counts.index, dtype="Int64")


def _silent(counts: pd.DataFrame, suffix: str) -> pd.Series:
    name = f"silent{suffix}"
    return counts[name].astype(bool) if name in counts else pd.Series(False, index=counts.index)
