"""Many rows at once: written as one row alone would be, and chosen by more values than a statement may name."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import IntegrityError

from data_access.ledgers.rectification import RECTIFICATION
from data_access.ledgers.scheme import SCHEME
from data_access.store import chosen as chosen_module
from data_access.store.chosen import chosen, parts_of
from data_access.store.tables import load_batch, unit
from data_access.store.writing import ROWS_AT_ONCE, bulk_insert
from tests.data_access.ledger_sheets import count_rows, rows_of
from tests.statements import listening

COUNTY = {"unit_id": 1, "code": "C01", "name": "甲县", "kind": "county"}


def _batch(**values: Any) -> dict[str, Any]:
    at = dt.datetime(2026, 5, 1, 9, 30, 15, 250_000)
    return {"load_id": 1, "source_name": "甲.xlsx", "status": "stored", "rows_read": 1, "rows_stored": 1,
            "rows_unchanged": 0, "rows_rejected": 0, "rows_removed": 0, "loaded_at": at, **values}  # fmt: skip


KINDS: dict[str, tuple[Any, dict[str, Any]]] = {
    "days, truths and blanks": (unit, {**COUNTY, "archive_keeper": True, "active_from": dt.date(2026, 1, 31)}),
    "a moment with its fraction": (load_batch, _batch(data_as_of=dt.date(1949, 10, 1))),
    "a text that is no date": (unit, {**COUNTY, "name": "2026-01-31", "archive_keeper": False}),
}


@pytest.mark.parametrize(("table", "row"), KINDS.values(), ids=KINDS.keys())
def test_rows_written_at_once_stand_as_one_written_alone(database: Engine, table: Any, row: dict[str, Any]) -> None:
    with database.begin() as connection:
        connection.execute(insert(table).values(row))
    alone = rows_of(database, table)
    with database.begin() as connection:
        connection.execute(table.delete())
        bulk_insert(connection, table, [row])
    assert rows_of(database, table) == alone


def test_fractions_are_written_at_once_too(database: Engine) -> None:
    weights = {"w_daily": 0.5, "w_annual": 0.25, "w_external": 0.25}
    names = {"name": "方案", "average_scope": "group", "average_method": "pooled"}
    numbers = {"small_denominator": 3, "veto_last_n": 1, "adjustment_cap": 5.5}
    grades = {"grade_excellent": 90.0, "grade_good": 80.0, "grade_pass": 60.0}
    with database.begin() as connection:
        bulk_insert(connection, SCHEME.table, [{"year": 2026, "version": 1, **names, **weights, **numbers, **grades}])
    (row,) = rows_of(database, SCHEME.table)
    assert (row["w_daily"], row["adjustment_cap"], row["small_denominator"]) == (0.5, 5.5, 3)


def test_more_rows_than_are_turned_at_a_time_all_stand(database: Engine) -> None:
    number = 2 * ROWS_AT_ONCE + 1
    rows = [{"unit_id": n, "code": f"C{n}", "name": "县", "kind": "county"} for n in range(1, number + 1)]
    with database.begin() as connection:
        bulk_insert(connection, unit, rows)
    assert count_rows(database, unit) == number


def test_a_row_that_is_refused_is_an_error_as_of_any_statement_and_leaves_nothing(database: Engine) -> None:
    rows = [COUNTY, {**COUNTY, "unit_id": 2}]
    with pytest.raises(IntegrityError), database.begin() as connection:
        bulk_insert(connection, unit, rows)
    assert count_rows(database, unit) == 0


def test_without_a_transaction_of_its_own_nothing_is_stored_before_the_commit(database: Engine) -> None:
    with database.connect() as connection:
        bulk_insert(connection, unit, [COUNTY])
        connection.rollback()
    assert count_rows(database, unit) == 0


# --- Chosen by many values ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("standing", [0, 5, 40])
def test_many_values_choose_the_same_rows_from_a_small_table_as_from_a_large_one(
    database: Engine, standing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chosen_module, "MOST_NAMED", 4)
    items = [{"unit_id": 1, "item_no": f"Z{n}"} for n in range(standing)]
    with database.begin() as connection:
        bulk_insert(connection, unit, [COUNTY])
        bulk_insert(connection, RECTIFICATION.table, items)
    wanted = {f"Z{n}" for n in range(0, 40, 4)}
    query = select(RECTIFICATION.table.c.unit_id, RECTIFICATION.table.c.item_no)
    with listening(database) as heard, database.connect() as connection:
        found = {row.item_no for row in chosen(connection, query, RECTIFICATION.table.c.item_no, wanted)}
    assert found == wanted & {item["item_no"] for item in items}
    # A table smaller than the list is read once, after one look at its size.
    assert len(heard.statements) == (2 if standing <= len(wanted) else 4)


def test_values_are_named_in_an_order_that_does_not_change() -> None:
    assert list(parts_of({3, 1, 2})) == [[1, 2, 3]]
    assert list(parts_of(())) == []
