"""Rows made by chance, drawn from a ledger's own declaration, so that a new ledger or column joins by itself.

What is drawn is hostile but can be loaded: blanks in every column that may be blank, dates in any order that the
declaration does not forbid, days on which limits end, rows of one case against several units.
"""

import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from data_access.ledgers.declare import Ledger, LedgerColumn

Row = dict[str, Any]
# The turn of the year in which silence began to accept, Spring Festival with the days worked for it, a leap day, and a
# day long before the first month that is looked at.
HARD_DAYS = tuple(
    dt.date.fromisoformat(day)
    for day in (
        "2021-05-05", "2023-12-25", "2023-12-29", "2023-12-31", "2024-01-01", "2024-01-02", "2024-02-04", "2024-02-09",
        "2024-02-10", "2024-02-17", "2024-02-18", "2024-02-29", "2024-03-31", "2024-05-01", "2024-10-01", "2024-12-31",
        "2025-01-27", "2025-02-28", "2025-03-01",
    )
)  # fmt: skip
# Days from one step to the next: none, and both sides of every limit.
STEPS = (0, 1, 5, 7, 8, 14, 15, 16, 17, 29, 30, 31, 59, 60, 61, 62, 89, 90, 91, 93)
BLANKS = (0.0, 0.0, 0.05, 0.15, 0.35)


