"""Raw cells become typed values or problems: small tables of what stands in a file and what comes of it."""

import datetime as dt

import pytest

from data_access.checking.conversion import Refusal, converter, to_date
from data_access.checking.intake import take_in
from data_access.checking.row_sets import reject_duplicates
from data_access.checking.unit_directory import UnitDirectory
from data_access.checking.validation import Checked, check
from data_access.files.sources import Sheet
from data_access.ledgers.all import BY_KEY, LEDGERS
from data_access.ledgers.declare import LONGEST_NAME, LONGEST_TEXT, LedgerColumn
from data_access.problems import Problem, Refused, in_words
from data_access.store.tables import CODE_LENGTH
from tests.data_access.ledger_sheets import case, cases, sheet
from wording import LANGUAGES, wording

TODAY = dt.date(2026, 10, 31)
DIRECTORY = (
    ("C01", "甲县人民政府", "甲县"),
    ("C01-nr", "甲县自然资源局", "自然资源局"),
    ("C02-nr", "乙县自然资源局", "自然资源局"),
)


def _checked(one: Sheet) -> Checked:
    (intake,), problems = take_in([one])
    assert problems == []
    return check(intake, UnitDirectory(DIRECTORY), TODAY)


def _problems(one: Sheet) -> list[tuple[int | None, str | None, str]]:
    return [(problem.row, problem.column, problem.code) for problem in _checked(one).intake.problems]


@pytest.mark.parametrize(
    "value",
    [
        dt.date(2026, 3, 1),
        dt.datetime(2026, 3, 1, 9, 30),
        46082,
        46082.0,
        46082.375,
        "46082",
        20260301,
        "20260301",
        "2026-03-01",
        "2026-3-1",
        "2026/3/1",
        "2026.3.1",
        "2026年3月1日",
        "2026 年 3 月 1 日",
        "２０２６-０３-０１",
        " 2026-03-01 ",
        "2026-03-01 00:00:00",
        "2026-03-01T09:30",
    ],
)
def test_a_date_may_be_written_in_many_ways(value: object) -> None:
    assert to_date(value) == dt.date(2026, 3, 1)


@pytest.mark.parametrize(
    "value",
    ["2026-02-30", "2026-13-01", 3, "01/03/2026", "明天", "1026-03-01", True, "46082天"],
)
def test_what_is_no_date_is_refused(value: object) -> None:
    assert to_date(value) == Refusal("bad_date", ("expected.date",))


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("flag", "是", True),
        ("flag", " NO ", False),
        ("flag", 1.0, True),
        ("flag", False, False),
        ("flag", "也许", Refusal("bad_flag", ("flag.yes", "flag.no"))),
        ("integer", "1,234", 1234),
        ("integer", "１２", 12),
        ("integer", 12.0, 12),
        ("integer", "12.0", 12),
        ("integer", "1,2", Refusal("bad_integer", ("expected.integer",))),
        ("integer", 1.5, Refusal("bad_integer", ("expected.integer",))),
        ("integer", -1, Refusal("bad_integer", ("expected.integer",))),
        ("integer", True, Refusal("bad_integer", ("expected.integer",))),
        ("integer", "9" * 12, Refusal("bad_integer", ("expected.integer",))),
        ("month_day", "3-31", "03-31"),
        ("month_day", "3月31日", "03-31"),
        ("month_day", dt.date(2026, 3, 31), "03-31"),
        ("month_day", "02-29", Refusal("bad_month_day")),
        ("month_day", 3.3, Refusal("bad_month_day")),
        ("text", "  甲  ", "甲"),
        ("number", "ZG-\n1", "ZG-1"),
        ("number", "ZG \r\n-1", "ZG-1"),
        ("number", "ZG - 1", "ZG - 1"),
        ("text", 12.0, "12"),
        ("text", "12345678901", Refusal("text_too_long", ("10",))),
    ],
)
def test_a_cell_becomes_a_value_of_its_column_or_a_refusal(column: str, value: object, expected: object) -> None:
    assert converter(LedgerColumn("x", "甲", "X", column, longest=10))(value) == expected  # type: ignore[arg-type]


TEXTS = [
    pytest.param(column, id=f"{ledger.key}.{column.name}")
    for ledger in LEDGERS
    for column in ledger.columns
    if column.kind in ("text", "number")
]


@pytest.mark.parametrize("column", TEXTS)
def test_a_text_may_be_as_long_as_its_column_says_and_no_longer(column: LedgerColumn) -> None:
    length = column.greatest_length
    assert length in (CODE_LENGTH, LONGEST_NAME, LONGEST_TEXT)
    assert converter(column)("长" * length) == "长" * length
    assert converter(column)("长" * (length + 1)) == Refusal("text_too_long", (str(length),))


