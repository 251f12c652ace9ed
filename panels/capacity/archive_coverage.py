"""How far have counties begun to keep archives of their units (article 3), which spread as they are ready?"""

import datetime as dt

import pandas as pd

from data_access.asked.periods import shift
from data_access.ledgers.unit import is_active
from data_access.reading.extent import extent_of
from data_access.reading.reader import Reader
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.links import unit_link
from panels.phrases import extent_in_words, share_with_base
from wording import Wording

# What belongs to no county.
OF_CITY = ""
MOST_NAMED = 3


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """A row a county with units of the extent, the lowest share first, and one of the city's own units (``OF_CITY``).

    Columns: county (code), keepers and units, of those that are there when the period ends.
    """
    units, only = reader.units(), extent_of(reader, context.selection).unit_ids
    day = min(shift(context.selection.period.last, 1) - dt.timedelta(1), context.as_of)
    days = zip(units["active_from"], units["active_to"], strict=True)
    there = [is_active(_day(first), _day(last), day) for first, last in days]
    kept = units[there] if only is None else units[pd.Series(there, units.index) & units["unit_id"].isin(only)]
    kept = kept.assign(county=kept["county"].fillna(OF_CITY), keeper=kept["archive_keeper"].fillna(False).astype(bool))
    sums = kept.groupby("county", sort=False).agg(keepers=("keeper", "sum"), units=("keeper", "size")).reset_index()
    order = (sums["keepers"] / sums["units"]).where(sums["county"] != OF_CITY, 2)
    return sums.assign(order=order).sort_values("order", kind="stable").drop(columns="order").reset_index(drop=True)


def _day(value: object) -> dt.date | None:
    return value if isinstance(value, dt.date) else None


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many of the units have an archive, in how many counties somebody does, and which have none yet."""
    words = context.words
    base = words("archive_coverage.base", extent=extent_in_words(context), as_of=words.date(context.as_of))
    keepers, units = int(figures["keepers"].sum()), int(figures["units"].sum())
    if not units:
        return Finding(words("archive_coverage.none"), "plain", base)
    parts = [words("archive_coverage.share", rate=share_with_base(keepers, units, words))]
    counties = figures[figures["county"] != OF_CITY]
    without = counties[counties["keepers"] == 0]
    if len(without):
        names = words.join([context.choices.name(code) for code in without["county"].head(MOST_NAMED)])
        parts.append(words("archive_coverage.without", units=names, n=len(without)))
    elif len(counties) > 1:
        parts.append(words("archive_coverage.everywhere", n=len(counties)))
    return Finding(words("sentence.comma").join(parts), "watch" if len(without) else "plain", base)


def _name(code: str, context: Context) -> str:
    return context.choices.name(code) if code else context.words("archive_coverage.of_city")


def _text(keepers: int, units: int, words: Wording) -> str:
    return words("archive_coverage.text", rate=words.percent(keepers / units), keepers=keepers, units=units)


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "bars": a bar a county; its name opens the county's archive."""
    data = pd.DataFrame(
        {
            "order": range(len(figures)),
            "label": [_name(code, context) for code in figures["county"]],
            "value": figures["keepers"] / figures["units"],
            "whole": 1.0,
            "value_text": [
                _text(keepers, units, context.words)
                for keepers, units in zip(figures["keepers"], figures["units"], strict=True)
            ],
            "tone": "plain",
            "code": [unit_link(code) if code else "" for code in figures["county"]],
        }
    )
    return Chart("bars", data)


def table(figures: pd.DataFrame, context: Context) -> Table:
    """A row a county."""
    words = context.words
    named = figures.assign(
        name=[_name(code, context) for code in figures["county"]], share=figures["keepers"] / figures["units"]
    )
    columns = (
        Column("name", words("archive_coverage.head.county")),
        Column("keepers", words("archive_coverage.head.keepers"), "integer"),
        Column("units", words("archive_coverage.head.units"), "integer"),
        Column("share", words("table.rate"), "share"),
    )
    return Table(named, columns)


ARCHIVE_COVERAGE = Panel(
    "archive_coverage", read, finding, chart, table, drill="link", ledgers=("archive_material",), ignores=("compare",)
)
