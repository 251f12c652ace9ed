"""Veto proposals: who is on the bad side of the average and among the last."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.eligibility import veto_proposals
from assessment.scheme import Scheme
from tests.assessment.given import SCHEME, Count, of_indicator, some_examples

CITY = replace(SCHEME, average_scope="city", average_method="pooled")
PEERS = replace(SCHEME, average_scope="peer_group", average_method="pooled")
CITY_RATES = replace(SCHEME, average_scope="city", average_method="mean_of_rates")
PEER_RATES = replace(SCHEME, average_scope="peer_group", average_method="mean_of_rates")
RATES = {"appearance": "appearance_rate", "loss": "loss_rate"}


def mirrored(units: dict[str, Count]) -> dict[str, Count]:
    """Losing where others do not appear: the same order from the bad end."""
    return {code: (base - cases, base) for code, (cases, base) in units.items()}


def proposed(
    units: dict[str, Count], scheme: Scheme = PEERS, city: tuple[Count, ...] = (), clause: str = "appearance"
) -> pd.DataFrame:
    rows = of_indicator(RATES[clause], units)
    whole = of_indicator(RATES[clause], {str(place): count for place, count in enumerate(city)})
    return veto_proposals(scheme, rows, whole[["indicator", "numerator", "denominator"]])


def vetoed(found: pd.DataFrame) -> dict[str, int]:
    """The place from the bad end of each unit proposed."""
    return dict(zip(found["code"], found["place"], strict=True))


# --- The rule ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        # everyone equal
        ({"A": (1, 1), "B": (7, 7), "C": (30, 30), "D": (2, 2)}, {}),
        ({"A": (1, 2), "B": (5, 10), "C": (40, 80)}, {}),
        ({"A": (0, 3), "B": (0, 9)}, {}),
        # two units, one unit
        ({"A": (5, 10), "B": (9, 10)}, {"A": 1}),
        ({"A": (5, 10)}, {}),
        # the last three; the fourth is below the average and goes free
        ({"A": (1, 10), "B": (2, 10), "C": (3, 10), "D": (4, 10), "E": (50, 50)}, {"A": 1, "B": 2, "C": 3}),
        # ties across place 3 are all in, whatever their bases
        ({"A": (1, 10), "B": (2, 10), "C": (3, 10), "D": (6, 20), "E": (50, 50)}, {"A": 1, "B": 2, "C": 3, "D": 3}),
        # ties before place 3 push the next one out
        ({"A": (1, 10), "B": (1, 10), "C": (2, 20), "D": (4, 10), "E": (50, 50)}, {"A": 1, "B": 1, "C": 1}),
        # fewer than three below the average
        ({"A": (5, 10), "B": (10, 10), "C": (20, 20), "D": (7, 7)}, {"A": 1}),
        # equal to the average is not below it: 80 of 100 over all
        ({"A": (5, 10), "B": (16, 20), "C": (59, 70)}, {"A": 1}),
        # no cases: neither placed nor vetoed, and out of the average
        ({"A": (0, 0), "B": (5, 10), "C": (9, 10)}, {"B": 1}),
        ({"A": (0, 0), "B": (0, 0)}, {}),
        # one of two against 80 of 100: the rule applies as written
        ({"A": (1, 2), "B": (80, 100)}, {"A": 1}),
    ],
)
@pytest.mark.parametrize("clause", ["appearance", "loss"])
def test_who_is_on_the_bad_side_of_the_average_and_among_the_last_is_proposed(
    units: dict[str, Count], expected: dict[str, int], clause: str
) -> None:
    found = proposed(units if clause == "appearance" else mirrored(units), clause=clause)
    assert vetoed(found) == expected
    assert set(found["clause"]) <= {clause}
    assert set(found["indicator"]) <= {RATES[clause]}


@pytest.mark.parametrize(
    ("scheme", "city", "expected", "average"),
    [
        (PEERS, ((60, 100),), {"A": 1, "B": 2}, (181, 202)),  # 89.6 %
        (CITY, ((60, 100),), {"A": 1}, (60, 100)),
        (CITY, ((1, 2),), {}, None),  # A is equal to it
        (CITY, ((600, 700),), {"A": 1, "B": 2}, (600, 700)),
        (PEER_RATES, ((60, 100),), {"A": 1}, (23, 30)),  # (50 + 80 + 100) / 3
        (CITY_RATES, ((1, 4), (60, 100), (0, 0)), {}, None),  # 42.5 %
        (CITY_RATES, ((3, 4), (60, 100), (0, 0)), {"A": 1}, (27, 40)),
        (CITY_RATES, ((60, 100),), {"A": 1}, (60, 100)),  # of one rate, the mean is the rate
    ],
)
def test_the_average_is_whose_and_which_the_scheme_says(
    scheme: Scheme, city: tuple[Count, ...], expected: dict[str, int], average: Count | None
) -> None:
    found = proposed({"A": (1, 2), "B": (80, 100), "C": (100, 100)}, scheme, city)
    assert vetoed(found) == expected
    assert set(zip(found["average_numerator"], found["average_denominator"], strict=True)) == ({average} - {None})
    assert set(found["average_scope"]) <= {scheme.average_scope}


def test_last_three_is_a_setting() -> None:
    units = {"A": (1, 10), "B": (2, 10), "C": (3, 10), "D": (50, 50)}
    assert vetoed(proposed(units, replace(PEERS, veto_last_n=1))) == {"A": 1}
    assert vetoed(proposed(units, replace(PEERS, veto_last_n=9))) == {"A": 1, "B": 2, "C": 3}


def test_rates_that_no_float_can_tell_apart_are_told_apart() -> None:
    huge = 10**17
    units = {"A": (huge - 1, huge), "B": (huge, huge + 1), "C": (huge + 1, huge + 2), "D": (huge, huge)}
    assert vetoed(proposed(units, replace(PEERS, veto_last_n=1))) == {"A": 1}


def test_a_city_without_counts_is_not_taken_for_an_average() -> None:
    with pytest.raises(ValueError, match="appearance_rate"):
        proposed({"A": (1, 2)}, CITY)
    assert len(proposed({"A": (0, 0)}, CITY)) == 0


@pytest.mark.parametrize(
    ("units", "code", "few", "one_case"),
    [
        # 2/2 would be above the average
        ({"A": (1, 2), "B": (80, 100)}, "A", True, True),
        # 2/9 would still be last and below
        ({"A": (1, 9), "B": (80, 100)}, "A", True, False),
        # ten cases are not few
        ({"A": (7, 10), "B": (80, 100)}, "A", False, True),
        # one more makes it fourth from below, though still below the average
        ({"A": (6, 10), "B": (60, 99), "C": (60, 99), "D": (60, 99), "E": (400, 400)}, "A", False, True),
        # tied with others at place 3: one more leaves
        ({"A": (1, 9), "B": (0, 9), "C": (0, 8), "D": (1, 9), "E": (400, 400)}, "D", True, True),
        # three as bad as it and one more case makes it no better than third
        ({"A": (1, 9), "B": (2, 9), "C": (3, 9), "E": (400, 400)}, "A", True, False),
        # the average moves with the case: 5/10 against 11/20 would be equal to it, 6/10 against 12/20
        ({"A": (5, 10), "B": (6, 10)}, "A", False, True),
    ],
)
def test_few_cases_and_a_veto_by_a_single_case_are_marked(
    units: dict[str, Count], code: str, few: bool, one_case: bool
) -> None:
    for found in (proposed(units), proposed(mirrored(units), clause="loss")):
        row = found.set_index("code").loc[code]
        assert (row["few"], row["one_case"]) == (few, one_case)


def test_a_flipped_case_moves_the_citys_average_as_well() -> None:
    units = {"A": (5, 10)}
    # 6/10 = 60 %; the city's 59/100 becomes 60/100: equal, so no veto
    assert proposed(units, CITY, ((59, 100),))["one_case"].tolist() == [True]
    # the city's 60/100 becomes 61/100: still below
    assert proposed(units, CITY, ((60, 100),))["one_case"].tolist() == [False]


def test_nobody_proposed_is_an_empty_table_with_all_columns() -> None:
    found = proposed({})
    assert len(found) == 0
    assert {"code", "clause", "average_numerator", "place", "few", "one_case"} <= set(found)


pairs = st.integers(0, 6).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))
groups = st.dictionaries(st.sampled_from("ABCDEFGH"), pairs, max_size=8)
schemes = st.sampled_from([PEERS, PEER_RATES, replace(PEERS, veto_last_n=1)])


@some_examples
@given(groups, schemes)
def test_the_rule_is_the_one_in_words(units: dict[str, Count], scheme: Scheme) -> None:
    known = {code: Fraction(*count) for code, count in units.items() if count[1]}
    expected = set()
    if known:
        pooled = Fraction(sum(units[code][0] for code in known), sum(units[code][1] for code in known))
        mean = pooled if scheme.average_method == "pooled" else sum(known.values(), Fraction()) / len(known)
        worst = sorted(known.values())
        expected = {c for c, rate in known.items() if rate < mean and worst.index(rate) < scheme.veto_last_n}
    assert set(proposed(units, scheme)["code"]) == expected
    assert set(proposed(mirrored(units), scheme, clause="loss")["code"]) == expected


@some_examples
@given(groups, schemes, st.randoms())
def test_another_order_and_other_names_change_no_veto(units: dict[str, Count], scheme: Scheme, random: Any) -> None:
    order = random.sample(sorted(units), len(units))
    names = {code: f"unit {place}" for place, code in enumerate(order)}
    renamed = proposed({names[code]: units[code] for code in order}, scheme)
    first = proposed(units, scheme)
    expected = first.assign(code=first["code"].map(names)).sort_values("code").reset_index(drop=True)
    found = renamed.sort_values("code").reset_index(drop=True)
    pd.testing.assert_frame_equal(found, expected, check_dtype=False)
