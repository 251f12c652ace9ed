"""Kind "pair": two measures of the same units side by side, each against its own reference, with what it rests on."""

from dataclasses import dataclass, replace
from typing import Any

import altair as alt
import pandas as pd

from panels.charts.balanced import in_lines
from panels.charts.frame import framed
from panels.charts.marks import opening, text_width
from panels.charts.names import name_fields
from panels.declare import Chart
from panels.look import Palette

NARROWEST = 560
NAME_SIZE, NAME_GAP, NAME_SHARE = 16, 12, 0.27
SIZE, LEADING, HEAD_GAP = 16, 20, 6
# Between value, base, bar, mark and the next block.
VALUE_GAP, BASE_GAP, MARK_GAP, BLOCK_GAP = 7, 9, 6, 20
SHAPES = {"veto": "■", "near": "▲"}
SIDES = ("left", "right")
# Added to every reckoned width of a text: letters differ from font to font.
SLACK = 4


@dataclass(frozen=True)
class _Rows:
    """How high a row is, how far from its middle its words and its bar stand, and how thick the bar is."""

    height: float
    words: float
    bar: float
    thick: float


# Bars stand after the words of their row, or thin under them where that left less than this in the narrowest panel.
LEAST_BAR = 56
COMPACT_ABOVE = 14
BESIDE, COMPACT_BESIDE = _Rows(31, 0, 0, 18), _Rows(26, 0, 0, 15)
UNDER, COMPACT_UNDER = _Rows(35, -5, 10, 7), _Rows(31, -5, 9, 6)


@dataclass(frozen=True)
class _Block:
    """One measure: the expression of its left edge and of its width, its rows, the width of its values and of values
    and bases together, what its bars are scaled to, and the words of its reference."""

    side: str
    start: str
    width: str
    rows: pd.DataFrame
    value: float
    taken: float
    most: float
    reference: float | None
    named: str
    under: bool = False

    @property
    def bars(self) -> str:
        """Where bars begin."""
        return self.start if self.under else f"{self.start} + {self.taken:.0f}"

    @property
    def length(self) -> str:
        """How long a bar of ``most`` can be so that the words of a mark still stand after the bar they belong to."""
        if self.under:
            return f"({self.width})"
        room = f"{self.width} - {self.taken:.0f}"
        word, share = self._marked()
        return f"max({LEAST_BAR}, min({room}, ({room} - {word:.0f}) / {share:.4f}))" if word else f"({room})"

    def narrow(self, width: float) -> float:
        """The same where the block has this width."""
        word, share = self._marked()
        return min(width - self.taken, (width - self.taken - word) / share)

    def _marked(self) -> tuple[float, float]:
        marked = self.rows[(self.rows["word"] != "") & (self.rows["value"] > 0)]
        if marked.empty:
            return 0.0, 1.0
        return text_width(marked["word"], SIZE) + MARK_GAP, float(marked["value"].max() / self.most)

    def x(self, field: str) -> alt.X:
        span = [{"expr": self.bars}, {"expr": f"{self.bars} + {self.length}"}]
        return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, self.most], range=span, nice=False), axis=None)


def pair(chart: Chart, colours: Palette) -> Any:
    """Columns, a row a unit: order (from 0), code, unit, tone ("plain", "accent" or "city") and of each side (left_,
    right_): value (NaN: no bar), text, base (the cases, or why there is no value), mark ('', "veto" or "near").

    options: left_reference, right_reference (a value or None), left_reference_text, right_reference_text (its name);
    labels: left, right (heads), unit, and the words of the marks there are: veto, near.
    """
    width = text_width([*chart.data["unit"], chart.labels["unit"]], NAME_SIZE) + NAME_GAP + SLACK
    names = f"min({width:.0f}, {NAME_SHARE} * width)"
    narrow = (NARROWEST - min(width, NAME_SHARE * NARROWEST) - BLOCK_GAP) / 2
    blocks = [_block(chart, side, names) for side in SIDES]
    under = any(block.narrow(narrow) < LEAST_BAR for block in blocks)
    kinds = (UNDER, COMPACT_UNDER) if under else (BESIDE, COMPACT_BESIDE)
    kind = kinds[len(chart.data) > COMPACT_ABOVE]
    blocks = [replace(block, rows=_placed(block.rows, kind), under=under) for block in blocks]
    lines = [in_lines(chart.labels[side], narrow, SIZE) for side in SIDES]
    below = HEAD_GAP + (LEADING if any(block.reference is not None for block in blocks) else 0)
    data, height = _placed(chart.data, kind), max(len(chart.data), 1) * kind.height
    layers = [
        *(layer for block, head in zip(blocks, lines, strict=True) for layer in _heads(block, head, below, colours)),
        _unit_head(chart, colours),
        *(layer for block in blocks for layer in _drawn(block, height, colours)),
        *_names(data, names, colours),
        *_fields(data, names),
    ]
    head = below + LEADING * max(len(head) for head in lines)
    return framed(layers, height + head).resolve_scale(color="independent", x="independent")


