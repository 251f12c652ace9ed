"""Scores, vetoes and lost points: what is said of a group that is sure, tied, alone, or not assessed at all."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from assessment.eligibility import LEDGER_COLUMNS
from data_access.asked.periods import Period
from panels.headings import standing_in_words
from panels.score_parts import SCORE_PARTS
from panels.scores import SCORES
from panels.scores_glance import SCORES_GLANCE
from panels.uses_of_results import USES_OF_RESULTS
from panels.veto_ledger import VETO_LEDGER
from tests.panels.checks import Case, check, check_whole, pictured
from tests.panels.given import NAMES, asked
from wording import DEFAULT_LANGUAGE, LANGUAGES, wording

NOT_JANUARY = Period("quarter", dt.date(2026, 4, 1), dt.date(2026, 6, 1))
LOSS: dict[str, Any] = {
    "clause": "loss",
    "indicator": "loss_rate",
    "figure": "2/9",
    "veto_place": 1,
    "few": True,
    "one_case": True,
}
NO_VETO = dict.fromkeys(("clause", "figure", "veto_place", "few", "one_case", "in_force", "description"))


def unit(
    code: str, score: float, rank: int, ahead_of: str = "", status: str = "eligible", **more: Any
) -> dict[str, Any]:
    """A unit surely ahead of those whose numbers are given: "345" is C03, C04 and C05."""
    parts = {"daily": score / 2, "annual": score * 0.3, "external": score * 0.2, "adjustment": 0.0}
    sure = {
        "low": rank,
        "high": rank + 1,
        "first3": 0.9,
        "last3": 0.0,
        "ahead_of": tuple(f"C0{each}" for each in ahead_of),
        "taken_in": (),
    }
    awards = {"eligible": status != "vetoed", "award_place": rank if status != "vetoed" else None, "status": status}
    weights = {"w_daily": 50.0, "w_annual": 30.0, "w_external": 20.0, "year": 2026, "version": 1}
    who = {"code": code, "unit": NAMES[code], "county": code, "score": score, "rank": rank}
    known = {"grade": "good", "complete": True, "rank_published": None, "publication_no": "", "doubt": "",
             "nothing_in_effect": False}  # fmt: skip
    return who | known | parts | sure | awards | weights | NO_VETO | more


def scores(*units: Mapping[str, Any]) -> pd.DataFrame:
    whole = dict.fromkeys(("rank", "low", "high", "award_place", "rank_published", "veto_place"), "Int64")
    return pd.DataFrame(list(units)).astype(whole)


NOTHING = pd.DataFrame(columns=["code", "unit", "county", "score"])
ORDINARY = scores(
    unit("C01", 92.5, 1, "2345", rank_published=3),
    unit("C02", 88.0, 2, "45", rank_published=1),
    unit("C03", 87.9, 3, "45"),
    unit("C04", 80.0, 4, "5", "proposed", **LOSS),
    unit("C05", 70.12, 5, "", "vetoed", **{**LOSS, "one_case": False, "in_force": True}),
)
CASES = {
    "one is sure to be ahead, one is vetoed, one veto waits": Case(
        ORDINARY, ["甲县", "92.50", "戊县", "1"], "bad", about="C05", leaves_out=["乙县", "70.12"]
    ),
    "the lead is sure over some only, the last is said with its score": Case(
        lambda: scores(unit("C01", 90, 1, "3"), unit("C02", 89, 2, "3"), unit("C03", 60, 3)),
        ["甲县", "90.00", "2", "1", "丙县", "60.00"],
        about="C03",
        leaves_out=["乙县"],
    ),
    "the lead is sure over nobody": Case(
        lambda: scores(unit("C01", 90, 1), unit("C02", 89, 2)), ["甲县", "90.00", "乙县", "89.00"], about="C02"
    ),
    "two are first together": Case(
        lambda: scores(unit("C01", 90, 1, "3"), unit("C02", 90, 1, "3"), unit("C03", 60, 3)),
        ["甲县", "乙县", "90.00", "丙县"],
        about="C03",
    ),
    "two are last together": Case(
        lambda: scores(unit("C01", 90, 1, "23"), unit("C02", 60, 2), unit("C03", 60, 2)),
        ["乙县", "丙县", "60.00"],
        about="C02",
    ),
    "all have the same score": Case(
        lambda: scores(unit("C01", 80, 1), unit("C02", 80, 1)), ["80.00"], leaves_out=["甲县", "乙县"]
    ),
    "a group of one": Case(lambda: scores(unit("C03", 81.5, 1)), ["丙县", "81.50"]),
    "nothing could be counted": Case(
        lambda: scores({**unit("C01", float("nan"), 1), "rank": None, "low": None, "high": None}), []
    ),
    "no scheme scores the group": Case(NOTHING, ["2026"], rows=0),
    "the period is no assessment year": Case(NOTHING, [], rows=0, selection={"period": NOT_JANUARY}),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_scores_say_who_leads_for_sure_and_who_may_not_be_awarded(case: Case, language: str) -> None:
    check(SCORES, replace(case, selection={"unit": "", **case.selection}), language)
    check_whole(SCORES_GLANCE, case.figures, case.context(language), draw=language == DEFAULT_LANGUAGE)


def test_a_period_that_is_no_assessment_year_is_told_from_a_missing_scheme() -> None:
    said = {
        SCORES.finding(NOTHING, asked(period=period)).sentence
        for period in (NOT_JANUARY, Period("year", dt.date(2026, 1, 1), dt.date(2026, 10, 1)))
    }
    assert len(said) == 2


def drawn(**selection: Any) -> pd.DataFrame:
    return pictured(SCORES, ORDINARY, asked(**{"unit": "", **selection})).data


def test_the_table_says_how_many_a_unit_is_surely_ahead_of_and_whether_of_the_next_shown() -> None:
    def said(**selection: Any) -> list[list[Any]]:
        data = SCORES.table(ORDINARY, asked(**{"unit": "", **selection})).data
        return [data["sure"].tolist(), data["next_text"].tolist()]

    assert said() == [[4, 2, 2, 1, 0], ["是", "", "是", "是", ""]]
    # C02 is surely ahead of C04, which stands below it where C03 is not shown.
    assert said(counties=("C02", "C04")) == [[2, 1], ["是", ""]]


def test_a_filter_shows_fewer_rows_and_leaves_the_places() -> None:
    assert drawn(counties=("C02", "C05"))["place_text"].tolist() == ["2", "5"]


def test_the_chosen_unit_wears_the_accent_else_the_one_the_sentence_is_about() -> None:
    assert drawn()["tone"].tolist() == ["plain"] * 4 + ["accent"]
    assert drawn(unit="C02")["tone"].tolist() == ["plain", "accent", "plain", "plain", "plain"]


def test_a_place_is_compared_with_the_one_last_published() -> None:
    assert drawn()["moved_text"].tolist() == ["↑ 升 2", "↓ 降 1", "", "", ""]


def test_the_note_says_the_figure_and_that_one_case_decides() -> None:
    assert drawn()["note"].tolist()[3:] == [
        "败诉率 22.2%（2/9），一件之差",
        "败诉率 22.2%（2/9），样本少",
    ]


def test_an_archive_says_score_place_grade_and_award_place() -> None:
    own, vetoed = ORDINARY.iloc[0], ORDINARY.iloc[4]
    assert dict(standing_in_words(own, wording("zh"))) == {
        "score": "92.50 分，列第 1 位，良好",
        "awards": "有资格，评先列第 1 位",
    }
    assert "取消评先" in dict(standing_in_words(vetoed, wording("zh")))["awards"]


# --- Vetoes ------------------------------------------------------------------------------------------------------


def veto(code: str, status: str = "proposed", **more: Any) -> dict[str, Any]:
    flags = dict.fromkeys(("few", "one_case", "reopened", "outdated", "in_force"), False)
    known = {"clause": "loss", "indicator": "loss_rate", "source": "computed", "figure": "9/33", "base": "33",
             "average": "44/330", "reversed": 0}  # fmt: skip
    who = {"code": code, "unit": NAMES[code], "county": code, "rank": 4, "award_place": None, "award_place_without": 3}
    settled = {
        "status": status,
        "shown_status": status,
        "average_scope": "city",
        "average_method": "pooled",
        "average_missing": 0,
        "average_blank": 0,
        "place": 1,
    }
    return dict.fromkeys(LEDGER_COLUMNS) | flags | known | who | settled | more


def vetoes(*rows: Mapping[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(rows)).astype(dict.fromkeys(("place", "reversed", "place_without"), "Int64"))


@pytest.mark.parametrize(
    ("group", "counties", "scope", "average"),
    [
        # The base below says what reports of the whole city are missing.
        ("counties", (), "city", "44/330，5 件未填"),
        # There it speaks of a county, of the departments, or of more than the counties: the average tells its own.
        ("counties", ("C02",), "city", "44/330，漏报 11 期，5 件未填"),
        ("municipal_departments", (), "city", "44/330，漏报 11 期，5 件未填"),
        ("counties", (), "peer_group", "44/330，漏报 11 期，5 件未填"),
        ("municipal_departments", (), "peer_group", "44/330，5 件未填"),
    ],
)
def test_an_average_is_said_with_what_is_missing_behind_it(
    group: str, counties: tuple[str, ...], scope: str, average: str
) -> None:
    figures = vetoes(veto("C02", average_missing=11, average_blank=5, average_scope=scope, missing=0, blank=0))
    context = asked(group=group, counties=counties, unit="")
    assert f"13.3%（{average}）" in pictured(VETO_LEDGER, figures, context).data["text"].iat[0]


VETOES = {
    "one counts, one waits and rests on a case": Case(
        lambda: vetoes(veto("C02", one_case=True), veto("C05", "confirmed", in_force=True)),
        ["1", "乙县"],
        "bad",
        about="C02",
        leaves_out=["戊县"],
    ),
    "nothing counts yet": Case(lambda: vetoes(veto("C02"), veto("C03")), ["2"], "watch", about="C02"),
    "a decision whose figures changed is open again": Case(
        lambda: vetoes(veto("C02", reopened=True, few=True)), ["1"], "watch", about="C02"
    ),
    "all is settled": Case(
        lambda: vetoes(veto("C02", "rejected"), veto("C03", "confirmed", shown_status="outdated", outdated=True)), ["2"]
    ),
    "a recorded one without a document": Case(
        lambda: vetoes(
            veto("C01", "confirmed", source="recorded", clause="falsified_data", in_force=True, figure=None)
        ),
        ["1"],
        "bad",
        about="C01",
    ),
    "nobody meets a veto": Case(lambda: vetoes(veto("C01")).head(0), [], "good"),
    "nothing is assessed": Case(lambda: pd.DataFrame(), ["2026"], rows=0),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", VETOES.values(), ids=VETOES)
def test_the_veto_ledger_tells_what_counts_from_what_waits(case: Case, language: str) -> None:
    check(VETO_LEDGER, case, language)


# --- Lost points -------------------------------------------------------------------------------------------------


def part(component: str, key: str, weight: float, printed: float | None, state: str = "counted") -> dict[str, Any]:
    lost = None if printed is None else round((weight if component != "adjustment" else 0) - printed, 2)
    known = {"numerator": 1.0, "denominator": 2.0, "points": 50.0, "reason": ""}
    return {"code": "C01", "unit": "甲县", "component": component, "key": key, "weight": weight, "printed": printed,
            "state": state, "lost": lost, **known}  # fmt: skip


def parts(score: float, *rows: Mapping[str, Any]) -> pd.DataFrame:
    found = pd.DataFrame(list(rows)).assign(score=score)
    return found.astype({"printed": float, "lost": float})


LOST = {
    "most went to one indicator": Case(
        lambda: parts(
            71.5,
            part("daily", "loss_rate", 50, 30.5),
            part("annual", "plan", 30, 27),
            part("external", "public", 20, 15),
            part("adjustment", "", 0, -1),
        ),
        ["28.50", "19.50"],
        about="C01",
    ),
    "an item without cases is said": Case(
        lambda: parts(
            90, part("daily", "loss_rate", 100, 90), part("daily", "speaking_rate", 0, None, "not_applicable")
        ),
        ["10.00"],
        about="C01",
    ),
    "nothing is lost": Case(lambda: parts(100, part("daily", "loss_rate", 100, 100)), [], "good", about="C01"),
    "there is no score yet": Case(
        lambda: parts(float("nan"), part("daily", "loss_rate", 0, None, "missing")), [], about="C01"
    ),
    "nothing is assessed": Case(lambda: pd.DataFrame(), ["2026"], rows=0),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", LOST.values(), ids=LOST)
def test_lost_points_are_named_by_item(case: Case, language: str) -> None:
    check(SCORE_PARTS, case, language)


def test_the_lost_points_drawn_add_up_to_what_is_short_of_100() -> None:
    case = LOST["most went to one indicator"]
    drawn_parts = pictured(SCORE_PARTS, case.figures, asked()).data
    assert drawn_parts["value"].sum() == pytest.approx(-28.5)


# --- Use of results ----------------------------------------------------------------------------------------------

USE = {"code": "C01", "year": 2025, "kind": "talk", "seq": 1, "decided_on": dt.date(2026, 3, 5), "note": "约谈"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "case",
    [
        Case(pd.DataFrame([USE, {**USE, "seq": 2, "note": None}]), ["2", "2025"]),
        Case(pd.DataFrame([USE]), ["2025"]),
        Case(pd.DataFrame([USE]).head(0), []),
    ],
)
def test_the_use_of_results_is_counted(case: Case, language: str) -> None:
    check(USES_OF_RESULTS, case, language)
