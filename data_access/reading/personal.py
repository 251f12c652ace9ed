"""Which columns of a statement hold personal data: those whose sources a ledger declares so, whatever their label."""

from collections.abc import Iterator

from sqlalchemy import Boolean, Column, ColumnElement, Date, Integer, Numeric
from sqlalchemy.sql import visitors

# Float is a Numeric.
_NO_TEXT = (Boolean, Date, Integer, Numeric)


def is_personal(column: ColumnElement[object]) -> bool:
    """Whether a selected text has a personal source, through labels, functions, subqueries and unions.

    A count of names, or whether there is one, is no name.
    """
    return is_text(column) and any(source.info.get("personal") for source in sources(column))


def is_text(column: ColumnElement[object]) -> bool:
    return not isinstance(column.type, _NO_TEXT)


def sources(column: ColumnElement[object]) -> Iterator[Column[object]]:
    """The columns of tables that a selected column is made of."""
    for element in visitors.iterate(column):
        if isinstance(element, ColumnElement):
            for base in element.base_columns:
                if isinstance(base, Column):
                    yield base
                elif base is not element:
                    yield from sources(base)
