"""A scheme is sound, or says exactly what is wrong with it."""

from dataclasses import replace
from fractions import Fraction
from math import inf, nan
from typing import Any

import pytest

from assessment.scheme import COMPONENTS, Scheme, SchemeItem, exact
from assessment.scheme_fault import SchemeFault
from assessment.scheme_faults import faults
from tests.assessment.given import GROUP, ITEMS, SCHEME

LOSS = ITEMS[0]
WHERE = {"peer_group": GROUP, "component": "daily"}
NAMED = {**WHERE, "key": "loss_rate"}


def with_loss(**changes: Any) -> Scheme:
    """The sound scheme with its first item, the loss rate, changed."""
    return replace(SCHEME, items=(replace(LOSS, **changes), *ITEMS[1:]))


def with_setting(**changes: Any) -> Scheme:
    """The sound scheme with a setting that no type checker would let through."""
    return replace(SCHEME, **changes)


def with_weights(*weights: float) -> Scheme:
    """The sound scheme with so many daily items in the stead of its own."""
    keys = ("loss_rate", "final_loss_rate", "appearance_rate", "settlement_rate")
    posts = ((0.3, 0.0), (0.3, 0.0), (0.5, 0.9), (0.1, 0.5))
    daily = [SchemeItem(GROUP, "daily", key, w, *post) for key, post, w in zip(keys, posts, weights, strict=False)]
    return replace(SCHEME, items=(*daily, *ITEMS[2:]))


@pytest.mark.parametrize(
    "scheme",
    [
        SCHEME,
        replace(SCHEME, w_daily=16.1, w_annual=48.2, w_external=35.7),  # not 100 in binary floats
        with_weights(16.1, 48.2, 35.7),
        with_weights(0.1, 0.2, 99.7),
        replace(SCHEME, adjustment_cap=0, small_denominator=0, veto_last_n=1),
        replace(SCHEME, grade_excellent=100, grade_good=50, grade_pass=0),
        replace(SCHEME, w_daily=70, w_external=0, items=ITEMS[:4]),
        with_loss(floor=1.0, target=0.0),
    ],
)
def test_a_sound_scheme_has_no_faults(scheme: Scheme) -> None:
    assert faults(scheme) == []


@pytest.mark.parametrize(
    ("scheme", "code", "values"),
    [
        (replace(SCHEME, w_daily=50.01), "component_weights", {"total": "100.01"}),
        (with_weights(33.33, 33.33, 33.33), "item_weights", {**WHERE, "total": "99.99"}),
        (with_loss(weight=61), "item_weights", {**WHERE, "total": "101"}),
        (with_loss(floor=0.05), "goalposts_equal", {**NAMED, "value": "0.05"}),
        (
            with_loss(floor=0.05, target=0.3),
            "goalposts_reversed",
            {**NAMED, "floor": "0.05", "target": "0.3", "better": "lower"},
        ),
        (
            replace(SCHEME, items=(ITEMS[0], replace(ITEMS[1], floor=0.9, target=0.5), *ITEMS[2:])),
            "goalposts_reversed",
            {**WHERE, "key": "appearance_rate", "floor": "0.9", "target": "0.5", "better": "higher"},
        ),
        (with_loss(floor=None), "goalposts_missing", NAMED),
        (with_loss(target=None), "goalposts_missing", NAMED),
        (with_loss(floor=30.0), "goalpost_outside", {**NAMED, "setting": "floor", "value": "30"}),
        (with_loss(target=-0.01), "goalpost_outside", {**NAMED, "setting": "target", "value": "-0.01"}),
        (with_loss(key="no_such_rate"), "unknown_indicator", {**WHERE, "key": "no_such_rate"}),
        (with_loss(key="acceptance_rate"), "no_direction", {**WHERE, "key": "acceptance_rate"}),
        (with_loss(missing_policy="mean"), "unknown_choice", {**NAMED, "setting": "missing_policy", "value": "mean"}),
        (with_setting(average_scope="region"), "unknown_choice", {"setting": "average_scope", "value": "region"}),
        (with_setting(average_method="mode"), "unknown_choice", {"setting": "average_method", "value": "mode"}),
        (
            replace(SCHEME, items=ITEMS[:4]),
            "component_without_items",
            {"peer_group": GROUP, "component": "external", "weight": "20"},
        ),
        (
            replace(SCHEME, w_daily=70, w_external=0),
            "component_without_weight",
            {"peer_group": GROUP, "component": "external"},
        ),
        (replace(SCHEME, grade_good=90), "grades", {"excellent": "90", "good": "90", "pass": "60"}),
        (replace(SCHEME, grade_excellent=101), "grades", {"excellent": "101", "good": "80", "pass": "60"}),
        (replace(SCHEME, grade_pass=-1), "grades", {"excellent": "90", "good": "80", "pass": "-1"}),
        (replace(SCHEME, veto_last_n=0), "veto_last_n", {"value": "0", "least": "1"}),
        (replace(SCHEME, small_denominator=-1), "small_denominator", {"value": "-1", "least": "0"}),
        (replace(SCHEME, adjustment_cap=-0.5), "adjustment_cap", {"value": "-0.5", "least": "0"}),
        (replace(SCHEME, w_daily=nan), "not_a_number", {"setting": "w_daily", "value": "nan"}),
        (with_loss(weight=inf), "not_a_number", {**NAMED, "setting": "weight", "value": "inf"}),
        (replace(SCHEME, items=()), "no_items", {}),
    ],
)
def test_each_fault_is_named_with_its_values(scheme: Scheme, code: str, values: dict[str, str]) -> None:
    assert faults(scheme) == [SchemeFault(code, values)]


def test_an_item_named_twice_makes_its_weights_too_many() -> None:
    found = faults(replace(SCHEME, items=(*ITEMS, LOSS)))
    assert found == [SchemeFault("item_twice", NAMED), SchemeFault("item_weights", {**WHERE, "total": "160"})]


def test_a_negative_weight_is_a_fault_even_where_the_sum_is_right() -> None:
    item = faults(with_weights(-10, 60, 50))
    component = faults(replace(SCHEME, w_daily=-10, w_annual=80, w_external=30))
    assert item == [SchemeFault("negative_weight", {**NAMED, "value": "-10"})]
    assert component == [SchemeFault("negative_weight", {"component": "daily", "value": "-10"})]


def test_each_peer_group_is_judged_alone() -> None:
    other = [replace(item, peer_group="department") for item in ITEMS[:2]]
    found = faults(replace(SCHEME, items=(*ITEMS, *other)))
    assert [(fault.code, fault.values["peer_group"]) for fault in found] == [
        ("component_without_items", "department"),
        ("component_without_items", "department"),
    ]


def test_a_scheme_gives_its_groups_items_and_weights_in_its_order() -> None:
    scheme = replace(SCHEME, items=(*ITEMS, replace(LOSS, peer_group="department")))
    assert scheme.groups == (GROUP, "department")
    assert [item.key for item in scheme.of(GROUP, "daily")] == ["loss_rate", "appearance_rate"]
    assert scheme.of("department", "annual") == ()
    assert [scheme.component_weight(component) for component in COMPONENTS] == [50, 30, 20]


def test_a_number_is_taken_as_it_is_written() -> None:
    assert exact(0.1) == Fraction(1, 10)
    assert exact(89.995) == Fraction(89995, 1000)
    with pytest.raises(ValueError, match="nan"):
        exact(nan)
