"""What is said of one case, item or site, of its events, and of a list of cases."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from data_access.ledgers.all import BY_KEY, ENTRY_OF
from data_access.reading.records import REGISTERS
from panels.case_list import CASE_LIST
from panels.links import parts_of, record_key, record_parts
from panels.record import RECORD
from panels.record_events import COLUMNS, RECORD_EVENTS
from tests.panels.checks import Case, check, pictured
from tests.panels.given import asked
from wording import LANGUAGES

ORIGIN = {"load_no": 12, "source_name": "台账.xlsx", "loaded_at": dt.datetime(2026, 11, 2, 9, 30), "load_row": 57}
DAY = dt.date(2026, 3, 2)


def record(ledger: str, **values: Any) -> pd.DataFrame:
    """The one row of a record, blank but for these values."""
    blank = {column.name: None for column in BY_KEY[ledger].columns if column.name != "unit_id"}
    return pd.DataFrame([{"code": "C01", "unit": "甲县", **blank, **ORIGIN, **values}])


SUIT = {"case_no": "演01行初1号", "instance": "first", "matter": "土地征收"}
ITEM = {"item_no": "ZG-1", "issue": "未告知听证权利", "assigned_on": DAY, "due_on": dt.date(2026, 4, 30)}
SITE = {"site_no": "SF-001", "name": "某局示范点", "state_since": DAY}


def of(ledger: str, number: str = "1号") -> dict[str, Any]:
    return {"ledger": ledger, "record": record_key("C01", number)}


def fields(ledger: str) -> int:
    """How many fields the table of a record has: the unit and the ledger's other columns."""
    return len(BY_KEY[ledger].columns)


FOUND = {
    "a suit lost": Case(
        record("litigation", **SUIT, outcome="revoked"), ["甲县", "土地征收", "演01行初1号"], "bad",
        fields("litigation"), "C01", selection=of("litigation"),
    ),
    "a suit still open, its matter blank": Case(
        record("litigation", case_no="2号", instance="first"), ["甲县", "2号"], rows=fields("litigation"), about="C01",
        selection=of("litigation"),
    ),
    "a suit closed, its outcome blank": Case(
        record("litigation", case_no="3号", instance="first", closed_on=DAY), ["甲县", "3号"],
        rows=fields("litigation"), about="C01", selection=of("litigation"), leaves_out=["尚未办结", "still open"],
    ),
    "an item whose issue fills a page": Case(
        record("rectification", **{**ITEM, "issue": "未按期报送" * 13}, returned_count=0), ["甲县", "ZG-1"], "bad",
        fields("rectification"), "C01", selection=of("rectification"), leaves_out=["未按期报送未按期报送"],
    ),
    "an item overdue": Case(
        record("rectification", **ITEM, returned_count=0), ["未告知听证权利", "184"], "bad", fields("rectification"),
        "C01", selection=of("rectification"),
    ),
    "an item closed": Case(
        record("rectification", **ITEM, closed_on=DAY, returned_count=1), ["未告知听证权利"],
        rows=fields("rectification"), about="C01",
        selection=of("rectification"), leaves_out=["184"],
    ),
    "a site warned": Case(
        record("demonstration_site", **SITE, state="warned"), ["某局示范点", "2026-03-02"], "bad",
        fields("demonstration_site"), "C01",
        selection=of("demonstration_site"),
    ),
    "nothing of that number": Case(
        record("litigation").iloc[:0], ["9号"], rows=0, selection=of("litigation", "9号"),
    ),
    "no number at all": Case(record("litigation").iloc[:0], [], rows=0),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", FOUND.values(), ids=FOUND)
def test_a_record_says_what_it_is_about_and_how_it_stands(case: Case, language: str) -> None:
    check(RECORD, case, language)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "来自第 12 次导入（台账.xlsx）第 57 行，2026-11-02 导入。"),
        ("en", "From load 12 (台账.xlsx), row 57, loaded on 2026-11-02."),
    ],
)
def test_a_record_says_where_it_came_from(language: str, said: str) -> None:
    context = asked(language, **of("litigation"))
    assert RECORD.finding(record("litigation", **SUIT), context).base.startswith(said)
    without_row = record("litigation", **SUIT).assign(load_row=None)
    assert "57" not in RECORD.finding(without_row, context).base
    unknown = record("litigation", **SUIT).assign(load_no=None, source_name=None, loaded_at=None, load_row=None)
    assert "12" not in RECORD.finding(unknown, context).base


