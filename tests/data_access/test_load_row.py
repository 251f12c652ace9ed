"""Where a stored row came from: the load, and the row of the sheet as Excel numbers it."""

import datetime as dt
import json
from typing import Any

from sqlalchemy import Engine, Table, select, update

from data_access.checking.mapping import Mapping
from data_access.files.sources import Sheet
from data_access.ledgers.ledger_report import LEDGER_REPORT
from data_access.ledgers.litigation import LITIGATION
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.ledgers.rectification import RECTIFICATION
from data_access.ledgers.rectification_event import RECTIFICATION_EVENT
from data_access.loading.batches import LoadResult
from data_access.loading.load import load_sheets
from data_access.loading.undo import undo
from data_access.store.engine import writer_engine
from data_access.store.load_tables import load_change
from data_access.store.tables import load_batch
from data_access.upkeep.copying import copy_database
from tests.data_access.ledger_sheets import case, cases, rows_of, sheet, units
from tests.data_access.test_undo import COURT, EVENT, ITEM
from tests.databases import sqlite_url

TODAY = dt.date(2026, 10, 31)
NATURAL_RESOURCES = ("C01-nr", "2026")
SUIT = {"案号": "(2026)某行初1号", "审级": "一审", "立案日期": "2026-02-01"}


def _load(database: Engine, *sheets: Sheet, mapping: Mapping | None = None, **options: Any) -> LoadResult:
    result = load_sheets(database, sheets, mapping=mapping, today=TODAY, **options)
    assert result.status == "stored"
    return result


def _origins(database: Engine, table: Table = RECONSIDERATION.table, name: str = "case_no") -> dict[str, Any]:
    """Number → (load, row) of every row of a table."""
    loads = {row["load_id"]: row["load_no"] for row in rows_of(database, load_batch)}
    return {row[name]: (loads.get(row["load_id"]), row["load_row"]) for row in rows_of(database, table)}


def test_a_row_names_the_load_and_the_row_of_the_sheet_it_came_from(database: Engine) -> None:
    rows = cases(case("1号"), case("2号"), case("3号", "C02-nr"))
    first = _load(database, units(), rows, sheet("rectification", [ITEM]), sheet("rectification_event", [EVENT]))
    number = first.load_no
    assert _origins(database) == {"1号": (number, 2), "2号": (number, 3), "3号": (number, 4)}
    assert _origins(database, RECTIFICATION.table, "item_no") == {"ZG-1": (number, 2)}
    assert _origins(database, RECTIFICATION_EVENT.table, "item_no") == {"ZG-1": (number, 2)}


def test_rows_are_numbered_as_excel_numbers_them_and_not_as_they_are_read(database: Engine) -> None:
    spread = Sheet("行政复议", ("被申请人", "案号"), [(4, ["C01-nr", "1号"]), (9, ["C01-nr", "2号"])])
    _load(database, units(), spread)
    assert [row for _load, row in _origins(database).values()] == [4, 9]


def test_a_foreign_ledger_keeps_the_rows_of_its_own_sheet(database: Engine) -> None:
    foreign = Sheet("export", ("unit", "no", "closed"), [(7, ("新局", "1号", "2026-04-02"))])
    _load(database, units(), cases(case("9号")))
    loaded = _load(database, foreign, mapping=COURT)
    assert _origins(database)["1号"] == (loaded.load_no, 7)


def test_a_changed_row_names_the_later_load_and_one_that_stands_as_it_was_the_earlier(database: Engine) -> None:
    first = _load(database, units(), cases(case("1号"), case("2号"), case("3号")))
    second = _load(database, cases(case("3号"), case("1号", 审理结果="撤销"), case("4号")))
    assert _origins(database) == {
        "1号": (second.load_no, 3), "2号": (first.load_no, 3), "3号": (first.load_no, 4), "4号": (second.load_no, 4),
    }  # fmt: skip


def test_the_same_rows_in_another_order_change_nothing(database: Engine) -> None:
    _load(database, units(), cases(case("1号"), case("2号")))
    before = rows_of(database, RECONSIDERATION.table)
    again = load_sheets(database, [cases(case("2号"), case("1号"))], today=TODAY)
    assert again.status == "unchanged"
    assert rows_of(database, RECONSIDERATION.table) == before


def test_a_row_that_starts_to_count_because_another_came_keeps_where_it_came_from(database: Engine) -> None:
    first = _load(database, units(), cases(case("1号", "C01-mr", 被申请人地位="共同"), case("2号")))
    second = _load(database, cases(case("9号"), case("1号", "C01-nr")))
    (joined, co) = sorted(
        (row for row in rows_of(database, RECONSIDERATION.table) if row["case_no"] == "1号"),
        key=lambda row: row["defendant_role"] != "first",
    )
    assert (joined["load_row"], co["load_row"]) == (3, 2)
    assert (co["load_id"], co["counts_for_city"]) == (first.ledgers[1].load_id, False)
    assert joined["load_id"] == second.ledgers[0].load_id


def test_replaced_rows_come_from_the_new_sheet_and_undoing_brings_back_the_old_ones(database: Engine) -> None:
    _load(database, units(), cases(case("1号"), case("2号"), case("3号")))
    before = rows_of(database, RECONSIDERATION.table)
    second = _load(database, cases(case("5号"), case("3号", 审理结果="撤销")), replacing=NATURAL_RESOURCES)
    assert _origins(database) == {"5号": (second.load_no, 2), "3号": (second.load_no, 3)}
    undo(database, str(second.load_no))
    assert rows_of(database, RECONSIDERATION.table) == before


def test_what_was_changed_before_rows_were_numbered_is_put_back_without_a_number(database: Engine) -> None:
    _load(database, units(), cases(case("1号")))
    second = _load(database, cases(case("1号", 审理结果="撤销")))
    with database.begin() as connection:
        (kept,) = connection.execute(select(load_change).where(load_change.c.ledger == "reconsideration"))
        earlier = {name: value for name, value in json.loads(kept.before).items() if name != "load_row"}
        connection.execute(
            update(load_change)
            .where(load_change.c.change_id == kept.change_id)
            .values(before=json.dumps(earlier, ensure_ascii=False))
        )
    undo(database, str(second.load_no))
    assert _origins(database) == {"1号": (1, None)}


def test_a_report_that_follows_from_a_ledger_stands_in_no_sheet(database: Engine) -> None:
    duty = {
        "单位类别": "county", "台账": "行政诉讼", "报送周期": "month", "次月几日前": 10, "自何月起": "2026-01-01",
    }  # fmt: skip
    report = {"单位": "C02", "台账": "行政诉讼", "月份": "2026-02-01", "报送日期": "2026-03-05"}
    _load(
        database,
        units(),
        sheet("reporting_duty", [duty]),
        sheet("litigation", [{"被告": "C01-nr", **SUIT}]),
        sheet("ledger_report", [report]),
    )
    assert [row["load_row"] for row in rows_of(database, LITIGATION.table)] == [2]
    assert sorted(row["load_row"] or 0 for row in rows_of(database, LEDGER_REPORT.table)) == [0, 2]


def test_a_copy_of_the_database_knows_it_too(database: Engine, tmp_path: Any) -> None:
    _load(database, units(), cases(case("1号"), case("2号")))
    copy = writer_engine(sqlite_url(tmp_path / "copy.db"))
    copy_database(database, copy)
    assert rows_of(copy, RECONSIDERATION.table) == rows_of(database, RECONSIDERATION.table)
    assert _origins(copy) == {"1号": (1, 2), "2号": (1, 3)}
    copy.dispose()
