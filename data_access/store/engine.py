"""Engines and the few places where SQLite and PostgreSQL differ."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Date,
    Engine,
    Integer,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import FunctionElement

from data_access.store import sqlite_files
from data_access.store.patience import Patience
from data_access.store.shown_url import without_password

URL_SETTING = "REPORTING_DATABASE_URL"
DEFAULT_URL = f"sqlite:///{Path(__file__).parent.parent.parent / 'var' / 'reporting.db'}"
# How long a load waits for another one to end. The URL may say otherwise: ``?timeout=5`` (SQLite, in seconds),
# ``?options=-c lock_timeout=5s`` (PostgreSQL).
LOCK_WAIT_S = 30
# How long one statement of the dashboard may take before the database gives it up; no page needs a tenth of it.
LONGEST_STATEMENT_S = 30.0
# How long a statement may say nothing before its server is asked whether it is there, in seconds: a page has a reader,
# a load survives that a machine is moved.
PAGE_SILENCE_S, LOAD_SILENCE_S = 1.0, 10.0
# Viewers whose pages may read at the same moment; those beyond wait for one of them.
READERS_AT_ONCE = 40


def database_url(url: str | None = None) -> str:
    """The reporting database: the argument, else the setting ``REPORTING_DATABASE_URL``, else a file under ``var/``."""
    return url or os.environ.get(URL_SETTING) or DEFAULT_URL


def _target(url: str) -> URL:
    """The parsed URL; ``ArgumentError`` where it is none. What SQLAlchemy says may hold a part of the password."""
    try:
        target = make_url(url)
        # A password's own sign would move a part of it to the host, which drivers name; it is written %40.
        if "@" not in (target.host or ""):
            return target
    except (ArgumentError, ValueError):
        pass
    raise ArgumentError(f"expected the URL of a database, got {without_password(url)}")


def writer_engine(url: str | None = None) -> Engine:
    """An engine that may write: for the command line only. Makes a SQLite file where there is none, and its folder."""
    target = _target(database_url(url))
    if target.get_backend_name() == "sqlite":
        if _is_file(target):
            sqlite_files.make_file(str(target.database))
        return _sqlite_engine(target, read_only=False)
    return _postgresql_engine(
        target, "READ COMMITTED", f"-c lock_timeout={LOCK_WAIT_S}s {{}}", Patience(LOAD_SILENCE_S)
    )


def reader_engine(url: str | None = None, *, longest_statement_s: float = LONGEST_STATEMENT_S) -> Engine:
    """The engine of the dashboard: every connection refuses to write, whatever is asked of it.

    A statement that takes longer than ``longest_statement_s`` seconds (0: no limit) ends with an ``OperationalError``.
    """
    target = _target(database_url(url))
    if target.get_backend_name() == "sqlite":
        engine = _sqlite_engine(target, read_only=True)
        if longest_statement_s:
            sqlite_files.limit_statements(engine, longest_statement_s)
        return engine
    limit = f"-c statement_timeout={round(longest_statement_s * 1000)}"
    # Repeatable read gives all statements of one transaction the same state, as SQLite's snapshot does.
    options = f"{limit} {{}} -c default_transaction_read_only=on"
    # The server ends a statement by itself; one that has lost its mind is waited for a little longer and no more.
    longest = longest_statement_s + PAGE_SILENCE_S if longest_statement_s else None
    return _postgresql_engine(target, "REPEATABLE READ", options, Patience(PAGE_SILENCE_S, longest))


def was_never_made(engine: Engine) -> bool:
    """Whether the database is a file that does not exist; of a server that does not answer nobody can tell."""
    file = engine.url.database
    try:
        return engine.dialect.name == "sqlite" and file is not None and not Path(file).exists()
    except PermissionError:
        # Who may not look into its folder cannot tell either.
        return False


def _postgresql_engine(target: Any, isolation: str, options: str, patience: Patience) -> Engine:
    """``options`` are those of a session; the URL's own replace their ``{}``. Of two that differ the later counts."""
    # Imports the driver, which SQLite does not need.
    from data_access.store.silence import CONNECTING, notice_silence

    # A name without a driver means psycopg 3, the one driver that is installed.
    if target.drivername in ("postgresql", "postgres"):
        target = target.set(drivername="postgresql+psycopg")
    of_url = target.query.get("options", "")
    connecting = {name: value for name, value in CONNECTING.items() if name not in target.query}
    engine = create_engine(
        target,
        isolation_level=isolation,
        pool_pre_ping=True,
        max_overflow=READERS_AT_ONCE,
        hide_parameters=True,
        connect_args={"options": options.format(of_url), **connecting},
    )
    notice_silence(engine, patience)
    return engine


