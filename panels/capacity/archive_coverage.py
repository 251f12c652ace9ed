"""How far have counties begun to keep archives of their units (article 3), which spread as they are ready?"""

import datetime as dt

import pandas as pd

from data_access.asked.periods import shift
from data_access.ledgers.unit import is_active
from data_access.reading.extent import extent_of
from data_access.reading.loaded import keepers_told
from data_access.reading.reader import Reader
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.links import unit_link
from panels.phrases import extent_in_words, share_with_base
from wording import Wording

# What belongs to no county.
OF_CITY = ""
MOST_NAMED = 3


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """A row a unit of the extent that is there when the period ends, in reading order.

    Columns: county (code, ``OF_CITY`` of the city's own units), code, unit, keeper (whether it keeps an archive), whole
    (whether all units of its county are among them), told (whether any list of units says who keeps one).
    """
    extent = extent_of(reader, context.selection)
    units, only = reader.units(), extent.unit_ids
    day = min(shift(context.selection.period.last, 1) - dt.timedelta(1), context.as_of)
    days = zip(units["active_from"], units["active_to"], strict=True)
    there = [is_active(_day(first), _day(last), day) for first, last in days]
    kept = units[there] if only is None else units[pd.Series(there, units.index) & units["unit_id"].isin(only)]
    kept = kept.assign(county=kept["county"].fillna(OF_CITY), keeper=kept["archive_keeper"].fillna(False).astype(bool))
    kept = kept.assign(whole=extent.level != "own", told=keepers_told(reader, units)).rename(columns={"name": "unit"})
    return kept[["county", "code", "unit", "keeper", "whole", "told"]].reset_index(drop=True)


def by_county(figures: pd.DataFrame) -> pd.DataFrame:
    """A row a county, the lowest share first, the city's own units last: county, keepers, units."""
    sums = figures.groupby("county", sort=False).agg(keepers=("keeper", "sum"), units=("keeper", "size")).reset_index()
    order = (sums["keepers"] / sums["units"]).where(sums["county"] != OF_CITY, 2)
    return sums.assign(order=order).sort_values("order", kind="stable").drop(columns="order").reset_index(drop=True)


def _day(value: object) -> dt.date | None:
    return value if isinstance(value, dt.date) else None


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many of the units have an archive, in how many counties somebody does, and which have none yet."""
    words = context.words
    base = words("archive_coverage.base", extent=extent_in_words(context), as_of=words.date(context.as_of))
    keepers, units = int(figures["keeper"].sum()), len(figures)
    if not units:
        return Finding(words("archive_coverage.none"), "plain", base)
    if not figures["told"].all():
        return Finding(words("archive_coverage.untold"), "plain", base)
    parts = [words("archive_coverage.share", rate=share_with_base(keepers, units, words))]
    sums = by_county(figures)
    # Of some units of a county alone nobody can say that it has none.
    counties = sums[(sums["county"] != OF_CITY) & bool(figures["whole"].all())]
    without = counties[counties["keepers"] == 0]
    if len(without):
        names = words.join([context.choices.name(code) for code in without["county"].head(MOST_NAMED)])
        parts.append(words("archive_coverage.without", units=names, n=len(without)))
    elif len(counties) > 1:
        parts.append(words("archive_coverage.everywhere", n=len(counties)))
    return Finding(words("sentence.comma").join(parts), "watch" if len(without) else "plain", base)


def _name(code: str, context: Context) -> str:
    return context.choices.name(code) if code else context.words("municipal_units")


def _text(keepers: int, units: int, words: Wording) -> str:
    return words("archive_coverage.text", rate=words.percent(keepers / units), keepers=keepers, units=units)


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "bars": a bar a county; its name opens the county's archive."""
    told, figures = bool(figures["told"].all()), by_county(figures)
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
    return Chart("bars", data if told else data.head(0))


def table(figures: pd.DataFrame, context: Context) -> Table:
    """The units behind the figures, county by county as in the chart, of each those without an archive first."""
    words, places = context.words, {code: place for place, code in enumerate(by_county(figures)["county"])}
    rows = figures.assign(place=figures["county"].map(places)).sort_values(["place", "keeper"], kind="stable")
    named = rows.assign(
        name=[_name(code, context) for code in rows["county"]],
        kept=[words("yes" if keeper else "no") if told else words.label("", None)
              for keeper, told in zip(rows["keeper"], rows["told"], strict=True)],
        unit_opens=[f"@{unit_link(code)}" for code in rows["code"]],
    )  # fmt: skip
    columns = (
        Column("name", words("archive_coverage.head.county")),
        Column("unit", words("table.unit"), opens="unit_opens"),
        Column("kept", words("archive_coverage.head.keepers")),
    )
    return Table(named, columns)


ARCHIVE_COVERAGE = Panel(
    "archive_coverage", read, finding, chart, table, drill="link", ledgers=("archive_material",), ignores=("compare",)
)
