"""A month is held against its unit's own past; limits worked out on paper."""

from math import nan

import pytest

from assessment.own_past import expected_of

# Twelve months, mean 12, every move 4: 3 × 4 / 1.128 = 10.64, which is more than 3 × √12 = 10.39; limits 1.36 – 22.64.
RESTLESS = [10.0, 14.0] * 6
# Mean 100 and no move at all: 3 × √100 = 30; limits 70 – 130.
STEADY = [100.0] * 12
NOTHING = [0.0] * 12

CASES = {
    "within": (RESTLESS, 22.0, "usual"),
    "above": (RESTLESS, 23.0, "above"),
    "low but within": (RESTLESS, 2.0, "usual"),
    "below": (RESTLESS, 1.0, "below"),
    "nothing at all, and that is known": (RESTLESS, 0.0, "below"),
    "not known": (RESTLESS, nan, "unknown"),
    "eleven months before are too few": (RESTLESS[1:], 1_000.0, "short"),
    "eleven known ones of twelve are, too": ([nan, *RESTLESS[1:]], 1_000.0, "short"),
    "a gap is passed over": ([*RESTLESS[:6], nan, nan, *RESTLESS[6:]], 23.0, "above"),
    "always alike, and so much by chance": (STEADY, 130.0, "usual"),
    "always alike, and more than chance": (STEADY, 131.0, "above"),
    "few where there was never any": (NOTHING, 9.0, "few"),
    "many where there was never any": (NOTHING, 10.0, "above"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_month_stands_against_the_twelve_known_months_before_it(case: tuple[list[float], float, str]) -> None:
    past, value, standing = case
    assert expected_of([*past, value])[-1].standing == standing


def test_the_limits_are_those_of_paper_and_a_lasting_change_is_not_told_for_ever() -> None:
    found = expected_of([*RESTLESS, 23.0])[-1]
    assert (found.centre, round(found.low, 2), round(found.high, 2)) == (12.0, 1.36, 22.64)
    standings = [each.standing for each in expected_of([*STEADY, *[300.0] * 24])]
    assert (standings[12], standings[-1]) == ("above", "usual")


def test_after_a_change_of_law_the_past_begins_anew() -> None:
    assert expected_of([*STEADY, 300.0], begins=[12])[-1].standing == "short"
    assert expected_of([*STEADY, *STEADY, 300.0], begins=[12])[-1].standing == "above"
