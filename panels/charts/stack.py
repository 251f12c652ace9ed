"""Kind "stack": what a whole is made of, as one bar a row; words stand in their segments or in a line below."""

from typing import Any

import altair as alt
import pandas as pd

from panels.charts.frame import framed
from panels.charts.marks import opening, text_width
from panels.declare import Chart
from panels.look import Palette

# The narrowest panel, in pixels: a segment that has no room for its words there is named below its bar.
NARROWEST = 560
LABEL_HEIGHT, BAR, LEADING, ROW_GAP = 25, 30, 22, 12
LABEL_SIZE, TEXT_SIZE, PADDING = 17, 16, 8
# Of the words below a bar: the square of their tone, and the distance to the next.
SQUARE, SQUARE_GAP, WORDS_GAP = 11, 6, 18


def stack(chart: Chart, colours: Palette) -> Any:
    """Columns, a row a segment: order (of the bar, from 0), row (its words), segment, value, text (said of it, '' not
    written), tone ("ink", "bar", "mist", "grey" or "accent"), code ('' cannot be opened); in the order they are drawn.

    options: totals, a frame with order, text (above the end of the bar); share (True: all bars are as long, each a
    whole of its own).
    """
    data = chart.data.assign(value=chart.data["value"].astype(float))
    data = data[data["value"] > 0]
    whole = data.groupby("order")["value"].transform("sum")
    shown = data["value"] / (whole if chart.options.get("share") else max([*whole, 1]))
    ends = shown.groupby(data["order"]).cumsum()
    wide = pd.Series([text_width([text], TEXT_SIZE) for text in data["text"]], index=data.index, dtype=float)
    data = data.assign(
        start=ends - shown, end=ends, fits=wide + 2 * PADDING <= shown * NARROWEST,
        tip=data["text"].where(data["text"] != "", data["segment"]),
    )  # fmt: skip
    bars, words, height = _laid_out(chart.data, data)
    placed = bars.set_index("order")
    data = data.assign(**{name: placed.loc[data["order"], name].to_numpy() for name in ("upper", "mid", "lower")})
    layers = [
        *_labels(bars, chart.options["totals"], colours),
        *_segments(data, colours),
        *_below(words, colours),
        *_fields(data),
    ]
    return framed(layers, height)


def _laid_out(rows: pd.DataFrame, data: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, float]:
    """The bars under one another, the words below each of what has no room in it, and the height of all."""
    bars: list[dict[str, Any]] = []
    below: list[dict[str, Any]] = []
    y = 0.0
    for order, row in rows.drop_duplicates("order").sort_values("order")[["order", "row"]].itertuples(index=False):
        upper = y + LABEL_HEIGHT
        bars.append({"order": order, "row": row, "label": y + LABEL_HEIGHT / 2, "upper": upper,
                     "mid": upper + BAR / 2, "lower": upper + BAR})  # fmt: skip
        words = _words_below(data[(data["order"] == order) & ~data["fits"] & (data["text"] != "")], upper + BAR)
        below += words
        y = max((word["y"] + LEADING / 2 for word in words), default=upper + BAR) + ROW_GAP
    places = ["label", "upper", "mid", "lower"]
    frame = pd.DataFrame(bars, columns=["order", "row", *places]).astype(dict.fromkeys(places, float))
    words_below = pd.DataFrame(below, columns=["x", "y", "text", "tone"]).astype({"x": float, "y": float})
    return frame, words_below, max(y - ROW_GAP, BAR)


def _words_below(small: pd.DataFrame, top: float) -> list[dict[str, Any]]:
    """Words one after the other, in the next line where one is full in the narrowest panel."""
    words, x, y = [], 0.0, top + 3 + LEADING / 2
    for text, tone in zip(small["text"], small["tone"], strict=True):
        wide = SQUARE + SQUARE_GAP + text_width([text], TEXT_SIZE)
        if x and x + wide > NARROWEST:
            x, y = 0.0, y + LEADING
        words.append({"x": x, "y": y, "text": text, "tone": tone})
        x += wide + WORDS_GAP
    return words


def _x(field: str) -> alt.X:
    """Shares of the longest bar, which is as wide as the panel."""
    return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, 1], range=[0, {"expr": "width"}], nice=False), axis=None)


def _pixels(field: str, axis: Any = alt.Y) -> Any:
    return axis(f"{field}:Q", scale=None, axis=None)


def _tones(colours: Palette) -> dict[str, tuple[str, str]]:
    """Of each tone the fill and the words within it."""
    return {
        "ink": (colours.ink, colours.paper),
        "bar": (colours.bar, colours.on_bar),
        "mist": (colours.heat[2], colours.ink),
        "grey": (colours.grid, colours.ink),
        "accent": (colours.accent, colours.on_bar),
    }


def _tone(colours: Palette, part: int) -> alt.Color:
    tones = _tones(colours)
    scale = alt.Scale(domain=list(tones), range=[tone[part] for tone in tones.values()])
    return alt.Color("tone:N", scale=scale, legend=None)


def _segments(data: pd.DataFrame, colours: Palette) -> list[Any]:
    bar = alt.Chart(data).mark_rect(stroke=colours.paper, strokeWidth=1)
    text = alt.Chart(data[data["fits"]]).mark_text(align="left", baseline="middle", dx=PADDING, fontSize=TEXT_SIZE)
    y = _pixels("upper")
    return [
        bar.encode(x=_x("start"), x2="end:Q", y=y, y2="lower", color=_tone(colours, 0)),
        text.encode(x=_x("start"), y=_pixels("mid"), text="text:N", color=_tone(colours, 1)),
    ]


def _below(words: pd.DataFrame, colours: Palette) -> list[Any]:
    words = words.assign(right=words["x"] + SQUARE, upper=words["y"] - SQUARE / 2, lower=words["y"] + SQUARE / 2)
    square, x = alt.Chart(words).mark_rect(), _pixels("x", alt.X)
    text = alt.Chart(words).mark_text(align="left", baseline="middle", dx=SQUARE + SQUARE_GAP, color=colours.grey)
    return [
        square.encode(x=x, x2="right", y=_pixels("upper"), y2="lower", color=_tone(colours, 0)),
        text.encode(x=x, y=_pixels("y"), text="text:N"),
    ]


def _labels(bars: pd.DataFrame, texts: pd.DataFrame, colours: Palette) -> list[Any]:
    """Above each bar at the left what it is, at the right how many it stands for."""
    totals = dict(zip(texts["order"], texts["text"], strict=True))
    totalled = bars.assign(text=[totals.get(order, "") for order in bars["order"]])
    room = {"expr": f"width - {text_width(totalled['text'], LABEL_SIZE) + 16:.0f}"}
    mark: dict[str, Any] = {"baseline": "middle", "color": colours.ink, "fontSize": LABEL_SIZE}
    label = alt.Chart(bars).mark_text(align="left", x=0, limit=room, **mark)
    total = alt.Chart(totalled).mark_text(align="right", x={"expr": "width"}, fontWeight=600, **mark)
    return [
        label.encode(y=_pixels("label"), text="row:N"),
        total.encode(y=_pixels("label"), text="text:N"),
    ]


def _fields(data: pd.DataFrame) -> list[Any]:
    fields = []
    for part, cursor in ((data[data["code"] == ""], "default"), (data[data["code"] != ""], "pointer")):
        field = alt.Chart(part).mark_rect(opacity=0, cursor=cursor)
        fields.append(field.encode(x=_x("start"), x2="end:Q", y=_pixels("upper"), y2="lower", tooltip="tip:N"))
    return [fields[0], opening(fields[1])]
