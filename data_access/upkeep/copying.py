"""Moving a whole database to another one, and proving there that it is the same: every row and every tally."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, RowMapping, Table, delete, inspect, select

from data_access.counting.counting import count
from data_access.counting.tallies import tally_hash
from data_access.problems import Refused
from data_access.progress import Progress
from data_access.store.state import hold_lock, read_state, schema_of
from data_access.store.tables import SCHEMA_VERSION, metadata, monthly_tally
from data_access.store.writing import bulk_insert, put_references_off, settle
from data_access.upkeep.schema import FILLED_BY_MIGRATION, migrate

CHUNK = 5_000
DIGEST_BYTES = 16
# The most differing tables or tallies that a sentence names.
MOST_NAMED = 5
# ``monthly_tally`` is compared tally by tally, so that a difference names one; any other table as a whole.
WHOLE_TABLE = ""


@dataclass(frozen=True)
class Fingerprint:
    """How many rows, and a sum of their digests that does not depend on their order."""

    rows: int = 0
    digest: int = 0

    def plus(self, row: Iterable[object]) -> "Fingerprint":
        digest = hashlib.blake2b(repr(tuple(row)).encode(), digest_size=DIGEST_BYTES).digest()
        return Fingerprint(self.rows + 1, (self.digest + int.from_bytes(digest)) % 256**DIGEST_BYTES)


# A table and a group of its rows → their fingerprint.
Prints = dict[tuple[str, str], Fingerprint]


@dataclass(frozen=True)
class Copied:
    """What was moved and found equal: tables and their rows, and the tallied figures among these rows."""

    tables: int
    rows: int
    figures: int
    data_version: int


def copy_database(source: Engine, target: Engine, progress: Progress = lambda _stage, _done, _total: None) -> Copied:
    """Bring an empty database to this schema and fill it with all rows of another one, in one transaction.

    The target counts every tally anew from its own rows; the tallies and all other rows are then compared with those of
    the source. Raises ``problems.Refused`` when the target is not empty, when the source was counted by other rules,
    and when anything differs: then nothing was stored.
    """
    _make_ready(target)
    with source.connect() as reading, reading.begin():
        # Rows loaded into the source during the copy would be lost.
        hold_lock(reading)
        state = read_state(reading)
        if state.data_as_of is not None and state.tally_hash != tally_hash():
            raise Refused("copy.recount_first")
        with target.begin() as writing:
            hold_lock(writing)
            _refuse_unless_empty(writing)
            sent = _move(reading, writing, progress)
            if state.data_as_of is not None:
                progress("counting", 0, 1)
                count(writing, state.data_as_of)
                progress("counting", 1, 1)
            _refuse_unless_same(sent, prints_of(writing, metadata.sorted_tables))
            for table in metadata.sorted_tables:
                settle(writing, table)
    rows = sum(each.rows for each in sent.values())
    figures = sum(each.rows for (name, _group), each in sent.items() if name == monthly_tally.name)
    return Copied(len(metadata.sorted_tables), rows, figures, state.data_version)


def _make_ready(target: Engine) -> None:
    """All tables, at this version; never in a database that already holds something."""
    with target.connect() as connection:
        table_names = set(inspect(connection).get_table_names())
        if table_names & metadata.tables.keys():
            _refuse_unless_empty(connection, table_names)
            if schema_of(connection) == SCHEMA_VERSION:
                return
    migrate(target)


def _refuse_unless_empty(connection: Connection, table_names: set[str] | None = None) -> None:
    tables = [table for table in metadata.sorted_tables if table_names is None or table.name in table_names]
    for table in tables:
        # Only the key is asked for: a database of an earlier version may lack other columns.
        row = select(*table.primary_key.columns).limit(1)
        if table.name not in FILLED_BY_MIGRATION and connection.execute(row).first() is not None:
            raise Refused("copy.not_empty", value=table.name)


def _move(reading: Connection, writing: Connection, progress: Progress) -> Prints:
    """Copy all tables but the tallies, which the target counts itself; the fingerprints of all that was read."""
    put_references_off(writing)
    for table in reversed(metadata.sorted_tables):
        if table.name in FILLED_BY_MIGRATION:
            writing.execute(delete(table))
    sent: Prints = {}
    for done, table in enumerate(metadata.sorted_tables, 1):
        for part in _parts(reading, table):
            _add(sent, table, part)
            if table is not monthly_tally:
                bulk_insert(writing, table, [dict(row) for row in part])
        sent.setdefault((table.name, WHOLE_TABLE), Fingerprint())
        progress("copying", done, len(metadata.sorted_tables))
    return sent


def _parts(connection: Connection, table: Table) -> Iterator[Sequence[RowMapping]]:
    """The rows of a table, some thousand at a time; all at once where rows refer to rows of the same table."""
    rows = connection.execute(select(table), execution_options={"yield_per": CHUNK}).mappings()
    if any(key.column.table is table for key in table.foreign_keys):
        everything = rows.all()
        yield from [everything] if everything else []
    else:
        yield from rows.partitions()


def prints_of(connection: Connection, tables: Iterable[Table]) -> Prints:
    """The fingerprints of all rows of tables: equal if, and only if, the same values stand there."""
    prints: Prints = {}
    for table in tables:
        for part in _parts(connection, table):
            _add(prints, table, part)
        prints.setdefault((table.name, WHOLE_TABLE), Fingerprint())
    return prints


def _add(prints: Prints, table: Table, rows: Iterable[RowMapping]) -> None:
    for row in rows:
        group = row["tally_key"] if table is monthly_tally else WHOLE_TABLE
        prints[table.name, group] = prints.get((table.name, group), Fingerprint()).plus(row.values())


def _refuse_unless_same(sent: Prints, arrived: Prints) -> None:
    """Name the tables and tallies that differ."""
    differing = sorted(key for key in sent.keys() | arrived.keys() if sent.get(key) != arrived.get(key))
    if differing:
        named = [f"{name} {group}".strip() for name, group in differing[:MOST_NAMED]]
        raise Refused("copy.different", value=", ".join(named), count=str(len(differing)))
