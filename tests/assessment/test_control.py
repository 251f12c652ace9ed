"""Control charts: a published p-chart and a published XmR chart, and the rules of signals.

Published: D. C. Montgomery, Introduction to Statistical Quality Control (2nd ed. 1991, pp. 152–155; R: qcc,
``orangejuice``), leaking cans in 30 samples of 50 cans of orange juice concentrate; and NIST/SEMATECH e-Handbook of
Statistical Methods, 6.3.2.2 "Individuals control charts", the flow rates of 10 batches.
"""

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

from assessment.control import (
    BASELINE_MONTHS,
    CHANGES_OF_LAW,
    COLUMNS,
    LEAST_MONTHS,
    Change,
    every_month,
    p_chart,
    summary,
    xmr_chart,
)
from tests.assessment.given import Count

LEAKING = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]
FLOW = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
FIRST = dt.date(2022, 1, 1)
LAW = CHANGES_OF_LAW[0].month
# Twelve counts with mean 10 and mean moving range 2: limits 10 ± 5.3191.
STEADY = [9.0, 11.0] * 6


def months(number: int) -> list[dt.date]:
    return [day.date() for day in pd.date_range(FIRST, periods=number, freq="MS")]


def of_rates(rates: list[Count], **more: Any) -> pd.DataFrame:
    counts = pd.DataFrame(rates, columns=["numerator", "denominator"])
    return p_chart(counts.assign(month=months(len(rates))), **more)


def of_counts(counts: list[float], **more: Any) -> pd.DataFrame:
    return xmr_chart(pd.DataFrame({"month": months(len(counts)), "count": counts}), **more)


def marked(chart: pd.DataFrame) -> dict[int, str]:
    """The signals by the number of their month."""
    return {number: signal for number, signal in enumerate(chart["signal"]) if signal}


# --- Published charts --------------------------------------------------------------------------------------------


def test_the_published_p_chart_comes_out() -> None:
    chart = of_rates([(leaking, 50) for leaking in LEAKING], changes=(), baseline=30)
    assert sum(LEAKING) == 347
    assert chart["centre"].round(4).unique().tolist() == [0.2313]
    assert chart["low"].round(8).unique().tolist() == [0.05242755]
    assert chart["high"].round(7).unique().tolist() == [0.4102391]
    assert marked(chart) == {14: "outside", 22: "outside"}  # samples 15 and 23


def test_the_published_p_chart_comes_out_when_two_samples_are_left_aside() -> None:
    kept = [(leaking, 50) for number, leaking in enumerate(LEAKING, start=1) if number not in (15, 23)]
    chart = of_rates(kept, changes=(), baseline=28)
    assert chart.loc[0, ["centre", "low", "high"]].astype(float).round(4).tolist() == [0.215, 0.0407, 0.3893]
    assert marked(chart) == {19: "outside"}  # sample 21


def test_the_published_individuals_chart_comes_out() -> None:
    chart = of_counts(FLOW, changes=(), baseline=10)
    assert round(float(np.abs(np.diff(FLOW)).mean()), 4) == 1.8778
    assert chart.loc[0, ["centre", "low", "high"]].astype(float).round(4).tolist() == [50.81, 45.8159, 55.8041]
    assert marked(chart) == {}


# --- Limits ------------------------------------------------------------------------------------------------------


def test_limits_are_those_of_each_months_own_number_of_cases() -> None:
    chart = of_rates([(20, 100)] * 11 + [(20, 100), (5, 25), (1, 400)], changes=())
    assert chart["centre"].eq(0.2).all()
    assert chart["high"].iloc[[0, 12, 13]].tolist() == pytest.approx([0.32, 0.44, 0.26])
    assert chart["low"].iloc[[0, 12, 13]].tolist() == pytest.approx([0.08, 0.0, 0.14])  # cut at 0


