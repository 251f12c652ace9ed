"""Kind "key_figures": a strip of large numbers, each with base, change and the course of the months."""

from typing import Any

import altair as alt

from panels.charts.marks import opening
from panels.declare import Chart
from panels.look import Palette

HEIGHT = 196
LINE_TOP, LINE_BOTTOM = 118, 164
SHARE_OF_CELL = 0.86


def key_figures(chart: Chart, colours: Palette) -> Any:
    """Columns, a row per figure: code (indicator), position 0…n−1, label, value_text, base_text, change_text, verdict.

    options: months, a frame with position, x (0–1 within the cell), y (0–1, NaN where unknown).
    """
    data, count = chart.data, len(chart.data)
    x = alt.X("position:Q", axis=None, scale=alt.Scale(domain=[0, count], range=[0, {"expr": "width"}], nice=False))

    def words(field: str, y: float, **more: Any) -> alt.Chart:
        limit = {"expr": f"width / {max(count, 1)} - 10"}
        mark = {"align": "left", "baseline": "alphabetic", "y": y, "limit": limit, **more}
        return alt.Chart(data).mark_text(**mark).encode(x=x, text=f"{field}:N")

    rules = alt.Chart(data[data["position"] > 0]).mark_rule(
        color=colours.rule, xOffset=-22, y=0, y2=HEIGHT, strokeWidth=1
    )
    field = alt.Chart(data).mark_rect(opacity=0, cursor="pointer", y=0, y2=HEIGHT).encode(x=x, x2="end:Q")
    layers = [
        rules.encode(x=x),
        words("label", 18, fontSize=17, fontWeight=500),
        words("value_text", 66, fontSize=44, fontWeight=600),
        words("base_text", 96, fontSize=16, color=colours.grey),
        words("change_text", 190, fontSize=16, color=colours.grey),
        _course(chart, colours, x),
        opening(field),
    ]
    return alt.layer(*layers).properties(height=HEIGHT)


def _course(chart: Chart, colours: Palette, x: alt.X) -> alt.Chart:
    months = chart.options["months"]
    months = months.assign(position=months["position"] + months["x"] * SHARE_OF_CELL)
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, 1], range=[LINE_BOTTOM, LINE_TOP], nice=False))
    line = alt.Chart(months).mark_line(color=colours.grey, strokeWidth=1.6, clip=False)
    return line.encode(x=x, y=y, detail="indicator:N", order="x:Q")
