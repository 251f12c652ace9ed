"""Foreign ledgers: the committed excerpt of a real one through its mapping, and what a mapping file may say."""

import datetime as dt
import time
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from data_access.checking.counted_days import counted
from data_access.checking.mapping import MappingRefused, read_mapping
from data_access.checking.mapping_reader import MappingReader
from data_access.checking.mapping_words import WORDS, as_toml
from data_access.checking.patterns import cut, fits, folded
from data_access.checking.translation import translate
from data_access.files.sources import Sheet
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.loading.batches import LoadResult
from data_access.loading.load import load_files, load_sheets
from data_access.problems import Refused, in_words
from data_access.store.tables import load_problem, unit
from tests.check_ledger import MAPPING, closed, counted_in_file, counted_in_rows, counted_in_tallies
from tests.data_access.ledger_sheets import count_rows, data_version, rows_of, units
from wording import wording

EXCERPT = Path(__file__).parent.parent / "data" / "ombudsman_excerpt.csv"
TODAY = dt.date(2026, 10, 31)

MINIMAL = """
ledger = "reconsideration"
[headers]
authority = "unit_id"
number = "case_no"
"""


def test_the_excerpt_is_as_dirty_as_the_whole_ledger() -> None:
    counts, undated = counted_in_file(EXCERPT)
    assert (counts.total(), undated) == (594, 6)
    assert len({authority for authority, _year, _outcome in counts}) == 58
    assert {outcome for _authority, _year, outcome in counts} == {"confirmed_illegal", "settled", "upheld", "refused"}


def test_every_authority_year_and_outcome_of_the_excerpt_is_stored_and_tallied_as_plain_python_counts_it(
    database: Engine,
) -> None:
    result = load_files(database, [EXCERPT], mapping=MAPPING, accept_partial=True, today=TODAY)
    expected, undated = counted_in_file(EXCERPT)
    assert (result.status, result.ledgers[0].read, result.rejected) == ("stored", 600, undated)
    # Each new unit is named, and nothing else is said.
    assert {each.code for each in result.warnings} == {"new_unit"}
    assert len(result.warnings) == len({each.value for each in result.warnings}) == result.units_created
    with database.connect() as connection:
        assert counted_in_rows(connection) == expected
        assert counted_in_tallies(connection) == closed(expected)


def test_the_undated_findings_of_the_excerpt_refuse_it_and_are_reported(database: Engine) -> None:
    result = load_files(database, [EXCERPT], mapping=MAPPING, today=TODAY)
    assert result.status == "refused"
    assert {(problem.code, problem.column) for problem in result.problems} == {("missing_value", "decision_date")}
    assert count_rows(database, load_problem) == 6
    assert [count_rows(database, table) for table in (RECONSIDERATION.table, unit)] == [0, 0]


def test_the_excerpt_twice_changes_nothing(database: Engine) -> None:
    load_files(database, [EXCERPT], mapping=MAPPING, accept_partial=True, today=TODAY)
    before = rows_of(database, RECONSIDERATION.table)
    result = load_files(database, [EXCERPT], mapping=MAPPING, accept_partial=True, today=TODAY)
    assert (result.status, result.ledgers[0].unchanged, result.units_created) == ("unchanged", 594, 0)
    assert rows_of(database, RECONSIDERATION.table) == before
    assert data_version(database) == 1


def test_a_finding_outside_jurisdiction_was_not_accepted_and_is_not_closed(database: Engine) -> None:
    load_files(database, [EXCERPT], mapping=MAPPING, accept_partial=True, today=TODAY)
    refused = [row for row in rows_of(database, RECONSIDERATION.table) if row["acceptance"] == "refused"]
    assert len(refused) == 22
    assert {(row["closed_on"], row["outcome"]) for row in refused} == {(None, None)}
    assert all(row["decision_on_acceptance_on"] for row in refused)


def test_what_the_source_does_not_know_stays_empty(database: Engine) -> None:
    load_files(database, [EXCERPT], mapping=MAPPING, accept_partial=True, today=TODAY)
    accepted = [row for row in rows_of(database, RECONSIDERATION.table) if row["acceptance"] == "accepted"]
    unknown = ("received_on", "accepted_on", "decision_on_acceptance_on", "organ_id", "hearing_mode")
    assert {tuple(row[name] for name in unknown) for row in accepted} == {(None,) * len(unknown)}


