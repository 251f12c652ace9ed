"""The load door as a whole: what is stored, what is refused, what is kept, on each engine."""

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from data_access.counting.recounting import recount_all
from data_access.files.sources import Sheet
from data_access.ledgers.all import LEDGERS
from data_access.ledgers.archive_requirement import ARCHIVE_REQUIREMENT
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.ledgers.rectification import RECTIFICATION
from data_access.ledgers.rectification_event import RECTIFICATION_EVENT
from data_access.loading.load import load_files, load_sheets
from data_access.problems import Refused
from data_access.store.tables import database_state, load_batch, load_problem, monthly_tally, unit
from tests.data_access.ledger_sheets import case, cases, count_rows, data_version, rows_of, sheet, units

pytestmark = pytest.mark.both_engines

TODAY = dt.date(2026, 10, 31)


def test_units_come_first_whatever_the_order_of_the_sheets(database: Engine) -> None:
    result = load_sheets(database, [cases(case("1号"), case("2号", "乙县自然资源局")), units()], today=TODAY)
    assert result.status == "stored"
    assert [(each.ledger, each.read, each.stored, each.rejected) for each in result.ledgers] == [
        ("unit", 6, 6, 0),
        ("reconsideration", 2, 2, 0),
    ]
    assert (result.data_version, result.data_as_of) == (1, dt.date(2026, 4, 2))


def test_a_unit_without_a_peer_group_gets_that_of_its_kind(database: Engine) -> None:
    load_sheets(database, [units()], today=TODAY)
    groups = {row["code"]: row["peer_group"] for row in rows_of(database, unit)}
    assert groups == {
        "C01": "counties",
        "C02": "counties",
        "C01-nr": "sector:natural_resources",
        "C01-mr": "sector:market_regulation",
        "C02-nr": "sector:natural_resources",
        "M-housing": "municipal_departments",
    }


def test_a_unit_belongs_to_the_county_it_names(database: Engine) -> None:
    load_sheets(database, [units()], today=TODAY)
    rows = {row["code"]: row for row in rows_of(database, unit)}
    assert rows["C01-mr"]["county_id"] == rows["C01"]["unit_id"]
    assert rows["C02-nr"]["county_id"] == rows["C02"]["unit_id"]


def test_a_renamed_unit_keeps_its_number_and_what_its_file_leaves_out(database: Engine) -> None:
    load_sheets(database, [units()], today=TODAY)
    before = {row["code"]: row for row in rows_of(database, unit)}["C01-nr"]
    load_sheets(
        database,
        [sheet("unit", [{"单位代码": "C01-nr", "单位名称": "甲县资源局", "单位类别": "county_department"}])],
        today=TODAY,
    )
    after = {row["code"]: row for row in rows_of(database, unit)}["C01-nr"]
    assert after == {**before, "name": "甲县资源局"}


def test_a_refused_load_stores_its_batch_and_its_problems_only(database: Engine) -> None:
    load_sheets(database, [units()], today=TODAY)
    result = load_sheets(database, [cases(case("1号"), case("2号", 审结日期="明天"))], today=TODAY)
    assert result.status == "refused"
    assert count_rows(database, RECONSIDERATION.table) == 0
    assert data_version(database) == 1
    batch = rows_of(database, load_batch)[-1]
    assert (batch["status"], batch["rows_read"], batch["rows_stored"], batch["rows_rejected"]) == ("refused", 2, 0, 1)
    assert batch["load_id"] == result.ledgers[0].load_id
    (problem,) = rows_of(database, load_problem)
    assert (problem["sheet"], problem["row"], problem["column"], problem["value"], problem["code"]) == (
        "行政复议",
        3,
        "审结日期",
        "明天",
        "bad_date",
    )
    assert json.loads(problem["row_json"])["案号"] == "2号"


def test_with_accept_partial_the_good_rows_are_stored_and_the_bad_ones_kept(database: Engine) -> None:
    load_sheets(database, [units()], today=TODAY)
    rows = cases(case("1号"), case("2号", 审结日期="明天"), case("3号", 审理结果="好"))
    result = load_sheets(database, [rows], today=TODAY, accept_partial=True)
    assert (result.status, result.ledgers[0].stored, result.rejected) == ("stored", 1, 2)
    assert [row["case_no"] for row in rows_of(database, RECONSIDERATION.table)] == ["1号"]
    assert [row["code"] for row in rows_of(database, load_problem)] == ["bad_date", "unknown_code"]


def test_a_load_without_a_single_good_row_is_refused_also_with_accept_partial(database: Engine) -> None:
    load_sheets(database, [units()], today=TODAY)
    result = load_sheets(database, [cases(case("1号", 审结日期="明天"))], today=TODAY, accept_partial=True)
    assert result.status == "refused"
    assert data_version(database) == 1


