"""Control charts by month: rates on a p-chart, counts on an XmR chart (Shewhart 1931; domain: Statistics).

A month without cases keeps its place: it has no value and no limits, it is passed over and ends neither run nor trend.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from assessment.indicators import SMALL_DENOMINATOR

Floats = npt.NDArray[np.float64]
Signs = npt.NDArray[np.int64]
Point = Mapping[str, Any]
# A baseline is complete, still growing, too short to draw limits from, without any variation to draw them from, or of
# events so rare that a chart of every month would mark each of them.
Limits = Literal["full", "provisional", "short", "alike", "rare"]

# Beyond a limit, many in a row on one side of the centre, many in a row rising or falling: the first that applies.
SIGNALS = ("outside", "run", "trend")
BASELINE_MONTHS = 12
# The least months with a value that limits are drawn from, in a stretch shorter than a baseline.
LEAST_MONTHS = 6
# The rarer outcome must occur so often a month for limits to be drawn (Wheeler 2011, Working with Rare Events).
LEAST_EVENTS = 1.0
SIGMAS = 3
# What the mean moving range of two values is divided by to estimate the standard deviation.
D2 = 1.128
RUN = 8
TREND = 6
# Smaller than any difference of rates or counts, larger than the rounding of added floats.
FLOAT_NOISE = 1e-9

COLUMNS = ("month", "value", "centre", "low", "high", "signal", "side", "length", "stretch", "limits", "baseline")


@dataclass(frozen=True)
class Change:
    """A change of law or definition: from this month on figures are not comparable with those before."""

    key: str
    month: dt.date


CHANGES_OF_LAW = (Change("reconsideration_law", dt.date(2024, 1, 1)),)


@dataclass(frozen=True)
class Summary:
    """What a chart says of some months: how many have a value, and by signal how many are marked and the latest.

    ``latest`` (by signal) and ``last`` (the last month with a value) are rows of the chart as mappings, None where
    there is none. ``limits`` are those that hold in the last month; "" without months.
    """

    months: int
    marked: Mapping[str, int]
    latest: Mapping[str, Point | None]
    last: Point | None
    limits: Limits | Literal[""]

    @property
    def signals(self) -> int:
        """How many months are marked in any way."""
        return sum(self.marked.values())


@dataclass(frozen=True)
class _Rule:
    """How limits come from a baseline: its centre, how many events of the rarer outcome it has a month, the standard
    deviation of each month from baseline, months and centre, on how many cases each month's place within them rests
    (from months and centre), and the highest value there is."""

    centre: Callable[[pd.DataFrame], float]
    events: Callable[[pd.DataFrame], float]
    deviation: Callable[[pd.DataFrame, pd.DataFrame, float], Floats]
    cases: Callable[[pd.DataFrame, float], Floats]
    most: float


def p_chart(
    counts: pd.DataFrame,
    changes: Sequence[Change] = CHANGES_OF_LAW,
    baseline: int = BASELINE_MONTHS,
    least: int = LEAST_MONTHS,
    small: int = SMALL_DENOMINATOR,
) -> pd.DataFrame:
    """Rates by month with the limits p̄ ± 3√(p̄(1−p̄)/n) cut to 0–1, p̄ = Σx/Σn of the baseline.

    ``counts``: month (first day, each once), numerator, denominator. Returns ``COLUMNS``, a row a month, in order:
    value, centre, low and high are shares, NaN where unknown (without cases value, low and high; before ``least``
    months with a value the limits and the centre; where the baseline is alike or rare the limits). baseline: the month
    belongs to it, the first ``baseline`` months with a value of a stretch; while it grows, its limits still move.
    stretch: how many changes have begun by then. limits: as ``Limits``. signal: the first that applies of "outside"
    (beyond a limit), "run" (the eighth or later in a row on one side of the centre) and "trend" (the sixth or later
    steadily rising or falling), none where the baseline is rare; a month of fewer than ``small`` cases is not called
    outside, for it the limits hold only roughly; side: "above", "below", "rising" or "falling";
    length: how many in a row the run or trend has there. A value on the centre ends a run.
    Raises ``ValueError`` for a month given twice and a numerator that is not between 0 and its denominator.
    """
    if not counts["numerator"].between(0, counts["denominator"]).all():
        raise ValueError("expected 0 ≤ numerator ≤ denominator in every month")
    value = counts["numerator"] / counts["denominator"].where(counts["denominator"] > 0)
    return _charted(counts.assign(value=value), _SHARES, changes, (baseline, least, small))


def xmr_chart(
    counts: pd.DataFrame,
    changes: Sequence[Change] = CHANGES_OF_LAW,
    baseline: int = BASELINE_MONTHS,
    least: int = LEAST_MONTHS,
    small: int = SMALL_DENOMINATOR,
) -> pd.DataFrame:
    """Counts by month with the limits mean ± 3·mean moving range/1.128 of the baseline, the lower cut at 0.

    ``counts``: month (first day, each once), count (0 is a count, NaN is unknown). Returns and raises as ``p_chart``.
    The moving range is taken between neighbouring months with a value. A month is called outside where it or the
    centre has at least ``small``: four instead of the usual one are few either way.
    """
    return _charted(counts.assign(value=counts["count"].astype(float)), _COUNTS, changes, (baseline, least, small))


def every_month(counts: pd.DataFrame, first: dt.date, last: dt.date, missing: float) -> pd.DataFrame:
    """A row for each month from ``first`` to ``last``; in months that are not given all columns are ``missing``."""
    months = [month.date() for month in pd.date_range(first, last, freq="MS")]
    return counts.set_index("month").reindex(months, fill_value=missing).rename_axis("month").reset_index()


def summary(chart: pd.DataFrame, first: dt.date | None = None, last: dt.date | None = None) -> Summary:
    """The signals of the months from ``first`` to ``last`` (all when not given) of what a chart function returned."""
    in_span = [(not first or month >= first) and (not last or month <= last) for month in chart["month"]]
    within = chart[np.array(in_span, dtype=bool)]
    measured = within.dropna(subset=["value"])
    points = {signal: measured[measured["signal"] == signal] for signal in SIGNALS}
    return Summary(
        len(measured),
        {signal: len(found) for signal, found in points.items()},
        {signal: _last(found) for signal, found in points.items()},
        _last(measured),
        within["limits"].iat[-1] if len(within) else "",
    )


def _last(points: pd.DataFrame) -> Point | None:
    return None if points.empty else {str(name): value for name, value in points.iloc[-1].items()}


def _p_centre(base: pd.DataFrame) -> float:
    return float(base["numerator"].sum() / base["denominator"].sum())


def _p_events(base: pd.DataFrame) -> float:
    cases, all_cases = base["numerator"].sum(), base["denominator"].sum()
    return float(min(cases, all_cases - cases) / len(base))


def _p_deviation(_base: pd.DataFrame, months: pd.DataFrame, centre: float) -> Floats:
    cases = months["denominator"].to_numpy(float)
    return np.sqrt(centre * (1 - centre) / np.where(cases > 0, cases, np.nan))


def _x_deviation(base: pd.DataFrame, months: pd.DataFrame, _centre: float) -> Floats:
    one = base["value"].diff().abs().mean() / D2
    return np.where(months["value"].notna(), one, np.nan)


def _x_centre(base: pd.DataFrame) -> float:
    return float(base["value"].mean())


def _p_cases(months: pd.DataFrame, _centre: float) -> Floats:
    cases: Floats = months["denominator"].to_numpy(float)
    return cases


def _x_cases(months: pd.DataFrame, centre: float) -> Floats:
    cases: Floats = np.maximum(months["value"].to_numpy(float), centre)
    return cases


_SHARES = _Rule(_p_centre, _p_events, _p_deviation, _p_cases, 1.0)
_COUNTS = _Rule(_x_centre, _x_centre, _x_deviation, _x_cases, np.inf)


def _charted(
    months: pd.DataFrame, rule: _Rule, changes: Sequence[Change], numbers: tuple[int, int, int]
) -> pd.DataFrame:
    """The months stretch by stretch; ``numbers`` are those of a baseline, of limits and of a month that is judged."""
    if months["month"].duplicated().any():
        raise ValueError("expected every month once")
    if months.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    ordered = months.sort_values("month", ignore_index=True)
    begun = np.array([[month >= change.month for change in changes] for month in ordered["month"]], dtype=bool)
    ordered = ordered.assign(stretch=begun.reshape(len(ordered), -1).sum(axis=1))
    parts = [_stretch(part, rule, *numbers) for _, part in ordered.groupby("stretch")]
    return pd.concat(parts, ignore_index=True)[list(COLUMNS)]


def _stretch(months: pd.DataFrame, rule: _Rule, baseline: int, least: int, small: int) -> pd.DataFrame:
    """One stretch with its limits and signals."""
    measured = months["value"].notna()
    base = months[measured].head(baseline)
    enough = len(base) >= min(least, baseline)
    centre = rule.centre(base) if enough else np.nan
    spread = SIGMAS * rule.deviation(base, months, centre) if enough else np.full(len(months), np.nan)
    spread = np.where(spread > FLOAT_NOISE, spread, np.nan)
    limits = _limits(base, rule, spread, baseline) if enough else "short"
    spread = np.where(limits == "rare", np.nan, spread)
    charted = months.assign(
        centre=centre,
        low=np.maximum(0.0, centre - spread),
        high=np.minimum(rule.most, centre + spread),
        limits=limits,
        baseline=months.index.isin(base.index),
        judged=rule.cases(months, centre) >= small,
    )
    marks = _signals(charted[measured & (limits != "rare")]).reindex(charted.index)
    silent = {"signal": "", "side": "", "length": 0}
    return charted.assign(**{name: marks[name].fillna(empty) for name, empty in silent.items()}).astype({"length": int})


def _limits(base: pd.DataFrame, rule: _Rule, spread: Floats, baseline: int) -> Limits:
    if np.isnan(spread).all():
        return "alike"
    if rule.events(base) < LEAST_EVENTS:
        return "rare"
    return "full" if len(base) == baseline else "provisional"


def _signals(months: pd.DataFrame) -> pd.DataFrame:
    """signal, side and length of the months of one stretch that have a value."""
    value = months["value"].to_numpy(float)
    above, rising = _signs(value - months["centre"].to_numpy(float)), _signs(np.diff(value))
    run, steps = _in_a_row(above), np.concatenate([[0], _in_a_row(rising)])[: len(value)]
    outside = (value > months["high"] + FLOAT_NOISE) | (value < months["low"] - FLOAT_NOISE)
    # Six points that rise are five steps upwards.
    points = np.where(steps > 0, steps + 1, 0)
    rules = {"outside": (outside & months["judged"]).to_numpy(), "run": run >= RUN, "trend": points >= TREND}
    signal = np.select(list(rules.values()), list(rules), "")
    rising = np.concatenate([[0], rising])[: len(value)]
    side = np.where(signal == "trend", _words(rising, "rising", "falling"), _words(above, "above", "below"))
    runs = pd.DataFrame({"signal": signal, "side": np.where(signal == "", "", side)}, index=months.index)
    return runs.assign(length=np.select([signal == "run", signal == "trend"], [run, points], 0))


def _signs(differences: Floats) -> Signs:
    """1 above, −1 below, 0 where there is no difference or nothing to differ from."""
    signs: Signs = (differences > FLOAT_NOISE).astype(int) - (differences < -FLOAT_NOISE).astype(int)
    return signs


def _in_a_row(signs: Signs) -> Signs:
    """For each place how many equal signs in a row end there; 0 where there is none."""
    lengths: list[int] = []
    for place, sign in enumerate(signs):
        goes_on = place > 0 and sign == signs[place - 1]
        lengths.append(0 if sign == 0 else lengths[-1] + 1 if goes_on else 1)
    return np.array(lengths, dtype=int)


def _words(signs: Signs, positive: str, negative: str) -> npt.NDArray[np.str_]:
    return np.select([signs > 0, signs < 0], [positive, negative], "")
