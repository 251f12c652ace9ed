"""What is missing stands beside every rate and place, in words: phrases, rankings, scores and the veto ledger."""

import datetime as dt

import pandas as pd
import pytest
from sqlalchemy import Engine

from assessment.eligibility import LEDGER_COLUMNS
from assessment.silence import with_gaps
from data_access.asked.selection import Selection
from data_access.reading.available import choices_for
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from panels.declare import Context
from panels.disputes.rate_trend import RATE_TREND
from panels.links import unit_link
from panels.phrases import count_base, rate_with_base
from panels.population import note
from panels.ranking import RANKING
from panels.scores import SCORES
from panels.told import missing, told
from panels.veto_ledger import VETO_LEDGER
from panels.veto_words import figure_in_words
from tests.audit.silent_city import HALF_YEAR, ONE_GOOD, SILENT, fill
from tests.panels.checks import pictured
from tests.panels.given import asked, peers
from wording import wording


@pytest.mark.parametrize(
    ("lacking", "zh", "en"),
    [
        ({}, "100.0%（2/2）", "100.0% (2/2)"),
        ({"blank": 8}, "100.0%（2/2，8 件未填）", "100.0% (2/2, 8 cases blank)"),
        ({"missing": 5}, "100.0%（2/2，漏报 5 期）", "100.0% (2/2, 5 reports missing)"),
        (
            {"missing": 1, "blank": 8},
            "100.0%（2/2，漏报 1 期，8 件未填）",
            "100.0% (2/2, 1 report missing, 8 cases blank)",
        ),
    ],
)
def test_what_is_missing_stands_in_the_base_of_a_rate(lacking: dict[str, int], zh: str, en: str) -> None:
    row = {"numerator": 2, "denominator": 2, "rate": 1.0, "indicator": "appearance_rate", **lacking}
    assert [rate_with_base(row, wording(language)) for language in ("zh", "en")] == [zh, en]
    assert count_base(row, wording("zh")) == zh.removeprefix("100.0%（").removesuffix("）")
    with_unit = zh.removeprefix("100.0%（").removesuffix("）").replace("2/2", "2/2 件开庭")
    assert wording("zh").unbroken(count_base(row, wording("zh"), "件开庭")) == wording("zh").unbroken(with_unit)


def test_without_a_case_the_reason_says_how_many_are_missing() -> None:
    row = {
        "numerator": 0,
        "denominator": 0,
        "reason": "not_reported",
        "missing": 6,
        "blank": 0,
        "indicator": "loss_rate",
    }
    assert count_base(row, wording("zh")) == "未报送，漏报 6 期"
    row |= {"reason": "not_filled", "missing": 0, "blank": 8}
    assert rate_with_base(row, wording("zh")) == "未填，8 件未填"


def test_a_ranking_gives_no_place_to_who_is_silent_and_says_so() -> None:
    found = peers(
        "appearance_rate",
        {"C01": (1, 1), "C02": (40, 50), "C03": (45, 50), "C04": (2, 2)},
        city=(88, 103),
        lacking={"C01": {"missing": 5, "due": 6}, "C04": {"blank": 8}},
    )
    context = asked(indicator="appearance_rate")
    assert found.set_index("code")["place"].to_dict()["C03"] == 1
    finding = RANKING.finding(found, context)
    assert "丁县（8 件未填）、甲县（漏报 5 期）" in finding.base
    rows = pictured(RANKING, found, context).data.set_index("code")
    assert rows.loc["C01", ["place_text", "base_text", "note"]].tolist() == ["—", "1/1，漏报 5 期", "▲ 不参加排名"]
    assert rows.loc["C04", ["place_text", "base_text"]].tolist() == ["—", "2/2，8 件未填"]
    assert [column.name for column in RANKING.table(found, context).columns if column.name in ("blank", "missing")] == [
        "blank", "missing",
    ]  # fmt: skip


def test_the_screens_of_scores_and_vetoes_say_who_is_silent(database: Engine) -> None:
    fill(database, "zero", [ONE_GOOD])
    selection = Selection(HALF_YEAR, "none", "counties")
    with reading(database, ALL_SEEING) as reader:
        context = Context(selection, reader.state(), choices_for(reader, reader.units(), dt.date(2025, 7, 31)))
        scores, ledger = SCORES.figures(reader, context), VETO_LEDGER.figures(reader, context)
    sentence = SCORES.finding(scores, context)
    assert "丁县未报齐，不能评先" in sentence.sentence
    assert "1 个单位漏报或未填过多" in sentence.base
    own = pictured(SCORES, scores, context).data.set_index("code").loc[SILENT]
    assert (own["badge_text"], own["note"]) == ("未报齐", "漏报 5 期")
    said = pictured(VETO_LEDGER, ledger, context).data
    assert said[said["code"] == unit_link(SILENT)]["text"].tolist() == [
        "出庭应诉率无法认定：100.0%（1/1，漏报 5 期）",
        "败诉率无法认定：0.0%（0/1，漏报 5 期）",
    ]
    assert "1 个单位未报齐，无法认定，补报前不能评先" in VETO_LEDGER.finding(ledger, context).sentence


@pytest.mark.parametrize(
    ("unit", "said"), [("", "全市漏报：行政诉讼 5 期。"), (SILENT, "丁县漏报：行政诉讼 5 期。"), ("C1", "")]
)
def test_a_panel_says_how_many_reports_are_missing_behind_it_and_of_whom(
    database: Engine, unit: str, said: str
) -> None:
    """丁县 has handed in one month of six, the other counties all of them."""
    fill(database, silent=[ONE_GOOD])
    with reading(database, ALL_SEEING) as reader:
        choices = choices_for(reader, reader.units(), dt.date(2025, 7, 31))
        context = Context(Selection(HALF_YEAR, "none", "counties", unit=unit), reader.state(), choices)
        figures = RATE_TREND.figures(reader, context)
        told_base = told(RATE_TREND, figures, missing(reader, context), context).base
        # Of a county's archive the base says before it that the whole county is counted.
        base = RATE_TREND.finding(figures, context).base + note(RATE_TREND, context)
    assert told_base == base + said
    assert told(RATE_TREND, figures, {"joint_meeting": 2}, context).base == base, "of a ledger it does not rest on"


def test_blanks_stand_beside_the_figure_of_a_proposal_that_they_are_too_few_to_stop() -> None:
    """A county is proposed with 2 of 9; one cell of ten is blank, no reason not to judge, yet it is said."""
    event = dict.fromkeys(LEDGER_COLUMNS) | {
        "code": "C01",
        "clause": "appearance",
        "indicator": "appearance_rate",
        "figure": "2/9",
        "source": "computed",
    }
    vetoes = pd.DataFrame([event | {"outdated": False}, event | {"outdated": True, "figure": "1/9"}])
    counts = pd.DataFrame([{"code": "C01", "indicator": "appearance_rate", "numerator": 2, "denominator": 9,
                            "missing": 0, "blank": 1}])  # fmt: skip
    now, then = with_gaps(vetoes, counts).to_dict("records")
    assert figure_in_words(now["figure"], wording("zh"), now) == "22.2%（2/9，1 件未填）"
    assert figure_in_words(then["figure"], wording("zh"), then) == "11.1%（1/9）", "what was missing then is not known"
