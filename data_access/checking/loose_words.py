"""Words that say less than what may stand: 是 says that a head came, and leaves the 正职 that is known."""

from data_access.checking.standing_cells import Standing
from data_access.checking.validation import Checked
from data_access.problems import KEPT_EXACT, READ_AS

# What stands, by the column and the position of a cell.
Exact = dict[tuple[str, int], object]


def standing_beside_loose(checked: Checked, standing: Standing, positions: range) -> Exact:
    """What stands where some rows of a sheet have words that say less."""
    names = checked.ledger.natural_key
    loose = [(name, position) for name, position in checked.loose if position in positions] if standing else []
    return {
        (name, position): row.get(name)
        for name, position in loose
        if (row := standing.get(tuple(checked.columns[part][position] for part in names)))
    }


def keep_what_is_exact(checked: Checked, exact: Exact) -> None:
    """Put what stands in the place of words that say less, in place; how each word was read is said once."""
    told: set[tuple[str, str, object]] = set()
    for (name, position), meaning in checked.loose.items():
        stands = exact.get((name, position))
        keeps = stands in meaning.keeps
        if keeps:
            checked.columns[name][position] = stands
        value = str(checked.intake.columns[name][position])
        said = (KEPT_EXACT if keeps else READ_AS, value, stands if keeps else meaning.code)
        if said not in told:
            told.add(said)
            label = f"{checked.ledger.column(name).labels}.{said[2]}"
            checked.intake.warn(position, name, value, said[0], [label])
