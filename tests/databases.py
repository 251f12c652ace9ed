"""The databases that tests, pictures and benchmarks look at, as SQLite files."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine

from data_access import demo
from data_access.loading.load import load_files
from data_access.store.engine import writer_engine
from data_access.upkeep.schema import migrate

TESTS = Path(__file__).parent
EXCERPT = TESTS / "data" / "ombudsman_excerpt.csv"
EXCERPT_MAPPING = TESTS.parent / "assets" / "mappings" / "housing_ombudsman.toml"


def sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"


def write_tables(path: Path) -> None:
    """All tables and no rows."""
    _write(path, migrate)


def write_demo(path: Path) -> None:
    """The demo city."""
    _write(path, demo.build)


def write_excerpt(path: Path) -> None:
    """The committed excerpt of a real, dirty ledger, loaded as a user would load it."""

    def load(engine: Engine) -> None:
        migrate(engine)
        load_files(engine, [EXCERPT], mapping=EXCERPT_MAPPING, accept_partial=True)

    _write(path, load)


WRITERS: dict[str, Callable[[Path], None]] = {"demo": write_demo, "excerpt": write_excerpt}


def _write(path: Path, write: Callable[[Engine], object]) -> None:
    engine = writer_engine(sqlite_url(path))
    try:
        write(engine)
    finally:
        engine.dispose()
