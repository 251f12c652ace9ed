"""Whether the database can be read by this code now, and why not: one word that a page turns into a sentence."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DBAPIError

from data_access.counting.tallies import tally_hash
from data_access.store.engine import was_never_made
from data_access.store.failures import UNUSABLE, failure_of
from data_access.store.state import purges, schema_of
from data_access.store.tables import SCHEMA_VERSION, database_state


class DatabaseNotReadyError(Exception):
    """The database cannot be read; ``code`` says why.

    missing, empty, other_schema, recount: a command must come first. newer_schema: this program is too old for it. One
    of ``failures.UNUSABLE``: it does not answer, takes too long, may not be read and so on.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class OutdatedError(DatabaseNotReadyError):
    """What is asked for was not kept of the version on screen, and the database holds a later one by now."""

    def __init__(self) -> None:
        super().__init__("outdated")


@dataclass(frozen=True)
class State:
    """The one row that every warm page reads; ``version_code`` tells apart what has the same version number."""

    data_version: int
    data_as_of: dt.date
    synthetic: bool
    city_name: str
    version_code: str = ""

    @property
    def purges(self) -> int:
        """How often something was purged; what was kept before the last time must not be shown."""
        return purges(self.version_code)


def state_of(connection: Connection) -> State:
    """The one row; ``DatabaseNotReadyError`` when another program or command must come first."""
    try:
        row = connection.execute(select(database_state)).first()
    except DBAPIError as error:
        raise DatabaseNotReadyError(_why_no_state(connection.engine, error)) from error
    if row is None:
        raise DatabaseNotReadyError("missing")
    if row.schema_version != SCHEMA_VERSION:
        raise DatabaseNotReadyError(_of_schema(row.schema_version))
    if row.data_version == 0 or row.data_as_of is None:
        raise DatabaseNotReadyError("empty")
    if row.tally_hash != tally_hash():
        raise DatabaseNotReadyError("recount")
    return State(row.data_version, row.data_as_of, row.synthetic, row.city_name or "", row.version_code or "")


def _why_no_state(engine: Engine, error: DBAPIError) -> str:
    failure = failure_of(error)
    if failure in UNUSABLE:
        return failure
    # A new connection: after an error PostgreSQL refuses further statements of the transaction.
    with said_when_not_ready(engine), engine.connect() as connection:
        schema = schema_of(connection)
    return "missing" if schema is None else _of_schema(schema)


def _of_schema(schema: str) -> str:
    return "newer_schema" if schema > SCHEMA_VERSION else "other_schema"


@contextmanager
def said_when_not_ready(engine: Engine) -> Iterator[None]:
    """A database that cannot be used becomes a ``DatabaseNotReadyError``; a fault of this code stays what it is."""
    try:
        yield
    except DBAPIError as error:
        failure = "missing" if was_never_made(engine) else failure_of(error)
        if failure not in (*UNUSABLE, "missing"):
            raise
        raise DatabaseNotReadyError(failure) from error
