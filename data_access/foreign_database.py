"""Another database as a source: one SELECT, asked on a connection that cannot write, becomes a sheet."""

import hashlib
from typing import Any

from sqlalchemy import CursorResult, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from data_access.engine import reader_engine, was_never_made
from data_access.limits import MOST_COLUMNS, MOST_ROWS
from data_access.problems import Refused
from data_access.sources import Row, Sheet, is_blank

# The only ones whose connections can be kept from writing.
BACKENDS = ("sqlite", "postgresql", "postgres")


def query_sheet(url: str, query: str) -> Sheet:
    """The rows of a query on another database, as the sheet of a ledger; they are numbered from 1.

    Raises ``problems.Refused`` when the database cannot be asked, or the query is no SELECT or gives no rows.
    """
    name = _name_of(url)
    engine = reader_engine(url)
    try:
        if was_never_made(engine):
            raise Refused("source.no_database", value=name)
        return _asked(engine, name, query)
    except DBAPIError as error:
        raise Refused("source.query_failed", value=name, expected=_first_line(error)) from error
    finally:
        engine.dispose()


def _name_of(url: str) -> str:
    """What the load is known by: never the password, nor the folders of a file."""
    try:
        target = make_url(url)
        backend, database = target.get_backend_name(), target.database
    except (ArgumentError, ValueError) as error:
        raise Refused("source.bad_url", value=url) from error
    if backend not in BACKENDS or not database:
        raise Refused("source.bad_url", value=f"{backend}://")
    return str(database).replace("\\", "/").rsplit("/", 1)[-1]


def _asked(engine: Engine, name: str, query: str) -> Sheet:
    with engine.connect() as connection:
        # A cursor of the server takes a query and nothing else; the text is handed on as it is, with its % and colons.
        options: dict[str, Any] = {"stream_results": True, "no_parameters": True}
        result = connection.exec_driver_sql(query, execution_options=options)
        if not result.returns_rows:
            raise Refused("source.not_a_query", value=name)
        headers = tuple(map(str, result.keys()))
        rows = _rows(result, name)
    if not rows or len(headers) > MOST_COLUMNS:
        raise Refused("source.no_rows" if not rows else "source.too_large", value=name)
    digest = hashlib.sha256(repr((headers, rows)).encode()).hexdigest()
    return Sheet(name, headers, rows, name, digest)


def _rows(result: CursorResult[Any], name: str) -> list[Row]:
    rows: list[Row] = []
    for number, row in enumerate(result, 1):
        if number > MOST_ROWS:
            raise Refused("source.too_large", value=name)
        if not all(map(is_blank, row)):
            rows.append((number, tuple(row)))
    return rows


def _first_line(error: DBAPIError) -> str:
    return (str(error.orig).splitlines() or [""])[0]
