"""What keeps a printed scheme from being used: its numbers, points, rules and the things its lines read."""

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import get_args

from assessment.band_table import Broken, band_table
from assessment.countable import better_of, kind_of
from assessment.indicators import BY_KEY
from assessment.rules import NOTHING, RULES, Rule
from assessment.scheme import BONUS, Nature, NotApplicable, Scheme, SchemeItem, exact
from assessment.scheme_fault import SchemeFault, fault_of
from assessment.scheme_tree import OF_A_RATE, Node, above, is_promised, parts_of, shares, tree_of
from wording import rounded

# The numbers of each rule: those it needs, and those it may have.
NEEDS: dict[Rule, tuple[str, ...]] = {
    "goalposts": ("floor", "target"),
    "per_point": ("step", "target"),
    "bands": ("bands",),
    "per_case": ("step",),
    "required": ("step", "required"),
    "material": (),
    "mark": (),
    "review": (),
    "bonus": (),
}
MAY_HAVE: dict[Rule, tuple[str, ...]] = {"material": ("step",), "bonus": ("step",)}
NUMBERS = ("step", "floor", "target", "required", "bands")
# （一） and 一、 say no level: under which item they stand nobody could tell.
BRACKETED = re.compile(r"[（(、,，]")
# What a line of a rule is called, where it can be one thing only.
NATURE_OF: dict[Rule, Nature] = {"bonus": "bonus", "review": "external"}


def tree_faults(scheme: Scheme) -> Iterator[SchemeFault]:
    """Codes: ``mixed_items``, ``item_number``, ``item_parent``, ``item_without_points``, ``item_points_differ``,
    ``children_points``, ``zero_lost``, ``total_points``, ``nature_share``, ``two_natures``, ``heading_with_lines``,
    ``no_rule``, ``unknown_rule``, ``what_missing``, ``what_unknown``, ``what_twice``, ``rule_needs``,
    ``rule_needs_not``,
    ``not_a_rate``, ``no_direction``, ``cap_above_points``, ``cap_missing``, ``negative_number``, ``step_zero``,
    ``cap_zero``, ``goalpost_outside``, ``goalposts_equal``, ``goalposts_reversed``, ``bands_…`` (``band_table``),
    ``bands_outside``,
    ``wrong_nature``, ``unknown_choice``.
    """
    if any(not item.item_no for item in scheme.items):
        yield fault_of("mixed_items", item_no=next(item.item_no for item in scheme.items if item.item_no))
        return
    for item in scheme.items:
        yield from _line(item)
    for group in scheme.groups:
        yield from _numbers(scheme, group)
        for node in tree_of(scheme, group):
            for each in node.every():
                yield from _node(scheme, group, each)
        yield from _total(scheme, group)


def _of(code: str, item: SchemeItem, **values: object) -> SchemeFault:
    return fault_of(code, peer_group=item.peer_group, item_no=item.item_no, key=item.key, **values)


def _numbers(scheme: Scheme, group: str) -> Iterator[SchemeFault]:
    """Every number reads as one, and what is below an item stands under one that is there."""
    own = dict.fromkeys(item.item_no for item in scheme.items if item.peer_group == group)
    for number in own:
        parts = parts_of(number)
        if not all(parts) or BRACKETED.search(number):
            yield fault_of("item_number", peer_group=group, item_no=number)
        elif len(parts) > 1 and ((found := above(number, tuple(own))) is None or parts_of(found) != parts[:-1]):
            yield fault_of("item_parent", peer_group=group, item_no=number, value=".".join(parts[:-1]))


def _node(scheme: Scheme, group: str, node: Node) -> Iterator[SchemeFault]:
    about = {"peer_group": group, "item_no": node.item_no}
    given = {item.points for item in scheme.items
             if (item.peer_group, item.item_no) == (group, node.item_no) and item.points is not None}  # fmt: skip
    if not given:
        yield fault_of("item_without_points", **about)
    elif len(given) > 1:
        yield fault_of("item_points_differ", **about, value=max(given), least=min(given))
    if node.children and node.lines:
        yield fault_of("heading_with_lines", **about)
    if not node.children and not node.lines:
        yield fault_of("no_rule", **about)
    counted = [child for child in node.children if not child.is_bonus]
    below = sum((child.points for child in counted), NOTHING)
    if counted and given and below != node.points:
        yield fault_of("children_points", **about, value=node.points, total=below)
        yield from _zero_lost(scheme, group, counted)
    if len({line.component for line in node.lines}) > 1:
        yield fault_of("two_natures", **about)
    keys = [(line.key, line.rule) for line in node.lines]
    for key, rule in dict.fromkeys(pair for pair in keys if keys.count(pair) > 1):
        yield fault_of("what_twice", **about, key=key, value=rule)
    yield from _caps(node, bounded=bool(given))


def _zero_lost(scheme: Scheme, group: str, children: Sequence[Node]) -> Iterator[SchemeFault]:
    """1.10 typed as a number is 1.1: a first item whose lines have several titles, where the points do not add up."""
    for child in children:
        titles = list(dict.fromkeys(item.title for item in scheme.items if item.title
                                    and (item.peer_group, item.item_no) == (group, child.item_no)))  # fmt: skip
        if parts_of(child.item_no)[-1] == "1" and len(titles) > 1:
            yield fault_of("zero_lost", peer_group=group, item_no=child.item_no, value=titles[-1], least=titles[0])


