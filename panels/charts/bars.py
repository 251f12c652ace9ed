"""Kind "bars": signed amounts side by side, to the right of nought what is gained, to the left what is lost."""

from typing import Any

import altair as alt
import pandas as pd

from panels.charts.frame import framed
from panels.charts.marks import text_width
from panels.declare import Chart
from panels.look import Palette

ROW_HEIGHT, BAR = 38, 20
GAP = 8


def bars(chart: Chart, colours: Palette) -> Any:
    """Columns: order, label, value (signed), value_text, tone ("accent" or "plain")."""
    data = chart.data
    label = text_width(data["label"], 16) + 14
    words = text_width(data["value_text"], 16) + GAP
    lowest, highest = (float(data["value"].min()), float(data["value"].max())) if len(data) else (0.0, 0.0)
    domain = [min(lowest, 0.0), max(highest, 0.0)]
    # Words stand beyond the bar's end, on the side to which it goes; nought is said on the right.
    left = label + (words if domain[0] < 0 else 0)
    right = words if domain[1] > 0 or (data["value"] >= 0).any() else GAP
    if domain[0] == domain[1]:
        domain = [0.0, 1.0]
    scale = alt.Scale(domain=domain, range=[left, {"expr": f"width - {right}"}], nice=False)
    x = alt.X("value:Q", scale=scale, axis=None)
    data = data.assign(mid=(data["order"].astype(float) + 0.5) * ROW_HEIGHT, zero=0.0)
    data = data.assign(top=data["mid"] - BAR / 2, bottom=data["mid"] + BAR / 2, line=data["mid"] + ROW_HEIGHT / 2)
    height = max(len(data), 1) * ROW_HEIGHT
    layers = [*_ground(data, x, height, colours), *_bars(data, x, colours)]
    return framed(layers, height)


def _y(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def _ground(data: pd.DataFrame, x: alt.X, height: float, colours: Palette) -> list[Any]:
    lines = alt.Chart(data).mark_rule(color=colours.grid, strokeWidth=1)
    zero = alt.Chart(pd.DataFrame({"value": [0.0]})).mark_rule(color=colours.ink, strokeWidth=1.2)
    names = alt.Chart(data).mark_text(align="left", baseline="middle", x=0, color=colours.ink)
    return [
        lines.encode(x=alt.value(0), x2=alt.value("width"), y=_y("line")),
        zero.encode(x=x, y=alt.value(4), y2=alt.value(height - 4)),
        names.encode(y=_y("mid"), text="label:N"),
    ]


def _bars(data: pd.DataFrame, x: alt.X, colours: Palette) -> list[Any]:
    fills = alt.Scale(domain=["plain", "accent"], range=[colours.bar, colours.accent])
    inks = alt.Scale(domain=["plain", "accent"], range=[colours.ink, colours.accent])
    bar = alt.Chart(data).mark_rect().encode(x=x, x2="zero:Q", y=_y("top"), y2="bottom",
                                             color=alt.Color("tone:N", scale=fills))  # fmt: skip
    layers = [bar]
    for part, align, shift in ((data[data["value"] >= 0], "left", GAP), (data[data["value"] < 0], "right", -GAP)):
        text = alt.Chart(part).mark_text(align=align, baseline="middle", dx=shift, fontWeight=600)
        layers.append(text.encode(x=x, y=_y("mid"), text="value_text:N", color=alt.Color("tone:N", scale=inks)))
    return layers