def _placed(data: pd.DataFrame, kind: _Rows) -> pd.DataFrame:
    top = data["order"].astype(float) * kind.height
    mid = top + kind.height / 2
    return data.assign(
        top=top, bottom=top + kind.height, words=mid + kind.words,
        upper=mid + kind.bar - kind.thick / 2, lower=mid + kind.bar + kind.thick / 2,
    )  # fmt: skip


def _block(chart: Chart, side: str, names: str) -> _Block:
    data = chart.data
    rows = data[["order", "code", "unit", "tone"]].assign(
        **{name: data[f"{side}_{name}"] for name in ("value", "text", "base", "mark")}, zero=0.0
    )
    rows["value"] = rows["value"].astype(float)
    rows["word"] = [f"{SHAPES[mark]} {chart.labels[mark]}" if mark else "" for mark in rows["mark"]]
    width = f"(width - {names} - {BLOCK_GAP}) / 2"
    start = names if side == "left" else f"{names} + {BLOCK_GAP} + {width}"
    value = text_width(rows["text"], SIZE) + SLACK
    # Why there is no value may be said at length where there is no bar.
    bars = rows[rows["value"].notna()]
    taken = value + VALUE_GAP + text_width(bars["base"], SIZE) + BASE_GAP
    reference = chart.options.get(f"{side}_reference")
    most = max([*bars["value"], reference or 0.0]) or 1.0
    named = str(chart.options.get(f"{side}_reference_text", ""))
    return _Block(side, start, width, rows, value, taken, most, reference, named)


