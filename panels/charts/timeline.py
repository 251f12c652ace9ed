"""Kind "timeline": what happened month by month, a lane per kind of record."""

from typing import Any

import altair as alt

from panels.declare import Chart
from panels.look import Palette

LANE_HEIGHT = 62


def timeline(chart: Chart, colours: Palette) -> Any:
    """Columns: month (date), lane (words, in order), text, adverse (bool), labelled (bool); options: first, last."""
    data = chart.data
    domain = [str(chart.options["first"]), str(chart.options["last"])]
    months = alt.Axis(format="%Y-%m", tickCount="month", grid=True, title=None, labelOverlap=True, orient="bottom")
    x = alt.X("month:T", scale=alt.Scale(domain=domain, padding=40), axis=months)
    y = alt.Y("lane:N", sort=chart.options["lanes"], axis=alt.Axis(title=None, labelFontSize=17, grid=True))
    tone = alt.Color("adverse:N", scale=alt.Scale(domain=[True, False], range=[colours.red, colours.bar]), legend=None)
    shape = alt.Shape("adverse:N", scale=alt.Scale(domain=[True, False], range=["square", "circle"]), legend=None)
    points = alt.Chart(data).mark_point(size=120).encode(
        x=x, y=y, color=tone, shape=shape, yOffset=alt.YOffset("slot:O"), tooltip=[alt.Tooltip("text:N")]
    )  # fmt: skip
    labels = alt.Chart(data[data["labelled"]]).mark_text(align="left", dx=10, fontSize=15).encode(
        x=x, y=y, color=tone, text="text:N", yOffset=alt.YOffset("slot:O")
    )  # fmt: skip
    return alt.layer(points, labels).properties(height=LANE_HEIGHT * len(chart.options["lanes"]))
