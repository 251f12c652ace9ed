"""Bringing the stored views to their declarations, so that nothing is counted with another view than the declared."""

from collections.abc import Callable
from functools import cache

from sqlalchemy import Connection, Dialect, text

from data_access.ledgers.all import VIEWS

_STORED_ON_SQLITE = text("SELECT sql FROM sqlite_master WHERE type = 'view' AND name = :name")
# PostgreSQL rewrites the text of a view. So the declared view is made as a temporary one and both are compared.
_SAME_ON_POSTGRESQL = text("SELECT pg_get_viewdef('pg_temp.declared'::regclass) = pg_get_viewdef(to_regclass(:name))")


def create_views(connection: Connection) -> None:
    """Create every view that is missing or stands otherwise than declared.

    One that stands as declared is left alone: on PostgreSQL its readers would wait for the end of the transaction.
    """
    dialect: Callable[[], Dialect] = type(connection.dialect)
    for name, declared in _declared(dialect).items():
        if not _stands(connection, name, declared):
            connection.execute(text(f"DROP VIEW IF EXISTS {name}"))
            connection.exec_driver_sql(_creating(name, declared))


# Kept, since declarations do not change while a program runs.
@cache
def _declared(dialect: Callable[[], Dialect]) -> dict[str, str]:
    spoken, options = dialect(), {"literal_binds": True}
    return {name: str(view().compile(dialect=spoken, compile_kwargs=options)) for name, view in VIEWS.items()}


def _creating(name: str, declared: str) -> str:
    return f"CREATE VIEW {name} AS {declared}"


def _stands(connection: Connection, name: str, declared: str) -> bool:
    if connection.dialect.name == "sqlite":
        return connection.execute(_STORED_ON_SQLITE, {"name": name}).scalar() == _creating(name, declared)
    connection.exec_driver_sql(f"CREATE TEMPORARY VIEW declared AS {declared}")
    same = connection.execute(_SAME_ON_POSTGRESQL, {"name": name}).scalar()
    connection.execute(text("DROP VIEW pg_temp.declared"))
    return bool(same)
