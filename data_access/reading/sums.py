"""Statements that add stored tallies up over an extent."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select

from data_access.reading.extent import Extent
from data_access.store.tables import monthly_tally

CITY_ID = 0
_tally = monthly_tally.c


def tally_sums(keys: Sequence[str], extent: Extent, first: dt.date, last: dt.date, by: Sequence[str]) -> Select[Any]:
    """Stored tallies added up over an extent by some of month, facet and unit_id."""
    columns = [_tally[name] for name in by]
    statement = (
        select(*columns, _tally.tally_key, func.sum(_tally.value).label("value"))
        .where(_tally.tally_key.in_(keys), _tally.month.between(first, last))
        .where(_tally.facet != "" if "facet" in by else _tally.facet == "")
        .group_by(*columns, _tally.tally_key)
        .order_by(*columns, _tally.tally_key)
    )
    return statement if extent.unit_ids is None else statement.where(_tally.unit_id.in_(extent.unit_ids))
