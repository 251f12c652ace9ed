"""Decisions on acceptance that come too late: most take a few days, some organs let some wait for weeks."""

import numpy as np

from data_access.demo.city import CITY, Units
from data_access.demo.profiles import yearly_rates
from data_access.demo.streams import (
    AS_OF,
    Columns,
    Dates,
    Draws,
    Flags,
    Integers,
    again,
    days,
    optional,
    working,
    year_place,
)

# Of what an organ does not do in time, so much is decisions on acceptance.
SHARE_OF_LATENESS = 0.5
# Cases that run over their limit anyway keep their dates.
OVERRUN = 0.033
LEAST_LEFT = np.timedelta64(5, "D")
NEVER = np.datetime64("NaT")


def with_late_decisions(units: Units, seed: int, organ: Integers, columns: Columns, draws: Draws) -> Columns:
    """The columns with some decisions some days later, in the same month as before, and a few not yet taken at all.

    ``organ`` is the place of the unit that decides, −1 for none.
    """
    received: Dates = columns["received_on"]
    decided: Dates = columns["decision_on_acceptance_on"]
    decides = np.where(organ < 0, units.place(CITY), organ)
    mending = yearly_rates(units, seed, "on_time")[decides, year_place(received)]
    later = working(received + days(again(draws["decide"], 1), 9, 21))
    late = again(draws["decide"], 2) < SHARE_OF_LATENESS * (1 - mending)
    late &= np.isin(columns["acceptance"], ("accepted", "refused")) & _can_wait(columns, later, draws)
    pending = late & (later > np.datetime64(AS_OF)) & (_month(decided) == _month(np.datetime64(AS_OF)))
    moved = late & (_month(later) == _month(decided)) & ~pending
    is_accepted = ~np.isnat(columns["accepted_on"])
    changed = {
        "decision_on_acceptance_on": np.where(pending, NEVER, np.where(moved, later, decided)),
        "accepted_on": np.where(is_accepted & ~pending, np.where(moved, later, columns["accepted_on"]), NEVER),
    }
    undone = {name: optional(~pending, columns[name]) for name in ("acceptance", "suspended_days", "extended_days")}
    return {**columns, **changed, **undone}


def _can_wait(columns: Columns, later: Dates, draws: Draws) -> Flags:
    closed = columns["closed_on"]
    time_left = np.isnat(closed) | (closed - later >= LEAST_LEFT)
    return np.asarray(time_left & (later > columns["decision_on_acceptance_on"]) & (draws["late"] >= OVERRUN))


def _month(day: Dates | np.datetime64) -> Dates:
    return np.asarray(day).astype("datetime64[M]")
