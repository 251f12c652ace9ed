"""The database as a file: nobody else may open it, no reader writes it, another file under its name is noticed."""

import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from typer.testing import CliRunner

from data_access.__main__ import app
from data_access.reading.reader import reading
from data_access.reading.readiness import DatabaseNotReadyError
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import reader_engine, writer_engine
from data_access.store.failures import FORBIDDEN, failure_of
from tests.data_access.ready_city import make_ready
from tests.databases import sqlite_url

Change = Callable[[Path, Path], object]


def _city(engine: Engine) -> str:
    with reading(engine, ALL_SEEING) as reader:
        return reader.state().city_name


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _execute(file: Path, statement: str) -> None:
    engine = writer_engine(sqlite_url(file))
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
def file(migrated_file: Path, tmp_path: Path) -> Path:
    path = Path(shutil.copy(migrated_file, tmp_path / "city.db"))
    engine = writer_engine(sqlite_url(path))
    with engine.begin() as connection:
        make_ready(connection)
        connection.execute(text("UPDATE database_state SET city_name = '甲市'"))
    engine.dispose()
    return path


@pytest.fixture
def other(file: Path, tmp_path: Path) -> Path:
    """Another city, of the very same data version."""
    path = Path(shutil.copy(file, tmp_path / "other.db"))
    _execute(path, "UPDATE database_state SET city_name = '另一个市', version_code = 'another'")
    return path


@pytest.fixture
def readers(file: Path) -> Iterator[Engine]:
    """The dashboard's engine, with several connections that have read the file."""
    engine = reader_engine(sqlite_url(file))
    with engine.connect() as first, engine.connect() as second:
        for connection in (first, second):
            connection.execute(text("SELECT count(*) FROM unit"))
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    "change",
    [lambda other, file: other.replace(file), lambda other, file: shutil.copyfile(other, file)],
    ids=["another file in its place", "a copy written over it"],
)
def test_a_database_that_is_put_in_the_place_of_another_is_read_without_a_restart(
    readers: Engine, file: Path, other: Path, change: Change
) -> None:
    before = _city(readers)
    change(other, file)
    assert (before, _city(readers), _city(readers)) == ("甲市", "另一个市", "另一个市")


def test_a_database_that_is_taken_away_is_missed_at_once_and_not_made_anew_by_its_readers(
    readers: Engine, file: Path
) -> None:
    elsewhere = file.with_name("elsewhere.db")
    for _ in range(2):
        assert _city(readers) == "甲市"
        file.rename(elsewhere)
        with pytest.raises(DatabaseNotReadyError) as missing:
            _city(readers)
        assert (missing.value.code, file.exists()) == ("missing", False)
        elsewhere.rename(file)


def test_a_database_that_appears_after_the_start_is_read(file: Path, tmp_path: Path) -> None:
    late = tmp_path / "not" / "yet.db"
    engine = reader_engine(sqlite_url(late))
    with pytest.raises(DatabaseNotReadyError):
        _city(engine)
    late.parent.mkdir()
    shutil.copy(file, late)
    assert _city(engine) == "甲市"
    engine.dispose()


def test_a_load_while_readers_are_connected_leaves_all_of_it_in_the_file_once_they_are_gone(
    readers: Engine, file: Path, tmp_path: Path
) -> None:
    with readers.connect() as idle:
        _execute(file, "UPDATE database_state SET city_name = '新名'")
        assert idle.execute(text("SELECT count(*) FROM unit")).scalar_one() > 0
    readers.dispose()
    copied = sqlite3.connect(shutil.copy(file, tmp_path / "alone.db"))
    assert copied.execute("SELECT city_name FROM database_state").fetchone() == ("新名",)
    copied.close()


def test_a_reader_cannot_write_though_it_lifts_what_forbids_it(readers: Engine) -> None:
    with readers.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = OFF")
        with pytest.raises(DBAPIError) as refused:
            connection.execute(text("DELETE FROM litigation_case"))
    assert failure_of(refused.value) == FORBIDDEN


def test_the_signs_of_an_address_in_the_name_of_a_file_are_a_part_of_its_name(file: Path, tmp_path: Path) -> None:
    odd = Path(shutil.copy(file, tmp_path / "a#b&mode=rwc 市.db"))
    engine = reader_engine(sqlite_url(odd))
    assert _city(engine) == "甲市"
    engine.dispose()


def test_new_databases_and_copies_and_what_lies_beside_them_are_for_their_owner_alone(
    tmp_path: Path, migrated_file: Path
) -> None:
    before = os.umask(0o022)
    try:
        made, copy = tmp_path / "var" / "made.db", tmp_path / "backup" / "copy.db"
        for arguments in (["migrate"], ["copy", "--to", sqlite_url(copy)]):
            assert CliRunner().invoke(app, [*arguments, "--database", sqlite_url(made)]).exit_code == 0
        engine = writer_engine(sqlite_url(made))
        with engine.begin() as connection:
            connection.execute(text("UPDATE database_state SET city_name = '市'"))
            beside = {path.name: _mode(path) for path in (*made.parent.iterdir(), *copy.parent.iterdir())}
        engine.dispose()
    finally:
        os.umask(before)
    assert beside == dict.fromkeys(("made.db", "made.db-wal", "made.db-shm", "copy.db"), 0o600)


def test_the_mode_that_an_administrator_gave_a_database_stays(file: Path) -> None:
    file.chmod(0o640)
    _execute(file, "UPDATE database_state SET city_name = '市'")
    assert _mode(file) == 0o640


@pytest.fixture
def of_nobody(file: Path) -> Iterator[Path]:
    """A folder that everybody may enter, read by a user who is nobody: root may open whatever it likes."""
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    shutil.copy(file, folder / "city.db")
    yield folder / "city.db"
    os.seteuid(0)
    shutil.rmtree(folder)


def _said_to_nobody(engine: Engine) -> str:
    """Why a user without rights cannot read."""
    os.seteuid(65534)
    try:
        with pytest.raises(DatabaseNotReadyError) as closed:
            _city(engine)
    finally:
        os.seteuid(0)
    return closed.value.code


@pytest.mark.parametrize("mode", [0o600, 0o644], ids=["the file is another's", "its folder is another's"])
def test_a_file_that_the_dashboard_may_not_open_is_said_as_such(of_nobody: Path, mode: int) -> None:
    of_nobody.chmod(mode)
    engine = reader_engine(sqlite_url(of_nobody))
    assert _said_to_nobody(engine) == "closed"
    assert _city(engine) == "甲市"
    engine.dispose()


def test_a_folder_that_the_dashboard_may_not_enter_is_said_as_such(of_nobody: Path) -> None:
    of_nobody.parent.chmod(0o700)
    engine = reader_engine(sqlite_url(of_nobody))
    assert _said_to_nobody(engine) == "closed"
