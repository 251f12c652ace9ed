"""What holds of every control chart, and its limits once more in plain arithmetic."""

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.control import BASELINE_MONTHS, LEAST_EVENTS, LEAST_MONTHS
from tests.assessment.given import Count, some_examples
from tests.assessment.test_control import of_counts, of_rates


def up_to(most: int) -> st.SearchStrategy[list[Count]]:
    pairs = st.integers(0, most).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))
    return st.lists(pairs, min_size=1, max_size=45)


def counts_up_to(most: int) -> st.SearchStrategy[list[float]]:
    return st.lists(st.integers(0, most).map(float) | st.just(float("nan")), min_size=1, max_size=45)


some_rates = up_to(60) | up_to(3)
some_counts = counts_up_to(90) | counts_up_to(2)


@some_examples
@given(some_rates)
def test_limits_contain_the_centre_and_are_shares(rates: list[Count]) -> None:
    known = of_rates(rates).dropna(subset=["low"])
    assert (known["low"] <= known["centre"]).all()
    assert (known["centre"] <= known["high"]).all()
    assert known[["value", "low", "high"]].apply(lambda shares: shares.between(0, 1)).all(axis=None)


@some_examples
@given(some_rates)
def test_limits_of_rates_agree_with_plain_arithmetic(rates: list[Count]) -> None:
    chart = of_rates(rates, changes=())
    base = [(x, n) for x, n in rates if n][:BASELINE_MONTHS]
    lost, won = sum(x for x, _ in base), sum(n - x for x, n in base)
    if len(base) < LEAST_MONTHS or min(lost, won) < LEAST_EVENTS * len(base):
        assert chart["high"].isna().all()
        return
    p = sum(x for x, _ in base) / sum(n for _, n in base)
    for (_, n), low, high in zip(rates, chart["low"], chart["high"], strict=True):
        spread = 3 * (p * (1 - p) / n) ** 0.5 if n else float("nan")
        assert [low, high] == pytest.approx(
            [max(0, p - spread), min(1, p + spread)] if n else [spread] * 2, nan_ok=True
        )


@some_examples
@given(some_counts)
def test_limits_of_counts_agree_with_plain_arithmetic(counts: list[float]) -> None:
    chart = of_counts(counts, changes=())
    base = [count for count in counts if count == count][:BASELINE_MONTHS]
    ranges = [abs(later - earlier) for earlier, later in pairwise(base)]
    if len(base) < LEAST_MONTHS or not sum(ranges) or sum(base) < LEAST_EVENTS * len(base):
        assert chart["high"].isna().all()
        return
    mean, spread = sum(base) / len(base), 3 * sum(ranges) / len(ranges) / 1.128
    limits = chart.dropna(subset=["value"])[["low", "high"]]
    assert limits.to_numpy().tolist() == [pytest.approx([max(0, mean - spread), mean + spread])] * len(limits)


@some_examples
@given(some_rates, some_rates)
def test_later_months_change_neither_limits_nor_signals_once_a_baseline_is_complete(
    rates: list[Count], later: list[Count]
) -> None:
    before = of_rates(rates)
    after = of_rates(rates + later).head(len(rates))
    complete = before["stretch"].map(before.groupby("stretch")["baseline"].sum()) == BASELINE_MONTHS
    pd.testing.assert_frame_equal(before[complete], after[complete])


@some_examples
@given(counts_up_to(90), st.floats(1, 20))
def test_a_chart_of_smaller_units_is_the_same_chart(counts: list[float], scale: float) -> None:
    small, large = of_counts(counts, small=0), of_counts([count * scale for count in counts], small=0)
    if small["limits"].tolist() != large["limits"].tolist():  # events are rare in one of them only
        return
    assert small["signal"].tolist() == large["signal"].tolist()
    pd.testing.assert_series_equal(small["high"] * scale, large["high"])
