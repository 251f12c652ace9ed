"""Another database as a source: one SELECT, asked on a connection that cannot write, becomes a sheet."""

import hashlib
from typing import Any

from sqlalchemy import CursorResult, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from data_access.files.cell_text import visible
from data_access.files.instants import in_the_city
from data_access.files.limits import MOST_CELLS, MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS
from data_access.files.refusals import megabytes
from data_access.files.sources import NO_HEADER_ROW, Row, Sheet, header_texts, is_blank
from data_access.problems import Refused
from data_access.store.engine import reader_engine, was_never_made
from data_access.store.shown_url import without_password

# The backends whose connections can be made read-only.
BACKENDS = ("sqlite", "postgresql", "postgres")
# What a ledger has no cell for: bytes, arrays, documents.
NO_SINGLE_VALUES = (bytes, bytearray, memoryview, list, tuple, dict)


def query_sheet(url: str, query: str) -> Sheet:
    """The rows of a query on another database, as the sheet of a ledger; they are numbered from 1.

    Raises ``problems.Refused`` when the database cannot be asked, or the query is no SELECT, gives no rows, too many of
    them, or values that are no single ones.
    """
    name = _name_of(url)
    engine = reader_engine(url)
    try:
        if was_never_made(engine):
            raise Refused("source.no_database", value=name)
        return _sheet_of_query(engine, name, query)
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
        raise Refused("source.bad_url", value=without_password(url)) from error
    if backend not in BACKENDS or not database:
        raise Refused("source.bad_url", value=f"{backend}://")
    return str(database).replace("\\", "/").rsplit("/", 1)[-1]


def _sheet_of_query(engine: Engine, name: str, query: str) -> Sheet:
    with engine.connect() as connection:
        # A cursor of the server takes a query and nothing else; the text is handed on as it is, with its % and colons.
        options: dict[str, Any] = {"stream_results": True, "no_parameters": True}
        with connection.exec_driver_sql(query, execution_options=options) as result:
            if not result.returns_rows:
                raise Refused("source.not_a_query", value=name)
            headers = header_texts(map(visible, result.keys()))
            rows = _rows(result, name, headers)
    if not rows:
        raise Refused("source.no_rows", value=name)
    digest = hashlib.sha256(repr((headers, rows)).encode()).hexdigest()
    return Sheet(name, headers, rows, name, digest, NO_HEADER_ROW)


def _rows(result: CursorResult[Any], name: str, headers: tuple[str, ...]) -> list[Row]:
    """The rows as they come; no more is kept than may be."""
    rows: list[Row] = []
    most_rows = min(MOST_ROWS, MOST_CELLS // max(1, len(headers))) if len(headers) <= MOST_COLUMNS else 0
    characters = 0
    for number, row in enumerate(result, 1):
        characters += sum(len(value) for value in row if isinstance(value, str))
        if number > most_rows or characters > MOST_CHARACTERS:
            most = {"rows": f"{MOST_ROWS:,}", "columns": str(MOST_COLUMNS), "cells": f"{MOST_CELLS:,}"}
            raise Refused("source.too_large", value=name, size=megabytes(MOST_CHARACTERS), **most)
        for header, value in zip(headers, row, strict=True):
            if isinstance(value, NO_SINGLE_VALUES):
                raise Refused("source.nested", value=name, column=header)
        if not all(map(is_blank, row)):
            rows.append((number, tuple(in_the_city(visible(value)) for value in row)))
    return rows


def _first_line(error: DBAPIError) -> str:
    return (str(error.orig).splitlines() or [""])[0]
