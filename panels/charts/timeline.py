"""Kind "timeline": what happened month by month, a lane per kind of record, adverse events above the others."""

from typing import Any

import altair as alt

from panels.declare import Chart
from panels.look import Palette

LANE_HEIGHT = 66
# How far above and below its lane a mark stands.
OFFSET = 14


def timeline(chart: Chart, colours: Palette) -> Any:
    """Columns: month (date), lane (words), text, label (the number), adverse (bool); options: lanes, first, last."""
    data = chart.data
    domain = [str(chart.options["first"]), str(chart.options["last"])]
    months = alt.Axis(format="%Y-%m", tickCount="month", grid=True, title=None, labelOverlap=True, labelSeparation=10)
    x = alt.X("month:T", scale=alt.Scale(domain=domain, padding=30), axis=months)
    lanes = alt.Axis(title=None, labelFontSize=17, grid=True, labelColor=colours.ink)
    y = alt.Y("lane:N", scale=alt.Scale(domain=chart.options["lanes"], padding=0.5), axis=lanes)
    looks = ((True, "square", colours.red, -OFFSET), (False, "circle", colours.bar, OFFSET))
    layers: list[Any] = []
    for adverse, shape, colour, offset in looks:
        base = alt.Chart(data[data["adverse"] == adverse]).encode(x=x, y=y, tooltip=[alt.Tooltip("text:N")])
        layers.append(base.mark_point(size=110, shape=shape, color=colour, yOffset=offset))
        layers.append(base.mark_text(align="left", dx=10, yOffset=offset, color=colour).encode(text="label:N"))
    return alt.layer(*layers).properties(height=LANE_HEIGHT * len(chart.options["lanes"]))
