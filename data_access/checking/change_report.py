"""What a load changed: how many rows of each unit, and every changed cell with its value before and after.

A plain value, for the command line, a workbook or a page to draw; it is kept with the load (``loading.change_log``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from data_access.ledgers.keys import Key
from data_access.ledgers.unit import NO_UNIT

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
    """``units`` in the order of ledgers and of the units' codes; ``rows`` in the order of the files; ``names`` of the
    units by code."""

    units: tuple[UnitChanges, ...] = ()
    rows: tuple[RowChange, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def name_of(self, unit: str) -> str:
        """A unit as a reader knows it; '' where a ledger holds for all units."""
        return self.names.get(unit, unit)

    def of(self, ledger: str) -> UnitChanges:
        """The rows of all units in one ledger."""
        total = UnitChanges(ledger, NO_UNIT)
        for each in self.units:
            total = total.plus(each) if each.ledger == ledger else total
        return total

    @property
    def changes_anything(self) -> bool:
        return any(each.new or each.changed or each.emptied or each.removed for each in self.units)


NOTHING = ChangeReport()


def joined(reports: Iterable[ChangeReport]) -> ChangeReport:
    """The reports of a load's ledgers as one."""
    reports = list(reports)
    return ChangeReport(
        tuple(each for report in reports for each in report.units),
        tuple(each for report in reports for each in report.rows),
        {code: name for report in reports for code, name in report.names.items()},
    )