def test_the_same_file_twice_changes_nothing(database: Engine) -> None:
    sheets = [units(), cases(case("1号"), case("2号", 受理情况="受理", 中止天数="1,200"))]
    load_sheets(database, sheets, today=TODAY)
    before = [rows_of(database, table) for table in (unit, RECONSIDERATION.table, monthly_tally, database_state)]
    result = load_sheets(database, sheets, today=TODAY)
    assert [
        rows_of(database, table) for table in (unit, RECONSIDERATION.table, monthly_tally, database_state)
    ] == before
    assert result.status == "unchanged"
    assert [(each.stored, each.unchanged) for each in result.ledgers] == [(0, 6), (0, 2)]
    assert rows_of(database, load_batch)[-1]["rows_unchanged"] == 2


def test_a_changed_row_is_updated_and_counted_anew(database: Engine) -> None:
    load_sheets(database, [units(), cases(case("1号"), case("2号"))], today=TODAY)
    result = load_sheets(database, [cases(case("1号", 审结日期="2026-02-03"), case("2号"))], today=TODAY)
    assert (result.ledgers[0].stored, result.ledgers[0].unchanged, result.data_version) == (1, 1, 2)
    closed = [row for row in rows_of(database, monthly_tally) if row["tally_key"] == "reconsideration_closed"]
    assert {(row["month"], row["facet"], row["value"]) for row in closed} == {
        (dt.date(2026, month, 1), facet, 1) for month in (2, 4) for facet in ("", "upheld")
    }


def test_what_is_counted_after_changes_equals_a_recount_of_everything(database: Engine) -> None:
    load_sheets(database, [units(), cases(case("1号"), case("2号"), case("3号", "C02-nr"))], today=TODAY)
    load_sheets(
        database,
        [cases(case("2号", "C01-mr", 被申请人地位="共同"), case("3号", "C02-nr", 审理结果="撤销"))],
        today=TODAY,
    )
    counted = rows_of(database, monthly_tally)
    assert recount_all(database) == 3
    assert rows_of(database, monthly_tally) == counted


def test_a_column_that_the_file_lacks_and_a_blank_cell_keep_what_stands_and_a_word_empties_it(database: Engine) -> None:
    rows = [case(number, 事项类别="行政处罚", 中止天数=3) for number in ("1号", "2号", "3号")]
    load_sheets(database, [units(), cases(*rows)], today=TODAY)
    load_sheets(database, [cases(case("1号", 审理结果="撤销"))], today=TODAY)
    load_sheets(database, [cases(case("2号", 事项类别="", 审结日期="　", 审理结果=None, 中止天数=""))], today=TODAY)
    cleared = case("3号", 事项类别="（清空）", 审结日期="(清空)", 审理结果="（ Clear )", 中止天数="(清空）")
    load_sheets(database, [cases(cleared)], today=TODAY)
    columns = ("case_no", "matter", "closed_on", "outcome", "suspended_days")
    assert [tuple(row[name] for name in columns) for row in rows_of(database, RECONSIDERATION.table)] == [
        ("1号", "行政处罚", dt.date(2026, 4, 2), "revoked", 3),
        ("2号", "行政处罚", dt.date(2026, 4, 2), "upheld", 3),
        ("3号", None, None, None, None),
    ]


def test_what_a_blank_cell_leaves_is_judged_with_the_rest_of_the_row(database: Engine) -> None:
    load_sheets(database, [units(), cases(case("1号", 收到日期="2026-03-01"))], today=TODAY)
    result = load_sheets(database, [cases(case("1号", 收到日期="", 审结日期="2026-02-01"))], today=TODAY)
    (problem,) = result.problems
    assert (problem.code, problem.column, problem.expected) == ("too_early", "审结日期", ("收到日期 2026-03-01",))


def test_what_a_row_cannot_be_without_is_not_emptied(database: Engine) -> None:
    item = {**ITEM, "严重程度": "严重"}
    load_sheets(database, [units(), sheet("rectification", [item])], today=TODAY)
    for header in ("单位", "编号", "来源", "整改期限"):
        result = load_sheets(database, [sheet("rectification", [{**item, header: "（清空）"}])], today=TODAY)
        assert [(each.code, each.column) for each in result.problems] == [("cannot_clear", header)]
    # A column with a default has no other blank.
    load_sheets(database, [sheet("rectification", [{**item, "严重程度": "（清空）"}])], today=TODAY)
    assert [row["severity"] for row in rows_of(database, RECTIFICATION.table)] == ["ordinary"]


