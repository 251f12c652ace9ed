"""What only SQLite needs, whose databases are files: modes, logs, a time limit, and noticing another file."""

import os
import sqlite3
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import InvalidatePoolError

# Only the user who made it may open it; SQLite gives its log and its readers' marks the same mode.
OWN_MODE = 0o600
# SQLite checks the time limit after so many steps of its virtual machine: some hundred times a second.
STEPS_BETWEEN_LOOKS = 100_000


def make_file(name: str) -> None:
    """Make a new, empty database file that nobody else may open, with its folder; one that is there stays as it is."""
    file = Path(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWN_MODE))


def open_for_reading(engine: Engine) -> None:
    """Let every connection open its file read-only, so that none is made where none is and nothing can be written."""

    @event.listens_for(engine, "do_connect")
    def _as_uri(_dialect: Any, _record: Any, arguments: list[Any], options: dict[str, Any]) -> None:
        if not options.get("uri"):
            arguments[0] = f"file:{quote(str(Path(arguments[0]).absolute()))}?mode=ro"
            options["uri"] = True


def notice_another_file(engine: Engine) -> None:
    """Let go of all connections as soon as their file is another one: replaced, restored in its place, or removed.

    Without this a connection goes on reading the file that it opened, also when that has no name any more.
    """
    name = str(engine.url.database)

    @event.listens_for(engine, "connect")
    def _note(_connection: sqlite3.Connection, record: Any) -> None:
        record.info["file"] = _identity(name)

    @event.listens_for(engine, "checkout")
    def _look(_connection: sqlite3.Connection, record: Any, _proxy: Any) -> None:
        if record.info["file"] != _identity(name):
            raise InvalidatePoolError("the database file is another one")


def _identity(name: str) -> tuple[int, ...] | None:
    """What tells a file from another under its name; None where there is none.

    Its size and time change, too, when a log is written back into it: opening it once more then costs little.
    """
    try:
        found = Path(name).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def keep_a_log(connection: sqlite3.Connection, patience_s: float) -> None:
    """Turn the file to a write-ahead log; while another is about it, try again, for SQLite does not always wait."""
    deadline = float("inf")
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            deadline = min(deadline, time.monotonic() + patience_s)
            if time.monotonic() >= deadline:
                raise
            time.sleep(0.02)


def write_back_the_log(engine: Engine) -> None:
    """Let each connection write the log back into the file before it goes: readers, who may not, are often the last."""

    @event.listens_for(engine, "close")
    def _write_back(connection: sqlite3.Connection, _record: Any) -> None:
        with suppress(sqlite3.Error):
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)")


def limit_statements(engine: Engine, seconds: float) -> None:
    """Interrupt statements, which SQLite itself lets run for ever, after ``seconds``."""

    @event.listens_for(engine, "connect")
    def _watch(connection: sqlite3.Connection, record: Any) -> None:
        record.info["ends_at"] = float("inf")
        connection.set_progress_handler(lambda: time.monotonic() > record.info["ends_at"], STEPS_BETWEEN_LOOKS)

    @event.listens_for(engine, "before_cursor_execute")
    def _start(connection: Connection, *_statement: Any) -> None:
        connection.info["ends_at"] = time.monotonic() + seconds
