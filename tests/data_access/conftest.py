"""The hand-counted city as a database, on each engine: to count in, or ready to be read."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, delete, make_url

from data_access.ledgers.archive_material import ARCHIVE_MATERIAL
from data_access.ledgers.joint_meeting import JOINT_MEETING
from data_access.ledgers.litigation import LITIGATION
from data_access.ledgers.normative_document import NORMATIVE_DOCUMENT
from data_access.ledgers.petition import PETITION
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.ledgers.rectification import RECTIFICATION
from data_access.store.engine import reader_engine, writer_engine
from tests.data_access.assessed_city import fill as fill_assessed
from tests.data_access.assessed_city import published
from tests.data_access.hand_counted_city import fill
from tests.data_access.ready_city import make_ready
from tests.databases import sqlite_url
from tests.shared import build_once

# --- To count in -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def counting_engine(shared_database_url: str) -> Iterator[Engine]:
    engine = writer_engine(shared_database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def city(counting_engine: Engine) -> Iterator[Connection]:
    """The hand-counted city, not yet counted; what a test does to it is rolled back."""
    with counting_engine.connect() as connection, connection.begin() as transaction:
        fill(connection)
        yield connection
        transaction.rollback()


@pytest.fixture
def bare(city: Connection) -> Connection:
    """The city's units without a single row, not yet counted."""
    cases = (LITIGATION.table, RECONSIDERATION.table, PETITION.table, JOINT_MEETING.table)
    for table in (*cases, RECTIFICATION.table, ARCHIVE_MATERIAL.table, NORMATIVE_DOCUMENT.table):
        city.execute(delete(table))
    return city


# --- Ready to be read --------------------------------------------------------------------------------------------


def _made_ready(url: str) -> str:
    engine = writer_engine(url)
    with engine.begin() as connection:
        make_ready(connection)
    engine.dispose()
    return url


@pytest.fixture(scope="module")
def engine(shared_database_url: str) -> Iterator[Engine]:
    """The dashboard's engine on the hand-counted city; for all tests of a module."""
    engine = reader_engine(_made_ready(shared_database_url))
    yield engine
    engine.dispose()


@pytest.fixture
def own_city_url(migrated_database_url: str) -> str:
    """A hand-counted city of the test's own, to change."""
    return _made_ready(migrated_database_url)


@pytest.fixture
def writer(own_city_url: str) -> Iterator[Engine]:
    engine = writer_engine(own_city_url)
    yield engine
    engine.dispose()


@pytest.fixture
def beside_writer(own_city_url: str) -> Iterator[Engine]:
    """The dashboard's engine on the city that ``writer`` changes."""
    engine = reader_engine(own_city_url)
    yield engine
    engine.dispose()


# --- Assessed ----------------------------------------------------------------------------------------------------


def _write(url: str, write: Callable[[Engine], object]) -> str:
    engine = writer_engine(url)
    write(engine)
    engine.dispose()
    return url


@pytest.fixture(scope="module")
def assessed_url(backend: str, shared_database_url: str, migrated_file: Path, run_folder: Path) -> str:
    """The small city that can be published, decided and not yet published; copied by each test."""
    if backend == "postgresql":
        return _write(shared_database_url, fill_assessed)

    def write(path: Path) -> None:
        _write(sqlite_url(Path(shutil.copy(migrated_file, path))), fill_assessed)

    return sqlite_url(build_once(run_folder / "assessed.db", write))


@pytest.fixture
def assessed_city(backend: str, assessed_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """The same for one test, to write, on each engine."""
    url = _copied(backend, assessed_url, tmp_path / "assessed.db", request)
    engine = writer_engine(url)
    yield engine
    engine.dispose()


def _copied(backend: str, url: str, file: Path, request: pytest.FixtureRequest) -> str:
    name = str(make_url(url).database)
    if backend == "sqlite":
        return sqlite_url(Path(shutil.copy(name, file)))
    return str(request.getfixturevalue("postgres_database")(name))


@pytest.fixture
def published_city(
    backend: str, assessed_url: str, run_folder: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Engine]:
    """The same, its half year published once."""
    if backend == "sqlite":

        def write(path: Path) -> None:
            _write(sqlite_url(Path(shutil.copy(str(make_url(assessed_url).database), path))), published)

        ready = build_once(run_folder / "published.db", write)
        url = sqlite_url(Path(shutil.copy(ready, tmp_path / "published.db")))
    else:
        url = _write(_copied(backend, assessed_url, tmp_path, request), published)
    engine = writer_engine(url)
    yield engine
    engine.dispose()
