"""Writing ``search_entry``: the numbers of all records that have pages of their own, as they are looked for.

The database writes them itself, where it counts: what a load, a replacement or an undoing touched is then found as it
stands.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, literal, select

from data_access.counting.judged_rows import read_first
from data_access.ledgers.all import ENTRIES
from data_access.ledgers.entry import Entry
from data_access.ledgers.numbers import stored_as_searched
from data_access.store.chosen import parts_of
from data_access.store.empty import empty_among
from data_access.store.tables import search_entry


def write_search_entries(
    connection: Connection, units: Collection[int] = (), ledgers: Collection[str] | None = None
) -> None:
    """Write anew what is found of some units, or of all, in these ledgers (None: all); in the caller's transaction."""
    opening = [entry for entry in ENTRIES if entry.opens and (ledgers is None or entry.ledger.key in ledgers)]
    empty = empty_among(connection, (entry.ledger.table for entry in opening))
    out, of = delete(search_entry), search_entry.c
    for entry in opening:
        for part in parts_of(units) if units else [[]]:
            connection.execute(out.where(of.ledger == entry.ledger.key, *([of.unit_id.in_(part)] if part else [])))
            if entry.ledger.table.name not in empty:
                connection.execute(insert(search_entry).from_select(list(of.keys()), _entries(entry, part)))


def fill_search_entries(connection: Connection) -> None:
    """Write all entries of a database that has none, such as one that was filled before they were kept."""
    if connection.execute(select(search_entry.c.number).limit(1)).first() is None:
        write_search_entries(connection)


def _entries(entry: Entry, units: Collection[int]) -> Select[Any]:
    """The entries of one ledger, of some units or of all."""
    of = entry.ledger.table.c
    also = of[entry.also] if entry.also else literal("")
    rows = select(of.unit_id, of[entry.number].label("number"), also.label("also"))
    if units:
        rows = rows.where(of.unit_id.in_(units))
    # The signs are worked out once, although they stand in two columns.
    read = read_first(rows.add_columns(stored_as_searched(of[entry.number]).label("signs")), "numbered").c
    return select(literal(entry.ledger.key), read.unit_id, read.number, read.also, read.signs, func.reverse(read.signs))
