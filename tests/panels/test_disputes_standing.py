"""Who is worst in court, who has been falling, and the heading of the page, from figures made by hand."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from assessment.control import p_chart
from assessment.course import STEPS
from data_access.asked.periods import months_from
from panels.disputes.appearance_and_loss import APPEARANCE_AND_LOSS
from panels.disputes.headline import headline
from panels.disputes.loss_funnel import LOSS_FUNNEL
from panels.disputes.rate_trend import RATE_TREND
from panels.disputes.worst import LEFT, RIGHT
from tests.panels.checks import Case, check, pictured
from tests.panels.given import NOTHING, YEAR, Counts, asked, peers
from wording import LANGUAGES

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
CITY: Counts = (100, 1000)
# Enough cases on the city's rate: nothing to be said of them.
USUAL: Counts = (10, 100)
HIGH: Counts = (30, 100)


def each(cases: dict[str, Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases.values(), ids=cases.keys())


# --- Appearance and loss by unit ---------------------------------------------------------------------------------


def standing(
    loss: dict[str, Counts],
    appearance: dict[str, Counts] | None = None,
    *,
    falling: tuple[tuple[str, str], ...] = (),
    vetoed: tuple[tuple[str, str], ...] = (),
    city: Counts = CITY,
    reason: str = "",
) -> pd.DataFrame:
    """Loss and appearance by county (90 of 100 appear unless said), those falling and those within article 18."""
    shown: dict[str, Counts] = dict.fromkeys(loss, (90, 100)) | (appearance or {})
    city_shown = (900, 1000) if city[1] else NOTHING
    parts = [peers(LEFT, shown, city_shown, reason=reason), peers(RIGHT, loss, city, reason=reason)]
    found = pd.concat(parts, ignore_index=True)
    pairs = list(zip(found["code"], found["indicator"], strict=True))
    before = {f"rate_{years}": 0.1 / years for years in range(1, STEPS + 1)}
    averages = {LEFT: 0.9, RIGHT: 0.1} if city[1] else {LEFT: float("nan"), RIGHT: float("nan")}
    return found.assign(
        **before,
        falling=[pair in falling for pair in pairs],
        vetoed=[pair in vetoed for pair in pairs],
        average=found["indicator"].map(averages),
        scope="city",
        method="pooled",
        last_n=3,
    )


BOTH = (("C02", LEFT), ("C02", RIGHT))
CASES = {
    "one stands out": Case(
        lambda: standing({"C01": USUAL, "C02": HIGH}), ["乙县", "30.0%", "30/100", "10.0%"], "bad", about="C02", rows=2,
        leaves_out=["甲县"],
    ),
    "it has been falling": Case(
        lambda: standing({"C01": (35, 100), "C02": HIGH}, falling=(("C02", RIGHT),)), ["乙县", "30.0%", "3"], "bad",
        about="C02", rows=2, leaves_out=["甲县"],
    ),
    "it has been falling in both": Case(
        lambda: standing({"C01": USUAL, "C02": HIGH}, {"C02": (60, 100)}, falling=BOTH),
        ["乙县", "30/100", "60/100", "3"],
        "bad", about="C02", rows=2,
    ),
    "another one's heads stay away": Case(
        lambda: standing({"C01": USUAL, "C02": HIGH}, {"C01": (60, 100)}), ["乙县", "30.0%", "甲县", "60.0%"], "bad",
        about="C02", rows=2,
    ),
    "only absence stands out": Case(
        lambda: standing({"C01": USUAL, "C02": USUAL}, {"C01": (60, 100)}),
        ["甲县", "60.0%", "90.0%"], "bad", about="C01",
        rows=2,
    ),
    "two share the worst rate": Case(
        lambda: standing({"C01": HIGH, "C02": HIGH, "C03": USUAL}),
        ["甲县", "乙县", "30.0%"], "bad", about="C01", rows=3
    ),
    "nobody stands out": Case(lambda: standing({"C01": USUAL, "C02": (11, 100)}),
    [], rows=2, leaves_out=["甲县", "乙县"]),
    "high, but on few cases": Case(lambda: standing({"C01": USUAL, "C02": (5, 9)}), [], rows=2, leaves_out=["乙县"]),
    "a group of one": Case(lambda: standing({"C01": (1, 10)}), ["甲县", "1/10"], rows=1),
    "one has cases": Case(lambda: standing({"C01": HIGH, "C02": NOTHING}, {"C02": NOTHING}), ["甲县"], rows=2),
    "no cases": Case(lambda: standing({"C01": NOTHING}, {"C01": NOTHING}, city=NOTHING), [], rows=1, leaves_out=["%"]),
    "nobody": Case(lambda: standing({}, city=NOTHING), [], rows=0, leaves_out=["%"]),
    "not in the ledgers": Case(
        lambda: standing({"C01": NOTHING}, {"C01": NOTHING}, city=NOTHING, reason="not_in_ledgers"), [], rows=1,
        unknown=(LEFT, RIGHT), leaves_out=["%"],
    ),
    "one is looked at closely": Case(
        lambda: standing({"C01": USUAL, "C02": HIGH}), ["甲县", "10/100", "10.0%", "90.0%"], about="C01", rows=2,
        selection={"focus": "C01"}, leaves_out=["乙县"],
    ),
    "one without cases is looked at closely": Case(
        lambda: standing({"C01": NOTHING, "C02": HIGH}, {"C01": NOTHING}), ["甲县"], about="C01", rows=2,
        selection={"focus": "C01"},
    ),
    "a falling one is looked at closely": Case(
        lambda: standing({"C01": USUAL, "C02": HIGH}, falling=BOTH),
        ["乙县", "30/100", "3"], "bad", about="C02", rows=2,
        selection={"focus": "C02"},
    ),
    "a filter leaves the worst out": Case(
        lambda: standing({"C01": USUAL, "C02": HIGH}), [], rows=1, selection={"counties": ("C01",)}, leaves_out=["乙县"]
    ),
}  # fmt: skip


@pytest.mark.one_in(3)
@in_both_languages
@each(CASES)
def test_the_worst_in_court_are_named_when_they_stand_out(case: Case, language: str) -> None:
    check(APPEARANCE_AND_LOSS, case, language)


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "明显高于全市 10.0%，连续 3 年上升"), ("en", "up for 3 years running")]
)
def test_who_is_falling_is_said_with_the_years_behind_it(language: str, said: str) -> None:
    finding = APPEARANCE_AND_LOSS.finding(standing({"C01": USUAL, "C02": HIGH}, falling=BOTH[1:]), asked(language))
    assert said in finding.sentence
    assert "3.3% → 5.0% → 10.0% → 30.0%" in finding.base


def test_article_18_is_explained_where_somebody_is_within_it() -> None:
    figures = standing({"C01": USUAL, "C02": HIGH}, vetoed=(("C02", RIGHT),))
    assert "第十八条：差于平均且列末 3 位" in APPEARANCE_AND_LOSS.finding(figures, asked()).base
    assert "第十八条" not in APPEARANCE_AND_LOSS.finding(figures.assign(vetoed=False), asked()).base


def test_units_stand_in_the_order_of_their_losses_with_marks_and_lines() -> None:
    loss: dict[str, Counts] = {"C01": (1, 100), "C02": HIGH, "C03": (3, 9), "C04": NOTHING}
    figures = standing(loss, {"C04": NOTHING}, vetoed=(("C02", RIGHT), ("C01", LEFT)))
    chart = pictured(APPEARANCE_AND_LOSS, figures, asked())
    data = chart.data.set_index("code")
    assert data.index.tolist() == ["C03", "C02", "C01", "C04"]
    assert data["right_base"].tolist() == ["3/9 样本少", "30/100", "1/100", "无案件"]
    blank = pictured(APPEARANCE_AND_LOSS, figures.assign(blank=2), asked()).data.set_index("code")
    assert blank["right_base"].tolist()[1] == "30/100，2 件未填"
    assert data["right_mark"].tolist() == ["", "veto", "", ""]
    assert data["left_mark"].tolist() == ["", "", "veto", ""]
    assert data["tone"].tolist() == ["plain", "accent", "plain", "plain"]
    assert pd.isna(data.loc["C04", "right_value"])
    assert (chart.options["left_reference"], chart.options["right_reference"]) == (0.9, 0.1)
    assert chart.options["right_reference_text"] == "全市 10.0%"


# --- The funnel of the loss rate ---------------------------------------------------------------------------------

MANY: dict[str, Counts] = {"C01": (10, 100), "C02": (12, 100), "C03": (60, 120)}
FUNNEL_CASES = {
    "one is really different": Case(
        lambda: peers(RIGHT, MANY, (82, 320)), ["丙县", "60/120"], "bad", about="C03", rows=3
    ),
    "nobody is": Case(lambda: peers(RIGHT, {"C01": USUAL, "C02": (11, 100)}, CITY), [], rows=2),
    "a group of one": Case(lambda: peers(RIGHT, {"C01": HIGH}, CITY), ["甲县", "30/100"], rows=1),
    "all alike": Case(lambda: peers(RIGHT, {"C01": USUAL, "C02": USUAL}, CITY), [], rows=2),
    "nobody has cases": Case(lambda: peers(RIGHT, {"C01": NOTHING}), [], rows=1),
    "one is looked at closely": Case(
        lambda: peers(RIGHT, MANY, (82, 320)), ["甲县", "10/100"], about="C01", rows=3, selection={"focus": "C01"}
    ),
    "the different one is looked at closely": Case(
        lambda: peers(RIGHT, MANY, (82, 320)),
        ["丙县", "60/120"],
        "bad",
        about="C03",
        rows=3,
        selection={"focus": "C03"},
    ),
    "another indicator is ranked by": Case(
        lambda: peers(RIGHT, MANY, (82, 320)),
        ["丙县"],
        "bad",
        about="C03",
        rows=3,
        selection={"indicator": "filing_rate"},
    ),
}


@in_both_languages
@each(FUNNEL_CASES)
def test_the_funnel_is_of_the_loss_rate_and_of_the_unit_looked_at(case: Case, language: str) -> None:
    check(LOSS_FUNNEL, case, language)


def test_the_unit_looked_at_closely_is_the_only_accent_of_the_funnel() -> None:
    data = pictured(LOSS_FUNNEL, peers(RIGHT, MANY, (82, 320)), asked(focus="C01")).data.set_index("code")
    assert data["tone"].to_dict() == {"C01": "accent", "C02": "strong", "C03": "strong"}
    assert data.loc["C01", "label"] == "甲县 10.0%"


# --- The heading of the page -------------------------------------------------------------------------------------


def trend(now: Counts, before: Counts = NOTHING) -> pd.DataFrame:
    """The chart of one month of the period and of the same month a year before; too short to find anything."""
    return charted({dt.date(2025, 3, 1): before[:2], dt.date(2026, 3, 1): now[:2]})


def charted(counts: Mapping[dt.date, tuple[int, ...]]) -> pd.DataFrame:
    """The figures of the loss rate's trend by month."""
    rows = [(month, *count) for month, count in sorted(counts.items())]
    known = pd.DataFrame(rows, columns=["month", "numerator", "denominator"])
    return known[["numerator", "denominator"]].assign(blank=0).join(p_chart(known))


