"""Kind "ranking": units in order, each with its place, change, rate, base and the interval of the rate."""

from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from panels.charts.marks import HEAD_HEIGHT, from_right, heading, stretch, text_column, text_width
from panels.charts.names import NAMES
from panels.declare import Chart
from panels.look import Palette

ROW_HEIGHT, COMPACT_HEIGHT = 40, 33
COMPACT_ABOVE = 14
PLACE, MOVED = 24, 72
NAME_SIZE, MOVED_GAP = 20, 16
NOTE_WIDTH = 104
# In a narrow panel there is no change, a long name is cut and a note is its sign, so that the bars keep their room.
GLANCE_NAME, GLANCE_NAME_WIDTH, GLANCE_NOTE_WIDTH = 50, 130, 30


@dataclass(frozen=True)
class _Places:
    """Where the columns stand, in pixels from the left; ``note`` from the right."""

    name: float
    value: float
    base: float
    note: float
    moved: float | None
    limit: float


def _places(chart: Chart) -> _Places:
    data, glance = chart.data, bool(chart.options.get("glance"))
    moved = max(text_width([*data["moved_text"], chart.labels["moved"]], 16), 54)
    name = GLANCE_NAME if glance else MOVED + moved + MOVED_GAP
    width = max(text_width(data["unit"], NAME_SIZE), 60)
    rate = max(text_width([*data["value_text"], chart.labels["value_text"]], NAME_SIZE), 56)
    value = name + (min(width, GLANCE_NAME_WIDTH) if glance else width) + rate + (14 if glance else 24)
    base = value + 22 + max(text_width(data["base_text"], 16), 40)
    limit = value - name - rate - 6
    return _Places(name, value, base, GLANCE_NOTE_WIDTH if glance else NOTE_WIDTH, None if glance else MOVED, limit)


def ranking(chart: Chart, colours: Palette) -> Any:
    """Columns: code, order, place_text, moved_text, unit, value, low, high, value_text, base_text, note, tone.

    ``tone`` is "accent", "plain" or "city"; options: reference (value) and reference_label; labels: place, moved, unit,
    value, base, interval.
    """
    data, at = chart.data, _places(chart)
    compact = len(data) > COMPACT_ABOVE
    rows = alt.Y("order:O", axis=None, scale=alt.Scale(paddingInner=0.35, paddingOuter=0.2))
    highest = max(0.05, float(data[["value", "high"]].max().max() or 0.05))
    scale = alt.Scale(domain=[0, highest], range=stretch(at.base + 24, at.note + 6), nice=False)
    layers = [
        *_marks(data, rows, scale, colours, chart),
        *_texts(data, rows, colours, at),
        *_heads(chart, colours, at),
        _field(data, rows, chart),
        _names(data, rows, at),
    ]
    height = len(data) * (COMPACT_HEIGHT if compact else ROW_HEIGHT) + HEAD_HEIGHT
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
    bars = base.mark_bar().encode(x=value, color=_tone(colours, colours.bar))
    whiskers = base.mark_rule(strokeWidth=2, color=colours.grey).encode(x=alt.X("low:Q", scale=scale), x2="high:Q")
    ends = [
        base.mark_tick(thickness=2, color=colours.grey, bandSize=10).encode(x=alt.X(f"{end}:Q", scale=scale))
        for end in ("low", "high")
    ]
    layers: list[Any] = [bars, whiskers, *ends]
    reference = chart.options.get("reference")
    return layers if reference is None else [*_reference(reference, chart, scale, axis, colours), *layers]


def _reference(value: float, chart: Chart, scale: alt.Scale, axis: alt.Axis, colours: Palette) -> list[Any]:
    frame = pd.DataFrame({"value": [value], "label": [chart.options["reference_label"]]})
    x = alt.X("value:Q", scale=scale, axis=axis)
    line = alt.Chart(frame).mark_rule().encode(x=x)
    label = alt.Chart(frame).mark_text(align="left", dx=-2, baseline="bottom", y=-14, fontWeight=600, color=colours.ink)
    return [line, label.encode(x=x, text="label:N")]


def _texts(data: pd.DataFrame, rows: alt.Y, colours: Palette, at: _Places) -> list[alt.Chart]:
    strong, grey = _tone(colours, colours.ink), alt.value(colours.grey)
    name: dict[str, Any] = {"fontSize": NAME_SIZE, "fontWeight": 500, "limit": at.limit}
    notes = data if at.moved else data.assign(note=data["note"].str[:1])
    columns = [
        text_column(data, "place_text", PLACE, rows=rows, align="center", color=strong, fontSize=22, fontWeight=600),
        text_column(data, "unit", at.name, rows=rows, color=strong, **name),
        text_column(data, "value_text", at.value, rows=rows, align="right", color=strong, fontSize=20, fontWeight=600),
        text_column(data, "base_text", at.base, rows=rows, align="right", color=grey),
        text_column(notes, "note", from_right(at.note - 12), rows=rows, color=alt.value(colours.ochre)),
    ]
    if at.moved:
        columns.append(text_column(data, "moved_text", at.moved, rows=rows, color=grey))
    return columns


def _heads(chart: Chart, colours: Palette, at: _Places) -> list[alt.Chart]:
    places: list[tuple[str, float | None, str]] = [
        ("place", 0, "left"), ("moved", at.moved, "left"), ("unit", at.name, "left"), ("value", at.value, "right"),
        ("base", at.base, "right"),
    ]  # fmt: skip
    return [heading(chart.labels[name], x, colours, align=align) for name, x, align in places if x is not None]


def _field(data: pd.DataFrame, rows: alt.Y, chart: Chart) -> Any:
    """The whole row can be clicked and pointed at, also that of a unit without cases."""
    tooltip = [alt.Tooltip(f"{name}:N", title=chart.labels[name]) for name in ("unit", "value_text", "base_text")]
    tooltip.append(alt.Tooltip("interval_text:N", title=chart.labels["interval"]))
    field = alt.Chart(data).mark_bar(cursor="pointer", opacity=0, x=0, x2={"expr": "width"})
    return field.encode(y=rows, tooltip=tooltip)


def _names(data: pd.DataFrame, rows: alt.Y, at: _Places) -> Any:
    """The names apart from the bars, for panels whose bars do something else."""
    field = alt.Chart(data).mark_bar(cursor="pointer", opacity=0, x=0, x2=at.name + at.limit)
    return field.encode(y=rows, tooltip=[alt.Tooltip("unit:N")]).properties(name=NAMES)
