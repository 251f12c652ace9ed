"""The databases that pages are opened over; each fixture points the app at one."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import update

from data_access.store.engine import writer_engine
from data_access.store.tables import database_state
from tests.databases import sqlite_url

UseDatabase = Callable[[str], None]


@pytest.fixture
def demo(demo_url: str, use_database: UseDatabase) -> str:
    """The demo city."""
    use_database(demo_url)
    return demo_url


@pytest.fixture
def demo_copy(demo_copy_url: str, use_database: UseDatabase) -> str:
    """A demo city that the test may change."""
    use_database(demo_copy_url)
    return demo_copy_url


@pytest.fixture
def excerpt(excerpt_url: str, use_database: UseDatabase) -> str:
    """The excerpt of a real ledger."""
    use_database(excerpt_url)
    return excerpt_url


@pytest.fixture
def excerpt_copy(excerpt_copy_url: str, use_database: UseDatabase) -> str:
    """An excerpt that the test may change."""
    use_database(excerpt_copy_url)
    return excerpt_copy_url


@pytest.fixture(params=["demo", "excerpt"])
def city(request: pytest.FixtureRequest) -> str:
    """The test runs over the demo city and over the excerpt."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture
def without_tables(tmp_path: Path, use_database: UseDatabase) -> str:
    """A database that does not exist yet."""
    use_database(sqlite_url(tmp_path / "nothing.db"))
    return "missing"


@pytest.fixture
def without_rows(migrated_file: Path, tmp_path: Path, use_database: UseDatabase) -> str:
    """All tables and no row."""
    use_database(sqlite_url(Path(shutil.copy(migrated_file, tmp_path / "empty.db"))))
    return "empty"


@pytest.fixture
def of_another_schema(demo_copy_url: str, use_database: UseDatabase) -> str:
    """A demo city as another version of the program would have written it."""
    return _stated(demo_copy_url, use_database, schema_version="0000")


@pytest.fixture
def of_a_newer_schema(demo_copy_url: str, use_database: UseDatabase) -> str:
    return _stated(demo_copy_url, use_database, schema_version="9999")


@pytest.fixture
def counted_otherwise(demo_copy_url: str, use_database: UseDatabase) -> str:
    """A demo city counted by other rules than those in force."""
    return _stated(demo_copy_url, use_database, tally_hash="other")


@pytest.fixture
def away(use_database: UseDatabase) -> str:
    """A database server that does not answer."""
    use_database("postgresql://nobody@127.0.0.1:1/nothing")
    return "away"


def _stated(url: str, use_database: UseDatabase, **state: str) -> str:
    engine = writer_engine(url)
    with engine.begin() as connection:
        connection.execute(update(database_state).values(**state))
    engine.dispose()
    use_database(url)
    return url