QUIET = standing({"C01": USUAL, "C02": USUAL})
WITH_A_FALL = standing({"C01": USUAL, "C02": HIGH}, falling=BOTH)


@pytest.mark.parametrize(
    ("counts", "figures", "selection", "zh", "en"),
    [
        (
            ((300, 1000), (200, 1000)), WITH_A_FALL, {},
            "乙县败诉率 30.0%，明显高于全市 10.0%，连续 3 年上升；"
            "全市败诉率 30.0%（300/1,000），同比上升 10.0 个百分点，明显变差",
            "乙县: loss rate 30.0%, clearly above the city's 10.0%, up for 3 years running; "
            "citywide: loss rate 30.0% (300/1,000), up 10.0 percentage points from a year earlier, clearly worse",
        ),
        (
            ((12, 100), (25, 100)), standing({"C01": USUAL, "C02": HIGH}), {"compare": "last_year"},
            "乙县败诉率 30.0%，明显高于全市 10.0%；"
            "全市败诉率 12.0%（12/100），同比下降 13.0 个百分点，接近界限",
            "乙县: loss rate 30.0%, clearly above the city's 10.0%; citywide: loss rate 12.0% (12/100), "
            "down 13.0 percentage points from a year earlier, borderline",
        ),
        (
            ((13, 100), (6, 50)), QUIET, {},
            "全市败诉率 13.0%（13/100），与上年同期无明显差异",
            "Citywide: loss rate 13.0% (13/100), no clear difference from a year earlier",
        ),
        (
            ((1, 3), (45, 530)), QUIET, {},
            "全市败诉率 33.3%（1/3），样本少，不作比较",
            "Citywide: loss rate 33.3% (1/3), too small a sample to compare",
        ),
        (((12, 100), NOTHING), QUIET, {}, "全市败诉率 12.0%（12/100）", "Citywide: loss rate 12.0% (12/100)"),
        (
            ((12, 100), (60, 90)), QUIET, {"compare": "none"},
            "全市败诉率 12.0%（12/100）", "Citywide: loss rate 12.0% (12/100)",
        ),
        (
            ((30, 100), (20, 100)), WITH_A_FALL, {"focus": "C02"},
            "乙县败诉率 30.0%（30/100），明显高于全市 10.0%，连续 3 年上升，与上年同期无明显差异",
            "乙县: loss rate 30.0% (30/100), clearly above the city's 10.0%, up for 3 years running, "
            "no clear difference from a year earlier",
        ),
        (
            ((30, 100), NOTHING), standing({"C01": USUAL, "C02": HIGH}), {"focus": "C02"},
            "乙县败诉率 30.0%（30/100），明显高于全市 10.0%",
            "乙县: loss rate 30.0% (30/100), clearly above the city's 10.0%",
        ),
        (
            (NOTHING, NOTHING), QUIET, {},
            "全市本期没有可计算败诉率的数据", "Citywide: nothing to compute the loss rate from in this period",
        ),
        (
            (NOTHING, NOTHING), QUIET, {"focus": "C02"},
            "乙县本期没有可计算败诉率的数据", "乙县: nothing to compute the loss rate from in this period",
        ),
    ],
)  # fmt: skip
def test_the_heading_says_the_rate_its_change_and_who_is_falling(
    counts: tuple[Counts, Counts], figures: pd.DataFrame, selection: dict[str, Any], zh: str, en: str
) -> None:
    for language, said in (("zh", zh), ("en", en)):
        context = asked(language, **{"unit": "", **selection})
        assert headline(trend(*counts), figures, context) == said


