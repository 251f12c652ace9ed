"""What a load says it changed is what it changed: blank cells, emptied cells, and the report against the database."""

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from data_access.checking.change_report import UnitChanges
from data_access.ledgers.litigation import LITIGATION
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.ledgers.rectification import RECTIFICATION
from data_access.ledgers.unit import UNITS as UNIT_LEDGER
from data_access.loading.batches import LoadResult
from data_access.loading.change_log import stored_changes
from data_access.loading.load import load_sheets
from data_access.loading.undo import undo
from data_access.store.engine import writer_engine
from data_access.store.tables import monthly_tally
from tests.data_access.ledger_sheets import case, cases, rows_of, sheet, units
from tests.data_access.reported_changes import assert_told, snapshot
from tests.databases import sqlite_url

TODAY = dt.date(2026, 10, 31)
SUIT = {
    "被告": "C01-nr", "案号": "(2026)某0101行初12号", "审级": "一审", "案由": "土地征收", "立案日期": "2026-03-02",
    "开庭日期": "2026-04-10", "负责人出庭": "正职", "负责人发言": "是", "结案日期": "2026-05-20", "裁判结果": "撤销",
}  # fmt: skip
ITEM = {
    "单位": "C02-nr", "编号": "ZG-1", "来源": "考核", "问题类别": "程序瑕疵", "交办日期": "2026-03-01",
    "整改期限": "2026-04-30", "销号日期": "2026-04-20", "严重程度": "严重", "退回次数": 2,
}  # fmt: skip


def _load(database: Engine, *sheets: Any, **options: Any) -> LoadResult:
    return load_sheets(database, sheets, today=TODAY, **options)


@pytest.mark.both_engines
def test_a_correction_of_one_column_erases_nothing_and_tells_the_cells_it_changed(database: Engine) -> None:
    _load(database, units(), sheet("litigation", [SUIT, {**SUIT, "案号": "(2026)某0101行初13号"}]))
    (before, untouched) = rows_of(database, LITIGATION.table)
    key = {name: SUIT[name] for name in ("被告", "案号", "审级")}
    correction = {**dict.fromkeys(SUIT, ""), **key, "裁判结果": "驳回诉请"}
    dry = _load(database, sheet("litigation", [correction]), dry_run=True)
    result = _load(database, sheet("litigation", [correction]))
    assert dry.changes == result.changes
    (row,) = result.changes.rows
    assert (row.ledger, row.unit, row.row) == ("litigation", "C01-nr", 2)
    assert row.key == ("C01-nr", "(2026)某0101行初12号", "first")
    assert [(each.column, each.before, each.after) for each in row.cells] == [("outcome", "revoked", "claim_dismissed")]
    assert result.changes.units == (UnitChanges("litigation", "C01-nr", changed=1),)
    (after, still) = rows_of(database, LITIGATION.table)
    assert {name for name in before if before[name] != after[name]} == {"outcome", "load_id"}
    assert still == untouched


@pytest.mark.both_engines
def test_new_changed_emptied_and_unchanged_rows_are_counted_apart_by_unit_and_kept_with_the_load(
    database: Engine,
) -> None:
    rows = [case(f"{n}号", 事项类别="行政处罚") for n in range(1, 5)]
    _load(database, units(), cases(*rows, case("9号", "C02-nr")))
    cleared = case("2号", 事项类别="（清空）", 审理结果="撤销")
    sheets = [cases(case("1号", 审理结果="撤销"), cleared, rows[2], case("5号"), case("9号", "C02-nr"))]
    result = _load(database, *sheets)
    assert result.changes.units == (
        UnitChanges("reconsideration", "C01-nr", new=1, changed=1, emptied=1, unchanged=1),
        UnitChanges("reconsideration", "C02-nr", unchanged=1),
    )
    assert result.changes.of("reconsideration") == UnitChanges("reconsideration", "", 1, 1, 1, 2)
    with database.connect() as connection:
        kept = stored_changes(connection, [each.load_id or 0 for each in result.ledgers])
    assert (kept.units, kept.rows) == (result.changes.units, result.changes.rows)
    assert kept.name_of("C02-nr") == "乙县自然资源局"
    # Later loads and its undoing take nothing from what it is known to have done.
    undo(database, str(result.load_no))
    with database.connect() as connection:
        assert stored_changes(connection, [each.load_id or 0 for each in result.ledgers]).rows == kept.rows


def test_a_row_that_only_counts_otherwise_because_another_joined_its_case_is_not_called_changed(
    database: Engine,
) -> None:
    _load(database, units(), cases(case("1号", "C01-mr", 被申请人地位="共同")))
    result = _load(
        database, cases(case("1号", "C01-mr", 被申请人地位="共同"), case("1号", "C01-nr", 被申请人地位="第一"))
    )
    assert result.changes.units == (
        UnitChanges("reconsideration", "C01-mr", unchanged=1),
        UnitChanges("reconsideration", "C01-nr", new=1),
    )
    counted = {row["counts_for_city"]: row["unit_id"] for row in rows_of(database, RECONSIDERATION.table)}
    undo(database, str(result.load_no))
    (left,) = rows_of(database, RECONSIDERATION.table)
    assert (left["counts_for_city"], left["unit_id"]) == (True, counted[False])


# --- The property ------------------------------------------------------------------------------------------------

