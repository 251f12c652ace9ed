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


class RelatedRows:
    """The standing rows of the cases that rows are about, by natural key; each is read once.

    Those that share the second part of the key (case, item …), and where rows of a ledger continue each other all that
    hang together with one of them, as it is given or as it stands.
    """

    def __init__(self, connection: Connection, ledger: Ledger) -> None:
        self.connection, self.ledger = connection, ledger
        self.found: dict[Key, Row] = {}
        self._asked: set[object] = set()

    def of(self, rows: Iterable[Row]) -> dict[Key, Row]:
        """All that were found so far, those of ``rows`` among them."""
        rows, number, linked_by = list(rows), self.ledger.number_column, self.ledger.linked_by
        numbers = {row[number] for row in rows}
        return self.of_numbers(numbers | {row.get(linked_by) for row in rows} - {None} if linked_by else numbers)

    def note_missing(self, numbers: set[object]) -> None:
        """Take it that no row stands of these numbers, nor continues one of them."""
        self._asked |= numbers

    def of_numbers(self, numbers: set[object]) -> dict[Key, Row]:
        """All that were found so far, those of these numbers among them."""
        number, linked_by = self.ledger.number_column, self.ledger.linked_by
        numbers = numbers - self._asked
        while numbers:
            self._asked |= numbers
            standing = [row for name in filter(None, (number, linked_by)) for row in self._with(name, numbers)]
            self.found |= {key_of(self.ledger, row): row for row in standing}
            named = {row[name] for row in standing for name in filter(None, (number, linked_by)) if row[name]}
            numbers = named - self._asked
        return self.found

    def _with(self, column: str, numbers: set[object]) -> list[Row]:
        table = self.ledger.table
        query = select(table)
        if column == self.ledger.linked_by:
            # Most rows continue none; those that do are read at most.
            query = query.where(table.c[column].is_not(None))
        names = table.c.keys()
        rows = chosen(self.connection, query, table.c[column], numbers)
        return [dict(zip(names, row, strict=True)) for row in rows]


def related_rows(connection: Connection, ledger: Ledger, rows: Iterable[Row]) -> dict[Key, Row]:
    """The standing rows of the cases that ``rows`` are about, see ``RelatedRows``."""
    return RelatedRows(connection, ledger).of(rows)


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
    number = table.c[ledger.number_column]
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