@dataclass
class Drawing:
    """The chance of one city, and what its rows refer to: its units, its last day and the cells of its own."""

    drawn: random.Random
    as_of: dt.date
    units: Sequence[str]
    governments: Sequence[str]
    own: dict[tuple[str, str], Callable[[], Any]] = field(default_factory=dict)
    _blank: dict[tuple[str, str], float] = field(default_factory=dict)
    _weights: dict[str, list[float]] = field(default_factory=dict)

    def rows(self, ledger: Ledger, number: int, parents: Sequence[Row] = ()) -> list[Row]:
        """So many rows of a ledger (fewer where their keys meet), those of further defendants and instances with it."""
        found: dict[tuple[Any, ...], Row] = {}
        for _ in range(number):
            row = self.row(ledger, self._key(ledger, len(found), list(found.values()), parents))
            for each in [row, *self._co_defendants(ledger, row)]:
                found.setdefault(tuple(each[name] for name in ledger.natural_key), each)
        return list(found.values())

    def row(self, ledger: Ledger, key: Row) -> Row:
        """A row with that key, and chance in every other column."""
        row: Row = {}
        for column in ledger.columns:
            row[column.name] = key[column.name] if column.name in key else self.cell(ledger, column, row)
        return row

    def cell(self, ledger: Ledger, column: LedgerColumn, row: Row) -> Any:
        may_be_blank = not column.required and column.name not in ledger.natural_key
        if may_be_blank and self.drawn.random() < self._share_blank(ledger, column):
            return None
        if (ledger.key, column.name) in self.own:
            return self.own[ledger.key, column.name]()
        return getattr(self, f"_{column.kind}")(column, row)

    def day(self) -> dt.date:
        """A day that is over: mostly of the year that is looked at, else of the one before or a hard one."""
        chance = self.drawn.random()
        past = [day for day in HARD_DAYS if day <= self.as_of]
        if chance < 0.2:
            return self.drawn.choice([*past, self.as_of, self.as_of])
        first = dt.date(self.as_of.year, 1, 1) if chance < 0.8 else self.as_of - dt.timedelta(400)
        return first + dt.timedelta(self.drawn.randint(0, (self.as_of - first).days))

    # --- A key, and who shares it ------------------------------------------------------------------------------

    def _key(self, ledger: Ledger, number: int, others: Sequence[Row], parents: Sequence[Row]) -> Row:
        key: Row = {}
        if parents:
            parent = self.drawn.choice(parents)
            key = {name: parent[name] for name in ledger.natural_key if name in parent and name != "seq"}
        elif ledger.natural_key[0] == "unit_id":
            key = {"unit_id": self._some_unit(ledger.key)}
        for column in ledger.columns:
            if column.kind == "number" and column.name in ledger.natural_key and column.name not in key:
                key[column.name] = f"{ledger.key[:3]}{number}"
        if ledger.linked_by and others and self.drawn.random() < 0.2:
            key |= self._further_instance(ledger, self.drawn.choice(others))
        return key

    def _further_instance(self, ledger: Ledger, other: Row) -> Row:
        """A row that continues another: of the same unit or its neighbour, under the same number or one of its own."""
        again: Row = {ledger.linked_by: other[ledger.linked_by] or other[ledger.natural_key[1]]}
        instance = ledger.column(ledger.natural_key[2])
        again[instance.name] = self.drawn.choice(instance.codes[1:])
        if self.drawn.random() < 0.8:
            again["unit_id"] = other["unit_id"]
        if self.drawn.random() < 0.2:
            again[ledger.natural_key[1]] = other[ledger.natural_key[1]]
        return again

    def _co_defendants(self, ledger: Ledger, row: Row) -> list[Row]:
        """Further rows of a case against several units: as it is written, or otherwise in any other cell."""
        if not ledger.several_defendants or self.drawn.random() < 0.7:
            return []
        found = []
        for unit in self.drawn.sample(self.units, self.drawn.randint(1, 2)):
            other = self.row(ledger, {name: row[name] for name in ledger.natural_key} | {"unit_id": unit})
            same = self.drawn.choice((0.0, 0.8, 1.0))
            for column in ledger.columns:
                if column.kind == "date" or column.name == ledger.linked_by or self.drawn.random() < same:
                    other[column.name] = row[column.name]
            other["unit_id"] = unit
            other["defendant_role"] = self.drawn.choice(("co", "co", "first", None))
            other["head_attended" if "head_attended" in other else "suggestion"] = self.drawn.choice(
                ("chief", "staff", None) if "head_attended" in other else ("none", None)
            )
            found.append(other)
        return found

    # --- A cell ------------------------------------------------------------------------------------------------

    def _share_blank(self, ledger: Ledger, column: LedgerColumn) -> float:
        """Of one column as many cells are blank as of every other city's, from none to a third."""
        return self._blank.setdefault((ledger.key, column.name), self.drawn.choice(BLANKS))

    def _some_unit(self, ledger: str) -> str:
        """Some units have many cases of a ledger, some one, some none."""
        weights = self._weights.setdefault(ledger, [self.drawn.choice((0.02, 0.5, 1, 1, 4)) for _ in self.units])
        return self.drawn.choices(self.units, weights)[0]

    def _unit(self, _column: LedgerColumn, _row: Row) -> str:
        return self.drawn.choice(self.governments)

    def _date(self, column: LedgerColumn, row: Row) -> dt.date:
        before = row.get(column.not_before) if column.not_before else None
        if before is not None:
            later = self.drawn.choice(STEPS) if self.drawn.random() < 0.5 else self.drawn.randint(0, 70)
            day = before + dt.timedelta(later)
        else:
            day = self.day()
        if not column.event and not before:
            day += dt.timedelta(self.drawn.randint(0, 70))
        return max(before or day, min(day, self.as_of)) if column.event else day

    def _code(self, column: LedgerColumn, _row: Row) -> str:
        return self.drawn.choice(column.codes)

    def _flag(self, _column: LedgerColumn, _row: Row) -> bool:
        return self.drawn.random() < 0.5

    def _integer(self, column: LedgerColumn, row: Row) -> int:
        number = self.drawn.choice((0, 0, 1, 2, 3, 5, 30, 45))
        whole = row.get(column.part_of) if column.part_of else None
        return number if whole is None else min(number, whole)

    def _decimal(self, _column: LedgerColumn, _row: Row) -> float:
        return self.drawn.randint(0, 200) / 2

    def _number(self, _column: LedgerColumn, _row: Row) -> str | None:
        return f"N{self.drawn.randint(0, 20)}" if self.drawn.random() < 0.3 else None

    def _text(self, _column: LedgerColumn, _row: Row) -> str:
        return self.drawn.choice(("演示甲", "演示乙", "演示丙"))

    _item = _group = _text

    def _month_day(self, _column: LedgerColumn, _row: Row) -> str:
        return self.drawn.choice(("01-31", "02-28", "03-31", "06-30", "12-31"))
