"""The marks of cases that several rows are about: set at load, and set anew when everything is counted."""

from collections.abc import Iterable, Sequence
from itertools import chain

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from data_access.counting.counted_once import mark_counted
from data_access.ledgers.all import ENTRIES, ENTRY_OF
from data_access.ledgers.declare import Ledger
from data_access.ledgers.keys import Key, Row, key_of
from data_access.store.chosen import chosen
from data_access.store.tables import unit
from data_access.store.writing import upsert

SEVERAL_DEFENDANTS = tuple(entry.ledger for entry in ENTRIES if entry.ledger.several_defendants)


def related_rows(connection: Connection, ledger: Ledger, rows: Iterable[Row]) -> dict[Key, Row]:
    """Every standing row of the cases that ``rows`` are about, by natural key.

    Those that share the second part of the key (case, item …), and where rows of a ledger continue each other all that
    hang together with one of them, as it is given or as it stands.
    """
    number, linked_by = ledger.natural_key[1], ledger.linked_by
    found: dict[Key, Row] = {}
    asked: set[object] = set()
    numbers = {row[number] for row in rows}
    if linked_by:
        numbers |= {row.get(linked_by) for row in rows} - {None}
    while numbers - asked:
        asked |= numbers
        standing = [*_with(connection, ledger, number, numbers), *_with(connection, ledger, linked_by, numbers)]
        found |= {key_of(ledger, row): row for row in standing}
        numbers = {row[name] for row in standing for name in filter(None, (number, linked_by)) if row[name]} - asked
    return found


def _with(connection: Connection, ledger: Ledger, column: str, numbers: set[object]) -> Iterable[Row]:
    if not column:
        return []
    table = ledger.table
    query = select(table)
    if column == ledger.linked_by:
        # Most rows continue none; those that do are read at most.
        query = query.where(table.c[column].is_not(None))
    return [dict(row._mapping) for row in chosen(connection, query, table.c[column], numbers)]


def corrected_rows(
    connection: Connection, ledger: Ledger, standing: Sequence[Row], others: Iterable[Row] = ()
) -> list[Row]:
    """Set the marks of all the rows, and return those of ``standing`` that were marked otherwise."""
    before = [tuple(row[name] for name in ledger.marked) for row in standing]
    rows = list(chain(standing, others))
    counties = _counties(connection)
    several = mark_counted(rows, counties)
    marking = ENTRY_OF[ledger.key].marking
    if marking is not None:
        marking(rows, several, counties)
    pairs = zip(standing, before, strict=True)
    return [row for row, marks in pairs if tuple(row[name] for name in ledger.marked) != marks]


def mark_all(connection: Connection) -> None:
    """Set the marks of every case anew that several rows are about, and of every row that has one."""
    for ledger in SEVERAL_DEFENDANTS:
        rows = [dict(row) for row in connection.execute(_of_several_rows(ledger)).mappings()]
        upsert(connection, ledger.table, corrected_rows(connection, ledger, rows), ledger.natural_key)


def _of_several_rows(ledger: Ledger) -> Select[tuple[object, ...]]:
    table = ledger.table
    number = table.c[ledger.natural_key[1]]
    several = select(number).group_by(number).having(func.count() > 1)
    conditions: list[ColumnElement[bool]] = [number.in_(several), ~table.c.counts_for_city]
    conditions += [table.c[mark.name].is_not(None) for mark in ledger.marks]
    if ledger.linked_by:
        linked = table.c[ledger.linked_by]
        conditions += [linked.is_not(None), number.in_(select(linked).where(linked.is_not(None)))]
    return select(table).where(or_(*conditions))


def _counties(connection: Connection) -> dict[int, int | None]:
    rows = connection.execute(select(unit.c.unit_id, unit.c.county_id, unit.c.kind))
    return {row.unit_id: row.unit_id if row.kind == "county" else row.county_id for row in rows}