def _is_file(target: URL) -> bool:
    """Whether a URL of SQLite names a file and not the memory."""
    return target.database not in (None, "", ":memory:")


def _sqlite_engine(target: URL, read_only: bool) -> Engine:
    patience = {} if "timeout" in target.query else {"timeout": LOCK_WAIT_S}
    # In memory there is one connection only, and no pool to be sized.
    pool = {"max_overflow": READERS_AT_ONCE} if _is_file(target) else {}
    options: Any = {"check_same_thread": False, **patience}
    engine = create_engine(target, connect_args=options, hide_parameters=True, **pool)
    if _is_file(target):
        sqlite_files.notice_another_file(engine)
        if read_only:
            sqlite_files.open_for_reading(engine)
        else:
            sqlite_files.write_back_the_log(engine)

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
        # The driver must not decide when a transaction begins: a reader needs one snapshot for all its statements.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        if read_only:
            connection.execute("PRAGMA query_only = ON")
        else:
            # As PostgreSQL has it; only who writes asks for it.
            connection.create_function("reverse", 1, lambda text: text and text[::-1], deterministic=True)
            sqlite_files.keep_a_log(connection, float(str(target.query.get("timeout", LOCK_WAIT_S))))
            # A committed load is on the disk, also after a power failure.
            connection.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        beginning = "BEGIN" if read_only else "BEGIN IMMEDIATE"
        with asking_the_driver(connection, beginning) as raw:
            raw.execute(beginning)

    return engine


class month_of(FunctionElement[Any]):  # noqa: N801 - reads as an SQL function
    """First day of the month of a date."""

    type = Date()
    inherit_cache = True


class days_between(FunctionElement[Any]):  # noqa: N801
    """Whole days from the first date to the second."""

    type = Integer()
    inherit_cache = True


class days_after(FunctionElement[Any]):  # noqa: N801
    """The date so many days (the second, an integer) after a date (the first)."""

    type = Date()
    inherit_cache = True


class date_in_year(FunctionElement[Any]):  # noqa: N801
    """The date of a year (integer) and a month and day ("03-31")."""

    type = Date()
    inherit_cache = True


class day_of_next_month(FunctionElement[Any]):  # noqa: N801
    """The date on a numbered day of the month after a month (its first day): its last day where it has fewer."""

    type = Date()
    inherit_cache = True


@compiles(day_of_next_month, "sqlite")
def _day_of_next_month_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    month, day = (compiler.process(clause, **options) for clause in element.clauses)
    return f"min(date({month}, '+1 month', '+' || ({day} - 1) || ' days'), date({month}, '+2 months', '-1 day'))"


@compiles(day_of_next_month, "postgresql")
def _day_of_next_month_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    month, day = (compiler.process(clause, **options) for clause in element.clauses)
    due = f"{month} + INTERVAL '1 month' + ({day} - 1) * INTERVAL '1 day'"
    return f"CAST(LEAST({due}, {month} + INTERVAL '2 months' - INTERVAL '1 day') AS DATE)"


@compiles(month_of, "sqlite")
def _month_of_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"date({compiler.process(element.clauses, **options)}, 'start of month')"


@compiles(month_of, "postgresql")
def _month_of_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"CAST(date_trunc('month', {compiler.process(element.clauses, **options)}) AS DATE)"


@compiles(days_between, "sqlite")
def _days_between_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    earlier, later = (compiler.process(clause, **options) for clause in element.clauses)
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"


@compiles(days_between, "postgresql")
def _days_between_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    earlier, later = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({later} - {earlier})"


@compiles(days_after, "sqlite")
def _days_after_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    date, days = (compiler.process(clause, **options) for clause in element.clauses)
    return f"date({date}, ({days}) || ' days')"


@compiles(days_after, "postgresql")
def _days_after_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    date, days = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({date} + CAST({days} AS INTEGER))"


@compiles(date_in_year, "sqlite")
def _date_in_year_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    year, month_day = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({year} || '-' || {month_day})"


@compiles(date_in_year, "postgresql")
def _date_in_year_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    year, month_day = (compiler.process(clause, **options) for clause in element.clauses)
    return f"to_date({year} || '-' || {month_day}, 'YYYY-MM-DD')"


@contextmanager
def asking_the_driver(connection: Connection, statement: str) -> Iterator[Any]:
    """The driver's own connection; its errors are wrapped as SQLAlchemy wraps those of its own statements."""
    raw: Any = connection.connection.dbapi_connection
    base = connection.dialect.loaded_dbapi.Error
    try:
        yield raw
    except base as error:
        if connection.dialect.is_disconnect(error, raw, None):
            connection.invalidate(error)
        raise DBAPIError.instance(
            statement, None, error, base, hide_parameters=True, dialect=connection.dialect
        ) from error
