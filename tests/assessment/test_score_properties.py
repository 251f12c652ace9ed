"""What must hold for the scores of any group of units."""

from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.score_frames import ADJUSTMENT, Scores
from assessment.scoring import score
from tests.assessment.given import GROUP, SCHEME, counts, marks, reviews, some_examples

pairs = st.integers(0, 12).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))
maybe = st.none() | st.integers(0, 2000).map(lambda value: value / 100)
units_given = st.fixed_dictionaries(
    {
        "loss": st.none() | pairs,
        "appearance": st.none() | pairs,
        "plan": maybe,
        "training": maybe,
        "public": st.none() | st.integers(0, 10000).map(lambda value: value / 100),
        "adjustment": st.none() | st.integers(-800, 800).map(lambda value: value / 100),
        "reported": st.booleans(),
    }
)
groups = st.dictionaries(st.sampled_from("ABCDEFG"), units_given, min_size=1)


def total(scores: Scores, code: str) -> dict[str, Any]:
    row: dict[str, Any] = scores.totals.set_index("code").loc[code].to_dict()
    return row


def scored_group(group: dict[str, dict[str, Any]]) -> Scores:
    daily = [
        (code, f"{name}_rate", *unit[name], not unit["reported"] and not unit[name][1])
        for code, unit in group.items()
        for name in ("loss", "appearance")
        if unit[name] is not None
    ]
    annual = [
        (code, "annual" if name != ADJUSTMENT else name, name, unit[name], 20)
        for code, unit in group.items()
        for name in ("plan", "training", ADJUSTMENT)
        if unit[name] is not None
    ]
    external = [(code, "public", 10, unit["public"]) for code, unit in group.items() if unit["public"] is not None]
    return score(SCHEME, GROUP, counts(daily), marks(annual), reviews(external), list(group))


@some_examples
@given(groups)
def test_the_parts_of_a_score_sum_exactly(group: dict[str, dict[str, Any]]) -> None:
    found = scored_group(group)
    for code, parts in found.parts.groupby("code"):
        row = total(found, str(code))
        if pd.isna(row["score"]):
            assert parts["printed"].isna().all()
            continue
        shown = sum(Decimal(str(value)) for value in parts["printed"].dropna())
        assert shown == Decimal(str(row["score"]))
        assert abs(parts["contribution"].sum() - row["score"]) <= 0.005 + 1e-9
        assert ((parts["printed"] - parts["contribution"]).abs().dropna() < 0.01).all()
        assert parts["weight"].sum() == pytest.approx(100)
        assert 0 <= row["score"] <= 100


@some_examples
@given(groups, st.randoms())
def test_another_order_and_other_names_change_nothing(group: dict[str, dict[str, Any]], random: Any) -> None:
    order = random.sample(sorted(group), len(group))
    names = {code: f"unit {place}" for place, code in enumerate(order)}
    renamed = scored_group({names[code]: group[code] for code in order})
    first = scored_group(group)
    for before, after in ((first.totals, renamed.totals), (first.parts, renamed.parts)):
        expected = before.assign(code=before["code"].map(names)).sort_values("code", kind="stable")
        found = after.sort_values("code", kind="stable")
        pd.testing.assert_frame_equal(found.reset_index(drop=True), expected.reset_index(drop=True))


@some_examples
@given(groups, units_given)
def test_another_unit_changes_no_score_and_no_part(group: dict[str, dict[str, Any]], joining: dict[str, Any]) -> None:
    alone, together = scored_group(group), scored_group({**group, "Z": joining})
    scores = [frame.drop(columns="rank") for frame in (alone.totals, together.totals)]
    pd.testing.assert_frame_equal(scores[1][scores[1]["code"] != "Z"], scores[0], check_dtype=False)
    pd.testing.assert_frame_equal(together.parts[together.parts["code"] != "Z"], alone.parts, check_dtype=False)


@some_examples
@given(groups, st.sampled_from(["loss", "appearance", "plan", "public", "adjustment"]))
def test_a_unit_that_gets_worse_gains_no_place(group: dict[str, dict[str, Any]], name: str) -> None:
    code, unit = next(iter(group.items()))
    worse = worsened(name, unit[name])
    before, after = total(scored_group(group), code), total(scored_group({**group, code: {**unit, name: worse}}), code)
    if not pd.isna(before["score"]):
        assert after["score"] <= before["score"]
        assert after["rank"] >= before["rank"]


def worsened(name: str, value: Any) -> Any:
    """One more case the wrong way, or half the mark; as it is when it cannot be worse."""
    if value is None:
        return None
    if name == "loss":
        return (min(value[0] + 1, value[1]), value[1])
    if name == "appearance":
        return (max(value[0] - 1, 0), value[1])
    return value - abs(value) / 2
