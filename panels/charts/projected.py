"""A chart as it is projected: as many rows as can be read from eight metres."""

from dataclasses import replace
from typing import Any

import pandas as pd

from panels.declare import Chart

# The width a chart is drawn for, in pixels: the shape of the place it has on the screen decides, within these limits.
NARROWEST, WIDEST = 660, 960
SHAPE = 2.3
# Kinds that are lists, and how many of their rows a screen holds; the table has them all.
ROWS_SHOWN = {"rows": 8, "ranking": 11, "scores": 11, "scorecard": 10, "bars": 9, "places": 10, "pair": 11}
# How many cards of a column a screen holds; the head of the column says how many there are.
CARDS_SHOWN = 6
# Of a ranking with more units both ends are shown.
ENDS = frozenset({"ranking", "scores", "pair"})


def projected_width(height: float) -> int:
    """The width in pixels for which a chart of this height is drawn before it is enlarged."""
    return round(min(max(SHAPE * height, NARROWEST), WIDEST))


def projected(chart: Chart) -> Chart:
    """The chart with at most as many rows as a screen holds, and the option ``projected``.

    Of rankings the first and the last, of other lists the first. A row is what shares a value of ``order``, where data
    have that column.
    """
    chart = replace(chart, options={**chart.options, "projected": True})
    if chart.kind == "scores":
        # What is said below a badge takes a line of its own, and the room has heard it in the headline.
        chart = replace(chart, data=chart.data.assign(note=""))
    if chart.kind == "board":
        return replace(chart, data=chart.data[chart.data["place"] < CARDS_SHOWN])
    most = ROWS_SHOWN.get(chart.kind, len(chart.data))
    if "order" not in chart.data:
        return replace(chart, data=_ends(chart.data, most)) if chart.kind in ENDS else chart
    orders = pd.DataFrame({"order": sorted(chart.data["order"].unique())})
    kept = _ends(orders, most) if chart.kind in ENDS else orders.head(most)
    places = dict(zip(kept["order"], range(len(kept)), strict=True))
    options = {name: _cut(value, places) for name, value in chart.options.items()}
    return replace(chart, data=_cut(chart.data, places), options=options)


def _ends(data: pd.DataFrame, most: int) -> pd.DataFrame:
    return data if len(data) <= most else pd.concat([data.head(most - most // 2), data.tail(most // 2)])


def _cut(value: Any, places: dict[Any, int]) -> Any:
    """A frame without the rows that are not shown; anything else as it is."""
    if not (isinstance(value, pd.DataFrame) and "order" in value):
        return value
    return value[value["order"].isin(places)].assign(order=lambda kept: kept["order"].map(places))
