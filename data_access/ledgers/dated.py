"""Which rows of a ledger lie in a span of days: by the first of its dates that is filled (``Ledger.dated_by``)."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, func

from data_access.ledgers.declare import Ledger


def dated(ledger: Ledger) -> ColumnElement[Any]:
    """The date, or the year, that puts a row into a period."""
    columns = [ledger.table.c[name] for name in ledger.dated_by]
    return func.coalesce(*columns) if len(columns) > 1 else columns[0]


def dated_within(ledger: Ledger, first: dt.date, last: dt.date) -> ColumnElement[bool]:
    """Whether a row lies between two days; a yearly one where all months of its year do."""
    if ledger.column(ledger.dated_by[0]).is_year:
        return dated(ledger).between(first.year + (first.month > 1), last.year - (last.month < 12))
    return dated(ledger).between(first, last)
