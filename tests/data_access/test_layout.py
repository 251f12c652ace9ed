"""Headers as offices write them and where they put them, and rows that are no rows of the ledger."""

import pytest

from data_access.checking.intake import Intake, take_in
from data_access.files.sources import Sheet
from data_access.problems import Problem, in_words
from wording import LANGUAGES, wording

Cells = list[object]

HEADERS: Cells = ["被申请人", "案号", "收到日期", "审理结果"]
ROW: Cells = ["C01-nr", "1号", "2026-02-10", "维持"]


def _read(*rows: Cells, name: str = "行政复议") -> tuple[Intake, list[Problem]]:
    """A sheet as it comes from a file, its first row taken for the headers, and what is said of it."""
    headers = tuple("" if cell is None else str(cell) for cell in rows[0])
    (intake,), problems = take_in([Sheet(name, headers, list(enumerate(rows[1:], 2)))])
    assert all("{" not in in_words(each, wording(language)) for each in problems for language in LANGUAGES)
    return intake, problems


# --- Headers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [
        "审理结果：", "审理结果（生效）", "※审理结果", "*审理结果", "★ 审理结果", "審理結果", "5.审理结果",
        "（五）审理结果", "五、审理结果", "审理_结果", "审理结果【必填】",
        "复议结果", "办理结果", "Outcome:", "OUTCOME (final)", "审理结果 Outcome", "审理结果\nOutcome",
        "Outcome/审理结果",
    ],
)  # fmt: skip
def test_a_header_that_is_nearly_right_is_taken_and_said(header: str) -> None:
    intake, problems = _read([*HEADERS[:3], header], ROW)
    assert intake.columns["outcome"] == ["维持"]
    assert [(each.code, each.column, each.expected) for each in problems] == [("near_header", header, ("审理结果",))]


@pytest.mark.parametrize("header", ["审理结杲", "审理结果类", "受理日其", "Outcom"])
def test_a_header_with_a_slip_refuses_the_sheet(header: str) -> None:
    _intake, (problem,) = _read([*HEADERS[:3], header], ROW)
    assert (problem.code, problem.column, problem.makes_sheet_unreadable) == ("like_header", header, True)


@pytest.mark.parametrize("header", ["备注", "承办人", "申请人", "日期", "结果说明"])
def test_another_header_is_left_out_with_a_remark(header: str) -> None:
    _intake, (problem,) = _read([*HEADERS[:3], header], ROW)
    assert (problem.code, problem.column, problem.is_warning) == ("unknown_header", header, True)


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        (("审理结果：", "※审理结果"), "rival_headers"),
        (("审理结果（一审）", "审理结果（终审）"), "rival_headers"),
        (("审理结果", "审理结果："), "rival_headers"),
        (("审理结果", "审理结果（备注）"), "unknown_header"),
    ],
)
def test_two_headers_for_one_column_are_refused_unless_a_remark_tells_them_apart(
    headers: tuple[str, str], code: str
) -> None:
    _intake, (problem,) = _read([*HEADERS[:3], *headers], [*ROW, "撤销"])
    assert (problem.code, problem.makes_sheet_unreadable) == (code, code == "rival_headers")


def test_a_blank_column_under_a_slip_loses_nothing() -> None:
    _intake, (problem,) = _read([*HEADERS[:3], "审理结杲"], [*ROW[:3], ""])
    assert (problem.code, problem.is_warning) == ("unknown_header", True)


@pytest.mark.parametrize("name", ["行政复议", "Sheet1"])
def test_a_ledger_is_known_by_headers_that_are_nearly_right(name: str) -> None:
    intake, problems = _read(["被申请人：", "案號*", "收到时间", "审理结果"], ROW, name=name)
    assert (intake.ledger.key, intake.columns["case_no"]) == ("reconsideration", ["1号"])
    assert intake.columns["received_on"] == ["2026-02-10"]
    assert [each.code for each in problems] == ["near_header"] * 3


@pytest.mark.parametrize("row", [2, 11, 40])
def test_the_headers_may_stand_in_any_of_the_first_forty_rows(row: int) -> None:
    titles: list[Cells] = [[f"第{number}条说明"] for number in range(1, row)]
    intake, problems = _read(*titles, HEADERS, ROW)
    assert (intake.sheet.header_row, intake.columns["case_no"]) == (row, ["1号"])
    assert [each.code for each in problems] == ["title_rows"]


