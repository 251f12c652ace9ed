"""Kind "chain": how many are left at each step, one bar a step, each with what it is of the step before."""

from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from panels.charts.balanced import in_lines
from panels.charts.frame import framed
from panels.charts.marks import opening, text_width
from panels.declare import Chart
from panels.look import Palette

# The width of the narrowest panel, in pixels; texts that have no room in it are shortened.
NARROWEST = 560
ROW_HEIGHT, BAR = 56, 36
LABEL_SIZE, LABEL_GAP, LABEL_SHARE, LABEL_LEADING = 18, 12, 0.3, 22
VALUE_SIZE, VALUE_GAP, NOTE_GAP = 20, 9, 10
NOTE_SIZE, NOTE_WIDTH, LEADING = 16, 190, 20
PADDING = 8
# Added to every reckoned width of a text: letters differ from font to font.
SLACK = 4


@dataclass(frozen=True)
class _Places:
    """The expressions of where bars begin and how long one of ``most`` is; its length in the narrowest panel."""

    left: str
    length: str
    narrow: float
    most: float

    def x(self, field: str) -> alt.X:
        span = [{"expr": self.left}, {"expr": f"{self.left} + {self.length}"}]
        return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, self.most], range=span, nice=False), axis=None)


def chain(chart: Chart, colours: Palette) -> Any:
    """Columns, a row a step: order (from 0), label, value, value_text, note (what it is of the step before), part (how
    many of it are drawn darker, NaN none), part_text, tone ("plain" or "accent"), code ('' cannot be opened).
    """
    data = chart.data.assign(mid=(chart.data["order"].astype(float) + 0.5) * ROW_HEIGHT, zero=0.0)
    data = data.assign(value=data["value"].astype(float).fillna(0.0), part=data["part"].astype(float))
    data = data.assign(upper=data["mid"] - BAR / 2, lower=data["mid"] + BAR / 2)
    width = text_width(data["label"], LABEL_SIZE) + LABEL_GAP + SLACK
    label = min(width, LABEL_SHARE * NARROWEST)
    at = _places(data, width, label)
    data = data.assign(where=[_where(step, at) for step in data.to_dict("records")])
    if (data["where"] == "beside").any():
        notes = data["note"] + (" " + data["part_text"]).where(data["where"] == "beside", "")
        data = data.assign(note=notes.str.strip())
        at = _places(data, width, label)
    height = max(len(data), 1) * ROW_HEIGHT
    layers = [
        *_bars(data, at, height, colours),
        *_labels(data, at, label - LABEL_GAP, colours),
        *_words(data, at, colours),
        _field(data),
    ]
    return framed(layers, height)


def _places(data: pd.DataFrame, width: float, label: float) -> _Places:
    """Bars as long as can be with the words of each step still standing after its own bar."""
    left, most = f"min({width:.0f}, {LABEL_SHARE} * width)", float(data["value"].max() or 0.0) if len(data) else 0.0
    most = most or 1.0
    notes = [text_width(_note_lines(note), NOTE_SIZE) for note in data["note"]]
    taken = [
        text_width([text], VALUE_SIZE) + VALUE_GAP + (NOTE_GAP + wide if wide else 0)
        for text, wide in zip(data["value_text"], notes, strict=True)
    ]
    bounds = [(words, value / most) for words, value in zip(taken, data["value"], strict=True) if value > 0]
    room, narrow = f"width - {left}", NARROWEST - label
    length = ", ".join(f"({room} - {words:.0f}) / {share:.4f}" for words, share in bounds)
    in_narrow = min(((narrow - words) / share for words, share in bounds), default=narrow)
    return _Places(left, f"max(40, min({room}, {length or 0}))", max(40, min(in_narrow, narrow)), most)


def _where(step: dict[Any, Any], at: _Places) -> str:
    """Where the words of a step's darker part have room: within it, in the rest of the bar, or only beside the bar."""
    if not step["part_text"] or not step["part"] > 0:
        return ""
    wide = text_width([step["part_text"]], NOTE_SIZE) + 2 * PADDING
    scale = at.narrow / at.most
    if wide <= step["part"] * scale:
        return "within"
    return "after" if wide <= (step["value"] - step["part"]) * scale else "beside"


