"""How a line of a scheme turns a figure into points: one pure function a rule, on exact fractions.

Each takes the points that are at stake and gives back those that are earned, never less than none and never more than
all: a deduction stops where nothing is left (扣完为止). A line under a cap of its own puts the cap at stake. Of two
figures the worse never earns more.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, get_args

Rule = Literal["goalposts", "per_point", "bands", "per_case", "required", "material", "mark", "review", "bonus"]
RULES: tuple[Rule, ...] = get_args(Rule)
Better = Literal["higher", "lower"]
# A bound and the share of the points that a figure earns there, the best first.
Bands = Sequence[tuple[Fraction, Fraction]]

FULL = Fraction(100)
NOTHING = Fraction()


def cut_to(value: Fraction, low: Fraction = NOTHING, high: Fraction = FULL) -> Fraction:
    """The value, or the bound it passes."""
    return max(low, min(high, value))


def goalposts(points: Fraction, value: Fraction, floor: Fraction, target: Fraction) -> Fraction:
    """None at the floor, all at the target, in between in proportion; where lower is better the target is below.

    ``ValueError`` where the goalposts are one.
    """
    if floor == target:
        raise ValueError(f"expected two goalposts, got {floor} twice")
    return points * cut_to((value - floor) / (target - floor), high=Fraction(1))


def per_point(points: Fraction, value: Fraction, target: Fraction, step: Fraction, better: Better) -> Fraction:
    """每低 1 个百分点扣 0.1 分: a step off for each percentage point that the value is short of its target.

    A part of a point takes off its part: no scheme read so far says that it rounds, and rounding would tie units.
    """
    short = target - value if better == "higher" else value - target
    return cut_to(points - step * FULL * max(NOTHING, short), high=points)


def bands(points: Fraction, value: Fraction, table: Bands, better: Better) -> Fraction:
    """≥ 95 % 满分, ≥ 90 % 得 80 %: the share of the best band that the value reaches; below all of them nothing.

    A bound belongs to the better band.
    """
    for bound, share in table:
        if value >= bound if better == "higher" else value <= bound:
            return points * share
    return NOTHING


def per_case(points: Fraction, cases: Fraction, step: Fraction) -> Fraction:
    """未报备每件扣 1 分, 扣完为止: a step off for each case."""
    return cut_to(points - step * cases, high=points)


def required(points: Fraction, count: Fraction, least: Fraction, step: Fraction) -> Fraction:
    """不少于 3 次, 每少一次扣 0.5 分: a step off for each that is lacking; more than required earns nothing."""
    return cut_to(points - step * max(NOTHING, least - count), high=points)


def material(points: Fraction, accepted: bool, step: Fraction | None = None) -> Fraction:
    """未制定年度要点的扣 0.5 分: all for a material that was accepted, else a step off (None: nothing is earned)."""
    return points if accepted else cut_to(points - (points if step is None else step), high=points)


def mark(points: Fraction, score: Fraction, maximum: Fraction) -> Fraction:
    """What people gave, as a share of the most they could give; ``ValueError`` where that is not above nought."""
    if maximum <= 0:
        raise ValueError(f"expected a maximum above 0, got {maximum}")
    return points * cut_to(score / maximum, high=Fraction(1))


def review(points: Fraction, mean: Fraction) -> Fraction:
    """外部评议: the mean of the reviewers, 0 to 100, as a share."""
    return points * cut_to(mean) / FULL


def bonus(most: Fraction, earned: Fraction) -> Fraction:
    """被省级推广加 2 分, 累计不超过 5 分: what was earned, up to a cap; a bonus takes nothing off."""
    return cut_to(earned, high=most)
