"""Rows that stand in the ledgers and cannot be right: those of which a load gives hints, as they stand today."""

import operator
from collections.abc import Sequence
from functools import reduce
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Select, case, func, literal, select, union_all

from data_access.ledgers.all import ENTRY_OF
from data_access.ledgers.entry import Entry
from data_access.ledgers.hints import doubtful
from data_access.reading.extent import Extent
from data_access.reading.item_states import within
from data_access.reading.reader import Reader
from data_access.store.tables import unit

# So many rows are listed at most; a ledger with more was filled in by another rule than ours.
MOST_LISTED = 500


def doubtful_rows(reader: Reader, extent: Extent, ledgers: Sequence[str]) -> tuple[pd.DataFrame, int]:
    """The first ``MOST_LISTED`` doubtful rows of these ledgers, and how many there are in all; one statement.

    Columns: ledger, code, unit, number and also (what tells rows of one number apart, '' for nothing), and hints: their
    codes, parted by blanks. Each unit's rows are its own: a case of several parties may stand there several times.
    """
    rows = union_all(*(_of_ledger(ENTRY_OF[key], extent) for key in ledgers)).subquery()
    shown = (column for column in rows.c if column.name != "unit_id")
    statement = (
        select(unit.c.code, unit.c.name.label("unit"), *shown, func.count().over().label("all"))
        .join_from(rows, unit, rows.c.unit_id == unit.c.unit_id)
        .order_by(func.coalesce(unit.c.sort_order, 1_000_000), unit.c.code, rows.c.ledger, rows.c.number, rows.c.also)
        .limit(MOST_LISTED)
    )
    found = reader.rows(rows, statement)
    return found.drop(columns="all"), int(found["all"].iat[0]) if len(found) else 0


def _of_ledger(entry: Entry, extent: Extent) -> Select[Any]:
    of = entry.ledger.table.c
    named: list[ColumnElement[str]] = [case((hint.where, f"{hint.code} "), else_="") for hint in entry.hints]
    also = of[entry.also] if entry.also else literal("")
    return select(
        of.unit_id,
        literal(entry.ledger.key).label("ledger"),
        of[entry.number].label("number"),
        also.label("also"),
        reduce(operator.add, named).label("hints"),
    ).where(doubtful(entry.hints), within(of.unit_id, extent))
