"""Scores by a printed scheme: worked out on paper, shared points, caps, bonuses, and the old schemes as trees."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.robustness import draw, totals
from assessment.scheme import ComponentWeight, Scheme
from assessment.scheme_faults import faults
from assessment.scheme_tree import as_tree, in_order, tree_of
from assessment.score_frames import ADJUSTMENT, Scores
from assessment.scoring import score
from tests.assessment import given as flat
from tests.assessment.given import GROUP, counts, marks, plain_values, reviews, some_examples
from tests.assessment.trees import ITEMS, PRINTED, head, line, tree

# 7 of 10 filed: −3; 6 of those 7 in time: 14.29 points short, −1.43; heads in 9 of 10: the second band, −10; 2 of 5
# lost: −4; one report missing: −1; training 9 of 12; public 80.
COUNTED = [("A", "filing_rate", 7, 10), ("A", "filing_timeliness", 6, 7), ("A", "appearance_rate", 9, 10),
           ("A", "loss_rate", 2, 5), ("A", "reports_missing", 1, 12)]  # fmt: skip
MARKS = [("A", "annual", "training", 9, 12, "两次未到"), ("A", "adjustment", "commendation", 7, None, "省级推广")]
REVIEWS = [("A", "public", 300, 80.0)]


def scored(
    scheme: Scheme = PRINTED, counted: Any = COUNTED, given_marks: Any = MARKS, reviewed: Any = REVIEWS
) -> Scores:
    return score(scheme, GROUP, counts(counted), marks(given_marks), reviews(reviewed), ["A"])


def by_item(scores: Scores, name: str) -> dict[str, Any]:
    return dict(zip(scores.parts["key"], plain_values(scores.parts[name]), strict=True))


def without(key: str) -> list[Any]:
    return [row for row in COUNTED if row[1] != key]


def test_a_printed_scheme_gives_what_was_worked_out_on_paper() -> None:
    found = scored()
    # 1.1: 8 − 3 − 1.4286; the printed parts add up to 75.57 + 5 (7 claimed, 5 at most).
    assert by_item(found, "printed") == {
        "1.1": 3.57, "1.2": 9, "2.1.1": 10, "2.1.2": 16, "2.2": 9, "3": 24, "4": 5, "": 0,
    }  # fmt: skip
    assert found.totals["score"].tolist() == [76.57]
    assert found.totals[["daily", "annual", "external", ADJUSTMENT]].to_numpy().tolist()[0] == pytest.approx(
        [100 * (3 + 4 / 7 + 10 + 16 + 9) / 58, 75, 80, 5]
    )
    assert found.lines is not None
    caused = zip(*(plain_values(found.lines[name]) for name in ("item_no", "rule", "n")),
                 plain_values(found.lines["points"].round(2)), strict=True)  # fmt: skip
    assert list(caused) == [
        ("1.1", "per_case", 3, 3), ("1.1", "per_point", None, 1.43), ("1.2", "mark", None, 3),
        ("2.1.1", "bands", None, 10), ("2.1.2", "per_case", 2, 4), ("2.2", "per_case", 1, 1),
        ("3", "review", None, 6), ("4", "bonus", None, 5),
    ]  # fmt: skip


def test_deductions_stop_where_nothing_is_left_of_an_item_and_the_causes_say_so() -> None:
    found = scored(counted=[*without("filing_rate"), ("A", "filing_rate", 1, 10)])
    assert found.lines is not None
    # 9 documents not filed take all 8; nothing is left for the timeliness.
    assert found.lines.loc[found.lines["item_no"] == "1.1", "points"].tolist() == [8, 0]
    assert by_item(found, "printed")["1.1"] == 0


def test_a_line_takes_no_more_than_its_cap() -> None:
    found = scored(counted=[*without("filing_timeliness"), ("A", "filing_timeliness", 0, 7)])
    assert by_item(found, "printed")["1.1"] == 8 - 3 - 3


@pytest.mark.parametrize(
    ("policy", "weights"),
    [
        # 20 of 2.1 go to 2.1.2 beside it.
        ("shared", {"2.1.1": 0, "2.1.2": 40, "2.2": 10, "3": 30}),
        ("full", {"2.1.1": 20, "2.1.2": 20, "2.2": 10, "3": 30}),
        # The other 80 points become the whole.
        ("excluded", {"2.1.1": 0, "2.1.2": 25, "2.2": 12.5, "3": 37.5}),
    ],
)
def test_the_points_of_what_does_not_apply_go_where_the_scheme_says(policy: str, weights: dict[str, float]) -> None:
    items = [replace(item, not_applicable=policy) if item.item_no == "2.1.1" else item for item in ITEMS]
    found = scored(replace(PRINTED, items=tuple(items)), [*without("appearance_rate"), ("A", "appearance_rate", 0, 0)])
    shown = by_item(found, "weight")
    assert {number: shown[number] for number in weights} == pytest.approx(weights)
    assert by_item(found, "points")["2.1.1"] == (100 if policy == "full" else None)
    assert bool(found.totals["complete"].iat[0])


def test_where_a_whole_group_does_not_apply_the_group_beside_it_shares_its_points() -> None:
    items = (head("1", 60), line("1.1", "bands", "loss_rate", 60, bands="10%:100%"), head("2", 40),
             line("2.1", "mark", "plan", 40))  # fmt: skip
    found = scored(tree(*items, w_daily=60, w_annual=40), [("A", "loss_rate", 0, 0)], [("A", "annual", "plan", 1, 2)])
    assert by_item(found, "weight") == {"1.1": 0, "2.1": 100, "": 0}
    assert found.totals["score"].tolist() == [50]


def test_nothing_to_count_is_nothing_lost_and_not_a_rate_of_nothing() -> None:
    found = scored(counted=[*without("loss_rate"), ("A", "loss_rate", 0, 0)])
    assert by_item(found, "printed")["2.1.2"] == 20


@pytest.mark.parametrize(("policy", "score", "complete"), [("zero", True, True), ("block", False, False)])
def test_what_was_not_reported_blocks_the_score_or_counts_nought(policy: str, score: bool, complete: bool) -> None:
    items = tuple(replace(item, missing_policy=policy) if item.item_no == "2.1.2" else item for item in ITEMS)
    silent = [*without("loss_rate"), ("A", "loss_rate", 0, 1, True)]
    found = scored(replace(PRINTED, items=items), silent)
    assert found.totals["score"].notna().tolist() == [score]
    assert found.totals["complete"].tolist() == [complete]
    if score:
        assert by_item(found, "printed")["2.1.2"] == 0


def test_a_total_that_is_not_100_is_scaled() -> None:
    items = (line("1", "mark", "plan", 120), line("2", "per_case", "loss_rate", 80, step=10),
             line("3", "bonus", "commendation", 10))  # fmt: skip
    scheme = tree(*items, total=200, w_daily=40, w_annual=60)
    given_marks = [("A", "annual", "plan", 5, 10), ("A", "adjustment", "commendation", 4, None)]
    # 60 + (80 − 30) = 110 of 200 are 55; 4 of 200 more are 2.
    assert scored(scheme, [("A", "loss_rate", 3, 5)], given_marks).totals["score"].tolist() == [57]


def test_items_are_a_tree_by_their_numbers_and_1_10_comes_after_1_9() -> None:
    items = [head("1", 3), line("1.10", "mark", "b", 1), line("1.9", "mark", "a", 2)]
    assert [child.item_no for child in tree_of(tree(*items), GROUP)[0].children] == ["1.9", "1.10"]
    assert in_order("2") > in_order("1.10")


@pytest.mark.parametrize("policy", ["zero", "block"])
@pytest.mark.parametrize("applies", [0, 10])
def test_a_scheme_of_components_scores_the_same_as_a_tree(policy: str, applies: int) -> None:
    items = tuple(replace(item, missing_policy=policy) for item in flat.SCHEME.items)
    scheme = replace(flat.SCHEME, items=items)
    counted = counts([("A", "loss_rate", 2, 20), ("A", "appearance_rate", min(8, applies), applies),
                      ("B", "loss_rate", 1, 3)])  # fmt: skip
    given_marks = marks([("A", "annual", "plan", 18, 20), ("A", "adjustment", "x", -9, None)])
    reviewed = reviews([("A", "public", 9, 87.3)])
    as_it_is, as_a_tree = (
        score(each, GROUP, counted, given_marks, reviewed, ["A", "B"]) for each in (scheme, as_tree(scheme))
    )
    pd.testing.assert_frame_equal(as_it_is.totals, as_a_tree.totals)
    for column in ("weight", "printed", "points"):
        assert plain_values(as_it_is.parts[column]) == pytest.approx(plain_values(as_a_tree.parts[column])), column


@some_examples
@given(
    filed=st.integers(0, 10), in_time=st.integers(0, 7), attended=st.integers(0, 10), lost=st.integers(0, 5),
    missing=st.integers(0, 12), mark=st.integers(0, 12), worse=st.sampled_from(["filed", "lost", "missing"]),
)  # fmt: skip
def test_parts_add_up_as_printed_and_a_worse_count_never_scores_more(
    filed: int, in_time: int, attended: int, lost: int, missing: int, mark: int, worse: str
) -> None:
    def of(filed: int, lost: int, missing: int) -> Scores:
        counted = [("A", "filing_rate", filed, 10), ("A", "filing_timeliness", in_time, 7),
                   ("A", "appearance_rate", attended, 10), ("A", "loss_rate", lost, 5),
                   ("A", "reports_missing", missing, 12)]  # fmt: skip
        return scored(counted=counted, given_marks=[("A", "annual", "training", mark, 12)])

    found = of(filed, lost, missing)
    total = found.totals["score"].iat[0]
    assert round(100 * found.parts["printed"].sum()) == round(100 * total)
    assert (found.parts["printed"].fillna(0) >= 0).all()
    then = of(
        max(0, filed - 1) if worse == "filed" else filed,
        min(5, lost + 1) if worse == "lost" else lost,
        min(12, missing + 1) if worse == "missing" else missing,
    )
    assert then.totals["score"].iat[0] <= total


@pytest.mark.parametrize(
    ("among", "sued", "expected"),
    [
        # 30 of item 1 go to item 2, its component's: 3 : 2 of the daily 50 were 30 and 20; the mark stays 50.
        ("component", 5, {"1": 0, "2": 50, "3": 50}),
        # As it was published before: 20 and 50 of 70 parts of a hundred.
        ("all", 5, {"1": 0, "2": 200 / 7, "3": 500 / 7}),
        # Nothing daily applies: the mark takes all.
        ("component", 0, {"1": 0, "2": 0, "3": 100}),
    ],
)
def test_the_points_of_a_first_level_item_stay_within_its_component(
    among: str, sued: int, expected: dict[str, float]
) -> None:
    items = (line("1", "bands", "appearance_rate", 30, bands="90%:100%"),
             line("2", "bands", "loss_rate", 20, bands="10%:100%"), line("3", "mark", "plan", 50))  # fmt: skip
    scheme = tree(*items, w_daily=50, w_annual=50, shared_among=among)
    cases = [("A", "appearance_rate", 0, 0), ("A", "loss_rate", 0, sued)]
    found = scored(scheme, cases, [("A", "annual", "plan", 1, 2)])
    assert {number: by_item(found, "weight")[number] for number in expected} == pytest.approx(expected)
    drawn = totals(draw(scheme, GROUP, found), scheme)[0, 0]
    assert drawn == pytest.approx(found.totals["score"].iat[0], abs=0.011)


def test_a_group_weighs_its_components_as_its_own_rows_say_and_other_groups_as_the_scheme_does() -> None:
    own = (ComponentWeight(GROUP, "daily", 80.0), ComponentWeight(GROUP, "annual", 20.0))
    scheme = replace(flat.SCHEME, group_weights=own, items=tuple(
        item for item in flat.SCHEME.items if (item.peer_group, item.component) != (GROUP, "external")))  # fmt: skip
    assert [scheme.component_weight(each, GROUP) for each in ("daily", "annual", "external")] == [80, 20, 0]
    assert scheme.component_weight("daily", "municipal") == flat.SCHEME.w_daily
    assert faults(scheme) == []
    short = replace(scheme, group_weights=own[:1])
    assert [(each.code, each.values["total"]) for each in faults(short) if each.code == "component_weights"] == [
        ("component_weights", "80")
    ]
    stray = replace(scheme, group_weights=(*own, ComponentWeight("sector:nowhere", "daily", 100.0)))
    assert [each.code for each in faults(stray)] == ["component_without_items"]
    given_marks = marks([("A", "annual", "plan", 10, 20)])
    counted = counts([("A", "loss_rate", 2, 20), ("A", "appearance_rate", 8, 10)])
    found = score(scheme, GROUP, counted, given_marks, reviews([]), ["A"])
    weights = found.parts.groupby("component")["weight"].sum()
    assert (weights["daily"], weights["annual"]) == pytest.approx((80, 20))
    again = score(as_tree(scheme), GROUP, counted, given_marks, reviews([]), ["A"])
    assert again.totals["score"].iat[0] == found.totals["score"].iat[0]
    drawn = totals(draw(scheme, GROUP, found), scheme)[0, 0]
    assert drawn == found.totals["score"].iat[0]
