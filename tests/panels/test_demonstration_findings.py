"""What the lists of demonstration sites say of figures made by hand, in both languages."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from panels.declare import Panel
from panels.demonstration.highlights import HIGHLIGHTS
from panels.demonstration.site_board import SITE_BOARD
from panels.demonstration.site_timeline import COLUMNS as TIMELINE_COLUMNS
from panels.demonstration.site_timeline import OF_SITE, ROWS_SHOWN, SITE_TIMELINE
from panels.demonstration.suggested_adjustments import SUGGESTED_ADJUSTMENTS
from panels.links import record_link
from tests.panels.checks import Case, check
from tests.panels.given import asked
from tests.panels.given_sites import (
    ALL,
    LAST,
    PRAISED,
    WITH_VETO,
    days_ago,
    drawn,
    each,
    revoked,
    site,
    sites,
    warned,
)
from wording import LANGUAGES

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)

# --- What should be adjusted -------------------------------------------------------------------------------------

ADJUSTMENT_CASES = {
    "each kind": Case(
        lambda: sites(site("C01"), PRAISED, warned("C02"), WITH_VETO, revoked("C05")),
        ["1", "戊县", "460", "6", "2"],
        "bad",
        about="C05",
        leaves_out=["丁县", "乙县"],
        selection=ALL,
    ),
    "two to be revoked": Case(
        lambda: sites(revoked("C01"), revoked("C02")), ["2", "甲县", "乙县"], "bad", about="C01", leaves_out=["460"],
        selection=ALL,
    ),
    "the older of two comes first": Case(
        lambda: sites(revoked("C01"), revoked("C02", days=500)), ["2"], "bad", about="C02", selection=ALL
    ),
    "more than can be named": Case(
        lambda: sites(*(warned(code) for code in ("C01", "C02", "C03", "C04"))), ["4"], "watch", about="C01",
        leaves_out=["甲县"], selection=ALL,
    ),
    "a veto with its figure": Case(
        lambda: sites(WITH_VETO), ["1", "丙县", "22.2%", "2/9"], "watch", about="C03", selection=ALL
    ),
    "the last third": Case(lambda: sites(warned("C02", LAST)), ["乙县", "9/10"], "watch", about="C02", selection=ALL),
    "the first third twice": Case(
        lambda: sites(PRAISED), ["1", "丁县", "2/10", "1/10"], "good", about="C04", selection=ALL
    ),
    "nothing to do": Case(lambda: sites(site("C01"), site("C02")), ["2"], selection=ALL),
    "the only site, nothing to do": Case(lambda: sites(site("C01")), ["甲县"], selection=ALL),
    "no site": Case(lambda: sites(), [], selection=ALL),
    "no site of the unit": Case(lambda: sites(), ["丙县"], selection={"unit": "", "focus": "C03"}),
}  # fmt: skip


@in_both_languages
@each(ADJUSTMENT_CASES)
def test_the_gravest_suggestion_is_named_with_its_grounds(case: Case, language: str) -> None:
    check(SUGGESTED_ADJUSTMENTS, case, language)


def test_the_sentence_a_leader_reads() -> None:
    figures = sites(revoked("C05"), warned("C02"), warned("C03"), PRAISED)
    chinese, english = (SUGGESTED_ADJUSTMENTS.finding(figures, asked(each, **ALL)) for each in ("zh", "en"))
    assert chinese.sentence == (
        "建议摘牌 1 个：戊县示范点，限期整改 460 天后仍有 6 项逾期；建议限期整改 2 个；建议命名 1 个"
    )
    assert english.sentence == (
        "1 site should lose its plaque: 戊县 site, still 6 items overdue, 460 days after the warning; "
        "2 sites should be warned; 1 site should be designated"
    )
    assert "全市 4 个，根据 2026、2025 年得分" in chinese.base
    assert "1 个所在组未纳入考核" in chinese.base


def test_the_rows_stand_by_gravity_and_open_the_sites() -> None:
    case = ADJUSTMENT_CASES["each kind"]
    data = drawn(SUGGESTED_ADJUSTMENTS, case.figures).data
    assert data["badge_text"].to_list() == ["建议摘牌", "建议限期整改", "建议限期整改", "建议命名"]
    assert data["code"].iat[0] == record_link("demonstration_site", "C05", "S-C05")
    assert data["text"].to_list() == [
        "限期整改 460 天后仍有 6 项逾期", "有 3 项逾期", "有一票否决：败诉率 22.2%（2/9），由高到低第 2 位",
        "两年均列前三分之一（2/10、1/10）",
    ]  # fmt: skip


def test_what_is_not_known_is_said_in_the_row_and_in_the_table() -> None:
    row = revoked("C01", unknown=("group_not_scored", "veto_undecided"))
    assert drawn(SUGGESTED_ADJUSTMENTS, sites(row)).data["note"].to_list() == ["有一票否决待确认"]
    table = SUGGESTED_ADJUSTMENTS.table(sites(row), asked())
    assert table.data["unknown"].to_list() == ["本组未纳入考核、有一票否决待确认"]


# --- Highlights and exchange -------------------------------------------------------------------------------------

SILENT = {"lacks": ("exchange",), "last_exchange": days_ago(800)}
HIGHLIGHT_CASES = {
    "some lack one, some the other": Case(
        lambda: sites(site("C01", lacks=("highlight",), highlight=""), site("C02", **SILENT), site("C03", **SILENT)),
        ["3", "1", "2", "24"],
        "watch",
        selection=ALL,
    ),
    "one lacks both": Case(
        lambda: sites(site("C01"), site("C02", lacks=("highlight", "exchange"))), ["乙县", "24"], "watch", about="C02",
        selection=ALL,
    ),
    "one of several": Case(lambda: sites(site("C01"), site("C02", **SILENT)),
    ["乙县"], "watch", about="C02", selection=ALL),
    "two alike": Case(lambda: sites(site("C01", **SILENT), site("C02", **SILENT)), ["2", "24"], "watch",
                      leaves_out=["甲县"], selection=ALL),
    "all are in order": Case(lambda: sites(site("C01"), site("C02")), ["2", "24"], "good", selection=ALL),
    "the only one is in order": Case(lambda: sites(site("C01")), ["甲县"], "good", selection=ALL),
    "of one nobody knows of an exchange, and one last had it before its plate": Case(
        lambda: sites(site("C01"), site("C02", last_exchange=None, plated_on=None, events=0),
                      site("C03", last_exchange=days_ago(800), plated_on=days_ago(100))),
        ["3", "2", "24"], "plain", selection=ALL,
    ),
    "the only one has had no time for an exchange": Case(
        lambda: sites(site("C01", last_exchange=None, plated_on=days_ago(100))), ["甲县", "24"], "plain", selection=ALL
    ),
    "nobody has a plate": Case(lambda: sites(), ["丙县"], selection={"unit": "", "focus": "C03"}),
}  # fmt: skip


@in_both_languages
@each(HIGHLIGHT_CASES)
def test_what_sites_with_a_plate_lack_is_counted(case: Case, language: str) -> None:
    check(HIGHLIGHTS, case, language)


def test_the_rows_say_when_experience_was_last_exchanged() -> None:
    never = {"lacks": ("exchange",), "last_exchange": None}
    figures = sites(
        site("C01"), site("C02", **SILENT), site("C03", **never),
        site("C04", lacks=("highlight",), last_exchange=None, plated_on=None, events=0),
    )  # fmt: skip
    data = drawn(HIGHLIGHTS, figures).data
    assert data["text"].to_list() == [f"最近交流 {days_ago(800)}", f"{days_ago(900)} 命名后没有交流", "交流情况不明"]
    assert data["badge_text"].to_list() == ["无交流", "无交流", "无亮点"]
    assert "1 个没有事件记录" in HIGHLIGHTS.finding(figures, asked(**ALL)).base


# --- The course of a site ----------------------------------------------------------------------------------------


def course(*events: tuple[int, str], **known: Any) -> pd.DataFrame:
    """The events of the first county's site, so many days ago; none when none is given."""
    about = {name: site("C01", **known)[name] for name in OF_SITE}
    happened = [
        {"occurred_on": days_ago(days), "kind": kind, "seq": 1, "batch": None, "note": "说明"} for days, kind in events
    ] or [{}]
    return pd.DataFrame([about | event for event in happened], columns=TIMELINE_COLUMNS).astype(object).replace(
        {float("nan"): None}
    )  # fmt: skip


