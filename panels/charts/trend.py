"""Kind "line": a rate by month, with the average of the whole as a second, quieter line."""

from typing import Any

import altair as alt

from panels.declare import Chart
from panels.look import Palette

HEIGHT = 220


def line(chart: Chart, colours: Palette) -> Any:
    """Columns: month (date), value (share), series (words), tone ("accent" or "plain"), label ('' but at line ends)."""
    data = chart.data
    x = alt.X("month:T", axis=alt.Axis(format="%Y-%m", title=None, grid=False, labelOverlap=True))
    y = alt.Y("value:Q", axis=alt.Axis(format=".0%", title=None, tickCount=4), scale=alt.Scale(domainMin=0))
    tone = alt.Color("tone:N", scale=alt.Scale(domain=["accent", "plain"], range=[colours.accent, colours.peer]))
    lines = alt.Chart(data).mark_line(point={"size": 36}).encode(
        x=x, y=y, color=tone, detail="series:N", tooltip=["series:N", "text:N"]
    )  # fmt: skip
    ends = alt.Chart(data[data["label"] != ""]).mark_text(align="left", dx=8, fontWeight=600)
    right = {"left": 5, "right": chart.options.get("label_width", 90), "top": 8, "bottom": 5}
    return alt.layer(lines, ends.encode(x=x, y=y, text="label:N", color=tone)).properties(height=HEIGHT, padding=right)
