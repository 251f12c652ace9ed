"""Where do they lie? One tile a county, shaded by the chosen indicator."""

import pandas as pd

from data_access.asked.selection import COUNTIES_GROUP
from data_access.reading.reader import Reader
from panels import ranking
from panels.declare import Chart, Context, Finding, Panel, Table
from panels.peers import city_row, comparable
from panels.phrases import not_compared, rate_with_base, value_in_words
from panels.unranked import all_small, too_few


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """``peer_standing`` of the counties, with tile_row and tile_col (missing where a county has no place)."""
    counties = ranking.read(reader, context.with_(group=COUNTIES_GROUP))
    places = reader.units()[["code", "tile_row", "tile_col"]]
    return counties.merge(places, on="code", how="left")


def has_places(reader: Reader) -> bool:
    """Whether the units ledger says where the counties lie."""
    units = reader.units()
    return bool(units.loc[units["kind"] == "county", "tile_row"].notna().any())


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """The span from the lowest to the highest rate among the counties that can be compared and have enough cases."""
    words = context.words
    counties = figures[figures["level"] == "member"]
    members = comparable(counties)
    label = words(f"indicator.{context.indicator}.label")
    base = words("county_tiles.base", indicator=label) + not_compared(counties, words)
    if len(members) < 2:
        city = city_row(figures, context.indicator)
        return Finding(too_few(counties, city, words, indicator=label), "plain", base)
    rates = members.loc[~members["small"], "rate"]
    if rates.empty:
        return Finding(all_small(city_row(figures, context.indicator), label, words), "plain", base)
    if len(rates) == 1 < len(members):
        only = members.loc[rates.index[0]]
        values = {"unit": only["unit"], "rate": rate_with_base(only, words)}
        return Finding(words("county_tiles.only_enough", **values, small=context.small), "plain", base)
    low, high = (value_in_words(end, context.indicator, words) for end in (rates.min(), rates.max()))
    if rates.nunique() == 1 and len(rates) == len(members):
        return Finding(words("county_tiles.alike", indicator=label, rate=low), "plain", base)
    key = "county_tiles.span" if len(rates) == len(members) else "county_tiles.span_of_enough"
    return Finding(words(key, indicator=label, low=low, high=high, small=context.small), "plain", base)


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "tiles"; a rate that counts as not reported has no shade."""
    words = context.words
    placed = figures[(figures["level"] == "member") & figures["tile_row"].notna()]
    data = pd.DataFrame(
        {
            "code": placed["code"],
            "row": placed["tile_row"].astype(int),
            "column": placed["tile_col"].astype(int),
            "unit": placed["unit"],
            "value": placed["rate"].mask(placed["silent"].astype(bool)),
            "value_text": [value_in_words(rate, context.indicator, words) for rate in placed["rate"]],
            "tip": [f"{row['unit']} {rate_with_base(row, words)}" for _, row in placed.iterrows()],
        }
    )
    return Chart("tiles", data.reset_index(drop=True))


def table(figures: pd.DataFrame, context: Context) -> Table:
    """Every county, as the tiles show them."""
    return ranking.table(figures, context.with_(group=COUNTIES_GROUP, counties=(), sectors=()))


COUNTY_TILES = Panel(
    "county_tiles", read, finding, chart, table, ranking.chosen, drill="unit", population="city", ignores=("group",)
)
