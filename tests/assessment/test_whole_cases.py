"""How many further good cases change a place or undo a veto."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.eligibility import veto_proposals
from assessment.indicators import BY_KEY
from assessment.rates import competition_places
from assessment.scheme import Scheme
from assessment.whole_cases import MOST, cases_to_change_place, cases_to_undo_veto
from tests.assessment.given import SCHEME, Count, of_indicator, plain_values, some_examples

PEERS = replace(SCHEME, average_scope="peer_group")
PEER_RATES = replace(PEERS, average_method="mean_of_rates")
NO_CITY = of_indicator("loss_rate", {})
RATES = {"appearance": "appearance_rate", "loss": "loss_rate"}


def to_change(units: dict[str, Count], key: str = "appearance_rate") -> dict[str, tuple[int | None, int | None]]:
    found = cases_to_change_place(of_indicator(key, units), BY_KEY[key])
    further, places = plain_values(found["k"]), plain_values(found["place_then"])
    return {code: (more, place) for code, more, place in zip(found["code"], further, places, strict=True)}


@pytest.mark.parametrize(
    ("units", "code", "further", "place"),
    [
        ({"A": (9, 10), "B": (8, 10)}, "A", None, None),  # already first
        ({"A": (9, 10), "B": (9, 10)}, "A", None, None),  # first with another
        ({"A": (8, 10), "B": (9, 10)}, "A", 10, 1),  # 18/20 is as good
        ({"A": (1, 2), "B": (80, 100), "C": (90, 100)}, "A", 3, 2),  # 4/5
        ({"A": (8, 10), "B": (9, 10), "C": (81, 100)}, "A", 1, 2),
        ({"A": (8, 10), "B": (5, 6), "C": (10, 12)}, "A", 2, 1),  # 10/12 passes two at once: both are 5/6
        ({"A": (8, 10), "B": (9, 9)}, "A", None, None),  # never as good as 100 %
        ({"A": (0, 0), "B": (9, 9)}, "A", None, None),  # no cases, no place
        ({"A": (8, 10), "B": (0, 0)}, "A", None, None),  # a unit without cases is not ahead
        ({"A": (0, 1), "B": (999, 1000)}, "A", 999, 1),
        ({"A": (0, 1), "B": (1000, 1001)}, "A", 1000, 1),
        ({"A": (0, 1), "B": (1001, 1002)}, "A", None, None),  # not within 1,000
    ],
)
def test_the_fewest_further_cases_that_gain_a_place(
    units: dict[str, Count], code: str, further: int | None, place: int | None
) -> None:
    assert to_change(units)[code] == (further, place)


def test_a_good_case_of_the_loss_rate_is_one_that_is_not_lost() -> None:
    assert to_change({"A": (2, 9), "B": (1, 10)}, "loss_rate")["A"] == (11, 1)  # 2/20
    assert to_change({"A": (2, 9), "B": (0, 10)}, "loss_rate")["A"] == (None, None)


def test_an_indicator_without_a_good_outcome_is_refused_and_other_indicators_are_left_aside() -> None:
    with pytest.raises(ValueError, match="acceptance_rate"):
        to_change({"A": (1, 2)}, "acceptance_rate")
    both = pd.concat([of_indicator("appearance_rate", {"A": (8, 10)}), of_indicator("loss_rate", {"B": (0, 10)})])
    assert cases_to_change_place(both, BY_KEY["appearance_rate"])["code"].tolist() == ["A"]
    assert len(cases_to_change_place(both.drop(columns="indicator"), BY_KEY["appearance_rate"])) == 2


def to_undo(
    units: dict[str, Count], scheme: Scheme = PEERS, clause: str = "appearance", city: Count | None = None
) -> dict[str, int | None]:
    rows = of_indicator(RATES[clause], units)
    whole = of_indicator(RATES[clause], {"city": city} if city else {})
    proposals = veto_proposals(scheme, rows, whole)
    found = cases_to_undo_veto(scheme, rows, whole, proposals)
    return dict(zip(found["code"], plain_values(found["k"]), strict=True))


@pytest.mark.parametrize(
    ("units", "scheme", "city", "expected"),
    [
        # 80/100 + A's: 4/5 against 84/105, equal, so not below
        ({"A": (1, 2), "B": (80, 100)}, PEERS, None, {"A": 3}),
        # the same against the city as a whole, whose average its cases raise: 14/15 against 93/115
        ({"A": (1, 2)}, SCHEME, (80, 100), {"A": 4}),
        # leaving the last three is enough: 7/11 is more than 60/99
        ({"A": (6, 10), "B": (60, 99), "C": (60, 99), "D": (60, 99), "E": (400, 400)}, PEERS, None, {"A": 1}),
        # against 100 % no number helps
        ({"A": (1, 2), "B": (9, 9)}, PEERS, None, {"A": None}),
        # a mean of rates: against 100 % and itself as well
        ({"A": (1, 2), "B": (9, 9)}, PEER_RATES, None, {"A": None}),
        ({"A": (1, 1), "B": (9, 9)}, PEERS, None, {}),
    ],
)
def test_the_fewest_further_cases_that_undo_a_veto(
    units: dict[str, Count], scheme: Scheme, city: Count | None, expected: dict[str, int | None]
) -> None:
    found = to_undo(units, scheme, city=city)
    assert {code: found[code] for code in expected} == expected
    assert bool(found) == bool(expected)


def test_a_loss_veto_is_undone_by_cases_not_lost() -> None:
    assert to_undo({"A": (3, 10), "B": (10, 100)}, clause="loss") == {"A": 20}  # 3/30 against 13/130


pairs = st.integers(0, 8).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))
groups = st.dictionaries(st.sampled_from("ABCDEF"), pairs, min_size=1, max_size=6)


@some_examples
@given(groups, st.sampled_from(["appearance_rate", "loss_rate"]))
def test_one_case_fewer_gains_no_place(units: dict[str, Count], key: str) -> None:
    better = BY_KEY[key].better
    for code, (further, then) in to_change(units, key).items():
        if further is None:
            continue
        places = []
        for more in (0, further - 1, further):
            cases, base = units[code]
            changed = {**units, code: (cases + more if better == "higher" else cases, base + more)}
            found = competition_places([x for x, _ in changed.values()], [n for _, n in changed.values()], better)
            places.append(found[list(changed).index(code)])
        assert places[0] == places[1] > places[2] == then  # type: ignore[operator]


@some_examples
@given(groups, st.sampled_from([PEERS, PEER_RATES, replace(PEERS, veto_last_n=1)]), st.sampled_from(list(RATES)))
def test_one_case_fewer_leaves_the_veto_standing(units: dict[str, Count], scheme: Scheme, clause: str) -> None:
    for code, further in to_undo(units, scheme, clause).items():
        for more, stands in ((0, True), ((further or MOST) - 1, True), (further or MOST, further is None)):
            cases, base = units[code]
            changed = {**units, code: (cases + more if clause == "appearance" else cases, base + more)}
            found = veto_proposals(scheme, of_indicator(RATES[clause], changed), NO_CITY)
            assert (code in set(found["code"])) is stands


# --- The city's mean of rates: whose further cases? ----------------------------------------------------------------

CITY_RATES = replace(SCHEME, average_scope="city", average_method="mean_of_rates", veto_last_n=1)
# By county the cases of each unit, its government's under its own code.
Units = dict[str, dict[str, Count]]


def city_of(units: Units, key: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The counties' counts, each the sum of its units, and a row for each unit with its county."""
    sums = {county: tuple(map(sum, zip(*of_county.values(), strict=True))) for county, of_county in units.items()}
    rows = [(unit, county, key, *count) for county, of_county in units.items() for unit, count in of_county.items()]
    return of_indicator(key, sums), pd.DataFrame(  # type: ignore[arg-type]
        rows, columns=["code", "county", "indicator", "numerator", "denominator"]
    )


