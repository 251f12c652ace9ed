"""From the difference that a load writes to what it changed, as a reader is told."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from data_access.checking.change_report import CellChange, ChangeReport, RowChange, UnitChanges
from data_access.ledgers.declare import Ledger
from data_access.ledgers.keys import Key, Row, key_of
from data_access.ledgers.unit import UNITS
from data_access.loading.differences import LOAD_ROW, Changes, owner_of


def report_of(
    changes: Changes, codes: Mapping[int, str], names: Mapping[str, str], created: Iterable[str] = ()
) -> ChangeReport:
    """What the changes of one ledger are to a reader; ``codes`` of the units by number, their ``names`` by code.

    ``created`` are the codes of units that are new because a row names them.
    """
    ledger = changes.ledger
    rows = tuple(_row_changes(changes, codes))
    emptied, changed = Counter[str](), Counter[str]()
    for row in rows:
        (emptied if row.emptied else changed)[row.unit] += 1
    new, removed = (_by_code(_owners(ledger, rows), codes) for rows in (changes.new, changes.removed))
    unchanged = _by_code(changes.unchanged_of, codes)
    units = [
        UnitChanges(ledger.key, unit, new[unit], changed[unit], emptied[unit], unchanged[unit], removed[unit])
        for unit in sorted({*new, *changed, *emptied, *unchanged, *removed})
    ]
    of_created = (UnitChanges(UNITS.key, code, new=1) for code in created)
    return ChangeReport((*of_created, *units), rows, names)


def _owners(ledger: Ledger, rows: Iterable[Row]) -> Counter[object]:
    """How many of the rows each unit has, as the rows name it."""
    return Counter(owner_of(ledger, row) for row in rows)


def _by_code(owners: Mapping[object, int], codes: Mapping[int, str]) -> Counter[str]:
    """The same by the codes of the units."""
    numbers = Counter[str]()
    for owner, number in owners.items():
        numbers[_code(owner, codes)] += number
    return numbers


def unit_of(ledger: Ledger, row: Row, codes: Mapping[int, str]) -> str:
    """The code of the unit whose row it is; a unit's own row is its own."""
    return _code(owner_of(ledger, row), codes)


def key_by_code(ledger: Ledger, row: Row, codes: Mapping[int, str]) -> Key:
    """The natural key of a row, its units by code: its own, and one that it names."""
    units = {column.name for column in ledger.columns if column.kind == "unit"}
    parts = zip(ledger.natural_key, key_of(ledger, row), strict=True)
    return tuple(_code(part, codes) if name in units else part for name, part in parts)


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
