"""The way from a figure to its rows: 7/25 opens the seven that were lost, 43/50 the seven that nobody attended."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from assessment.indicators import BY_KEY
from data_access.asked.periods import Period
from data_access.asked.selection import COUNTIES_GROUP
from data_access.reading.lists_behind import ALL, HIT, REST, ledger_behind, lists_of, named
from panels.links import list_link

# The whole city, whatever the filters show.
_CITY = {"group": COUNTIES_GROUP, "county": "all", "sector": "all"}


def rows_link(indicator: Any, row: Mapping[str, Any], code: str = "", period: Period | None = None) -> str:
    """The link to the rows behind a rate of a unit, or of the city ('' as its code); '' where they cannot be listed.

    ``row``: numerator and denominator. It opens the part that speaks against the unit, where there is such a part:
    above the line where less is better, what is not above it where more is; the list offers the others. ``period``:
    where that is not the one on screen.
    """
    if pd.isna(indicator) or not indicator or not lists_of(indicator) or not row["denominator"]:
        return ""
    own = {"focus": code} if code else _CITY
    if period is not None:
        own = own | {"grain": "custom", "period": f"{period.first:%Y-%m}~{period.last:%Y-%m}"}
    part = _against(indicator, row["numerator"], row["denominator"])
    return "@" + list_link(ledger_behind(indicator), named(indicator, part), **own)


def figure_link(row: Mapping[str, Any], period: Period | None = None) -> str:
    """The same of a figure kept as exact cases ("7/25") under "figure"; '' for what is recorded otherwise."""
    numerator, _, denominator = str(row.get("figure")).partition("/")
    if not (numerator.isdigit() and denominator.isdigit()):
        return ""
    counts = {"numerator": int(numerator), "denominator": int(denominator)}
    return rows_link(row.get("indicator"), counts, row["code"], period)


def _against(indicator: str, numerator: float, denominator: float) -> str:
    """The part of the rows that speaks against a unit; all of them where none does, or nothing says which."""
    better, parts = BY_KEY[indicator].better, lists_of(indicator)
    part = {"lower": HIT, "higher": REST}.get(better or "", ALL)
    there = numerator if part == HIT else denominator - numerator
    return part if part in parts and there else ALL
