"""One record, one number: a number that a file writes otherwise takes the writing by which the record is known.

That is the writing that stands in the database, else the first one in the load; what was stored before is met by what
comes, and a number stays as people write it. Numbers that are only nearly equal are two, and a hint names them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, compress, groupby
from operator import itemgetter

from sqlalchemy import Connection, select

from data_access.checking.validation import Checked
from data_access.ledgers.all import BY_KEY, ENTRY_OF, LEDGERS
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.ledgers.numbers import nearly_same, same_number
from data_access.problems import NEARLY_EQUAL
from data_access.store.chosen import chosen
from data_access.store.tables import search_entry, unit

# A record that a column names: its ledger and the column of its number.
Named = tuple[Ledger, str]
MOST_NAMED = 3


def named_by(ledger: Ledger, column: LedgerColumn) -> Named | None:
    """The record whose number a column holds: its own, its parent's, or the one that the column names."""
    if column.names:
        other, _dot, name = column.names.partition(".")
        return BY_KEY[other], name
    owner = BY_KEY[ledger.parent] if ledger.parent else ledger
    own = len(owner.natural_key) > 1 and column.name == owner.natural_key[1]
    return (owner, column.name) if own and owner.is_fact and column.kind == "number" else None


def write_as_known(connection: Connection, parts: Sequence[Checked]) -> None:
    """Write the numbers in the sheets of a ledger as they are known, in place, and hint at nearly equal ones."""
    ledger = parts[0].ledger if parts else None
    if ledger is None or not ledger.is_fact:
        return
    columns: dict[Named, list[str]] = defaultdict(list)
    for column in ledger.columns:
        named = named_by(ledger, column)
        if named is not None:
            columns[named].append(column.name)
    for named, names in columns.items():
        _Numbers(connection, named, names, parts).write()


class _Writings:
    """How the numbers are written that can mean one record: those of a unit, or of all units that share cases."""

    def __init__(self) -> None:
        self.standing: set[str] = set()
        self.written: dict[str, str] = {}

    def learn(self, number: str) -> None:
        """Take in a number that stands in the database."""
        self.standing.add(number)
        self.written.setdefault(same_number(number), number)

    def otherwise(self, numbers: Mapping[str, str]) -> dict[str, str]:
        """The numbers that take another writing; one that stands as it is stays, even beside another.

        ``numbers`` have each what all of its writings have in common (``same_number``).
        """
        known = {}
        for number, same in numbers.items():
            if number not in self.standing:
                writing = self.written.setdefault(same, number)
                if writing != number:
                    known[number] = writing
        return known


