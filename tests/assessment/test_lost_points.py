"""Lost points: every row and every column adds up as printed, and an item with full points has lost nothing."""

from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.lost_points import printed_weights, with_lost_points
from assessment.score_frames import ADJUSTMENT, printed
from wording import rounded


def unit(*items: tuple[Fraction, Fraction], adjustment: Fraction = Fraction()) -> pd.DataFrame:
    """One unit's parts from weight and contribution of each item, printed as a score prints them."""
    shown = printed([*(contribution for _, contribution in items), adjustment])
    rows: list[dict[str, Any]] = [
        {"component": "daily", "weight": float(weight), "contribution": float(points), "printed": float(given)}
        for (weight, points), given in zip(items, shown, strict=False)
    ]
    last = {"component": ADJUSTMENT, "weight": 0.0, "contribution": float(adjustment), "printed": float(shown[-1])}
    return pd.DataFrame([*rows, last])


def cents(column: pd.Series) -> list[int]:
    return [int(rounded(value, 2) * 100) for value in column]


def test_three_thirds_weigh_100_and_what_is_lost_is_what_100_lacks() -> None:
    third = Fraction(100, 3)
    # 33.333… of 33.333…, 30 of 33.333…, 27.578 of 33.333…: 90.911… is printed 90.91.
    found = with_lost_points(unit((third, third), (third, Fraction(30)), (third, Fraction("27.578"))))
    assert found["printed"].tolist() == [33.33, 30.0, 27.58, 0.0]
    assert found["weight"].tolist() == [33.33, 33.34, 33.33, 0.0]
    assert found["lost"].tolist() == [0.0, 3.34, 5.75, 0.0]  # 9.09 = 100 − 90.91


def test_an_adjustment_takes_or_gives_and_an_item_not_counted_has_lost_nothing_that_is_known() -> None:
    parts = unit((Fraction(60), Fraction(50)), (Fraction(40), Fraction(40)), adjustment=Fraction("1.5"))
    unknown = {"component": "daily", "weight": 0.0, "contribution": float("nan"), "printed": float("nan")}
    found = with_lost_points(pd.concat([parts, pd.DataFrame([unknown])], ignore_index=True))
    assert found["lost"].tolist()[:3] == [10.0, 0.0, -1.5]
    assert pd.isna(found["lost"].iat[3])
    assert found["weight"].tolist() == [60.0, 40.0, 0.0, 0.0]


def test_a_unit_without_anything_counted_weighs_nothing() -> None:
    nothing = {"component": "daily", "weight": 0.0, "contribution": float("nan"), "printed": float("nan")}
    found = with_lost_points(pd.DataFrame([nothing, {**nothing, "component": ADJUSTMENT}]))
    assert found["weight"].tolist() == [0.0, 0.0]
    assert found["lost"].isna().all()


@pytest.mark.parametrize(
    ("weights", "given", "full", "shown"),
    [
        ([], [], [], []),
        (["1250", "8750"], [1250, 3], [True, False], [1250, 8750]),
        # 33.335 of 33.335 and 33.335: the one that gives 33.34 weighs so, that nothing below nought is lost.
        (["3333.5", "3333.5", "3333"], [3333, 3334, 0], [False, True, False], [3333, 3334, 3333]),
    ],
)
def test_a_weight_is_never_less_than_what_its_item_gives(
    weights: list[str], given: list[int], full: list[bool], shown: list[int]
) -> None:
    assert printed_weights([Fraction(each) for each in weights], given, full) == shown


# Weights as shares make them, and what was reached of each: nothing, all, or something between.
reached = st.sampled_from([Fraction(0), Fraction(1)]) | st.integers(0, 997).map(lambda part: Fraction(part, 997))
items = st.lists(st.tuples(st.integers(1, 40), reached), min_size=1, max_size=12)


@given(items, st.integers(-500, 500))
def test_rows_and_columns_add_up_for_any_unit(drawn: list[tuple[int, Fraction]], raw: int) -> None:
    total = sum(weight for weight, _ in drawn)
    weighed = [(Fraction(100 * weight, total), share) for weight, share in drawn]
    parts = [(weight, weight * share) for weight, share in weighed]
    base = sum((points for _, points in parts), Fraction())
    adjustment = max(Fraction(0), min(Fraction(100), base + Fraction(raw, 100))) - base
    found = with_lost_points(unit(*parts, adjustment=adjustment))
    weights, given_points, lost = (cents(found[name]) for name in ("weight", "printed", "lost"))
    assert sum(weights) == 10000
    assert sum(lost) == 10000 - sum(given_points)
    rows = list(zip(weights, given_points, lost, strict=True))
    assert all(weight == points + short for weight, points, short in rows[:-1])
    assert rows[-1][1] == -rows[-1][2]
    for (weight, share), (shown, _, short) in zip(weighed, rows, strict=False):
        assert abs(shown - 100 * weight) < 1
        # Where no weight had to be rounded, a full item has lost nothing and no other gained.
        if all((100 * each).denominator == 1 for each, _ in weighed):
            assert short >= 0
            assert short == 0 or share < 1
