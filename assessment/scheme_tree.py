"""A scheme as it is printed: items 1, 1.2, 1.2.3 with points, and under the last of each branch the lines that take
points off.

A component is a first-level item, so a scheme of components and weights is a tree as well (``as_tree``).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from assessment.rules import NOTHING, Rule
from assessment.scheme import (
    BONUS,
    COMPONENTS,
    WHOLE,
    Component,
    NotApplicable,
    Scheme,
    SchemeItem,
    SharedAmong,
    exact,
)
from wording import rounded

# What is known of an item of a unit: whether it counts, with points of its own or with all for want of a case; whether
# the others of its group share its points; or whether these leave the total.
Standing = Literal["counted", "shared", "excluded"]
# Rules whose figure is a share or a mean, which does not exist without cases; of the others nought is a count.
OF_A_RATE: tuple[Rule, ...] = ("goalposts", "per_point", "bands")
SEPARATORS = ".．-－"


@dataclass(frozen=True)
class Node:
    """One item: its number, title and points as printed, its lines, and the items below it, in their order."""

    item_no: str
    title: str
    points: Fraction
    lines: tuple[SchemeItem, ...]
    children: tuple["Node", ...] = ()

    @property
    def nature(self) -> str:
        """What its lines are called by; of a heading ''."""
        return self.lines[0].component if self.lines else ""

    @property
    def is_bonus(self) -> bool:
        """Whether it gives points beside the total: itself, or all that is below it."""
        return self.nature == BONUS or (bool(self.children) and all(child.is_bonus for child in self.children))

    @property
    def not_applicable(self) -> NotApplicable:
        """What becomes of its points where it does not apply."""
        return next((line.not_applicable for line in self.lines if line.not_applicable), "shared")

    def leaves(self) -> Iterator["Node"]:
        """The last items of its branches, in their order."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    def every(self) -> Iterator["Node"]:
        """Itself, then all below it, in their order."""
        yield self
        for child in self.children:
            yield from child.every()


def parts_of(item_no: str) -> tuple[str, ...]:
    """1.2.3 → 1, 2, 3."""
    for separator in SEPARATORS[1:]:
        item_no = item_no.replace(separator, SEPARATORS[0])
    return tuple(part.strip() for part in item_no.strip(SEPARATORS[0]).split(SEPARATORS[0]))


def in_order(item_no: str) -> tuple[tuple[int, int, str], ...]:
    """What items are put in order by: 1.2 before 1.10."""
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts_of(item_no))


def above(item_no: str, numbers: Sequence[str]) -> str | None:
    """The nearest item above it that the scheme has; None at the first level."""
    by_parts = {parts_of(number): number for number in numbers}
    parts = parts_of(item_no)
    return next((by_parts[parts[:n]] for n in range(len(parts) - 1, 0, -1) if parts[:n] in by_parts), None)


@lru_cache(256)
def tree_of(scheme: Scheme, group: str) -> tuple[Node, ...]:
    """The first-level items of a peer group, each with those below it."""
    lines: dict[str, list[SchemeItem]] = {}
    for item in scheme.items:
        if item.peer_group == group and item.item_no:
            lines.setdefault(item.item_no, []).append(item)
    numbers = sorted(lines, key=in_order)
    below: dict[str | None, list[str]] = {}
    for number in numbers:
        below.setdefault(above(number, numbers), []).append(number)

    def node(number: str) -> Node:
        own = lines[number]
        points = max((exact(item.points) for item in own if item.points is not None), default=NOTHING)
        title = next((item.title for item in own if item.title), "")
        children = tuple(node(each) for each in below.get(number, ()))
        return Node(number, title, points, tuple(item for item in own if item.rule), children)

    return tuple(node(number) for number in below.get(None, ()))


def leaves(scheme: Scheme, group: str) -> tuple[Node, ...]:
    """The last items of all branches, in their order: those that have points of their own."""
    return tuple(leaf for node in tree_of(scheme, group) for leaf in node.leaves())


def by_nature(scheme: Scheme, group: str) -> dict[Component, Fraction]:
    """The points that the items of each component add up to; bonuses are beside them."""
    sums = dict.fromkeys(COMPONENTS, NOTHING)
    for leaf in leaves(scheme, group):
        for component in COMPONENTS:
            if leaf.nature == component:
                sums[component] += leaf.points
    return sums


