"""What a change touches: the units and months that must be counted anew."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from data_access.ledgers.declare import Ledger


@dataclass
class Touched:
    """What must be counted anew: the units, and the first and last month, of all changed rows."""

    units: set[int] = field(default_factory=set)
    first: dt.date | None = None
    last: dt.date | None = None

    def add(self, ledger: Ledger, row: Mapping[str, Any]) -> None:
        for column in ledger.columns:
            value = row.get(column.name)
            if value is None:
                continue
            if column.kind == "unit":
                self.units.add(value)
            elif column.kind == "date":
                self._add_days(value, value)
            elif column.name == "year":
                self._add_days(dt.date(value, 1, 1), dt.date(value, 12, 31))

    def merge(self, other: "Touched") -> None:
        self.units |= other.units
        if other.first and other.last:
            self._add_days(other.first, other.last)

    def _add_days(self, first: dt.date, last: dt.date) -> None:
        self.first = min(self.first or first, first).replace(day=1)
        self.last = max(self.last or last, last).replace(day=1)