@pytest.mark.parametrize(("value", "expected"), [("2026年", 2026), (2026.0, 2026), (26, Refusal("bad_year"))])
def test_a_year_has_four_digits(value: object, expected: object) -> None:
    assert converter(BY_KEY["archive_material"].column("year"))(value) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_is_known_by_itself_and_by_its_label_in_each_language(language: str) -> None:
    words = wording(language)
    for ledger in LEDGERS:
        for column in ledger.columns:
            for code in column.codes:
                label = words.label(column.labels, code)
                assert label != code or language == "en", f"{column.labels}.{code} has no label"
                assert [converter(column)(value) for value in (code, label, f" {label} ")] == [code] * 3


def test_a_code_that_is_not_allowed_is_refused_with_those_that_are() -> None:
    column = BY_KEY["reconsideration"].column("procedure")
    assert converter(column)("快速") == Refusal("unknown_code", ("procedure.ordinary", "procedure.simplified"))


@pytest.mark.parametrize(
    ("text", "code"),
    [("C01", "C01"), ("c01", "C01"), ("甲县", "C01"), (" 甲县人民政府", "C01"), ("甲县 自然资源局", "C01-nr")],
)
def test_a_unit_is_found_by_code_name_or_short_name(text: str, code: str) -> None:
    assert UnitDirectory(DIRECTORY).find(text) == code


def test_an_unknown_unit_offers_the_nearest_names() -> None:
    assert UnitDirectory(DIRECTORY).find("甲县自然资源和规划局") == Refusal(
        "unknown_unit", ("甲县自然资源局", "乙县自然资源局")
    )
    assert UnitDirectory(DIRECTORY).find("xyz") == Refusal("unknown_unit", ())


def test_a_short_name_that_several_units_have_names_them() -> None:
    refusal = UnitDirectory(DIRECTORY).find("自然资源局")
    assert refusal == Refusal("ambiguous_unit", ("甲县自然资源局 (C01-nr)", "乙县自然资源局 (C02-nr)"))


def test_a_new_unit_gets_the_same_code_in_every_database_and_never_one_that_is_taken() -> None:
    first, second = UnitDirectory(), UnitDirectory([("north-shire", "Somebody else", None)])
    assert first.find_or_create("North  Shire") == first.find_or_create("north shire") == "north-shire"
    code = second.find_or_create("North-Shire Council, of " + "very " * 12 + "long name")
    assert isinstance(code, str)
    assert len(code) <= 64
    assert second.find_or_create("North Shire") not in ("north-shire", code)


def test_a_required_column_must_be_filled_and_others_may_be_empty() -> None:
    row = case("", unit=" ")
    assert _problems(cases({**row, "审结日期": None, "审理结果": "　"})) == [
        (2, "被申请人", "missing_value"),
        (2, "案号", "missing_value"),
    ]


def test_a_blank_cell_takes_the_default_of_its_column_or_stays_empty() -> None:
    item = {"单位": "C01-nr", "编号": "ZG-1", "来源": "inspection", "交办日期": "2026-03-01", "整改期限": "2026-04-30"}
    columns = _checked(sheet("rectification", [{**item, "严重程度": "", "附件数": ""}])).columns
    assert (columns["severity"], columns["attachment_count"]) == (["ordinary"], [None])


def test_an_event_cannot_lie_in_the_future_but_a_limit_can() -> None:
    assert _problems(cases(case("1号", 审结日期="2026-11-01", 意见书回复期限="2027-01-01"))) == [
        (2, "审结日期", "future_date")
    ]


def test_a_date_cannot_lie_before_the_one_it_follows() -> None:
    (problem,) = _checked(cases(case("1号", 收到日期="2026-04-03"))).intake.problems
    assert (problem.column, problem.code, problem.expected) == ("审结日期", "too_early", ("收到日期 2026-04-03",))


def test_a_row_with_two_faults_is_rejected_once_and_both_are_named() -> None:
    checked = _checked(cases(case("1号", 审结日期="x", 审理结果="x"), case("2号")))
    assert checked.intake.rejected == {0}
    assert [problem.code for problem in checked.intake.problems] == ["bad_date", "unknown_code"]
    assert [row["case_no"] for _position, row in checked.rows()] == ["2号"]


def test_the_second_row_of_the_same_key_is_rejected_with_the_place_of_the_first() -> None:
    checked = _checked(cases(case("1号"), case("1号", unit="甲县自然资源局"), case("1号", unit="C02-nr")))
    reject_duplicates([checked])
    assert [(p.row, p.code, p.expected) for p in checked.intake.problems] == [(3, "duplicate_key", ("行政复议 2",))]


