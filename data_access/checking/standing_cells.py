"""What stands under the blank cells of a sheet: a correction that holds only what is to be mended leaves the rest."""

from collections.abc import Mapping, Sequence

from data_access.checking.validation import Checked, reject_too_early
from data_access.files.sources import is_blank
from data_access.ledgers.keys import Key, Row

# The standing rows of a ledger by natural key, units by code.
Standing = Mapping[Key, Row]


def keep_what_stands(parts: Sequence[Checked], standing: Standing) -> None:
    """Put what stands in the place of blank cells, so that every rule sees the row as it will be.

    Rows that are new keep their defaults.
    """
    for checked in parts if standing else ():
        found = standing_at(checked, standing)
        for name, values in checked.columns.items():
            raw = checked.intake.columns.get(name)
            if raw is None or name in checked.ledger.natural_key:
                continue
            default = checked.ledger.column(name).default
            for position, row in found:
                if values[position] == default and is_blank(raw[position]):
                    values[position] = row[name]
        reject_too_early(checked)


def standing_at(checked: Checked, standing: Standing) -> list[tuple[int, Row]]:
    """The positions of the good rows that stand already, each with the row as it stands."""
    return [
        (position, standing[key])
        for position, key in enumerate(checked.keys(checked.ledger.natural_key))
        if key in standing and position not in checked.intake.rejected
    ]
