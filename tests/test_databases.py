"""The two engines are real, and each test has a database of its own."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, inspect, select

from data_access.store.engine import database_url, reader_engine, writer_engine
from data_access.store.tables import database_state, unit
from data_access.upkeep.schema import differences

pytestmark = pytest.mark.both_engines


def _count_units(engine: Engine) -> int:
    with engine.connect() as connection:
        return len(connection.execute(select(unit.c.unit_id)).all())


@pytest.mark.parametrize("turn", [1, 2])
def test_a_row_written_by_one_test_is_not_seen_by_the_next(database: Engine, turn: int) -> None:
    assert _count_units(database) == 0
    with database.begin() as connection:
        connection.execute(unit.insert().values(unit_id=turn, code="C01", name="甲县", kind="county"))
    assert _count_units(database) == 1


def test_a_fresh_database_has_the_tables_of_the_declaration_and_its_one_row_of_state(database: Engine) -> None:
    assert differences(database) == []
    with database.connect() as connection:
        assert connection.execute(select(database_state.c.data_version)).scalar_one() == 0


def test_an_empty_database_has_no_table(empty_database_url: str) -> None:
    engine = writer_engine(empty_database_url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_a_reader_is_refused_when_it_writes(migrated_database_url: str) -> None:
    engine = reader_engine(migrated_database_url)
    with engine.connect() as connection, pytest.raises(Exception, match=r"read-?only"):
        connection.execute(unit.insert().values(unit_id=1, code="C01", name="甲县", kind="county"))
    engine.dispose()


def test_the_app_reads_the_database_that_the_test_names(
    use_database: Callable[[str], None], migrated_database_url: str
) -> None:
    use_database(migrated_database_url)
    assert database_url() == migrated_database_url
