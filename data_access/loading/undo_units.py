"""Undo a load of units: put changed units back, and take out new units to which no other row refers."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, func, literal, select, update

from data_access.ledgers.unit import UNITS
from data_access.loading.batches import STORED
from data_access.loading.change_log import from_json, key_text
from data_access.loading.unit_store import REFERENCES
from data_access.problems import Refused
from data_access.store.chosen import parts_of
from data_access.store.load_tables import load_change
from data_access.store.tables import load_batch, metadata, monthly_tally, unit
from wording import UNKNOWN


@dataclass
class UndoneUnits:
    """The entries of the change log for the units of a load; the entry of a new unit holds no row."""

    connection: Connection
    entries: list[Any]

    def restore(self, last_id: int) -> tuple[int, int]:
        """Undo the changes of the units; return how many were taken out and how many put back.

        ``last_id`` is the load's last batch. Raises ``problems.Refused`` when a later load changed one of the units, or
        refers to one that the sheet of units brought; a unit that only a foreign ledger named is then kept.
        """
        self._refuse_when_changed_later(last_id)
        changed = [from_json(unit, entry.before) for entry in self.entries if entry.before]
        for row in changed:
            self.connection.execute(update(unit).where(unit.c.unit_id == row["unit_id"]).values(row))
        new = self._new()
        free = self._free(new.keys())
        used = {number: users for number, users in self._users(new.keys() - free).items() if new[number] == UNITS.key}
        if used:
            # A county is used by its departments, but it is a load that can be named.
            number, load_id = min(used.items(), key=lambda item: (item[1] is None, item))
            raise Refused("undo.unit_in_use", value=self._code(number), expected=str(load_id or UNKNOWN))
        self._take_out(free)
        return len(free), len(changed)

    def _refuse_when_changed_later(self, last_id: int) -> None:
        keys = [entry.key for entry in self.entries]
        for part in parts_of(keys):
            later = (
                select(load_batch)
                .join_from(load_change, load_batch, load_change.c.load_id == load_batch.c.load_id)
                .where(load_change.c.ledger == UNITS.key, load_change.c.key.in_(part))
                .where(load_change.c.load_id > last_id, load_batch.c.status == STORED)
                .order_by(load_batch.c.load_id)
            )
            batch = self.connection.execute(later).first()
            if batch:
                number = str(batch.load_no or batch.load_id)
                raise Refused("undo.touched_later", value=number, expected=batch.source_name)

    def _new(self) -> dict[int, str]:
        """Map the number of each new unit to the key of the ledger that brought it."""
        batches = {batch.load_id: batch.ledger for batch in self.connection.execute(select(load_batch))}
        brought = {entry.key: batches[entry.load_id] for entry in self.entries if not entry.before}
        codes = self.connection.execute(select(unit.c.unit_id, unit.c.code)).all()
        named = {key_text((row.code,)): row.unit_id for row in codes}
        return {named[key]: ledger for key, ledger in brought.items() if key in named}

    def _free(self, new: Collection[int]) -> set[int]:
        """Return those of the new units to which only units among them refer."""
        free = set(new)
        while True:
            used = self._users(free).keys()
            if not used:
                return free
            free -= used

    def _users(self, units: Collection[int]) -> dict[int, int | None]:
        """Map each of the units that a row outside them names to the first load of such a row (None: none is known)."""
        users: dict[int, int | None] = {}
        for table, column in _references():
            named = func.min(table.c.load_id) if "load_id" in table.c else literal(None)
            for part in parts_of(units):
                query = select(column, named).where(column.in_(part)).group_by(column)
                users |= {row[0]: row[1] for row in self.connection.execute(query)}
        for part in parts_of(units):
            for name in REFERENCES:
                related = select(unit.c[name], unit.c.unit_id).where(unit.c[name].in_(part))
                others = [row[0] for row in self.connection.execute(related) if row.unit_id not in units]
                users |= dict.fromkeys(others)
        return users

    def _take_out(self, units: Collection[int]) -> None:
        for part in parts_of(units):
            self.connection.execute(delete(monthly_tally).where(monthly_tally.c.unit_id.in_(part)))
            mine = unit.c.unit_id.in_(part)
            self.connection.execute(update(unit).where(mine).values(county_id=None, merged_into=None))
        for part in parts_of(units):
            self.connection.execute(delete(unit).where(unit.c.unit_id.in_(part)))

    def _code(self, number: int) -> str:
        return str(self.connection.execute(select(unit.c.code).where(unit.c.unit_id == number)).scalar_one())


def _references() -> Iterator[tuple[Table, Column[Any]]]:
    """Yield every column that refers to a unit, except those of units and of the tallies, which are counted anew."""
    for table in metadata.sorted_tables:
        if table not in (unit, monthly_tally):
            for column in table.c:
                if any(key.column is unit.c.unit_id for key in column.foreign_keys):
                    yield table, column
