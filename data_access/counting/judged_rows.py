"""The rows that tallies count, with what is judged of each worked out once.

A tally counts for the unit, the county and the city, a hit is a part of its base, and a deadline stands in many of
them: were it written out at each place, SQLite would take a quarter of a second to read a statement over no rows.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, select, true
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import BooleanClauseList
from sqlalchemy.sql.selectable import CTE


class JudgedRows:
    """Collects expressions over the rows of a table; each becomes a column of the one select that ``read_as`` makes."""

    def __init__(self, **columns: ColumnElement[Any]) -> None:
        self._names: dict[tuple[object, ...], str] = {}
        self._columns = [expression.label(name) for name, expression in columns.items()]

    def name_of(self, expression: ColumnElement[Any]) -> str:
        """The name of the column in which an expression stands; two that say the same share one."""
        meant = _meaning(expression)
        if meant not in self._names:
            self._names[meant] = f"p{len(self._names)}"
            self._columns.append(expression.label(self._names[meant]))
        return self._names[meant]

    def names_of(self, condition: ColumnElement[bool]) -> list[str]:
        """The columns that must all hold where a condition does."""
        return [self.name_of(part) for part in _parts(condition)]

    def read_as(self, name: str, rows: FromClause, *limits: ColumnElement[bool]) -> CTE:
        """These rows within the limits, each worked out before anything is made of it.

        Who names them once takes them one by one: an offset keeps an engine from writing the columns out where they are
        named, and no rows are put aside.
        """
        statement: Select[Any] = select(*self._columns).select_from(rows).where(*limits)
        return statement.offset(0).cte(name)


def read_first(statement: Select[Any], name: str) -> CTE:
    """A statement whose columns are worked out once, however often they are named afterwards."""
    return statement.cte(name).prefix_with("MATERIALIZED")


def all_hold(rows: CTE, names: list[str]) -> ColumnElement[bool]:
    """The condition whose parts stand in columns."""
    return and_(true(), *(rows.c[name] for name in names))


def _parts(condition: ColumnElement[bool]) -> Iterator[ColumnElement[bool]]:
    if isinstance(condition, BooleanClauseList) and condition.operator is operators.and_:
        for part in condition.clauses:
            yield from _parts(part)
    elif condition is not true():
        yield condition


def _meaning(expression: ColumnElement[Any]) -> tuple[object, ...]:
    """What tells two expressions apart: their SQL, and the names and values of its parameters."""
    compiled = expression.compile(dialect=sqlite.dialect())
    return str(compiled), *(f"{name} {value!r}" for name, value in compiled.params.items())
