"""Kind "compare": indicators as rows, units as columns; the best of a row by shape and weight, few cases hollow."""

from typing import Any

import altair as alt
import pandas as pd

from panels.charts.apart import wrapped
from panels.charts.frame import framed
from panels.charts.marks import HEAD_HEIGHT, text_width
from panels.declare import Chart
from panels.look import Palette

ROW_HEIGHT = 36
LABEL_SIZE, MOST_LABEL_WIDTH = 17, 280
NAME_SIZE, NAME_WIDTH, NAME_LEADING = 17, 170, 21
# Within a cell: where the mark of the best stands, where the rate ends and where the base begins.
MARK, RATE, BASE = 10, 92, 102


def compare(chart: Chart, colours: Palette) -> Any:
    """Columns, a row a cell: code, row, column (numbers from 0), unit, label, value_text ('' where there is no
    rate), base_text (the cases, or why there is no rate), best, small,
    tone ("accent" for the column spoken of).

    options: few, the words at a rate that rests on few cases; labels: label, unit, value, base.
    """
    data, few = chart.data, str(chart.options["few"])
    data = data.assign(base_text=[f"{text} {few}" if small else text for text, small in _bases(data)])
    columns = int(data["column"].max()) + 1 if len(data) else 1
    height = (int(data["row"].max()) + 1 if len(data) else 1) * ROW_HEIGHT
    head_lines = max((len(wrapped(unit, NAME_WIDTH, NAME_SIZE)) for unit in data["unit"].unique()), default=1)
    left = min(text_width(data["label"], LABEL_SIZE), MOST_LABEL_WIDTH) + 22
    scale = alt.Scale(domain=[0, columns], range=[left, {"expr": "width"}], nice=False)
    x = alt.X("column:Q", scale=scale, axis=None)
    data = data.assign(mid=(data["row"] + 0.5) * ROW_HEIGHT, top=data["row"] * ROW_HEIGHT, end=data["column"] + 1)
    layers = [
        *_ground(data, x, colours),
        *_labels(data, colours),
        *_cells(data, x, f"(width - {left}) / {columns}", colours),
        *_heads(chart, data, x, f"(width - {left}) / {columns}", colours),
        _field(chart, data, x),
    ]
    return framed(layers, height + HEAD_HEIGHT + (head_lines - 1) * NAME_LEADING)


def _bases(data: pd.DataFrame) -> Any:
    return zip(data["base_text"], data["small"], strict=True)


def _y(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def _ground(data: pd.DataFrame, x: alt.X, colours: Palette) -> list[Any]:
    rows = data.drop_duplicates("row").assign(bottom=lambda frame: frame["top"] + ROW_HEIGHT)
    named = data[data["tone"] == "accent"].assign(bottom=lambda frame: frame["top"] + ROW_HEIGHT)
    tint = alt.Chart(named).mark_rect(color=colours.accent_tint).encode(x=x, x2="end:Q", y=_y("top"), y2="bottom")
    lines = alt.Chart(rows).mark_rule(color=colours.grid, strokeWidth=1)
    return [tint, lines.encode(x=alt.value(0), x2=alt.value("width"), y=_y("bottom"))]


def _labels(data: pd.DataFrame, colours: Palette) -> list[Any]:
    mark: dict[str, Any] = {"align": "left", "baseline": "middle", "x": 0, "fontSize": LABEL_SIZE}
    rows = alt.Chart(data.drop_duplicates("row")).mark_text(**mark, color=colours.ink, limit=MOST_LABEL_WIDTH)
    return [rows.encode(y=_y("mid"), text="label:N")]


def _cells(data: pd.DataFrame, x: alt.X, cell: str, colours: Palette) -> list[Any]:
    layers: list[Any] = []
    best = data[data["best"]]
    for few, fill in ((False, colours.ink), (True, colours.paper)):
        mark = {"shape": "diamond", "size": 90, "opacity": 1, "stroke": colours.ink, "strokeWidth": 1.6, "fill": fill}
        part = alt.Chart(best[best["small"] == few])
        layers.append(part.mark_point(**mark, xOffset=MARK).encode(x=x, y=_y("mid")))
    for is_best, weight in ((False, 400), (True, 700)):
        mark = {"align": "right", "baseline": "middle", "dx": RATE, "fontSize": 18, "fontWeight": weight}
        part = alt.Chart(data[data["best"] == is_best]).mark_text(**mark, color=colours.ink)
        layers.append(part.encode(x=x, y=_y("mid"), text="value_text:N"))
    filled = data["value_text"] != ""
    for rows, color, at in (
        (data[filled & ~data["small"]], colours.grey, BASE),
        (data[filled & data["small"]], colours.ochre, BASE),
        (data[~filled], colours.grey, MARK - 6),
    ):
        mark = {"align": "left", "baseline": "middle", "dx": at, "limit": {"expr": f"{cell} - {at + 4}"}}
        part = alt.Chart(rows).mark_text(**mark, color=color)
        layers.append(part.encode(x=x, y=_y("mid"), text="base_text:N"))
    return layers


def _heads(chart: Chart, data: pd.DataFrame, x: alt.X, cell: str, colours: Palette) -> list[Any]:
    lines = [
        {"column": unit["column"], "tone": unit["tone"], "text": text, "at": -10.0 - NAME_LEADING * from_last}
        for unit in data.drop_duplicates("column").to_dict("records")
        for from_last, text in enumerate(reversed(wrapped(unit["unit"], NAME_WIDTH, NAME_SIZE)))
    ]
    units = pd.DataFrame(lines, columns=["column", "tone", "text", "at"])
    tone = alt.Scale(domain=["plain", "accent"], range=[colours.ink, colours.accent])
    mark = {"align": "left", "baseline": "bottom", "dx": MARK - 6, "fontWeight": 700, "fontSize": NAME_SIZE}
    names = alt.Chart(units).mark_text(**mark, limit={"expr": f"{cell} - 8"})
    label = alt.Chart(pd.DataFrame({"text": [chart.labels["label"]]}))
    return [
        names.encode(x=x, y=_y("at"), text="text:N", color=alt.Color("tone:N", scale=tone)),
        label.mark_text(align="left", baseline="bottom", x=0, y=-10, color=colours.grey).encode(text="text:N"),
    ]


def _field(chart: Chart, data: pd.DataFrame, x: alt.X) -> Any:
    """Every cell opens its unit."""
    tips = [alt.Tooltip(f"{name}:N", title=chart.labels[label]) for name, label in
            (("unit", "unit"), ("label", "label"), ("value_text", "value"), ("base_text", "base"))]  # fmt: skip
    bottom = data.assign(bottom=data["top"] + ROW_HEIGHT)
    field = alt.Chart(bottom).mark_rect(opacity=0, cursor="pointer")
    return field.encode(x=x, x2="end:Q", y=_y("top"), y2="bottom", tooltip=tips)