def test_the_authorities_become_units_of_the_group_the_mapping_names(database: Engine) -> None:
    result = load_files(database, [EXCERPT], mapping=MAPPING, accept_partial=True, today=TODAY)
    rows = rows_of(database, unit)
    assert result.units_created == len(rows) == 58
    assert {(row["kind"], row["peer_group"]) for row in rows} == {("municipal_department", "municipal_departments")}
    assert len({row["code"] for row in rows}) == 58


def test_the_result_carries_the_line_that_the_licence_asks_for(database: Engine) -> None:
    result = load_files(database, [EXCERPT], mapping=MAPPING, today=TODAY)
    assert result.licence == "Contains public sector information licensed under the Open Government Licence v3.0"
    assert "Housing Ombudsman" in (result.source or "")


def _file(folder: Path, text: str) -> Path:
    path = folder / "office.toml"
    path.write_text(text, encoding="utf-8")
    return path


def _foreign(*rows: dict[str, object]) -> Sheet:
    headers = tuple(dict.fromkeys(header for row in rows for header in row))
    return Sheet("Findings", headers, [(n, [row.get(header) for header in headers]) for n, row in enumerate(rows, 2)])


def test_a_foreign_value_without_translation_is_a_problem(database: Engine, tmp_path: Path) -> None:
    mapping = MINIMAL + 'result = "outcome"\n[values.outcome]\n"Won" = "upheld"\n"None yet" = ""\n'
    load_sheets(database, [units()], today=TODAY)
    result = load_sheets(
        database,
        [
            _foreign(
                {"authority": "C01", "number": "1", "result": "Won"},
                {"authority": "C01", "number": "2", "result": "Drawn"},
                {"authority": "C01", "number": "3", "result": "None yet"},
            )
        ],
        mapping=read_mapping(_file(tmp_path, mapping)),
        today=TODAY,
        accept_partial=True,
    )
    assert [(problem.row, problem.column, problem.value, problem.code) for problem in result.problems] == [
        (3, "result", "Drawn", "untranslated")
    ]
    assert [(row["case_no"], row["outcome"]) for row in rows_of(database, RECONSIDERATION.table)] == [
        ("1", "upheld"),
        ("3", None),
    ]


def test_a_mapping_translates_names_dates_and_constants(database: Engine, tmp_path: Path) -> None:
    mapping = (
        'date_formats = ["%d/%m/%Y"]\n'
        + MINIMAL
        + 'decided = ["closed_on", "opinion_due_on"]\n[values.unit_id]\n"Old name" = "C01-nr"\n'
        + '[constants]\nprocedure = "simplified"\n'
    )
    load_sheets(database, [units()], today=TODAY)
    rows = _foreign(
        {"authority": "Old name", "number": "1", "decided": "03/04/2026"},
        {"authority": "甲县", "number": "2", "decided": "2026-05-06"},
    )
    load_sheets(database, [rows], mapping=read_mapping(_file(tmp_path, mapping)), today=TODAY)
    stored = [
        (row["case_no"], row["closed_on"], row["opinion_due_on"], row["procedure"])
        for row in sorted(rows_of(database, RECONSIDERATION.table), key=lambda row: str(row["case_no"]))
    ]
    assert stored == [
        ("1", dt.date(2026, 4, 3), dt.date(2026, 4, 3), "simplified"),
        ("2", dt.date(2026, 5, 6), dt.date(2026, 5, 6), "simplified"),
    ]


def test_without_a_table_of_units_an_unknown_unit_is_a_problem(database: Engine, tmp_path: Path) -> None:
    load_sheets(database, [units()], today=TODAY)
    rows = _foreign({"authority": "Nobody", "number": "1"})
    result = load_sheets(database, [rows], mapping=read_mapping(_file(tmp_path, MINIMAL)), today=TODAY)
    assert [problem.code for problem in result.problems] == ["unknown_unit"]


def test_a_unit_of_a_refused_row_alone_is_not_created(database: Engine, tmp_path: Path) -> None:
    mapping = MINIMAL + 'decided = "closed_on"\n[units]\nkind = "county_department"\nsector = "housing"\n'
    rows = _foreign(
        {"authority": "North", "number": "1", "decided": "2026-01-02"},
        {"authority": "South", "number": "2", "decided": "soon"},
    )
    rules = read_mapping(_file(tmp_path, mapping))
    load_sheets(database, [rows], mapping=rules, today=TODAY, accept_partial=True)
    assert [(row["code"], row["name"], row["peer_group"]) for row in rows_of(database, unit)] == [
        ("north", "North", "sector:housing")
    ]


