"""Printed schemes as they should not be, each refused in a sentence of both languages that names what is wrong."""

from dataclasses import replace
from typing import Any

import pytest

from assessment.scheme import ComponentWeight, Scheme, SchemeItem
from assessment.scheme_faults import faults
from data_access.ledgers.scheme_places import fault_in_words
from data_access.problems import Problem, in_words
from tests.assessment.given import GROUP
from tests.assessment.trees import ITEMS, PRINTED, head, line, tree
from wording import LANGUAGES, wording


def _changed(item_no: str, of_rule: str | None = None, **more: Any) -> Scheme:
    """The sound scheme with another line."""
    fits = [item for item in ITEMS if item.item_no == item_no and (of_rule is None or item.rule == of_rule)]
    items = tuple(replace(item, **more) if item is fits[0] else item for item in ITEMS)
    return replace(PRINTED, items=items)


def _with(*items: SchemeItem) -> Scheme:
    return replace(PRINTED, items=(*ITEMS, *items))


def _titled(scheme: Scheme) -> Scheme:
    """Two more lines of item 1.1, each with a title of its own."""
    lines = [replace(line("1.1", "per_case", key, step=1), title=title)
             for key, title in (("reports_late", "第一项"), ("joint_meetings_held", "第十项"))]  # fmt: skip
    return replace(scheme, items=(*scheme.items, *lines))


def _of_bands(bands: str, key: str = "appearance_rate") -> Scheme:
    return _changed("2.1.1", bands=bands, key=key)


