"""Kind "rows": a list in which each row has a status, a name, what is said of it and a note; a row can be opened."""

from typing import Any

import altair as alt
import pandas as pd

from panels.charts.balanced import in_lines
from panels.charts.frame import framed
from panels.charts.marks import BADGE_SIZE, badge_layers, badge_text, from_right, pick, text_column, text_width
from panels.declare import Chart
from panels.look import Palette

ROW_HEIGHT = 44
# The narrowest panel, in pixels: a text that has no room there goes on in a second line while the panel is too narrow.
NARROWEST = 440
TEXT_SIZE, LEADING = 17, 20
# However long the names are, a first line holds about this many Chinese characters.
LEAST_ROOM = 8 * TEXT_SIZE
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
        *_texts(data[noted], text_at, text_width(data["note"], 16) + 30, at, ink),
        *_texts(data[~noted], text_at, 8, at, ink),
        text_column(data, "note", from_right(4), rows=at, align="right", color=grey),
        field.add_params(pick()),
    ]
    return framed(layers, len(data) * ROW_HEIGHT)


def _texts(data: pd.DataFrame, left: float, taken: float, at: alt.Y, ink: Any) -> list[alt.Chart]:
    """What is said of each row, in one line where the chart is wide enough for it, else in two."""
    room = max(NARROWEST - left - taken, LEAST_ROOM)
    lines = [in_lines(str(text), room, TEXT_SIZE) for text in data["text"]]
    data = data.assign(
        upper=[line[0] for line in lines],
        lower=["".join(line[1:]) for line in lines],
        need=[left + taken + text_width([text], TEXT_SIZE) for text in data["text"]],
    )
    long = data["lower"] != ""
    look: dict[str, Any] = {"rows": at, "color": ink, "fontSize": TEXT_SIZE, "limit": from_right(left + taken)}
    columns = [text_column(data[~long], "text", left, **look)]
    if long.any():
        for field, shift, wide in (("text", 0, True), ("upper", -LEADING / 2, False), ("lower", LEADING / 2, False)):
            seen = alt.condition("datum.need <= width", alt.value(int(wide)), alt.value(int(not wide)))
            columns.append(text_column(data[long], field, left, dy=shift, **look).encode(opacity=seen))
    return columns
