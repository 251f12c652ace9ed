"""Purging: a text goes from everything that the database holds of it, in one transaction.

Facts, rows as they stood before a load, rows as they were handed in and publications are gone through text by text,
since people write a name and a number in many ways. What is counted or looked for follows by counting anew.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, Text, select, text, update
from sqlalchemy.exc import IntegrityError

from data_access.counting.recounting import recounted
from data_access.ledgers.all import LEDGERS
from data_access.ledgers.unit import UNITS
from data_access.problems import Refused
from data_access.publishing.evidence import evidence
from data_access.publishing.redaction import Redact, redacted, redaction_of, within
from data_access.reading.reader import Reader
from data_access.reading.viewer import ALL_SEEING
from data_access.store.load_tables import load_change
from data_access.store.state import hold_lock, raise_version
from data_access.store.tables import item_state, load_batch, load_problem, monthly_tally, publication, search_entry

# Columns that hold JSON, whose texts are redacted and not its signs.
_JSON = frozenset({load_problem.c.row_json, load_problem.c.ledger_row, load_problem.c.expected,
                   load_change.c.key, load_change.c.before, load_change.c.cells,
                   load_batch.c.columns})  # fmt: skip
# Columns of the same type that hold codes.
_CODES = frozenset({load_batch.c.ledger, load_change.c.ledger, load_problem.c.ledger_columns, publication.c.signature})
# What is made of the facts when they are counted.
_FOLLOWING = (monthly_tally, item_state, search_entry)
_KINDS = frozenset({"text", "number"})


@dataclass(frozen=True)
class Purged:
    """What a purge changed, or would: rows by ledger or table, publications; the version made, None for a trial."""

    rows: Mapping[str, int]
    publications: Sequence[str]
    data_version: int | None

    @property
    def anything(self) -> bool:
        return bool(self.rows or self.publications)


def purge(engine: Engine, texts: Sequence[str], *, trial: bool, today: dt.date | None = None) -> Purged:
    """Put a mark in the place of these texts wherever they stand, or only say where they do.

    Raises ``problems.Refused`` for a text that is too short, where two rows would get the same number, and where a
    publication was altered, which would not be seen any more.
    """
    redact = redaction_of(texts)
    # One load at a time, and nothing else of ours: the transaction is ended by hand, for a trial stores nothing.
    with engine.connect() as connection, connection.begin() as transaction:
        hold_lock(connection)
        if connection.dialect.name == "sqlite":
            # What is written over is gone from the file and its free pages.
            connection.execute(text("PRAGMA secure_delete = ON"))
        _refuse_altered(connection)
        changed = {table: count for table in _tables() if (count := _purge_table(connection, table, redact))}
        rows = {_name(table): count for table, count in changed.items()}
        numbers = list(_purge_publications(connection, redact, today or dt.date.today()))
        if trial or not (rows or numbers):
            transaction.rollback()
            return Purged(rows, numbers, None)
        version = recounted(connection, purged=True) or raise_version(connection, purged=True)
    _sweep(engine, {table.name for table in (*changed, publication, *_FOLLOWING)})
    return Purged(rows, numbers, version)


def _tables() -> Iterator[Table]:
    yield from (ledger.table for ledger in LEDGERS if ledger is not UNITS)
    yield from (load_batch, load_problem, load_change, publication)


def _name(table: Table) -> str:
    return next((ledger.key for ledger in LEDGERS if ledger.table is table), table.name)


def _columns(table: Table) -> list[Column[Any]]:
    """The columns of a table in which people write: free texts and numbers of records, no codes."""
    ledger = next((each for each in LEDGERS if each.table is table), None)
    if ledger is None:
        return [column for column in table.c if isinstance(column.type, Text) and column not in _CODES]
    return [table.c[column.name] for column in (*ledger.columns, *ledger.marks) if column.kind in _KINDS]


def _purge_table(connection: Connection, table: Table, redact: Redact) -> int:
    columns, key = _columns(table), list(table.primary_key.columns)
    if not columns:
        return 0
    changed = 0
    for row in connection.execute(select(*dict.fromkeys([*key, *columns]))).mappings().all():
        values = {column.name: _redacted(column, row[column], redact) for column in columns if row[column]}
        new = {name: value for name, value in values.items() if value != row[table.c[name]]}
        if new:
            _write(connection, table, [column == row[column] for column in key], new)
            changed += 1
    return changed


def _redacted(column: Column[Any], value: str, redact: Redact) -> str:
    if column not in _JSON:
        return redact(value)
    try:
        content = json.loads(value)
    except ValueError:
        return redact(value)
    new = within(content, redact)
    return value if new == content else json.dumps(new, ensure_ascii=False)


def _write(connection: Connection, table: Table, where: list[Any], values: Mapping[str, Any]) -> None:
    try:
        connection.execute(update(table).where(*where).values(values))
    except IntegrityError as error:
        raise Refused("purge.collides", value=table.name) from error


def _purge_publications(connection: Connection, redact: Redact, today: dt.date) -> Iterator[str]:
    """Redact each content that holds a text; its row is redacted as every other, and its SHA-256 stays."""
    stored = connection.execute(select(publication.c.publication_no, publication.c.content)).all()
    for number, content in stored:
        try:
            new = redacted(bytes(content), redact, today)
        except ValueError as error:
            raise Refused("purge.altered", value=number) from error
        if new is not None:
            connection.execute(update(publication).where(publication.c.publication_no == number).values(content=new))
            yield number


def _refuse_altered(connection: Connection) -> None:
    """Raise ``problems.Refused`` where a publication is not as it was made."""
    for number, found in evidence(Reader(connection, ALL_SEEING)).items():
        if not found.intact:
            raise Refused("purge.altered", value=number)


def _sweep(engine: Engine, tables: Iterable[str]) -> None:
    """Let nothing of it stay on the disk: neither in rows that nobody sees any more nor in the log of writing."""
    pooled = engine.raw_connection()
    raw: Any = pooled.driver_connection
    pooled.detach()
    if engine.dialect.name == "sqlite":
        statements = ["PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"]
    else:
        raw.autocommit = True
        statements = [f'VACUUM FULL "{name}"' for name in tables]
    for statement in statements:
        raw.execute(statement)
    raw.close()