def test_the_heading_says_when_the_ledgers_cannot_tell() -> None:
    context = asked("zh", unknown=(RIGHT,), unit="")
    figures = standing({"C01": NOTHING}, {"C01": NOTHING}, city=NOTHING, reason="not_in_ledgers")
    assert headline(trend(NOTHING), figures, context) == "已导入的台账缺少计算败诉率所需的数据"


def test_the_heading_is_of_the_months_of_the_period_only() -> None:
    outside, inside = (dt.date(2025, 12, 1), dt.date(2026, 11, 1)), (YEAR.first, YEAR.last)
    counts = charted(dict.fromkeys(outside, (9, 10)) | dict.fromkeys(inside, (1, 10)))
    assert headline(counts, QUIET, asked(unit="", compare="none")) == "全市败诉率 10.0%（2/20）"


def test_the_heading_says_what_is_missing_behind_the_rate() -> None:
    """Of the city and of a unit its reports and blank cells; of a filter, whose reports are not told, the cells."""
    counts = charted({YEAR.first: (1, 10), YEAR.last: (1, 10)}).assign(blank=[2, 3])
    lacking = QUIET.assign(missing=QUIET["code"].map({"C01": 4}).fillna(0).where(QUIET["level"] != "city", 7))
    said = {"": "漏报 7 期，5 件未填", "C01": "漏报 4 期，5 件未填"}
    for focus, gaps in said.items():
        context = asked(unit="", focus=focus, compare="none")
        assert f"10.0%（2/20，{gaps}）" in headline(counts, lacking, context)
    filtered = asked(unit="", counties=("C01", "C02"), compare="none")
    assert "10.0%（2/20，5 件未填）" in headline(counts, lacking, filtered)


