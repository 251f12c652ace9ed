"""Funnel limits, positions and over-dispersion. The limits are those of Spiegelhalter (2005), by the normal law."""

from math import isnan
from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.funnel import Z95, Z998, funnel, limits, overdispersed
from tests.assessment.given import Count, of_indicator, plain_values, some_examples


def placed(units: dict[str, Count]) -> pd.DataFrame:
    return funnel(of_indicator("loss_rate", units)).set_index("code")


@pytest.mark.parametrize(("z", "level"), [(Z95, 0.95), (Z998, 0.998)])
def test_the_factors_are_those_of_the_normal_law(z: float, level: float) -> None:
    assert z == pytest.approx(NormalDist().inv_cdf(0.5 + level / 2), abs=0.0005)


@pytest.mark.parametrize(
    ("p0", "n", "z", "low", "high"),
    [
        (0.5, 100, 1.96, 0.402, 0.598),
        (0.5, 100, 3.09, 0.3455, 0.6545),
        (0.2, 400, 1.96, 0.1608, 0.2392),
        (0.2, 400, 3.09, 0.1382, 0.2618),
        (0.1, 9, 3.09, 0.0, 0.409),  # cut at 0
        (0.9, 9, 3.09, 0.591, 1.0),  # cut at 1
        (0.0, 9, 1.96, 0.0, 0.0),
        (1.0, 9, 1.96, 1.0, 1.0),
    ],
)
def test_limits_are_the_centre_and_its_standard_errors(p0: float, n: int, z: float, low: float, high: float) -> None:
    found_low, found_high = limits(p0, np.array([n]), z)
    assert (found_low[0], found_high[0]) == (pytest.approx(low, abs=1e-9), pytest.approx(high, abs=1e-9))


@some_examples
@given(st.floats(0.01, 0.99), st.integers(1, 10**6), st.sampled_from([0.95, 0.998]))
def test_limits_are_the_quantiles_of_the_normal_law_cut_to_shares(p0: float, n: int, level: float) -> None:
    law = NormalDist(p0, (p0 * (1 - p0) / n) ** 0.5)
    low, high = limits(p0, n, {0.95: Z95, 0.998: Z998}[level])
    assert low == pytest.approx(max(0.0, law.inv_cdf((1 - level) / 2)), abs=0.0005)
    assert high == pytest.approx(min(1.0, law.inv_cdf((1 + level) / 2)), abs=0.0005)


def test_a_unit_without_cases_has_no_limits_and_no_position() -> None:
    found = placed({"A": (5, 10), "B": (0, 0)})
    assert found.loc["B", ["low95", "high95", "low998", "high998", "z"]].isna().all()
    assert plain_values(found["position"]) == ["not_distinguishable", None]
    assert found["centre"].tolist() == [0.5, 0.5]


@pytest.mark.parametrize(
    ("units", "positions"),
    [
        # centre 20 %, standard error of A and B 4 %, 12 % of those with 11 cases
        ({"A": (20, 100), "B": (20, 100)}, ["not_distinguishable", "not_distinguishable"]),
        ({"A": (10, 100), "B": (30, 100)}, ["unclear", "unclear"]),  # 2.5 standard errors
        ({"A": (5, 100), "B": (35, 100)}, ["different", "different"]),  # 3.75
        ({"A": (2, 3), "B": (100, 500)}, ["unclear", "not_distinguishable"]),
        ({"A": (1, 2), "B": (100, 500)}, ["not_distinguishable", "not_distinguishable"]),
        # all the same: nobody differs
        ({"A": (0, 5), "B": (0, 500)}, ["not_distinguishable", "not_distinguishable"]),
        ({"A": (5, 5), "B": (500, 500)}, ["not_distinguishable", "not_distinguishable"]),
        ({"A": (7, 10)}, ["not_distinguishable"]),
    ],
)
def test_a_unit_is_different_only_outside_the_outer_limits(units: dict[str, Count], positions: list[str]) -> None:
    assert placed(units)["position"].tolist() == positions


def test_nobody_has_cases() -> None:
    found = placed({"A": (0, 0)})
    assert isnan(found.loc["A", "centre"])
    assert plain_values(found["position"]) == [None]
    assert list(placed({}).columns)[-2:] == ["position", "z"]


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        ({"A": (20, 100), "B": (20, 100)}, False),
        ({"A": (10, 100), "B": (30, 100)}, True),  # Σz²/I = 6.25
        ({"A": (16, 100), "B": (24, 100)}, False),  # 1
        ({"A": (16, 100), "B": (24, 100), "C": (0, 0)}, False),
        ({"A": (15, 100), "B": (25, 100), "C": (0, 0)}, True),  # 1.5625; without cases C counts for nothing
        ({"A": (0, 0)}, False),
        ({}, False),
    ],
)
def test_overdispersion_is_said_above_one_and_a_half(units: dict[str, Count], expected: bool) -> None:
    assert overdispersed(of_indicator("loss_rate", units)) is expected


pairs = st.integers(0, 200).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))


@some_examples
@given(st.dictionaries(st.sampled_from("ABCDEF"), pairs, min_size=1))
def test_positions_agree_with_the_limits_drawn(units: dict[str, Count]) -> None:
    found = placed(units)
    for _, unit in found[found["denominator"] > 0].iterrows():
        share = unit["numerator"] / unit["denominator"]
        outside95 = not unit["low95"] - 1e-12 <= share <= unit["high95"] + 1e-12
        outside998 = not unit["low998"] - 1e-12 <= share <= unit["high998"] + 1e-12
        assert unit["position"] == ("different" if outside998 else "unclear" if outside95 else "not_distinguishable")
        assert unit["low998"] <= unit["low95"] <= unit["centre"] <= unit["high95"] <= unit["high998"]
