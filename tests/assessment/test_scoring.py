"""Scores: goalposts, shared weights, missing marks, adjustments, rounding, grades and ranks."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from assessment.scheme import Scheme, SchemeItem
from assessment.score_frames import ADJUSTMENT, Scores, grade_of, printed
from assessment.scoring import score
from tests.assessment.given import GROUP, ITEMS, PLAIN, SCHEME, counts, marks, of_indicator, plain_values, reviews
from wording import rounded

# loss 2/20: 80 points · appearance 8/10: 75 · plan 18/20: 90 · training 5/10: 50 · public 88: 88
DAILY = [("A", "loss_rate", 2, 20), ("A", "appearance_rate", 8, 10)]
ANNUAL = [("A", "annual", "plan", 18, 20, "late"), ("A", "annual", "training", 5, 10)]
EXTERNAL = [("A", "public", 400, 88.0)]
EMPTY = (counts([]), marks(), reviews())


def scored(
    daily: Sequence[tuple[Any, ...]] = DAILY,
    annual: Sequence[tuple[Any, ...]] = ANNUAL,
    external: Sequence[tuple[Any, ...]] = EXTERNAL,
    scheme: Scheme = SCHEME,
    codes: Sequence[str] = ("A",),
) -> Scores:
    return score(scheme, GROUP, counts(daily), marks(annual), reviews(external), codes)


def total(scores: Scores, code: str = "A") -> dict[str, Any]:
    row: dict[str, Any] = scores.totals.set_index("code").loc[code].to_dict()
    return row


def column(scores: Scores, name: str) -> list[Any]:
    return plain_values(scores.parts[name])


def plainly(units: dict[str, tuple[int, int]], scheme: Scheme = PLAIN) -> Scores:
    """Scores that are the rate itself, in percent."""
    return score(scheme, GROUP, of_indicator("settlement_rate", units), marks(), reviews(), list(units))


# --- What each part gives ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numerator", "denominator", "floor", "target", "points"),
    [
        (5, 10, 0.5, 0.9, 0),  # on the floor
        (9, 10, 0.5, 0.9, 100),  # on the target
        (7, 10, 0.5, 0.9, 50),
        (1, 10, 0.5, 0.9, 0),  # below the floor: cut
        (10, 10, 0.5, 0.9, 100),  # above the target: cut
        (3, 10, 0.3, 0.05, 0),  # lower is better
        (1, 20, 0.3, 0.05, 100),
        (2, 20, 0.3, 0.05, 80),
        (9, 10, 0.3, 0.05, 0),
        (0, 10, 0.3, 0.05, 100),
    ],
)
def test_a_daily_value_is_scored_between_its_goalposts(
    numerator: int, denominator: int, floor: float, target: float, points: float
) -> None:
    scheme = replace(PLAIN, items=(replace(PLAIN.items[0], floor=floor, target=target),))
    assert total(plainly({"A": (numerator, denominator)}, scheme))["score"] == points


@pytest.mark.parametrize(("mark", "maximum", "points"), [(18, 20, 90), (0, 20, 0), (25, 20, 100), (-1, 20, 0)])
def test_a_mark_is_scored_by_its_share_of_the_maximum(mark: float, maximum: float, points: float) -> None:
    found = scored(annual=[("A", "annual", "plan", mark, maximum), ANNUAL[1]])
    assert column(found, "points")[2] == points


def test_a_unit_with_everything_is_scored_by_all_weights() -> None:
    found = scored()
    assert column(found, "points") == [80, 75, 90, 50, 88, None]
    assert column(found, "weight") == [30, 20, 21, 9, 20, 0]
    assert column(found, "contribution") == pytest.approx([24, 15, 18.9, 4.5, 17.6, 0])
    assert column(found, "value") == [0.1, 0.8, 0.9, 0.5, 0.88, None]
    assert column(found, "state") == ["counted"] * 5 + ["not_applicable"]
    assert column(found, "reason") == ["", "", "late", "", "", ""]
    assert total(found) == {
        "score": 80.0, "daily": 78.0, "annual": 78.0, "external": 88.0, "adjustment": 0.0,
        "grade": "good", "complete": True, "rank": 1,
    }  # fmt: skip


# --- Not applicable, missing, not reported ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("daily", "annual", "external", "weights", "complete"),
    [
        # no cases: its weight goes to the other item of the component
        ([("A", "loss_rate", 0, 0), DAILY[1]], ANNUAL, EXTERNAL, [0, 50, 21, 9, 20], True),
        # not reported, and the scheme says zero: its weight stays, and so does the unit complete
        ([DAILY[0], ("A", "appearance_rate", 0, 0, True)], ANNUAL, EXTERNAL, [30, 20, 21, 9, 20], True),
        # not reported, and the scheme says nothing: left out, incomplete
        ([("A", "loss_rate", 0, 0, True), DAILY[1]], ANNUAL, EXTERNAL, [0, 50, 21, 9, 20], False),
        # a unit without a row, policy block, then policy zero
        ([DAILY[1]], ANNUAL, EXTERNAL, [0, 50, 21, 9, 20], False),
        ([DAILY[0]], ANNUAL, EXTERNAL, [30, 20, 21, 9, 20], True),
        # a blank figure is not nought
        ([("A", "loss_rate", None, None), DAILY[1]], ANNUAL, EXTERNAL, [0, 50, 21, 9, 20], False),
        # a missing mark: block, then zero
        (DAILY, [ANNUAL[1]], EXTERNAL, [30, 20, 0, 30, 20], False),
        (DAILY, [ANNUAL[0]], EXTERNAL, [30, 20, 21, 9, 20], True),
        (DAILY, [("A", "annual", "plan", None, 20), ANNUAL[1]], EXTERNAL, [30, 20, 0, 30, 20], False),
        (DAILY, [("A", "annual", "plan", 5, 0), ANNUAL[1]], EXTERNAL, [30, 20, 0, 30, 20], False),
        # nobody answered: no review, and its component's weight goes to the others, 50 to 30
        (DAILY, ANNUAL, [("A", "public", 0, 0.0)], [37.5, 25, 26.25, 11.25, 0], False),
        (DAILY, ANNUAL, [], [37.5, 25, 26.25, 11.25, 0], False),
        # no cases at all: the daily component's weight goes to the others, 30 to 20
        ([("A", "loss_rate", 0, 0), ("A", "appearance_rate", 0, 0)], ANNUAL, EXTERNAL, [0, 0, 42, 18, 40], True),
    ],
)
def test_what_cannot_be_counted_leaves_its_weight_to_the_others(
    daily: list[Any], annual: list[Any], external: list[Any], weights: list[float], complete: bool
) -> None:
    found = scored(daily, annual, external)
    assert column(found, "weight")[:-1] == pytest.approx(weights)
    assert total(found)["complete"] is complete
    assert sum(column(found, "weight")) == pytest.approx(100)


def test_no_cases_and_not_reported_and_missing_are_three_states() -> None:
    found = scored([("A", "loss_rate", 0, 0), ("A", "appearance_rate", 0, 0, True)], [ANNUAL[0]])
    assert column(found, "state")[:4] == ["not_applicable", "not_reported", "counted", "missing"]
    assert column(found, "points")[:4] == [None, 0, 90, 0]
    assert column(found, "printed")[:4] == [None, 0, 27 * 7 / 10, 0]
    assert column(found, "value")[:2] == [None, None]


def test_a_component_that_could_not_be_counted_has_no_score() -> None:
    row = total(scored([("A", "loss_rate", 0, 0), ("A", "appearance_rate", 0, 0)]))
    assert pd.isna(row["daily"])
    assert row["score"] == 82.0  # (30 × 78 + 20 × 88) / 50


def test_a_unit_of_which_nothing_is_known_has_no_score_no_grade_and_no_rank() -> None:
    block = replace(SCHEME, items=tuple(replace(item, missing_policy="block") for item in ITEMS))
    found = scored(scheme=block, codes=["B", "A"], annual=[*ANNUAL, ("B", ADJUSTMENT, "prize", 3, None)])
    assert plain_values(found.totals["score"]) == [None, 80.0]
    assert plain_values(found.totals["grade"]) == [None, "good"]
    assert plain_values(found.totals["rank"]) == [None, 1]
    assert found.totals["complete"].tolist() == [False, True]
    assert plain_values(found.totals[ADJUSTMENT]) == [None, 0.0]


def test_an_item_without_weight_keeps_nobody_waiting() -> None:
    light = SchemeItem(GROUP, "daily", "settlement_rate", 0, 0.0, 1.0, missing_policy="block")
    found = scored(scheme=replace(SCHEME, items=(*ITEMS, light)))
    assert total(found) == total(scored())


def test_a_group_without_units_has_no_rows_and_all_columns() -> None:
    found = score(SCHEME, GROUP, *EMPTY, [])
    assert len(found.parts) == len(found.totals) == 0
    assert list(found.totals) == [
        "code", "score", "daily", "annual", "external", "adjustment", "grade", "complete", "rank",
    ]  # fmt: skip


def test_marks_and_counts_the_scheme_does_not_name_change_nothing() -> None:
    more = scored(
        [*DAILY, ("A", "settlement_rate", 1, 9), ("Z", "loss_rate", 9, 9)],
        [*ANNUAL, ("A", "annual", "old item", 0, 10), ("Z", ADJUSTMENT, "x", -5, None)],
        [*EXTERNAL, ("A", "lawyers", 9, 1.0)],
    )
    pd.testing.assert_frame_equal(more.parts, scored().parts)
    pd.testing.assert_frame_equal(more.totals, scored().totals)


@pytest.mark.parametrize(
    ("given_rows", "what"),
    [
        ({"daily": [*DAILY, DAILY[0]]}, "loss_rate"),
        ({"annual": [*ANNUAL, ANNUAL[0]]}, "plan"),
        ({"external": [*EXTERNAL, EXTERNAL[0]]}, "public"),
        ({"daily": [("A", "loss_rate", 3, 2)]}, "3/2"),
        ({"daily": [("A", "loss_rate", -1, 2)]}, "-1/2"),
        ({"codes": ["A", "A"]}, "once"),
        ({"scheme": replace(SCHEME, items=(replace(ITEMS[0], floor=None), *ITEMS[1:]))}, "goalposts"),
        ({"scheme": replace(SCHEME, items=(replace(ITEMS[0], floor=0.05), *ITEMS[1:]))}, "goalposts"),
    ],
)
def test_rows_that_contradict_each_other_are_refused(given_rows: dict[str, Any], what: str) -> None:
    with pytest.raises(ValueError, match=what):
        scored(**given_rows)


# --- Adjustments ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rate", "adjustments", "cap", "score_of", "adjustment"),
    [
        ((80, 100), [3], 5, 83, 3),
        ((80, 100), [-3], 5, 77, -3),
        ((80, 100), [3, 4], 5, 85, 5),  # the sum is capped
        ((80, 100), [-9, -1], 5, 75, -5),
        ((80, 100), [9, -7], 5, 82, 2),  # not each of them
        ((98, 100), [4], 5, 100, 2),  # the total is cut at 100, and the cut is the adjustment's
        ((1, 100), [-4], 5, 0, -1),
        ((80, 100), [4], 0, 80, 0),
        ((80, 100), [], 5, 80, 0),
        ((80, 100), [0.1, 0.2], 5, 80.3, 0.3),
    ],
)
def test_adjustments_are_added_up_capped_and_cut(
    rate: tuple[int, int], adjustments: list[float], cap: float, score_of: float, adjustment: float
) -> None:
    given_marks = marks(("A", ADJUSTMENT, f"item {n}", value, None) for n, value in enumerate(adjustments))
    scheme = replace(PLAIN, adjustment_cap=cap)
    found = score(scheme, GROUP, of_indicator("settlement_rate", {"A": rate}), given_marks, reviews(), ["A"])
    assert total(found)["score"] == score_of
    assert total(found)["adjustment"] == adjustment
    assert column(found, "printed")[-1] == adjustment
    assert column(found, "numerator")[-1] == (pytest.approx(sum(adjustments)) if adjustments else None)


def test_the_reasons_of_adjustments_stand_one_a_line_whatever_their_order() -> None:
    given_marks = [("A", ADJUSTMENT, "b", 1, None, "second"), ("A", ADJUSTMENT, "a", 1, None, "first")]
    for rows in (given_marks, given_marks[::-1]):
        assert column(scored(annual=[*ANNUAL, *rows]), "reason")[-1] == "first\nsecond"


# --- Rounding, printed parts, grades, ranks -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [
        (17999, 20000, 90.0),  # 89.995, which is less than that as a binary float
        (201, 20000, 1.01),  # 1.005
        (17998, 20000, 89.99),
        (17997, 20000, 89.99),  # 89.985
        (1, 3, 33.33),
        (2, 3, 66.67),
        (0, 7, 0.0),
        (7, 7, 100.0),
    ],
)
def test_scores_are_rounded_half_up_whatever_a_float_makes_of_them(
    numerator: int, denominator: int, rounded: float
) -> None:
    assert total(plainly({"A": (numerator, denominator)}))["score"] == rounded


def test_an_exact_half_made_of_several_parts_is_rounded_up() -> None:
    items = (SchemeItem(GROUP, "annual", "a", 50), SchemeItem(GROUP, "annual", "b", 50))
    scheme = replace(SCHEME, w_daily=0, w_annual=100, w_external=0, items=items)
    found = scored(annual=[("A", "annual", "a", 89.99, 100), ("A", "annual", "b", 90.0, 100)], scheme=scheme)
    assert total(found)["score"] == 90.0
    assert total(found)["grade"] == "excellent"
    assert column(found, "printed") == [45.0, 45.0, 0.0]  # 44.995 + 45


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ([Fraction(1, 3)] * 3, ["0.34", "0.33", "0.33"]),
        ([Fraction(10), Fraction(20)], ["10", "20"]),
        ([Fraction("44.995"), Fraction("44.995")], ["45.00", "44.99"]),
        ([Fraction("0.004"), Fraction("0.003"), Fraction("0.002")], ["0.01", "0", "0"]),
        ([Fraction("0.004")] * 3, ["0.01", "0", "0"]),
        ([Fraction("50.006"), Fraction("-0.006")], ["50.01", "-0.01"]),
        ([], []),
    ],
)
def test_printed_parts_add_up_to_the_printed_total(parts: list[Fraction], shown: list[str]) -> None:
    assert printed(parts) == [Fraction(part) for part in shown]
    assert sum(printed(parts)) == Fraction(rounded(sum(parts, Fraction()), 2))


@pytest.mark.parametrize(
    ("points", "grade"),
    [
        (100, "excellent"), (90, "excellent"), (89.99, "good"), (80, "good"), (79.99, "pass"), (60, "pass"),
        (59.99, "fail"), (0, "fail"), (float("nan"), None),
    ],
)  # fmt: skip
def test_a_bound_belongs_to_the_better_grade(points: float, grade: str | None) -> None:
    assert grade_of(SCHEME, points) == grade


@pytest.mark.parametrize(
    ("units", "ranks"),
    [
        ({"A": (9, 10), "B": (8, 10), "C": (80, 100), "D": (1, 10)}, [1, 2, 2, 4]),
        ({"A": (1, 1), "B": (7, 7), "C": (80, 80)}, [1, 1, 1]),  # everyone equal
        ({"A": (80001, 100000), "B": (8, 10)}, [1, 1]),  # equal when rounded
        ({"A": (0, 0), "B": (8, 10)}, [None, 1]),
        ({"A": (1, 2), "B": (80, 100)}, [2, 1]),
    ],
)
def test_ranks_are_competition_ranks_of_rounded_scores(
    units: dict[str, tuple[int, int]], ranks: list[int | None]
) -> None:
    assert plain_values(plainly(units).totals["rank"]) == ranks
