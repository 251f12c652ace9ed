"""What a load changed: how many rows of each unit, and every changed cell with its value before and after.

A plain value, for the command line, a workbook or a page to draw; it is kept with the load (``change_log``).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from data_access.ledgers.declare import Ledger
from data_access.ledgers.keys import Key, Row, key_of
from data_access.ledgers.unit import UNITS
from data_access.loading.differences import LOAD_ROW, NO_UNIT, Changes, owner_of

# What becomes of rows, in the order in which it is said.
COUNTED = ("new", "changed", "emptied", "unchanged", "removed")


@dataclass(frozen=True)
class CellChange:
    """A cell that holds another value: typed, units by code; None is blank."""

    column: str
    before: object
    after: object

    @property
    def emptied(self) -> bool:
        return self.before is not None and self.after is None


@dataclass(frozen=True)
class RowChange:
    """A standing row that the load changed: its natural key (units by code), its unit's code and its row in the sheet
    (None for a row that no sheet has)."""

    ledger: str
    unit: str
    key: Key
    row: int | None
    cells: tuple[CellChange, ...]

    @property
    def emptied(self) -> bool:
        """Whether a cell lost its value."""
        return any(cell.emptied for cell in self.cells)


@dataclass(frozen=True)
class UnitChanges:
    """The rows of one unit in one ledger: each counts once, one with an emptied cell as emptied and not as changed."""

    ledger: str
    unit: str
    new: int = 0
    changed: int = 0
    emptied: int = 0
    unchanged: int = 0
    removed: int = 0

    def plus(self, other: "UnitChanges") -> "UnitChanges":
        return replace(self, **{name: getattr(self, name) + getattr(other, name) for name in COUNTED})


@dataclass(frozen=True)
class ChangeReport:
    """``units`` in the order of ledgers and of the units' codes; ``rows`` in the order of the files."""

    units: tuple[UnitChanges, ...] = ()
    rows: tuple[RowChange, ...] = ()

    def of(self, ledger: str) -> UnitChanges:
        """The rows of all units in one ledger."""
        total = UnitChanges(ledger, NO_UNIT)
        for each in self.units:
            total = total.plus(each) if each.ledger == ledger else total
        return total

    @property
    def changes_anything(self) -> bool:
        return any(each.new or each.changed or each.emptied or each.removed for each in self.units)


def joined(reports: Iterable[ChangeReport]) -> ChangeReport:
    """The reports of a load's ledgers as one."""
    reports = list(reports)
    return ChangeReport(
        tuple(each for report in reports for each in report.units),
        tuple(each for report in reports for each in report.rows),
    )


def report_of(changes: Changes, codes: Mapping[int, str], created: Iterable[str] = ()) -> ChangeReport:
    """What the changes of one ledger are to a reader; ``codes`` name the units by their numbers.

    ``created`` are the codes of units that are new because a row names them.
    """
    ledger = changes.ledger
    rows = tuple(_row_changes(changes, codes))
    emptied, changed = Counter[str](), Counter[str]()
    for row in rows:
        (emptied if row.emptied else changed)[row.unit] += 1
    new = Counter(unit_of(ledger, row, codes) for row in changes.new)
    removed = Counter(unit_of(ledger, row, codes) for row in changes.removed)
    unchanged = Counter[str]()
    for unit, number in changes.unchanged_of.items():
        unchanged[_code(unit, codes)] += number
    units = [
        UnitChanges(ledger.key, unit, new[unit], changed[unit], emptied[unit], unchanged[unit], removed[unit])
        for unit in sorted({*new, *changed, *emptied, *unchanged, *removed})
    ]
    return ChangeReport((*(UnitChanges(UNITS.key, code, new=1) for code in created), *units), rows)


def unit_of(ledger: Ledger, row: Row, codes: Mapping[int, str]) -> str:
    """The code of the unit whose row it is; a unit's own row is its own."""
    return _code(owner_of(ledger, row), codes)


def key_by_code(ledger: Ledger, row: Row, codes: Mapping[int, str]) -> Key:
    """The natural key of a row, its unit by code."""
    first, *rest = key_of(ledger, row)
    return (_code(first, codes) if ledger.is_fact else first, *rest)


def _row_changes(changes: Changes, codes: Mapping[int, str]) -> Iterator[RowChange]:
    ledger = changes.ledger
    names = [column.name for column in ledger.columns]
    units = {column.name for column in ledger.columns if column.kind == "unit"}
    for before, after in zip(changes.before, changes.changed, strict=True):
        cells = [
            CellChange(name, *(_shown(row[name], codes) if name in units else row[name] for row in (before, after)))
            for name in names
        ]
        changed = tuple(cell for cell in cells if cell.before != cell.after)
        number = after.get(LOAD_ROW)
        place = number if isinstance(number, int) else None
        yield RowChange(ledger.key, unit_of(ledger, after, codes), key_by_code(ledger, after, codes), place, changed)


def _shown(unit: object, codes: Mapping[int, str]) -> str | None:
    return None if unit is None else _code(unit, codes)


def _code(unit: object, codes: Mapping[int, str]) -> str:
    return codes[unit] if isinstance(unit, int) else str(unit)