def test_new_units_may_belong_to_a_county_that_is_registered(database: Engine, tmp_path: Path) -> None:
    mapping = MINIMAL + '[units]\nkind = "township"\ncounty = "C02"\n'
    rules = read_mapping(_file(tmp_path, mapping))
    rows = _foreign({"authority": "某镇", "number": "1"})
    with pytest.raises(Refused):
        load_sheets(database, [rows], mapping=rules, today=TODAY)
    load_sheets(database, [units()], today=TODAY)
    load_sheets(database, [rows], mapping=rules, today=TODAY)
    by_code = {row["code"]: row for row in rows_of(database, unit)}
    assert by_code["某镇"]["county_id"] == by_code["C02"]["unit_id"]


def test_headers_that_a_mapping_does_not_name_are_said_unless_ignored(database: Engine, tmp_path: Path) -> None:
    mapping = 'ignore = ["notes"]\n' + MINIMAL + '[units]\nkind = "county"\n'
    rows = _foreign({"authority": "North", "number": "1", "notes": "a", "colour": "blue"})
    result = load_sheets(database, [rows], mapping=read_mapping(_file(tmp_path, mapping)), today=TODAY)
    told = [(warning.code, warning.column) for warning in result.warnings]
    assert told == [("unknown_header", "colour"), ("new_unit", "authority")]


def test_a_foreign_header_that_is_missing_refuses_the_load(database: Engine, tmp_path: Path) -> None:
    rows = _foreign({"authority": "North"})
    result = load_sheets(database, [rows], mapping=read_mapping(_file(tmp_path, MINIMAL)), today=TODAY)
    assert [(problem.code, problem.column) for problem in result.problems] == [("missing_header", "number")]


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("ledger = ", "no_toml", ""),
        ('ledger = "weather"\n[headers]', "unknown_ledger", "ledger"),
        ('colour = "blue"\n' + MINIMAL, "unknown_key", "colour"),
        ('required = "number"\n' + MINIMAL, "wrong_type", "required"),
        ('required = ["decided"]\n' + MINIMAL, "unknown_header", "required"),
        (MINIMAL + 'result = "weather"', "unknown_column", "headers.result"),
        (MINIMAL + "result = 1", "wrong_type", "headers.result"),
        (MINIMAL + '[values.outcome]\n"Won" = "won"', "unknown_code", "values.outcome.Won"),
        (MINIMAL + '[constants]\nacceptance = "maybe"', "unknown_code", "constants.acceptance"),
        (MINIMAL + '[units]\nkind = "village"', "unknown_code", "units.kind"),
        (MINIMAL + "[units]", "missing_key", "units.kind"),
        (MINIMAL + '[[when]]\nheader = "number"\nis = ["1"]', "unknown_key", "when.is"),
        (MINIMAL + 'other = "case_no"', "two_onto_one", "headers"),
        (MINIMAL + '[constants]\ncase_no = "1"', "two_onto_one", "headers"),
        (MINIMAL + '[compose]\ncase_no = "{a}"', "two_onto_one", "headers"),
        (MINIMAL + '[compose]\nmatter = "no place"', "bad_template", "compose.matter"),
        (MINIMAL + '[compose]\nmatter = "{a"', "bad_template", "compose.matter"),
        (MINIMAL + '[compose]\nmatter = "{a}}"', "bad_template", "compose.matter"),
        (MINIMAL + '[compose]\nmatter = "{a:month}"', "bad_template", "compose.matter"),
        (MINIMAL + '[compose]\nmatter = "{}"', "bad_template", "compose.matter"),
        (MINIMAL + '[days]\nmatter = "closed_on"', "no_date_column", "days"),
        (MINIMAL + '[values.outcome]\n"A b" = "upheld"\n"ａB" = "revoked"', "two_meanings", "values.outcome"),
        (MINIMAL + f'[values.outcome]\n"{"x" * 201}" = ""', "long_pattern", "values.outcome"),
        (MINIMAL + '[constants]\nskip = "x"', "misplaced_word", "constants.skip"),
        (MINIMAL + '[split]\nauthority = [""]', "wrong_type", "split.authority"),
        (MINIMAL + "[split]\nauthority = []", "wrong_type", "split.authority"),
        (MINIMAL + '[[also]]\nledger = "petition"\nwide = ["x"]', "unknown_key", "also.wide"),
        (MINIMAL + '[[also]]\nledger = "petition"\nheaders = { a = "b" }', "unknown_column", "also.headers.a"),
        ('台账 = "行政复议"\n[表头]\n"a" = "天气"', "unknown_column", "表头.a"),
    ],
)
def test_a_mapping_file_that_cannot_be_followed_is_refused_with_the_place(
    tmp_path: Path, text: str, code: str, where: str
) -> None:
    with pytest.raises(MappingRefused) as refusal:
        read_mapping(_file(tmp_path, text))
    assert (refusal.value.code, refusal.value.values["where"]) == (code, where)


