"""The hand-counted city as a database, on each engine: to count in, or ready to be read."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, delete

from data_access.engine import reader_engine, writer_engine
from data_access.tables import archive_material, litigation_case, reconsideration_case, rectification
from tests.data_access.hand_counted_city import fill
from tests.data_access.ready_city import make_ready

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
    for table in (litigation_case, reconsideration_case, rectification, archive_material):
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