def events(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame([dict.fromkeys(COLUMNS) | row for row in rows], columns=COLUMNS)


RETURNED = {"occurred_on": DAY, "kind": "returned", "note": "材料不全"}
LINKED = {"occurred_on": DAY, "kind": "linked", "text": "upheld", "note": "乙县", "ledger": "reconsideration",
          "code": "C02", "number": "演政复1号"}  # fmt: skip
COURSES = {
    "an item returned twice": Case(
        events({"occurred_on": DAY, "kind": "assigned"}, RETURNED, RETURNED), ["3", "2026-03-02", "2"], "watch",
        selection=of("rectification"),
    ),
    "an item extended": Case(
        events({"occurred_on": DAY, "kind": "extended", "text": dt.date(2026, 6, 30), "note": "批准延期"}), ["1"],
        selection=of("rectification"),
    ),
    "a suit with a reconsideration before it": Case(
        events({"occurred_on": DAY, "kind": "closed_on", "text": "revoked"}, LINKED), ["1"], selection=of("litigation"),
    ),
    "nothing happened": Case(events(), [], selection=of("demonstration_site")),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", COURSES.values(), ids=COURSES)
def test_the_course_of_a_record_is_told(case: Case, language: str) -> None:
    check(RECORD_EVENTS, case, language)


def test_another_case_of_the_dispute_can_be_opened_and_a_step_cannot() -> None:
    figures = events({"occurred_on": DAY, "kind": "closed_on", "text": "revoked"}, LINKED)
    codes = pictured(RECORD_EVENTS, figures, asked(**of("litigation"))).data["code"].tolist()
    page, query = parts_of(codes[1])
    assert (codes[0], page, query["ledger"]) == ("", "case", "reconsideration")
    assert record_parts(query["record"]) == ("C02", "演政复1号", "")


def cases(ledger: str, n: int, total: int, **values: Any) -> pd.DataFrame:
    columns = ["code", "unit", *REGISTERS[ledger].columns, "day"]
    row = dict.fromkeys(columns) | {"code": "C01", "unit": "甲县", "outcome": "revoked", "matter": "土地征收"} | values
    rows = [{**row, ENTRY_OF[ledger].number: f"{number}号"} for number in range(n)]
    return pd.DataFrame(rows, columns=columns).assign(total=total, page=1)


LISTED = {
    "some": Case(cases("litigation", 3, 3, instance="first", closed_on=DAY), ["3"], selection={"which": "lost"}),
    "one": Case(cases("reconsideration", 1, 1), ["1"], selection={"ledger": "reconsideration", "which": "corrected"}),
    "more than a page": Case(cases("petition", 25, 61, outcome="sued"), ["61"], selection={"ledger": "petition"}),
    "still open": Case(cases("litigation", 1, 1, outcome=None, instance="second"), ["1"]),
    "none": Case(cases("litigation", 0, 0), [], selection={"which": "not_attended"}),
    "of one county": Case(cases("litigation", 2, 2, instance="first"), ["甲县", "2"], selection={"focus": "C01"}),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", LISTED.values(), ids=LISTED)
def test_a_list_says_how_many_cases_it_has_and_of_whom(case: Case, language: str) -> None:
    check(CASE_LIST, case, language)


def test_a_list_of_a_ledger_that_was_never_loaded_does_not_say_that_there_are_no_cases() -> None:
    nothing, loaded = cases("petition", 0, 0), asked(ledger="petition")
    never = replace(loaded, choices=replace(loaded.choices, loaded=frozenset()))
    assert CASE_LIST.finding(nothing, never).sentence == "信访台账尚未导入"
    assert CASE_LIST.finding(nothing, loaded).sentence.endswith("没有信访")


def test_a_case_that_was_closed_without_a_result_is_not_called_open() -> None:
    row = dict(zip(("open", "closed"), (cases("litigation", 1, 1, outcome=None, closed_on=day) for day in (None, DAY)),
                   strict=True))  # fmt: skip
    badges = {name: pictured(CASE_LIST, listed, asked()).data["badge_text"].tolist() for name, listed in row.items()}
    assert badges == {"open": ["尚未办结"], "closed": ["已办结，结果未填"]}


def test_a_list_of_several_pages_says_which_one_is_shown() -> None:
    context = asked(ledger="petition")
    base = CASE_LIST.finding(cases("petition", 25, 61, outcome="sued").assign(page=3), context).base
    assert base.startswith("第 3 页，共 3 页")


@pytest.mark.parametrize(
    ("ledger", "which", "by"),
    [
        ("litigation", "", "按结案日期（未填的按开庭日期、立案日期）由近及远"),
        ("litigation", "lost", "按结案日期由近及远"),
        ("case_file_review", "failed", "按评查日期由近及远"),
    ],
)
def test_a_list_says_by_which_date_it_is_cut_and_sorted(ledger: str, which: str, by: str) -> None:
    context = asked(ledger=ledger, which=which)
    assert by in CASE_LIST.finding(cases(ledger, 0, 0), context).base


def test_that_none_is_in_a_list_does_not_say_that_there_are_none_at_all() -> None:
    context = asked(ledger="plan_task", which="overdue")
    context = replace(context, choices=replace(context.choices, known={"plan_task": DAY}))
    assert CASE_LIST.finding(cases("plan_task", 0, 0), context).sentence.endswith("规划任务中没有“逾期”的")
