"""Only a share of cases has an interval and a place that might have come out otherwise; a ratio may pass 1."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import get_args

import numpy as np
import pandas as pd
import pytest

from assessment.frames import COUNTS
from assessment.indicators import BY_KEY, Kind
from assessment.rates import competition_places
from assessment.robustness import draw
from assessment.scheme import SchemeItem
from assessment.scheme_faults import faults
from assessment.score_frames import Scores
from assessment.scoring import score
from assessment.standing import standing
from tests.assessment.given import GROUP, PLAIN, Count, adopted, marks, of_indicator, reviews

POSTS: dict[str, Count] = {"A": (12, 10), "B": (8, 8), "C": (7, 10), "D": (0, 0)}


@pytest.fixture(params=get_args(Kind))
def kind(request: pytest.FixtureRequest) -> Iterator[str]:
    """The kind of ``planted``, an indicator of which more is better."""
    planted = replace(BY_KEY["appearance_rate"], key="planted", kind=request.param)
    with adopted(planted):
        yield str(request.param)


def counted(units: Mapping[str, Count]) -> pd.DataFrame:
    rows = [{"indicator": "planted", "numerator": above, "denominator": below} for above, below in units.values()]
    return pd.DataFrame(rows, index=list(units)).assign(numerator_compared=0, denominator_compared=0)


def scored(units: Mapping[str, Count]) -> Scores:
    scheme = replace(PLAIN, items=(SchemeItem(GROUP, "daily", "planted", 100, 0.5, 1.0),))
    return score(scheme, GROUP, of_indicator("planted", units), marks(), reviews(), list(units))


def test_a_share_that_passes_the_whole_is_a_fault_and_any_other_kind_may(kind: str) -> None:
    if kind == "share":
        with pytest.raises(ValueError, match="0 ≤ numerator ≤ denominator"):
            standing(counted(POSTS), BY_KEY["planted"])
        with pytest.raises(ValueError, match="expected 0 ≤ numerator ≤ denominator for planted, got 12/10"):
            scored(POSTS)
        return
    stand = standing(counted(POSTS), BY_KEY["planted"])
    assert stand["rate"].round(2).fillna(-1).tolist() == [1.2, 1.0, 0.7, -1]
    assert stand["place"].fillna(0).tolist() == [1, 2, 3, 0]
    assert stand[["low", "high"]].isna().to_numpy().all()
    points = scored(POSTS).totals.set_index("code")["score"].fillna(-1)
    assert points.to_dict() == {"A": 100, "B": 100, "C": 40, "D": -1}


def test_few_cases_are_few_of_a_share_and_a_mean_and_posts_are_no_sample(kind: str) -> None:
    few = standing(counted({"A": (4, 5), "B": (9, 20)}), BY_KEY["planted"])["small"].tolist()
    assert few == [kind in ("share", "mean"), False]


def test_only_a_share_is_drawn(kind: str) -> None:
    scores = scored({"A": (7, 10), "B": (3, 10)})
    scheme = replace(PLAIN, items=(SchemeItem(GROUP, "daily", "planted", 100, 0.5, 1.0),))
    values = draw(scheme, GROUP, scores, draws=50).values["daily", "planted"]
    assert (np.unique(values[0]).size > 1) == (kind == "share")


def test_goalposts_beyond_the_whole_are_a_fault_of_a_share_only(kind: str) -> None:
    scheme = replace(PLAIN, items=(SchemeItem(GROUP, "daily", "planted", 100, 0.5, 1.2),))
    assert [fault.code for fault in faults(scheme)] == (["goalpost_outside"] if kind == "share" else [])


def test_sums_of_decimals_that_are_equal_on_paper_tie() -> None:
    assert competition_places([0.1 + 0.2, 0.3, 0.4], [1, 1, 1], "higher") == [2, 2, 1]


def test_a_frame_that_lacks_a_column_is_refused_with_its_name() -> None:
    with pytest.raises(
        KeyError,
        match="expected counts with blank, rows, reversed, numerator_compared, denominator_compared, blank_compared",
    ):
        COUNTS.of(pd.DataFrame(columns=["level", "unit_id", "indicator", "numerator", "denominator"]))
