"""What a load says it changed, held against the two states of the database."""

from typing import Any

from sqlalchemy import Engine

from data_access.ledgers.all import LEDGERS
from data_access.ledgers.declare import Ledger
from data_access.ledgers.keys import key_of
from data_access.ledgers.unit import UNITS as UNIT_LEDGER
from data_access.loading.batches import LoadResult
from data_access.store.tables import unit
from tests.data_access.ledger_sheets import rows_of


def snapshot(database: Engine) -> dict[str, dict[Any, dict[str, Any]]]:
    """By ledger the rows by key: their own columns, units by code."""
    codes = {row["unit_id"]: row["code"] for row in rows_of(database, unit)}
    found = {}
    for ledger in LEDGERS:
        of_units = {column.name for column in ledger.columns if column.kind == "unit"}
        rows = [
            {c.name: codes.get(row[c.name]) if c.name in of_units else row[c.name] for c in ledger.columns}
            for row in rows_of(database, ledger.table)
        ]
        found[ledger.key] = {key_of(ledger, row): row for row in rows}
    return found


def _difference(before: Any, after: Any, ledger: Ledger) -> tuple[dict[str, list[int]], dict[Any, dict[str, Any]]]:
    """By unit the new, changed, emptied and removed rows; by key the changed cells: from the two states alone."""
    old, new = before[ledger.key], after[ledger.key]
    counts: dict[str, list[int]] = {}
    cells = {}
    for key in {*old, *new}:
        kind = 0 if key not in old else 3 if key not in new else None
        if kind is None:
            changed = {n: (old[key][n], new[key][n]) for n in old[key] if old[key][n] != new[key][n]}
            if not changed:
                continue
            cells[key] = changed
            kind = 2 if any(now is None for _was, now in changed.values()) else 1
        counts.setdefault(str(key[0]) if ledger.is_fact or ledger is UNIT_LEDGER else "", [0, 0, 0, 0])[kind] += 1
    return counts, cells


def _reported(result: LoadResult, ledger: Ledger) -> tuple[dict[str, list[int]], dict[Any, dict[str, Any]]]:
    mine = [each for each in result.changes.units if each.ledger == ledger.key]
    counts = {each.unit: [each.new, each.changed, each.emptied, each.removed] for each in mine}
    cells = {
        row.key: {cell.column: (cell.before, cell.after) for cell in row.cells}
        for row in result.changes.rows
        if row.ledger == ledger.key
    }
    return {unit: each for unit, each in counts.items() if any(each)}, cells


def assert_told(database: Engine, before: Any, result: LoadResult) -> None:
    """The report of a load is the difference of the database before and after it, in every ledger."""
    after = snapshot(database)
    for ledger in LEDGERS:
        assert _reported(result, ledger) == _difference(before, after, ledger), ledger.key
