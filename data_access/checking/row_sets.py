"""What is wrong with the rows of a ledger together: the same record twice, a record without its parent or its unit."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from data_access.checking.validation import Checked
from data_access.ledgers.keys import Key
from data_access.problems import CONFLICTING_KEY, DUPLICATE_KEY, NO_PARENT, PARENT_REJECTED, UNKNOWN_UNIT


def reject_duplicates(parts: Sequence[Checked]) -> None:
    """Reject every row whose natural key stands earlier in the same load; the parts are of one ledger.

    A row that only repeats the earlier one is told from one that says something else of the same record.
    """
    again = _repeated(cell for checked in parts for cell in checked.columns[checked.ledger.number_column])
    first: dict[Key, tuple[Checked, int]] = {}
    for checked in parts if again else ():
        names = checked.ledger.natural_key
        shown = checked.ledger.named_by or (names[1] if len(names) > 1 else names[0])
        numbers = checked.columns[checked.ledger.number_column]
        for position, key in enumerate(zip(*(checked.columns[name] for name in names), strict=True)):
            if numbers[position] not in again or None in key:
                continue
            earlier, at = first.setdefault(key, (checked, position))
            if (earlier, at) != (checked, position):
                place = _place(earlier, at, checked)
                others = _differences(earlier, at, checked, position)
                code = CONFLICTING_KEY if others else DUPLICATE_KEY
                checked.intake.reject(position, shown, checked.columns[shown][position], code, [place, *others])


def _repeated(numbers: Iterable[object]) -> set[object]:
    """The numbers that stand more than once: of half a million rows whole keys take more room than the rows do."""
    seen: set[object] = set()
    again: set[object] = set()
    for number in numbers:
        (again if number in seen else seen).add(number)
    return again


def _place(earlier: Checked, at: int, checked: Checked) -> str:
    """Where the earlier row stands, with its file where that is another one."""
    sheet, own = earlier.intake.sheet, checked.intake.sheet
    file = f"{sheet.source} " if sheet.source != own.source else ""
    return f"{file}{sheet.name} {sheet.rows[at][0]}"


def _differences(one: Checked, at: int, other: Checked, position: int) -> list[str]:
    """The headers under which two rows of a ledger differ, where both sheets have them."""
    return [
        other.intake.headers.get(name, other.ledger.column(name).zh)
        for name, values in other.columns.items()
        if name in one.columns and one.columns[name][at] != values[position]
    ]


def reject_orphans(
    parts: Sequence[Checked], parent_key: Sequence[str], parents: set[Key], rejected: Collection[object] = ()
) -> None:
    """Reject the rows of a child ledger whose parent is neither in the load nor in the database.

    ``parents`` holds the parents' natural keys with units as codes, ``rejected`` the numbers of those that the same
    load has rejected: their children are as they should be and only have to wait.
    """
    for checked in parts:
        for position, key in enumerate(checked.keys(parent_key)):
            if key not in parents and position not in checked.intake.rejected:
                name = parent_key[-1]
                code = PARENT_REJECTED if key[-1] in rejected else NO_PARENT
                checked.intake.reject(position, name, key[-1], code, [f"ledger.{checked.ledger.parent}"])


def reject_unknown_references(parts: Sequence[Checked], standing: Mapping[str, object]) -> None:
    """Units may refer to units of the same file: reject those whose county or successor was itself rejected."""
    names = [column.name for column in parts[0].ledger.columns if column.kind == "unit"]
    while True:
        kept = {row["code"] for checked in parts for _position, row in checked.rows()} | set(standing)
        orphans = [
            (checked, position, name)
            for checked in parts
            for position, row in checked.rows()
            for name in names
            if row.get(name) is not None and row[name] not in kept
        ]
        if not orphans:
            return
        for checked, position, name in orphans:
            checked.intake.reject(position, name, checked.columns[name][position], UNKNOWN_UNIT)
