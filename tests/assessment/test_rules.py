"""The rules of a scheme: tables worked out on paper, and that a worse figure never earns more."""

from collections.abc import Callable
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment import rules
from tests.assessment.given import some_examples

BANDS = ((F(95, 100), F(1)), (F(90, 100), F(4, 5)))
LOWER_BANDS = ((F(10), F(1)), (F(20), F(1, 2)))


@pytest.mark.parametrize(
    ("earned", "points"),
    [
        # 8 points between 50 % and 90 %: at 70 % half of them.
        (rules.goalposts(F(8), F(7, 10), F(1, 2), F(9, 10)), F(4)),
        (rules.goalposts(F(8), F(1, 10), F(1, 2), F(9, 10)), F(0)),
        (rules.goalposts(F(8), F(1), F(1, 2), F(9, 10)), F(8)),
        # Lower is better: 20 % lost between 30 % (none) and 5 % (all) is 10 of 25 points of the way.
        (rules.goalposts(F(10), F(1, 5), F(3, 10), F(1, 20)), F(4)),
        # 92.5 % of 100 %: 7.5 points short at 0.1 each.
        (rules.per_point(F(5), F(925, 1000), F(1), F(1, 10), "higher"), F(425, 100)),
        (rules.per_point(F(5), F(1), F(95, 100), F(1, 10), "higher"), F(5)),
        (rules.per_point(F(5), F(0), F(1), F(1, 10), "higher"), F(0)),
        (rules.per_point(F(5), F(12, 100), F(1, 10), F(1), "lower"), F(3)),
        # The bound belongs to the better band; a hair below it does not.
        (rules.bands(F(10), F(95, 100), BANDS, "higher"), F(10)),
        (rules.bands(F(10), F(949, 1000), BANDS, "higher"), F(8)),
        (rules.bands(F(10), F(899, 1000), BANDS, "higher"), F(0)),
        (rules.bands(F(10), F(20), LOWER_BANDS, "lower"), F(5)),
        (rules.bands(F(10), F(21), LOWER_BANDS, "lower"), F(0)),
        (rules.per_case(F(3), F(0), F(1, 2)), F(3)),
        (rules.per_case(F(3), F(4), F(1, 2)), F(1)),
        (rules.per_case(F(3), F(7), F(1, 2)), F(0)),
        # 不少于 6 次, 每少一次扣 0.3 分, 累计不超过 1.2 分: 1.2 at stake.
        (rules.required(F(12, 10), F(4), F(6), F(3, 10)), F(6, 10)),
        (rules.required(F(12, 10), F(0), F(6), F(3, 10)), F(0)),
        (rules.required(F(12, 10), F(9), F(6), F(3, 10)), F(12, 10)),
        (rules.material(F(1), True), F(1)),
        (rules.material(F(1), False), F(0)),
        (rules.material(F(1), False, F(1, 2)), F(1, 2)),
        (rules.mark(F(4), F(18), F(20)), F(36, 10)),
        (rules.mark(F(4), F(-1), F(20)), F(0)),
        (rules.mark(F(4), F(25), F(20)), F(4)),
        (rules.review(F(20), F("87.5")), F("17.5")),
        (rules.review(F(20), F(101)), F(20)),
        (rules.bonus(F(5), F(2)), F(2)),
        (rules.bonus(F(5), F(6)), F(5)),
        (rules.bonus(F(5), F(-1)), F(0)),
    ],
)
def test_a_rule_earns_what_was_worked_out_on_paper(earned: F, points: F) -> None:
    assert earned == points


def test_two_goalposts_that_are_one_and_a_mark_out_of_nothing_are_no_rule() -> None:
    with pytest.raises(ValueError, match="two goalposts"):
        rules.goalposts(F(1), F(1), F(1, 2), F(1, 2))
    with pytest.raises(ValueError, match="maximum"):
        rules.mark(F(1), F(1), F(0))


# Each earns less, or as much, the greater its figure.
WORSE_WHEN_GREATER: dict[str, Callable[[F, F], F]] = {
    "goalposts": lambda points, x: rules.goalposts(points, x, F(3, 10), F(1, 20)),
    "per_point": lambda points, x: rules.per_point(points, x, F(1, 10), F(1, 3), "lower"),
    "bands": lambda points, x: rules.bands(points, x, LOWER_BANDS, "lower"),
    "per_case": lambda points, x: rules.per_case(points, x, F(1, 2)),
    "goalposts, higher": lambda points, x: rules.goalposts(points, -x, F(-3), F(0)),
    "per_point, higher": lambda points, x: rules.per_point(points, -x, F(0), F(1, 3), "higher"),
    "bands, higher": lambda points, x: rules.bands(points, 1 - x, BANDS, "higher"),
    "required": lambda points, x: rules.required(points, -x, F(6), F(1, 3)),
    "material": lambda points, x: rules.material(points, x <= 1, F(1, 3)),
    "mark": lambda points, x: rules.mark(points, 20 - x, F(20)),
    "review": lambda points, x: rules.review(points, 100 - x),
    "bonus": lambda points, x: rules.bonus(points, 3 - x),
}
FIGURES = st.fractions(min_value=0, max_value=40, max_denominator=50)


@pytest.mark.parametrize("rule", WORSE_WHEN_GREATER)
@some_examples
@given(points=st.fractions(min_value=0, max_value=20, max_denominator=10), one=FIGURES, more=FIGURES)
def test_a_worse_figure_never_earns_more(rule: str, points: F, one: F, more: F) -> None:
    better, worse = (WORSE_WHEN_GREATER[rule](points, x) for x in (one, one + more))
    assert 0 <= worse <= better <= points