def test_the_upper_limit_of_a_share_is_cut_at_one_that_of_a_count_is_not() -> None:
    assert of_rates([(9, 10)] * 6, changes=())["high"].eq(1.0).all()
    assert of_counts(STEADY)["high"].tolist() == pytest.approx([10 + 3 * 2 / 1.128] * 12)


def test_the_lower_limit_of_a_count_is_not_below_nought() -> None:
    assert of_counts([0.0, 4.0] * 6)["low"].eq(0.0).all()


@pytest.mark.parametrize(
    ("known", "limits"),
    [(5, "short"), (6, "provisional"), (11, "provisional"), (12, "full"), (30, "full")],
)
def test_a_stretch_needs_six_months_and_its_baseline_is_twelve(known: int, limits: str) -> None:
    chart = of_counts((STEADY * 3)[:known], changes=())
    assert chart["limits"].unique().tolist() == [limits]
    assert chart["baseline"].tolist() == [number < BASELINE_MONTHS for number in range(known)]
    assert chart[["centre", "low", "high"]].isna().all(axis=None) == (known < LEAST_MONTHS)
    assert chart["high"].notna().all() == (known >= LEAST_MONTHS)


def test_the_baseline_restarts_at_the_change_of_law() -> None:
    chart = of_counts(STEADY * 2 + [29.0, 31.0] * 8)
    assert chart.loc[chart["month"] < LAW, ["stretch", "centre"]].drop_duplicates().to_numpy().tolist() == [[0, 10]]
    assert chart.loc[chart["month"] >= LAW, ["stretch", "centre"]].drop_duplicates().to_numpy().tolist() == [[1, 30]]
    assert chart["baseline"].sum() == 2 * BASELINE_MONTHS
    assert marked(chart) == {}


def test_without_a_declared_change_the_same_months_are_outside() -> None:
    chart = of_counts(STEADY * 2 + [29.0, 31.0], changes=())
    assert marked(chart) == {24: "outside", 25: "outside"}
    assert of_counts(STEADY * 2 + [29.0, 31.0])["limits"].unique().tolist() == ["full", "short"]


def test_a_change_of_definition_can_be_declared_beside_that_of_the_law() -> None:
    definition = Change("definition", dt.date(2023, 1, 1))
    chart = of_counts(STEADY * 3, changes=(*CHANGES_OF_LAW, definition))
    assert chart["stretch"].tolist() == [0] * 12 + [1] * 12 + [2] * 12


def test_a_change_before_all_months_leaves_one_stretch() -> None:
    assert of_counts(STEADY, changes=(Change("law", dt.date(2000, 1, 1)),))["baseline"].all()


# --- Months without cases ----------------------------------------------------------------------------------------


def test_a_month_without_cases_keeps_its_place_without_value_and_limits() -> None:
    chart = of_rates([(2, 10)] * 3 + [(0, 0)] + [(3, 10)] * 10, changes=())
    assert chart.loc[3, ["value", "low", "high"]].isna().all()
    assert chart.loc[3, "signal"] == ""
    assert not chart.loc[3, "baseline"]
    assert chart["baseline"].sum() == BASELINE_MONTHS
    assert chart["month"].tolist() == months(14)


def test_months_without_cases_are_passed_over_by_runs_and_trends() -> None:
    run = of_rates([(1, 10), (3, 10)] * 6 + [(3, 10)] * 4 + [(0, 0)] + [(3, 10)] * 3, changes=())
    assert marked(run) == {19: "run"}  # the run began with the last month of the baseline
    trend = of_counts([*STEADY, 8.0, 9.0, 10.0, np.nan, 11.0, 12.0, 13.0], changes=())
    assert marked(trend) == {18: "trend"}
    assert trend["length"].iat[18] == 6


def test_no_month_has_cases() -> None:
    chart = of_rates([(0, 0)] * 14)
    assert chart[["value", "centre", "low", "high"]].isna().all(axis=None)
    assert (chart["limits"].unique().tolist(), chart["baseline"].any()) == (["short"], False)


