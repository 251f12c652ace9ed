"""The one row that says which data stand, and the lock of those who change it."""

from typing import Any

from sqlalchemy import Connection, select, text, update

from data_access.store.tables import database_state

# Any number, as long as every load asks for the same one.
LOCK = 20_100_821


def hold_lock(connection: Connection) -> None:
    """One load at a time: SQLite's writing transaction is the lock already, PostgreSQL is asked for one."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def read_state(connection: Connection) -> Any:
    """The one row of ``database_state``."""
    return connection.execute(select(database_state)).one()


def raise_version(connection: Connection, **changes: Any) -> int:
    """Raise the data version by one, with other changes of the state; returns the new version."""
    version = database_state.c.data_version + 1
    statement = update(database_state).values(data_version=version, **changes).returning(database_state.c.data_version)
    return int(connection.execute(statement).scalar_one())
