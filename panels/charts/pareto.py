"""Kind "pareto": the few that make up most, of two kinds side by side, and after a thin line the many others."""

from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from panels.charts.balanced import in_lines
from panels.charts.frame import framed
from panels.charts.marks import opening, text_width
from panels.declare import Chart
from panels.look import Palette

# The narrowest panel, in pixels.
NARROWEST = 560
ROW_HEIGHT, NAME_AT, BAR_AT, BAR, LINE_HEIGHT = 42, 11, 30, 15, 26
VALUE_GAP, SHARE_GAP, BLOCK_GAP = 7, 14, 32
HEAD_LEADING, HEAD_GAP, SIZE, VALUE_SIZE = 20, 6, 16, 17
SIDES = ("left", "right")


@dataclass(frozen=True)
class _Block:
    """One half: the expressions of its left edge and width, its rows laid out, the room its numbers take, and the
    height of the line after the last of the few."""

    start: str
    width: str
    rows: pd.DataFrame
    taken: float
    line: float | None

    def x(self, field: str) -> alt.X:
        most = float(self.rows["value"].max() or 0.0) if len(self.rows) else 0.0
        span = [{"expr": self.start}, {"expr": f"{self.start} + {self.width} - {self.taken:.0f}"}]
        return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, most or 1.0], range=span, nice=False), axis=None)


def pareto(chart: Chart, colours: Palette) -> Any:
    """Columns: block (0 left, 1 right), order (from 0 within the block), label, value, value_text, share_text (of all
    up to this one), inside (whether it belongs to the few), code ('' cannot be opened).

    labels: left, right (heads of the blocks), rest (the words at the line after the last of the few).
    """
    width = f"(width - {BLOCK_GAP}) / 2"
    narrow = (NARROWEST - BLOCK_GAP) / 2
    starts = ("0", f"{BLOCK_GAP} + {width}")
    blocks = [_block(chart.data[chart.data["block"] == number], start, width) for number, start in enumerate(starts)]
    heads = [in_lines(chart.labels[side], narrow, SIZE) for side in SIDES]
    layers = [
        layer
        for block, head in zip(blocks, heads, strict=True)
        for layer in (
            *_head(block, head, colours),
            *_bars(block, colours),
            *_texts(block, colours),
            *_line(block, chart.labels["rest"], colours),
        )
    ]
    fields = [_field(block) for block in blocks]
    rows = max([ROW_HEIGHT, *(bottom for block in blocks for bottom in (*block.rows["bottom"], block.line or 0.0))])
    height = rows + HEAD_GAP + HEAD_LEADING * max(len(head) for head in heads) + LINE_HEIGHT / 2
    drawn = framed([*layers, opening(fields[0]), *fields[1:]], height)
    return drawn.resolve_scale(color="independent", x="independent")


def _block(data: pd.DataFrame, start: str, width: str) -> _Block:
    """Rows under one another, with room for the line after the last of the few."""
    data = data.sort_values("order").reset_index(drop=True)
    few = int(data["inside"].sum())
    top = data.index.to_series() * ROW_HEIGHT + (data.index >= few) * (LINE_HEIGHT if few else 0)
    rows = data.assign(
        value=data["value"].astype(float), zero=0.0, top=top.astype(float), bottom=top + ROW_HEIGHT,
        name=top + NAME_AT, mid=top + BAR_AT, upper=top + BAR_AT - BAR / 2, lower=top + BAR_AT + BAR / 2,
    )  # fmt: skip
    taken = text_width(data["value_text"], VALUE_SIZE) + text_width(data["share_text"], SIZE) + VALUE_GAP + SHARE_GAP
    return _Block(start, width, rows, taken, few * ROW_HEIGHT + LINE_HEIGHT / 2 if few else None)


def _y(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def _inside(frame: pd.DataFrame) -> tuple[tuple[pd.DataFrame, bool], ...]:
    """The few, then the many."""
    inside = frame["inside"].astype(bool)
    return (frame[inside], True), (frame[~inside], False)


def _head(block: _Block, lines: list[str], colours: Palette) -> list[Any]:
    at = [-HEAD_GAP - HEAD_LEADING * (len(lines) - 1 - number) for number in range(len(lines))]
    mark: dict[str, Any] = {"align": "left", "baseline": "bottom", "x": {"expr": block.start}, "color": colours.grey}
    mark |= {"fontSize": SIZE, "limit": {"expr": block.width}}
    return [alt.Chart(pd.DataFrame({"at": at, "text": lines})).mark_text(**mark).encode(y=_y("at"), text="text:N")]


def _bars(block: _Block, colours: Palette) -> list[Any]:
    layers: list[Any] = []
    for part, few in _inside(block.rows):
        bar = alt.Chart(part).mark_rect(color=colours.bar if few else colours.peer, opacity=1 if few else 0.6)
        layers.append(bar.encode(x=block.x("zero"), x2="value:Q", y=_y("upper"), y2="lower"))
    return layers


def _texts(block: _Block, colours: Palette) -> list[Any]:
    """Names above the bars, numbers after them, shares of all so far at the right; the many in grey."""
    name = {"align": "left", "x": {"expr": block.start}, "limit": {"expr": block.width}}
    share = {"align": "right", "x": {"expr": f"{block.start} + {block.width}"}}
    layers: list[Any] = []
    for rows, few in _inside(block.rows):
        ink: dict[str, Any] = {"baseline": "middle", "color": colours.ink if few else colours.grey}
        value = alt.Chart(rows).mark_text(align="left", dx=VALUE_GAP, fontSize=VALUE_SIZE, fontWeight=600, **ink)
        layers += [
            alt.Chart(rows).mark_text(**name, **ink).encode(y=_y("name"), text="label:N"),
            value.encode(x=block.x("value"), y=_y("mid"), text="value_text:N"),
            alt.Chart(rows).mark_text(**share, **ink).encode(y=_y("mid"), text="share_text:N"),
        ]
    return layers


def _line(block: _Block, words: str, colours: Palette) -> list[Any]:
    """The line after the last of the few, drawn up to its words, which stand at the right."""
    if block.line is None:
        return []
    frame = pd.DataFrame({"at": [block.line], "text": [words]})
    right = f"{block.start} + {block.width}"
    end = alt.value({"expr": f"{right} - {text_width([words], SIZE) + 8:.0f}"})
    rule = alt.Chart(frame).mark_rule(color=colours.grey, strokeWidth=1)
    text = alt.Chart(frame).mark_text(align="right", baseline="middle", color=colours.grey, x={"expr": right})
    return [
        rule.encode(x=alt.value({"expr": block.start}), x2=end, y=_y("at")),
        text.encode(y=_y("at"), text="text:N"),
    ]


def _field(block: _Block) -> Any:
    """The whole row says its name and can be clicked where it leads somewhere."""
    field = alt.Chart(block.rows[block.rows["code"] != ""]).mark_rect(opacity=0, cursor="pointer")
    left, right = ({"expr": edge} for edge in (block.start, f"{block.start} + {block.width}"))
    return field.encode(x=alt.value(left), x2=alt.value(right), y=_y("top"), y2="bottom", tooltip="label:N")
