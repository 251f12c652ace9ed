"""Lists of what needs doing: what to ask about, how fresh the ledgers are, open items, materials, reports."""

import datetime as dt
from math import nan
from typing import Any

import pandas as pd
import pytest

from data_access.ledgers.all import LEDGERS
from panels.attention import ATTENTION, COLUMNS, KINDS, ROWS_SHOWN, with_lights
from panels.freshness import FRESHNESS
from panels.holdings import MATERIALS, OPEN_ITEMS
from panels.links import link_to, record_link, unit_link
from panels.reports import REPORTS
from tests.panels.checks import Case, check, pictured
from tests.panels.given import AS_OF, asked
from wording import LANGUAGES

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


def days_ago(days: int) -> dt.date:
    return AS_OF - dt.timedelta(days)


# --- What to ask about -------------------------------------------------------------------------------------------


def to_ask(*rows: tuple[str, str, str, int, int, int]) -> pd.DataFrame:
    """Rows of kind, unit, text, days past due, times returned, items it stands for."""
    named = [
        {"kind": kind, "code": unit, "unit": unit, "number": "ZG-1", "text": text, "past": past,
         "returned_count": returned,
         "due_on": days_ago(past) if kind == "supervised" else None, "items": items}
        for kind, unit, text, past, returned, items in rows
    ]  # fmt: skip
    return pd.DataFrame(named, columns=COLUMNS)


LATE = (("overdue", "乙县", "", 12, 0, 3), ("overdue", "丙县", "", 4, 0, 2))
SUPERVISED = ("supervised", "甲县", "案卷缺少送达回证", 47, 2, 1)
ATTENTION_CASES = {
    "all kinds": Case(
        to_ask(SUPERVISED, *LATE, ("not_reported", "戊县", "", 0, 0, 7), ("missing", "丁县", "", 0, 0, 9)),
        ["1", "5", "7", "9"],
        "bad",
    ),
    "one item": Case(to_ask(SUPERVISED), ["1"], "bad"),
    "two that are equally late": Case(to_ask(SUPERVISED, SUPERVISED), ["2"], "bad"),
    "only missing materials": Case(to_ask(("missing", "丁县", "", 0, 0, 1)), ["1"], "bad"),
    "more than is shown": Case(to_ask(*[SUPERVISED] * 20, *[("overdue", "乙县", "", 1, 0, 1)] * 20), ["20"], "bad"),
    "an item without words": Case(to_ask(("supervised", "甲县", "", 47, 0, 1)), ["1"], "bad"),
    "certificates": Case(
        to_ask(("certificates", "丁县", "", 0, 0, 6), ("certificates", "乙县", "", 0, 0, 1)).assign(expired=[4, 0]),
        ["7"],
        "bad",
    ),
    "nothing": Case(to_ask(), [], "good"),
}  # fmt: skip


@in_both_languages
@pytest.mark.parametrize("case", ATTENTION_CASES.values(), ids=ATTENTION_CASES.keys())
def test_what_to_ask_about_is_counted_by_kind(case: Case, language: str) -> None:
    check(ATTENTION, case, language)


def test_the_chart_holds_the_worst_of_each_kind_and_every_row_opens_what_it_names() -> None:
    case = ATTENTION_CASES["all kinds"]
    data = pictured(ATTENTION, case.figures, asked()).data
    assert data["badge"].tolist() == ["supervised", "overdue", "overdue", "not_reported", "missing"]
    late = [link_to("rectification", focus=each, light="overdue", page="1") for each in ("乙县", "丙县")]
    item = record_link("rectification", "甲县", "ZG-1")
    assert data["code"].tolist() == [item, *late, *(unit_link(each) for each in ("戊县", "丁县"))]
    assert "47" in data["note"].iloc[0]
    assert "2" in data["note"].iloc[0]


def test_each_kind_has_a_row_and_the_gravest_take_the_rest_of_the_room() -> None:
    kinds = KINDS[2:]
    many = [(kind, f"{kind} {number}", "", 0, 0, 1) for kind in reversed(kinds) for number in range(4)]
    shown = pictured(ATTENTION, to_ask(*many).assign(expired=1), asked()).data["badge"].value_counts().to_dict()
    assert sum(shown.values()) == ROWS_SHOWN
    # Three supervised items, two units each with what is overdue and not reported, and one with each of the last.
    assert list(shown.values()) == [3, 2, 2, 1, 1]
    assert (shown["supervised"], shown["certificates"], shown["missing"]) == (3, 1, 1)


