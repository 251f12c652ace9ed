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


def reject_other_cases(
    parts: Sequence[Checked], standing: Standing, units: Successions, replaced: str | None = None
) -> None:
    """Reject the rows whose number stands for what looks like another case; the parts are of one ledger.

    ``replaced`` is the unit whose standing rows give way to those of the file.
    """
    ledger = parts[0].ledger if parts else None
    if ledger is None or not ledger.identity or not standing:
        return
    for checked in parts:
        for position, row in standing_at(checked, standing):
            for name in _differing(checked, position, row):
                value = checked.columns[name][position]
                checked.intake.reject(position, name, value, ANOTHER_CASE, [masked(str(row[name]))])
                break
    if ledger.several_defendants:
        _reject_other_units(ledger, parts, standing, units, replaced)


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


def _reject_other_units(
    ledger: Ledger, parts: Sequence[Checked], standing: Standing, units: Successions, replaced: str | None
) -> None:
    """Reject new rows whose number stands under another unit, unless one of the two is a co-defendant's.

    A case that has passed to another unit with its work is the same case; a file that names both units says itself
    that there are two.
    """
    first, number = ledger.natural_key[:2]
    in_file = {(row[first], row[number]) for checked in parts for _position, row in checked.rows()}
    of_number: dict[object, list[Row]] = {}
    for row in standing.values():
        of_number.setdefault(row[number], []).append(row)
    for checked in parts:
        for position, row in checked.rows():
            others = of_number.get(row[number], [])
            owners = [str(each[first]) for each in others]
            roles = [row.get("defendant_role"), *(each["defendant_role"] for each in others)]
            if not owners or row[first] in owners or CO_DEFENDANT in roles:
                continue
            strangers = [code for code in owners if code != replaced and (code, row[number]) not in in_file]
            if strangers and not any(units.are_one(str(row[first]), code) for code in owners):
                said = [units.names.get(code, code) for code in dict.fromkeys(strangers)]
                checked.intake.reject(position, number, row[number], ANOTHER_UNIT, said)