def undone(units: Units, clause: str = "appearance", *, told: bool = True) -> list[list[Any]]:
    """A row a county proposed: its code, the further cases, whose they are, and whether one existing case is enough."""
    group, city = city_of(units, RATES[clause])
    counties = group[group["code"] != ""]
    city = city if told else city.drop(columns=["code", "county"])
    proposals = veto_proposals(CITY_RATES, counties, city)
    found = cases_to_undo_veto(CITY_RATES, counties, city, proposals)
    columns = (found["code"], plain_values(found["k"]), found["by"], proposals["one_case"])
    return [list(row) for row in zip(*columns, strict=True)]


# 甲 has 8/20: its government 3/3, its police 5/17. 乙 has 8/10. The mean of the city's rates is
# (1 + 5/17 + 4/5) / 3 = 178/255 = 69.8 %; 甲's 40 % is below it.
MEAN_CITY: Units = {"C1": {"C1": (3, 3), "C1-p": (5, 17)}, "C2": {"C2": (8, 10)}}


def test_a_countys_further_cases_are_those_of_one_of_its_units() -> None:
    # Cases of the government, which has 100 % already, leave the mean as it is:
    # (8+k)/(20+k) ≥ 178/255 ⇔ 255·8 + 255k ≥ 178·20 + 178k ⇔ 77k ≥ 1520 ⇔ k ≥ 19.7, so 20 suffice.
    # Cases of the police raise the mean with them and are more.
    assert undone(MEAN_CITY) == [["C1", 20, "C1", False]]