def test_a_key_column_that_is_left_out_takes_its_default() -> None:
    row = {"单位": "C01", "编号": "1", "发生日期": "2026-03-01", "事件": "交办"}
    assert _checked(sheet("rectification_event", [row])).columns["seq"] == [1]


def test_a_header_may_be_chinese_english_or_the_name_of_the_column() -> None:
    rows = [(2, ["C01-nr", "1号", "2026-04-02"])]
    for headers in (
        ("被申请人", "案号", "审结日期"),
        ("Respondent", "Case no.", "Closed on"),
        ("unit_id", "case_no", "closed_on"),
    ):
        checked = _checked(Sheet("reconsideration", headers, rows))
        assert (checked.columns["unit_id"], checked.columns["closed_on"]) == (["C01-nr"], [dt.date(2026, 4, 2)])


def test_a_header_that_stands_twice_is_a_problem_of_the_sheet() -> None:
    _intakes, problems = take_in([Sheet("行政复议", ("被申请人", "案号", "案号"), [(2, ["C01", "1", "2"])])])
    assert [(problem.code, problem.column) for problem in problems] == [("duplicate_header", "案号")]


def test_a_column_without_a_header_is_named_by_its_letter() -> None:
    _intakes, problems = take_in([Sheet("行政复议", ("被申请人", "案号", "", ""), [(2, ["C01", "1", "", "x"])])])
    assert [(problem.code, problem.column) for problem in problems] == [("unknown_header", "D")]


EXAMPLE = {
    "被申请人": "示例:C01-natural_resources",
    "案号": "某政复〔2026〕15号",
    "审结日期": "2026-04-02",
    "审理结果": "维持",
}


def test_the_row_of_an_example_is_left_out_and_said() -> None:
    intakes, (said,) = take_in([cases(EXAMPLE, case("2号"))])
    assert [number for number, _row in intakes[0].sheet.rows] == [3]
    assert (said.code, said.value, said.expected) == ("left_out", "1", ("2 示例:C01-natur…",))
    assert take_in([cases(EXAMPLE)]) == ([], [])


def test_a_case_written_over_an_example_is_read_and_said() -> None:
    rows = [{**EXAMPLE, "被申请人": f"{mark}C01", "案号": "1号"} for mark in ("示例:", "Example: ")]
    (intake,), found = take_in([cases(*rows)])
    assert (intake.columns["unit_id"], found, intake.problems) == (["C01", "C01"], [], [])
    assert [(each.row, each.code) for each in intake.warnings] == [(2, "example_taken"), (3, "example_taken")]


@pytest.mark.parametrize("mark", ["示例：", "（示例）", "【例】", "例：", "示例——", "sample: "])
@pytest.mark.parametrize("before", [{}, {"序号": 1}])
def test_what_an_office_calls_an_example_is_no_case(before: dict[str, object], mark: str) -> None:
    rows = [{**before, **case("1号", f"{mark}甲县")}, {**before, **case("2号", "例湾县")}]
    (intake,), found = take_in([cases(*rows)])
    assert intake.columns["case_no"] == ["2号"]
    assert [each.value for each in found if each.code == "left_out"] == ["1"]


@pytest.mark.parametrize("cells", [{"案号": "1号"}, {"被申请人": "示例:C01", "审理结果": "撤销"}])
def test_a_row_that_is_partly_an_example_is_rejected(cells: dict[str, object]) -> None:
    (intake,), _found = take_in([cases({**EXAMPLE, **cells})])
    assert [(each.row, each.code) for each in intake.problems] == [(2, "example_mixed")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_problem_is_one_sentence_with_place_value_and_what_was_expected(language: str) -> None:
    words = wording(language)
    problem = Problem("行政复议", 3, "审理程序", "快速", "unknown_code", ("procedure.ordinary", "procedure.simplified"))
    sentence = in_words(problem, words)
    expected = words.join([words("procedure.ordinary"), words("procedure.simplified")])
    assert all(part in sentence for part in ("行政复议", "3", "审理程序", "快速", expected))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("value", ["problem.bad_date", "{value}", "{0.__class__}", "no.such.key", "%s"])
def test_a_value_that_looks_like_a_message_or_its_format_is_said_as_it_is(language: str, value: str) -> None:
    refused = Refused("mapping.unknown_county", value=value)
    assert value in refused.in_words(wording(language))
    assert value in in_words(Problem(value, 2, value, value, "bad_date"), wording(language))