def test_a_unit_with_certificates_run_out_opens_those_and_a_county_its_archive() -> None:
    rows = to_ask(("certificates", "M01", "", 0, 0, 6), ("certificates", "M02", "", 0, 0, 1),
                  ("certificates", "C01", "", 0, 0, 2)).assign(expired=[4, 0, 0])  # fmt: skip
    first, second = pictured(ATTENTION, rows, asked()).data.iloc[:2].to_dict("records")
    assert (first["text"], second["text"]) == ("已过期 4 人，即将到期 2 人", "即将到期 1 人")
    assert ("which=expired&" in first["code"], "which=expiring&" in second["code"]) == (True, True)
    assert pictured(ATTENTION, rows.tail(1), asked()).data["code"].tolist() == [unit_link("C01")]


# --- How fresh the ledgers are -----------------------------------------------------------------------------------

PARENTS = [ledger.key for ledger in LEDGERS if not ledger.parent]


def loads(*never: str) -> pd.DataFrame:
    there = {"loaded_at": dt.datetime(2026, 11, 2, 9, 30), "rows_stored": 1234.0, "data_as_of": AS_OF, "latest": AS_OF}
    absent = {"loaded_at": None, "rows_stored": nan, "data_as_of": None, "latest": None}
    return pd.DataFrame([{"ledger": key, **(absent if key in never else there)} for key in PARENTS])


def loads_where(ledger: str, **days: dt.date) -> pd.DataFrame:
    """All loaded to the same day, but one ledger."""
    known = loads()
    return known.assign(**{name: known[name].mask(known["ledger"] == ledger, day) for name, day in days.items()})


FRESHNESS_CASES = {
    "all are there": (Case(loads(), [f"{AS_OF}"]), []),
    "one is missing": (Case(loads("litigation"), [], "watch"), ["litigation"]),
    "one is ahead": (
        Case(
            loads_where("litigation", data_as_of=dt.date(2026, 11, 20), latest=dt.date(2026, 11, 20)),
            [f"{AS_OF}", "2026-11-20"],
        ),
        [],
    ),
    "one is ahead of some units": (
        Case(loads_where("litigation", latest=dt.date(2026, 11, 20)), [f"{AS_OF}", "2026-11-20"]),
        [],
    ),
    # Of so many the number is said, and the first by name; the rows have them all.
    "all are missing": (Case(loads(*PARENTS), [f"{len(PARENTS)}"], "watch"), PARENTS[:6]),
}


@in_both_languages
@pytest.mark.parametrize(("case", "never"), FRESHNESS_CASES.values(), ids=FRESHNESS_CASES.keys())
def test_ledgers_never_loaded_are_named(case: Case, never: list[str], language: str) -> None:
    check(FRESHNESS, case, language)
    context = case.context(language)
    sentence = FRESHNESS.finding(case.figures, context).sentence
    assert [key for key in never if context.words.label("ledger", key) not in sentence] == []


# --- Open items --------------------------------------------------------------------------------------------------


def item(item_no: str, due: int, *, assigned: int = 90, issue: str | None = "问题", **more: Any) -> dict[str, Any]:
    """An item that was due ``due`` days ago."""
    dates = {"assigned_on": days_ago(assigned), "due_on": days_ago(due)}
    blank = dict.fromkeys(("extended_on", "extended_due_on", "submitted_on", "closed_on"))
    known = {"code": "C01", "unit": "甲县", "item_no": item_no, "source": "inspection", "issue": issue}
    return {**known, **dates, **blank, "returned_count": 0, **more}


def items(*rows: dict[str, Any]) -> pd.DataFrame:
    """As the panel's figures: with their lights, the worst first."""
    found = pd.DataFrame(list(rows), columns=list(item("", 0)))
    return with_lights(found, asked()).sort_values(["severity_rank", "past"], ascending=[True, False])


OPEN_CASES = {
    "supervised, overdue and under way": Case(
        items(item("Z1", 40), item("Z2", 5), item("Z3", -80), item("Z4", 3), item("Z5", -90, returned_count=2)),
        ["5", "2"],
        "bad",
    ),
    "one item": Case(items(item("Z1", -80)), ["1"]),
    "two due on the same day": Case(items(item("Z1", 0), item("Z2", 0)), ["2"]),
    "without words or a count of returns": Case(items(item("Z1", -80, issue=None, returned_count=None)), ["1"]),
    "more than is shown": Case(items(*(item(f"Z{number}", 40) for number in range(9))), ["9"], "bad"),
    "none": Case(items(), [], "plain"),
}


@in_both_languages
@pytest.mark.parametrize("case", OPEN_CASES.values(), ids=OPEN_CASES.keys())
def test_open_items_are_counted_by_light(case: Case, language: str) -> None:
    check(OPEN_ITEMS, case, language)


