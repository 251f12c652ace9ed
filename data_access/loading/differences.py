"""Compare the rows of a ledger with the standing rows of the database, and write the difference."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import cast

from sqlalchemy import Connection, bindparam, delete, select

from data_access.counting.case_marks import RelatedRows, corrected_rows
from data_access.counting.touched import Touched
from data_access.ledgers.declare import Ledger
from data_access.ledgers.keys import Key, Row, key_of
from data_access.ledgers.unit import NO_UNIT
from data_access.store.chosen import chosen
from data_access.store.tables import unit
from data_access.store.writing import bulk_insert, upsert

# Where a row was last stored from; what stands in another row of a later sheet is no change.
LOAD_ROW = "load_row"


@dataclass
class Changes:
    """The rows of one ledger that are new or changed, and by unit (``owner_of``) the number of unchanged ones.

    ``corrected`` rows are in no file: when a defendant joins or leaves a case, or another row of it changes, a standing
    row may count otherwise than before. ``removed`` rows stand and shall go; ``before`` are the changed rows as they
    stand.
    """

    ledger: Ledger
    new: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    corrected: list[Row] = field(default_factory=list)
    removed: list[Row] = field(default_factory=list)
    before: list[Row] = field(default_factory=list)
    unchanged_of: Counter[object] = field(default_factory=Counter)
    touched: Touched = field(default_factory=Touched)
    # Rows that were written in portions and are no longer held.
    written: int = 0

    @property
    def stored(self) -> int:
        return len(self.new) + len(self.changed)

    @property
    def unchanged(self) -> int:
        return self.unchanged_of.total()

    def any(self) -> bool:
        return bool(self.new or self.changed or self.corrected or self.removed or self.written)


def owner_of(ledger: Ledger, row: Row) -> object:
    """The unit whose row it is, as the row names it: by number in a fact, by code in the ledger of units."""
    if ledger.is_fact:
        return row["unit_id"]
    return row["code"] if ledger.table is unit else NO_UNIT


def with_unit_ids(ledger: Ledger, rows: Iterable[Row], ids: Mapping[str, int]) -> list[Row]:
    """Replace the units' codes by their numbers, in place; return the rows."""
    names = [column.name for column in ledger.columns if column.kind == "unit"]
    rows = list(rows)
    for row in rows:
        for name in names:
            if row.get(name) is not None:
                row[name] = ids[str(row[name])]
    return rows


def by_code(ledger: Ledger, rows: Mapping[Key, Row], codes: Mapping[int, str]) -> dict[Key, Row]:
    """The rows with the codes of units in the place of their numbers, by natural key."""
    names = [column.name for column in ledger.columns if column.kind == "unit"]
    named = [{**row, **{name: codes.get(cast(int, row[name])) for name in names}} for row in rows.values()]
    return {key_of(ledger, row): row for row in named}


def compare(connection: Connection, related: RelatedRows, rows: Sequence[Row], leaving: Sequence[Row] = ()) -> Changes:
    """Return the changes the rows make. A column that the file lacks keeps its value.

    ``leaving`` are standing rows that shall be removed; none of them is among ``rows``.
    """
    ledger, standing = related.ledger, related.of([*rows, *leaving])
    merged = {key_of(ledger, row): row for row in rows}
    _complete(ledger, merged, standing)
    gone = {key_of(ledger, row) for row in leaving}
    others = [dict(row) for key, row in standing.items() if key not in merged and key not in gone]
    corrected: list[Row] = []
    if ledger.several_defendants:
        corrected = corrected_rows(connection, ledger, others, merged.values())
    changes = _sorted_out(ledger, merged, standing, corrected)
    changes.removed += leaving
    changes.touched.add(ledger, leaving)
    return changes


def _complete(ledger: Ledger, merged: Mapping[Key, Row], standing: Mapping[Key, Row]) -> None:
    """Fill in the columns that the rows do not have, in place."""
    names = {column.name for column in ledger.columns}
    for key, row in merged.items():
        if names <= row.keys():
            continue
        old = standing.get(key, {})
        for column in ledger.columns:
            if column.name not in row:
                row[column.name] = old.get(column.name) if old else column.default


def _sorted_out(
    ledger: Ledger, merged: Mapping[Key, Row], standing: Mapping[Key, Row], corrected: list[Row]
) -> Changes:
    changes = Changes(ledger, corrected=corrected)
    names = [column.name for column in ledger.columns]
    for key, row in merged.items():
        old = standing.get(key)
        if old is None:
            changes.new.append(row)
        elif any(old[name] != row[name] for name in names):
            changes.changed.append(row)
            changes.before.append(old)
        else:
            changes.unchanged_of[owner_of(ledger, row)] += 1
            marks = {name: row[name] for name in ledger.marked}
            if any(old[name] != mark for name, mark in marks.items()):
                # What other rows of its case say of it now: no cell of the file did that.
                corrected.append({**old, **marks})
    for rows in (changes.new, changes.changed, changes.before, corrected):
        changes.touched.add(ledger, rows)
    return changes


def write(
    connection: Connection, changes: Changes, load_id: int, progress: Callable[[int], None] = lambda _done: None
) -> None:
    """Write the difference; new and changed rows name their load and its row, corrected ones keep theirs.

    A row of a fact that stands in no sheet has no number.
    """
    table = changes.ledger.table
    keeps = LOAD_ROW in table.c
    delete_rows(connection, changes.ledger, changes.removed)
    for row in chain(changes.new, changes.changed):
        row["load_id"] = load_id
        if keeps:
            row.setdefault(LOAD_ROW, None)
    bulk_insert(connection, table, changes.new)
    progress(len(changes.new))
    upsert(connection, table, changes.changed, changes.ledger.natural_key)
    upsert(connection, table, changes.corrected, changes.ledger.natural_key)
    progress(changes.stored)


def delete_rows(connection: Connection, ledger: Ledger, rows: Sequence[Row]) -> None:
    table = ledger.table
    if rows:
        statement = delete(table).where(*(table.c[part] == bindparam(f"_{part}") for part in ledger.natural_key))
        connection.execute(statement, [{f"_{part}": row[part] for part in ledger.natural_key} for row in rows])


def standing_keys(connection: Connection, ledger: Ledger, numbers: Collection[object]) -> set[Key]:
    """Natural keys of the standing rows with these numbers, units as codes: the parents of a child ledger."""
    table = ledger.table
    first, name = ledger.natural_key
    query = select(table.c[first], table.c[name])
    if first == "unit_id":
        query = select(unit.c.code, table.c[name]).join(unit, table.c.unit_id == unit.c.unit_id)
    return {tuple(row) for row in chosen(connection, query, table.c[name], numbers)}