@pytest.mark.parametrize("chart", [of_rates([]), of_counts([])], ids=["p", "XmR"])
def test_no_months_at_all(chart: pd.DataFrame) -> None:
    assert (list(chart.columns), len(chart)) == (list(COLUMNS), 0)
    found = summary(chart)
    assert (found.months, found.signals, found.last, found.limits) == (0, 0, None, "")


def test_one_month_has_a_value_and_no_limits() -> None:
    chart = of_rates([(2, 10)])
    assert chart["value"].tolist() == [0.2]
    assert chart["limits"].tolist() == ["short"]


@pytest.mark.parametrize(
    "chart", [of_rates([(0, 10)] * 12 + [(1, 10)]), of_counts([4.0] * 12 + [5.0])], ids=["p", "XmR"]
)
def test_a_baseline_without_variation_has_a_centre_and_no_limits(chart: pd.DataFrame) -> None:
    assert chart["limits"].unique().tolist() == ["alike"]
    assert chart[["low", "high"]].isna().all(axis=None)
    assert chart["centre"].nunique() == 1
    assert marked(chart) == {}


def test_after_a_baseline_without_variation_a_lasting_change_is_still_seen() -> None:
    assert marked(of_counts([0.0] * 12 + [1.0] * 8, changes=())) == {19: "run"}


RARE_RATES = [(place % 3 == 0, 2) for place in range(30)]


@pytest.mark.parametrize(
    "chart",
    [
        of_rates(RARE_RATES),
        of_rates([(cases - lost, cases) for lost, cases in RARE_RATES]),  # won as rarely
        of_counts([float(lost) for lost, _ in RARE_RATES]),
        of_counts([2.0, *[0.0] * 40, 9.0]),
    ],
    ids=["p", "p of the other outcome", "XmR", "long without"],
)
def test_events_of_less_than_one_a_month_have_no_limits_and_no_signals(chart: pd.DataFrame) -> None:
    first = chart[chart["stretch"] == 0]
    assert first["limits"].unique().tolist() == ["rare"]
    assert first[["low", "high"]].isna().all(axis=None)
    assert first["centre"].notna().all()
    assert set(first["signal"]) == {""}


def test_a_month_of_few_cases_is_not_called_outside() -> None:
    usual = [(4, 40), (6, 40)] * 6
    chart = of_rates([*usual, (9, 9), (10, 10)], changes=())
    assert chart["high"].iloc[12:].lt(1).all()
    assert marked(chart) == {13: "outside"}
    assert marked(of_rates([*usual, (9, 9)], changes=(), small=9)) == {12: "outside"}


def test_a_count_is_called_outside_where_it_or_the_usual_one_is_not_few() -> None:
    # 0 and 4 by turns: 2 + 3·4/1.128 = 12.6; 1 and 3: 7.3; 9 and 11: 10 ± 5.3.
    assert marked(of_counts([0.0, 4.0] * 6 + [13.0], changes=())) == {12: "outside"}
    assert marked(of_counts([1.0, 3.0] * 6 + [9.0, 10.0], changes=())) == {13: "outside"}
    assert marked(of_counts([*STEADY, 4.0], changes=())) == {12: "outside"}


def test_one_event_a_month_is_not_rare() -> None:
    assert of_counts([0.0, 2.0] * 6, changes=())["limits"].unique().tolist() == ["full"]
    assert of_rates([(0, 9), (2, 9)] * 6, changes=())["limits"].unique().tolist() == ["full"]


