"""How long it takes when some are still open: the product-limit estimator (Kaplan and Meier 1958; domain: Statistics).

What is still open is censored: it lasted at least so long. On a day on which some close and others are censored, those
censored are counted as still at risk.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from assessment.rates import Z95

Floats = npt.NDArray[np.float64]

COLUMNS = ("days", "at_risk", "events", "censored", "survival", "standard_error", "low", "high")
HALF = 0.5
# Smaller than the change by one item among millions, larger than the rounding of multiplied shares.
FLOAT_NOISE = 1e-12


def grouped(rows: pd.DataFrame) -> pd.DataFrame:
    """Counts by days from rows: days (whole, since the start), closed (True, or False while still open).

    Returns days, closed, censored (numbers of rows), in order of days, as ``kaplan_meier`` takes them.
    """
    closed = rows["closed"].astype(bool)
    ends = pd.DataFrame({"days": rows["days"], "closed": closed.astype(int), "censored": (~closed).astype(int)})
    return ends.groupby("days", as_index=False)[["closed", "censored"]].sum()


def kaplan_meier(counts: pd.DataFrame) -> pd.DataFrame:
    """The share still open after so many days, from counts by days: days, closed, censored (numbers).

    Returns ``COLUMNS``, a row for each day on which anything closed or was censored, in order: at_risk just before,
    events (closed), censored, survival S = Π(1 − d/n), its standard error by Greenwood's formula S√Σ d/(n(n−d)), and
    the 95 % interval low–high, all shares. Rows of the same day are added up; no row when nothing was counted.

    The interval is that of log(−log S) (Kalbfleisch and Prentice 1980), S^exp(±z·SE/(S·|log S|)): unlike S ± z·SE it
    never leaves 0–1 and it is right for few cases too. It is 1–1 before the first event; where S reaches 0 standard
    error and interval are unknown (NaN). Raises ``ValueError`` for days or numbers below 0.
    """
    of_each = counts["days"].to_numpy(), counts["closed"].to_numpy(int), counts["censored"].to_numpy(int)
    if any((numbers < 0).any() for numbers in of_each):
        raise ValueError("expected days, closed and censored of 0 or more")
    days, places = np.unique(of_each[0], return_inverse=True)
    sums = np.zeros((2, len(days)), int)
    for added, numbers in zip(sums, of_each[1:], strict=True):
        np.add.at(added, places, numbers)
    days, events, censored = (numbers[sums.sum(axis=0) > 0] for numbers in (days, *sums))
    leaving = events + censored
    at_risk = leaving[::-1].cumsum()[::-1]
    survival = np.cumprod(1 - events / at_risk)
    stay = np.where(at_risk > events, at_risk - events, np.nan)
    greenwood = np.cumsum(events / (at_risk * stay))
    low, high = _interval(survival, greenwood)
    columns = (days, at_risk, events, censored, survival)
    return pd.DataFrame(dict(zip(COLUMNS, (*columns, survival * np.sqrt(greenwood), low, high), strict=True)))


def _interval(survival: Floats, greenwood: Floats) -> tuple[Floats, Floats]:
    inside = (survival > 0) & (survival < 1)
    logarithm = np.log(np.where(inside, survival, HALF))
    factor = np.exp(Z95 * np.sqrt(greenwood) / np.abs(logarithm))
    ends = np.exp(logarithm * factor), np.exp(logarithm / factor)
    outside = np.where(survival == 1, 1.0, np.nan)
    return np.where(inside, ends[0], outside), np.where(inside, ends[1], outside)


def time_until(steps: pd.DataFrame, share: float = HALF, of: str = "survival") -> float | None:
    """The first day after which at most this share is still open; None when that is not reached.

    ``of`` "low" and "high" give the ends of the 95 % interval of that day (Brookmeyer and Crowley 1982).
    """
    reached = steps.loc[steps[of] <= share + FLOAT_NOISE, "days"]
    return None if reached.empty else float(reached.iat[0])


def median(steps: pd.DataFrame) -> float | None:
    """The day by which half are closed; None when more than half are still open at the end."""
    return time_until(steps)


def curve(steps: pd.DataFrame) -> pd.DataFrame:
    """The corners of the curve to be drawn, each share holding until the next day: days, share; from day 0, share 1."""
    corners = steps[["days", "survival"]].rename(columns={"survival": "share"}).astype(float)
    return pd.concat([pd.DataFrame({"days": [0.0], "share": [1.0]}), corners], ignore_index=True)
