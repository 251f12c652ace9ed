"""The city's key figures: what rose, what fell, and whether that is for the better."""

import datetime as dt
from math import nan

import pandas as pd
import pytest

from assessment.indicators import KEY_INDICATORS
from assessment.verdict import COMPARED
from data_access.asked.periods import Period
from panels.key_figures import KEY_FIGURES, MONTHS_SHOWN, WEAKEST, with_sizes
from panels.links import ranking_link
from panels.phrases import change_in_words, compared_in_words
from tests.panels.checks import Case, check, pictured
from tests.panels.given import NOTHING, Counts, asked, peers
from wording import LANGUAGES

STEADY: Counts = (50, 100, 50, 100)
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


def city(counts: dict[str, Counts], *, otherwise: Counts = STEADY, month: float = 0.5) -> pd.DataFrame:
    """The city's row of every key indicator, with the same monthly rate in every month."""
    found = [peers(key, {}, counts.get(key, otherwise)) for key in KEY_INDICATORS]
    return pd.concat(found, ignore_index=True).assign(months=[[month] * MONTHS_SHOWN] * len(KEY_INDICATORS))


UP, MORE, DOWN = (80, 100, 50, 100), (75, 100, 50, 100), (20, 100, 50, 100)
# Beyond the 95 % limits and within those of 99.8 %; within both; beyond, but on few cases.
UNCLEAR, CHANCE, FEW = (66, 100, 50, 100), (60, 100, 50, 100), (9, 9, 0, 9)
CASES = {
    "one better, one worse": Case(
        lambda: city({"appearance_rate": UP, "loss_rate": MORE}), ["80.0%", "80/100", "75.0%"], "watch"
    ),
    "only better": Case(lambda: city({"loss_rate": DOWN}), ["20.0%"], "good", leaves_out=["50.0%"]),
    "only worse": Case(lambda: city({"settlement_rate": DOWN}), ["20.0%"], "bad", leaves_out=["50.0%"]),
    "the larger of two changes is said": Case(
        lambda: city({"appearance_rate": UP, "settlement_rate": MORE}), ["80.0%"], "good", leaves_out=["75.0%"]
    ),
    "a sure change before a larger one close to chance": Case(
        lambda: city({"appearance_rate": (12, 12, 6, 12), "settlement_rate": MORE}),
        ["75.0%"], "good", leaves_out=["100.0%"]
    ),
    "a change close to the limit of chance": Case(
        lambda: city({"loss_rate": UNCLEAR}), ["66.0%", "66/100"], leaves_out=["变差", "worse"]
    ),
    "a change within chance is none": Case(lambda: city({"loss_rate": CHANCE}),
    ["60/100"], leaves_out=["变差", "worse"]),
    "a change on few cases is none": Case(lambda: city({"loss_rate": FEW}), ["9/9"], leaves_out=["变差", "worse"]),
    "all on few cases": Case(lambda: city({}, otherwise=FEW), ["100.0%", "9/9"], leaves_out=["0/9"]),
    "nothing moved": Case(lambda: city({}), ["50.0%"]),
    "too small a change to be said": Case(lambda: city({}, otherwise=(1004, 2000, 1000, 2000)), ["50.2%"]),
    "one indicator has cases": Case(lambda: city({"loss_rate": UP}, otherwise=NOTHING), ["80.0%"], "bad"),
    "no cases at all": Case(lambda: city({}, otherwise=NOTHING, month=nan), [], leaves_out=["0%"]),
    "nothing is compared": Case(lambda: city({}, otherwise=(50, 100)), ["50.0%"], selection={"compare": "none"}),
}  # fmt: skip


@in_both_languages
@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_key_figures_say_what_changed_most(case: Case, language: str) -> None:
    check(KEY_FIGURES, case, language)


@pytest.mark.parametrize(("month", "counts", "told"), [(0.5, STEADY, True), (nan, NOTHING, False)])
def test_the_base_explains_lines_and_comparisons_where_there_are_any(month: float, counts: Counts, told: bool) -> None:
    base = KEY_FIGURES.finding(city({}, otherwise=counts, month=month), asked()).base
    assert ["折线" in base, "档案完整率" in base] == [told, told]


def test_a_course_is_drawn_inside_its_own_cell_and_unknown_months_are_left_out() -> None:
    figures = city({})
    rates = [None] * 10 + [0.2, 0.4, nan, 0.3] + [0.2] * 10
    figures["months"] = [rates if key == "loss_rate" else [nan] * MONTHS_SHOWN for key in figures["indicator"]]
    months = pictured(KEY_FIGURES, figures, asked()).options["months"]
    assert set(months.loc[months["y"].notna(), "indicator"]) == {"loss_rate"}
    assert months.groupby("indicator")["x"].nunique().eq(MONTHS_SHOWN).all()
    months = months.dropna(subset="y")
    assert len(months) == 13
    assert (months["x"].between(0, 1) & months["y"].between(0, 1)).all()
    assert months["y"].max() == 1


