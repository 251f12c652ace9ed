"""What asks for a second look: recurrences, closures on paper, columns against events."""

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from data_access.reading.item_states import DIFFERENCES
from panels.links import parts_of
from panels.rectification.asked import looked_through
from panels.rectification.contradictions import CONTRADICTIONS
from panels.rectification.paper_closures import PAPER_CLOSURES
from panels.rectification.recurrences import RECURRENCES
from tests.panels.checks import Case, check, pictured
from tests.panels.given import AS_OF, NAMES, asked
from wording import LANGUAGES

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
EVERYONE = {"unit": ""}
NOT_LOADED = ("rectification_closed_rate", "rectification_on_time_rate")


def each(cases: dict[str, Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases.values(), ids=cases.keys())


# --- Recurrences -------------------------------------------------------------------------------------------------


def again(*rows: tuple[str, str | None, str | None], assigned: int = 20, marked: int = 10) -> pd.DataFrame:
    """Unit, category, and of what the ledger says it is a recurrence; of 100 items of the city some are ``marked``."""
    found = [
        {"code": code, "unit": NAMES[code], "item_no": f"Z{number}", "category": category, "issue": "问题",
         "assigned_on": AS_OF, "recurrence_of": of, "closed_before": None if of else AS_OF - dt.timedelta(99)}
        for number, (code, category, of) in enumerate(rows)
    ]  # fmt: skip
    names = ["code", "unit", "item_no", "category", "issue", "assigned_on", "recurrence_of", "closed_before"]
    frame = pd.DataFrame(found, columns=names)
    of_each = frame.assign(assigned=assigned, named=frame["recurrence_of"].notna(), marked=marked, of_all=100)
    return looked_through(of_each, assigned).assign(untold=0)


THRICE = [("C01", "文书不规范", "Z"), ("C01", "文书不规范", None), ("C01", "文书不规范", None)]
RECURRENCE_CASES = {
    "one has most": Case(
        again(*THRICE, ("C02", "程序瑕疵", None)), ["20", "1", "3", "甲县", "文书不规范"], "watch", about="C01",
        selection=EVERYONE,
    ),
    "two are tied": Case(
        again(*THRICE, *[("C02", "程序瑕疵", None)] * 3), ["甲县", "乙县", "3"], "watch", selection=EVERYONE
    ),
    "many are tied": Case(
        again(*[(code, "程序瑕疵", None) for code in NAMES] * 2), ["10", "5", "2"], "watch", leaves_out=["甲县"],
        selection=EVERYONE,
    ),
    "each only once": Case(
        again(("C01", "a", None), ("C02", "b", "Z")), ["20", "1"], "watch", leaves_out=["甲县"], selection=EVERYONE
    ),
    "a single unit, without category": Case(again(("C01", None, "Z"), ("C01", None, "Z")), ["甲县", "2"], "watch",
                                            about="C01"),
    "a single item": Case(again(("C01", "a", "Z"), assigned=1), ["1"], "watch"),
    "a suspicion of too many": Case(
        again(*THRICE, assigned=30, marked=11), ["30", "1", "11.0%", "11/100"], "watch", rows=1, selection=EVERYONE,
        leaves_out=["文书不规范", "3 项"],
    ),
    "nothing but a suspicion of too many": Case(
        again(*THRICE[1:], assigned=30, marked=11), ["30", "0", "11/100"], rows=0, leaves_out=["文书不规范"],
    ),
    "none": Case(again(), [], "good", rows=0),
    "nothing assigned": Case(again(assigned=0), [], "plain"),
    "nothing loaded": Case(again(assigned=0), [], unknown=NOT_LOADED),
}  # fmt: skip


@in_both_languages
@each(RECURRENCE_CASES)
def test_recurrences_are_told_apart_by_who_says_so(case: Case, language: str) -> None:
    check(RECURRENCES, case, language)


def test_a_row_of_recurrences_opens_the_latest_item() -> None:
    data = pictured(RECURRENCES, again(*THRICE, ("C02", "程序瑕疵", None)), asked()).data
    assert [parts_of(code)[1]["record"] for code in data["code"]] == ["C01~Z0", "C02~Z3"]
    assert data["badge_text"].tolist() == ["注明", "疑似"]


# --- Closures on paper -------------------------------------------------------------------------------------------


def on_paper(closed: int = 0, untold: int = 0, **units: tuple[int, int, int, int]) -> pd.DataFrame:
    """By unit: items on the eve only, with the same text only, with both, and closures in all; of ``closed`` more of
    丁县 as many on the eve of whose attachments nobody says how many there are.
    """
    rows: list[dict[str, Any]] = []
    for code, (eve, same, both, closures) in units.items():
        reasons = [(True, False)] * eve + [(False, True)] * same + [(True, True)] * both
        rows += [
            {"code": code, "unit": NAMES[code], "item_no": f"Z{number}", "category": "a", "due_on": AS_OF,
             "closed_on": AS_OF, "closure_text": "已整改", "eve": early, "same_text": copied, "untold": False,
             "closures": closures}
            for number, (early, copied) in enumerate(reasons)
        ]  # fmt: skip
    blank = {"eve": False, "same_text": False, "untold": True, "closures": closed}
    rows += [{"code": "C04", "unit": NAMES["C04"], "item_no": f"U{number}", **blank} for number in range(untold)]
    names = [
        "code",
        "unit",
        "item_no",
        "category",
        "due_on",
        "closed_on",
        "closure_text",
        "eve",
        "same_text",
        "untold",
        "closures",
    ]
    frame = pd.DataFrame(rows, columns=names).astype({"eve": bool, "same_text": bool, "untold": bool})
    return looked_through(frame, closed + sum(closures for *_, closures in units.values()))


PAPER_CASES = {
    "all of one unit": Case(
        on_paper(C01=(0, 0, 27, 27), C02=(1, 0, 0, 30)), ["甲县", "27", "2"], "bad", about="C01", selection=EVERYONE
    ),
    "some of a unit": Case(on_paper(C01=(2, 1, 4, 40)), ["甲县", "7", "40"], "bad", about="C01", selection=EVERYONE),
    "two are tied": Case(
        on_paper(C01=(0, 0, 5, 20), C02=(0, 0, 5, 15)), ["甲县", "乙县", "5"], "bad", selection=EVERYONE
    ),
    "many are tied": Case(on_paper(**dict.fromkeys(NAMES, (2, 0, 0, 20))), ["甲县", "乙县", "5", "2"], "bad",
                          leaves_out=["丙县"], selection=EVERYONE),
    "too few to name anybody": Case(
        on_paper(C01=(0, 0, 3, 3), C02=(1, 0, 0, 40)), ["4", "2"], "watch", leaves_out=["甲县"], selection=EVERYONE
    ),
    "a single unit, few": Case(on_paper(C01=(1, 0, 0, 4)), ["甲县", "1"], "watch"),
    "a single unit, all": Case(on_paper(C01=(0, 0, 12, 12)), ["甲县", "12"], "bad", about="C01"),
    "none": Case(on_paper(closed=3), [], "good", rows=0, selection=EVERYONE),
    "nothing was closed": Case(on_paper(), [], "plain", selection=EVERYONE),
    "of some nobody can tell": Case(on_paper(closed=3, untold=2), ["2"], "plain", rows=0, selection=EVERYONE),
    # Of three of three there are no others.
    "of none can anybody tell": Case(
        on_paper(closed=3, untold=3), ["3"], "plain", rows=0, selection=EVERYONE, leaves_out=["其余", "no other"]
    ),
    "of some nobody can tell, beside others": Case(
        on_paper(closed=9, untold=6, C01=(2, 1, 4, 40)), ["甲县", "7", "40", "6"], "bad", about="C01", rows=7,
        selection=EVERYONE,
    ),
    "nothing loaded": Case(on_paper(), [], unknown=NOT_LOADED),
}  # fmt: skip


@in_both_languages
@each(PAPER_CASES)
def test_closures_on_paper_name_a_unit_only_with_enough_closures(case: Case, language: str) -> None:
    check(PAPER_CLOSURES, case, language)


def test_the_planted_story_is_told_word_for_word() -> None:
    said = PAPER_CLOSURES.finding(on_paper(C01=(0, 0, 27, 27)), asked(**EVERYONE)).sentence
    assert said == "甲县销号的 27 项，在到期前 2 天内销号，无附件，说明与另一项完全相同"


def test_a_unit_narrows_the_page_and_of_one_unit_each_item_can_be_opened() -> None:
    figures = on_paper(C01=(1, 0, 2, 20), C02=(0, 1, 0, 30))
    units = pictured(PAPER_CLOSURES, figures, asked(**EVERYONE)).data
    assert [parts_of(code) for code in units["code"]] == [
        ("rectification", {"focus": "C01"}), ("rectification", {"focus": "C02"})
    ]  # fmt: skip
    assert units["text"].tolist() == ["临期无附件 3，雷同 2", "雷同 1"]
    assert units["note"].tolist() == ["3/20", "1/30"]
    items = pictured(PAPER_CLOSURES, figures[figures["code"] == "C01"], asked()).data
    assert parts_of(items["code"].iloc[0]) == ("item", {"record": "C01~Z0"})
    assert items["badge_text"].tolist() == ["待核", "可疑", "可疑"]


# --- Columns against events --------------------------------------------------------------------------------------


def contrary(*differing: str, total: int = 0, of: int = 9) -> pd.DataFrame:
    rows = [
        {"code": "C01", "unit": "甲县", "item_no": f"Z{number}", "closed_on": AS_OF, "closed_by_events": None,
         **{name: name == differs for name in DIFFERENCES}}
        for number, differs in enumerate(differing)
    ]  # fmt: skip
    names = ["code", "unit", "item_no", "closed_on", "closed_by_events", *DIFFERENCES]
    return looked_through(pd.DataFrame(rows, columns=names).assign(all=total or len(rows)), of)


CONTRARY_CASES = {
    "some": Case(contrary(*DIFFERENCES), ["4"], "watch", selection=EVERYONE),
    "more than listed": Case(contrary("closed", total=900), ["900"], "watch", selection=EVERYONE),
    "a single one": Case(contrary("returned"), ["1"], "watch"),
    "two that differ alike": Case(contrary("closed", "closed"), ["2"], "watch"),
    "none": Case(contrary(), [], "good", rows=0),
    "no item has events": Case(contrary(of=0), [], "plain"),
    "nothing loaded": Case(contrary(of=0), [], unknown=NOT_LOADED),
}


@in_both_languages
@each(CONTRARY_CASES)
def test_columns_that_contradict_their_events_are_counted(case: Case, language: str) -> None:
    check(CONTRADICTIONS, case, language)


def test_a_row_says_in_which_respect_the_two_differ() -> None:
    assert pictured(CONTRADICTIONS, contrary(*DIFFERENCES), asked()).data["note"].tolist() == [
        "延期",
        "报验",
        "退回次数",
        "销号",
    ]
