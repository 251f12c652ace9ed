"""How many further good cases change a place or undo a veto."""

from dataclasses import replace

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
