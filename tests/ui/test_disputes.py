"""The page of disputes: its heading tells the story, a county chosen narrows it, and every panel is on it."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.cases import in_either_language, left_for_all
from tests.ui.app_page import blanks, charted, findings, open_page, said
from ui.registry import BY_KEY
from wording import wording

PAGE = BY_KEY["disputes"]
PANELS = ("appearance_and_loss", "loss_funnel", "rate_trend", "dispute_trend", "county_sector_matrix",
          "matter_concentration", "dispute_chain", "outcome_mix", "in_time", "suggestions_answered", "petitions",
          "joint_meetings")  # fmt: skip


def headings(app: AppTest) -> list[str]:
    return [*(blanks(each.value) for each in app.title), *findings(app)]


@pytest.mark.one_in(2)
@pytest.mark.parametrize(("data", "language"), in_either_language(["demo", "excerpt"]))
def test_every_panel_of_disputes_is_on_the_page_in_words(
    request: pytest.FixtureRequest, data: str, language: str
) -> None:
    request.getfixturevalue(data)
    app = open_page(PAGE, lang=language)
    assert not app.exception
    texts = said(app)
    assert [key for key in PANELS if wording(language)(f"panel.{key}.question") not in texts] == []


def test_the_heading_names_the_county_that_has_been_falling(demo: str) -> None:
    zh, en = (headings(open_page(PAGE, lang=language)) for language in ("zh", "en"))
    assert (
        zh[0] == "5 个单位触及第十八条；云泊县败诉率 28.0%，高于全市 13.1%，接近界限，连续 3 年上升；"
        "全市败诉率 13.1%（64/487，漏报 11 期，12 件未填），与上年同期无明显差异"
    )
    assert en[0] == (
        "5 units caught by article 18; 云泊县: loss rate 28.0%, above the city's 13.1% but borderline, "
        "up for 3 years running; "
        "citywide: loss rate 13.1% (64/487, 11 reports missing, 12 cases blank), "
        "no clear difference from a year earlier"
    )
    assert zh[1] == (
        "云泊县败诉率 28.0%（7/25，2 件未填），高于全市 13.1%，接近界限；"
        "出庭应诉率 66.7%（18/27），明显低于全市 89.8%，均连续 3 年变差"
    )


def test_a_county_looked_at_closely_narrows_what_is_counted_and_not_who_is_compared(demo: str) -> None:
    app = open_page(PAGE, lang="zh", focus="C10")
    assert headings(app)[:2] == [
        "禾丘县触及第十八条；禾丘县败诉率 22.2%（2/9），样本少，不作比较",
        "禾丘县败诉率 22.2%（2/9），样本少，不作比较；出庭应诉率 92.9%（13/14），与全市 89.8% 无明显差异",
    ]
    assert "云泊县" in charted(app)


def test_a_page_holds_its_units_against_one_benchmark_named_in_link_and_stamp(demo: str) -> None:
    usual, chosen = open_page(PAGE, lang="zh"), open_page(PAGE, lang="zh", versus="peers")
    assert [app.query_params["versus"] for app in (usual, chosen)] == ["city", "peers"]
    assert all("高于同类组 13.5%，接近界限" in heading for heading in headings(chosen)[:2])
    stamps = [next(text for text in said(app) if "数据版本" in text) for app in (usual, chosen)]
    assert ["与全市比" in stamps[0], "与同类组比" in stamps[1]] == [True, True]


@pytest.mark.parametrize(
    "query",
    [
        {"county": "C07", "period": "2024Q1", "grain": "quarter", "compare": "previous"},
        left_for_all({"group": "municipal_departments", "period": "2022-01", "grain": "month", "compare": "none"}),
        left_for_all({"sector": "housing", "lang": "en"}),
    ],
    ids=lambda query: ",".join(query.values()),
)
def test_every_filter_leaves_the_page_whole(demo: str, query: dict[str, str]) -> None:
    app = open_page(PAGE, **query)
    assert not app.exception
    assert all(headings(app))
