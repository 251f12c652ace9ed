"""A disk without room is said as such, at whatever is written, and leaves what was there."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from typer.testing import CliRunner, Result

from data_access.__main__ import app
from tests.databases import sqlite_url

FULL_DEVICE = Path("/dev/full")
UNITS = "单位代码,单位名称,单位类别\n"


def _run(*arguments: str) -> Result:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@pytest.fixture
def no_more_room() -> Iterator[None]:
    """No database file may grow: SQLite reports what it reports where the system has no room for a page."""

    def hold(connection: Any, _record: Any) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.execute("PRAGMA max_page_count = 1")

    event.listen(Engine, "connect", hold)
    yield
    event.remove(Engine, "connect", hold)


def test_a_database_that_cannot_be_made_says_that_the_disk_is_full(tmp_path: Path, no_more_room: None) -> None:
    result = _run("migrate", "--database", sqlite_url(tmp_path / "new.db"))
    assert (result.exit_code, "磁盘已满" in result.output) == (2, True)


def test_a_load_that_finds_no_room_says_so_and_stores_nothing(
    migrated_file: Path, tmp_path: Path, no_more_room: None
) -> None:
    database = tmp_path / "city.db"
    database.write_bytes(migrated_file.read_bytes())
    units = tmp_path / "units.csv"
    units.write_text(UNITS + "".join(f"C{n},某县{n},county\n" for n in range(5_000)), encoding="utf-8")
    result = _run("load", str(units), "--database", sqlite_url(database), "--language", "en")
    assert (result.exit_code, "disk that holds the database is full" in result.output) == (2, True), result.output
    with sqlite3.connect(database) as connection:
        assert connection.execute("SELECT count(*) FROM unit").fetchone() == (0,)


@pytest.mark.skipif(not FULL_DEVICE.exists(), reason="this system has no device that is always full")
def test_a_workbook_that_finds_no_room_says_so(capfd: pytest.CaptureFixture[str]) -> None:
    result = _run("template", str(FULL_DEVICE))
    assert (result.exit_code, "磁盘已满" in result.output) == (2, True)
    assert "Traceback" not in "".join(capfd.readouterr())
