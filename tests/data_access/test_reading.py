"""When the database cannot be read, that nobody writes through the reader, and that a page sees one state of it."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text, update
from sqlalchemy.exc import DBAPIError

from data_access.ledgers.litigation import LITIGATION
from data_access.ledgers.rectification import RECTIFICATION
from data_access.reading.figures import indicator_counts, indicator_months
from data_access.reading.reader import Reader, reading
from data_access.reading.readiness import DatabaseNotReadyError, State
from data_access.reading.records import open_items, record_page
from data_access.reading.viewer import ALL_SEEING
from data_access.store import tables as t
from data_access.store.engine import reader_engine, writer_engine
from data_access.upkeep.schema import migrate
from tests.data_access.ready_city import (
    ALL_MONTHS,
    AS_OF,
    HALF_YEAR,
    answers,
    count_as_loaded,
    figures,
    make_ready,
    selection,
)

ENDLESS = text(
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT count(*) FROM n"
)


def not_ready(url: str) -> str:
    engine = reader_engine(url)
    try:
        with pytest.raises(DatabaseNotReadyError) as refused, reading(engine, ALL_SEEING) as reader:
            reader.state()
    finally:
        engine.dispose()
    return refused.value.code


def change_state(url: str, **values: Any) -> None:
    engine = writer_engine(url)
    with engine.begin() as connection:
        connection.execute(update(t.database_state).values(**values))
    engine.dispose()


def test_a_database_without_tables_is_missing(empty_database_url: str) -> None:
    assert not_ready(empty_database_url) == "missing"


def test_a_database_without_a_load_is_empty(migrated_database_url: str) -> None:
    assert not_ready(migrated_database_url) == "empty"


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ({"schema_version": "0000"}, "other_schema"),
        ({"schema_version": "9999", "data_version": 0}, "newer_schema"),
        ({"tally_hash": "another"}, "recount"),
        ({"tally_hash": None}, "recount"),
        ({"data_as_of": None}, "empty"),
    ],
)
def test_a_database_that_this_code_cannot_read_says_what_must_come_first(
    own_city_url: str, state: dict[str, Any], code: str
) -> None:
    change_state(own_city_url, **state)
    assert not_ready(own_city_url) == code


def test_a_database_without_its_row_of_state_is_missing(own_city_url: str) -> None:
    engine = writer_engine(own_city_url)
    with engine.begin() as connection:
        connection.execute(t.database_state.delete())
    engine.dispose()
    assert not_ready(own_city_url) == "missing"


def test_a_database_behind_a_closed_port_is_away() -> None:
    assert not_ready("postgresql://reader@127.0.0.1:1/reporting") == "away"


def test_a_file_that_was_never_made_is_missing(tmp_path: Path) -> None:
    assert not_ready(f"sqlite:///{tmp_path / 'nowhere' / 'reporting.db'}") == "missing"
    assert not_ready(f"sqlite:///{tmp_path / 'reporting.db'}") == "missing"


def test_a_file_that_is_no_database_is_unreadable(tmp_path: Path) -> None:
    file = tmp_path / "reporting.db"
    file.write_text("单位,案号\n" * 200, encoding="utf-8")
    assert not_ready(f"sqlite:///{file}") == "unreadable"


def test_a_database_of_before_the_state_had_all_its_columns_is_of_another_schema(own_city_url: str) -> None:
    engine = writer_engine(own_city_url)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE database_state DROP COLUMN city_name"))
    engine.dispose()
    assert not_ready(own_city_url) == "other_schema"


def test_a_page_that_takes_too_long_says_so_and_the_next_one_is_read(own_city_url: str) -> None:
    engine = reader_engine(own_city_url, longest_statement_s=0.2)
    with pytest.raises(DatabaseNotReadyError) as stopped, reading(engine, ALL_SEEING) as reader:
        reader.frame(ENDLESS)
    assert stopped.value.code == "too_slow"
    assert answers(engine, ALL_SEEING, lambda r: r.state().data_version) == [1]
    engine.dispose()


def test_a_fault_of_this_code_is_not_taken_for_one_of_the_database(engine: Engine) -> None:
    with pytest.raises(DBAPIError), reading(engine, ALL_SEEING) as reader:
        reader.frame(text("SELECT nothing FROM nowhere"))


def test_a_statement_that_fails_apart_leaves_the_others_of_the_page_possible(engine: Engine) -> None:
    with reading(engine, ALL_SEEING) as reader:
        with pytest.raises(DBAPIError), reader.apart():
            reader.frame(text("SELECT nothing FROM nowhere"))
        assert reader.state() == State(1, AS_OF, True, "演示市")


def test_a_ready_database_says_its_version_and_day(engine: Engine) -> None:
    assert answers(engine, ALL_SEEING, lambda r: r.state()) == [State(1, AS_OF, True, "演示市")]


def test_a_database_that_comes_back_is_read_without_a_new_engine(empty_database_url: str) -> None:
    engine = reader_engine(empty_database_url)
    with pytest.raises(DatabaseNotReadyError), reading(engine, ALL_SEEING) as reader:
        reader.state()
    writer = writer_engine(empty_database_url)
    migrate(writer)
    with writer.begin() as connection:
        make_ready(connection)
    writer.dispose()
    assert answers(engine, ALL_SEEING, lambda r: r.state().data_version) == [1]
    engine.dispose()


# --- Only reading ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO counting_rule (rule, from_date, value) VALUES ('siesta', '2025-01-01', '1')",
        "UPDATE rectification SET closed_on = '2025-01-01'",
        "DELETE FROM litigation_case",
        "CREATE TABLE mine (id INTEGER)",
        "DROP TABLE monthly_tally",
        "ALTER TABLE unit ADD COLUMN mine INTEGER",
        "CREATE INDEX mine ON unit (name)",
    ],
)
def test_the_readers_engine_refuses_to_write(engine: Engine, statement: str) -> None:
    with engine.connect() as connection, pytest.raises(DBAPIError, match=r"read-?only"):
        connection.exec_driver_sql(statement)


# --- Personal numbers --------------------------------------------------------------------------------------------


def test_identity_and_mobile_numbers_in_a_text_are_masked_whoever_reads(writer: Engine, beside_writer: Engine) -> None:
    said = "联系电话13812345678，身份证号11010519491231002X"
    with writer.begin() as connection:
        connection.execute(update(RECTIFICATION.table).values(issue=said))
        count_as_loaded(connection, version=2)
    (items,) = answers(beside_writer, ALL_SEEING, lambda r: open_items(r, AS_OF))
    assert set(items["issue"]) == {"联系电话138****5678，身份证号110***********002X"}


# --- One snapshot ------------------------------------------------------------------------------------------------


def test_a_reader_keeps_one_state_of_the_data_while_a_load_commits(writer: Engine, beside_writer: Engine) -> None:
    def losses(reader: Reader) -> tuple[int, int, int]:
        months = indicator_months(reader, ["loss_rate"], ALL_MONTHS.first, ALL_MONTHS.last)
        rows = record_page(reader, "litigation", "M", HALF_YEAR, AS_OF)[0]
        return reader.state().data_version, int(months["numerator"].sum()), int(rows["outcome"].eq("void").sum())

    with reading(beside_writer, ALL_SEEING) as reader:
        before = losses(reader)
        with writer.begin() as connection:
            connection.execute(update(LITIGATION.table).values(outcome="void"))
            count_as_loaded(connection, version=2)
        assert losses(reader) == before
        rates = indicator_counts(reader, selection("municipal_departments"), ["loss_rate"])
        assert figures(rates, "loss_rate", "city") == {0: (2, 4)}
    with reading(beside_writer, ALL_SEEING) as reader:
        after = losses(reader)
        rates = indicator_counts(reader, selection("municipal_departments"), ["loss_rate"])
        assert figures(rates, "loss_rate", "city") == {0: (5, 5)}
    assert before == (1, 3, 0)
    assert after == (2, 6, 2)


def test_what_a_load_has_not_committed_is_not_seen(writer: Engine, beside_writer: Engine) -> None:
    with writer.begin() as connection:
        count_as_loaded(connection, version=2)
        assert answers(beside_writer, ALL_SEEING, lambda r: r.state().data_version) == [1]
    assert answers(beside_writer, ALL_SEEING, lambda r: r.state().data_version) == [2]
