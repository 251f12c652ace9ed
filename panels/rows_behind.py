"""The way from a figure to its rows: 7/25 opens the seven that were lost, 43/50 the seven that nobody attended.

In a table, where 7 and 25 stand apart, each opens as many rows as it says.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from assessment.indicators import BY_KEY
from data_access.asked.page_keys import LISTED_LEDGERS, NONE
from data_access.asked.periods import Period
from data_access.asked.selection import COUNTIES_GROUP
from data_access.counting.tallies import ledger_of
from data_access.reading.lists_behind import ALL, BLANK, HIT, REST, counted, ledger_behind, lists_of, named
from panels.declare import Column
from panels.links import list_link
from wording import Wording

# The whole city, whatever the filters show.
_CITY = {"group": COUNTIES_GROUP, "county": "all", "sector": "all", "focus": NONE}
# The parts of a rate as tables of standings call them, each with the list that has as many rows.
_FIGURES = {"numerator": HIT, "denominator": ALL, "blank": BLANK}


def rows_link(indicator: Any, row: Mapping[str, Any], code: str = "", period: Period | None = None) -> str:
    """The link to the rows behind a rate of a unit, or of the city ('' as its code); '' where they cannot be listed.

    ``row``: numerator and denominator. It opens the part that speaks against the unit, where there is such a part:
    above the line where less is better, what is not above it where more is; the list offers the others. ``period``:
    where that is not the one on screen.
    """
    if pd.isna(indicator) or not indicator or not row["denominator"]:
        return ""
    if not lists_of(indicator):
        return _form_link(indicator, ALL, whose(code) | over(period))
    return part_link(indicator, _against(indicator, row["numerator"], row["denominator"]), whose(code) | over(period))


def part_link(indicator: str, part: str, own: Mapping[str, str]) -> str:
    """The link to one part of the rows behind an indicator, with these keys; '' where they cannot be listed."""
    listed = part in lists_of(indicator)
    if not listed:
        return _form_link(indicator, part, own)
    return "@" + list_link(ledger_behind(indicator), named(indicator, part), **own)


def _form_link(indicator: str, part: str, own: Mapping[str, str]) -> str:
    """The link to the rows of forms behind an indicator of the city's own; '' for another, or another part."""
    fits = BY_KEY[indicator].own and part in (ALL, HIT) and not lists_of(indicator)
    return "@" + list_link(LISTED_LEDGERS[0], named(indicator, part), **own) if fits else ""


def tally_link(tally: str, n: Any, facet: str = "", **own: str) -> str:
    """The link to the ``n`` rows that a tally counts (one of ``LISTED_TALLIES``), or to those of one facet; '' of none.

    Of those whom the page speaks of, in its period, where the keys say nothing else.
    """
    return "@" + list_link(ledger_of(tally), counted(tally, facet), **own) if some(n) else ""


def some(n: Any) -> bool:
    """Whether a figure counts any rows: nought and what is unknown open nothing."""
    return bool(pd.notna(n) and n)


def whose(code: str) -> dict[str, str]:
    """The keys of a link to the rows of a unit, or of the whole city ('')."""
    return {"focus": code} if code else _CITY


def over(period: Period | None) -> dict[str, str]:
    """The keys of a link to the rows of these months; none for those on screen."""
    return {} if period is None else {"grain": "custom", "period": f"{period.first:%Y-%m}~{period.last:%Y-%m}"}


def in_month(month: Any) -> dict[str, str]:
    """The keys of a link to the rows of one month."""
    return {"grain": "month", "period": f"{month:%Y-%m}"}


# --- In tables ---------------------------------------------------------------------------------------------------


def with_rows(standing: pd.DataFrame, *, own: Sequence[Mapping[str, str]] = (), suffix: str = "") -> pd.DataFrame:
    """Rows of standings with what each of their figures opens, for ``counted_column``: the keys of the links of each
    row, or those of the unit under code, '' for the city. ``suffix`` is that of the figures' names.
    """
    rows, links = standing.to_dict("records"), {}
    keys = own or [whose(row["code"] if isinstance(row["code"], str) else "") for row in rows]
    for figure in _FIGURES:
        name = figure + suffix
        if name in standing:
            links[f"{name}_opens"] = [
                _figure_link(row["indicator"], figure, row[name], of) for row, of in zip(rows, keys, strict=True)
            ]
    return standing.assign(**{name: pd.Series(found, standing.index, dtype=object) for name, found in links.items()})


def _figure_link(indicator: Any, figure: str, n: Any, own: Mapping[str, str]) -> str:
    """The link of one figure of a rate; a count is its base, and what is no number of rows opens nothing."""
    if pd.isna(indicator) or not indicator or not some(n):
        return ""
    counts = BY_KEY[indicator].kind == "count" and figure == "numerator"
    return part_link(indicator, ALL if counts else _FIGURES[figure], own)


def counted_column(name: str, heading: str) -> Column:
    """The column of a figure that opens its rows, over a frame of ``with_rows``."""
    return Column(name, heading, "integer", f"{name}_opens")


def counted_columns(words: Wording) -> tuple[Column, Column]:
    """The two parts of a rate, each of which opens its rows."""
    return (
        counted_column("numerator", words("table.numerator")),
        counted_column("denominator", words("table.denominator")),
    )


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
