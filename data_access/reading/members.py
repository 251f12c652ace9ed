"""Who belongs to a peer group over a period."""

import datetime as dt

import pandas as pd

from data_access.asked.periods import Period, shift
from data_access.reading.reader import Reader


def members(reader: Reader, group: str, period: Period, *, at_its_end: bool = False) -> pd.DataFrame:
    """The peer group's units active in the period, in reading order: unit_id, code, unit, county, sector.

    ``at_its_end``: only those that are there when it ends, for a unit that was merged before is not assessed.
    """
    return reader.once(("members", group, period, at_its_end), lambda: _members(reader, group, period, at_its_end))


def _members(reader: Reader, group: str, period: Period, at_its_end: bool) -> pd.DataFrame:
    units = reader.units()
    of_group = units[units["peer_group"] == group]
    first_day_after = shift(period.last, 1)
    started = of_group["active_from"].isna() | (of_group["active_from"] < first_day_after)
    needed_until = first_day_after - dt.timedelta(days=1) if at_its_end else period.first
    going_on = of_group["active_to"].isna() | (of_group["active_to"] >= needed_until)
    active = of_group[started & going_on].rename(columns={"name": "unit"})
    return active[["unit_id", "code", "unit", "county", "sector"]]
