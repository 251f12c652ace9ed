"""A database of an earlier version, with data in it, becomes one of this version and loses nothing."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Engine, MetaData, insert, inspect, select, text

from data_access.ledgers.counting_rule import COUNTING_RULE
from data_access.ledgers.petition import PETITION
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.loading.load import load_sheets
from data_access.loading.undo import undo
from data_access.problems import Refused
from data_access.store.engine import writer_engine
from data_access.store.load_tables import load_change
from data_access.store.state import refuse_other_schema
from data_access.store.tables import SCHEMA_VERSION, database_state, load_batch, monthly_tally
from data_access.upkeep.schema import _config, differences, migrate
from tests.data_access.ledger_sheets import case, cases, count_rows, rows_of, units

pytestmark = pytest.mark.both_engines

TODAY = dt.date(2026, 10, 31)
BATCH = {
    "load_id": 1, "source_name": "first.xlsx", "ledger": "reconsideration", "columns": "case_no", "sha256": None,
    "status": "stored", "rows_read": 1, "rows_stored": 1, "rows_unchanged": 0, "rows_rejected": 1, "rows_removed": 0,
    "loaded_at": dt.datetime(2026, 5, 1), "loaded_by": None, "data_as_of": dt.date(2026, 4, 2), "data_version": 1,
}  # fmt: skip
PROBLEM = {"problem_id": 1, "load_id": 1, "sheet": "行政复议", "row": 3, "code": "bad_date", "row_json": "{}"}
UNIT = {"unit_id": 1, "code": "C01", "name": "甲县人民政府", "kind": "county", "peer_group": "counties"}
CASE = {"unit_id": 1, "case_no": "1号", "counts_for_county": True, "counts_for_city": True, "load_id": 1,
        "defendant_role": "first", "closed_on": dt.date(2026, 4, 2), "outcome": "upheld"}  # fmt: skip
STATE = {"id": 1, "data_version": 1, "data_as_of": dt.date(2026, 4, 2), "schema_version": "0001", "synthetic": False}
ROWS: dict[str, dict[str, Any]] = {
    "unit": UNIT,
    "load_batch": BATCH,
    "load_problem": PROBLEM,
    "reconsideration_case": CASE,
    "database_state": STATE,
}


@pytest.fixture
def first_version(empty_database_url: str) -> Iterator[Engine]:
    """A database as version 0001 left it, with a load in it."""
    engine = writer_engine(empty_database_url)
    with engine.begin() as connection:
        command.upgrade(_config(connection), "0001")
        tables = MetaData()
        tables.reflect(connection, only=list(ROWS))
        for name, row in ROWS.items():
            connection.execute(insert(tables.tables[name]).values(row))
        if connection.dialect.name == "postgresql":
            for table, column in (("unit", "unit_id"), ("load_batch", "load_id"), ("load_problem", "problem_id")):
                connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), 1)"))
    yield engine
    engine.dispose()


def test_the_first_version_becomes_this_one_and_keeps_every_value(first_version: Engine) -> None:
    migrate(first_version)
    assert differences(first_version) == []
    with first_version.connect() as connection:
        tables = MetaData()
        tables.reflect(connection, only=list(ROWS))
        for name, row in ROWS.items():
            # What was counted by the version before is counted anew.
            now = {"schema_version": SCHEMA_VERSION, "data_version": 2}
            expected = {**row, **now} if name == "database_state" else row
            (kept,) = connection.execute(select(tables.tables[name])).mappings()
            assert {column: kept[column] for column in expected} == expected
            assert kept.get("load_row") is None
    assert count_rows(first_version, load_change) == 0


def test_the_tallies_of_the_fourth_version_are_kept_with_their_new_key(database: Engine) -> None:
    load_sheets(database, [units(), cases(case("1号", 审结日期="2026-03-05"), case("2号"))], today=TODAY)
    counted, state = rows_of(database, monthly_tally), rows_of(database, database_state)
    with database.begin() as connection:
        command.downgrade(_config(connection), "0004")
        assert inspect(connection).get_pk_constraint("monthly_tally")["constrained_columns"][0] == "unit_id"
        assert len(inspect(connection).get_indexes("monthly_tally")) == 1
    assert migrate(database) is None
    assert rows_of(database, monthly_tally) == counted
    by_chance = {"version_code": state[0]["version_code"]}
    assert [{**row, **by_chance} for row in rows_of(database, database_state)] == state
    assert state[0]["first_month"] == dt.date(2026, 3, 1)
    assert counted


def test_the_key_of_the_tallies_is_kept_once(first_version: Engine) -> None:
    migrate(first_version)
    declared = [column.name for column in monthly_tally.primary_key.columns]
    with first_version.connect() as connection:
        assert inspect(connection).get_pk_constraint("monthly_tally")["constrained_columns"] == declared
        # What forms told is found by an index of its own, over its few rows alone.
        assert [each["name"] for each in inspect(connection).get_indexes("monthly_tally")] == [
            "ix_monthly_tally_reported"
        ]
        if connection.dialect.name == "sqlite":
            (made,) = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = 'monthly_tally'")).one()
            assert made.rstrip().endswith("WITHOUT ROWID")


def test_what_was_loaded_before_can_be_changed_but_not_undone(first_version: Engine) -> None:
    migrate(first_version)
    with pytest.raises(Refused) as refusal:
        undo(first_version, "1")
    assert refusal.value.message == "undo.too_old"
    result = load_sheets(first_version, [cases(case("1号", "C01", 审理结果="撤销"))], today=TODAY)
    assert (result.status, result.load_no) == ("stored", 2)
    assert [row["load_row"] for row in rows_of(first_version, RECONSIDERATION.table)] == [2]
    undo(first_version, "2")
    assert [row["load_row"] for row in rows_of(first_version, RECONSIDERATION.table)] == [None]
    assert [row["status"] for row in rows_of(first_version, load_batch)] == ["stored", "undone"]
    assert rows_of(first_version, database_state)[0]["data_version"] == 4


def test_migrating_twice_changes_nothing(first_version: Engine) -> None:
    migrate(first_version)
    before = rows_of(first_version, database_state)
    migrate(first_version)
    assert rows_of(first_version, database_state) == before


def test_the_rules_shipped_since_are_added_and_the_way_back_is_open(first_version: Engine) -> None:
    migrate(first_version)
    assert "acceptance_working_days" in {row["rule"] for row in rows_of(first_version, COUNTING_RULE.table)}
    with first_version.begin() as connection:
        command.downgrade(_config(connection), "0003")
        assert "load_row" not in {column["name"] for column in inspect(connection).get_columns("petition")}
    migrate(first_version)
    assert differences(first_version) == []


def test_a_ledger_added_since_brings_its_table_and_until_then_it_is_named(migrated_database_url: str) -> None:
    engine = writer_engine(migrated_database_url)
    with engine.begin() as connection:
        PETITION.table.drop(connection)
        with pytest.raises(Refused) as refusal:
            refuse_other_schema(connection)
    assert (refusal.value.message, refusal.value.values) == ("schema.tables_missing", {"value": "petition"})
    migrate(engine)
    assert differences(engine) == []
    engine.dispose()
