"""What a change touches: the units and months that must be counted anew."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from data_access.asked.periods import shift
from data_access.ledgers.declare import Ledger


@dataclass
class Touched:
    """What must be counted anew: the units, and the first and last month, of all changed rows; and their ledgers.

    A row that belongs to a row of another ledger changes what is counted of that one, in months that it does not tell.
    """

    units: set[int] = field(default_factory=set)
    first: dt.date | None = None
    last: dt.date | None = None
    ledgers: set[str] = field(default_factory=set)
    every_month: bool = False
    # The numbers of the persons whom changed rows follow, wherever they serve.
    followed: set[str] = field(default_factory=set)

    @property
    def months(self) -> tuple[dt.date | None, dt.date | None]:
        """The first and the last month to be counted; None where there is no such limit."""
        return (None, None) if self.every_month else (self.first, self.last)

    def add(self, ledger: Ledger, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            self.ledgers.add(ledger.key)
            self.every_month |= bool(ledger.parent)
            self.followed |= {row[ledger.follows] for row in rows} if ledger.follows else set()
        for column in ledger.columns:
            if column.kind not in ("unit", "date") and not column.is_year:
                continue
            values: set[Any] = {row.get(column.name) for row in rows}
            values.discard(None)
            if column.kind == "unit":
                self.units |= values
            elif values and column.kind == "date":
                self._add_days(min(values), shift(max(values), ledger.months_on))
            elif values:
                self._add_days(dt.date(min(values), 1, 1), dt.date(max(values), 12, 31))
        if self.first and any(row.get(name) is None for name in ledger.reckoned for row in rows):
            self._add_days(self.first, dt.date.max)

    def merge(self, other: "Touched") -> None:
        self.units |= other.units
        self.ledgers |= other.ledgers
        self.every_month |= other.every_month
        self.followed |= other.followed
        if other.first and other.last:
            self._add_days(other.first, other.last)

    def _add_days(self, first: dt.date, last: dt.date) -> None:
        self.first = min(self.first or first, first).replace(day=1)
        self.last = max(self.last or last, last).replace(day=1)
