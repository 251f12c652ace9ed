"""What a database cannot do now is said: another load holds the lock, a statement takes too long."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError
from typer.testing import CliRunner, Result

from data_access.__main__ import app
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.store.engine import reader_engine, writer_engine
from data_access.store.failures import FORBIDDEN, TOO_SLOW, failure_of
from data_access.store.state import hold_lock
from tests.data_access.ledger_sheets import count_rows, data_version

pytestmark = pytest.mark.both_engines

SHORT_WAIT = {"sqlite": {"timeout": "0.05"}, "postgresql": {"options": "-c lock_timeout=50ms"}}
ENDLESS = text(
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT count(*) FROM n"
)
LEDGER = """单位代码,单位名称,单位类别
C01,甲县人民政府,county
"""
CASES = """被申请人,案号,审结日期,审理结果
C01,1号,2026-04-02,维持
"""


@pytest.fixture
def impatient_url(migrated_database_url: str, backend: str) -> str:
    """The same database by a URL that says not to wait long for another load."""
    url = make_url(migrated_database_url).update_query_dict(SHORT_WAIT[backend])
    return url.render_as_string(hide_password=False)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    units, cases = tmp_path / "units.csv", tmp_path / "cases.csv"
    units.write_text(LEDGER, encoding="utf-8")
    cases.write_text(CASES, encoding="utf-8")
    return units, cases


def _load(url: str, *files: Path, language: str = "zh") -> Result:
    return CliRunner().invoke(app, ["load", *map(str, files), "--database", url, "--language", language])


@pytest.mark.parametrize(
    ("language", "sentence"), [("zh", "另一次导入仍在进行"), ("en", "Another load is still running")]
)
def test_a_load_that_waited_in_vain_for_another_says_so_and_works_later(
    database: Engine, impatient_url: str, files: tuple[Path, Path], language: str, sentence: str
) -> None:
    with database.begin() as other:
        hold_lock(other)
        result = _load(impatient_url, *files, language=language)
        assert (result.exit_code, sentence in result.output) == (3, True)
    assert data_version(database) == 0
    assert _load(impatient_url, *files).exit_code == 0
    assert count_rows(database, RECONSIDERATION.table) == 1


def test_who_comes_while_another_writes_the_first_page_of_a_file_waits_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = sqlite3.connect(tmp_path / "new.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    # What is waited for ends while it is waited for.
    monkeypatch.setattr("data_access.store.sqlite_files.time.sleep", lambda _seconds: other.execute("COMMIT"))
    engine = writer_engine(f"sqlite:///{tmp_path / 'new.db'}?timeout=0.05")
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
    engine.dispose()
    other.close()


def test_readers_do_not_wait_for_a_load(database: Engine, migrated_database_url: str) -> None:
    readers = reader_engine(migrated_database_url)
    with database.begin() as load:
        hold_lock(load)
        assert data_version(readers) == 0
    readers.dispose()


@pytest.fixture
def in_a_hurry(migrated_database_url: str) -> Iterator[Engine]:
    """The dashboard's engine with a short time limit."""
    engine = reader_engine(migrated_database_url, longest_statement_s=0.1)
    yield engine
    engine.dispose()


def test_a_statement_that_takes_too_long_is_given_up_and_the_connection_goes_on(in_a_hurry: Engine) -> None:
    with in_a_hurry.connect() as connection:
        with pytest.raises(OperationalError) as given_up:
            connection.execute(ENDLESS)
        connection.rollback()
        assert connection.execute(text("SELECT count(*) FROM unit")).scalar_one() == 0
    assert failure_of(given_up.value) == TOO_SLOW


def test_a_reader_that_writes_is_forbidden(in_a_hurry: Engine) -> None:
    with in_a_hurry.connect() as connection, pytest.raises(DBAPIError) as refused:
        connection.execute(text("DELETE FROM unit"))
    assert failure_of(refused.value) == FORBIDDEN
