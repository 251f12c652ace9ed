"""What keeps a scheme of components and weights from being used; a tree of items is judged by ``tree_faults``."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import isfinite
from typing import get_args

from assessment.indicators import BY_KEY
from assessment.scheme import (
    COMPONENT_WEIGHT,
    COMPONENTS,
    WHOLE,
    AverageMethod,
    AverageScope,
    LossBasis,
    MergedCases,
    MissingPolicy,
    Scheme,
    SchemeItem,
    exact,
)
from assessment.scheme_fault import SchemeFault, fault_of
from assessment.tree_faults import tree_faults

_Check = Callable[[Scheme], Iterator[SchemeFault]]


def faults(scheme: Scheme) -> list[SchemeFault]:
    """Everything that keeps a scheme from being used; empty when it is sound.

    Sums are checked on decimals as written, so 33.3 + 33.3 + 33.4 is 100 and 33.33 × 3 is not. When a setting is no
    number at all, only that is said, for nothing else can be judged. Codes: ``not_a_number``, ``component_weights``,
    ``item_weights``, ``negative_weight``, ``item_twice``, ``unknown_choice``, ``no_items``,
    ``component_without_items``, ``component_without_weight``, ``unknown_indicator``, ``no_direction``,
    ``goalposts_missing``, ``goalpost_outside``, ``goalposts_equal``, ``goalposts_reversed``, ``grades``,
    ``veto_last_n``, ``small_denominator``, ``adjustment_cap``, ``blank_limit``,
    ``total``; of a tree also those of ``tree_faults``.
    """
    unusable = list(_not_numbers(scheme))
    if unusable:
        return unusable
    checks: tuple[_Check, ...] = (_settings, _choices, _component_weights, _item_weights, _goalposts)
    if scheme.is_tree:
        checks = (_settings, _choices_of_scheme, _component_shares, tree_faults)
    return [fault for check in checks for fault in check(scheme)]


def _named(code: str, item: SchemeItem, **values: object) -> SchemeFault:
    return fault_of(code, peer_group=item.peer_group, component=item.component, key=item.key, **values)


def _not_numbers(scheme: Scheme) -> Iterator[SchemeFault]:
    settings = ("w_daily", "w_annual", "w_external", "adjustment_cap", "grade_excellent", "grade_good", "grade_pass",
                "blank_limit", "total")  # fmt: skip
    for name in settings:
        if not isfinite(getattr(scheme, name)):
            yield fault_of("not_a_number", setting=name, value=getattr(scheme, name))
    for item in scheme.items:
        for name in ("weight", "floor", "target", "points", "step", "required", "cap"):
            value = getattr(item, name)
            if value is not None and not isfinite(value):
                yield _named("not_a_number", item, setting=name, value=value)


def _settings(scheme: Scheme) -> Iterator[SchemeFault]:
    grades = (100, scheme.grade_excellent, scheme.grade_good, scheme.grade_pass, 0)
    descending = scheme.grade_excellent > scheme.grade_good > scheme.grade_pass
    if not descending or not grades[0] >= grades[1] or not grades[3] >= grades[4]:
        yield fault_of("grades", excellent=grades[1], good=grades[2], **{"pass": grades[3]})
    for name, least in (("veto_last_n", 1), ("small_denominator", 0), ("adjustment_cap", 0)):
        if getattr(scheme, name) < least:
            yield fault_of(name, value=getattr(scheme, name), least=least)
    if not 0 <= scheme.blank_limit <= WHOLE:
        yield fault_of("blank_limit", value=scheme.blank_limit)
    if scheme.total <= 0 or (scheme.total != WHOLE and not scheme.is_tree):
        yield fault_of("total", value=scheme.total)


_CHOICES = {
    "average_scope": AverageScope,
    "average_method": AverageMethod,
    "loss_basis": LossBasis,
    "merged_cases": MergedCases,
}


def _choices_of_scheme(scheme: Scheme) -> Iterator[SchemeFault]:
    for name, words in _CHOICES.items():
        if getattr(scheme, name) not in get_args(words):
            yield fault_of("unknown_choice", setting=name, value=getattr(scheme, name))


def _choices(scheme: Scheme) -> Iterator[SchemeFault]:
    yield from _choices_of_scheme(scheme)
    for item in scheme.items:
        if item.component not in COMPONENTS:
            yield _named("unknown_choice", item, setting="component", value=item.component)
        if item.missing_policy not in (None, *get_args(MissingPolicy)):
            yield _named("unknown_choice", item, setting="missing_policy", value=item.missing_policy)


def _component_shares(scheme: Scheme) -> Iterator[SchemeFault]:
    weights = {component: exact(scheme.component_weight(component)) for component in COMPONENTS}
    if sum(weights.values()) != WHOLE:
        yield fault_of("component_weights", total=sum(weights.values(), Fraction()))
    for component, weight in weights.items():
        if weight < 0:
            yield fault_of("negative_weight", component=component, value=weight)
    for group in dict.fromkeys(each.peer_group for each in scheme.group_weights):
        yield from _weights_of_group(scheme, group)


def _weights_of_group(scheme: Scheme, group: str) -> Iterator[SchemeFault]:
    """What a group says of its components is said whole, and of a group that is assessed."""
    own = [each for each in scheme.group_weights if each.peer_group == group]
    total = sum((exact(each.weight) for each in own), Fraction())
    if total != WHOLE:
        yield fault_of("component_weights", peer_group=group, key=COMPONENT_WEIGHT, total=total)
    for each in own:
        about = {"peer_group": group, "component": each.component, "key": COMPONENT_WEIGHT}
        if each.component not in COMPONENTS:
            yield fault_of("weight_of_bonus", **about)
        if each.weight < 0:
            yield fault_of("negative_weight", **about, value=each.weight)
        if group not in scheme.groups and each.weight > 0:
            yield fault_of("component_without_items", **about, weight=each.weight)


def _component_weights(scheme: Scheme) -> Iterator[SchemeFault]:
    yield from _component_shares(scheme)
    if not scheme.items:
        yield fault_of("no_items")
    for group in scheme.groups:
        for component in COMPONENTS:
            weight = exact(scheme.component_weight(component, group))
            has_items = bool(scheme.of(group, component))
            if weight > 0 and not has_items:
                yield fault_of("component_without_items", peer_group=group, component=component, weight=weight)
            if weight == 0 and has_items:
                yield fault_of("component_without_weight", peer_group=group, component=component)


def _item_weights(scheme: Scheme) -> Iterator[SchemeFault]:
    sums: dict[tuple[str, str], Fraction] = {}
    seen: set[tuple[str, str, str]] = set()
    for item in scheme.items:
        place = (item.peer_group, item.component)
        sums[place] = sums.get(place, Fraction()) + exact(item.weight)
        if item.weight < 0:
            yield _named("negative_weight", item, value=item.weight)
        if (*place, item.key) in seen:
            yield _named("item_twice", item)
        seen.add((*place, item.key))
    for (group, component), total in sums.items():
        if total != WHOLE:
            yield fault_of("item_weights", peer_group=group, component=component, total=total)


def _goalposts(scheme: Scheme) -> Iterator[SchemeFault]:
    for item in scheme.items:
        if item.component != "daily":
            continue
        indicator = BY_KEY.get(item.key)
        if indicator is None:
            yield _named("unknown_indicator", item)
        elif indicator.better is None:
            yield _named("no_direction", item)
        else:
            yield from _posts(item, indicator.better, highest=1 if indicator.is_share else None)


def _posts(item: SchemeItem, better: str, highest: int | None) -> Iterator[SchemeFault]:
    """The two goalposts lie within what the indicator can be, the target on its better side."""
    floor, target = item.floor, item.target
    if floor is None or target is None:
        yield _named("goalposts_missing", item)
        return
    for name, post in (("floor", floor), ("target", target)):
        if post < 0 or (highest is not None and post > highest):
            yield _named("goalpost_outside", item, setting=name, value=post)
    if floor == target:
        yield _named("goalposts_equal", item, value=floor)
    elif (floor < target) != (better == "higher"):
        yield _named("goalposts_reversed", item, floor=floor, target=target, better=better)
