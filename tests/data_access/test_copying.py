"""Moving a database to the other engine: every row arrives, every figure is counted again, or nothing is stored."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.exc import DataError
from typer.testing import CliRunner, Result

from data_access.__main__ import app
from data_access.ledgers.rectification import RECTIFICATION
from data_access.loading.load import load_sheets
from data_access.problems import Refused
from data_access.store.engine import writer_engine
from data_access.store.failures import UNFIT, failure_of
from data_access.store.tables import database_state, load_batch, metadata, monthly_tally, unit
from data_access.store.writing import settle
from data_access.upkeep.copying import copy_database
from tests.cases import left_for_all
from tests.data_access.interrupted import TODAY, content, first_load, next_load
from tests.data_access.ledger_sheets import count_rows, sheet
from tests.data_access.ready_city import make_ready
from tests.databases import sqlite_url

pytestmark = pytest.mark.both_engines


def _copy(source: str, target: str, *more: str) -> Result:
    result = CliRunner().invoke(app, ["copy", "--to", target, "--database", source, *more], env={"COLUMNS": "200"})
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@contextmanager
def _opened(url: str) -> Iterator[Engine]:
    engine = writer_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _content(url: str) -> Any:
    with _opened(url) as engine:
        return content(engine)


@pytest.fixture
def ready_url(migrated_database_url: str) -> str:
    """The hand-counted city on each engine, with a load after it."""
    with _opened(migrated_database_url) as engine:
        with engine.begin() as connection:
            make_ready(connection)
            # It numbered its units itself.
            settle(connection, unit)
        first_load(engine)
    return migrated_database_url


@pytest.fixture
def other_url(backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """A database without a single table on the other engine."""
    if backend == "postgresql":
        return sqlite_url(tmp_path / "folder" / "moved.db")
    return str(request.getfixturevalue("postgres_database")("template0"))


@pytest.mark.exhaustive
def test_the_demo_city_moves_to_postgresql_with_every_row_and_figure(
    demo_url: str, postgres_database: Callable[[str], str]
) -> None:
    target = postgres_database("template0")
    result = _copy(demo_url, target)
    assert result.exit_code == 0, result.output
    with _opened(demo_url) as engine:
        rows = sum(count_rows(engine, table) for table in metadata.sorted_tables)
        assert f"{len(metadata.sorted_tables)} 张表、{rows:,} 行" in result.output
        assert f"{count_rows(engine, monthly_tally):,} 个统计数全部相同" in result.output
    with _opened(target) as engine:
        assert sum(count_rows(engine, table) for table in metadata.sorted_tables) == rows


def test_a_database_moves_to_the_other_engine_and_takes_the_next_load_there(ready_url: str, other_url: str) -> None:
    assert _copy(ready_url, other_url).exit_code == 0
    assert _content(other_url) == _content(ready_url)
    with _opened(ready_url) as here, _opened(other_url) as there:
        assert next_load(there).status == next_load(here).status == "stored"
        assert content(there) == content(here)


def test_a_database_that_was_never_loaded_moves_too(migrated_database_url: str, other_url: str) -> None:
    assert "0 个统计数全部相同" in _copy(migrated_database_url, other_url).output


def test_nothing_is_copied_into_a_database_that_holds_rows(
    ready_url: str, postgres_database: Callable[[str], str], postgres_template: str
) -> None:
    target = postgres_database(postgres_template)
    with _opened(target) as engine:
        load_sheets(
            engine, [sheet("unit", [{"单位代码": "C09", "单位名称": "丙县", "单位类别": "county"}])], today=TODAY
        )
    before = _content(target)
    result = _copy(ready_url, target, "--language", "en")
    assert (result.exit_code, "should be empty" in result.output) == (2, True)
    assert _content(target) == before


def test_a_database_is_not_copied_into_itself(ready_url: str) -> None:
    assert "应为空" in _copy(ready_url, ready_url).output


@pytest.mark.long
@pytest.mark.parametrize(
    ("table", "values", "named"),
    [
        pytest.param(monthly_tally, {"value": monthly_tally.c.value + 1}, "monthly_tally ", id="a figure is wrong"),
        left_for_all(monthly_tally, None, "monthly_tally ", name="figures are missing"),
    ],
)
def test_a_difference_is_named_and_nothing_is_stored(
    ready_url: str, other_url: str, table: Any, values: Any, named: str
) -> None:
    wrong = table.c.tally_key == "rectification_open"
    with _opened(ready_url) as engine, engine.begin() as connection:
        connection.execute(table.delete().where(wrong) if values is None else update(table).where(wrong).values(values))
    with _opened(ready_url) as source, _opened(other_url) as target:
        with pytest.raises(Refused) as refused:
            copy_database(source, target)
        assert refused.value.values == {"value": f"{named}rectification_open", "count": "1"}
        assert [count_rows(target, each) for each in (unit, load_batch, monthly_tally)] == [0, 0, 0]
    with _opened(ready_url) as engine, engine.begin() as connection:
        connection.execute(update(database_state).values(tally_hash="another"))
    assert "python -m data_access recount" in _copy(ready_url, other_url).output


def test_a_text_that_postgresql_cannot_hold_stops_the_copy_and_is_said(
    migrated_file: Path, tmp_path: Path, postgres_database: Callable[[str], str]
) -> None:
    path = tmp_path / "with-nul.db"
    path.write_bytes(migrated_file.read_bytes())
    target = postgres_database("template0")
    with _opened(sqlite_url(path)) as source, _opened(target) as engine:
        with source.begin() as connection:
            make_ready(connection)
            connection.execute(update(RECTIFICATION.table).values(issue="a\x00b"))
        with pytest.raises(DataError) as refused:
            copy_database(source, engine)
        assert failure_of(refused.value) == UNFIT
        with engine.connect() as connection:
            assert connection.execute(select(unit.c.unit_id)).all() == []
    assert "无法保存" in _copy(sqlite_url(path), target).output