# What is wrong, the fault, and what its sentence names in Chinese.
BAD: dict[str, tuple[Scheme, str, str]] = {
    "children above their parent": (_changed("1.2", points=13), "children_points", "21"),
    "children below their parent": (_changed("2.2", points=9), "children_points", "49"),
    "a total that the items miss": (replace(PRINTED, total=120), "total_points", "120"),
    "a total of nothing": (replace(PRINTED, total=0), "total", "0"),
    "a negative total": (replace(PRINTED, total=-100), "total", "-100"),
    "a share that was not promised": (replace(PRINTED, w_daily=60, w_annual=10), "nature_share", "12.0%"),
    "promises that are no whole": (replace(PRINTED, w_daily=50), "component_weights", ""),
    "a negative promise": (replace(PRINTED, w_daily=-12, w_annual=82), "negative_weight", ""),
    "some items numbered": (_with(SchemeItem("county", "annual", "plan", 100)), "mixed_items", "1"),
    "a number in brackets": (_with(line("（一）", "mark", "plan", 1)), "item_number", "（一）"),
    "a number with a Chinese comma": (_with(line("1、3", "mark", "plan", 1)), "item_number", "1、3"),
    "1.10 that was typed as a number": (_titled(_changed("1.2", points=13)), "zero_lost", "第十项"),
    "a number with a hole": (_with(head("3..1", 1)), "item_number", "3..1"),
    "a parent that is not there": (_with(line("7.1", "mark", "plan", 1)), "item_parent", "7.1"),
    "a level left out": (_with(line("1.1.1.1", "mark", "plan", 1)), "item_parent", "1.1.1"),
    "an item without points": (_changed("2.2", points=None), "item_without_points", "2.2"),
    "two points for one item": (_changed("1.1", "per_point", points=7), "item_points_differ", "7"),
    "a heading without items": (_with(head("5", 0)), "no_rule", "5"),
    "a heading with a rule": (_changed("2", rule="mark", key="plan"), "heading_with_lines", "2"),
    "a key without a rule": (_changed("2", key="loss_rate"), "rule_missing", "败诉率"),
    "a step without a rule": (_changed("2", step=1), "rule_missing", "1"),
    "an unknown rule": (_changed("2.2", rule="guess"), "unknown_rule", "guess"),
    "a rule that reads nothing": (_changed("2.2", key=""), "what_missing", "2.2"),
    "a count that is nearly known": (_changed("2.2", key="漏报数"), "what_unknown", "最接近的是漏报次数"),
    "an unknown count": (_changed("2.2", key="好人好事件数"), "what_unknown", "好人好事件数"),
    "the same deduction twice": (_with(line("2.2", "per_case", "reports_missing", step=2)), "what_twice", "漏报次数"),
    "two natures under one item": (_with(line("1.1", "mark", "plan")), "two_natures", "1.1"),
    "per case without a step": (_changed("2.2", step=None), "rule_needs", "每次扣分"),
    "goalposts without a floor": (_changed("2.1.1", rule="goalposts", bands="", target=1), "rule_needs", "零分值"),
    "per point without a target": (_changed("1.1", "per_point", target=None), "rule_needs", "满分值"),
    "bands without bands": (_of_bands(""), "rule_needs", "分档"),
    "required without a number": (_changed("2.2", rule="required"), "rule_needs", "应达数量"),
    "a mark with a step": (_changed("1.2", step=1), "rule_needs_not", "1"),
    "a cap of nothing": (_changed("1.1", "per_point", cap=0), "cap_zero", "0"),
    "a weight of what is beside the total": (
        replace(PRINTED, group_weights=(ComponentWeight(GROUP, "daily", 100.0), ComponentWeight(GROUP, "bonus", 0.0))),
        "weight_of_bonus", "加分",
    ),
    "a step of nothing": (_changed("2.2", step=0), "step_zero", "0"),
    "a negative step": (_changed("2.2", step=-1), "negative_number", "-1"),
    "negative points": (_changed("2.2", points=-10), "negative_number", "-10"),
    "a cap above the points": (_changed("1.1", "per_point", cap=9), "cap_above_points", "9"),
    "a bonus without an end": (_changed("4", points=None), "cap_missing", "4"),
    "a rate of a count": (_changed("2.2", rule="bands", step=None, bands="1:100%"), "not_a_rate", "漏报次数"),
    "an indicator without a direction": (_changed("2.1.2", key="acceptance_rate"), "no_direction", "受理率"),
    "a bonus called daily": (_changed("4", component="daily"), "wrong_nature", "加分"),
    "a review called annual": (_changed("3", component="annual"), "wrong_nature", "外部评议"),
    "a deduction called a bonus": (_changed("2.2", component="bonus"), "wrong_nature", "加分"),
    "goalposts the wrong way round": (
        _changed("2.1.1", rule="goalposts", bands="", floor=0.9, target=0.5), "goalposts_reversed", ""),
    "goalposts that are one": (_changed("2.1.1", rule="goalposts", bands="", floor=0.9, target=0.9),
                               "goalposts_equal", ""),
    "a target beyond the whole": (_changed("1.1", "per_point", target=95), "goalpost_outside", ""),
    "bands that are prose": (_of_bands("看情况"), "bands_unread", "看情况"),
    "bands with one number": (_of_bands("95%"), "bands_unread", "95%"),
    "bands with a hole": (_of_bands("90%-100%:100%; 0%-85%:0%"), "bands_hole", "0.85 – 0.9"),
    "bands that overlap": (_of_bands("90%-100%:100%; 80%-95%:50%"), "bands_overlap", "0.9 – 0.95"),
    "a band that pays too much": (_of_bands("95%:120%"), "bands_share", "120%"),
    "a bound that stands twice": (_of_bands("95%:100%; 95%:80%"), "bands_twice", "95%"),
    "a worse band that pays more": (_of_bands("95%:80%; 90%:100%"), "bands_worse_pays", "95%"),
    "a bound beyond the whole": (_of_bands("95:100%"), "bands_outside", "95"),
    "points that are no number": (_changed("2.2", points=float("nan")), "not_a_number", ""),
    "an unknown policy": (_changed("2.2", not_applicable="ignored"), "unknown_choice", ""),
    "a cap of infinity": (_changed("2.2", cap=float("inf")), "not_a_number", ""),
    "grades out of order": (replace(PRINTED, grade_good=95), "grades", ""),
}  # fmt: skip
# Said as of a scheme of components, in sentences of their own.
AS_EVER = ("component_weights", "negative_weight", "goalposts_reversed", "goalposts_equal", "goalpost_outside",
           "not_a_number", "unknown_choice", "grades", "no_direction")  # fmt: skip


def test_the_scheme_that_they_are_made_from_is_sound() -> None:
    assert faults(PRINTED) == []
    assert faults(tree(line("1", "material", "01", 60, step=5), line("2", "required", "joint_meetings_held", 40,
                       step=1, required=3))) == []  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_scheme_is_refused_in_a_sentence(name: str) -> None:
    scheme, code, said = BAD[name]
    found = {fault.code: fault for fault in faults(scheme)}
    assert code in found, list(found)
    if code in AS_EVER:
        return
    chinese, english = (fault_in_words(found[code], wording(each)) for each in LANGUAGES)
    assert said in chinese
    assert chinese != english
    for sentence in (chinese, english):
        assert "{" not in sentence
        assert "_" not in sentence


def test_there_are_at_least_forty() -> None:
    assert len(BAD) >= 40


def test_a_load_says_the_same_sentence_with_its_place() -> None:
    problem = Problem("考核方案项目", 7, "分值", "21", "scheme_children_points", ("20",))
    assert problem.refuses_load
    assert in_words(problem, wording("zh")).startswith("工作表“考核方案项目”第 7 行“分值”列：下级项目的分值合计为 21")
