"""Whose rows and counts an answer about no single unit is of: the city, a unit, or the units that the filters leave."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from data_access.asked.selection import COUNTIES_GROUP, Selection
from data_access.reading.mergers import looked_at, units_under
from data_access.reading.reader import Reader

Level = Literal["city", "whole", "own"]


@dataclass(frozen=True)
class Extent:
    """Units (numbers; None: all) and how a case of several of them counts: once for the city, once a county, or each.

    An empty ``unit_ids`` is of nobody.
    """

    level: Level
    unit_ids: tuple[int, ...] | None = None


def extent_of(reader: Reader, selection: Selection) -> Extent:
    """The unit looked at closely (a county with all its units); else what the counties and systems chosen leave.

    Without either it is the peer group, and for the counties the whole city. A merged unit is where its cases are
    counted (``mergers``); looked at closely it is itself.
    """
    units = looked_at(reader, selection.closely, selection.period)
    if selection.closely:
        whole = units.loc[units["code"] == selection.closely, "kind"].eq("county").any()
        return Extent("whole" if whole else "own", tuple(units_under(units, selection.closely)))
    chosen = _chosen(units, selection)
    if chosen is None:
        return Extent("city")
    # Of whole counties a case counts once for each of them, as in each one's own figures.
    level: Level = "whole" if selection.counties and not selection.sectors else "own"
    return Extent(level, tuple(int(unit_id) for unit_id in units.loc[chosen, "unit_id"]))


def _chosen(units: pd.DataFrame, selection: Selection) -> pd.Series | None:
    """A mask of the units that the filters leave; None when no filter is set."""
    by_filter = pd.Series(True, index=units.index)
    if selection.counties:
        by_filter &= units["county"].isin(selection.counties)
    if selection.sectors:
        by_filter &= units["sector"].isin(selection.sectors)
    if selection.group != COUNTIES_GROUP:
        by_filter &= units["peer_group"] == selection.group
    return None if by_filter.all() else by_filter