class _Numbers:
    """The numbers by which some columns of a ledger's sheets name the records of one ledger."""

    def __init__(self, connection: Connection, named: Named, names: Sequence[str], parts: Sequence[Checked]) -> None:
        self.connection, self.parts = connection, parts
        self.ledger, self.number = named
        self.cells = [
            (name, checked, checked.columns["unit_id"], checked.columns[name])
            for name in names
            for checked in parts
            if name in checked.columns
        ]
        self.units = {str(code) for _name, _checked, units, _cells in self.cells for code in set(units) if code}
        # Each unit and the numbers of its records as they stand in the database; read when one of the sheets does not.
        self.own: dict[str, set[str]] = {}
        self.writings: dict[str, _Writings] = defaultdict(_Writings)

    def write(self) -> None:
        if self._all_stand():
            return
        self.own = self._numbers_of_units(self.ledger, self.number)
        read = self._read()
        self._stand(read)
        known = {whose: self.writings[whose].otherwise(numbers) for whose, numbers in read.items()}
        for _name, _checked, units, cells in self.cells if any(known.values()) else ():
            cells[:] = [
                known[self._whose(str(code))].get(cell, cell) if code and isinstance(cell, str) else cell
                for code, cell in zip(units, cells, strict=True)
            ]
        # Of many numbers they take as much room as what is looked for next.
        self.writings.clear()
        if self.ledger is self.parts[0].ledger:
            self._hint(read)

    def _whose(self, code: str) -> str:
        """The unit that has a record, "" where units share cases."""
        return "" if self.ledger.several_defendants else code

    def _all_stand(self) -> bool:
        """Whether every number stands as it is written; those that stand are read a unit at a time."""
        written: dict[str, set[object]] = defaultdict(set)
        for _name, _checked, units, cells in self.cells:
            for code, cell in zip(units, cells, strict=True):
                if code and isinstance(cell, str):
                    written[str(code)].add(cell)
        for code, rows in groupby(self._of_units(self.ledger, self.number) if written else (), key=itemgetter(0)):
            standing = {number for _code, number in rows}
            if written.get(code, set()) <= standing:
                written.pop(code, None)
        return not written

    def _read(self) -> dict[str, dict[str, str]]:
        """The numbers in the sheets, each with what all of its writings have in common (``same_number``).

        Those of the records themselves come before those that name another one.
        """
        read: dict[str, dict[str, str]] = defaultdict(dict)
        for _name, _checked, units, cells in self.cells:
            if self.ledger.several_defendants:
                numbers = read[""]
                for cell in compress(cells, units):
                    if isinstance(cell, str) and cell not in numbers:
                        numbers[cell] = same_number(cell)
                continue
            for code, cell in dict.fromkeys(zip(units, cells, strict=True)):
                if code and isinstance(cell, str):
                    read[str(code)][cell] = same_number(cell)
        return read

    def _stand(self, read: Mapping[str, Mapping[str, str]]) -> None:
        """Learn how the numbers are written that stand: those of the units in the sheets, and of shared cases."""
        for code, number in _pairs(self.own):
            self.writings[self._whose(code)].learn(number)
        if self.ledger.several_defendants:
            shared = self.writings[""]
            for number in self._of_others(set(read[""].values()) - shared.written.keys()):
                shared.learn(number)
        # How another row names a record matters only where the record itself is not there yet.
        named: dict[str, set[str]] = defaultdict(set)
        for ledger, name in _naming(self.ledger, self.number):
            for code, numbers in self._numbers_of_units(ledger, name).items():
                named[code] |= numbers
        for code, number in _pairs(named):
            self.writings[self._whose(code)].written.setdefault(same_number(number), number)

    def _numbers_of_units(self, ledger: Ledger, name: str) -> dict[str, set[str]]:
        """Each of the units and the numbers that stand in a column of its rows."""
        numbers: dict[str, set[str]] = defaultdict(set)
        for code, number in self._of_units(ledger, name):
            numbers[code].add(number)
        return numbers

    def _of_units(self, ledger: Ledger, name: str) -> Iterator[tuple[str, str]]:
        """Units with a number that stands in a column of their rows; those of a unit come one after the other."""
        column = ledger.table.c[name]
        query = select(unit.c.code, column).join_from(ledger.table, unit, ledger.table.c.unit_id == unit.c.unit_id)
        named = query.where(column.is_not(None)).distinct().order_by(unit.c.code)
        return map(tuple, chosen(self.connection, named, unit.c.code, self.units))

    def _of_others(self, numbers: Collection[str]) -> list[str]:
        """The numbers of cases under any unit that may be these; their index knows them without most signs."""
        if not ENTRY_OF[self.ledger.key].opens:
            return []
        signs = {*numbers, *(same.replace("-", "") for same in numbers if "-" in same)}
        index = search_entry.c
        query = select(index.number, index.forwards).where(index.ledger == self.ledger.key).distinct()
        return sorted(row.number for row in chosen(self.connection, query, index.forwards, signs))

    def _hint(self, read: Mapping[str, dict[str, str]]) -> None:
        """Name the numbers of one unit that are nearly equal and not the same, at the rows of the load.

        Of the numbers read it leaves what their nearly equal ones have in common.
        """
        own = [(checked, units, cells) for name, checked, units, cells in self.cells if name == self.number]
        for numbers_of in read.values():
            for number, same in numbers_of.items():
                # In its stead: of many numbers there is room for one of the two.
                numbers_of[number] = nearly_same(same)
        several = {number: near for each in read.values() for number, near in each.items()} if len(read) > 1 else {}
        near_of = several or next(iter(read.values()), {})
        # Few numbers are near any other one, of whatever unit.
        any_near = _nearly_equal(chain(near_of, *self.own.values()), near_of).keys()
        if not any_near:
            return
        numbers = {code: standing & any_near for code, standing in self.own.items()}
        for _checked, units, cells in own:
            for code, cell in zip(units, cells, strict=True):
                if cell in any_near and code:
                    numbers.setdefault(str(code), set()).add(str(cell))
        near = {code: alike for code, each in numbers.items() if (alike := _nearly_equal(each, near_of))}
        for checked, units, cells in own if near else ():
            for position, (code, cell) in enumerate(zip(units, cells, strict=True)):
                others = near.get(str(code), {}).get(str(cell))
                if others and position not in checked.intake.rejected:
                    checked.intake.hint(position, self.number, NEARLY_EQUAL, sorted(others)[:MOST_NAMED])


def _pairs(numbers: Mapping[str, Collection[str]]) -> list[tuple[str, str]]:
    return sorted((code, number) for code, each in numbers.items() for number in each)


def _nearly_equal(numbers: Iterable[str], near_of: Mapping[str, str]) -> dict[str, set[str]]:
    """Of each number that has any the others that are nearly equal; ``near_of`` is what is known of ``nearly_same``."""
    firsts: dict[str, str] = {}
    alike: dict[str, set[str]] = defaultdict(set)
    for number in numbers:
        near = near_of.get(number) or nearly_same(same_number(number))
        first = firsts.setdefault(near, number)
        if first != number:
            alike[near] |= {first, number}
    return {number: each - {number} for each in alike.values() for number in each}


def _naming(ledger: Ledger, number: str) -> Iterator[Named]:
    """The columns in which rows of any ledger name the records of one."""
    for each in LEDGERS:
        for column in each.columns:
            if column.names == f"{ledger.key}.{number}" and each.is_fact:
                yield each, column.name
