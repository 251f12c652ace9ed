"""Which of the rows of a load cannot be right as they stand: asked of the stored rows, said where the file has them."""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, Select, case, select

from data_access.checking.own_rows import SOME_UNIT
from data_access.checking.validation import Checked
from data_access.ledgers.all import ENTRY_OF
from data_access.ledgers.declare import Ledger
from data_access.ledgers.hints import Hint, doubtful, flag_of
from data_access.problems import OTHER_UNIT
from data_access.store.chosen import chosen
from data_access.store.tables import unit

# Looking through so many rows for the few doubtful ones costs as much as asking for those of one number.
ROWS_A_NUMBER = 10


def give_hints(connection: Connection, parts: Sequence[Checked], only: Collection[str] | None = None) -> None:
    """Record the hints at the good rows of a ledger's sheets (all of one ledger), which must be stored by now.

    Rows that stood before as they are in the file have theirs, too: loading a file again does not mend it. Who loads
    for ``only`` some units is not told under which other one a case stands.
    """
    ledger = parts[0].ledger if parts else None
    hints = (*ENTRY_OF[ledger.key].hints, *ENTRY_OF[ledger.key].references) if ledger else ()
    if ledger is None or not hints:
        return
    found = {tuple(row[: len(ledger.natural_key)]): row for row in _found(connection, ledger, hints, parts)}
    own = _names_of(connection, found, only)
    for checked in parts if found else ():
        keys = zip(*(checked.columns[name] for name in ledger.natural_key), strict=True)
        for position, key in enumerate(keys):
            if key in found and position not in checked.intake.rejected:
                for hint, expected in _of_row(hints, found[key], len(key)):
                    told = (SOME_UNIT,) if hint.code == OTHER_UNIT and not own.issuperset(expected) else expected
                    checked.intake.hint(position, hint.column, hint.code, told)


def _names_of(connection: Connection, found: Collection[object], only: Collection[str] | None) -> frozenset[str]:
    """The names of the units that may be named."""
    named = select(unit.c.name) if only is None else select(unit.c.name).where(unit.c.code.in_(only))
    return frozenset(connection.execute(named).scalars()) if found else frozenset()


def _found(
    connection: Connection, ledger: Ledger, hints: Collection[Hint], parts: Sequence[Checked]
) -> Iterator[Row[Any]]:
    number = ledger.number_column
    numbers = {value for checked in parts for value in checked.columns[number]} - {None}
    query = _doubtful_rows(ledger, tuple(hints))
    return chosen(connection, query, ledger.table.c[number], numbers, ROWS_A_NUMBER)


def _doubtful_rows(ledger: Ledger, hints: tuple[Hint, ...]) -> Select[Any]:
    """The key of each doubtful row (its unit by code), and of each hint whether it is to be said and what it names."""
    table = ledger.table
    said = [flag_of(hint).label(f"flag_{place}") for place, hint in enumerate(hints)]
    named = [
        case((hint.where, hint.expected)).label(f"expected_{place}")
        for place, hint in enumerate(hints)
        if hint.expected is not None
    ]
    key = (unit.c.code, *(table.c[name] for name in ledger.natural_key[1:]))
    statement = select(*key, *said, *named).join_from(table, unit, table.c.unit_id == unit.c.unit_id)
    return statement.where(doubtful(hints))


def _of_row(hints: Collection[Hint], row: Row[Any], width: int) -> Iterator[tuple[Hint, tuple[str, ...]]]:
    """The hints at one row, each with what its sentence names."""
    named = islice(row, width + len(hints), None)
    for hint, flag in zip(hints, row[width:], strict=False):
        expected = () if hint.expected is None else (str(next(named)),)
        if flag:
            yield hint, expected