def _y(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def _tone(colours: Palette, plain: str) -> alt.Color:
    return alt.Color("tone:N", scale=alt.Scale(domain=["plain", "accent"], range=[plain, colours.accent]), legend=None)


def _bars(data: pd.DataFrame, at: _Places, height: float, colours: Palette) -> list[Any]:
    bar = alt.Chart(data).mark_rect().encode(x=at.x("zero"), x2="value:Q", y=_y("upper"), y2="lower",
                                             color=_tone(colours, colours.bar))  # fmt: skip
    part = alt.Chart(data[data["part"] > 0]).mark_rect(color=colours.ink)
    axis = alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule(color=colours.ink, strokeWidth=1.2)
    layers = [bar, part.encode(x=at.x("zero"), x2="part:Q", y=_y("upper"), y2="lower")]
    for place, field, color in (("within", "zero", colours.paper), ("after", "part", colours.on_bar)):
        told = alt.Chart(data[data["where"] == place])
        text = told.mark_text(align="left", baseline="middle", dx=PADDING, color=color)
        layers.append(text.encode(x=at.x(field), y=_y("mid"), text="part_text:N"))
    return [*layers, axis.encode(x=at.x("zero"), y=alt.value(2), y2=alt.value(height - 2))]


def _note_lines(note: str) -> list[str]:
    """A note in at most two lines, wide enough for all of it."""
    return in_lines(note, max(NOTE_WIDTH, text_width([note], NOTE_SIZE) / 2 + 2 * NOTE_SIZE), NOTE_SIZE)


def _placed(data: pd.DataFrame, told: list[list[str]], leading: float) -> pd.DataFrame:
    """A row a line of what is told of each step, together in the middle of it."""
    rows = []
    for step, lines in zip(data.to_dict("records"), told, strict=True):
        rows += [
            {"text": text, "tone": step["tone"], "value": step["value"],
             "y": step["mid"] + (number - (len(lines) - 1) / 2) * leading}
            for number, text in enumerate(lines)
        ]  # fmt: skip
    return pd.DataFrame(rows, columns=["text", "tone", "value", "y"])


def _labels(data: pd.DataFrame, at: _Places, width: float, colours: Palette) -> list[Any]:
    lines = _placed(data, [in_lines(text, width, LABEL_SIZE) for text in data["label"]], LABEL_LEADING)
    mark: dict[str, Any] = {"align": "right", "baseline": "middle", "x": {"expr": f"{at.left} - {LABEL_GAP}"}}
    mark |= {"fontSize": LABEL_SIZE, "limit": {"expr": f"{at.left} - {LABEL_GAP}"}}
    return [
        alt.Chart(part).mark_text(**mark, fontWeight=weight).encode(
            y=_y("y"), text="text:N", color=_tone(colours, colours.ink))
        for part, weight in ((lines[lines["tone"] != "accent"], 400), (lines[lines["tone"] == "accent"], 700))
    ]  # fmt: skip


def _words(data: pd.DataFrame, at: _Places, colours: Palette) -> list[Any]:
    """After its bar the number of a step, then its note, which begins where the number ends."""
    mark: dict[str, Any] = {"align": "left", "baseline": "middle", "dx": VALUE_GAP}
    value = alt.Chart(data).mark_text(**mark, fontSize=VALUE_SIZE, fontWeight=600)
    layers = [value.encode(x=at.x("value"), y=_y("mid"), text="value_text:N", color=_tone(colours, colours.ink))]
    for _, step in data.groupby("order"):
        beside = VALUE_GAP + text_width(step["value_text"], VALUE_SIZE) + NOTE_GAP
        lines = alt.Chart(_placed(step, [_note_lines(text) for text in step["note"]], LEADING))
        note = lines.mark_text(**{**mark, "dx": round(beside)}, fontSize=NOTE_SIZE, color=colours.grey)
        layers.append(note.encode(x=at.x("value"), y=_y("y"), text="text:N"))
    return layers


def _field(data: pd.DataFrame) -> Any:
    """The whole step can be clicked where it leads somewhere."""
    rows = data[data["code"] != ""]
    rows = rows.assign(upper=rows["mid"] - ROW_HEIGHT / 2, lower=rows["mid"] + ROW_HEIGHT / 2)
    field = alt.Chart(rows).mark_rect(opacity=0, cursor="pointer")
    field = field.encode(x=alt.value(0), x2=alt.value("width"), y=_y("upper"), y2="lower", tooltip="label:N")
    return opening(field)
