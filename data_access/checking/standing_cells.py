"""What stands under the blank cells of a sheet: a correction that holds only what is to be mended leaves the rest."""

from collections.abc import Mapping

from data_access.checking.clearing import asks_to_clear
from data_access.checking.validation import Checked, says_nothing
from data_access.ledgers.declare import LedgerColumn
from data_access.ledgers.keys import Key, Row

# The standing rows of a ledger by natural key, units by code.
Standing = Mapping[Key, Row]


def keep_what_stands(checked: Checked, standing: Standing, positions: range) -> None:
    """Put what stands in the place of blank cells, so that every rule sees the row as it will be.

    Rows that are new keep their defaults. Dates that now stand side by side are still to be held against each other.
    """
    found = standing_at(checked, standing, positions)
    for name, values in checked.columns.items() if found else ():
        raw = checked.intake.columns.get(name)
        if raw is None or name in checked.ledger.natural_key:
            continue
        column = checked.ledger.column(name)
        for position, row in found:
            if _leaves(raw[position], values[position], column):
                values[position] = row[name]


def _leaves(raw: object, value: object, column: LedgerColumn) -> bool:
    """Whether a cell says nothing that could take the place of what stands: it is blank, holds a sign for that, or a
    word that leaves the matter open. Only who asks for it empties a cell."""
    if asks_to_clear(raw):
        return False
    return value is None or (value == column.default and says_nothing(raw, column))


def standing_at(checked: Checked, standing: Standing, positions: range) -> list[tuple[int, Row]]:
    """Those of the positions whose rows are good and stand already, each with the row as it stands."""
    if not standing:
        return []
    parts = (checked.columns[name][positions.start : positions.stop] for name in checked.ledger.natural_key)
    return [
        (position, standing[key])
        for position, key in zip(positions, zip(*parts, strict=True), strict=True)
        if key in standing and position not in checked.intake.rejected
    ]
