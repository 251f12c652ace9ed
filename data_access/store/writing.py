"""Writing many rows at once, as each engine does it fastest."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Date, MetaData, Table, func, select, text
from sqlalchemy.dialects import postgresql, sqlite

from data_access.store.engine import asking_the_driver

# Rows that are turned into what the driver takes at a time.
ROWS_AT_ONCE = 10_000


def upsert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], key: Sequence[str]) -> None:
    """Insert rows or replace those with the same ``key``; every row must have the same columns."""
    if not rows:
        return
    names = list(rows[0])
    if connection.dialect.name != "postgresql":
        connection.execute(_replacing(sqlite.insert(table), names, key), list(rows))
        return
    columns = (Column(name, table.c[name].type) for name in names)
    staged = Table(f"staged_{table.name}", MetaData(), *columns, prefixes=["TEMPORARY"])
    staged.create(connection)
    bulk_insert(connection, staged, rows)
    connection.execute(_replacing(postgresql.insert(table).from_select(names, select(staged)), names, key))
    staged.drop(connection)


def _replacing(statement: Any, names: Sequence[str], key: Sequence[str]) -> Any:
    replaced = {name: statement.excluded[name] for name in names if name not in key}
    if not replaced:
        return statement.on_conflict_do_nothing(index_elements=list(key))
    return statement.on_conflict_do_update(index_elements=list(key), set_=replaced)


def bulk_insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert many new rows: COPY on PostgreSQL, executemany elsewhere. Every row must have the same columns."""
    if not rows:
        return
    if connection.dialect.name != "postgresql":
        _insert_many(connection, table, rows)
        return
    names = list(rows[0])
    quoted = ", ".join(f'"{name}"' for name in names)
    copying = f'COPY "{table.name}" ({quoted}) FROM STDIN'
    with asking_the_driver(connection, copying) as raw, raw.cursor() as cursor, cursor.copy(copying) as copy:
        for row in rows:
            copy.write_row([row[name] for name in names])


def _insert_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Column by column past SQLAlchemy, which would work out every row's values anew: twice as fast."""
    if not connection.in_transaction():
        connection.begin()
    names, inserting = _inserting(table, tuple(rows[0]))
    stored = [_stored_as(table.c[name], connection) for name in names]
    with asking_the_driver(connection, inserting) as raw:
        for start in range(0, len(rows), ROWS_AT_ONCE):
            part = rows[start : start + ROWS_AT_ONCE]
            cells = (map(itemgetter(name), part) for name in names)
            columns = [
                column if convert is None else map(convert, column)
                for column, convert in zip(cells, stored, strict=True)
            ]
            raw.executemany(inserting, zip(*columns, strict=True))


@lru_cache(500)
def _inserting(table: Table, names: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The columns in the order of their places in the statement for SQLite, and the statement."""
    compiled: Any = table.insert().compile(dialect=sqlite.dialect(), column_keys=list(names))
    return tuple(compiled.positiontup), compiled.string


def _stored_as(column: Column[Any], connection: Connection) -> Callable[[Any], Any] | None:
    """What turns the values of a column into those the driver takes; each day is worked out once, not once a row."""
    convert = column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    return cache(convert) if convert is not None and isinstance(column.type, (Boolean, Date)) else convert


def storable(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with signs for what a database cannot hold in a text: NUL (PostgreSQL), half a pair of surrogates (both).

    For what is kept to be shown, such as a rejected cell; a value that is counted must be checked instead.
    """
    return {
        name: value.replace("\0", "␀").encode("utf-8", "replace").decode() if isinstance(value, str) else value
        for name, value in row.items()
    }


def put_references_off(connection: Connection) -> None:
    """Let rows of this transaction refer to rows that come later; PostgreSQL looks at the end of a COPY anyway."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))


def settle(connection: Connection, table: Table) -> None:
    """After all rows of a table came at once: number on above the highest, and let PostgreSQL know its size."""
    if connection.dialect.name != "postgresql":
        return
    column = table.autoincrement_column
    if column is not None:
        sequence = func.pg_get_serial_sequence(f'"{table.name}"', column.name)
        highest = select(func.max(column)).scalar_subquery()
        connection.execute(select(func.setval(sequence, func.coalesce(highest, 1), highest.is_not(None))))
    connection.execute(text(f'ANALYZE "{table.name}"'))
