"""The one row that says which data stand, and the lock of those who change it."""

from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, inspect, select, text, update

from data_access.problems import Refused
from data_access.store.tables import SCHEMA_VERSION, database_state, metadata

# The number of PostgreSQL's advisory lock; any number will do, if every load uses the same.
LOCK = 20_100_821
# Between the two parts of a version's code.
_BETWEEN = "-"


def hold_lock(connection: Connection) -> None:
    """One load at a time: SQLite's writing transaction is the lock already, PostgreSQL is asked for one."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def read_state(connection: Connection) -> Any:
    """The one row of ``database_state``."""
    return connection.execute(select(database_state)).one()


def purges(version_code: str | None) -> int:
    """How often something had been purged when a version was made."""
    before, between, _ = (version_code or "").partition(_BETWEEN)
    return int(before) if between and before.isdigit() else 0


def raise_version(connection: Connection, *, purged: bool = False, **changes: Any) -> int:
    """Raise the data version by one, with other changes of the state; returns the new version.

    Its code begins with how often something was ``purged``, so that readers let go of what they kept from before.
    """
    code = connection.execute(select(database_state.c.version_code)).scalar()
    version = {"data_version": database_state.c.data_version + 1,
               "version_code": f"{purges(code) + purged}{_BETWEEN}{uuid4().hex}"}  # fmt: skip
    statement = update(database_state).values(**version, **changes).returning(database_state.c.data_version)
    return int(connection.execute(statement).scalar_one())


def schema_of(connection: Connection) -> str | None:
    """The schema version of a database, also of one older or newer than this code; None when it has no state."""
    if not inspect(connection).has_table(database_state.name):
        return None
    return connection.execute(select(database_state.c.schema_version)).scalar()


def refuse_newer_schema(connection: Connection) -> None:
    """Raise ``problems.Refused`` for a database that a later program has made: this one cannot know what it holds."""
    schema = schema_of(connection)
    if schema is not None and schema > SCHEMA_VERSION:
        raise Refused("schema.newer", value=schema, expected=SCHEMA_VERSION)


def refuse_other_schema(connection: Connection) -> None:
    """Raise ``problems.Refused``, with the command that mends it, unless the database has this code's schema."""
    refuse_newer_schema(connection)
    schema = schema_of(connection)
    if schema is None:
        raise Refused("command.no_database")
    if schema != SCHEMA_VERSION:
        raise Refused("schema.older", value=schema, expected=SCHEMA_VERSION)
    if missing := sorted(metadata.tables.keys() - inspect(connection).get_table_names()):
        raise Refused("schema.tables_missing", value=", ".join(missing))