def test_a_mapping_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MappingRefused) as refusal:
        read_mapping(tmp_path / "nowhere.toml")
    assert refusal.value.code == "unreadable"


# --- What several words do together, and what is hostile ----------------------------------------------------------


def _loaded(database: Engine, folder: Path, mapping: str, *rows: dict[str, object]) -> LoadResult:
    load_sheets(database, [units()], today=TODAY)
    rules = read_mapping(_file(folder, mapping))
    return load_sheets(database, [_foreign(*rows)], mapping=rules, today=TODAY, accept_partial=True)


def test_chinese_keys_signs_and_quotation_marks_are_read_as_toml_has_them() -> None:
    written = """台账＝“行政复议” # 备注：“不动”，＝
【取值.审理结果】
“支持，部分”＝"维持"  # 【】
可缺 = ["a，b", '【c】']，"""
    assert (
        as_toml(written)
        == """"台账"="行政复议" # 备注：“不动”，＝
["取值"."审理结果"]
"支持，部分"="维持"  # 【】
"可缺" = ["a，b", '【c】'],"""
    )


@pytest.mark.parametrize("text", ["台账 = [" * 3000, "＃" + "“" * 5000, '"""' * 1001, "a." * 5000 + "=1"])
def test_a_file_that_is_no_mapping_is_refused_in_no_time(tmp_path: Path, text: str) -> None:
    begun = time.process_time()
    with pytest.raises(MappingRefused):
        read_mapping(_file(tmp_path, text))
    assert time.process_time() - begun < 2


def test_no_pattern_is_slow() -> None:
    text = "a" * 32_767
    begun = time.process_time()
    hostile = ("*a" * 99 + "b", "?" * 99 + "*b", "*?a*?a*?a*?b", "a*" * 99 + "b")
    assert not any(fits(text, pattern) for pattern in hostile)
    assert cut(text, "*a*a*a*a*b") == ""
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("text", "pattern", "fitting"),
    [
        ("判决 驳回原告的诉讼请求", "*驳回*诉讼请求", True), ("驳回", "驳回*", True), ("不驳回", "驳回*", False),
        ("ＡＢ", "a?", True), ("A", "a?", False), ("[x]", "[x]", True), ("x", "[x]", False), ("a.c", "a.c", True),
        ("abc", "a.c", False), (None, "", True), ("  ", "", True), (2.0, "2", True), ("a\nb", "a*b", True),
        ("anything", "*", True), ("", "*", True),
    ],
)  # fmt: skip
def test_a_star_is_any_text_and_a_question_mark_any_sign(text: object, pattern: str, fitting: bool) -> None:
    assert fits(folded(text), folded(pattern)) is fitting


@pytest.mark.parametrize(
    ("text", "start", "day"),
    [
        ("60天", "2026-03-01", dt.date(2026, 4, 30)), ("30 日内", dt.date(2026, 1, 31), dt.date(2026, 3, 2)),
        (15.0, "2026-03-01", dt.date(2026, 3, 16)), ("1个月", "2026-01-31", dt.date(2026, 2, 28)),
        ("12个月内", "2024-02-29", dt.date(2025, 2, 28)), ("60天", None, "60天"), ("60天", "不详", "60天"),
        ("5个工作日", "2026-03-01", dt.date(2026, 3, 6)), ("5个工作", "2026-03-01", "5个工作"),
        ("2026-05-01", "2026-03-01", "2026-05-01"),
        (None, "2026-03-01", None),
    ],
)  # fmt: skip
def test_days_are_counted_from_a_date_or_stay_what_they_are(text: object, start: object, day: object) -> None:
    assert counted(text, start) == day


