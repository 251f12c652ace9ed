"""Keep the rows as they stood before a load, so that the load can be undone.

A changed or removed row is kept whole, of a changed one the changed cells, too. A new row of a fact needs no entry,
since it names its load; a new unit, which names none, has an entry without a row. Changes of the database's state are
kept under the ledger ``STATE``. How many rows of each unit a load changed is kept in ``load_unit``.
"""

import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Date, Table, select

from data_access.checking.change_report import COUNTED, CellChange, ChangeReport, RowChange, UnitChanges
from data_access.ledgers.all import BY_KEY
from data_access.ledgers.keys import Row, key_of
from data_access.ledgers.unit import UNITS
from data_access.loading.differences import Changes
from data_access.loading.unit_store import unit_names
from data_access.store.load_tables import load_change, load_unit
from data_access.store.writing import bulk_insert

STATE = "database_state"
# The columns of the state that a load sets; the day of the data follows from the rows and loads that stand.
KEPT_OF_STATE = ("synthetic", "city_name")


def record_changes(connection: Connection, load_id: int, changes: Changes, report: ChangeReport) -> None:
    """Keep the rows that the changes replace or remove, and what they are to a reader; call it before they are written.

    The report is that of the changes (``change_report.report_of``).
    """
    ledger = changes.ledger
    entries = [
        _entry(load_id, ledger.key, key_of(ledger, row), row, row.get("load_id"), _cells(change))
        for row, change in zip(changes.before, report.rows, strict=True)
    ]
    entries += [_entry(load_id, ledger.key, key_of(ledger, row), row, row.get("load_id")) for row in changes.removed]
    if ledger is UNITS:
        record_new_units(connection, load_id, [str(row["code"]) for row in changes.new])
    bulk_insert(connection, load_change, entries)
    bulk_insert(connection, load_unit, [_counts(load_id, each) for each in report.units])


def _cells(change: RowChange) -> str:
    content = {
        "unit": change.unit,
        "key": list(change.key),
        "row": change.row,
        "cells": {cell.column: [cell.before, cell.after] for cell in change.cells},
    }
    return json.dumps(content, ensure_ascii=False, default=str)


def _counts(load_id: int, each: UnitChanges) -> dict[str, object]:
    rows = {f"rows_{name}": getattr(each, name) for name in COUNTED}
    return {"load_id": load_id, "ledger": each.ledger, "unit": each.unit, **rows}


def stored_changes(connection: Connection, load_ids: Collection[int]) -> ChangeReport:
    """What the batches of a load changed, as it was reported then; empty for loads made before this was kept."""
    counts = select(load_unit).where(load_unit.c.load_id.in_(load_ids))
    of_units = [
        UnitChanges(row.ledger, row.unit, *(row._mapping[f"rows_{name}"] for name in COUNTED))
        for row in connection.execute(counts.order_by(load_unit.c.load_id, load_unit.c.ledger, load_unit.c.unit))
    ]
    entries = select(load_change).where(load_change.c.load_id.in_(load_ids), load_change.c.cells.is_not(None))
    rows = [_row_change(row) for row in connection.execute(entries.order_by(load_change.c.change_id))]
    return ChangeReport(tuple(of_units), tuple(rows), unit_names(connection))


def _row_change(entry: Any) -> RowChange:
    ledger, content = BY_KEY[entry.ledger], json.loads(entry.cells)
    cells = tuple(
        CellChange(name, *(_typed(ledger.column(name).kind, value) for value in values))
        for name, values in content["cells"].items()
    )
    kinds = (ledger.column(name).kind for name in ledger.natural_key)
    key = tuple(_typed(kind, part) for kind, part in zip(kinds, content["key"], strict=True))
    return RowChange(ledger.key, content["unit"], key, content["row"], cells)


def _typed(kind: str, value: object) -> object:
    """A value as it was before it became JSON; a purged date is a text."""
    if kind != "date" or not isinstance(value, str):
        return value
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return value


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


def _entry(
    load_id: int, ledger: str, key: Sequence[object], before: Any, before_load_id: object, cells: str | None = None
) -> dict[str, object]:
    return {
        "load_id": load_id,
        "ledger": ledger,
        "key": key_text(key),
        "before": None if before is None else as_json(before),
        "before_load_id": before_load_id,
        "cells": cells,
    }
