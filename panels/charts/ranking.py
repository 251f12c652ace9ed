"""Kind "ranking": units in order, each with its place, change, rate, base and the interval of the rate."""

from typing import Any

import altair as alt
import pandas as pd

from panels.charts.marks import from_right, heading, pick, stretch, text_column, text_width
from panels.declare import Chart
from panels.look import Palette

ROW_HEIGHT, COMPACT_HEIGHT = 44, 34
COMPACT_ABOVE = 14
PLACE, MOVED, NAME = 24, 72, 158
NAME_SIZE = 20
NOTE_WIDTH = 104
# In a narrow panel a long name is cut, so that the bars keep their room.
GLANCE_NAME_WIDTH = 190


def ranking(chart: Chart, colours: Palette) -> Any:
    """Columns: code, order, place_text, moved_text, unit, value, low, high, value_text, base_text, note, tone.

    ``tone`` is "accent", "plain" or "city"; options: reference (value) and reference_label; labels: place, moved, unit,
    value, base, interval.
    """
    data = chart.data
    compact = len(data) > COMPACT_ABOVE
    rows = alt.Y("order:O", axis=None, scale=alt.Scale(paddingInner=0.35, paddingOuter=0.2))
    name_width = max(text_width(data["unit"], NAME_SIZE), 60)
    if chart.options.get("glance"):
        name_width = min(name_width, GLANCE_NAME_WIDTH)
    value_at = NAME + name_width + 96
    base_at = value_at + 30 + text_width(data["base_text"], 16)
    highest = max(0.05, float(data[["value", "high"]].max().max() or 0.05))
    scale = alt.Scale(domain=[0, min(1.0, highest)], range=stretch(base_at + 26, NOTE_WIDTH), nice=False)
    layers = [
        *_marks(data, rows, scale, colours, chart),
        *_texts(data, rows, colours, value_at, base_at),
        *_heads(chart, colours, value_at, base_at),
    ]
    height = len(data) * (COMPACT_HEIGHT if compact else ROW_HEIGHT)
    return (
        alt.layer(*layers)
        .resolve_scale(color="independent")
        .properties(height=height, padding={"left": 4, "right": 4, "top": 4, "bottom": 4})
    )


def _tone(colours: Palette, plain: str) -> alt.Color:
    scale = alt.Scale(domain=["plain", "accent", "city"], range=[plain, colours.accent, colours.ink])
    return alt.Color("tone:N", scale=scale, legend=None)


def _marks(data: pd.DataFrame, rows: alt.Y, scale: alt.Scale, colours: Palette, chart: Chart) -> list[Any]:
    axis = alt.Axis(labels=False, grid=False, title=None)
    base = alt.Chart(data).encode(y=rows)
    value = alt.X("value:Q", scale=scale, axis=axis)
    tooltip = [alt.Tooltip(f"{name}:N", title=chart.labels[name]) for name in ("unit", "value_text", "base_text")]
    tooltip.append(alt.Tooltip("interval_text:N", title=chart.labels["interval"]))
    bars = base.mark_bar(cursor="pointer").encode(x=value, color=_tone(colours, colours.bar), tooltip=tooltip)
    whiskers = base.mark_rule(strokeWidth=2, color=colours.grey).encode(x=alt.X("low:Q", scale=scale), x2="high:Q")
    ends = [
        base.mark_tick(thickness=2, color=colours.grey, bandSize=10).encode(x=alt.X(f"{end}:Q", scale=scale))
        for end in ("low", "high")
    ]
    layers: list[Any] = [bars.add_params(pick()), whiskers, *ends]
    reference = chart.options.get("reference")
    return layers if reference is None else [*_reference(reference, chart, scale, axis, colours), *layers]


def _reference(value: float, chart: Chart, scale: alt.Scale, axis: alt.Axis, colours: Palette) -> list[Any]:
    frame = pd.DataFrame({"value": [value], "label": [chart.options["reference_label"]]})
    x = alt.X("value:Q", scale=scale, axis=axis)
    line = alt.Chart(frame).mark_rule().encode(x=x)
    label = alt.Chart(frame).mark_text(align="left", dx=-2, baseline="bottom", y=-14, fontWeight=600, color=colours.ink)
    return [line, label.encode(x=x, text="label:N")]


def _texts(data: pd.DataFrame, rows: alt.Y, colours: Palette, value_at: float, base_at: float) -> list[alt.Chart]:
    strong = _tone(colours, colours.ink)
    return [
        text_column(data, "place_text", PLACE, rows=rows, align="center", color=strong, fontSize=22, fontWeight=600),
        text_column(data, "moved_text", MOVED, rows=rows, color=alt.value(colours.grey)),
        text_column(
            data, "unit", NAME, rows=rows, color=strong, fontSize=NAME_SIZE, fontWeight=500, limit=value_at - NAME - 90
        ),
        text_column(data, "value_text", value_at, rows=rows, align="right", color=strong, fontSize=20, fontWeight=600),
        text_column(data, "base_text", base_at, rows=rows, align="right", color=alt.value(colours.grey)),
        text_column(data, "note", from_right(NOTE_WIDTH - 20), rows=rows, color=alt.value(colours.ochre)),
    ]


def _heads(chart: Chart, colours: Palette, value_at: float, base_at: float) -> list[alt.Chart]:
    places = {
        "place": (0, "left"), "moved": (MOVED, "left"), "unit": (NAME, "left"), "value": (value_at, "right"),
        "base": (base_at, "right"),
    }  # fmt: skip
    return [heading(chart.labels[name], x, colours, align=align) for name, (x, align) in places.items()]