LEVELS: dict[str, tuple[Cells, Cells]] = {
    "the parts below": (["被申请人", "案号", "收到", None, "审理结果"], [None, None, "日期", "方式", None]),
    "the whole below": (["被申请人", "案号", "办理情况", None, None], [None, None, "收到日期", None, "审理结果"]),
    "a day without its word": (["被申请人", "案号", "办理时间", None, "审理结果"], [None, None, "收到", "审结", None]),
    "everything below": (["基本情况", None, "日期", None, "审理"], ["被申请人", "案号", "收到", "起诉", "结果"]),
}


@pytest.mark.parametrize(("upper", "lower"), LEVELS.values(), ids=LEVELS)
def test_two_levels_of_headers_are_joined(upper: Cells, lower: Cells) -> None:
    intake, problems = _read(["2026年台账"], upper, lower, ["C01-nr", "1号", "2026-02-10", "", "维持"])
    assert (intake.columns["unit_id"], intake.columns["case_no"]) == (["C01-nr"], ["1号"])
    assert (intake.columns["received_on"], intake.columns["outcome"]) == (["2026-02-10"], ["维持"])
    assert not any(each.makes_sheet_unreadable for each in problems)


def test_columns_that_only_their_upper_headers_tell_apart_are_not_mixed_up() -> None:
    upper: Cells = ["被告", "一审", None, "二审", None]
    lower: Cells = [None, "案号", "裁判结果", "案号", "裁判结果"]
    _intake, problems = _read(upper, lower, ["C01-nr", "1号", "", "2号", ""], name="行政诉讼")
    assert any(each.makes_sheet_unreadable for each in problems)


# --- Rows that are no rows of the ledger -------------------------------------------------------------------------

OTHER_ROWS: list[Cells] = [
    ["合计", 35],
    ["小 计：", "", 3],
    ["总计：35件", ""],
    ["", "合计", "12"],
    [1, "合计", "", 35],
    ["Total", "2"],
    ["全市合计", "9"],
    ["注：以上数据截至3月31日"],
    ["备注: 无"],
    ["说明：1.本表按月填报"],
    ["填表人：张某", "", "审核人：李某"],
    ["填表人", "张某"],
    ["单位负责人（签字）：", ""],
    ["联系电话：0571-1234567"],
    ["公章："],
    HEADERS,
    ["被申请人", "案号", "", ""],
    ["1", "2", "3", "4"],
    [1.0, 2.0, 3.0, 4.0],
    ["甲", "1", "2", "3"],
    ["---", ":--", "---", "---"],
    ["=========="],
    ["/", "—", "/", ""],
]


@pytest.mark.parametrize("row", OTHER_ROWS, ids=lambda row: str(row[0]))
def test_a_row_that_is_no_case_is_left_out_with_one_remark(row: Cells) -> None:
    intake, (said,) = _read(HEADERS, ROW, row, row)
    assert [number for number, _row in intake.sheet.rows] == [2]
    assert (said.code, said.value, said.is_warning) == ("left_out", "2", True)
    assert [each.split()[0] for each in said.expected] == ["3", "4"]


@pytest.mark.parametrize(
    "notes",
    [
        [["说明："], ["1. 本表按月填报"], ["2、编号不得重复"], ["（三）其他"]],
        [["说明：1.本表按月填报"], ["2.编号不得重复"]],
        [["填表说明"], ["1", "本表由各单位按月填报。"], [2, "编号不得重复。"]],
        [["Notes"], ["1. One row a case."]],
    ],
)
def test_numbered_lines_that_end_a_sheet_below_a_note_are_notes(notes: list[Cells]) -> None:
    intake, (said,) = _read(HEADERS, ROW, *notes)
    assert [number for number, _row in intake.sheet.rows] == [2]
    assert (said.code, said.value) == ("left_out", str(len(notes)))


def test_what_stands_below_a_note_and_may_be_a_case_is_read() -> None:
    for below in (["1", "2号"], ["1. 甲县", "2号", "2026-02-10", "维持"], ["自然资源局"]):
        intake, _problems = _read(HEADERS, ROW, ["说明："], ["1. 本表按月填报"], below)
        assert [number for number, _row in intake.sheet.rows][-1] == 5


@pytest.mark.parametrize(
    "row",
    [
        ["C01-nr", "合计案1号"],
        ["合计县自然资源局", "2号"],
        ["注县公安局", "2号"],
        ["审核局", "2号"],
        ["C01-nr", "3", "4", "5"],
        ["1", "2"],
        ["—", "2号", "/", "—"],
        ["被申请人", "2号", "2026-01-01", "维持"],
    ],
)
def test_what_may_be_a_case_is_never_left_out(row: Cells) -> None:
    intake, problems = _read(HEADERS, ROW, row)
    assert ([number for number, _row in intake.sheet.rows], problems) == ([2, 3], [])
