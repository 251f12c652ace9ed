"""One record, one number: a number that a file writes otherwise takes the writing by which the record is known.

That is the writing that stands in the database, else the first one in the load; what was stored before is met by what
comes, and a number stays as people write it. Numbers that are only nearly equal are two, and a hint names them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

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
# The unit that has a record, "" where the units of a case share one, and what the writings of its number share.
Same = tuple[str, str]
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


class _Numbers:
    """The numbers by which some columns of a ledger's sheets name the records of one ledger."""

    def __init__(self, connection: Connection, named: Named, names: Sequence[str], parts: Sequence[Checked]) -> None:
        self.connection, self.parts = connection, parts
        self.ledger, self.number = named
        self.names = [name for name in names if any(name in checked.columns for checked in parts)]
        self.standing: set[Same] = set()
        self.written: dict[Same, str] = {}
        self.read: dict[str, str] = {}

    def write(self) -> None:
        pairs = dict.fromkeys(self._pairs(self.names))
        units = {code for code, _number in pairs}
        # Each unit and the numbers of its records as they stand in the database.
        self.own = set(self._of_units(units, self.ledger, self.number)) if units else set()
        if self.own >= pairs.keys():
            return
        self._stand(pairs, units)
        known = {pair: self._known(*pair) for pair in pairs}
        for name in self.names:
            for checked in self.parts:
                cells = checked.columns.get(name)
                if cells is not None:
                    pairs_read = zip(self._units(checked), cells, strict=True)
                    cells[:] = [known.get((code, str(cell)), cell) for code, cell in pairs_read]
        if self.ledger is self.parts[0].ledger:
            self._hint()

    def _pairs(self, names: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Each unit and number; those of the records themselves before those that name another one."""
        for name in names:
            for checked in self.parts:
                for code, cell in zip(self._units(checked), checked.columns.get(name, ()), strict=False):
                    if isinstance(cell, str) and code:
                        yield code, cell

    def _units(self, checked: Checked) -> list[str]:
        return ["" if code is None else str(code) for code in checked.columns["unit_id"]]

    def _stand(self, pairs: Collection[tuple[str, str]], units: Collection[str]) -> None:
        """Learn how the numbers are written that stand: those of the units in the sheets, and of shared cases."""
        named: set[tuple[str, str]] = set()
        for ledger, name in _naming(self.ledger, self.number):
            named |= set(self._of_units(units, ledger, name))
        for code, number in sorted(self.own):
            self._learn(code, number)
        if self.ledger.several_defendants:
            for number in self._of_others({self._same("", number) for _code, number in pairs} - self.written.keys()):
                self._learn("", number)
        # How another row names a record matters only where the record itself is not there yet.
        for code, number in sorted(named):
            self.written.setdefault(self._same(code, number), number)

    def _of_units(self, units: Collection[str], ledger: Ledger, name: str) -> Iterator[tuple[str, str]]:
        """Each of the units and the numbers that stand in a column of its rows."""
        column = ledger.table.c[name]
        query = select(unit.c.code, column).join_from(ledger.table, unit, ledger.table.c.unit_id == unit.c.unit_id)
        rows = chosen(self.connection, query.where(column.is_not(None)).distinct(), unit.c.code, units)
        return ((row._mapping[unit.c.code], row._mapping[column]) for row in rows)

    def _of_others(self, numbers: Collection[Same]) -> list[str]:
        """The numbers of cases under any unit that may be these; their index knows them without most signs."""
        if not ENTRY_OF[self.ledger.key].opens:
            return []
        signs = {sign for _code, same in numbers for sign in (same, same.replace("-", ""))}
        index = search_entry.c
        query = select(index.number, index.forwards).where(index.ledger == self.ledger.key).distinct()
        return sorted(row.number for row in chosen(self.connection, query, index.forwards, signs))

    def _same(self, code: str, number: str) -> Same:
        if number not in self.read:
            self.read[number] = same_number(number)
        return "" if self.ledger.several_defendants else code, self.read[number]

    def _learn(self, code: str, number: str) -> None:
        same = self._same(code, number)
        self.standing.add((same[0], number))
        self.written.setdefault(same, number)

    def _known(self, code: str, number: str) -> str:
        """The writing that a number takes; one that stands as it is stays, even beside another."""
        same = self._same(code, number)
        return number if (same[0], number) in self.standing else self.written.setdefault(same, number)

    def _hint(self) -> None:
        """Name the numbers of one unit that are nearly equal and not the same, at the rows of the load."""
        alike: dict[Same, set[str]] = defaultdict(set)
        near = {number: nearly_same(same) for number, same in self.read.items()}
        for code, number in {*self._pairs([self.number]), *self.own}:
            alike[code, near[number]].add(number)
        several = {key: numbers for key, numbers in alike.items() if len(numbers) > 1}
        for checked in self.parts if several else ():
            cells = checked.columns[self.number]
            for position, (code, cell) in enumerate(zip(self._units(checked), cells, strict=True)):
                others = several.get((code, near.get(str(cell), "")), set()) - {str(cell)}
                if others and position not in checked.intake.rejected:
                    checked.intake.hint(position, self.number, NEARLY_EQUAL, sorted(others)[:MOST_NAMED])


def _naming(ledger: Ledger, number: str) -> Iterator[Named]:
    """The columns in which rows of any ledger name the records of one."""
    for each in LEDGERS:
        for column in each.columns:
            if column.names == f"{ledger.key}.{number}" and each.is_fact:
                yield each, column.name
