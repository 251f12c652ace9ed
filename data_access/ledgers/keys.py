"""Rows of ledgers: their keys, and the numbers of their units."""

from typing import Any

from sqlalchemy import Connection, select

from data_access.ledgers.declare import Ledger
from data_access.store.tables import unit

Row = dict[str, object]


Key = tuple[object, ...]


def unit_ids(connection: Connection) -> dict[str, int]:
    """Every unit's number by its code."""
    return {row.code: row.unit_id for row in connection.execute(select(unit.c.code, unit.c.unit_id))}


def key_of(ledger: Ledger, row: Any) -> Key:
    return ledger.read_key(row)