COLUMNS: dict[str, Mapping[str, Sequence[object]]] = {
    "litigation": {
        "被告": ("C01-nr", "C01-mr", "C02-nr"),
        "案号": ("(2026)某0101行初1号", "(2026)某0101行初2号", "(2026)某0101行初3号"),
        "审级": ("一审", "二审"),
        "被告地位": ("共同", "第一", ""),
        "案由": ("土地征收", ""),
        "立案日期": ("2026-03-02", "2026-03-05", ""),
        "开庭日期": ("2026-04-10", dt.date(2026, 4, 11), ""),
        "负责人出庭": ("正职", "无人出庭", "", "（清空）"),
        "负责人发言": ("是", "否", ""),
        "结案日期": ("2026-05-20", "2026-06-01", "", "(clear)"),
        "裁判结果": ("撤销", "驳回起诉", ""),
    },
    "rectification": {
        "单位": ("C01-nr", "C02-nr"),
        "编号": ("ZG-1", "ZG-2"),
        "来源": ("考核", "会议交办"),
        "问题类别": ("程序瑕疵", "（清空）", ""),
        "交办日期": ("2026-03-01", "2026-03-02"),
        "整改期限": ("2026-04-30", "2026-05-30"),
        "销号日期": ("2026-05-20", ""),
        "严重程度": ("严重", "一般", ""),
        "退回次数": (0, 3, ""),
        "责任人": ("甲某", "（清空）", ""),
    },
}
KEYS = {"litigation": ("被告", "案号", "审级"), "rectification": ("单位", "编号")}
Rows = dict[str, list[dict[str, object]]]
TABLES = (UNIT_LEDGER.table, LITIGATION.table, RECTIFICATION.table)


@st.composite
def ledger_rows(draw: st.DrawFn, ledger: str) -> list[dict[str, object]]:
    """Rows of different keys, each cell one of those that its column may have."""
    rows = draw(
        st.lists(st.fixed_dictionaries({n: st.sampled_from(c) for n, c in COLUMNS[ledger].items()}), max_size=5)
    )
    return list({tuple(row[name] for name in KEYS[ledger]): row for row in rows}.values())


def _sheets(rows: Mapping[str, Sequence[Mapping[str, object]]]) -> list[Any]:
    return [sheet(ledger, of_ledger) for ledger, of_ledger in rows.items() if of_ledger]


@pytest.fixture(scope="module")
def city(migrated_file: Path) -> Iterator[Callable[[], Engine]]:
    """Makes databases with the units and nothing else, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder, "units.db")
        template.write_bytes(migrated_file.read_bytes())
        engine = writer_engine(sqlite_url(template))
        _load(engine, units())
        engine.dispose()
        content, made = template.read_bytes(), 0

        def make() -> Engine:
            nonlocal made
            made += 1
            file = Path(folder, f"{made}.db")
            file.write_bytes(content)
            return writer_engine(sqlite_url(file))

        yield make


EITHER = st.fixed_dictionaries({ledger: ledger_rows(ledger) for ledger in COLUMNS})


@settings(max_examples=6)
@given(EITHER, st.randoms(use_true_random=False))
def test_the_same_file_with_any_cells_blanked_changes_nothing(
    city: Callable[[], Engine], rows: Rows, chance: Any
) -> None:
    _blanks_change_nothing(city, rows, chance)


@pytest.mark.exhaustive
@settings(max_examples=100)
@given(EITHER, st.randoms(use_true_random=False))
def test_a_hundred_files_with_any_cells_blanked_change_nothing(
    city: Callable[[], Engine], rows: Rows, chance: Any
) -> None:
    _blanks_change_nothing(city, rows, chance)


def _blanks_change_nothing(city: Callable[[], Engine], rows: Rows, chance: Any) -> None:
    if not any(rows.values()):
        return
    database = city()
    assert _load(database, *_sheets(rows)).status == "stored"
    before = snapshot(database)
    required = {"来源", "交办日期", "整改期限"}
    blanked = {
        ledger: [
            {n: v if n in KEYS[ledger] or n in required or chance.random() < 0.5 else "" for n, v in row.items()}
            for row in of_ledger
        ]
        for ledger, of_ledger in rows.items()
    }
    result = _load(database, *_sheets(blanked))
    assert (result.status, snapshot(database)) == ("unchanged", before)
    assert not result.changes.changes_anything
    database.dispose()


@settings(max_examples=6)
@given(EITHER, EITHER)
def test_the_report_is_the_difference_of_the_database_and_undoing_restores_it(
    city: Callable[[], Engine], first: Rows, second: Rows
) -> None:
    _report_is_the_difference(city, first, second)


@pytest.mark.exhaustive
@settings(max_examples=100)
@given(EITHER, EITHER)
def test_the_reports_of_a_hundred_pairs_of_files_are_the_difference_of_the_database(
    city: Callable[[], Engine], first: Rows, second: Rows
) -> None:
    _report_is_the_difference(city, first, second)


def _report_is_the_difference(city: Callable[[], Engine], first: Rows, second: Rows) -> None:
    database = city()
    for rows in (first, second):
        if not any(rows.values()):
            continue
        before = snapshot(database)
        whole = [rows_of(database, table) for table in (*TABLES, monthly_tally)]
        result = _load(database, *_sheets(rows), same_case=True)
        if result.status == "refused":
            # What the second file says may not fit the dates that stand.
            assert {problem.code for problem in result.problems} == {"too_early"}
            assert snapshot(database) == before
            continue
        assert_told(database, before, result)
        if result.status == "stored":
            undo(database, str(result.load_no))
            assert [rows_of(database, table) for table in (*TABLES, monthly_tally)] == whole
            assert_told(database, before, _load(database, *_sheets(rows), same_case=True))
    database.dispose()