def test_the_worst_open_item_stands_first() -> None:
    figures = items(item("Z1", -80, assigned=10), item("Z2", 5), item("Z3", 40), item("Z4", 33), item("Z5", -3))
    assert figures["item_no"].tolist() == ["Z3", "Z4", "Z2", "Z5", "Z1"]
    assert pictured(OPEN_ITEMS, figures, asked()).data["badge"].tolist() == [
        "supervised", "supervised", "overdue", "near", "under_way",
    ]  # fmt: skip


# --- Materials ---------------------------------------------------------------------------------------------------


def held(*statuses: str, due: int = 30) -> pd.DataFrame:
    rows = [
        {"unit": "甲县", "item_no": f"{number:02}", "title": f"材料{number}", "status": status,
         "due_on": days_ago(-60 if status == "not_due" else due),
         "submitted_on": None if status in ("missing", "not_due") else days_ago(due - 1),
         "state": "accepted" if status == "late" else status,
         "returned_reason": "缺少附件" if status == "returned" else None}
        for number, status in enumerate(statuses)
    ]  # fmt: skip
    names = ["unit", "item_no", "title", "due_on", "submitted_on", "state", "returned_reason", "status"]
    return pd.DataFrame(rows, columns=names)


MATERIAL_CASES = {
    "some are lacking": Case(
        held("accepted", "late", "missing", "returned", "submitted", "not_due"), ["2", "5", "40.0%"], "watch"
    ),
    "all are there": Case(held("accepted", "accepted", "late"), ["3", "100.0%"], "good"),
    "none is there": Case(held("missing", "missing"), ["0", "2", "0.0%"], "watch"),
    "one material": Case(held("missing"), ["0.0%"], "watch"),
    "nothing is due yet": Case(held("not_due"), [], leaves_out=["0%"]),
    "no archive to keep": Case(held(), [], leaves_out=["0%"]),
    "more than is shown": Case(held(*["missing"] * 5, *["accepted"] * 5), ["5", "10", "50.0%"], "watch"),
}  # fmt: skip


@in_both_languages
@pytest.mark.parametrize("case", MATERIAL_CASES.values(), ids=MATERIAL_CASES.keys())
def test_of_the_materials_due_the_accepted_ones_are_held(case: Case, language: str) -> None:
    check(MATERIALS, case, language)


def test_what_is_lacking_stands_before_what_is_there_and_a_return_says_why() -> None:
    data = pictured(MATERIALS, held("accepted", "not_due", "late", "submitted", "returned", "missing"), asked()).data
    assert data["badge"].tolist() == ["missing", "returned", "submitted", "late", "not_due", "accepted"]
    assert data["note"].iloc[1] == "缺少附件"


# --- Reports -----------------------------------------------------------------------------------------------------


def reported(*rows: tuple[str, str, int | None]) -> pd.DataFrame:
    """Rows of ledger, state and the days a report came after its due date; months count from January 2026."""
    named = [
        {"unit": "甲县", "ledger": ledger, "month": dt.date(2026, number, 1), "state": state,
         "due_on": dt.date(2026, number, 25),
         "reported_on": None if late is None else dt.date(2026, number, 25) + dt.timedelta(late)}
        for number, (ledger, state, late) in enumerate(rows, 1)
    ]  # fmt: skip
    return pd.DataFrame(named, columns=["unit", "ledger", "month", "due_on", "reported_on", "state"])


IN_TIME, NOTHING_AT_ALL, SILENT = ("reported", 0), ("nothing_to_report", -3), ("not_reported", None)
REPORT_CASES = {
    "two are missing": Case(
        reported(("litigation", *IN_TIME), ("litigation", *SILENT), ("rectification", *SILENT)), ["3", "2"], "bad"
    ),
    "all came, one said nothing, one late": Case(
        reported(("litigation", *IN_TIME), ("litigation", *NOTHING_AT_ALL), ("litigation", "reported", 4)),
        ["3"],
        "good",
    ),
    "one report, its day unknown": Case(reported(("litigation", "reported", None)), ["1"], "good"),
    "more missing than are named": Case(reported(*[("litigation", *SILENT)] * 9), ["9"], "bad"),
    "no duty to report": Case(reported(), []),
}


@in_both_languages
@pytest.mark.parametrize("case", REPORT_CASES.values(), ids=REPORT_CASES.keys())
def test_of_the_reports_due_the_missing_ones_are_counted(case: Case, language: str) -> None:
    check(REPORTS, case, language)


def test_a_ledger_with_a_missing_report_names_its_month() -> None:
    data = pictured(REPORTS, REPORT_CASES["two are missing"].figures, asked()).data
    assert data["badge"].tolist() == ["not_reported", "not_reported"]
    assert "2026-02" in data["note"].iloc[0]
    assert "2026-03" in data["note"].iloc[1]
