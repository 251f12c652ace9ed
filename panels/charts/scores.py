"""Kind "scores": units in bands, each score in its parts, how sure its place is, and whether it may be awarded."""

from dataclasses import dataclass, replace
from typing import Any

import altair as alt
import pandas as pd

from panels.charts.marks import BADGE_SIZE, HEAD_HEIGHT, badge_text, from_right, heading, text_width
from panels.declare import Chart
from panels.look import BADGES, Palette

ROW, NOTED_ROW, COMPACT_ROW, BAND = 34, 44, 30, 24
COMPACT_ABOVE = 14
PLACE, MOVED, NAME_SIZE = 22, 56, 19
MOST_NAME_WIDTH, MOST_NOTE_WIDTH = 250, 286
SCORE_WIDTH, BADGE_PADDING = 78, 20
BAR = 22
BADGE_HEIGHT, NOTE_SIZE, NOTE_BELOW = 22, 16, 20
# Of the room between name and badge: the score's parts, then the place's interval.
PARTS_SHARE = 0.62
PARTS = ("daily", "annual", "external")
# A part narrower than this has no room for its number (in points).
LEAST_LABELLED = 6


@dataclass(frozen=True)
class _Places:
    """Where the columns stand, in pixels from the left; ``badge`` from the right, ``badge_width`` wide."""

    name: float
    parts: float
    badge: float
    badge_width: float
    glance: bool


def _laid_out(chart: Chart) -> tuple[pd.DataFrame, pd.DataFrame, float]:
    """The rows with ``top`` and ``mid`` in pixels, the bands' headings likewise, and the height of all."""
    data = chart.data
    compact = len(data) > COMPACT_ABOVE
    plain = COMPACT_ROW if compact else ROW
    y, before, tops, bottoms, bands = 0.0, None, [], [], []
    for number, text, note in zip(data["band"], data["band_text"], data["note"], strict=True):
        if (number != before and before is not None) or text:
            bands.append({"top": y, "mid": y + BAND / 2 + 1, "text": text})
            y += BAND if text else 0
        before = number
        tops.append(y)
        y += NOTED_ROW if note else plain
        bottoms.append(y)
    placed = data.assign(top=tops, bottom=bottoms)
    placed["mid"] = (placed["top"] + placed["bottom"]) / 2
    # A note stands under its badge, and both together in the middle of the row.
    raised = placed["note"].astype(bool)
    placed["badge_mid"] = placed["mid"] - raised * NOTE_BELOW / 2
    return placed, pd.DataFrame(bands, columns=["top", "mid", "text"]), y


def scores(chart: Chart, colours: Palette) -> Any:
    """Columns, a row a unit from the first place on: code, place_text, moved_text, unit, daily, annual, external
    (points of the total, NaN where unknown), adjustment_text, score, score_text, rank, low, high (places), badge,
    badge_text, note, band, band_text (heading above the first row of a band; '' draws its line only), tone ("accent"
    or "plain").

    options: worst (the last place), glance (parts without numbers, no change, interval or note); labels: place, moved,
    unit, daily, annual, external, score, interval, eligibility.
    """
    glance = bool(chart.options.get("glance"))
    if glance:
        chart = replace(chart, data=chart.data.assign(note="", adjustment_text="", moved_text=""))
    data, bands, height = _laid_out(chart)
    data = data.assign(badge_text=[badge_text(*pair) for pair in zip(data["badge"], data["badge_text"], strict=True)])
    at = _places(chart, data)
    layers = [
        *_ground(data, bands, colours),
        *_stack(data, at, colours),
        *([] if glance else _interval(data, at, chart, colours)),
        *_texts(data, at, colours),
        *_heads(chart, at, colours),
        _field(data),
    ]
    return (
        alt.layer(*layers).resolve_scale(color="independent", x="independent").properties(height=height + HEAD_HEIGHT)
    )


def _places(chart: Chart, data: pd.DataFrame) -> _Places:
    moved = text_width([*data["moved_text"], chart.labels["moved"]], 16) if data["moved_text"].any() else 0
    name = MOVED + (moved + 18 if moved else 0)
    widest = max(text_width(data["unit"], NAME_SIZE), text_width([chart.labels["unit"]], 16))
    badge = text_width(data["badge_text"], BADGE_SIZE) + BADGE_PADDING
    head = text_width([chart.labels["eligibility"]], 16)
    right = max(badge, head, min(text_width(data["note"], NOTE_SIZE), MOST_NOTE_WIDTH)) + 4
    parts = name + min(widest, MOST_NAME_WIDTH) + 18
    return _Places(name, parts, right, badge, bool(chart.options.get("glance")))