def test_of_a_row_that_was_split_each_part_that_is_wrong_comes_back(database: Engine, tmp_path: Path) -> None:
    mapping = MINIMAL + '[split]\nauthority = ["、"]\n'
    result = _loaded(database, tmp_path, mapping, {"authority": "某局、C01、某委", "number": "1"})
    rejected = [(row.number, row.cells["unit_id"]) for row in result.noted_rows if row.rejected]
    assert rejected == [(2, "某局"), (2, "某委")]
    assert [row["defendant_role"] for row in rows_of(database, RECONSIDERATION.table)] == ["co"]


def test_a_place_that_is_blank_leaves_a_composed_cell_blank_and_a_required_one_is_refused(
    database: Engine, tmp_path: Path
) -> None:
    mapping = 'ledger = "reconsideration"\n[headers]\nauthority = "unit_id"\n[compose]\ncase_no = "{year}-{number}"\n'
    rows = [{"authority": "C01", "year": 2026, "number": number} for number in (1, None)]
    result = _loaded(database, tmp_path, mapping, *rows)
    assert [(problem.row, problem.column, problem.code) for problem in result.problems] == [
        (3, "year+number", "missing_value")
    ]
    assert [row["case_no"] for row in rows_of(database, RECONSIDERATION.table)] == ["2026-1"]


def test_the_unit_is_that_of_the_sheet_where_the_mapping_says_so(database: Engine, tmp_path: Path) -> None:
    mapping = 'ledger = "reconsideration"\n[headers]\nnumber = "case_no"\n[compose]\nunit_id = "{sheet_name:*台账}"\n'
    load_sheets(database, [units()], today=TODAY)
    sheets = [replace(_foreign({"number": name}), name=f"{name}台账") for name in ("甲县自然资源局", "乙县")]
    load_sheets(database, sheets, mapping=read_mapping(_file(tmp_path, mapping)), today=TODAY)
    codes = {row["unit_id"]: row["code"] for row in rows_of(database, unit)}
    stored = {row["case_no"]: codes[row["unit_id"]] for row in rows_of(database, RECONSIDERATION.table)}
    assert stored == {"甲县自然资源局": "C01-nr", "乙县": "C02"}


def test_two_names_of_one_header_or_ours_beside_theirs_refuse_the_sheet(database: Engine, tmp_path: Path) -> None:
    twice = MINIMAL.replace("number", '"number|file"')
    result = _loaded(database, tmp_path, twice, {"authority": "C01", "number": "1", "file": "2"})
    assert [(each.code, each.column, each.expected) for each in result.problems] == [
        ("same_column", "file", ("number",))
    ]
    result = _loaded(database, tmp_path, MINIMAL, {"authority": "C01", "number": "1", "案号": "2"})
    assert [(each.code, each.column, each.expected) for each in result.problems] == [
        ("same_column", "案号", ("number",))
    ]


def test_a_required_column_that_nothing_fills_refuses_the_sheet(database: Engine, tmp_path: Path) -> None:
    mapping = 'ledger = "reconsideration"\n[headers]\nnumber = "case_no"\n'
    result = _loaded(database, tmp_path, mapping, {"number": "1"})
    assert [(each.code, each.column) for each in result.problems] == [("column_not_filled", "被申请人 / Respondent")]


def test_new_units_are_of_the_first_kind_that_takes_their_name_and_others_stay_unknown(
    database: Engine, tmp_path: Path
) -> None:
    mapping = (
        MINIMAL
        + '[[units]]\nnames = ["市*局"]\nkind = "municipal_department"\n'
        + '[[units]]\nnames = ["*局"]\nkind = "county_department"\ncounty = "乙县"\nsector = "公安"\n'
    )
    names = ("市水务局", "乙县公安局", "某公司")
    rows = ({"authority": name, "number": str(n)} for n, name in enumerate(names))
    result = _loaded(database, tmp_path, mapping, *rows)
    by_name = {row["name"]: row for row in rows_of(database, unit)}
    assert (result.units_created, [problem.value for problem in result.problems]) == (2, ["某公司"])
    assert by_name["市水务局"]["kind"] == "municipal_department"
    county = by_name["乙县公安局"]["county_id"], by_name["乙县公安局"]["peer_group"]
    assert county == (by_name["乙县人民政府"]["unit_id"], "sector:public_security")


