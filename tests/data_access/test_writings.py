"""What clerks write is understood, and what cannot be known from it stays unknown: through the door, row by row."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from data_access.checking.conversion import Refusal, converter
from data_access.checking.mapping import read_mapping
from data_access.checking.placeholders import is_placeholder
from data_access.checking.unit_directory import UnitDirectory
from data_access.files.cell_marks import Marks
from data_access.files.sources import Sheet
from data_access.ledgers.declare import LedgerColumn
from data_access.ledgers.litigation import LITIGATION
from data_access.ledgers.normative_document import NORMATIVE_DOCUMENT
from data_access.ledgers.numbers import nearly_same, same_number
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.ledgers.rectification import RECTIFICATION
from data_access.loading.batches import LoadResult
from data_access.loading.load import load_sheets
from data_access.loading.unit_store import directory
from data_access.problems import (
    ALIAS_TAKEN,
    DITTO_UNREAD,
    HINTS_AT_WRITING,
    NAMES_NOBODY,
    NEAR_UNIT,
    NEW_UNIT,
    READ_AS,
    Problem,
    Refused,
    in_words,
)
from data_access.store.engine import writer_engine
from data_access.store.tables import unit
from tests.data_access import english_writings as e
from tests.data_access import writings as w
from tests.data_access.ledger_sheets import case, cases, rows_of, sheet
from wording import LANGUAGES, wording

TODAY = dt.date(2026, 10, 31)
UNITS = sheet("unit", [
    {"单位代码": "C01", "单位名称": "甲县", "单位类别": "county"},
    {"单位代码": "C02", "单位名称": "乙县", "单位类别": "county"},
    {"单位代码": "C03", "单位名称": "丙市", "单位类别": "county"},
    {"单位代码": "C01-nr", "单位名称": "甲县自然资源局", "简称": "自然资源局", "单位类别": "county_department",
     "所属县区": "C01"},
    {"单位代码": "C02-nr", "单位名称": "乙县自然资源局", "简称": "自然资源局", "单位类别": "county_department",
     "所属县区": "C02"},
    {"单位代码": "C01-hc", "单位名称": "甲县卫生健康委员会", "单位类别": "county_department", "所属县区": "C01"},
    {"单位代码": "C01-ca", "单位名称": "甲县民政局", "简称": "民政局", "单位类别": "county_department",
     "所属县区": "C01"},
    {"单位代码": "C02-ca", "单位名称": "乙县民政局", "单位类别": "county_department", "所属县区": "C02"},
    {"单位代码": "C01-T1", "单位名称": "城关街道办事处", "单位类别": "township", "所属县区": "C01"},
    {"单位代码": "C03-ps", "单位名称": "丙市公安局", "单位类别": "county_department", "所属县区": "C03"},
    {"单位代码": "C03-tp", "单位名称": "丙市公安局交通警察大队", "单位类别": "county_department", "所属县区": "C03"},
    {"单位代码": "M-ps", "单位名称": "市公安局", "单位类别": "municipal_department"},
    {"单位代码": "A", "单位名称": "Alder County", "单位类别": "county"},
    {"单位代码": "B", "单位名称": "Birch County", "单位类别": "county"},
    {"单位代码": "A-nr", "单位名称": "Alder County Natural Resources Bureau", "简称": "Natural Resources Bureau",
     "单位类别": "county_department", "所属县区": "A"},
    {"单位代码": "B-nr", "单位名称": "Birch County Natural Resources Bureau", "简称": "Natural Resources Bureau",
     "单位类别": "county_department", "所属县区": "B"},
    {"单位代码": "A-hc", "单位名称": "Alder County Health Commission", "单位类别": "county_department",
     "所属县区": "A"},
    {"单位代码": "A-ed", "单位名称": "Alder County Education Department", "单位类别": "county_department",
     "所属县区": "A"},
    {"单位代码": "A-T1", "单位名称": "Mill Town", "单位类别": "township", "所属县区": "A"},
])  # fmt: skip
ALIASES = sheet("unit_alias", [
    {"单位": "C01-nr", "别名": "甲县国土资源局", "停用日期": "2019-03-31"},
    {"单位": "C01-nr", "别名": "甲县国土局"},
    {"单位": "C03-tp", "别名": "丙市公安局交警大队"},
])  # fmt: skip


def suit(number: str, unit: str = w.DEPARTMENT, **more: object) -> dict[str, object]:
    return {"被告": unit, "案号": number, "审级": "一审", "结案日期": "2026-04-02", **more}


def suits(*rows: dict[str, object], **more: Any) -> Sheet:
    return sheet("litigation", rows, **more)


def item(number: str, unit: str = w.DEPARTMENT, **more: object) -> dict[str, object]:
    return {
        "单位": unit,
        "编号": number,
        "来源": "督察检查",
        "交办日期": "2026-03-01",
        "整改期限": "2026-04-30",
        **more,
    }


def load(database: Engine, *sheets: Sheet, **more: Any) -> LoadResult:
    return load_sheets(database, sheets, today=TODAY, **more)


@pytest.fixture
def city(database: Engine) -> Engine:
    load(database, UNITS, ALIASES)
    return database


def said(result: LoadResult, *codes: str) -> list[tuple[int | None, str | None, str]]:
    """Row, column and code of what a load says, of some codes."""
    found = (*result.problems, *result.warnings)
    return sorted((each.row or 0, each.column or "", each.code) for each in found if each.code in codes)


# --- One record, one number ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("standard", "written"),
    [(w.CASE, each) for each in w.CASES]
    + [(w.ITEM, each) for each in w.ITEMS]
    + [(w.DOCUMENT, each) for each in w.DOCUMENTS]
    + [(e.CASE, each) for each in e.CASES]
    + [(w.ITEM, each) for each in e.ITEMS],
)
def test_a_number_is_the_same_however_it_is_written(standard: str, written: str) -> None:
    assert same_number(written) == same_number(standard)


@pytest.mark.parametrize(
    ("standard", "other"),
    [(w.CASE, each) for each in w.OTHER_CASES]
    + [(w.ITEM, each) for each in w.OTHER_ITEMS]
    + [(w.DOCUMENT, each) for each in w.OTHER_DOCUMENTS]
    + [(e.CASE, each) for each in e.OTHER_CASES]
    + [("ZG-12", "ZG-1²"), ("(2026)某01行初11号", "(2026)某01行初1①号")],
)
def test_another_number_is_another_record(standard: str, other: str) -> None:
    assert same_number(other) != same_number(standard)


@pytest.mark.parametrize(("one", "other"), [("2026-1-11", "2026-11-1"), ("2026111", "2026-1-11"), ("1-12", "11-2")])
def test_what_stands_between_two_digits_keeps_numbers_apart(one: str, other: str) -> None:
    assert nearly_same(same_number(one)) != nearly_same(same_number(other))


def test_all_writings_of_a_case_are_one_case_and_the_first_is_kept(city: Engine) -> None:
    result = load(city, suits(*map(suit, w.CASES)), accept_partial=True)
    assert said(result, "duplicate_key") == [(row, "案号", "duplicate_key") for row in range(3, len(w.CASES) + 2)]
    assert load(city, suits(suit(w.CASES[7], 法院="某院"))).ledgers[0].inserted == 0
    assert [(row["case_no"], row["court"]) for row in rows_of(city, LITIGATION.table)] == [(w.CASE, "某院")]


def test_all_writings_of_an_item_are_one_item(city: Engine) -> None:
    load(city, sheet("rectification", [item(each) for each in w.ITEMS]), accept_partial=True)
    assert load(city, sheet("rectification", [item(w.ITEMS[9])])).status == "unchanged"
    assert [row["item_no"] for row in rows_of(city, RECTIFICATION.table)] == [w.ITEM]


def test_a_number_that_a_version_before_stored_otherwise_stays_as_it_stands(city: Engine) -> None:
    """It was the first writing; a file that has the standard form finds it, and nothing is stored twice."""
    load(city, suits(suit("2026浙01行初012")))
    assert load(city, suits(suit(w.CASE))).ledgers[0].inserted == 0
    assert [row["case_no"] for row in rows_of(city, LITIGATION.table)] == ["2026浙01行初012"]


def test_two_writings_of_one_number_in_one_file_are_one_row_twice(city: Engine) -> None:
    result = load(city, suits(suit(w.CASES[0]), suit(w.CASES[8])))
    assert said(result, "duplicate_key") == [(3, "案号", "duplicate_key")]


def test_co_defendants_share_a_case_however_each_file_writes_it(city: Engine) -> None:
    load(city, suits(suit(w.CASE, "C01-nr", 被告地位="第一")))
    load(city, suits(suit("【2026】浙01行初第12号", "C02-nr", 被告地位="共同")))
    rows = rows_of(city, LITIGATION.table)
    assert [(row["case_no"], row["counts_for_city"]) for row in rows] == [(w.CASE, True), (w.CASE, False)]


def test_items_of_two_units_keep_the_writing_of_each(city: Engine) -> None:
    load(city, sheet("rectification", [item("ZG-2026-0001", "C01-nr"), item("zg 2026 0001", "C02-nr")]))
    assert [row["item_no"] for row in rows_of(city, RECTIFICATION.table)] == ["ZG-2026-0001", "zg 2026 0001"]


def test_documents_are_met_and_children_find_their_parents_by_any_writing(city: Engine) -> None:
    documents = [
        {"单位": "C01", "文号": each, "印发日期": "2026-03-02"} for each in (w.DOCUMENTS[0], "某政规〔2026〕4号")
    ]
    load(city, sheet("normative_document", documents), sheet("rectification", [item(w.ITEM)]))
    again = sheet("normative_document", [documents[0] | {"文号": "某政规2026年第3号"}])
    event = {"单位": w.DEPARTMENT, "编号": "zg20260001", "发生日期": "2026-03-05", "事件": "报验"}
    result = load(city, again, sheet("rectification_event", [event]))
    assert (result.status, [each.inserted for each in result.ledgers]) == ("stored", [0, 1])
    assert [row["document_no"] for row in rows_of(city, NORMATIVE_DOCUMENT.table)] == [
        "某政规〔2026〕3号",
        "某政规〔2026〕4号",
    ]


def test_numbers_that_are_nearly_equal_are_two_and_named(city: Engine) -> None:
    load(city, sheet("rectification", [item("ZG-2026-001")]))
    rows = [
        item("ZG-2026-0001"),
        item("ZG-2026-0002"),
        item("ZG-2026-0O03"),
        item("ZG-2026-0003"),
        item("ZG-2026-01", "C02-nr"),
    ]
    result = load(city, sheet("rectification", rows))
    assert said(result, "nearly_equal") == [
        (2, "编号", "nearly_equal"),
        (4, "编号", "nearly_equal"),
        (5, "编号", "nearly_equal"),
    ]
    assert (result.status, len(rows_of(city, RECTIFICATION.table))) == ("stored", 6)


# --- Nothing said -------------------------------------------------------------------------------------------------

KINDS = ("text", "number", "date", "integer", "decimal", "unit", "code", "month_day")


@pytest.mark.parametrize("written", w.PLACEHOLDERS)
@pytest.mark.one_in(6)
def test_a_placeholder_is_blank_in_every_column(city: Engine, written: str) -> None:
    row = item("1", 来源文号=written, 问题类别=written, 问题=written, 责任人=written, 严重程度=written,
               批准延期日期=written, 退回次数=written, 附件数=written, 复发自=written)  # fmt: skip
    suit_row = suit("1", 一审案号=written, 案由=written, 开庭日期=written, 负责人出庭=written, 裁判结果=written,
                    复议案号=written, 未出庭原因=written, 原告类别=written)  # fmt: skip
    result = load(city, sheet("rectification", [row]), suits(suit_row))
    assert (result.status, said(result, "names_nobody")) == ("stored", [])
    (stored,), (stored_suit,) = rows_of(city, RECTIFICATION.table), rows_of(city, LITIGATION.table)
    blank = ("source_no", "category", "issue", "responsible_person", "extended_on", "attachment_count", "recurrence_of")
    assert [stored[name] for name in blank] == [None] * len(blank)
    # A cell that is not filled has the column's default.
    assert (stored["severity"], stored["returned_count"]) == ("ordinary", 0)
    blank = ("first_instance_case_no", "matter", "heard_on", "head_attended", "outcome", "reconsideration_case_no",
             "absence_reason", "plaintiff_kind")  # fmt: skip
    assert [stored_suit[name] for name in blank] == [None] * len(blank)


@pytest.mark.parametrize("written", e.PLACEHOLDERS)
def test_a_placeholder_in_english_is_one(written: str) -> None:
    assert is_placeholder(written)


@pytest.mark.parametrize("written", w.SOMETHING + e.SOMETHING)
def test_what_says_something_is_no_placeholder(written: str) -> None:
    assert not is_placeholder(written)


def test_none_is_an_answer_where_a_column_has_it_as_a_code(city: Engine) -> None:
    load(city, cases(case("1", 意见书建议书="无"), case("2", 意见书建议书="/"), case("3", 意见书建议书="意见书")))
    assert [row["suggestion"] for row in rows_of(city, RECONSIDERATION.table)] == ["none", None, "opinion"]


@pytest.mark.parametrize("written", ["/", "无", "同上", "—"])
def test_a_placeholder_under_a_required_header_is_missing(city: Engine, written: str) -> None:
    result = load(city, suits(suit(written)))
    assert (result.status, said(result, "missing_value")) == ("refused", [(2, "案号", "missing_value")])


@pytest.mark.parametrize(("values", "expected"), [(w.YES + e.YES, True), (w.NO + e.NO, False)])
def test_a_flag_is_written_in_many_ways(values: Sequence[object], expected: bool) -> None:
    read = converter(LedgerColumn("x", "甲", "X", "flag"))
    assert {value: read(value) for value in values} == dict.fromkeys(values, expected)
    assert all(isinstance(read(value), Refusal) for value in w.NEITHER + e.NEITHER)


# --- Filled down only where it is said ------------------------------------------------------------------------------


def filled(*units: object, merged: tuple[tuple[int, int, int, int], ...] = (), fill_down: bool = True) -> Sheet:
    rows = suits(*(suit(str(place)) | {"被告": each} for place, each in enumerate(units)))
    return replace(rows, marks=Marks(merged), fill_down=fill_down)


def defendants(database: Engine) -> list[str]:
    query = select(unit.c.code).join_from(LITIGATION.table, unit, LITIGATION.table.c.unit_id == unit.c.unit_id)
    with database.connect() as connection:
        return list(connection.execute(query.order_by(LITIGATION.table.c.case_no)).scalars())


def test_ditto_and_merged_cells_are_filled_down_where_that_is_said(city: Engine) -> None:
    result = load(city, filled("C01-nr", "同上", "〃", "C02", None, None, "C01", merged=((5, 7, 0, 0),)))
    assert (result.status, said(result, "ditto_unread")) == ("stored", [])
    assert defendants(city) == ["C01-nr", "C01-nr", "C01-nr", "C02", "C02", "C02", "C01"]


def test_they_are_missing_where_it_is_not_said(city: Engine) -> None:
    result = load(city, filled("C01-nr", "同上", "C02", None, merged=((4, 5, 0, 0),), fill_down=False))
    assert result.status == "refused"
    assert said(result, "missing_value", "merged_cell", "ditto_unread") == [
        (3, "被告", "ditto_unread"), (3, "被告", "missing_value"), (5, "被告", "merged_cell"),
    ]  # fmt: skip


def test_a_blank_cell_that_is_not_merged_is_never_filled(city: Engine) -> None:
    assert said(load(city, filled("C01", None)), "missing_value") == [(3, "被告", "missing_value")]


def test_ditto_in_the_first_row_has_nothing_above_it(city: Engine) -> None:
    assert said(load(city, filled("同上", "C01")), "missing_value") == [(2, "被告", "missing_value")]


# --- References -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reference", ["/", "无", "见附件", "(2025)某01行初9号"])
def test_strangers_suits_are_not_related_by_a_number_that_no_case_has(city: Engine, reference: str) -> None:
    rows = [
        suit(
            f"(2026)某01行终{number}号",
            unit,
            审级="二审",
            一审案号=reference,
            裁判结果=outcome,
            生效日期=f"2026-04-0{number}",
        )
        for number, (unit, outcome) in enumerate(
            zip(["C01-nr", "C02-nr", "C01", "C02", "C03"], ["撤销"] * 5, strict=True), 3
        )
    ]
    result = load(city, suits(*rows))
    assert [row["later_judgment"] for row in rows_of(city, LITIGATION.table)] == [None] * 5
    named = [] if reference in ("/", "无") else [(row, "一审案号", "names_nobody") for row in range(2, 7)]
    assert said(result, "names_nobody") == named


def test_a_reference_is_met_by_the_case_in_whatever_order_they_come(city: Engine) -> None:
    second = suit(
        "(2026)某01行终3号", 审级="二审", 一审案号="2026某01行初第09号", 裁判结果="驳回诉请", 生效日期="2026-06-01"
    )
    assert said(load(city, suits(second)), "names_nobody") == [(2, "一审案号", "names_nobody")]
    load(city, suits(suit("（2026）某01行初9号", 裁判结果="撤销", 生效日期="2026-05-01")))
    rows = {row["instance"]: row for row in rows_of(city, LITIGATION.table)}
    assert (rows["first"]["later_judgment"], rows["first"]["reversed_since"]) == ("unit", True)
    assert said(load(city, suits(second)), "names_nobody") == []


def test_an_item_recurs_from_another_that_is_there(city: Engine) -> None:
    rows = [
        item("ZG-2026-0001"),
        item("ZG-2026-0002", 复发自="zg 2026 0001"),
        item("ZG-2026-0003", 复发自="ZG-2026-0003"),
        item("ZG-2026-0004", 复发自="去年"),
    ]
    result = load(city, sheet("rectification", rows))
    assert said(result, "names_nobody") == [(4, "复发自", "names_nobody"), (5, "复发自", "names_nobody")]
    assert [row["recurrence_of"] for row in rows_of(city, RECTIFICATION.table)][1] == "ZG-2026-0001"


# --- Words ----------------------------------------------------------------------------------------------------------


# Of both languages, worked out together.
ATTENDED, OUTCOMES, UPHOLDS = w.ATTENDED + e.ATTENDED, w.OUTCOMES + e.OUTCOMES, w.UPHOLDS + e.UPHOLDS
OPEN_OUTCOMES, RECONSIDERED = w.OPEN_OUTCOMES + e.OPEN_OUTCOMES, w.RECONSIDERED + e.RECONSIDERED


@pytest.fixture(scope="module")
def words(shared_database_url: str) -> tuple[LoadResult, dict[str, dict[str, Any]]]:
    """All words of the tables loaded at once, and the stored row of each by its case number."""
    engine = writer_engine(shared_database_url)
    attended = [
        suit(f"A{n}", code, 开庭日期="2026-03-10", 负责人出庭=word) for n, (word, code, _) in enumerate(ATTENDED)
    ]
    ended = [
        suit(f"O{n}", 审级=instance, 裁判结果=word) for n, (word, instance, _) in enumerate((*OUTCOMES, *OPEN_OUTCOMES))
    ]
    upheld = [
        suit(f"{kind}{n}", 审级=instance if kind == "U" else "一审", 一审案号=f"F{n}" if kind == "U" else None,
             裁判结果=word if kind == "U" else ("撤销", "驳回诉请")[n % 2])
        for n, (word, instance) in enumerate(UPHOLDS)
        for kind in "FU"
    ]  # fmt: skip
    try:
        result = load(engine, UNITS, suits(*attended, *ended, *upheld))
        rows = {row["case_no"]: row for row in rows_of(engine, LITIGATION.table)}
    finally:
        engine.dispose()
    assert result.problems == ()
    return result, rows


@pytest.mark.parametrize("place", range(len(ATTENDED)), ids=lambda n: f"{ATTENDED[n][0]}-{ATTENDED[n][1]}")
def test_who_came_to_court(words: tuple[LoadResult, dict[str, dict[str, Any]]], place: int) -> None:
    assert words[1][f"A{place}"]["head_attended"] == ATTENDED[place][2]


@pytest.mark.parametrize("place", range(len(OUTCOMES)), ids=lambda n: f"{OUTCOMES[n][0]}-{OUTCOMES[n][1]}")
def test_how_a_suit_ended(words: tuple[LoadResult, dict[str, dict[str, Any]]], place: int) -> None:
    assert words[1][f"O{place}"]["outcome"] == OUTCOMES[place][2]


@pytest.mark.parametrize(
    "place", range(len(OPEN_OUTCOMES)), ids=lambda n: f"{OPEN_OUTCOMES[n][0]}-{OPEN_OUTCOMES[n][1]}"
)
def test_a_word_that_leaves_the_outcome_open_is_a_blank_and_said(
    words: tuple[LoadResult, dict[str, dict[str, Any]]], place: int
) -> None:
    result, rows = words
    number = f"O{len(OUTCOMES) + place}"
    row = rows[number]["load_row"]
    assert rows[number]["outcome"] is None
    codes = [each.code for each in result.warnings if each.row == row and each.column == "裁判结果"]
    assert codes == [OPEN_OUTCOMES[place][2]]


@pytest.mark.parametrize("place", range(len(UPHOLDS)), ids=lambda n: "-".join(UPHOLDS[n]))
def test_a_dismissed_appeal_repeats_the_outcome_before(
    words: tuple[LoadResult, dict[str, dict[str, Any]]], place: int
) -> None:
    assert words[1][f"U{place}"]["outcome"] == ("revoked", "claim_dismissed")[place % 2]


def test_each_word_is_said_once_with_what_it_was_read_as(words: tuple[LoadResult, dict[str, dict[str, Any]]]) -> None:
    read = [each for each in words[0].warnings if each.code == "read_as" and each.value == "局长"]
    assert [each.expected for each in read] == [("head_attended.chief",), ("head_attended.staff",)]
    read = [each for each in words[0].warnings if each.code == "read_as" and each.value == "驳回再审申请"]
    assert [each.expected for each in read] == [("litigation_outcome.revoked",)]


@pytest.mark.parametrize(("word", "code"), w.NOT_ATTENDED + e.NOT_ATTENDED)
def test_a_word_that_does_not_fit_its_unit_is_asked_back(city: Engine, word: str, code: str) -> None:
    result = load(city, suits(suit("1", code, 负责人出庭=word)))
    assert (result.status, said(result, "unknown_code")) == ("refused", [(2, "负责人出庭", "unknown_code")])


def test_how_a_reconsideration_ended(city: Engine) -> None:
    result = load(city, cases(*(case(f"{n:02d}-1", 审理结果=word) for n, (word, _) in enumerate(RECONSIDERED, 10))))
    assert result.problems == ()
    assert [row["outcome"] for row in rows_of(city, RECONSIDERATION.table)] == [code for _, code in RECONSIDERED]


class TestRepeating:
    """The earlier outcome is repeated where it is known, and nothing is made up where it is not."""

    first = suit("(2026)某01行初1号", 裁判结果="确认违法")
    second = suit("(2026)某01行终1号", 审级="二审", 一审案号="(2026)某01行初1号", 裁判结果="维持原判")
    third = suit("(2026)某01行申1号", 审级="再审", 一审案号="(2026)某01行初1号", 裁判结果="驳回再审申请")

    def outcomes(self, database: Engine) -> dict[str, str | None]:
        return {row["instance"]: row["outcome"] for row in rows_of(database, LITIGATION.table)}

    def test_through_all_instances_in_any_order_of_one_file(self, city: Engine) -> None:
        load(city, suits(self.third, self.second, self.first))
        assert self.outcomes(city) == dict.fromkeys(("first", "second", "retrial"), "confirmed_illegal")

    def test_of_what_stands_in_the_database(self, city: Engine) -> None:
        load(city, suits(self.first))
        load(city, suits(self.second))
        assert self.outcomes(city) == dict.fromkeys(("first", "second"), "confirmed_illegal")

    def test_in_a_correction_that_leaves_the_other_columns_out(self, city: Engine) -> None:
        load(city, suits(self.first, self.second | {"裁判结果": None}))
        number, instance = "(2026)某01行终1号", "二审"
        result = load(city, suits({"被告": w.DEPARTMENT, "案号": number, "审级": instance, "裁判结果": "驳回上诉"}))
        assert self.outcomes(city)["second"] == "confirmed_illegal"
        assert said(result, "earlier_unknown") == []

    def test_not_of_a_stranger_whose_first_case_is_named_by_the_same_words(self, city: Engine) -> None:
        other = suit("(2026)某01行终9号", "C02-nr", 审级="二审", 一审案号="见附件", 裁判结果="撤销")
        load(city, suits(other, self.third | {"一审案号": "见附件"}))
        assert self.outcomes(city) == {"second": "revoked", "retrial": None}

    def test_not_past_an_instance_whose_outcome_is_unknown(self, city: Engine) -> None:
        load(city, suits(self.first, self.second | {"裁判结果": "改判"}, self.third))
        assert self.outcomes(city) == {"first": "confirmed_illegal", "second": None, "retrial": None}

    def test_not_of_a_judgment_that_sent_the_case_back(self, city: Engine) -> None:
        load(city, suits(self.first, self.second | {"裁判结果": "发回重审"}, self.third))
        assert self.outcomes(city)["retrial"] is None

    def test_once_the_earlier_case_has_come(self, city: Engine) -> None:
        load(city, suits(self.second))
        assert self.outcomes(city) == {"second": None}
        load(city, suits(self.first))
        load(city, suits(self.second))
        assert self.outcomes(city)["second"] == "confirmed_illegal"

    def test_of_the_own_unit_before_another_defendants(self, city: Engine) -> None:
        other = suit("(2026)某01行初1号", "C02-nr", 被告地位="共同", 裁判结果="驳回诉请")
        load(city, suits(other, self.first | {"被告地位": "第一"}, self.second))
        assert self.outcomes(city)["second"] == "confirmed_illegal"

    def test_not_of_defendants_with_different_outcomes(self, city: Engine) -> None:
        other = suit("(2026)某01行初1号", "C02-nr", 被告地位="共同", 裁判结果="驳回诉请")
        load(city, suits(other, self.first | {"被告地位": "第一"}, self.second | {"被告": "C01"}))
        assert self.outcomes(city)["second"] is None


def test_a_city_adds_words_of_its_own(city: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[[litigation_outcome]]\ncode = "revoked"\nwords = ["撤了", "判决驳回"]\n', encoding="utf-8")
    monkeypatch.setenv("REPORTING_WORDS", str(own))
    load(city, suits(suit("1", 裁判结果="撤了"), suit("2", 裁判结果="判决驳回"), suit("3", 裁判结果="准许撤诉")))
    assert [row["outcome"] for row in rows_of(city, LITIGATION.table)] == ["revoked", "revoked", "withdrawn"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('[[litigation_outcome]]\ncode = "gone"\nwords = ["撤了"]\n', "words.wrong_code"),
        ('[[litigation_outcome]]\nwords = ["撤了"]\n', "words.wrong_code"),
        ('[[litigation_outcome]]\ncode = "revoked"\n', "words.wrong_entry"),
        ('[[litigation_outcome]]\ncode = "revoked"\nword = ["撤了"]\nwords = ["撤了"]\n', "words.wrong_entry"),
        ('[[outcome]]\ncode = "revoked"\nwords = ["撤了"]\n', "words.unknown_column"),
        ('[[flag]]\nrule = "too_little"\nwords = ["半"]\n', "words.wrong_code"),
        ("[[", "words.no_toml"),
        (None, "words.unreadable"),
    ],
)
def test_a_table_that_cannot_be_followed_is_refused_with_what_is_wrong(
    city: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None, sentence: str
) -> None:
    own = tmp_path / "own.toml"
    if content is not None:
        own.write_text(content, encoding="utf-8")
    monkeypatch.setenv("REPORTING_WORDS", str(own))
    with pytest.raises(Refused) as refused:
        load(city, suits(suit("1", 裁判结果="撤了")))
    assert refused.value.message == sentence


# --- Units ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def registered(shared_database_url: str) -> UnitDirectory:
    engine = writer_engine(shared_database_url)
    try:
        load(engine, UNITS, ALIASES)
        with engine.connect() as connection:
            return directory(connection)
    finally:
        engine.dispose()


@pytest.mark.parametrize(("name", "code"), w.NAMES + e.NAMES)
def test_a_unit_is_found_by_its_name_as_it_is_written(registered: UnitDirectory, name: str, code: str) -> None:
    assert registered.find(name) == code


@pytest.mark.parametrize(("name", "code", "offered"), w.NO_NAMES)
def test_what_names_no_unit_is_asked_back_with_the_units_it_is_near(
    registered: UnitDirectory, name: str, code: str, offered: tuple[str, ...]
) -> None:
    assert registered.find(name) == Refusal(code, offered)


@pytest.mark.parametrize(("name", "code"), e.NO_NAMES)
def test_words_that_name_no_unit_or_two_are_asked_back(registered: UnitDirectory, name: str, code: str) -> None:
    found = registered.find(name)
    assert isinstance(found, Refusal)
    assert found.code == code


@pytest.mark.parametrize(
    ("file", "name", "code"), [*w.IN_COUNTY, ("Alder County suits 2026.xlsx", "Bureau of Natural Resources", "A-nr")]
)
def test_a_county_s_own_file_is_read_as_that_county_writes(
    registered: UnitDirectory, file: str, name: str, code: str
) -> None:
    assert registered.find(name, registered.place_of([name], [file])) == code


def test_the_units_of_a_file_tell_whose_it_is_but_not_whose_the_city_s_bureau_is(registered: UnitDirectory) -> None:
    of_the_city = registered.place_of(["丙市公安局", "丙市", "C03-tp", "市公安局", "市教育局"], ["台账"])
    assert of_the_city is not None
    assert registered.find("市公安局", of_the_city) == "M-ps"
    of_a_county = registered.place_of(["甲县民政局", "甲县", "城关街道办事处", "自然资源局"], ["台账"])
    assert registered.find("自然资源局", of_a_county) == "C01-nr"
    assert registered.place_of(["甲县民政局", "甲县", "自然资源局"], ["台账"]) is None
    assert registered.place_of(["甲县民政局", "乙县自然资源局"], ["台账"]) is None
    assert registered.place_of(["甲县民政局", "M-ps"], ["甲县"]) is None


def test_how_a_name_was_read_is_said_once(city: Engine) -> None:
    result = load(city, suits(suit("1", "甲县政府"), suit("2", "甲县政府"), suit("3", "甲县")))
    assert [(each.row, each.value, each.expected) for each in result.warnings] == [(2, "甲县政府", ("甲县",))]


def test_a_name_that_two_units_had_one_after_the_other_is_read_by_the_day(city: Engine) -> None:
    aliases = [
        {"单位": "C01-ca", "别名": "甲县社会局", "停用日期": "2025-12-31"},
        {"单位": "C01-hc", "别名": "甲县社会局", "启用日期": "2026-01-01"},
    ]
    rows = [suit("1", "甲县社会局", 立案日期="2025-12-31"), suit("2", "甲县社会局", 立案日期="2026-01-01")]
    load(city, sheet("unit_alias", aliases), suits(*rows))
    assert defendants(city) == ["C01-ca", "C01-hc"]
    undated = load(city, suits(suit("3", "甲县社会局", 结案日期=None)))
    assert said(undated, "ambiguous_unit") == [(2, "被告", "ambiguous_unit")]


def test_an_alias_is_no_other_unit_s_name(city: Engine) -> None:
    result = load(city, sheet("unit_alias", [{"单位": "C01-nr", "别名": "甲县民政局"}]))
    assert said(result, "alias_taken") == [(2, "别名", "alias_taken")]


NEW = """
ledger = "reconsideration"
[headers]
authority = "unit_id"
number = "case_no"
[units]
kind = "county_department"
"""


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("甲县自然资源规划局", ("甲县自然资源局",)),
        ("甲县资源局", ("甲县自然资源局",)),
        ("甲县水利局", ()),
        ("丁县自然资源局", ()),
    ],
)
def test_a_new_unit_is_named_and_held_back_where_it_is_near_a_known_one(
    city: Engine, tmp_path: Path, name: str, near: tuple[str, ...]
) -> None:
    mapping = tmp_path / "new.toml"
    mapping.write_text(NEW, encoding="utf-8")
    foreign = Sheet("data", ("authority", "number"), [(2, [name, "1"]), (3, ["甲县民政局", "2"])])
    result = load(city, foreign, mapping=read_mapping(mapping))
    told = [(each.value, each.code, each.expected) for each in (*result.problems, *result.warnings)]
    if near:
        assert (result.status, told) == ("refused", [(name, "near_unit", near)])
    else:
        assert (result.status, told) == ("stored", [(name, "new_unit", (name,))])


@pytest.mark.parametrize(
    ("known", "name", "near"),
    [
        ("Bristol City Council", "Bristol", True),
        ("Bristol", "City of Bristol", True),
        ("Leicester", "Liecester", True),
        ("London Borough of Barnet", "London Borough of Brent", False),
        ("North Hertfordshire", "East Hertfordshire", False),
        ("North Tyneside Council", "Norwich City Council", False),
    ],
)
def test_names_in_english_are_near_by_the_words_that_tell_them_apart(known: str, name: str, near: bool) -> None:
    found = UnitDirectory([("X", known, None)]).find_or_create(name)
    assert (found == Refusal("near_unit", (known,))) is near


# --- Said -----------------------------------------------------------------------------------------------------------


SAID = sorted({*HINTS_AT_WRITING, NAMES_NOBODY, NEAR_UNIT, ALIAS_TAKEN, READ_AS, DITTO_UNREAD, NEW_UNIT})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", SAID)
def test_each_sentence_names_the_place_what_came_and_what_to_do(code: str, language: str) -> None:
    sentence = in_words(Problem("台账", 7, "某列", "某值", code, ("别的",)), wording(language))
    assert [part for part in ("台账", "7", "某列", "某值") if part not in sentence] == []
    assert re.search("请|heck|orrect|nter|ill it in", sentence)
