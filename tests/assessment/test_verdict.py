"""The one test of difference: published intervals, the three words, and no verdict from small numbers."""

from dataclasses import replace
from typing import get_args

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.funnel import Z95, Z998
from assessment.indicators import BY_KEY, SMALL_DENOMINATOR, Better, Kind
from assessment.rates import rate, wilson_interval, wilson_intervals
from assessment.standing import standing
from assessment.verdict import (
    TOLD,
    Count,
    Verdict,
    against,
    difference_intervals,
    enough_for_a_year,
    verdict,
    verdicts,
    worse_than,
)
from tests.assessment.given import adopted

counts = st.integers(0, 400).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))
enough = st.integers(SMALL_DENOMINATOR, 400).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))
few = st.integers(1, SMALL_DENOMINATOR - 1).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))


def interval(count: Count, other: Count, z: float = Z95) -> tuple[float, float]:
    low, high = difference_intervals(*(np.array([float(value)]) for value in (*count, *other)), z)
    return float(low[0]), float(high[0])


@pytest.mark.parametrize(
    ("count", "other", "low", "high"),
    [
        # Newcombe 1998, table II, method 10: the examples (a) to (h).
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_the_interval_of_a_difference_is_newcombes(count: Count, other: Count, low: float, high: float) -> None:
    assert interval(count, other) == pytest.approx((low, high), abs=6e-5)


@pytest.mark.parametrize(
    ("count", "other", "said"),
    [
        ((1, 3), (45, 530), "few"),  # January: +24.8 points from three cases
        ((0, 4), (906, 1166), "few"),  # and −77.7 points from four
        ((5, 43), (10, 37), "not_distinguishable"),  # October: −15.4 points
        ((456, 517), (411, 493), "unclear"),  # +4.8 points: beyond 95 %, within 99.8 %
        ((486, 585), (371, 501), "different"),  # +9.0 points
        ((9, 9), (0, 9), "few"),
        ((10, 10), (0, 10), "different"),
        ((0, 1000), (0, 1000), "not_distinguishable"),
        ((0, 0), (5, 50), ""),
        ((5, 50), (0, 0), ""),
    ],
)
def test_what_may_be_said_of_two_shares(count: Count, other: Count, said: Verdict) -> None:
    assert verdict(count, other) == verdict(other, count) == said


@given(few, counts)
def test_no_verdict_is_given_when_a_base_is_below_the_limit(count: Count, other: Count) -> None:
    assert verdict(count, other) not in TOLD
    assert verdict(other, count) not in TOLD


@given(enough, enough)
def test_a_verdict_is_given_exactly_when_the_interval_excludes_nought(count: Count, other: Count) -> None:
    beyond = [low > 0 or high < 0 for low, high in (interval(count, other, z) for z in (Z95, Z998))]
    assert verdict(count, other) == ("not_distinguishable", "unclear", "different")[sum(beyond)]


@given(enough, enough)
def test_on_large_numbers_every_difference_is_told(count: Count, other: Count) -> None:
    many = 10**7
    large, larger = ((x * many, n * many) for x, n in (count, other))
    assert verdict(large, larger) == ("not_distinguishable" if rate(*count) == rate(*other) else "different")


@given(counts, counts)
def test_shares_whose_own_intervals_lie_apart_are_told_apart(count: Count, other: Count) -> None:
    """Newcombe's interval is the narrower of the two ways: nobody is told apart by eye alone."""
    if min(count[1], other[1]) >= SMALL_DENOMINATOR:
        apart = max(wilson_interval(*count)[0], wilson_interval(*other)[0]) > min(
            wilson_interval(*count)[1], wilson_interval(*other)[1]
        )
        assert not apart or verdict(count, other) in TOLD


@given(st.lists(st.tuples(counts, counts), max_size=5), st.integers(1, 50))
def test_many_pairs_are_judged_as_each_is(pairs: list[tuple[Count, Count]], small: int) -> None:
    table = np.array([(*one, *other) for one, other in pairs], dtype=float).reshape(-1, 4)
    assert verdicts(*table.T, small=small).tolist() == [verdict(one, other, small) for one, other in pairs]


@given(enough, enough)
def test_a_unit_is_told_from_the_benchmark_exactly_when_its_wilson_interval_excludes_it(
    count: Count, benchmark: Count
) -> None:
    """The funnel that is drawn, the interval in a ranking and the word in a sentence are one test."""
    found = against(pd.DataFrame([count], columns=["numerator", "denominator"]), benchmark).iloc[0]
    pair = [np.array([float(value)]) for value in count]
    intervals = [wilson_intervals(*pair, z) for z in (Z95, Z998)]
    beyond = [not low[0] <= rate(*benchmark) <= high[0] for low, high in intervals]
    # Where everybody has the same outcome nobody differs from it.
    outside = sum(beyond) if 0 < benchmark[0] < benchmark[1] else 0
    assert found["against"] == ("not_distinguishable", "unclear", "different")[outside]
    sides: dict[Better, bool] = {"lower": found["z"] > 0, "higher": found["z"] < 0}
    for better, worse in sides.items():
        assert worse_than(count, benchmark, better) == (bool(worse) and found["against"] in TOLD)


@pytest.mark.parametrize(
    ("count", "benchmark", "said"),
    [
        ((7, 25), (64, 487), "unclear"),  # 28.0 % beside 13.1 %: 2.2 standard errors
        ((28, 100), (64, 487), "different"),
        ((4, 25), (64, 487), "not_distinguishable"),
        ((7, 9), (64, 487), "few"),
        ((7, 25), (2, 9), "few"),
        ((0, 0), (64, 487), ""),
        ((7, 25), (0, 0), ""),
    ],
)
def test_what_may_be_said_of_a_unit_and_its_benchmark(count: Count, benchmark: Count, said: Verdict) -> None:
    assert against(pd.DataFrame([count], columns=["numerator", "denominator"]), benchmark)["against"].tolist() == [said]


@pytest.mark.parametrize("kind", get_args(Kind))
def test_only_a_share_of_cases_bears_a_verdict(kind: Kind) -> None:
    planted = replace(BY_KEY["appearance_rate"], key="planted", kind=kind)
    rows = [(80, 100, 20, 100), (3, 4, 20, 100), (80, 100, 0, 0)]
    columns = ["numerator", "denominator", "numerator_compared", "denominator_compared"]
    counted = pd.DataFrame(rows, columns=columns).assign(indicator="planted")
    with adopted(planted):
        said = standing(counted, planted)["verdict"].tolist()
    assert said == {"share": ["different", "few", ""], "mean": ["", "few", ""]}.get(kind, ["", "", ""])


@pytest.mark.parametrize(
    ("months", "bases", "expected"),
    [(2, [500], False), (3, [500], True), (3, [9, 10], True), (3, [9, 0], False), (12, [], False)],
)
def test_a_year_begins_with_three_whole_months_and_ten_cases_of_something(
    months: int, bases: list[int], expected: bool
) -> None:
    assert enough_for_a_year(months, bases) is expected
