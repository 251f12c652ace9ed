"""The rules of a scheme: tables worked out on paper, and that a worse figure never earns more."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment import rules
from tests.assessment.given import some_examples

BANDS = ((Fraction(95, 100), Fraction(1)), (Fraction(90, 100), Fraction(4, 5)))
LOWER_BANDS = ((Fraction(10), Fraction(1)), (Fraction(20), Fraction(1, 2)))


@pytest.mark.parametrize(
    ("earned", "points"),
    [
        # 8 points between 50 % and 90 %: at 70 % half of them.
        (rules.goalposts(Fraction(8), Fraction(7, 10), Fraction(1, 2), Fraction(9, 10)), Fraction(4)),
        (rules.goalposts(Fraction(8), Fraction(1, 10), Fraction(1, 2), Fraction(9, 10)), Fraction(0)),
        (rules.goalposts(Fraction(8), Fraction(1), Fraction(1, 2), Fraction(9, 10)), Fraction(8)),
        # Lower is better: 20 % lost between 30 % (none) and 5 % (all) is 10 of 25 points of the way.
        (rules.goalposts(Fraction(10), Fraction(1, 5), Fraction(3, 10), Fraction(1, 20)), Fraction(4)),
        # 92.5 % of 100 %: 7.5 points short at 0.1 each.
        (rules.per_point(Fraction(5), Fraction(925, 1000), Fraction(1), Fraction(1, 10), "higher"), Fraction(425, 100)),
        (rules.per_point(Fraction(5), Fraction(1), Fraction(95, 100), Fraction(1, 10), "higher"), Fraction(5)),
        (rules.per_point(Fraction(5), Fraction(0), Fraction(1), Fraction(1, 10), "higher"), Fraction(0)),
        (rules.per_point(Fraction(5), Fraction(12, 100), Fraction(1, 10), Fraction(1), "lower"), Fraction(3)),
        # The bound belongs to the better band; a hair below it does not.
        (rules.bands(Fraction(10), Fraction(95, 100), BANDS, "higher"), Fraction(10)),
        (rules.bands(Fraction(10), Fraction(949, 1000), BANDS, "higher"), Fraction(8)),
        (rules.bands(Fraction(10), Fraction(899, 1000), BANDS, "higher"), Fraction(0)),
        (rules.bands(Fraction(10), Fraction(20), LOWER_BANDS, "lower"), Fraction(5)),
        (rules.bands(Fraction(10), Fraction(21), LOWER_BANDS, "lower"), Fraction(0)),
        (rules.per_case(Fraction(3), Fraction(0), Fraction(1, 2)), Fraction(3)),
        (rules.per_case(Fraction(3), Fraction(4), Fraction(1, 2)), Fraction(1)),
        (rules.per_case(Fraction(3), Fraction(7), Fraction(1, 2)), Fraction(0)),
        # 不少于 6 次, 每少一次扣 0.3 分, 累计不超过 1.2 分: 1.2 at stake.
        (rules.required(Fraction(12, 10), Fraction(4), Fraction(6), Fraction(3, 10)), Fraction(6, 10)),
        (rules.required(Fraction(12, 10), Fraction(0), Fraction(6), Fraction(3, 10)), Fraction(0)),
        (rules.required(Fraction(12, 10), Fraction(9), Fraction(6), Fraction(3, 10)), Fraction(12, 10)),
        (rules.material(Fraction(1), True), Fraction(1)),
        (rules.material(Fraction(1), False), Fraction(0)),
        (rules.material(Fraction(1), False, Fraction(1, 2)), Fraction(1, 2)),
        (rules.mark(Fraction(4), Fraction(18), Fraction(20)), Fraction(36, 10)),
        (rules.mark(Fraction(4), Fraction(-1), Fraction(20)), Fraction(0)),
        (rules.mark(Fraction(4), Fraction(25), Fraction(20)), Fraction(4)),
        (rules.review(Fraction(20), Fraction("87.5")), Fraction("17.5")),
        (rules.review(Fraction(20), Fraction(101)), Fraction(20)),
        (rules.bonus(Fraction(5), Fraction(2)), Fraction(2)),
        (rules.bonus(Fraction(5), Fraction(6)), Fraction(5)),
        (rules.bonus(Fraction(5), Fraction(-1)), Fraction(0)),
    ],
)
def test_a_rule_earns_what_was_worked_out_on_paper(earned: Fraction, points: Fraction) -> None:
    assert earned == points


def test_two_goalposts_that_are_one_and_a_mark_out_of_nothing_are_no_rule() -> None:
    with pytest.raises(ValueError, match="two goalposts"):
        rules.goalposts(Fraction(1), Fraction(1), Fraction(1, 2), Fraction(1, 2))
    with pytest.raises(ValueError, match="maximum"):
        rules.mark(Fraction(1), Fraction(1), Fraction(0))


# Each earns less, or as much, the greater its figure.
WORSE_WHEN_GREATER: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "goalposts": lambda points, x: rules.goalposts(points, x, Fraction(3, 10), Fraction(1, 20)),
    "per_point": lambda points, x: rules.per_point(points, x, Fraction(1, 10), Fraction(1, 3), "lower"),
    "bands": lambda points, x: rules.bands(points, x, LOWER_BANDS, "lower"),
    "per_case": lambda points, x: rules.per_case(points, x, Fraction(1, 2)),
    "goalposts, higher": lambda points, x: rules.goalposts(points, -x, Fraction(-3), Fraction(0)),
    "per_point, higher": lambda points, x: rules.per_point(points, -x, Fraction(0), Fraction(1, 3), "higher"),
    "bands, higher": lambda points, x: rules.bands(points, 1 - x, BANDS, "higher"),
    "required": lambda points, x: rules.required(points, -x, Fraction(6), Fraction(1, 3)),
    "material": lambda points, x: rules.material(points, x <= 1, Fraction(1, 3)),
    "mark": lambda points, x: rules.mark(points, 20 - x, Fraction(20)),
    "review": lambda points, x: rules.review(points, 100 - x),
    "bonus": lambda points, x: rules.bonus(points, 3 - x),
}
FIGURES = st.fractions(min_value=0, max_value=40, max_denominator=50)


@pytest.mark.parametrize("rule", WORSE_WHEN_GREATER)
@some_examples
@given(points=st.fractions(min_value=0, max_value=20, max_denominator=10), one=FIGURES, more=FIGURES)
def test_a_worse_figure_never_earns_more(rule: str, points: Fraction, one: Fraction, more: Fraction) -> None:
    better, worse = (WORSE_WHEN_GREATER[rule](points, x) for x in (one, one + more))
    assert 0 <= worse <= better <= points
