"""A number that stands for one case and comes with another year, matter or unit looks like another case.

Running numbers that start anew each year would write over the register of last year, and a slip in the unit would make
one case two: such rows are for a person to judge.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from data_access.checking.standing_cells import Standing, standing_at
from data_access.checking.validation import Checked
from data_access.files.cell_text import plain
from data_access.files.sources import is_blank
from data_access.ledgers.declare import Ledger
from data_access.ledgers.keys import Row
from data_access.privacy import masked
from data_access.problems import ANOTHER_CASE, ANOTHER_UNIT
from data_access.store.tables import unit

CO_DEFENDANT = "co"


@dataclass(frozen=True)
class Successions:
    """The units by code: their names, and which have become which."""

    names: Mapping[str, str]
    into: Mapping[str, str]

    def are_one(self, first: str, second: str) -> bool:
        """Whether one of two units passed into the other, or both into a third."""
        return self._last(first) == self._last(second)

    def _last(self, code: str) -> str:
        seen: set[str] = set()
        while code in self.into and code not in seen:
            seen.add(code)
            code = self.into[code]
        return code


def successions(connection: Connection) -> Successions:
    rows = connection.execute(select(unit.c.unit_id, unit.c.code, unit.c.name, unit.c.merged_into)).all()
    codes = {row.unit_id: row.code for row in rows}
    into = {row.code: codes[row.merged_into] for row in rows if row.merged_into is not None}
    return Successions({row.code: row.name for row in rows}, into)


class OtherCases:
    """The rows of a ledger whose number stands for what looks like another case.

    They are found while the standing rows are read, part by part, and rejected once all rows have been looked at.
    ``replaced`` is the unit whose standing rows give way to those of the file.
    """

    def __init__(self, ledger: Ledger, replaced: str | None = None) -> None:
        self.ledger, self.replaced = ledger, replaced
        # The row, the column by which it differs, and what stands there.
        self._differing: list[tuple[Checked, int, str, object]] = []
        # The row, and the units under which its number stands.
        self._elsewhere: list[tuple[Checked, int, list[str]]] = []

    def look(self, checked: Checked, standing: Standing, positions: range) -> None:
        """Hold rows of a sheet against the standing ones of their numbers."""
        if not self.ledger.identity or not standing:
            return
        for position, row in standing_at(checked, standing, positions):
            name = next(_differing(checked, position, row), None)
            if name is not None:
                self._differing.append((checked, position, name, row[name]))
        if self.ledger.several_defendants:
            self._elsewhere += _under_others(checked, standing, positions)

    def reject(self, parts: Sequence[Checked], units: Successions) -> None:
        """Reject the rows that were found; the parts are the sheets of the ledger."""
        for checked, position, name, before in self._differing:
            if position not in checked.intake.rejected:
                value = checked.columns[name][position]
                checked.intake.reject(position, name, value, ANOTHER_CASE, [masked(str(before))])
        if self._elsewhere:
            self._reject_other_units(parts, units)

    def _reject_other_units(self, parts: Sequence[Checked], units: Successions) -> None:
        """Reject new rows whose number stands under another unit.

        A case that has passed to another unit with its work is the same case; a file that names both units says itself
        that there are two.
        """
        names = self.ledger.natural_key[:2]
        in_file = {
            key
            for checked in parts
            for position, key in enumerate(checked.keys(names))
            if position not in checked.intake.rejected
        }
        for checked, position, owners in self._elsewhere:
            if position in checked.intake.rejected:
                continue
            code, number = (checked.columns[name][position] for name in names)
            strangers = [owner for owner in owners if owner != self.replaced and (owner, number) not in in_file]
            if strangers and not any(units.are_one(str(code), owner) for owner in owners):
                said = [units.names.get(owner, owner) for owner in dict.fromkeys(strangers)]
                checked.intake.reject(position, names[1], number, ANOTHER_UNIT, said)


def _differing(checked: Checked, position: int, row: Row) -> Iterator[str]:
    """The columns by which a row of the file is another case than the row that stands; the year counts once."""
    judged_by_year = False
    for name in checked.ledger.identity:
        raw = checked.intake.columns.get(name)
        said = checked.columns[name][position] if raw is not None and not is_blank(raw[position]) else None
        before = row[name]
        if said is None or before is None:
            continue
        if isinstance(said, dt.date) and isinstance(before, dt.date):
            if not judged_by_year and said.year != before.year:
                yield name
            judged_by_year = True
        elif not _alike(said, before):
            yield name


def _alike(said: object, before: object) -> bool:
    """Whether two values may be of one case: a matter that is only told in more words or fewer is the same."""
    first, second = plain(said), plain(before)
    return first == second or (isinstance(said, str) and (first in second or second in first))


def _under_others(checked: Checked, standing: Standing, positions: range) -> Iterator[tuple[Checked, int, list[str]]]:
    """The good rows whose number stands under other units only, unless one of the two is a co-defendant's."""
    first, number = checked.ledger.natural_key[:2]
    of_number: dict[object, list[Row]] = {}
    for row in standing.values():
        of_number.setdefault(row[number], []).append(row)
    codes, numbers, roles = checked.columns[first], checked.columns[number], checked.columns.get("defendant_role")
    for position in positions:
        others = of_number.get(numbers[position], [])
        if not others or position in checked.intake.rejected:
            continue
        owners = [str(each[first]) for each in others]
        said = [None if roles is None else roles[position], *(each["defendant_role"] for each in others)]
        if str(codes[position]) not in owners and CO_DEFENDANT not in said:
            yield checked, position, owners