# --- Signals -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("later", "signals"),
    [
        ([15.3], {}),  # the limit is 15.319
        ([15.4], {12: ("outside", "above", 0)}),
        ([4.6], {12: ("outside", "below", 0)}),
        ([11.0] * 6, {}),  # seven above the centre, the last of the baseline among them
        ([11.0] * 7, {18: ("run", "above", 8)}),
        ([9.0] * 9, {19: ("run", "below", 8), 20: ("run", "below", 9)}),
        ([11.0] * 6 + [10.0] + [11.0] * 7, {}),  # a value on the centre ends a run
        ([6.0, 7.0, 8.0, 9.0, 11.0], {}),
        ([6.0, 7.0, 8.0, 9.0, 11.0, 12.0], {17: ("trend", "rising", 6)}),
        ([9.5, 9.0, 8.5, 8.0, 7.5], {16: ("trend", "falling", 6)}),  # falling from the baseline's last value
        ([6.0, 7.0, 8.0, 8.0, 9.0, 11.0, 12.0], {}),  # two alike end a trend
        ([6.0, 7.0, 8.0, 9.0, 11.0, 16.0], {17: ("outside", "above", 0)}),  # the first rule that applies
        ([12.0, 11.9, 11.8, 11.7, 11.6, 11.5, 11.4], {17: ("trend", "falling", 6), 18: ("run", "above", 8)}),
    ],
)
def test_a_signal_is_a_point_outside_eight_on_one_side_or_six_rising_or_falling(
    later: list[float], signals: dict[int, tuple[str, str, int]]
) -> None:
    chart = of_counts(STEADY + later, changes=())
    found = chart.loc[chart["signal"] != "", ["signal", "side", "length"]]
    assert {row.Index: tuple(row)[1:] for row in found.itertuples()} == signals


def test_a_run_ends_at_the_change_of_law() -> None:
    before = STEADY * 2
    before[20:] = [11.0] * 4
    after = [11.0] * 4 + [7.0, 13.0] * 4
    assert marked(of_counts(before + after)) == {}
    assert marked(of_counts(before + after, changes=())) == {26: "run", 27: "run"}  # from month 19 on


def test_equal_rates_from_different_numbers_of_cases_lie_on_the_centre() -> None:
    assert marked(of_rates([(1, 3), (7, 21), (10, 30), (3, 9)] * 5, changes=())) == {}


def test_months_may_come_in_any_order_and_each_once() -> None:
    counts = pd.DataFrame({"month": months(30), "count": (STEADY * 3)[:30]})
    pd.testing.assert_frame_equal(xmr_chart(counts.sample(frac=1, random_state=1)), xmr_chart(counts))
    with pytest.raises(ValueError, match="once"):
        xmr_chart(pd.concat([counts, counts.head(1)]))


@pytest.mark.parametrize("count", [(3, 2), (-1, 5)])
def test_a_rate_that_is_none_is_refused(count: Count) -> None:
    with pytest.raises(ValueError, match="numerator"):
        of_rates([count])


# --- What a sentence needs ---------------------------------------------------------------------------------------


def test_the_summary_counts_signals_and_gives_the_latest_within_the_months_asked_for() -> None:
    chart = of_counts([*STEADY, 16.0, *[11.0] * 8, 10.0, 9.0, np.nan], changes=())
    found = summary(chart)
    assert (found.months, dict(found.marked), found.signals) == (23, {"outside": 1, "run": 3, "trend": 0}, 4)
    assert found.latest["outside"] is not None
    assert (found.latest["outside"]["month"], found.latest["outside"]["value"]) == (months(13)[-1], 16.0)
    assert found.latest["run"] is not None
    assert (found.latest["run"]["length"], found.latest["run"]["side"]) == (10, "above")
    assert found.latest["trend"] is None
    assert found.last is not None
    assert found.last["month"] == months(23)[-1]
    later = summary(chart, first=months(22)[-1])
    assert (later.months, later.signals, later.limits) == (2, 0, "full")
    assert summary(chart, last=months(12)[-1]).signals == 0


def test_months_that_are_not_given_are_filled_in() -> None:
    counts = pd.DataFrame({"month": [months(2)[1]], "numerator": [1], "denominator": [2]})
    filled = every_month(counts, FIRST, months(3)[-1], missing=0)
    assert filled["month"].tolist() == months(3)
    assert filled[["numerator", "denominator"]].to_numpy().tolist() == [[0, 0], [1, 2], [0, 0]]