# --- What got worse ----------------------------------------------------------------------------------------------


def compared(counts: dict[str, Counts]) -> pd.DataFrame:
    """As the panel's figures: what can be compared, the largest change first."""
    found = pd.concat([peers(key, {}, each) for key, each in counts.items()], ignore_index=True)
    return with_sizes(found[found["verdict"].isin(COMPARED)])


WEAKEST_CASES = {
    "the largest change for the worse": Case(
        lambda: compared({"settlement_rate": (450, 1000, 550, 1000), "loss_rate": (30, 100, 10, 100)}),
        ["30.0%", "30/100", "20.0"],
        "bad",
    ),
    "one indicator": Case(lambda: compared({"appearance_rate": (800, 1000, 900, 1000)}), ["80.0%", "10.0"], "bad"),
    "two changes of the same size": Case(
        lambda: compared({"appearance_rate": (800, 1000, 900, 1000), "speaking_rate": (600, 1000, 700, 1000)}),
        ["10.0"],
        "bad",
    ),
    "close to the limit of chance": Case(lambda: compared({"loss_rate": UNCLEAR}), ["66.0%", "16.0"], "watch"),
    "what got better or may be chance is none of them": Case(
        lambda: compared({"loss_rate": CHANCE, "appearance_rate": UP}), ["2"], "good", leaves_out=["60.0%", "80.0%"]
    ),
    "few cases cannot be compared": Case(lambda: compared({"loss_rate": FEW}), [], leaves_out=["100.0%"]),
    "nothing is compared": Case(lambda: compared({"loss_rate": UP}).head(0), [], selection={"compare": "none"}),
}


@in_both_languages
@pytest.mark.parametrize("case", WEAKEST_CASES.values(), ids=WEAKEST_CASES.keys())
def test_the_weakest_indicator_is_the_one_that_got_worst(case: Case, language: str) -> None:
    check(WEAKEST, case, language)


def test_only_what_got_worse_is_drawn() -> None:
    counts: dict[str, Counts] = {
        "loss_rate": UP,
        "appearance_rate": UP,
        "settlement_rate": UNCLEAR,
        "filing_rate": DOWN,
    }
    data = pictured(WEAKEST, compared(counts), asked()).data
    assert data["code"].tolist() == [ranking_link(key) for key in ("loss_rate", "filing_rate")]
    assert data["text"].tolist() == ["↑ 30.0 个百分点，明显变差", "↓ 30.0 个百分点，明显变差"]
    signs = pictured(WEAKEST, compared({"loss_rate": UNCLEAR}), asked()).data
    assert signs[["badge", "badge_text", "text"]].values.tolist() == [
        ["unclear", "接近界限", "↑ 16.0 个百分点，接近界限"]
    ]


@pytest.mark.parametrize(
    ("indicator", "counts", "said"),
    [
        ("loss_rate", UP, "↑ 30.0 个百分点，明显变差"),
        ("loss_rate", UNCLEAR, "↑ 16.0 个百分点，接近界限"),
        ("appearance_rate", UNCLEAR, "↑ 16.0 个百分点，接近界限"),
        ("loss_rate", CHANCE, "与上年同期无明显差异"),
        ("loss_rate", FEW, "样本少，不作比较"),
        ("loss_rate", (5, 50), ""),
        # What has no figure is not said to be left out of a comparison.
        ("archive_completeness", UP, "不作比较"),
        ("archive_completeness", NOTHING, ""),
        ("direct_correction_rate", UP, "↑ 30.0 个百分点，明显不同"),
        ("direct_correction_rate", UNCLEAR, "↑ 16.0 个百分点，接近界限"),
    ],
)
def test_the_change_of_a_figure_is_said_with_its_verdict(indicator: str, counts: Counts, said: str) -> None:
    row = peers(indicator, {}, counts).iloc[0]
    assert change_in_words(row, asked()) == said


def test_what_is_compared_is_named_by_its_months() -> None:
    october = Period("month", dt.date(2026, 10, 1), dt.date(2026, 10, 1))
    said = [compared_in_words(asked(period=october, compare=each)) for each in ("last_year", "previous", "none")]
    assert said == ["上年同期", "上期（2026 年 9 月）", ""]
