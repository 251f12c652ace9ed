"""The rows of forms behind a figure: what is known as a number only, without the cases that it counts."""

import datetime as dt
from collections.abc import Collection

import pandas as pd
from sqlalchemy import select

from assessment.countable import OWN_COUNTS
from assessment.indicators import BY_KEY
from data_access.asked.periods import Period
from data_access.counting.tallies import COUNTY
from data_access.ledgers.counts import COUNTS, tallies_of
from data_access.ledgers.reported_count import REPORTED_COUNT
from data_access.reading.extent import Extent
from data_access.reading.lists_behind import ALL, HIT, Named, said_by
from data_access.reading.reader import Reader
from data_access.reading.untold import months_of_forms
from data_access.store.tables import unit

COLUMNS = ["code", "unit", "period", "count", "value", "form", "load_row"]
_BETWEEN = "."


def own_list(which: str) -> Named | None:
    """What the name of a list says of an indicator of the city's own that no cases stand behind, or of a count of its
    own; None for another."""
    if which in OWN_COUNTS:
        return Named(tally=which)
    indicator, _, part = which.rpartition(_BETWEEN)
    return Named(indicator, part) if indicator in BY_KEY and BY_KEY[indicator].own and part in (ALL, HIT) else None


def counts_behind(which: str) -> tuple[str, ...]:
    """The counts of forms that a list's rows would be counted in, by its name; none where it is of another kind."""
    said = own_list(which) or said_by(which)
    if said.tally:
        tally = said.tally if not said.facet else ""
    elif said.indicator:
        indicator = BY_KEY[said.indicator]
        tally = indicator.numerator if said.part == HIT else indicator.denominator
    else:
        return ()
    return tuple(key for key in (*COUNTS, tally) if tally and tally in tallies_of(key))


def form_rows(reader: Reader, which: str, extent: Extent, period: Period) -> pd.DataFrame:
    """The rows of forms that a figure rests on, those that end in a period, units in reading order.

    Columns: code, unit, period (as stored), count, value, form and load_row. Forms that are only compared with cases
    are not among them.
    """
    counts = tuple(dict.fromkeys(counts_behind(which)))
    standing = _standing(reader, counts)
    if not standing:
        return pd.DataFrame(columns=COLUMNS)
    of = REPORTED_COUNT.table.c
    within = [of.unit_id.in_(extent.unit_ids)] if extent.unit_ids is not None else []
    last = period.end
    statement = (
        select(unit.c.code, unit.c.name.label("unit"), of.unit_id, of.period, of.period_end, of.count, of.value,
               of.form, of.load_row)
        .join_from(REPORTED_COUNT.table, unit, of.unit_id == unit.c.unit_id)
        .where(of.count.in_(counts), of.period_end.between(period.first, last), of.value.is_not(None), *within)
        .order_by(unit.c.sort_order, unit.c.code, of.period_end, of.count)
    )  # fmt: skip
    rows = reader.rows(REPORTED_COUNT.table, statement)
    ends = zip(rows["unit_id"], rows["period_end"], strict=True)
    told = [(number, day.replace(day=1)) in standing for number, day in ends]
    return rows[pd.Series(told, index=rows.index, dtype=bool)][COLUMNS].reset_index(drop=True)


def _standing(reader: Reader, counts: Collection[str]) -> frozenset[tuple[int, dt.date]]:
    """The units and months of which forms are counted, and not only compared."""
    keys = {key + end for key in counts for end in ("", COUNTY)}
    rows = months_of_forms(reader)
    rows = rows[rows["tally_key"].isin(keys) & rows["span_months"].gt(0)]
    return frozenset(zip(rows["unit_id"].astype(int), rows["last"], strict=True))
