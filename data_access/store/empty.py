"""Which tables have no row at all, asked in one statement: of a ledger without any nothing has to be worked out."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, Connection, FromClause, Table, exists, literal, select, union_all


def empty_among(connection: Connection, tables: Iterable[FromClause]) -> frozenset[str]:
    """The names of those tables that have no row. A view, whose rows are dear to find, is never among them."""
    asked = tuple(dict.fromkeys(table for table in tables if isinstance(table, Table)))
    return frozenset(row.name for row in connection.execute(_without_a_row(asked))) if asked else frozenset()


@lru_cache
def _without_a_row(tables: tuple[Table, ...]) -> CompoundSelect[Any]:
    return union_all(
        *(select(literal(table.name).label("name")).where(~exists().select_from(table)) for table in tables)
    )
