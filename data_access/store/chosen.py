"""Rows that are chosen by many values of one column, more than a statement can name."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Column, Connection, Row, Select, bindparam, literal, select

# Values named in one statement; below what any driver allows.
MOST_NAMED = 500
_VALUES = "chosen_values"


def chosen(
    connection: Connection, query: Select[Any], column: Column[Any], values: Collection[Any], rows_a_value: int = 1
) -> Iterator[Row[Any]]:
    """The rows of a query, which selects ``column``, with one of the values in it.

    A table that holds no more rows than there are values is read once, instead of being asked for them in parts; where
    the query leaves out most rows, one of so many times as many (``rows_a_value``).
    """
    if len(values) > MOST_NAMED and not _holds_more_than(connection, column, rows_a_value * len(values)):
        wanted = values if isinstance(values, (set, frozenset)) else set(values)
        place = [each is column for each in query.selected_columns].index(True)
        yield from (row for row in connection.execute(query) if row[place] in wanted)
        return
    statement = query.where(column.in_(bindparam(_VALUES, expanding=True)))
    for part in parts_of(values):
        yield from connection.execute(statement, {_VALUES: list(map(_copy, part))})


def parts_of(values: Collection[Any]) -> Iterator[list[Any]]:
    """The values in an order that does not change, as many at a time as one statement may name."""
    ordered = sorted(values, key=str)
    for start in range(0, len(ordered), MOST_NAMED):
        yield ordered[start : start + MOST_NAMED]


def _copy(value: Any) -> Any:
    """A text that ends with its statement: one that was bound keeps its form in UTF-8 beside it as long as it lives.

    Of half a million numbers those forms, strewn between rows that were read and forgotten, kept 70 MB.
    """
    return value[:1] + value[1:] if isinstance(value, str) else value


def _holds_more_than(connection: Connection, column: Column[Any], number: int) -> bool:
    beyond = select(literal(1)).select_from(column.table).offset(number).limit(1)
    return connection.execute(beyond).first() is not None
