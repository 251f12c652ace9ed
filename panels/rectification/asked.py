"""What the panels of the view ask alike: of which units, between which days, and whether there is a ledger at all."""

import datetime as dt

import pandas as pd

from data_access.reading.extent import Extent, extent_of
from data_access.reading.figures import tally_values
from data_access.reading.forms_alone import told_by_forms
from data_access.reading.reader import Reader
from data_access.reading.records import period_limits
from panels.declare import Context, Finding, Level
from panels.phrases import extent_in_words

RATE = "rectification_on_time_rate"


def extent(reader: Reader, context: Context) -> Extent:
    return extent_of(reader, context.selection)


def days(context: Context) -> tuple[dt.date, dt.date]:
    """First and last day of the period, not beyond the day of the data."""
    first, last = period_limits(context.selection.period)
    return first, min(last, context.as_of)


def nothing(context: Context, key: str, base: str, level: Level = "good", **values: int) -> Finding:
    """The finding without items: that there are none, or that no ledger was loaded.

    It is good where none is what one wishes for; where there was nothing to look at it is "plain".
    """
    if not context.has("rectification"):
        return Finding(context.words("open_items.not_in_ledgers"), "plain", base)
    return Finding(context.words(key, **values), level, base)


def tallied(reader: Reader, context: Context, key: str) -> int:
    """How many rows a tally counts over the extent and the period; what forms tell has none to look through."""
    period, whose = context.selection.period, extent(reader, context)
    counts = tally_values(reader, (key,), whose, period.first, period.last, by=())
    return int(counts["value"].sum() - told_by_forms(reader, (key,), whose, period)["value"].sum())


def looked_through(rows: pd.DataFrame, items: int) -> pd.DataFrame:
    """Rows of items that stand out, with ``looked``: among how many they were looked for.

    Where none stands out among some, one row without a number says so; so there is no row only where there was nothing.
    """
    if rows.empty and items:
        return pd.DataFrame([{"looked": items}], columns=[*rows.columns, "looked"])
    return rows.assign(looked=items)


def standing_out(figures: pd.DataFrame) -> pd.DataFrame:
    """The items among the rows of ``looked_through``."""
    return figures[figures["item_no"].notna()]


def base_at(key: str, context: Context) -> str:
    """The base of figures that stand at the chosen day."""
    return context.words(key, extent=extent_in_words(context), at=context.words.date(context.at))


def base_over(key: str, context: Context) -> str:
    """The base of figures over the period."""
    words = context.words
    first, last = days(context)
    values = {"first": words.date(first), "last": words.date(last), "as_of": words.date(context.as_of)}
    return words(key, extent=extent_in_words(context), **values)