def test_a_dry_run_tells_what_would_change_and_leaves_no_trace(database: Engine) -> None:
    result = load_sheets(database, [units(), cases(case("1号"))], today=TODAY, dry_run=True)
    assert result.status == "dry_run"
    assert [each.stored for each in result.ledgers] == [6, 1]
    load_sheets(database, [units(), cases(case("1号", 审结日期="明天"))], today=TODAY, dry_run=True)
    tables = (unit, RECONSIDERATION.table, monthly_tally, load_batch, load_problem)
    assert [count_rows(database, table) for table in tables] == [0] * len(tables)
    assert data_version(database) == 0


def test_the_data_stand_at_the_latest_event_or_at_the_day_that_is_given(database: Engine) -> None:
    due = {"意见书回复期限": "2027-01-01"}
    result = load_sheets(database, [units(), cases(case("1号", **due))], today=TODAY)
    assert result.data_as_of == dt.date(2026, 4, 2)
    result = load_sheets(database, [cases(case("1号", **due))], today=TODAY, as_of=dt.date(2026, 9, 30))
    assert (result.status, result.data_as_of) == ("stored", dt.date(2026, 9, 30))
    result = load_sheets(database, [cases(case("2号"))], today=TODAY)
    assert result.data_as_of == dt.date(2026, 9, 30)
    assert rows_of(database, load_batch)[-1]["data_as_of"] == dt.date(2026, 4, 2)


def test_nothing_can_have_happened_after_the_day_that_is_given_but_a_limit_may_lie_there(database: Engine) -> None:
    sheets = [units(), cases(case("1号", 意见书回复期限="2026-12-31"), case("2号", 审结日期="2026-04-03"))]
    day = dt.date(2026, 4, 2)
    refused = load_sheets(database, sheets, today=TODAY, as_of=day)
    (problem,) = refused.problems
    assert (refused.status, problem.row, problem.column, problem.value) == ("refused", 3, "审结日期", "2026-04-03")
    assert (problem.code, problem.expected) == ("future_date", ("2026-04-02",))
    assert load_sheets(database, sheets, today=TODAY, as_of=day, accept_partial=True).data_as_of == day
    assert [row["case_no"] for row in rows_of(database, RECONSIDERATION.table)] == ["1号"]


@pytest.mark.parametrize(
    ("defendants", "expected"),
    [
        # Two in one county: the county and the city count the first defendant's row.
        (
            [("C01-nr", "共同"), ("C01-mr", "第一")],
            {"C01-nr": (False, False), "C01-mr": (True, True)},
        ),
        # Two in two counties: each county counts its own, the city the first defendant's.
        (
            [("C01-nr", "共同"), ("C02-nr", "第一")],
            {"C01-nr": (True, False), "C02-nr": (True, True)},
        ),
        # Nobody is named first: the lowest unit counts.
        (
            [("C01-nr", "共同"), ("C01-mr", "共同")],
            {"C01-nr": (True, True), "C01-mr": (False, False)},
        ),
        # A county is its own county; a municipal department has none and counts for whichever it may be merged into.
        (
            [("C01", "第一"), ("C01-nr", "共同"), ("M-housing", "共同")],
            {"C01": (True, True), "C01-nr": (False, False), "M-housing": (True, False)},
        ),
    ],
)
def test_a_case_with_several_defendants_counts_once_for_each_county_and_once_for_the_city(
    database: Engine, defendants: list[tuple[str, str]], expected: dict[str, tuple[bool, bool]]
) -> None:
    rows = [case("1号", code, 被申请人地位=role) for code, role in defendants]
    load_sheets(database, [units(), cases(*rows)], today=TODAY)
    assert _counted(database) == expected


def test_a_defendant_who_joins_later_corrects_the_rows_that_stand(database: Engine) -> None:
    load_sheets(database, [units(), cases(case("1号", "C01-mr", 被申请人地位="共同"))], today=TODAY)
    assert _counted(database) == {"C01-mr": (True, True)}
    load_sheets(database, [cases(case("1号", "C01-nr", 被申请人地位="第一"))], today=TODAY)
    assert _counted(database) == {"C01-nr": (True, True), "C01-mr": (False, False)}
    counted = rows_of(database, monthly_tally)
    recount_all(database)
    assert rows_of(database, monthly_tally) == counted


def _counted(engine: Engine) -> dict[str, tuple[bool, bool]]:
    codes = {row["unit_id"]: row["code"] for row in rows_of(engine, unit)}
    rows = rows_of(engine, RECONSIDERATION.table)
    return {codes[row["unit_id"]]: (row["counts_for_county"], row["counts_for_city"]) for row in rows}