def test_where_the_units_behind_the_rates_are_not_told_the_county_is_taken_for_one_of_them() -> None:
    # As in publications made before: (8+k)/(20+k) raises the mean by a third of its own gain, and 41 are asked for.
    assert undone(MEAN_CITY, told=False) == [["C1", 41, "", False]]


def veto_stands(units: Units, code: str, clause: str) -> bool:
    group, city = city_of(units, RATES[clause])
    return code in set(veto_proposals(CITY_RATES, group[group["code"] != ""], city)["code"])


def with_more(units: Units, county: str, unit: str, clause: str, good: int, flipped: int = 0) -> Units:
    """The same city after further good cases of a unit, or after existing ones went the other way."""
    cases, base = units[county][unit]
    better = good + flipped if clause == "appearance" else -flipped
    return {**units, county: {**units[county], unit: (cases + better, base + good)}}


def brute_force(units: Units, county: str, clause: str, most: int = 80) -> tuple[int | None, str]:
    """Counting up from one: how many cases undo the veto, and of which of the county's units that have cases."""
    own = sorted((unit for unit, count in units[county].items() if count[1]), key=lambda unit: (unit != county, unit))
    for further in range(1, most + 1):
        for unit in own:
            if not veto_stands(with_more(units, county, unit, clause, further), county, clause):
                return further, unit
    return None, own[0]


some_pairs = st.integers(0, 6).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))
cities = st.fixed_dictionaries(
    {
        county: st.dictionaries(st.sampled_from([county, f"{county}-a", f"{county}-b"]), some_pairs, min_size=1)
        for county in ("C1", "C2", "C3")
    }
    | {"": st.dictionaries(st.sampled_from(["M1", "M2"]), some_pairs, min_size=1)}
)


@some_examples
@given(cities, st.sampled_from(list(RATES)))
def test_counting_up_finds_the_same_number_and_the_same_unit(units: Units, clause: str) -> None:
    group = city_of(units, RATES[clause])[0]
    if not group.loc[group["code"] != "", "denominator"].any():
        return
    for code, further, by, one_case in undone(units, clause):
        expected = brute_force(units, code, clause)
        assert expected == (further, by) or (expected[0] is None and (further is None or further > 80))
        bad = [
            unit for unit, (cases, base) in units[code].items() if (cases < base if clause == "appearance" else cases)
        ]
        flips = [not veto_stands(with_more(units, code, unit, clause, 0, 1), code, clause) for unit in bad]
        assert one_case == any(flips)
