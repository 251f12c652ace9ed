"""The funnel plot: which units differ from the average by more than chance (Spiegelhalter 2005, domain: Statistics)."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from assessment.rates import Z95 as Z95

Floats = npt.NDArray[np.float64]

Z998 = 3.09
OVERDISPERSED = 1.5


def limits(p0: float | Floats, n: npt.ArrayLike, z: float) -> tuple[Floats, Floats]:
    """``p0 ± z√(p0(1−p0)/n)`` cut to 0–1: low and high, arrays of the shape of ``n``; NaN without cases.

    ``p0``: one centre, or one for each of ``n``.
    """
    base = np.asarray(n, dtype=float)
    inner = np.where(np.asarray(p0) * (1 - np.asarray(p0)) >= 0, p0, np.nan)
    spread = z * np.sqrt(inner * (1 - inner) / np.where(base > 0, base, np.nan))
    return np.clip(p0 - spread, 0.0, 1.0), np.clip(p0 + spread, 0.0, 1.0)


def funnel(counts: pd.DataFrame, centre: float | Floats | None = None) -> pd.DataFrame:
    """Adds to the counts (numerator, denominator) of a peer group where each unit stands.

    Adds centre (the given share, of all rows or one a row, else Σx/Σn), low95, high95, low998, high998 (shares),
    position and z ((x/n − centre) in standard errors). position: "different" outside 99.8 %, "not_distinguishable"
    within 95 % or on its limit, else "unclear"; None without cases. Where all outcomes are the same (centre 0 or 1)
    nobody differs and z is 0.
    """
    cases, base = counts["numerator"].to_numpy(float), counts["denominator"].to_numpy(float)
    if centre is None:
        centre = cases.sum() / base.sum() if base.sum() > 0 else np.nan
    z = distances(cases, base, centre)
    low95, high95 = limits(centre, base, Z95)
    low998, high998 = limits(centre, base, Z998)
    apart = np.abs(z)
    position = np.select([apart > Z998, apart > Z95], ["different", "unclear"], "not_distinguishable").astype(object)
    position[np.isnan(z)] = None
    return counts.assign(
        centre=centre,
        low95=low95,
        high95=high95,
        low998=low998,
        high998=high998,
        position=pd.Series(position, index=counts.index, dtype=object),
        z=z,
    )


def overdispersed(counts: pd.DataFrame, small: int = 1) -> bool:
    """Whether units differ among themselves more than chance would have it: Σz²/I > 1.5.

    Over the I units with at least ``small`` cases; of fewer, z says little.
    """
    z = funnel(counts).loc[counts["denominator"] >= small, "z"].dropna()
    return bool(len(z)) and bool((z**2).mean() > OVERDISPERSED)


def distances(cases: Floats, base: Floats, centre: float | Floats) -> Floats:
    """``(x/n − centre) / √(centre(1−centre)/n)``: how many standard errors shares lie from a centre; NaN without cases.

    ``centre``: one for all, or one for each. Beyond ±z exactly where the Wilson interval of that level excludes the
    centre: both are the score test of one share.
    """
    bases, share = np.where(base > 0, base, np.nan), np.broadcast_to(centre, base.shape)
    # A count is no share: chance sets it no limits.
    inner = np.where((share > 0) & (share < 1), share, np.nan)
    standard = (cases / bases - share) / np.sqrt(inner * (1 - inner) / bases)
    # Where all outcomes are the same nobody differs.
    return np.where(np.isin(share, (0.0, 1.0)) & (base > 0), 0.0, standard)
