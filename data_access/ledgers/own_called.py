"""A rule that the city's own counts and own indicators share: what they are called is called so once.

A line of a scheme, a column of a form and a link name either by key or by name.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, MetaData, select

from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Fault, SheetRow
from data_access.problems import OWN_NAME_TAKEN

OWN_LEDGERS = ("count_item", "indicator")
_CALLED = ("key", "name", "name_en")


def called_twice(connection: Connection, rows: Sequence[SheetRow], ledger: Ledger) -> Iterator[Fault]:
    """Rows whose key or name another own count or indicator has; of two in one sheet the later."""
    taken: dict[str, tuple[str, str, str]] = {}
    sheet = {str(row.values["key"]) for row in rows}
    tables = _metadata(ledger).tables
    for other in OWN_LEDGERS:
        columns = tables[other].c
        for stored in connection.execute(select(*(columns[name] for name in _CALLED))):
            if other != ledger.key or stored.key not in sheet:
                taken |= {name.casefold(): (other, stored.key, stored.name) for name in stored if name}
    for row in rows:
        key, name = str(row.values["key"]), str(row.values["name"])
        for column in _CALLED:
            value = row.values.get(column)
            found = taken.get(str(value).casefold()) if value else None
            # A row that is there twice is told as such.
            if found is not None and found[:2] != (ledger.key, key):
                yield Fault(row, column, value, OWN_NAME_TAKEN, (f"ledger.{found[0]}", f"{found[2]}（{found[1]}）"))
                break
        taken |= {str(row.values[each]).casefold(): (ledger.key, key, name)
                  for each in _CALLED if row.values.get(each)}  # fmt: skip


def _metadata(ledger: Ledger) -> MetaData:
    return ledger.table.metadata
