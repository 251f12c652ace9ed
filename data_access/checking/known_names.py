"""Names by which units are known, each of some days."""

import datetime as dt
from dataclasses import dataclass, field

Day = dt.date | None


@dataclass(frozen=True)
class Known:
    """A name by which a unit is known, from a day to a day (None: open)."""

    code: str
    first: Day = None
    last: Day = None


@dataclass
class Names:
    """Plain names of one sort, each with the units that have it."""

    by_name: dict[str, list[Known]] = field(default_factory=dict)

    def add(self, name: str, known: Known) -> None:
        there = self.by_name.setdefault(name, [])
        if known not in there:
            there.append(known)

    def of(self, name: str) -> list[Known]:
        return self.by_name.get(name, [])
