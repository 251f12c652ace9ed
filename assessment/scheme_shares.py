"""How much of a scheme is counted and how much people judge, in points that add up to the whole."""

from fractions import Fraction

from assessment.countable import judged_by_people
from assessment.rules import NOTHING, Rule
from assessment.scheme import Scheme, SchemeItem, exact
from assessment.scheme_tree import Node, leaves


def points_by_line(node: Node) -> list[tuple[SchemeItem, Fraction]]:
    """The points of an item by its lines: first what each may take by its cap, then what is left, in equal parts."""
    left = node.points
    shares: list[Fraction | None] = []
    for line in node.lines:
        share = None if line.cap is None else min(left, exact(line.cap))
        left -= share or NOTHING
        shares.append(share)
    open_ends = shares.count(None)
    if not open_ends and shares:
        # Caps that do not reach the item's points: what no line can take belongs to the first.
        shares[0] = (shares[0] or NOTHING) + left
    each = left / open_ends if open_ends else NOTHING
    return [(line, each if share is None else share) for line, share in zip(node.lines, shares, strict=True)]


def points_by_rule(scheme: Scheme, group: str) -> dict[Rule, Fraction]:
    """The points that each rule gives in a peer group; bonuses are beside the total and left out."""
    sums: dict[Rule, Fraction] = {}
    for leaf in leaves(scheme, group):
        for line, points in () if leaf.is_bonus else points_by_line(leaf):
            if line.rule:
                sums[line.rule] = sums.get(line.rule, NOTHING) + points
    return sums


def judged_points(scheme: Scheme, group: str) -> Fraction:
    """The points that people judge."""
    own = [pair for leaf in leaves(scheme, group) if not leaf.is_bonus for pair in points_by_line(leaf)]
    return sum((points for line, points in own if judged_by_people(line)), NOTHING)