def _y(field: str = "mid") -> alt.Y:
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def _span(at: _Places) -> str:
    return f"(width - {at.parts + at.badge + SCORE_WIDTH + 64})"


def _after_parts(at: _Places, pixels: float) -> Any:
    """So many pixels right of where 100 points end."""
    return {"expr": f"{at.parts + pixels} + {1 if at.glance else PARTS_SHARE} * {_span(at)}"}


def _points(at: _Places, field: str) -> alt.X:
    scale = alt.Scale(domain=[0, 100], range=[at.parts, _after_parts(at, 0)], nice=False)
    return alt.X(f"{field}:Q", scale=scale, axis=None)


def _place(at: _Places, field: str, worst: int) -> alt.X:
    """The scale of the places stands right of the score."""
    end = {"expr": f"{at.parts + SCORE_WIDTH + 40} + {_span(at)}"}
    scale = alt.Scale(domain=[1, max(worst, 2)], range=[_after_parts(at, SCORE_WIDTH + 40), end], nice=False)
    return alt.X(f"{field}:Q", scale=scale, axis=None)


def _wide(mark: alt.Chart, x2: Any = "width") -> alt.Chart:
    return mark.encode(x=alt.value(0), x2=alt.value(x2))


def _ground(data: pd.DataFrame, bands: pd.DataFrame, colours: Palette) -> list[Any]:
    """Lines between the rows, the named unit's tint, and the bands' headings."""
    named = data[data["tone"] == "accent"]
    tint = alt.Chart(named).mark_rect(color=colours.accent_tint).encode(y=_y("top"), y2="bottom")
    edge = alt.Chart(named).mark_rect(color=colours.accent).encode(y=_y("top"), y2="bottom")
    lines = alt.Chart(data).mark_rule(color=colours.grid, strokeWidth=1).encode(y=_y("top"))
    strong = alt.Chart(bands).mark_rule(color=colours.rule, strokeWidth=1.2).encode(y=_y("top"))
    texts = alt.Chart(bands).mark_text(align="left", baseline="middle", x=4, color=colours.grey)
    return [_wide(tint), _wide(edge, 4), _wide(lines), _wide(strong), texts.encode(y=_y(), text="text:N")]


def _stack(data: pd.DataFrame, at: _Places, colours: Palette) -> list[Any]:
    """The parts of each score one after the other, each with its points where they have room."""
    layers: list[Any] = []
    data = data.assign(upper=data["mid"] - BAR / 2, lower=data["mid"] + BAR / 2)
    start = pd.Series(0.0, index=data.index)
    fills = {"daily": colours.ink, "annual": colours.bar, "external": colours.peer}
    for part in PARTS:
        points = data[part].fillna(0.0)
        piece = data.assign(start=start, end=start + points, text=[f"{value:.1f}" for value in points])
        bar = alt.Chart(piece[points > 0]).mark_rect(color=fills[part], stroke=colours.paper, strokeWidth=1)
        layers.append(bar.encode(x=_points(at, "start"), x2="end", y=_y("upper"), y2="lower"))
        text = {"align": "left", "baseline": "middle", "dx": 5, "fontSize": 16, "color": colours.on_bar}
        label = alt.Chart(piece[(points >= LEAST_LABELLED) & (not at.glance)]).mark_text(**text)
        layers.append(label.encode(x=_points(at, "start"), y=_y(), text="text:N"))
        start = start + points
    beside = alt.Chart(data.assign(end=start)).mark_text(
        align="left", baseline="middle", dx=10, fontSize=16, color=colours.grey
    )
    score = {"align": "right", "baseline": "middle", "fontSize": 20, "fontWeight": 600}
    score |= {"x": _after_parts(at, SCORE_WIDTH)}
    return [
        *layers,
        beside.encode(x=_points(at, "end"), y=_y(), text="adjustment_text:N"),
        alt.Chart(data).mark_text(**score).encode(y=_y(), text="score_text:N", color=_tone(colours)),
    ]


