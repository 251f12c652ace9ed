"""Kind "rows": a list in which each row has a status, a name, what is said of it and a note; a row can be opened."""

from typing import Any

import altair as alt

from panels.charts.frame import framed
from panels.charts.marks import BADGE_SIZE, badge_layers, badge_text, from_right, pick, text_column, text_width
from panels.declare import Chart
from panels.look import Palette

ROW_HEIGHT = 44
BADGE_PADDING = 18


def _badges(chart: Chart) -> tuple[Any, Any]:
    return chart.data["badge"], chart.data["badge_text"]


def rows(chart: Chart, colours: Palette) -> Any:
    """Columns: code ('' cannot be opened), order, badge, badge_text, name, text, note; all said when pointed at."""
    data = chart.data.assign(badge_text=[badge_text(*pair) for pair in zip(*_badges(chart), strict=True)])
    at = alt.Y("order:O", axis=None, scale=alt.Scale(padding=0))
    badge_width = text_width(data["badge_text"], BADGE_SIZE) + BADGE_PADDING
    name_at = badge_width + 18
    text_at = name_at + text_width(data["name"], 17) + 22 if data["name"].astype(bool).any() else name_at
    noted = data["note"].astype(bool)
    grey, ink = alt.value(colours.grey), alt.value(colours.ink)
    data = data.assign(tip=data["name"].astype(str) + " " + data["text"].astype(str) + " " + data["note"].astype(str))
    field = alt.Chart(data).mark_bar(cursor="pointer", x=0, x2={"expr": "width"}, opacity=0)
    field = field.encode(y=at, tooltip=[alt.Tooltip("tip:N")])
    lines = alt.Chart(data).mark_bar(color=colours.grid, height=1, yOffset=ROW_HEIGHT / 2, x=0, x2={"expr": "width"})
    layers = [
        lines.encode(y=at),
        *badge_layers(data, 0, badge_width, at, colours),
        text_column(data, "name", name_at, rows=at, color=ink, fontSize=17, fontWeight=700),
        # A row without a note has all the room for its text.
        *(
            text_column(part, "text", text_at, rows=at, color=ink, fontSize=17, limit=from_right(text_at + taken))
            for part, taken in ((data[noted], text_width(data["note"], 16) + 30), (data[~noted], 8))
        ),
        text_column(data, "note", from_right(4), rows=at, align="right", color=grey),
        field.add_params(pick()),
    ]
    return framed(layers, len(data) * ROW_HEIGHT)