STEPS = ((1000, "cultivated"), (900, "designated"), (700, "exchange"), (460, "warned"))
TIMELINE_CASES = {
    "warned": Case(
        lambda: course(*STEPS, state="warned", since=days_ago(460), last_exchange=days_ago(700)),
        ["甲县", f"{days_ago(900)}", f"{days_ago(700)}", f"{days_ago(460)}", "460"],
        "watch",
        about="C01",
        selection=ALL,
    ),
    "just listed": Case(
        lambda: course((5, "cultivated"), state="cultivating", since=days_ago(5), plated_on=None, last_exchange=None),
        ["甲县", f"{days_ago(5)}", "5"],
        about="C01",
        selection=ALL,
    ),
    "designated since": Case(
        lambda: course(*STEPS[:2], since=days_ago(900), last_exchange=None), ["900"], about="C01", selection=ALL
    ),
    "everything on one day": Case(
        lambda: course(
            (7, "designated"), (7, "exchange"), since=days_ago(7), plated_on=days_ago(7), last_exchange=days_ago(7)
        ),
        ["7"],
        about="C01",
        selection=ALL,
    ),
    "no events": Case(lambda: course(state="reviewed"), ["甲县"], rows=0, about="C01", selection=ALL),
    "no site": Case(lambda: course().head(0), ["丙县"], selection={"unit": "", "focus": "C03"}),
}


