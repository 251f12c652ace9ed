"""Rates, intervals and places: vectors from the definitions, and what must hold for any counts."""

from math import isnan
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.indicators import Better
from assessment.rates import (
    competition_places,
    is_better,
    rate,
    small_sample,
    wilson_interval,
    wilson_intervals,
)

HUGE = 10**30
DIRECTIONS: tuple[Better | None, ...] = ("higher", "lower", None)

bases = st.integers(0, 10**9)
counts = bases.flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))
with_cases = st.integers(1, 10**9).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))
small_counts = st.integers(0, 6).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))
directions = st.sampled_from(DIRECTIONS)


def places(pairs: list[tuple[int, int]], better: Better | None) -> list[int | None]:
    return competition_places([x for x, _ in pairs], [n for _, n in pairs], better)


# --- Rates and intervals -----------------------------------------------------------------------------------------


def test_no_cases_is_no_rate_and_not_nought() -> None:
    assert isnan(rate(0, 0))
    assert rate(0, 5) == 0.0
    assert rate(2, 8) == 0.25


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"),
    [
        (2, 7, 8.2, 64.1),
        (20, 70, 19.3, 40.1),
        (0, 5, 0.0, 43.4),
        (5, 5, 56.6, 100.0),
        (1, 1, 20.7, 100.0),
        (0, 1, 0.0, 79.3),
        (228, 962, 21.1, 26.5),
    ],
)
def test_the_interval_is_wilsons(numerator: int, denominator: int, low: float, high: float) -> None:
    found = wilson_interval(numerator, denominator)
    assert [round(100 * end, 1) for end in found] == [low, high]


def test_without_cases_there_is_no_interval() -> None:
    assert all(isnan(end) for end in wilson_interval(0, 0))


@pytest.mark.parametrize(("numerator", "denominator"), [(3, 2), (-1, 2), (1, 0), (float("nan"), 2)])
def test_counts_that_are_no_share_are_refused_with_what_was_expected(numerator: float, denominator: float) -> None:
    with pytest.raises(ValueError, match="expected 0 ≤ numerator ≤ denominator"):
        wilson_interval(numerator, denominator)


@given(st.lists(counts, max_size=5))
def test_intervals_of_arrays_are_those_of_their_members(pairs: list[tuple[int, int]]) -> None:
    table = np.array(pairs, dtype=float).reshape(-1, 2)
    found = wilson_intervals(table[:, 0], table[:, 1])
    expected = np.array([wilson_interval(*pair) for pair in pairs]).reshape(-1, 2)
    np.testing.assert_allclose(np.column_stack(found), expected, atol=1e-12)


@pytest.mark.parametrize("wrong", [(3, 2), (-1, 2), (float("nan"), 2)])
def test_one_count_among_many_that_is_no_share_is_refused(wrong: tuple[float, float]) -> None:
    table = np.array([(1, 2), wrong], dtype=float)
    with pytest.raises(ValueError, match="expected 0 ≤ numerator ≤ denominator"):
        wilson_intervals(table[:, 0], table[:, 1])


@given(with_cases)
def test_the_interval_holds_the_rate_and_lies_between_nought_and_one(pair: tuple[int, int]) -> None:
    low, high = wilson_interval(*pair)
    assert 0 <= low <= rate(*pair) + 1e-12
    assert rate(*pair) - 1e-12 <= high <= 1
    assert low < high


@given(with_cases, st.integers(2, 1_000))
def test_the_same_rate_on_fewer_cases_is_less_certain(pair: tuple[int, int], times: int) -> None:
    numerator, denominator = pair
    low, high = wilson_interval(numerator, denominator)
    more_low, more_high = wilson_interval(numerator * times, denominator * times)
    assert more_high - more_low < high - low


@given(with_cases)
def test_the_interval_of_the_opposite_outcome_is_the_mirror_image(pair: tuple[int, int]) -> None:
    numerator, denominator = pair
    low, high = wilson_interval(numerator, denominator)
    assert wilson_interval(denominator - numerator, denominator) == pytest.approx((1 - high, 1 - low), abs=1e-12)


@pytest.mark.parametrize(("denominator", "small"), [(0, False), (1, True), (9, True), (10, False)])
def test_a_small_sample_has_a_case_but_fewer_than_the_threshold(denominator: int, small: bool) -> None:
    assert small_sample(denominator, 10) is small


