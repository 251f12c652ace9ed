"""How sure a rank is: what is drawn and what is not, streams that no other unit moves, intervals and sure leads."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise, permutations
from math import sqrt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.draws import Draws, stream
from assessment.robustness import DRAWS, ItemKey, Robustness, draw, ranked, robustness, surely_ahead_of_next, totals
from assessment.scheme import Scheme
from assessment.score_frames import ADJUSTMENT, Scores
from assessment.scoring import score
from tests.assessment.given import (
    GROUP,
    ITEMS,
    PLAIN,
    SCHEME,
    Count,
    counts,
    marks,
    of_indicator,
    plain_values,
    reviews,
    some_examples,
)

RATE: ItemKey = ("daily", "settlement_rate")
FEW = 200


def plain_scores(units: Mapping[str, Count], adjustments: Mapping[str, float] | None = None) -> Scores:
    """Scores that are the rate itself, in percent, and adjustments."""
    given_marks = marks((code, ADJUSTMENT, "x", value, None) for code, value in (adjustments or {}).items())
    return score(PLAIN, GROUP, of_indicator("settlement_rate", dict(units)), given_marks, reviews(), list(units))


def plainly(units: Mapping[str, Count], size: int = DRAWS) -> Robustness:
    return robustness(PLAIN, GROUP, plain_scores(units), size)


def unit(found: Robustness, code: str) -> dict[str, Any]:
    row: dict[str, Any] = found.units.set_index("code").loc[code].to_dict()
    return row


# --- What is drawn -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("good", "base"), [(0, 1), (1, 1), (2, 9), (80, 100), (0, 40), (3, 6)])
def test_a_rate_is_drawn_around_what_was_seen_as_beta_says(good: int, base: int) -> None:
    drawn = draw(PLAIN, GROUP, plain_scores({"A": (good, base)}), 20000).values[RATE][0]
    a, b = good + 0.5, base - good + 0.5
    mean, variance = a / (a + b), a * b / ((a + b) ** 2 * (a + b + 1))
    assert drawn[0] == good / base
    assert drawn[1:].mean() == pytest.approx(mean, abs=5 * sqrt(variance / 20000))
    assert drawn[1:].var() == pytest.approx(variance, rel=0.1)
    assert ((drawn >= 0) & (drawn <= 1)).all()


def everything(scheme: Scheme = SCHEME) -> Scores:
    """A: all counted; B: no cases of one rate, a mark missing (block), one missing (zero); C: nothing daily."""
    return score(
        scheme,
        GROUP,
        counts(
            [
                ("A", "loss_rate", 2, 20), ("A", "appearance_rate", 8, 10), ("B", "loss_rate", 0, 0),
                ("B", "appearance_rate", 0, 0, True), ("C", "loss_rate", 0, 0), ("C", "appearance_rate", 0, 0),
            ]
        ),
        marks([("A", "annual", "plan", 18, 20), ("B", ADJUSTMENT, "x", 9, None), ("C", "annual", "plan", 5, 20)]),
        reviews([("A", "public", 90, 88.0), ("B", "public", 90, 70.0)]),
        ["C", "A", "B"],
    )  # fmt: skip


def test_only_rates_with_cases_are_drawn_and_the_rest_is_as_it_is() -> None:
    draws = draw(SCHEME, GROUP, everything(), FEW)
    loss, appearance = draws.values["daily", "loss_rate"], draws.values["daily", "appearance_rate"]
    assert loss.shape == appearance.shape == (3, 1 + FEW)
    assert len(set(loss[1])) == len(set(appearance[1])) == 1 + FEW
    assert np.isnan(loss[[0, 2]]).all()
    assert np.isnan(appearance[[0, 2]]).all()
    assert draws.values["annual", "plan"].shape == (3, 1)
    assert draws.values["external", "public"][1:].tolist() == [[0.88], [0.70]]
    assert draws.absent["daily", "appearance_rate"].tolist() == [False, False, True]


def test_weights_wobble_by_a_quarter_once_for_all_units() -> None:
    draws = draw(SCHEME, GROUP, everything(), DRAWS)
    for factors in draws.wobble.values():
        assert factors[0] == 1
        assert factors[1:].min() == pytest.approx(0.75, abs=0.01)
        assert factors[1:].max() == pytest.approx(1.25, abs=0.01)
        assert factors[1:].mean() == pytest.approx(1, abs=0.02)
    assert len({tuple(factors) for factors in draws.wobble.values()}) == len(ITEMS)


def test_draws_are_the_same_every_time_and_on_every_machine() -> None:
    first, again = (draw(PLAIN, GROUP, plain_scores({"A": (2, 9)}), FEW) for _ in range(2))
    assert (first.values[RATE] == again.values[RATE]).all()
    assert stream("A", "settlement_rate").bit_generator.random_raw(2).tolist() == [
        8391039829825413,
        4690858481879239992,
    ]
    assert stream("A", "b").random() != stream("Ab", "").random()


def test_another_order_and_another_unit_change_no_draw_of_a_unit() -> None:
    alone = draw(PLAIN, GROUP, plain_scores({"A": (2, 9), "B": (3, 5)}), FEW)
    others = draw(PLAIN, GROUP, plain_scores({"Z": (1, 2), "B": (3, 5), "A": (2, 9)}), FEW)
    for code in ("A", "B"):
        rows = [draws.values[RATE][draws.codes.index(code)] for draws in (alone, others)]
        assert (rows[0] == rows[1]).all()
        scores = [totals(draws, PLAIN)[draws.codes.index(code)] for draws in (alone, others)]
        assert (scores[0] == scores[1]).all()
    assert (alone.wobble[RATE] == others.wobble[RATE]).all()


def test_a_renamed_unit_draws_anew_and_moves_no_other() -> None:
    before = draw(PLAIN, GROUP, plain_scores({"A": (2, 9), "B": (2, 9)}), FEW).values[RATE]
    after = draw(PLAIN, GROUP, plain_scores({"A": (2, 9), "C": (2, 9)}), FEW).values[RATE]
    assert (before[0] == after[0]).all()
    assert (before[1, 1:] != after[1, 1:]).any()
    assert (before[0, 1:] != before[1, 1:]).any()


# --- What the draws lead to ----------------------------------------------------------------------------------------


def test_the_first_column_is_the_score_as_it_is() -> None:
    found = everything()
    assert totals(draw(SCHEME, GROUP, found, FEW), SCHEME)[:, 0].tolist() == found.totals["score"].tolist()


def test_a_drawn_total_is_the_score_of_the_drawn_rates_and_weights() -> None:
    draws = draw(SCHEME, GROUP, everything(), FEW)
    column, unit_a = 7, draws.codes.index("A")
    loss, appearance = (draws.values["daily", key][unit_a, column] for key in ("loss_rate", "appearance_rate"))
    weight = {key: item.weight * draws.wobble[key][column] for item in ITEMS for key in [(item.component, item.key)]}
    points = np.clip([100 * (0.3 - loss) / 0.25, 100 * (appearance - 0.5) / 0.4], 0, 100)
    daily = np.average(points, weights=[weight["daily", "loss_rate"], weight["daily", "appearance_rate"]])
    annual = np.average([90, 0], weights=[weight["annual", "plan"], weight["annual", "training"]])
    expected = 0.5 * daily + 0.3 * annual + 0.2 * 88
    assert totals(draws, SCHEME)[unit_a, column] == pytest.approx(expected, abs=0.00501)


def test_adjustments_are_capped_by_the_scheme_and_not_drawn() -> None:
    draws = draw(PLAIN, GROUP, plain_scores({"A": (50, 100)}, {"A": 9.0}), FEW)
    difference = totals(draws, PLAIN) - totals(draws, replace(PLAIN, adjustment_cap=0))
    assert difference == pytest.approx(np.full((1, 1 + FEW), 5.0))


def test_more_cases_make_a_narrower_interval() -> None:
    peers = {f"P{place:02}": (50 + place, 100) for place in range(30)}
    few, many = plainly({**peers, "A": (13, 20)}), plainly({**peers, "A": (1300, 2000)})
    widths = [unit(found, "A")["high"] - unit(found, "A")["low"] for found in (few, many)]
    assert widths[0] > 2 * widths[1] > 0


def test_nine_draws_in_ten_are_between_the_ends_of_the_interval() -> None:
    units = {f"P{place:02}": (10 + place, 40) for place in range(20)}
    draws = draw(PLAIN, GROUP, plain_scores(units), FEW)
    drawn, found = totals(draws, PLAIN)[:, 1:].T.tolist(), ranked(draws, PLAIN)
    for place, code in enumerate(draws.codes):
        ranks = sorted(1 + sum(other > scores[place] for other in scores) for scores in drawn)
        # the smallest places that at least 10 and at least 190 of 200 draws reach
        assert (unit(found, code)["low"], unit(found, code)["high"]) == (ranks[9], ranks[189])
        assert unit(found, code)["first3"] == sum(rank <= 3 for rank in ranks) / FEW


def test_units_far_apart_are_told_apart_and_units_alike_are_not() -> None:
    found = plainly({"A": (950, 1000), "B": (945, 1000), "C": (500, 1000), "D": (505, 1000), "E": (10, 1000)})
    ahead_of = {"A": ("C", "D", "E"), "B": ("C", "D", "E"), "C": ("E",), "D": ("E",), "E": ()}
    assert found.surely_ahead_of() == ahead_of
    assert found.ahead.loc["A", "C"] == 1
    assert found.ahead.loc["C", "A"] == 0
    assert 0.1 < found.ahead.loc["A", "B"] < 0.9
    assert [unit(found, code)["low"] for code in "ABCDE"] == [1, 1, 3, 3, 5]
    assert [unit(found, code)["high"] for code in "ABCDE"] == [2, 2, 4, 4, 5]
    assert [unit(found, code)["first3"] for code in "ABE"] == [1, 1, 0]
    assert [unit(found, code)["last3"] for code in "ABCDE"] == [0, 0, 1, 1, 1]
    assert unit(found, "C")["first3"] + unit(found, "D")["first3"] == pytest.approx(1, abs=0.05)


def test_neighbours_that_cannot_be_told_apart_make_no_group_with_the_next() -> None:
    # A and B are alike, B and C are alike, A and C are not: no band of the three would be true of every pair.
    found = plainly({"A": (60, 100), "B": (54, 100), "C": (47, 100)})
    assert max(found.ahead.loc["A", "B"], found.ahead.loc["B", "C"]) < 0.9 < found.ahead.loc["A", "C"]
    assert found.surely_ahead_of() == {"A": ("C",), "B": (), "C": ()}


@pytest.mark.parametrize(
    ("shown", "lines"),
    [("ABC", [False, False, False]), ("AC", [True, False]), ("CA", [False, False]), ("A", [False]), ("", [])],
)
def test_a_line_is_of_the_two_rows_that_stand_together(shown: str, lines: list[bool]) -> None:
    ahead_of = {"A": ("C",), "B": (), "C": ()}
    assert surely_ahead_of_next(list(shown), [ahead_of[code] for code in shown]) == lines


def test_units_that_are_scored_on_marks_alone_tie_in_every_draw() -> None:
    annual = replace(SCHEME, w_daily=0, w_annual=100, w_external=0, items=ITEMS[2:4])
    rows = [(code, "annual", item, 7, 9) for code in "AB" for item in ("plan", "training")]
    scores = score(annual, GROUP, counts([]), marks(rows), reviews(), ["A", "B"])
    found = robustness(annual, GROUP, scores, FEW)
    assert found.ahead.to_numpy().tolist() == [[0, 0], [0, 0]]
    assert found.units[["low", "high"]].to_numpy().tolist() == [[1, 1], [1, 1]]
    assert found.units[["first3", "last3"]].to_numpy().tolist() == [[1, 1], [1, 1]]


def test_a_unit_without_a_score_takes_no_place() -> None:
    found = plainly({"A": (9, 10), "B": (0, 0), "C": (1, 10)}, FEW)
    assert found.units["code"].tolist() == ["A", "B", "C"]
    assert found.units.loc[1, ["low", "high", "first3", "last3"]].isna().all()
    assert found.ahead.loc["B"].isna().all()
    assert found.ahead["B"].isna().all()
    assert unit(found, "C")["high"] <= 2


@pytest.mark.parametrize("units", [{}, {"A": (0, 0)}, {"A": (1, 2)}])
def test_groups_of_none_and_of_one_have_nothing_to_compare(units: dict[str, Count]) -> None:
    found = plainly(units, FEW)
    assert found.units["code"].tolist() == list(units)
    assert found.ahead.shape == (len(units), len(units))
    assert plain_values(found.units["low"]) == ([1] if units.get("A") == (1, 2) else [None] * len(units))


def test_what_if_draws_nothing_anew() -> None:
    draws = draw(SCHEME, GROUP, everything(), FEW)
    turned = replace(SCHEME, w_daily=20, w_annual=30, w_external=50)
    posts = replace(SCHEME, items=(replace(ITEMS[0], floor=0.5, target=0.0), *ITEMS[1:]))
    for other in (turned, posts):
        again = everything(other)
        assert totals(draws, other)[:, 0].tolist() == again.totals["score"].tolist()
        pd.testing.assert_frame_equal(ranked(draws, other).units, robustness(other, GROUP, again, FEW).units)


def test_an_item_that_was_not_drawn_is_refused() -> None:
    draws: Draws = draw(PLAIN, GROUP, plain_scores({"A": (1, 2)}), FEW)
    with pytest.raises(KeyError, match="loss_rate"):
        ranked(draws, SCHEME)


pairs = st.integers(0, 30).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))
groups = st.dictionaries(st.sampled_from("ABCDEFG"), pairs, min_size=1)


def assert_said_of_every_pair(found: Robustness) -> None:
    """Who is said to be surely ahead is so in nine draws of ten, whoever else is there; and never both of two."""
    said = found.surely_ahead_of()
    for above, below in permutations(found.units["code"], 2):
        assert (below in said[above]) == (found.ahead.loc[above, below] >= 0.9)
        assert not (below in said[above] and above in said[below])
    codes = list(found.units["code"])
    lines = surely_ahead_of_next(codes, [said[code] for code in codes])
    assert lines[:-1] == [found.ahead.loc[above, below] >= 0.9 for above, below in pairwise(codes)]


@some_examples
@given(groups, st.randoms())
def test_whatever_the_counts_intervals_and_probabilities_hold_together(units: dict[str, Count], random: Any) -> None:
    found = plainly(units, FEW)
    known = found.units.dropna()
    assert len(known) == sum(base > 0 for _, base in units.values())
    assert (known["low"] <= known["high"]).all()
    assert known["low"].between(1, len(known)).all()
    assert known["high"].between(1, len(known)).all()
    assert known[["first3", "last3"]].stack().between(0, 1).all()
    ahead = found.ahead.loc[known["code"], known["code"]].to_numpy()
    assert (ahead + ahead.T <= 1 + 1e-12).all()
    assert_said_of_every_pair(found)
    shuffled = random.sample(sorted(units), len(units))
    again = plainly({code: units[code] for code in shuffled}, FEW).units.set_index("code")
    pd.testing.assert_frame_equal(again.loc[list(units)], found.units.set_index("code"))


units_given = st.tuples(pairs, pairs, st.none() | st.integers(0, 20), st.none() | st.integers(0, 100), st.booleans())


@some_examples
@given(st.dictionaries(st.sampled_from("ABCD"), units_given, min_size=1))
def test_the_first_column_is_always_the_score(group: dict[str, Any]) -> None:
    daily, annual, external = [], [], []
    for code, (loss, appearance, plan, public, unreported) in group.items():
        daily += [(code, "loss_rate", *loss, unreported), (code, "appearance_rate", *appearance, unreported)]
        annual += [(code, "annual", "plan", plan, 20), (code, ADJUSTMENT, "x", plan, None)]
        external += [(code, "public", 9, public)]
    found = score(SCHEME, GROUP, counts(daily), marks(annual), reviews(external), list(group))
    observed = totals(draw(SCHEME, GROUP, found, 1), SCHEME)[:, 0]
    assert observed == pytest.approx(found.totals["score"].to_numpy(), nan_ok=True, abs=1e-9)