ITEM = {"单位": "C01-nr", "编号": "ZG-1", "来源": "考核", "交办日期": "2026-03-01", "整改期限": "2026-04-30"}
EVENT = {"单位": "C01-nr", "编号": "ZG-1", "发生日期": "2026-03-01", "事件": "交办"}


def test_a_child_row_needs_its_parent_in_the_load_or_in_the_database(database: Engine) -> None:
    events = sheet("rectification_event", [EVENT, {**EVENT, "编号": "ZG-2"}, {**EVENT, "单位": "C02-nr"}])
    result = load_sheets(database, [events, sheet("rectification", [ITEM]), units()], today=TODAY)
    assert [(problem.row, problem.code, problem.value) for problem in result.problems] == [
        (3, "no_parent", "ZG-2"),
        (4, "no_parent", "ZG-1"),
    ]
    load_sheets(database, [units(), sheet("rectification", [ITEM])], today=TODAY)
    assert load_sheets(database, [sheet("rectification_event", [EVENT])], today=TODAY).status == "stored"
    assert count_rows(database, RECTIFICATION_EVENT.table) == 1


def test_rows_already_typed_load_by_the_names_of_the_columns(database: Engine) -> None:
    headers = ("unit_id", "case_no", "closed_on", "outcome", "suspended_days", "organ_id")
    rows = [(2, ("C01-nr", "1号", dt.date(2026, 4, 2), "revoked", 3, "C01"))]
    result = load_sheets(
        database, [units(), Sheet("reconsideration", headers, rows)], today=TODAY, synthetic=True, city_name="某市"
    )
    assert result.status == "stored"
    (row,) = rows_of(database, RECONSIDERATION.table)
    assert (row["closed_on"], row["outcome"], row["suspended_days"]) == (dt.date(2026, 4, 2), "revoked", 3)
    # What decides a figure has no default.
    assert (row["procedure"], row["acceptance"], row["hearing_mode"]) == (None, None, None)
    state = rows_of(database, database_state)[0]
    assert (state["synthetic"], state["city_name"]) == (True, "某市")


def test_a_changed_archive_requirement_is_counted_for_every_unit(database: Engine) -> None:
    keepers = sheet(
        "unit",
        [{"单位代码": code, "单位名称": code, "单位类别": "county", "是否建档": "是"} for code in ("C08", "C09")],
    )
    required = {"年度": 2026, "单位类别": "county", "材料编号": "01", "材料名称": "计划", "报送期限(月-日)": "3月31日"}
    sheets = [keepers, sheet("archive_requirement", [required])]
    load_sheets(database, sheets, today=TODAY, as_of=TODAY)
    due = [row["value"] for row in rows_of(database, monthly_tally) if row["tally_key"] == "materials_due"]
    assert due == [1, 1]
    assert count_rows(database, ARCHIVE_REQUIREMENT.table) == 1


def test_two_files_of_one_ledger_are_one_batch_and_their_rows_may_not_be_doubled(database: Engine) -> None:
    parts = [
        Sheet(part.name, part.headers, part.rows, source, sha256=source[:4])
        for part, source in ((cases(case("1号")), "first.xlsx"), (cases(case("1号"), case("2号")), "second.xlsx"))
    ]
    result = load_sheets(database, [units(), *parts], today=TODAY, accept_partial=True)
    assert [(problem.code, problem.row, problem.expected) for problem in result.problems] == [
        ("duplicate_key", 2, ("first.xlsx 行政复议 2",))
    ]
    batch = rows_of(database, load_batch)[-1]
    assert (batch["source_name"], batch["rows_read"], batch["rows_stored"]) == ("first.xlsx, second.xlsx", 3, 2)
    assert len(batch["sha256"]) == 64


def test_a_sheet_without_a_required_column_refuses_the_load_also_with_accept_partial(database: Engine) -> None:
    broken = Sheet("行政复议", ("被申请人", "审结日期"), [(2, ["C01-nr", "2026-04-02"])])
    result = load_sheets(database, [units(), broken], today=TODAY, accept_partial=True)
    assert result.status == "refused"
    assert [(problem.code, problem.column) for problem in result.problems] == [("missing_header", "案号")]
    assert count_rows(database, unit) == 0
    assert [row["code"] for row in rows_of(database, load_problem)] == ["missing_header"]


def test_a_sheet_that_is_no_ledger_is_reported_and_left_out_with_accept_partial(database: Engine) -> None:
    strange = Sheet("杂记", ("甲", "乙"), [(2, ["1", "2"])])
    assert load_sheets(database, [units(), strange], today=TODAY).status == "refused"
    result = load_sheets(database, [units(), strange], today=TODAY, accept_partial=True)
    assert (result.status, [problem.code for problem in result.problems]) == ("stored", ["unknown_sheet"])
    assert count_rows(database, unit) == 6


