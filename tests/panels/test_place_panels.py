"""Places over the publications, why they moved, and what was published beside today."""

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from assessment.moves import PARTS
from data_access.publishing.changed_inputs import ChangedInput
from panels.as_published import AS_PUBLISHED_PANEL
from panels.as_published import COLUMNS as PUBLISHED_COLUMNS
from panels.links import unit_link
from panels.rank_history import COLUMNS as HISTORY_COLUMNS
from panels.rank_history import RANK_HISTORY
from panels.rank_moves import COLUMNS as MOVES_COLUMNS
from panels.rank_moves import RANK_MOVES
from tests.panels.checks import Case, check, pictured
from tests.panels.given import NAMES, YEAR, asked
from wording import LANGUAGES, wording

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
NOT_A_YEAR = {"period": YEAR.moved(-1)}


def each(cases: dict[str, Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases.values(), ids=cases.keys())


# --- Places over the publications, and why they moved ------------------------------------------------------------


def history(ranks: dict[str, list[int | None]], chosen: str, *, now: bool = True) -> pd.DataFrame:
    """Ranks by unit: of the years before 2026 one after the other and, last, of now."""
    steps = len(next(iter(ranks.values()), []))
    rows = []
    for code, places in ranks.items():
        for step, place in enumerate(places):
            is_now = now and step == steps - 1
            last = YEAR.last if is_now else dt.date(2026 - steps + step + now, 12, 1)
            number = "" if is_now else f"{last.year}-1"
            around = None if place is None else max(place - 1, 1), None if place is None else place + 1
            rows.append([code, NAMES[code], code == chosen, step, number, last.replace(month=1), last, is_now,
                         80.0, place, place, *around, ""])  # fmt: skip
    whole = dict.fromkeys(["score_rank", "award_place", "rank_low", "rank_high"], "Int64")
    return pd.DataFrame(rows, columns=HISTORY_COLUMNS).astype(whole)


HISTORY_CASES = {
    "fell": Case(
        lambda: history({"C01": [4, 3, 9], "C02": [1, 1, 1]}, "C01"), ["甲县", "2", "4", "9"], "bad", about="C01"
    ),
    "rose": Case(lambda: history({"C01": [4, 1], "C02": [1, 4]}, "C01"), ["甲县", "4", "1"], "good", about="C01"),
    "stayed": Case(lambda: history({"C01": [2, 2], "C02": [1, 1]}, "C01"), ["甲县", "2"], about="C01"),
    "came back": Case(lambda: history({"C01": [2, 5, 2]}, "C01"), ["甲县", "2", "5"], about="C01"),
    "a gap between": Case(lambda: history({"C01": [2, None, 5]}, "C01"), ["甲县", "2", "5"], "bad", about="C01"),
    "fell, which nobody can tell from chance": Case(
        lambda: history({"C01": [4, 5]}, "C01"), ["甲县", "4", "5"], "plain", about="C01"
    ),
    "nothing published": Case(lambda: history({"C01": [3], "C02": [1]}, "C01"), ["甲县", "3"], about="C01"),
    "published once, nothing now": Case(lambda: history({"C01": [3]}, "C01", now=False), ["甲县", "3"], about="C01"),
    "never ranked": Case(lambda: history({"C01": [None, None], "C02": [1, 1]}, "C01"), ["甲县"], about="C01"),
    "nothing scored": Case(lambda: pd.DataFrame(columns=HISTORY_COLUMNS), [], selection=NOT_A_YEAR),
    "a stored place was altered": Case(
        lambda: history({"C01": [4, 1], "C02": [1, 4]}, "C01").assign(doubt=["altered", "", "", ""]),
        ["甲县"],
        "good",
        about="C01",
    ),
    "what was published was altered": Case(
        lambda: history({"C01": [None, 1]}, "C01").assign(doubt=["broken", ""]), ["甲县"], "bad", about="C01"
    ),
}


@in_both_languages
@each(HISTORY_CASES)
def test_the_history_says_from_which_place_to_which_a_unit_went(case: Case, language: str) -> None:
    check(RANK_HISTORY, case, language)


def test_a_place_that_others_share_is_called_shared() -> None:
    """All units alike are no first among them."""
    tied = history({"C01": [1, 1], "C02": [1, 1]}, "C02")
    said = [RANK_HISTORY.finding(tied, asked(language)).sentence for language in LANGUAGES]
    assert said == [
        "乙县自 2025 发布以来一直并列第 1 位",
        "乙县 has stayed at a shared rank 1 since the publication of 2025",
    ]
    now = RANK_HISTORY.finding(history({"C01": [3], "C02": [3], "C03": [1]}, "C01"), asked()).sentence
    assert now == "甲县目前并列第 3 位，此前未发布过名次"


def test_the_move_says_which_publication_of_which_months_it_is_from_and_whether_it_is_clear() -> None:
    figures = moves({"C01": [2, 0, 0, -1, 0]}, "C01", clear=False).assign(own_no="2026-2")
    found = RANK_MOVES.finding(figures, asked())
    assert found.level == "plain"
    assert "变化尚不能认定。与发布 2026-1（2026 年 1—6 月）比较。所选期间本身已发布（2026-2）" in found.base


def test_months_that_were_published_and_are_counted_anew_are_no_later_step() -> None:
    same = {"first": dt.date(2025, 1, 1), "last": dt.date(2025, 12, 1)}
    found = RANK_HISTORY.finding(history({"C01": [1, 2, 3]}, "C01").assign(**same), asked())
    assert found.sentence == "甲县自 2025 发布以来由第 1 位降至第 2 位"
    assert found.base.endswith("所选期间已发布；按现有数据和方案重算，列第 3 位。")
    once = RANK_HISTORY.finding(history({"C01": [2, 3]}, "C01").assign(**same), asked())
    assert once.sentence == "甲县只发布过一次名次，列第 2 位"


def test_causes_that_moved_a_unit_alike_are_all_named() -> None:
    figures = moves({"C01": [3, 0, 1, -1, -1]}, "C01")
    assert RANK_MOVES.finding(figures, asked()).sentence.endswith(
        "下降 1 位，主要因本单位变化（降 1 位）、其他单位变化（降 1 位）"
    )


def test_the_history_names_the_units_whose_stored_place_was_altered_and_counts_many() -> None:
    one = history({code: [1, 2] for code in NAMES}, "C01")
    few, all_ = one.assign(doubt=["altered", *[""] * 9]), one.assign(doubt="altered")
    bases = [RANK_HISTORY.finding(figures, asked()).base for figures in (few, all_)]
    assert ["2025-1 存储的名次被改动过（甲县）" in bases[0], "2025-1 存储的名次被改动过（5 个单位）" in bases[1]] == [
        True,
        True,
    ]


def test_the_history_says_whether_the_intervals_of_its_ends_overlap() -> None:
    bases = [RANK_HISTORY.finding(history({"C01": ranks}, "C01"), asked("en")).base for ranks in ([1, 9], [4, 5])]
    assert ["do not overlap" in base for base in bases] == [True, False]
    # Where nothing has changed there is no change to be in doubt.
    assert "conclusive" not in RANK_HISTORY.finding(history({"C01": [4, 4]}, "C01"), asked("en")).base


def test_a_selection_that_ended_before_the_data_is_called_recalculated_not_now() -> None:
    earlier = history({"C01": [1, 2]}, "C01").assign(last=dt.date(2025, 6, 1))
    assert pictured(RANK_HISTORY, earlier, asked()).data["step_text"].tolist()[-1] == "重算"
    alone = history({"C01": [3]}, "C01").assign(last=dt.date(2025, 6, 1))
    assert RANK_HISTORY.finding(alone, asked()).sentence == "甲县在所选期间按现有数据列第 3 位，此前未发布过名次"
    assert pictured(RANK_HISTORY, history({"C01": [1, 2]}, "C01"), asked()).data["step_text"].tolist() == [
        "2025",
        "目前",
    ]


def moves(
    rows: dict[str, list[int | None]], chosen: str, number: str = "2026-1", *, clear: bool = True
) -> pd.DataFrame:
    """By unit: the place published, and the places gained by corrected data, scheme, own and others' figures."""
    whole = [
        [code, NAMES[code], code == chosen, number, "2026-01~2026-06", "", before,
         None if before is None else before - sum(part or 0 for part in parts), *parts, clear, ""]
        for code, (before, *parts) in rows.items()
    ]  # fmt: skip
    return pd.DataFrame(whole, columns=MOVES_COLUMNS).astype(
        dict.fromkeys(["rank_before", "rank_now", *PARTS], "Int64")
    )


MOVES_CASES = {
    "down by itself": Case(
        lambda: moves({"C01": [7, 0, 0, -2, 0], "C02": [1, 0, 0, 0, 0]}, "C01"),
        ["甲县", "2026-1", "2"],
        "bad",
        about="C01",
    ),
    "up by a correction": Case(
        lambda: moves({"C01": [3, 2, 0, -1, 0]}, "C01"), ["甲县", "1", "2"], "good", about="C01"
    ),
    "the causes cancel out": Case(lambda: moves({"C01": [3, 0, 0, 1, -1]}, "C01"), ["甲县", "2026-1"], about="C01"),
    "nothing moved": Case(lambda: moves({"C01": [3, 0, 0, 0, 0]}, "C01"), ["甲县", "2026-1"], about="C01"),
    "new in the group": Case(
        lambda: moves({"C01": [None, None, None, None, None], "C02": [1, 0, 0, 0, 0]}, "C01"), ["甲县"], about="C01"
    ),
    "nothing published": Case(
        lambda: moves({"C01": [None, None, None, None, None]}, "C01", ""), [], about="C01", leaves_out=["甲县"]
    ),
    "nothing scored": Case(lambda: pd.DataFrame(columns=MOVES_COLUMNS), [], selection=NOT_A_YEAR),
    "what was published was altered": Case(
        lambda: moves({"C01": [None, None, None, None, None]}, "C01").assign(doubt="broken"),
        ["2026-1"],
        "bad",
        about="C01",
    ),
}


@in_both_languages
@each(MOVES_CASES)
def test_the_move_is_told_by_its_causes(case: Case, language: str) -> None:
    check(RANK_MOVES, case, language)


def test_the_causes_stand_in_the_order_of_the_steps_and_their_sum_in_the_base() -> None:
    figures = moves({"C01": [7, 0, 1, -3, 0]}, "C01")
    data = pictured(RANK_MOVES, figures, asked()).data
    assert data["value"].tolist() == [0, 1, -3, 0]
    assert data["tone"].tolist() == ["plain", "plain", "accent", "plain"]
    base = RANK_MOVES.finding(figures, asked()).base
    assert "数据更正 0、方案调整 +1、本单位变化 −3、其他单位变化 0，合计 −2" in base


# --- As published ------------------------------------------------------------------------------------------------


SHA = "0123456789abcdef" * 4


def published(rows: dict[str, dict[str, Any]], *, today: bool = True, intact: bool = True) -> pd.DataFrame:
    """Each unit as published, with what is otherwise now."""
    whole = []
    for place, (code, now) in enumerate(rows.items(), start=1):
        same = {"score": 90.0 - place, "rank": place, "award_place": place, "eligible": True}
        sides = {f"{name}_published": value for name, value in same.items()}
        sides |= {f"{name}_now": now.get(name, value) for name, value in same.items()}
        differs = any(now.get(name, value) != value for name, value in same.items())
        whole.append(
            {"code": code, "unit": NAMES[code], **sides, "changed": now.get("changed", []), "differs": differs,
             "doubt": now.get("doubt", "")}
        )  # fmt: skip
    about = {"publication_no": "2026-1", "today": today, "sha256": SHA, "intact": intact}
    found = pd.DataFrame(whole).assign(**about)[PUBLISHED_COLUMNS]
    return found.astype(dict.fromkeys(["rank_now", "award_place_now"], "Int64"))


CORRECTED = ChangedInput("appearance_rate", 20, 25, 17, 25, "daily")
NO_LONGER = ChangedInput("public", 80.5, 120, None, None, "external")
PUBLISHED_CASES = {
    "one corrected, another moved by it": Case(
        lambda: published(
            {"C01": {"rank": 2, "score": 87.1, "changed": [CORRECTED, NO_LONGER]}, "C02": {"rank": 1}, "C03": {}}
        ),
        ["2026-1", "2", "甲县"],
        "watch",
        leaves_out=["乙县", "丙县"],
    ),
    "a veto was decided since": Case(
        lambda: published({"C01": {"award_place": None, "eligible": False}}),
        ["2026-1", "1"],
        "watch",
        leaves_out=["甲县"],
    ),
    "all as published": Case(lambda: published({"C01": {}, "C02": {}}), ["2026-1", "2"]),
    "one unit, as published": Case(lambda: published({"C01": {}}), ["2026-1"]),
    "what is not published may not be seen": Case(lambda: published({"C01": {}}, today=False), ["2026-1"]),
    "the stored content was changed": Case(lambda: published({"C01": {}}, intact=False), ["2026-1"], "bad"),
    "a stored place was altered": Case(
        lambda: published({"C01": {"doubt": "altered"}, "C02": {}}), ["2026-1", "2", "甲县"], "bad", leaves_out=["乙县"]
    ),
    "another group": Case(
        lambda: published({"C01": {}}).assign(code="").reindex(columns=PUBLISHED_COLUMNS),
        ["2026-1"],
        rows=0,
    ),
    "nothing published": Case(lambda: pd.DataFrame(columns=PUBLISHED_COLUMNS), []),
}


@in_both_languages
@each(PUBLISHED_CASES)
def test_what_was_published_is_compared_with_today(case: Case, language: str) -> None:
    check(AS_PUBLISHED_PANEL, case, language)


def test_the_base_says_the_checksum_that_was_checked() -> None:
    base = AS_PUBLISHED_PANEL.finding(published({"C01": {}}), asked()).base
    assert "0123 4567 89ab …" in base
    assert ("发布编号 2026-1 的回执" in base, "--sha256" in wording("zh")("method.as_published")) == (True, True)


def test_a_corrected_input_is_told_with_its_cases_before_and_now() -> None:
    figures = published({"C01": {"score": 80.0, "changed": [CORRECTED, NO_LONGER]}, "C02": {"rank": 1}})
    notes = pictured(AS_PUBLISHED_PANEL, figures, asked()).data.set_index("code")["note"]
    assert notes.to_dict() == {
        unit_link("C01"): "出庭应诉率 20/25 → 17/25；另 1 项",
        unit_link("C02"): "因其他单位变化",
    }
