"""Keep the rows as they stood before a load, so that the load can be undone.

A changed or removed row is kept whole. A new row of a fact needs no entry, since it names its load; a new unit, which
names none, has an entry without a row. Changes of the database's state are kept under the ledger ``STATE``.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Date, Table

from data_access.ledgers.keys import Row, key_of
from data_access.ledgers.unit import UNITS
from data_access.loading.differences import Changes
from data_access.store.tables import load_change
from data_access.store.writing import bulk_insert

STATE = "database_state"
# The columns of the state that a load sets; the day of the data follows from the rows and loads that stand.
KEPT_OF_STATE = ("synthetic", "city_name")


def record_changes(connection: Connection, load_id: int, changes: Changes) -> None:
    """Keep the rows that the changes replace or remove; call it before the changes are written."""
    ledger = changes.ledger
    entries = [
        _entry(load_id, ledger.key, key_of(ledger, row), row, row.get("load_id"))
        for row in (*changes.before, *changes.removed)
    ]
    if ledger is UNITS:
        record_new_units(connection, load_id, [str(row["code"]) for row in changes.new])
    bulk_insert(connection, load_change, entries)


def record_new_units(connection: Connection, load_id: int, codes: Iterable[str]) -> None:
    bulk_insert(connection, load_change, [_entry(load_id, UNITS.key, (code,), None, None) for code in codes])


def record_state(connection: Connection, load_id: int, before: Mapping[str, object]) -> None:
    """Keep the columns of the database's state that a load changes, with their values ``before`` it."""
    bulk_insert(connection, load_change, [_entry(load_id, STATE, (), before, None)])


def as_json(row: Mapping[str, object]) -> str:
    return json.dumps(dict(row), ensure_ascii=False, default=str)


def key_text(key: Sequence[object]) -> str:
    return json.dumps(list(key), ensure_ascii=False, default=str)


def from_json(table: Table, text: str) -> Row:
    """The row as it stood, with the types of its table."""
    row: Row = json.loads(text)
    for name, value in row.items():
        if isinstance(table.c[name].type, Date) and value is not None:
            row[name] = dt.date.fromisoformat(str(value))
    return row


def _entry(load_id: int, ledger: str, key: Sequence[object], before: Any, before_load_id: object) -> dict[str, object]:
    return {
        "load_id": load_id,
        "ledger": ledger,
        "key": key_text(key),
        "before": None if before is None else as_json(before),
        "before_load_id": before_load_id,
    }
