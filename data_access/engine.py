"""Engines and the few places where SQLite and PostgreSQL differ."""

import os
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Date, Engine, Integer, Table, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import FunctionElement

URL_SETTING = "REPORTING_DATABASE_URL"
DEFAULT_URL = f"sqlite:///{Path(__file__).parent.parent / 'var' / 'reporting.db'}"
# SQLite refuses statements with more bound values than this (its own default since 3.32).
SQLITE_MAX_VARIABLES = 32_766
BUSY_TIMEOUT_MS = 30_000


def database_url(url: str | None = None) -> str:
    """The reporting database: the argument, else the setting ``REPORTING_DATABASE_URL``, else a file under ``var/``."""
    return url or os.environ.get(URL_SETTING) or DEFAULT_URL


def writer_engine(url: str | None = None) -> Engine:
    """An engine that may write: for the command line only. Creates the folder of a SQLite file."""
    target = make_url(database_url(url))
    if target.get_backend_name() == "sqlite" and target.database:
        Path(target.database).parent.mkdir(parents=True, exist_ok=True)
    return _engine(target, read_only=False)


def reader_engine(url: str | None = None) -> Engine:
    """The engine of the dashboard: every connection refuses to write, whatever is asked of it."""
    return _engine(make_url(database_url(url)), read_only=True)


def was_never_made(engine: Engine) -> bool:
    """Whether the database is a file that does not exist; of a server that does not answer nobody can tell."""
    file = engine.url.database
    return engine.dialect.name == "sqlite" and file is not None and not Path(file).exists()


def _engine(target: Any, *, read_only: bool) -> Engine:
    if target.get_backend_name() == "sqlite":
        return _sqlite_engine(target, read_only)
    # A name without a driver means psycopg 3, the one driver that is installed.
    if target.drivername in ("postgresql", "postgres"):
        target = target.set(drivername="postgresql+psycopg")
    options = "-c default_transaction_read_only=on" if read_only else ""
    # Repeatable read gives all statements of one transaction the same state, as SQLite's snapshot does.
    isolation = "REPEATABLE READ" if read_only else "READ COMMITTED"
    return create_engine(
        target, isolation_level=isolation, pool_pre_ping=True, connect_args={"options": options} if options else {}
    )


def _sqlite_engine(target: Any, read_only: bool) -> Engine:
    engine = create_engine(target, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
        # The driver must not decide when a transaction begins: a reader needs one snapshot for all its statements.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        if read_only:
            connection.execute("PRAGMA query_only = ON")
        else:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        raw: Any = connection.connection.dbapi_connection
        raw.execute("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


class month_of(FunctionElement[Any]):  # noqa: N801 - reads as an SQL function
    """First day of the month of a date."""

    type = Date()
    inherit_cache = True


class days_between(FunctionElement[Any]):  # noqa: N801
    """Whole days from the first date to the second."""

    type = Integer()
    inherit_cache = True


class date_in_year(FunctionElement[Any]):  # noqa: N801
    """The date of a year (integer) and a month and day ("03-31")."""

    type = Date()
    inherit_cache = True


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


@compiles(date_in_year, "sqlite")
def _date_in_year_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    year, month_day = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({year} || '-' || {month_day})"


@compiles(date_in_year, "postgresql")
def _date_in_year_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    year, month_day = (compiler.process(clause, **options) for clause in element.clauses)
    return f"to_date({year} || '-' || {month_day}, 'YYYY-MM-DD')"


def upsert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], key: Sequence[str]) -> None:
    """Insert rows or replace those with the same ``key``; every row must have the same columns."""
    if not rows:
        return
    build = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    changed = [column for column in rows[0] if column not in key]
    for part in _chunks(connection, rows):
        statement = build(table).values(list(part))
        if changed:
            updates = {column: statement.excluded[column] for column in changed}
            statement = statement.on_conflict_do_update(index_elements=list(key), set_=updates)
        else:
            statement = statement.on_conflict_do_nothing(index_elements=list(key))
        connection.execute(statement)


def bulk_insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert many new rows: COPY on PostgreSQL, executemany elsewhere. Every row must have the same columns."""
    if not rows:
        return
    if connection.dialect.name != "postgresql":
        connection.execute(table.insert(), list(rows))
        return
    names = list(rows[0])
    raw: Any = connection.connection.dbapi_connection
    quoted = ", ".join(f'"{name}"' for name in names)
    with raw.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({quoted}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row([row[name] for name in names])


def _chunks(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> Iterable[Sequence[Mapping[str, Any]]]:
    size = max(1, min(1_000, SQLITE_MAX_VARIABLES // max(1, len(rows[0]))))
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