def _y(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def _tone(colours: Palette, plain: str) -> alt.Color:
    scale = alt.Scale(domain=["plain", "accent", "city"], range=[plain, colours.accent, colours.ink])
    return alt.Color("tone:N", scale=scale, legend=None)


def _drawn(block: _Block, height: float, colours: Palette) -> list[Any]:
    rows = block.rows
    bars = alt.Chart(rows[rows["value"] > 0]).mark_rect()
    axis = alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule(color=colours.ink, strokeWidth=1.2)
    value: dict[str, Any] = {
        "align": "right",
        "baseline": "middle",
        "x": {"expr": f"{block.start} + {block.value:.0f}"},
    }
    told = alt.Chart(rows).mark_text(**value, fontSize=SIZE, fontWeight=600)
    return [
        *_reference(block, height, colours),
        bars.encode(x=block.x("zero"), x2="value:Q", y=_y("upper"), y2="lower", color=_tone(colours, colours.bar)),
        *([] if block.under else [axis.encode(x=block.x("zero"), y=alt.value(2), y2=alt.value(height - 2))]),
        told.encode(y=_y("words"), text="text:N", color=_tone(colours, colours.ink)),
        *_bases(block, colours),
        *_marks(block, colours),
    ]


def _bases(block: _Block, colours: Palette) -> list[Any]:
    """The cases in a column that ends before the bars; why there are none from its left edge on."""
    filled, edge = block.rows["value"].notna(), f"{block.start} + {block.value + VALUE_GAP:.0f}"
    right = f"{block.start} + {block.taken - BASE_GAP:.0f}"
    limit = {"expr": f"{block.width} - {block.value + VALUE_GAP:.0f}"}
    return [
        alt.Chart(part)
        .mark_text(align=align, baseline="middle", x={"expr": x}, color=colours.grey, limit=limit)
        .encode(y=_y("words"), text="base:N")
        for part, align, x in ((block.rows[filled], "right", right), (block.rows[~filled], "left", edge))
    ]


def _reference(block: _Block, height: float, colours: Palette) -> list[Any]:
    """The line behind the bars, at each bar where words stand between; its name above it, within the block's edges."""
    if block.reference is None:
        return []
    frame = pd.DataFrame({"value": [float(block.reference)], "text": [block.named]})
    half = text_width(frame["text"], SIZE) / 2 + SLACK
    line = f"{block.bars} + {float(block.reference) / block.most:.4f} * {block.length}"
    at = f"max({block.start} + {half:.0f}, min({line}, {block.start} + {block.width} - {half:.0f}))"
    mark: dict[str, Any] = {"align": "center", "baseline": "bottom", "x": {"expr": at}, "y": -HEAD_GAP}
    name = alt.Chart(frame).mark_text(**mark, fontWeight=600, color=colours.ink).encode(text="text:N")
    x = block.x("value")
    if not block.under:
        return [alt.Chart(frame).mark_rule().encode(x=x, y=alt.value(2 - HEAD_GAP), y2=alt.value(height)), name]
    ticks = block.rows[["upper", "lower"]].assign(value=float(block.reference))
    ticks = ticks.assign(upper=ticks["upper"] - 3, lower=ticks["lower"] + 3)
    return [alt.Chart(ticks).mark_rule().encode(x=x, y=_y("upper"), y2="lower"), name]


def _marks(block: _Block, colours: Palette) -> list[Any]:
    """Shape and word after the bar; a rim of paper keeps them readable where the reference runs behind them."""
    layers: list[Any] = []
    for mark, color in (("veto", colours.red), ("near", colours.ochre)):
        rows = block.rows[block.rows["mark"] == mark]
        rows = rows.assign(value=rows["value"].fillna(0.0))
        look: dict[str, Any] = {"align": "left", "baseline": "middle", "color": color, "fontWeight": 600}
        if block.under:
            text = alt.Chart(rows).mark_text(**look, x={"expr": f"{block.start} + {block.taken + MARK_GAP:.0f}"})
            layers.append(text.encode(y=_y("words"), text="word:N"))
            continue
        for rim in ({"stroke": colours.paper, "strokeWidth": 6, "strokeJoin": "round"}, {}):
            text = alt.Chart(rows).mark_text(**look, dx=MARK_GAP, **rim)
            layers.append(text.encode(x=block.x("value"), y=_y("words"), text="word:N"))
    return layers


def _names(data: pd.DataFrame, names: str, colours: Palette) -> list[Any]:
    mark: dict[str, Any] = {"align": "left", "baseline": "middle", "x": 0, "fontSize": NAME_SIZE}
    mark |= {"limit": {"expr": f"{names} - {NAME_GAP - 2}"}}
    return [
        alt.Chart(part).mark_text(**mark, fontWeight=weight).encode(
            y=_y("words"), text="unit:N", color=_tone(colours, colours.ink))
        for part, weight in ((data[data["tone"] == "plain"], 400), (data[data["tone"] != "plain"], 700))
    ]  # fmt: skip


def _heads(block: _Block, lines: list[str], below: float, colours: Palette) -> list[Any]:
    at = [-below - LEADING * (len(lines) - 1 - number) for number in range(len(lines))]
    mark: dict[str, Any] = {"align": "left", "baseline": "bottom", "x": {"expr": block.start}, "color": colours.grey}
    mark |= {"fontSize": SIZE, "limit": {"expr": block.width}}
    return [alt.Chart(pd.DataFrame({"at": at, "text": lines})).mark_text(**mark).encode(y=_y("at"), text="text:N")]


def _unit_head(chart: Chart, colours: Palette) -> Any:
    mark = {"align": "left", "baseline": "bottom", "x": 0, "y": -HEAD_GAP, "color": colours.grey}
    return alt.Chart(pd.DataFrame({"text": [chart.labels["unit"]]})).mark_text(**mark).encode(text="text:N")


def _fields(data: pd.DataFrame, names: str) -> list[Any]:
    """A click beside the name picks the unit, one on its name opens it."""
    edge = f"{names} - {NAME_GAP / 2}"
    field = alt.Chart(data[data["code"] != ""]).mark_rect(opacity=0, cursor="pointer")
    x, x2 = alt.value({"expr": edge}), alt.value("width")
    field = field.encode(x=x, x2=x2, y=_y("top"), y2="bottom", tooltip="unit:N")
    return [opening(field), name_fields(data, edge, "unit")]
