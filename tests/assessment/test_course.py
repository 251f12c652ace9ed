"""A unit is falling when every year was worse than the one before and it now differs from the city."""

import pandas as pd
import pytest

from assessment.course import Count, falling, worsened
from assessment.indicators import Better
from assessment.verdict import worse_than

YEARLY_WORSE: list[Count] = [(5, 50), (8, 50), (12, 50), (20, 50)]


@pytest.mark.parametrize(
    ("counts", "better", "expected"),
    [
        (YEARLY_WORSE, "lower", True),
        (YEARLY_WORSE, "higher", False),
        (YEARLY_WORSE[::-1], "higher", True),
        ([(5, 50), (8, 50), (8, 50), (20, 50)], "lower", False),  # one year as the one before
        ([(5, 50), (1, 10), (12, 50), (20, 50)], "lower", False),  # 1/10 is no more than 5/50
        ([(5, 50), (12, 50), (8, 50), (20, 50)], "lower", False),  # one year better
        ([(0, 0), (8, 50), (12, 50), (20, 50)], "lower", False),  # no cases in the first year
        ([(0, 5), (1, 5), (2, 5), (3, 5)], "lower", True),
        ([(20, 50)], "lower", False),
        ([], "lower", False),
    ],
)
def test_a_rate_worsened_when_every_step_was_for_the_worse(counts: list[Count], better: Better, expected: bool) -> None:
    assert worsened(counts, better) is expected


@pytest.mark.parametrize(
    ("count", "city", "better", "expected"),
    [
        ((20, 70), (13, 100), "lower", True),  # from 19.3 %
        ((20, 70), (20, 100), "lower", False),
        ((2, 7), (1, 100), "lower", False),  # too few cases to say so
        ((50, 70), (90, 100), "higher", True),
        ((20, 70), (90, 100), "lower", False),  # it is better
        ((20, 70), (0, 0), "lower", False),
        ((0, 0), (13, 100), "lower", False),
    ],
)
def test_a_rate_is_told_to_be_worse_when_its_interval_excludes_the_benchmarks(
    count: Count, city: Count, better: Better, expected: bool
) -> None:
    assert worse_than(count, city, better) is expected


def history(**counts: list[Count]) -> pd.DataFrame:
    """The counts of each unit from the earliest year to now."""
    rows = [
        (code, len(years) - 1 - number, *count) for code, years in counts.items() for number, count in enumerate(years)
    ]
    return pd.DataFrame(rows, columns=["code", "years_ago", "numerator", "denominator"])


def test_falling_units_are_found_the_worst_first() -> None:
    found = history(
        A=YEARLY_WORSE,
        B=[(5, 50), (8, 50), (12, 50), (25, 50)],
        C=[(20, 50), (12, 50), (8, 50), (5, 50)],
        D=[(1, 50), (2, 50), (3, 50), (4, 50)],  # worse each year, and still better than the city
        E=[(12, 50), (25, 50)],  # nothing known of the years before
        F=[(49, 50), *YEARLY_WORSE],  # a better year further back changes nothing
    )
    assert falling(found, (100, 1000), "lower") == ["B", "A", "F"]
    assert falling(found.iloc[:0], (100, 1000), "lower") == []
    assert falling(found, (0, 0), "lower") == []


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        (YEARLY_WORSE, ["A"]),
        ([(0, 9), (8, 50), (12, 50), (20, 50)], []),  # few cases in the first year
        ([(5, 50), (2, 9), (12, 50), (20, 50)], []),  # or in another
        ([(1, 10), (2, 10), (3, 10), (5, 10)], ["A"]),  # ten cases are enough
    ],
)
def test_nobody_falls_on_few_cases(years: list[Count], expected: list[str]) -> None:
    assert falling(history(A=years), (100, 1000), "lower") == expected
