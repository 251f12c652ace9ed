"""The figures of a counted database, in the shape in which the recount gives them."""

import datetime as dt
from collections import defaultdict
from typing import Literal, get_args

from sqlalchemy import Connection, select, update

from assessment.indicators import INDICATORS
from data_access.counting.tallies import level_key
from data_access.store.tables import metadata, monthly_tally, unit
from tests.recount import EVENT_DATES, Figure, Key

Level = Literal["own", "whole", "city"]
LEVELS: tuple[Level, ...] = get_args(Level)


def stored_figures(connection: Connection, *keys: str) -> dict[Key, Figure]:
    """All figures by level, unit, month and indicator, or those of these tallies; none without a base."""
    return _figures(stored_sums(connection, *keys))


def stored_sums(connection: Connection, *keys: str) -> dict[tuple[Level, str, dt.date, str], float]:
    """All tallies without their facets, by level, unit, month and key; the unit's own ones added up for each level."""
    counts: dict[tuple[Level, str, dt.date, str], float] = defaultdict(int)
    tally, county = monthly_tally.c, unit.alias("county")
    statement = (
        select(tally.month, tally.tally_key, tally.value, unit.c.code, unit.c.kind, county.c.code.label("county"))
        .join_from(monthly_tally, unit, tally.unit_id == unit.c.unit_id)
        .join(county, unit.c.county_id == county.c.unit_id, isouter=True)
        .where(tally.facet == "", *([tally.tally_key.in_(keys)] if keys else []))
    )
    for row in connection.execute(statement):
        whose: dict[Level, str | None] = {
            "own": row.code,
            "whole": row.code if row.kind == "county" else row.county,
            "city": "",
        }
        for level, code in whose.items():
            if code is not None:
                counts[level, code, row.month, row.tally_key] += row.value if row.value % 1 else int(row.value)
    return counts


def _figures(counts: dict[tuple[Level, str, dt.date, str], float]) -> dict[Key, Figure]:
    parts: dict[tuple[Level, str], list[tuple[str, str]]] = defaultdict(list)
    for level in LEVELS:
        for indicator in INDICATORS:
            numerator, denominator = (level_key(key, level) for key in (indicator.numerator, indicator.denominator))
            parts[level, denominator].append((indicator.key, numerator))
    return {
        (level, code, month, key): (counts.get((level, code, month, numerator), 0), base)
        for (level, code, month, stored), base in counts.items()
        for key, numerator in parts.get((level, stored), ())
    }


def counted(connection: Connection, key: str, facet: str = "") -> dict[str, dict[str, int]]:
    """What is stored of one tally: unit's code → month → value."""
    tally = monthly_tally.c
    statement = select(unit.c.code, tally.month, tally.value).join(unit, tally.unit_id == unit.c.unit_id)
    rows = connection.execute(statement.where(tally.tally_key == key, tally.facet == facet))
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        found[row.code][f"{row.month:%Y-%m}"] = int(row.value)
    return dict(found)


def blank_what_comes_after(connection: Connection, as_of: dt.date) -> None:
    """Take back every event after a day, as if it had not happened yet."""
    for name, columns in EVENT_DATES.items():
        table = metadata.tables[name]
        for column in columns:
            connection.execute(update(table).where(table.c[column] > as_of).values({column: None}))
