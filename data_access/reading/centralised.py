"""In which fields the counties have centralised the power of penalty: a list of rows, cut to the viewer's scope."""

import datetime as dt

import pandas as pd
from sqlalchemy import case, or_, select

from data_access.ledgers.centralised_penalty import centralised_due
from data_access.reading.extent import Extent
from data_access.reading.reader import Reader
from data_access.store import tables as t


def centralised_fields(reader: Reader, extent: Extent, day: dt.date) -> pd.DataFrame:
    """Every field of every county of an extent that is there on the day; one statement.

    Columns: code, unit, field, started_on (None where it has not begun by the day).
    """
    due = centralised_due.c
    by_then = case((due.started_on <= day, due.started_on)).label("started_on")
    statement = (
        select(t.unit.c.code, t.unit.c.name.label("unit"), due.field, by_then)
        .join_from(centralised_due, t.unit, due.unit_id == t.unit.c.unit_id)
        .where(
            or_(due.active_from.is_(None), due.active_from <= day), or_(due.active_to.is_(None), due.active_to >= day)
        )
        .order_by(t.unit.c.code, due.field)
    )
    if extent.unit_ids is not None:
        statement = statement.where(due.unit_id.in_(extent.unit_ids))
    return reader.rows(centralised_due, statement)