def test_an_unknown_header_is_a_warning_and_no_reason_to_refuse(database: Engine) -> None:
    result = load_sheets(database, [units(), cases(case("1号", 备注="甲"))], today=TODAY)
    assert result.status == "stored"
    assert [(warning.code, warning.column) for warning in result.warnings] == [("unknown_header", "备注")]


def test_a_sheet_whose_name_says_nothing_is_known_by_its_headers(database: Engine, tmp_path: Path) -> None:
    file = tmp_path / "2026年台账.csv"
    file.write_text("被申请人;案号;审结日期;审理结果\n甲县自然资源局;1号;2026年4月2日;维持\n", encoding="gb18030")
    load_sheets(database, [units()], today=TODAY)
    result = load_files(database, [file], today=TODAY)
    assert (result.status, result.ledgers[0].ledger) == ("stored", "reconsideration")
    assert rows_of(database, load_batch)[-1]["source_name"] == "2026年台账.csv"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("台账.pdf", b"%PDF-1.7", "wrong_type"),
        ("台账.csv", b"", "empty_file"),
        ("台账.csv", b"\r\n ,,\r\n", "empty_file"),
        ("台账.csv", "被申请人,案号\n".encode(), "no_rows"),
        ("台账.csv", b"\xff\xfe\x00\xd8", "broken_text"),
        ("台账.csv", b'"a"b,c\n1,2\n', "bad_quotes"),
        ("台账.xlsx", b"not a workbook", "text_as_workbook"),
        ("台账.xlsx", b"PK\x03\x04 broken", "unreadable"),
        ("台账.xlsx", None, "not_found"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_name(
    database: Engine, tmp_path: Path, name: str, content: bytes | None, code: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(Refused) as refusal:
        load_files(database, [tmp_path / name], today=TODAY)
    assert refusal.value.message == f"file.{code}"
    assert name in refusal.value.values["file"]


def test_two_loads_at_once_wait_for_each_other(database: Engine) -> None:
    def load(_turn: int) -> str:
        return load_sheets(database, [units(), cases(case("1号"), case("2号"))], today=TODAY).status

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(load, range(2))) == ["stored", "unchanged"]
    assert data_version(database) == 1


def test_a_load_that_breaks_half_way_leaves_the_database_as_it_was(database: Engine) -> None:
    load_sheets(database, [units(), cases(case("1号"))], today=TODAY)
    tables = (unit, RECONSIDERATION.table, monthly_tally, load_batch, database_state)
    before = [rows_of(database, table) for table in tables]

    def pull_the_plug(stage: str, _done: int, _total: int) -> None:
        if stage == "counting":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_sheets(database, [cases(case("2号"))], today=TODAY, progress=pull_the_plug)
    assert [rows_of(database, table) for table in tables] == before


def test_a_row_with_more_cells_than_headers_is_rejected_and_kept_whole(database: Engine, tmp_path: Path) -> None:
    file = tmp_path / "行政复议.csv"
    file.write_text("被申请人,案号,审理结果\nC01,1号,维持\nC01,2号,一,二,维持\n", encoding="utf-8")
    load_sheets(database, [units()], today=TODAY)
    result = load_files(database, [file], today=TODAY, accept_partial=True)
    assert [(problem.row, problem.code) for problem in result.problems] == [
        (3, "too_many_cells"),
        (3, "unknown_code"),
    ]
    kept = json.loads(rows_of(database, load_problem)[0]["row_json"])
    assert kept == {"被申请人": "C01", "案号": "2号", "审理结果": "一", "D": "二", "E": "维持"}


def test_progress_is_told_for_each_stage_up_to_its_end(database: Engine) -> None:
    told: dict[str, list[tuple[int, int]]] = {}
    load_sheets(
        database,
        [units(), cases(case("1号"))],
        today=TODAY,
        progress=lambda stage, done, total: told.setdefault(stage, []).append((done, total)),
    )
    assert sorted(told) == ["checking", "counting", "storing"]
    assert all(steps[-1][0] == steps[-1][1] for steps in told.values())


def test_every_ledger_has_a_table_with_all_its_columns(database: Engine) -> None:
    with database.connect() as connection:
        for ledger in LEDGERS:
            table = ledger.table
            connection.execute(select(*(table.c[column.name] for column in ledger.columns)))
            assert set(ledger.natural_key) <= {column.name for column in ledger.columns}
