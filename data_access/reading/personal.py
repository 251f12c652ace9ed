"""Which columns of a statement hold personal data: those whose sources a ledger declares so, whatever their label."""

from collections.abc import Iterator

from sqlalchemy import Column, ColumnElement
from sqlalchemy.sql import visitors


def is_personal(column: ColumnElement[object]) -> bool:
    """Whether any source of a selected column is personal, through labels, functions, subqueries and unions."""
    return any(source.info.get("personal") for source in _sources(column))


def _sources(column: ColumnElement[object]) -> Iterator[Column[object]]:
    for element in visitors.iterate(column):
        if isinstance(element, ColumnElement):
            for base in element.base_columns:
                if isinstance(base, Column):
                    yield base
                elif base is not element:
                    yield from _sources(base)