def _interval(data: pd.DataFrame, at: _Places, chart: Chart, colours: Palette) -> list[Any]:
    """From the best to the worst place the figures allow, and the place itself."""
    worst = int(chart.options["worst"])
    intervals = data[data["low"].notna()]
    half = intervals.assign(upper=intervals["mid"] - 3, lower=intervals["mid"] + 3)
    fills = alt.Color("tone:N", scale=_scale(colours.peer, colours.accent), legend=None)
    bars = alt.Chart(half).mark_rect(cornerRadius=3, opacity=0.55)
    dots = alt.Chart(intervals).mark_circle(opacity=1, size=130)
    return [
        bars.encode(x=_place(at, "low", worst), x2="high", y=_y("upper"), y2="lower", color=fills),
        dots.encode(x=_place(at, "rank", worst), y=_y(), color=_tone(colours)),
    ]


def _scale(plain: str, accent: str) -> alt.Scale:
    return alt.Scale(domain=["plain", "accent"], range=[plain, accent])


def _tone(colours: Palette) -> alt.Color:
    return alt.Color("tone:N", scale=_scale(colours.ink, colours.accent), legend=None)


def _column(data: pd.DataFrame, field: str, x: Any, color: Any, *, y: str = "mid", **more: Any) -> alt.Chart:
    mark = alt.Chart(data).mark_text(**{"align": "left", "baseline": "middle", "x": x, **more})
    return mark.encode(y=_y(y), text=f"{field}:N", color=color)


def _texts(data: pd.DataFrame, at: _Places, colours: Palette) -> list[Any]:
    grey, strong = alt.value(colours.grey), _tone(colours)
    name: dict[str, Any] = {"fontSize": NAME_SIZE, "fontWeight": 500, "limit": at.parts - at.name - 6}
    statuses = [status for status in BADGES if status in set(data["badge"])]
    ink = {"domain": statuses, "range": [getattr(colours, BADGES[status][1]) for status in statuses]}
    tint = {"domain": statuses, "range": [getattr(colours, BADGES[status][2]) for status in statuses]}
    half = BADGE_HEIGHT / 2
    box = data.assign(
        upper=data["badge_mid"] - half, lower=data["badge_mid"] + half, below=data["badge_mid"] + NOTE_BELOW
    )
    left, right = from_right(at.badge), from_right(at.badge - at.badge_width)
    boxes = alt.Chart(box).mark_rect(cornerRadius=2).encode(x=alt.value(left), x2=alt.value(right), y=_y("upper"))
    badge = alt.Color("badge:N", scale=alt.Scale(**tint), legend=None)
    word = alt.Color("badge:N", scale=alt.Scale(**ink), legend=None)
    return [
        _column(data, "place_text", PLACE, strong, align="center", fontSize=22, fontWeight=600),
        _column(data, "moved_text", MOVED, grey),
        _column(data, "unit", at.name, strong, **name),
        boxes.encode(y2="lower", color=badge),
        _column(box, "badge_text", from_right(at.badge - 8), word, y="badge_mid"),
        _column(box[box["note"].astype(bool)], "note", left, grey, y="below", fontSize=NOTE_SIZE, limit=at.badge),
    ]


def _heads(chart: Chart, at: _Places, colours: Palette) -> list[Any]:
    labels = chart.labels
    legend = [("daily", colours.ink), ("annual", colours.bar), ("external", colours.peer)]
    heads = [
        heading(labels["place"], 4, colours),
        heading(labels["moved"] if at.name > MOVED else "", MOVED, colours),
        heading(labels["unit"], at.name, colours),
        heading(labels["score"], _after_parts(at, SCORE_WIDTH), colours,
                align="right"),
        heading("" if at.glance else labels["interval"], _after_parts(at, SCORE_WIDTH + 32), colours),
        heading(labels["eligibility"], from_right(at.badge), colours),
    ]  # fmt: skip
    x = at.parts
    for part, fill in [] if at.glance else legend:
        square = alt.Chart(pd.DataFrame({"n": [0]})).mark_square(x=x + 7, y=-23, size=170, color=fill, opacity=1)
        heads += [square, heading(labels[part], x + 18, colours)]
        x += 18 + text_width([labels[part]], 16) + 10
    return heads


def _field(data: pd.DataFrame) -> Any:
    """The whole row can be clicked, also that of a unit without a score."""
    field = alt.Chart(data).mark_rect(cursor="pointer", opacity=0)
    return _wide(field.encode(y=_y("top"), y2="bottom"))