@pytest.mark.parametrize(
    ("change", "better", "verdict"),
    [
        (0.1, "higher", True),
        (-0.1, "higher", False),
        (0.1, "lower", False),
        (-0.1, "lower", True),
        (0.1, None, None),
        (0.0, "higher", None),
        (float("nan"), "lower", None),
    ],
)
def test_a_change_is_for_the_better_only_where_there_is_a_direction_and_a_change(
    change: float, better: Better | None, verdict: bool | None
) -> None:
    assert is_better(change, better) is verdict


# --- Places ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pairs", "better", "expected"),
    [
        ([(9, 10), (8, 10), (4, 5), (7, 10)], "higher", [1, 2, 2, 4]),
        ([(9, 10), (8, 10), (4, 5), (7, 10)], "lower", [4, 2, 2, 1]),
        ([(9, 10), (8, 10), (4, 5), (7, 10)], None, [1, 2, 2, 4]),
        ([(5, 5), (3, 3), (80, 80)], "higher", [1, 1, 1]),
        ([(0, 5), (0, 3)], "lower", [1, 1]),
        ([(1, 3), (33_333_333, 100_000_000)], "higher", [1, 2]),
        ([(1, 3), (33_333_333, 99_999_999)], "higher", [1, 1]),
        ([(HUGE, HUGE + 1), (HUGE - 1, HUGE)], "higher", [1, 2]),
        ([(HUGE, 3 * HUGE), (1, 3)], "lower", [1, 1]),
        ([(0, 0), (1, 2), (0, 0), (2, 2)], "higher", [None, 2, None, 1]),
        ([(0, 0), (1, 2)], "lower", [None, 1]),
        ([(0, 0)], "higher", [None]),
        ([(1, 9)], None, [1]),
        ([], "higher", []),
    ],
)
def test_places_are_by_competition_on_the_exact_fraction(
    pairs: list[tuple[int, int]], better: Better | None, expected: list[int | None]
) -> None:
    assert places(pairs, better) == expected


def test_as_many_bases_as_counts_are_expected() -> None:
    with pytest.raises(ValueError, match="zip"):
        competition_places([1, 2], [3], "higher")


@given(st.lists(counts, max_size=8), directions, st.randoms(use_true_random=False))
def test_the_order_in_which_units_are_named_changes_no_place(
    pairs: list[tuple[int, int]], better: Better | None, random: Random
) -> None:
    order = list(range(len(pairs)))
    random.shuffle(order)
    before = places(pairs, better)
    assert places([pairs[at] for at in order], better) == [before[at] for at in order]


@given(st.lists(small_counts, max_size=8), small_counts, directions)
def test_a_further_unit_never_improves_anothers_place(
    pairs: list[tuple[int, int]], further: tuple[int, int], better: Better | None
) -> None:
    before, after = places(pairs, better), places([*pairs, further], better)[:-1]
    assert [place is None for place in before] == [place is None for place in after]
    moved = [new - old for old, new in zip(before, after, strict=True) if old is not None and new is not None]
    assert all(step in (0, 1) for step in moved)
    assert further[1] > 0 or not any(moved)


@given(st.lists(small_counts, max_size=8), directions)
def test_a_place_is_one_more_than_the_units_ahead_and_equal_rates_share_it(
    pairs: list[tuple[int, int]], better: Better | None
) -> None:
    given_places = places(pairs, better)
    ranked = sorted(place for place in given_places if place is not None)
    assert ranked == [ranked.index(place) + 1 for place in ranked]
    rates = [rate(*pair) for pair in pairs]
    for own, place in zip(rates, given_places, strict=True):
        ahead = [other for other in rates if (other < own if better == "lower" else other > own)]
        assert place == (None if isnan(own) else len(ahead) + 1)


@given(st.lists(small_counts, max_size=8), st.integers(1, 50))
def test_the_same_rate_on_more_cases_changes_no_place(pairs: list[tuple[int, int]], times: int) -> None:
    multiplied = [(x * times, n * times) if at % 2 else (x, n) for at, (x, n) in enumerate(pairs)]
    assert places(multiplied, "higher") == places(pairs, "higher")