@in_both_languages
@each(TIMELINE_CASES)
def test_the_course_of_a_site_is_told_in_the_order_of_time(case: Case, language: str) -> None:
    check(SITE_TIMELINE, case, language)


def test_the_latest_events_are_shown_and_all_stand_in_the_table() -> None:
    figures = course(*((900 - number, "exchange") for number in range(ROWS_SHOWN + 3)))
    assert drawn(SITE_TIMELINE, figures).data["name"].to_list()[-1] == f"{days_ago(900 - ROWS_SHOWN - 2)}"
    assert len(drawn(SITE_TIMELINE, figures).data) == ROWS_SHOWN
    assert len(SITE_TIMELINE.table(figures, asked()).data) == ROWS_SHOWN + 3


# --- All of them -------------------------------------------------------------------------------------------------

SAYS_OF_WHOM: dict[str, tuple[Panel, Callable[[], pd.DataFrame]]] = {
    "board": (SITE_BOARD, lambda: sites(site("C01"), site("C01", number="2"))),
    "adjustments": (SUGGESTED_ADJUSTMENTS, lambda: sites(site("C01"), site("C01", number="2"))),
    "highlights": (HIGHLIGHTS, lambda: sites(site("C01"), site("C01", number="2"))),
}


@pytest.mark.parametrize(("panel", "figures"), SAYS_OF_WHOM.values(), ids=SAYS_OF_WHOM.keys())
def test_a_finding_says_of_whom_it_is(panel: Panel, figures: Callable[[], pd.DataFrame]) -> None:
    said = [panel.finding(figures(), asked(unit="", focus=focus)).sentence for focus in ("", "C01")]
    assert ["全市" in said[0], "甲县" in said[1]] == [True, True]