def test_a_change_is_told_alike_whatever_the_chart_of_its_months_finds() -> None:
    """2024 made the limits: 60/480 lost, 12.5 % ± 3σ of 40 cases. 2025 had 36/480, 2026 has 60/400: 15 % are more than
    7.5 % beyond all chance, though no month passes its limit (28.2 %). The chart speaks of months only.
    """
    months, context = months_from(dt.date(2024, 1, 1), YEAR.last), asked(unit="")
    # 20 % and 10 % by turns, so that no eight months lie on one side of 12.5 %.
    by_turns = [(8, 40), (4, 40)] * 5
    counts = charted(dict(zip(months, [*[(4, 40), (6, 40)] * 6, *[(3, 40)] * 12, *by_turns], strict=True)))
    assert headline(counts, QUIET, context) == "全市败诉率 15.0%（60/400），同比上升 7.5 个百分点，明显变差"
    trend_of_months = RATE_TREND.finding(counts.assign(unknown=False), context).sentence
    assert trend_of_months == "逐月看，10 个月的败诉率均在波动界限内，中心 12.5%"


def test_a_filter_never_says_that_only_one_county_has_cases() -> None:
    # Both have cases; the filter shows one of them.
    figures = standing({"C01": (0, 1), "C02": HIGH}, {"C01": (2, 3)})
    said = APPEARANCE_AND_LOSS.finding(figures, asked(counties=("C01",), unit="")).sentence
    assert "甲县败诉率 0.0%（0/1）" in said
    assert "只有" not in said


def test_what_is_blank_beside_a_bar_is_counted_as_in_the_heading() -> None:
    figures = standing({"C01": HIGH}).assign(blank=2)
    context = asked(unit="")
    drawn = APPEARANCE_AND_LOSS.chart(figures, APPEARANCE_AND_LOSS.finding(figures, context), context).data
    assert [text.partition("，")[2] for text in (*drawn["left_base"], *drawn["right_base"])] == ["2 件未填"] * 2
