"""Who appeared in court at each hearing, and what the absent gave as their reason."""

from collections.abc import Sequence

import numpy as np

from data_access.demo.city import Units
from data_access.demo.matters import ABSENCE_REASONS, EXCUSING, HEADS, NO_HEADS
from data_access.demo.profiles import yearly_rates
from data_access.demo.steering import steer
from data_access.demo.stories import FALLING, RARELY_IN_COURT
from data_access.demo.streams import (
    Columns,
    Draws,
    Flags,
    Integers,
    Numbers,
    again,
    optional,
    pick,
    year_place,
)

BLANK = 0.02
SPEAKING = np.array([0.62, 0.66, 0.70, 0.74, 0.77])
# Co-defendants draw the same decisions anew.
CO_TURN = 7


def attendance(units: Units, seed: int, columns: Columns, instances: Sequence[Draws]) -> Columns:
    """The columns on attendance for all hearings, and the same with ``co_`` before them for second defendants.

    ``instances`` are the draws of the rows, one part an instance.
    """
    drawn = {
        name: np.concatenate([again(part[name], turn) if turn else part[name] for turn, part in enumerate(instances)])
        for name in ("attended", "attended_steer", "head", "spoke", "absence")
    }
    heard = ~np.isnat(columns["heard_on"])
    rates = yearly_rates(units, seed, "appearance")
    place = year_place(columns["heard_on"])
    recorded = heard & (drawn["head"] >= BLANK)
    attended = recorded & (drawn["attended"] < rates[columns["unit"], place])
    county = units.county[columns["unit"]]
    attended = steer(attended, recorded, recorded, county, place, drawn["attended_steer"], rates[units.governments])
    own = _columns(heard, recorded, attended, place, drawn)
    # In the county that falls and in the one that is rarely in court nobody stands in for another.
    alone = np.isin(county, [units.county[units.place(code)] for code in (FALLING, RARELY_IN_COURT)]) & ~attended
    anew = {name: again(numbers, CO_TURN) for name, numbers in drawn.items()}
    recorded = heard & (anew["head"] >= BLANK)
    attended = recorded & (anew["attended"] < rates[columns["co"], place]) & ~alone
    other = _columns(heard, recorded, attended, place, anew)
    return own | {f"co_{name}": column for name, column in other.items()}


def _columns(heard: Flags, recorded: Flags, attended: Flags, place: Integers, drawn: dict[str, Numbers]) -> Columns:
    word = np.where(attended, pick(again(drawn["head"], 1), HEADS), pick(again(drawn["head"], 1), NO_HEADS))
    absent = recorded & ~attended
    reason = pick(drawn["absence"], ABSENCE_REASONS)
    spoke_recorded = attended & (again(drawn["spoke"], 1) >= BLANK)
    return {
        "head_attended": optional(recorded, word),
        "head_spoke": optional(spoke_recorded, drawn["spoke"] < SPEAKING[place]),
        "absence_reason": optional(absent, reason),
        "absence_excused": optional(absent, np.isin(reason, EXCUSING) & (again(drawn["absence"], 1) < 0.6)),
        "observed_trial": optional(heard, again(drawn["absence"], 2) < 0.12),
    }
