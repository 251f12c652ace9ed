"""Kind "places": units with two places each: before as a ring, then as a point on its interval."""

from typing import Any

import altair as alt
import pandas as pd

from panels.charts.frame import framed
from panels.charts.marks import HEAD_HEIGHT, heading, text_width
from panels.declare import Chart
from panels.look import Palette

ROW, COMPACT_ROW, COMPACT_ABOVE = 36, 28, 14
NAME, NAME_SIZE, MOST_NAME_WIDTH = 44, 18, 250
# The least width of the places, and the room right of the last one, in pixels.
LEAST_PLOT, RIGHT = 96, 14


def places(chart: Chart, colours: Palette) -> Any:
    """Columns, a row a unit in order: code, unit, place_text, moved_text, before, place, low, high (places, NaN where
    there is none), tip, tone ("accent" or "plain").

    options: worst (the last place); labels: place, unit, moved, axis.
    """
    row = COMPACT_ROW if len(chart.data) > COMPACT_ABOVE else ROW
    data = chart.data.reset_index(drop=True)
    data = data.assign(top=data.index * float(row), mid=(data.index + 0.5) * row, bottom=(data.index + 1.0) * row)
    widest = max(text_width([*data["unit"]], NAME_SIZE), text_width([chart.labels["unit"]], 16))
    moved = text_width([*data["moved_text"], chart.labels["moved"]], 16) + 26
    # In a narrow column names give way to the places.
    room = f"min({min(widest, MOST_NAME_WIDTH)}, width - {NAME + 16 + moved + LEAST_PLOT + RIGHT})"
    moved_at = f"{NAME + 16} + {room}"
    plot = f"{moved_at} + {moved}"
    places_range = [{"expr": plot}, {"expr": f"width - {RIGHT}"}]
    scale = alt.Scale(domain=[1, max(float(chart.options["worst"]), 2.0)], range=places_range)
    layers = [
        *_ground(data, colours),
        *_marks(data, scale, colours),
        *_texts(data, room, moved_at, colours),
        heading(chart.labels["place"], 4, colours),
        heading(chart.labels["unit"], NAME, colours),
        heading(chart.labels["moved"], {"expr": moved_at}, colours),
        heading(chart.labels["axis"], {"expr": f"{plot} - 8"}, colours),
        _field(data),
    ]
    height = max(len(data), 1) * row + HEAD_HEIGHT
    return framed(layers, height)


def _y(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def _wide(mark: alt.Chart) -> alt.Chart:
    return mark.encode(x=alt.value(0), x2=alt.value("width"))


def _ground(data: pd.DataFrame, colours: Palette) -> list[Any]:
    tint = alt.Chart(data[data["tone"] == "accent"]).mark_rect(color=colours.accent_tint)
    lines = alt.Chart(data).mark_rule(color=colours.grid, strokeWidth=1)
    return [_wide(tint.encode(y=_y("top"), y2="bottom")), _wide(lines.encode(y=_y("bottom")))]


def _tone(plain: str, accent: str) -> alt.Color:
    return alt.Color("tone:N", scale=alt.Scale(domain=["plain", "accent"], range=[plain, accent]))


def _marks(data: pd.DataFrame, scale: alt.Scale, colours: Palette) -> list[Any]:
    before, place, low = (alt.X(f"{field}:Q", scale=scale, axis=None) for field in ("before", "place", "low"))
    placed = data[data["place"].notna() & data["before"].notna()]
    half = placed.assign(upper=placed["mid"] - 4, lower=placed["mid"] + 4)
    moved = placed[placed["place"] != placed["before"]]
    bar = alt.Chart(half).mark_rect(cornerRadius=4, opacity=0.4)
    ring = {"fill": colours.paper, "stroke": colours.grey, "strokeWidth": 1.8, "size": 90, "opacity": 1}
    return [
        bar.encode(x=low, x2="high:Q", y=_y("upper"), y2="lower", color=_tone(colours.peer, colours.accent)),
        alt.Chart(moved).mark_rule(color=colours.grey, strokeWidth=1.4).encode(x=before, x2="place:Q", y=_y("mid")),
        alt.Chart(moved).mark_circle(**ring).encode(x=before, y=_y("mid")),
        alt.Chart(placed).mark_circle(size=130, opacity=1).encode(
            x=place, y=_y("mid"), color=_tone(colours.ink, colours.accent)
        ),
    ]  # fmt: skip


def _texts(data: pd.DataFrame, room: str, moved_at: str, colours: Palette) -> list[Any]:
    ink = _tone(colours.ink, colours.accent)
    layers: list[Any] = []
    at: Any
    for field, at, color, look in (
        ("place_text", 20, ink, {"align": "center", "fontSize": 19, "fontWeight": 600}),
        ("unit", NAME, ink, {"fontSize": NAME_SIZE, "fontWeight": 500, "limit": {"expr": f"{room} + 8"}}),
        ("moved_text", {"expr": moved_at}, alt.value(colours.grey), {}),
    ):
        mark = alt.Chart(data).mark_text(**{"align": "left", "baseline": "middle", "x": at, **look})
        layers.append(mark.encode(y=_y("mid"), text=f"{field}:N", color=color))
    return layers


def _field(data: pd.DataFrame) -> Any:
    tip = alt.Tooltip("tip:N")
    field = alt.Chart(data).mark_rect(opacity=0, cursor="pointer")
    return _wide(field.encode(y=_y("top"), y2="bottom", tooltip=tip))
