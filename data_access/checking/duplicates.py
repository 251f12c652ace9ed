"""Rows that stand twice in a load: told apart whether they repeat each other or say something else of one record."""

from collections.abc import Sequence

from data_access.checking.validation import Checked
from data_access.ledgers.keys import Key
from data_access.problems import CONFLICTING_KEY, DUPLICATE_KEY


def reject_duplicates(parts: Sequence[Checked]) -> None:
    """Reject every row whose natural key stands earlier in the same load; the parts are of one ledger.

    A row that only repeats the earlier one is told from one that says something else of the same record.
    """
    keys = [key for checked in parts for key in checked.keys(checked.ledger.natural_key)]
    if len(set(keys)) == len(keys):
        return
    first: dict[Key, tuple[Checked, int]] = {}
    for checked in parts:
        names = checked.ledger.natural_key
        shown = checked.ledger.named_by or (names[1] if len(names) > 1 else names[0])
        for position, key in enumerate(checked.keys(names)):
            if None in key:
                continue
            earlier, at = first.setdefault(key, (checked, position))
            if (earlier, at) != (checked, position):
                place = f"{earlier.intake.sheet.name} {earlier.intake.sheet.rows[at][0]}"
                others = _differences(earlier, at, checked, position)
                code = CONFLICTING_KEY if others else DUPLICATE_KEY
                checked.intake.reject(position, shown, checked.columns[shown][position], code, [place, *others])


def _differences(one: Checked, at: int, other: Checked, position: int) -> list[str]:
    """The headers under which two rows of a ledger differ, where both sheets have them."""
    return [
        other.intake.headers.get(name, other.ledger.column(name).zh)
        for name, values in other.columns.items()
        if name in one.columns and one.columns[name][at] != values[position]
    ]
