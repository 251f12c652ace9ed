"""Words that say less than what may stand: 是 says that a head came, and leaves the 正职 that is known."""

from collections.abc import Sequence

from data_access.checking.standing_cells import Standing
from data_access.checking.validation import Checked
from data_access.problems import KEPT_EXACT, READ_AS


def keep_what_is_exact(parts: Sequence[Checked], standing: Standing) -> None:
    """Put what stands in the place of words that say less, in place; how each word was read is said once."""
    for checked in parts:
        keys = checked.keys(checked.ledger.natural_key) if checked.loose else []
        told: set[tuple[str, str, object]] = set()
        for (name, position), meaning in checked.loose.items():
            stands = standing.get(keys[position], {}).get(name)
            keeps = stands in meaning.keeps
            if keeps:
                checked.columns[name][position] = stands
            value = str(checked.intake.columns[name][position])
            said = (KEPT_EXACT if keeps else READ_AS, value, stands if keeps else meaning.code)
            if said not in told:
                told.add(said)
                label = f"{checked.ledger.column(name).labels}.{said[2]}"
                checked.intake.warn(position, name, value, said[0], [label])