def shares(scheme: Scheme, group: str) -> dict[Component, Fraction]:
    """What each component comes to by its items, in percent of the total; nothing where there are no points."""
    points = by_nature(scheme, group)
    whole = sum(points.values(), NOTHING)
    return {component: WHOLE * own / whole if whole else NOTHING for component, own in points.items()}


def is_promised(weight: float, share: Fraction) -> bool:
    """Whether a share is what a scheme says, to the decimals in which it says it: 72.7 of 16 points of 22."""
    decimals = max(0, -Decimal(str(weight)).normalize().as_tuple().exponent)  # type: ignore[operator]
    return Fraction(rounded(share, decimals)) == exact(weight)


def scales(scheme: Scheme, group: str) -> dict[str, Fraction]:
    """By component what its items' points are multiplied by, so that it weighs what the scheme says it does.

    1 for a sound scheme; other weights are tried by a what-if. A component without items weighs nothing.
    """
    own = shares(scheme, group)
    weights = {component: scheme.component_weight(component, group) for component in COMPONENTS}
    if all(is_promised(weights[component], share) for component, share in own.items()):
        return dict.fromkeys(own, Fraction(1))
    return {component: exact(weights[component]) / share if share else NOTHING for component, share in own.items()}


def weights(
    nodes: Sequence[Node],
    standing: Mapping[str, Standing],
    scale: Mapping[str, Fraction],
    among: SharedAmong = "component",
) -> dict[str, Fraction]:
    """What each item that counts weighs in a total of 100, by its number.

    The points of one that is shared go to the others of its group, in proportion to theirs; where a whole group is, to
    the groups beside it. An item of the first level has no group but its component: its points stay there as long as
    another item of it counts, so that what the scheme promises of each component holds; else they go to all. What is
    excluded leaves the total, and the rest is scaled up to it.
    """

    def nominal(node: Node) -> Fraction:
        if node.children:
            return sum(map(nominal, node.children), NOTHING)
        kept = standing[node.item_no] != "excluded" and not node.is_bonus
        return node.points * scale.get(node.nature, NOTHING) if kept else NOTHING

    def counts(node: Node) -> bool:
        if node.children:
            return any(map(counts, node.children))
        return standing[node.item_no] == "counted" and bool(nominal(node))

    found: dict[str, Fraction] = {}

    def spread(among: Sequence[Node], amount: Fraction) -> None:
        counted = [(node, nominal(node)) for node in among if counts(node)]
        whole = sum((own for _, own in counted), NOTHING)
        for node, own in counted:
            if node.children:
                spread(node.children, amount * own / whole)
            else:
                found[node.item_no] = amount * own / whole

    beside: dict[str, list[Node]] = {}
    for node in nodes:
        beside.setdefault(component_of(node) if among == "component" else "", []).append(node)
    whole = {component: sum(map(nominal, own), NOTHING) for component, own in beside.items() if any(map(counts, own))}
    for component, amount in whole.items():
        spread(beside[component], WHOLE * amount / sum(whole.values(), NOTHING))
    return found


def component_of(node: Node) -> str:
    """The component that all below an item belong to; '' where there are several."""
    natures = {leaf.nature for leaf in node.leaves() if not leaf.is_bonus}
    return natures.pop() if len(natures) == 1 else ""


_RULES: dict[str, Rule] = {"daily": "goalposts", "annual": "mark", "external": "review"}


def as_tree(scheme: Scheme) -> Scheme:
    """A scheme of components and weights as a tree: a component is a first-level item, an item the one below it."""
    items = []
    for group in scheme.groups:
        for place, component in enumerate(COMPONENTS, 1):
            weight = exact(scheme.component_weight(component, group))
            own = scheme.of(group, component)
            if own:
                items.append(SchemeItem(group, component, "", 0, item_no=str(place), points=weight))  # type: ignore[arg-type]
            for number, item in enumerate(own, 1):
                points = weight * exact(item.weight) / WHOLE
                items.append(
                    replace(item, weight=0, item_no=f"{place}.{number}", points=points, rule=_RULES[component])  # type: ignore[arg-type]
                )
    return replace(scheme, items=tuple(items))
