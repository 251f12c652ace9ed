"""Killed at any moment or out of disk: the database is as before or fully loaded, and the next load works."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import OperationalError

from data_access.store.engine import writer_engine
from data_access.store.failures import FULL, failure_in_words, failure_of
from tests.cases import left_for_all
from tests.data_access.interrupted import AFTER_COMMIT, Content, Deaths, content, first_load, next_load
from tests.databases import sqlite_url
from wording import LANGUAGES, wording

pytestmark = pytest.mark.both_engines

# Enough to be in the middle of checking, of each ledger's rows, of counting, and around the commit.
FEWEST_MOMENTS = 100
# Of some 120 moments every second on SQLite, and fewer on PostgreSQL, where each costs more; a tenth of these in every
# run, all of them with ``--all``.
STRIDE = {"sqlite": 2, "postgresql": 5}
SKIPPED = 30
# Once in so many steps of SQLite's machine, every so many times.
STEPS, STEPS_STRIDE = 1_000, 10
FEWEST_INTERRUPTED = 10
# The write-ahead log is cut at so many places, with ``--all`` at more.
CUTS, ALL_CUTS = 4, 15
# The disk is full after so many more pages of the file.
PAGES_LEFT = (0, 1, 2, 4)


@pytest.fixture(scope="module")
def deaths() -> Deaths:
    return Deaths()


@pytest.fixture(scope="module")
def both_loads(shared_database_url: str) -> Content:
    """What stands when nothing went wrong, on each engine."""
    with _opened(shared_database_url) as engine:
        first_load(engine)
        next_load(engine)
        return content(engine)


@contextmanager
def _opened(url: str) -> Iterator[Engine]:
    engine = writer_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def test_a_load_killed_at_any_moment_is_stored_wholly_or_not_at_all(
    migrated_database_url: str, backend: str, both_loads: Content, deaths: Deaths, request: pytest.FixtureRequest
) -> None:
    stride = STRIDE[backend] * (1 if request.config.getoption("--all") else SKIPPED)
    with _opened(migrated_database_url) as engine:
        first_load(engine)
        before, moment = content(engine), 1
        # Each load comes a step further than the killed one before it, so each shows that the next load works.
        while deaths.kill(migrated_database_url, moment) and content(engine) == before:
            moment += stride
        assert moment >= FEWEST_MOMENTS
        assert content(engine) == both_loads
        assert next_load(engine).status == "unchanged"


# --- What only a file can suffer ---------------------------------------------------------------------------------


@pytest.fixture
def file(migrated_file: Path, tmp_path: Path) -> Path:
    """A file on which the first load stands, and no log beside it."""
    path = Path(shutil.copy(migrated_file, tmp_path / "reporting.db"))
    with _opened(sqlite_url(path)) as engine:
        first_load(engine)
    return path


@pytest.fixture
def before(file: Path) -> Content:
    with _opened(sqlite_url(file)) as engine:
        return content(engine)


@pytest.fixture
def after(file: Path, tmp_path: Path) -> Content:
    """What both loads leave behind when nothing goes wrong."""
    with _opened(sqlite_url(Path(shutil.copy(file, tmp_path / "undisturbed.db")))) as engine:
        next_load(engine)
        return content(engine)


def _is_sound(engine: Engine) -> bool:
    with engine.connect() as connection:
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        return not broken and connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"


@pytest.mark.exhaustive
def test_a_load_killed_in_the_middle_of_a_statement_is_not_stored(
    file: Path, before: Content, after: Content, deaths: Deaths
) -> None:
    url, moment = sqlite_url(file), 1
    with _opened(url) as engine:
        while deaths.kill(url, moment, steps=STEPS):
            assert content(engine) == before, f"killed at moment {moment}"
            moment += STEPS_STRIDE
        assert moment >= FEWEST_INTERRUPTED * STEPS_STRIDE
        assert _is_sound(engine)
        assert content(engine) == after


@pytest.mark.long
def test_a_log_that_breaks_off_anywhere_is_the_database_before_or_after(
    file: Path,
    tmp_path: Path,
    before: Content,
    after: Content,
    deaths: Deaths,
    request: pytest.FixtureRequest,
) -> None:
    cuts = ALL_CUTS if request.config.getoption("--all") else CUTS
    # Everything is in the log and nothing in the file.
    killed = Path(shutil.copy(file, tmp_path / "killed.db"))
    # The first connection that is given back asked which counts forms may name.
    assert deaths.kill(sqlite_url(killed), 2, points=[AFTER_COMMIT])
    log = killed.with_name("killed.db-wal").read_bytes()
    stored = []
    for cut in range(cuts + 1):
        copy = Path(shutil.copy(killed, tmp_path / f"cut-{cut}.db"))
        copy.with_name(f"{copy.name}-wal").write_bytes(log[: len(log) * cut // cuts])
        with _opened(sqlite_url(copy)) as engine:
            assert content(engine) in (before, after), f"cut after {cut} of {cuts} parts"
            assert _is_sound(engine)
            stored.append(next_load(engine).status == "unchanged")
    assert stored == [False] * cuts + [True]


def _limit_pages(engine: Engine, more: int) -> None:
    """Let the file grow by so many pages only, as on a disk that is nearly full."""

    @event.listens_for(engine, "connect")
    def _limit(connection: Any, _record: Any) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + more}")


@pytest.mark.parametrize("pages_left", [PAGES_LEFT[0], PAGES_LEFT[-1], *map(left_for_all, PAGES_LEFT[1:-1])])
def test_a_full_disk_is_said_and_leaves_the_database_as_it_was(
    file: Path, before: Content, after: Content, pages_left: int
) -> None:
    with _opened(sqlite_url(file)) as full:
        _limit_pages(full, pages_left)
        with pytest.raises(OperationalError) as refused:
            next_load(full)
        assert content(full) == before
    assert failure_of(refused.value) == FULL
    sentences = [failure_in_words(refused.value, wording(language)) for language in LANGUAGES]
    assert ["磁盘已满" in sentences[0], "is full" in sentences[1]] == [True, True]
    with _opened(sqlite_url(file)) as engine:
        assert _is_sound(engine)
        next_load(engine)
        assert content(engine) == after
