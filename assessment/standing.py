"""Where units stand on one indicator: rate, interval, place and change, from counts."""

import numpy as np
import pandas as pd

from assessment.indicators import SMALL_DENOMINATOR, Indicator
from assessment.rates import competition_places, small_sample, wilson_intervals


def standing(counts: pd.DataFrame, indicator: Indicator, small: int = SMALL_DENOMINATOR) -> pd.DataFrame:
    """Adds to counts (numerator, denominator and both ``_compared``) what they mean within this one peer group.

    Adds: rate, low, high (shares 0–1, NaN without cases), rate_compared, change (difference of the rates), place and
    place_compared (competition ranking, <NA> without cases), moved (places gained, negative when lost), small (bool).
    Every row given takes part in the ranking; filter afterwards.
    """
    numerator, denominator = counts["numerator"].to_numpy(float), counts["denominator"].to_numpy(float)
    low, high = wilson_intervals(numerator, denominator)
    rate, before = _share(counts, ""), _share(counts, "_compared")
    place, place_before = _places(counts, "", indicator), _places(counts, "_compared", indicator)
    return counts.assign(
        rate=rate,
        low=low,
        high=high,
        rate_compared=before,
        change=rate - before,
        place=place,
        place_compared=place_before,
        moved=place_before - place,
        small=pd.Series([small_sample(base, small) for base in denominator], index=counts.index, dtype=bool),
    )


def _share(counts: pd.DataFrame, suffix: str) -> pd.Series:
    base = counts[f"denominator{suffix}"].astype(float)
    return counts[f"numerator{suffix}"] / base.where(base > 0, np.nan)


def _places(counts: pd.DataFrame, suffix: str, indicator: Indicator) -> pd.Series:
    places = competition_places(
        counts[f"numerator{suffix}"].astype(int).tolist(),
        counts[f"denominator{suffix}"].astype(int).tolist(),
        indicator.better,
    )
    return pd.Series(places, index=counts.index, dtype="Int64")
