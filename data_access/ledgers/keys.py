"""The table and the key of a ledger's rows."""

from typing import Any

from sqlalchemy import Connection, Table, select

from data_access.ledgers.declare import Ledger
from data_access.store.tables import metadata, unit

Row = dict[str, object]


Key = tuple[object, ...]


def table_of(ledger: Ledger) -> Table:
    return metadata.tables[ledger.table]


def unit_ids(connection: Connection) -> dict[str, int]:
    """Every unit's number by its code."""
    return {row.code: row.unit_id for row in connection.execute(select(unit.c.code, unit.c.unit_id))}


def key_of(ledger: Ledger, row: Any) -> Key:
    return tuple(row[part] for part in ledger.natural_key)
