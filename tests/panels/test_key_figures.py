"""The city's key figures: what rose, what fell, and whether that is for the better."""

from math import nan

import pandas as pd
import pytest

from assessment.indicators import BY_KEY, KEY_INDICATORS
from assessment.rates import is_better
from panels.key_figures import KEY_FIGURES, MONTHS_SHOWN, WEAKEST
from tests.panels.checks import Case, check
from tests.panels.given import NOTHING, Counts, asked, peers
from wording import LANGUAGES

STEADY: Counts = (50, 100, 50, 100)
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


def city(counts: dict[str, Counts], *, otherwise: Counts = STEADY, month: float = 0.5) -> pd.DataFrame:
    """The city's row of every key indicator, with the same monthly rate in every month."""
    found = [peers(key, {}, counts.get(key, otherwise)) for key in KEY_INDICATORS]
    return pd.concat(found, ignore_index=True).assign(months=[[month] * MONTHS_SHOWN] * len(KEY_INDICATORS))


UP, MORE, DOWN = (80, 100, 50, 100), (60, 100, 50, 100), (20, 100, 50, 100)
CASES = {
    "one better, one worse": Case(city({"appearance_rate": UP, "loss_rate": MORE}), ["80.0%", "60.0%"], "watch"),
    "only better": Case(city({"loss_rate": DOWN}), ["20.0%"], "good", leaves_out=["50.0%"]),
    "only worse": Case(city({"settlement_rate": DOWN}), ["20.0%"], "bad", leaves_out=["50.0%"]),
    "the larger of two changes is said": Case(
        city({"appearance_rate": UP, "settlement_rate": MORE}), ["80.0%"], "good", leaves_out=["60.0%"]
    ),
    "nothing moved": Case(city({}), ["50.0%"]),
    "too small a change to be said": Case(city({}, otherwise=(1004, 2000, 1000, 2000)), ["50.2%"]),
    "one indicator has cases": Case(city({"loss_rate": UP}, otherwise=NOTHING), ["80.0%"], "bad"),
    "no cases at all": Case(city({}, otherwise=NOTHING, month=nan), [], leaves_out=["0%"]),
    "nothing is compared": Case(city({}, otherwise=(50, 100)), ["50.0%"], selection={"compare": "none"}),
}  # fmt: skip


@in_both_languages
@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_key_figures_say_what_changed_most(case: Case, language: str) -> None:
    check(KEY_FIGURES, case, language)


def test_a_course_is_drawn_inside_its_own_cell_and_unknown_months_are_left_out() -> None:
    figures = city({})
    rates = [None] * 10 + [0.2, 0.4, nan, 0.3] + [0.2] * 10
    figures["months"] = [rates if key == "loss_rate" else [nan] * MONTHS_SHOWN for key in figures["indicator"]]
    assert KEY_FIGURES.chart is not None
    months = KEY_FIGURES.chart(figures, asked()).options["months"]
    assert set(months.loc[months["y"].notna(), "indicator"]) == {"loss_rate"}
    assert months.groupby("indicator")["x"].nunique().eq(MONTHS_SHOWN).all()
    months = months.dropna(subset="y")
    assert len(months) == 13
    assert (months["x"].between(0, 1) & months["y"].between(0, 1)).all()
    assert months["y"].max() == 1


# --- What got worse ----------------------------------------------------------------------------------------------


def worsened(counts: dict[str, Counts]) -> pd.DataFrame:
    """As the panel's figures: only what got worse, the largest change first."""
    found = pd.concat([peers(key, {}, each) for key, each in counts.items()], ignore_index=True)
    assert all(
        is_better(change, BY_KEY[key].better) is False
        for change, key in zip(found["change"], found["indicator"], strict=True)
    )
    return found.assign(size=found["change"].abs()).sort_values("size", ascending=False)


NOTHING_WORSE = peers("loss_rate", {}, STEADY).head(0).assign(size=[])
WEAKEST_CASES = {
    "the largest change for the worse": Case(
        worsened({"settlement_rate": (45, 100, 50, 100), "loss_rate": (30, 100, 10, 100)}), ["30.0%", "20.0"], "bad"
    ),
    "one indicator": Case(worsened({"appearance_rate": (80, 100, 90, 100)}), ["80.0%", "10.0"], "bad"),
    "two changes of the same size": Case(
        worsened({"appearance_rate": (80, 100, 90, 100), "speaking_rate": (60, 100, 70, 100)}), ["10.0"], "bad"
    ),
    "nothing got worse": Case(NOTHING_WORSE, [], "good"),
    "nothing is compared": Case(NOTHING_WORSE, [], selection={"compare": "none"}),
}


@in_both_languages
@pytest.mark.parametrize("case", WEAKEST_CASES.values(), ids=WEAKEST_CASES.keys())
def test_the_weakest_indicator_is_the_one_that_got_worst(case: Case, language: str) -> None:
    check(WEAKEST, case, language)