def _caps(node: Node, *, bounded: bool) -> Iterator[SchemeFault]:
    """A cap is within the points of its item, and these bound every bonus line of it, whichever line says them."""
    for line in node.lines:
        if line.cap == 0:
            yield _of("cap_zero", line, value=line.cap)
        if line.cap is not None and exact(line.cap) > node.points:
            yield _of("cap_above_points", line, value=line.cap, points=node.points)
        if line.rule == BONUS and line.cap is None and not bounded:
            yield _of("cap_missing", line)


def _total(scheme: Scheme, group: str) -> Iterator[SchemeFault]:
    first = [node for node in tree_of(scheme, group) if not node.is_bonus]
    total = sum((node.points for node in first), NOTHING)
    if total != exact(scheme.total):
        yield fault_of("total_points", peer_group=group, total=total, value=scheme.total)
        return
    for component, share in shares(scheme, group).items():
        promise = scheme.component_weight(component, group)
        if not is_promised(promise, share):
            values = {"value": promise, "total": rounded(share, 1)}
            yield fault_of("nature_share", peer_group=group, component=component, **values)


def _line(item: SchemeItem) -> Iterator[SchemeFault]:
    for name, words in (("component", Nature), ("not_applicable", NotApplicable)):
        value = getattr(item, name)
        if value is not None and value not in get_args(words):
            yield _of("unknown_choice", item, setting=name, value=value)
    for name in ("points", "step", "cap", "required"):
        value = getattr(item, name)
        if value is not None and value < 0:
            yield _of("negative_number", item, setting=name, value=value)
    if item.rule is None:
        yield from _heading(item)
    elif item.rule not in RULES:
        yield _of("unknown_rule", item, value=item.rule)
    elif not item.key:
        yield _of("what_missing", item, value=item.rule)
    else:
        yield from _numbers_of_rule(item, item.rule)
        yield from _what(item, item.rule)


def _heading(item: SchemeItem) -> Iterator[SchemeFault]:
    """A line without a rule has nothing that a rule would read."""
    if item.key:
        yield _of("rule_missing", item, value=item.key)
    for name in (*NUMBERS, "cap"):
        if getattr(item, name) not in (None, ""):
            yield _of("rule_missing", item, value=getattr(item, name), setting=name)


def _numbers_of_rule(item: SchemeItem, rule: Rule) -> Iterator[SchemeFault]:
    given = [name for name in NUMBERS if getattr(item, name) not in (None, "")]
    for name in NEEDS[rule]:
        if name not in given:
            yield _of("rule_needs", item, setting=name, rule=rule)
    for name in given:
        if name not in (*NEEDS[rule], *MAY_HAVE.get(rule, ())):
            yield _of("rule_needs_not", item, setting=name, rule=rule, value=getattr(item, name))
    if item.step == 0:
        yield _of("step_zero", item, value=item.step)
    nature = NATURE_OF.get(rule)
    if (nature and item.component != nature) or (item.component == BONUS and rule != BONUS):
        yield _of("wrong_nature", item, rule=rule, value=item.component, component=nature or "daily")


def _what(item: SchemeItem, rule: Rule) -> Iterator[SchemeFault]:
    kind = kind_of(item)
    if kind is None:
        yield _of("what_unknown", item, value=item.key)
        return
    if kind in ("mark", "material", "review"):
        return
    better, shown = better_of(item.key), BY_KEY.get(item.key)
    if rule in OF_A_RATE and (shown is None or shown.kind == "count"):
        yield _of("not_a_rate", item, rule=rule)
    elif shown is not None and better is None:
        yield _of("no_direction", item)
    elif rule == "per_case" and shown is not None and shown.kind in ("ratio", "mean"):
        yield _of("not_cases", item, rule=rule)
    elif better is not None and rule in OF_A_RATE:
        yield from _RATES[rule](item, better, 1 if shown is not None and shown.is_share else None)


def _posts(item: SchemeItem, better: str, highest: int | None) -> Iterator[SchemeFault]:
    posts = {"floor": item.floor, "target": item.target}
    for name, post in posts.items():
        if post is not None and (post < 0 or (highest is not None and post > highest)):
            yield _of("goalpost_outside", item, setting=name, value=post)
    if item.floor is None or item.target is None:
        return
    if item.floor == item.target:
        yield _of("goalposts_equal", item, value=item.floor)
    elif (item.floor < item.target) != (better == "higher"):
        yield _of("goalposts_reversed", item, floor=item.floor, target=item.target, better=better)


def _target(item: SchemeItem, _better: str, highest: int | None) -> Iterator[SchemeFault]:
    if item.target is not None and (item.target < 0 or (highest is not None and item.target > highest)):
        yield _of("goalpost_outside", item, setting="target", value=item.target)


def _bands(item: SchemeItem, better: str, highest: int | None) -> Iterator[SchemeFault]:
    if not item.bands:
        return
    table = band_table(item.bands, "higher" if better == "higher" else "lower")
    if isinstance(table, Broken):
        yield _of(table.code, item, value=table.part)
        return
    outside = next((bound for bound, _ in table if highest is not None and bound > highest), None)
    if outside is not None:
        yield _of("bands_outside", item, value=Fraction(outside))


_RATES: dict[Rule, Callable[[SchemeItem, str, int | None], Iterator[SchemeFault]]] = {
    "goalposts": _posts,
    "per_point": _target,
    "bands": _bands,
}
