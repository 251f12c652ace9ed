"""Kind "scorecard": indicator by indicator, a unit's value and base, and where it lies among its peers."""

from typing import Any

import altair as alt
import pandas as pd

from panels.charts.marks import HEAD_HEIGHT, from_right, heading, stretch, text_column, text_width
from panels.declare import Chart
from panels.look import Palette

ROW_HEIGHT = 38
LABEL_SIZE, MOST_LABEL_WIDTH = 17, 226
VALUE_WIDTH, COUNT_WIDTH, PEERS_WIDTH = 72, 84, 70
PLACE_FROM_RIGHT = 30


def scorecard(chart: Chart, colours: Palette) -> Any:
    """Columns, a row per indicator: order, label, value_text, base_text, peers_text, place_text.

    options: marks, a frame with order, x (0–1, right is better), role ("unit", "peer", "average"), unit, tip;
    labels: label, value, base, peers, strip, place.
    """
    data, marks = chart.data, chart.options["marks"]
    rows = alt.Y("order:O", axis=None, scale=alt.Scale(padding=0))
    label_width = min(text_width(data["label"], LABEL_SIZE), MOST_LABEL_WIDTH)
    value_at = label_width + VALUE_WIDTH
    base_at = value_at + max(text_width(data["base_text"], 16) + 16, COUNT_WIDTH)
    peers_at = base_at + PEERS_WIDTH
    scale = alt.Scale(domain=[0, 1], range=stretch(peers_at + 34, PLACE_FROM_RIGHT + 52), nice=False)
    ink, grey = alt.value(colours.ink), alt.value(colours.grey)
    layers = [
        _lines(data, rows, colours),
        text_column(data, "label", 0, rows=rows, color=ink, fontSize=LABEL_SIZE, limit=MOST_LABEL_WIDTH + 8),
        text_column(data, "value_text", value_at, rows=rows, align="right", color=ink, fontSize=18, fontWeight=700),
        text_column(data, "base_text", base_at, rows=rows, align="right", color=grey),
        text_column(data, "peers_text", peers_at, rows=rows, align="right", color=grey),
        *_strip(marks, rows, scale, colours),
        text_column(data, "place_text", from_right(PLACE_FROM_RIGHT), rows=rows, align="center", color=ink),
        heading(chart.labels["label"], 0, colours),
        heading(chart.labels["value"], value_at, colours, align="right"),
        heading(chart.labels["base"], base_at, colours, align="right"),
        heading(chart.labels["peers"], peers_at, colours, align="right"),
        heading(chart.labels["strip"], peers_at + 30, colours),
        heading(chart.labels["place"], from_right(PLACE_FROM_RIGHT), colours, align="center"),
    ]
    return alt.layer(*layers).resolve_scale(color="independent").properties(height=len(data) * ROW_HEIGHT + HEAD_HEIGHT)


def _lines(data: pd.DataFrame, rows: alt.Y, colours: Palette) -> alt.Chart:
    mark = {"color": colours.grid, "height": 1, "yOffset": ROW_HEIGHT / 2, "x": 0, "x2": {"expr": "width"}}
    return alt.Chart(data).mark_bar(**mark).encode(y=rows)


def _strip(marks: pd.DataFrame, rows: alt.Y, scale: alt.Scale, colours: Palette) -> list[alt.Chart]:
    x = alt.X("x:Q", scale=scale, axis=None)
    tooltip = alt.Tooltip("tip:N")
    ends = pd.DataFrame({"order": marks["order"].unique(), "x": 0.0, "end": 1.0})
    peers, own = marks[marks["role"] == "peer"], marks[marks["role"] == "unit"]
    average = marks[marks["role"] == "average"]
    return [
        alt.Chart(ends).mark_rule(color=colours.rule, strokeWidth=2).encode(x=x, x2="end:Q", y=rows),
        alt.Chart(peers).mark_circle(color=colours.peer, size=70, opacity=1).encode(x=x, y=rows, tooltip=tooltip),
        alt.Chart(average).mark_tick(color=colours.ink, thickness=2.4, bandSize=22, orient="vertical").encode(
            x=x, y=rows, tooltip=tooltip
        ),
        alt.Chart(own).mark_circle(color=colours.accent, size=190, opacity=1).encode(x=x, y=rows, tooltip=tooltip),
    ]  # fmt: skip