def test_a_second_ledger_of_the_same_rows_is_checked_by_its_own_columns(database: Engine, tmp_path: Path) -> None:
    mapping = MINIMAL + '[[also]]\nledger = "rectification"\nheaders = { authority = "unit_id", number = "item_no" }\n'
    result = _loaded(database, tmp_path, mapping, {"authority": "C01", "number": "1"})
    assert [(each.code, each.column) for each in result.problems] == [
        ("column_not_filled", "来源 / Source"), ("column_not_filled", "交办日期 / Assigned on"),
        ("column_not_filled", "整改期限 / Due on"),
    ]  # fmt: skip


def test_rows_that_a_mapping_leaves_out_or_fills_down_are_said(database: Engine, tmp_path: Path) -> None:
    mapping = 'fill_down = ["authority"]\nskip = { number = ["sheet*", ""] }\n' + MINIMAL
    cells = [("C01", "1"), ("", "2"), ("", "Sheet total"), ("C02", ""), ("同上", "3")]
    result = _loaded(database, tmp_path, mapping, *({"authority": a, "number": n} for a, n in cells))
    assert [(each.code, each.value, each.expected) for each in result.warnings] == [
        ("rows_skipped", "2", ("4–5",)),
        ("filled_down", "2", ("3, 6",)),
    ]
    assert sorted(row["case_no"] for row in rows_of(database, RECONSIDERATION.table)) == ["1", "2", "3"]


def test_cells_merged_over_several_rows_are_filled_down_where_the_mapping_says_so(
    database: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "merged.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        page = workbook.add_worksheet()
        page.write_column(0, 1, ["number", "1", "2", "3"])
        page.write(0, 0, "authority")
        page.merge_range(1, 0, 2, 0, "C01")
        page.write(3, 0, "C02")
    load_sheets(database, [units()], today=TODAY)
    merged = load_files(database, [path], mapping=_file(tmp_path, MINIMAL), today=TODAY)
    assert [(problem.row, problem.code) for problem in merged.problems] == [(3, "merged_cell")]
    filled = load_files(database, [path], mapping=_file(tmp_path, 'fill_down = ["authority"]\n' + MINIMAL), today=TODAY)
    assert (filled.status, filled.ledgers[0].stored) == ("stored", 3)


words = st.sampled_from(
    ["", "*", "?", "a", "a|b", "{a}", "{a:年}", "{b:*x*}", "{横排值}", "60天", "案号", "立案日期", "是", "、", "%Q",
     "合计", "县", "x" * 300, "\x00"]
)  # fmt: skip
lists = st.lists(words, max_size=3)
tables = st.dictionaries(words, st.one_of(words, lists, st.integers(), st.booleans(), st.dates()), max_size=3)
said = st.one_of(words, lists, tables, st.lists(tables, max_size=2), st.dictionaries(words, tables, max_size=2))
contents = st.dictionaries(
    st.sampled_from([word for word in WORDS if word not in ("ledger", "headers")]), said, max_size=4
)
cells = st.sampled_from([None, "", "x", "同上", "/", "2026-01-01", 1, 2.0, dt.date(2026, 1, 1), "60天", "甲、乙", True])


@settings(max_examples=200, deadline=None)
@given(contents, st.lists(st.lists(cells, max_size=9), max_size=4))
def test_whatever_a_mapping_says_it_is_refused_with_a_sentence_or_reads_the_sheet(
    content: dict[str, object], rows: list[list[object]]
) -> None:
    base = {"ledger": "litigation", "headers": {"a": "unit_id", "b": "case_no"}, "constants": {"instance": "first"}}
    sheet = Sheet("t", ("a", "b", "案号", "立案日期", "1月", "x", ""), list(enumerate(rows, 2)), source="f.xlsx")
    try:
        mapping = MappingReader(Path("m.toml"), base | content).read()
    except MappingRefused as refusal:
        refusal.in_words(wording("zh"))
        return
    intakes, problems = translate([sheet], mapping)
    for intake in intakes:
        assert {len(values) for values in intake.columns.values()} <= {len(intake.sheet.rows)}
    assert all(in_words(problem, wording("zh")) for problem in problems)
