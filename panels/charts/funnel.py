"""Kind "funnel": rates against the cases they rest on, with the limits of chance as curves around the centre."""

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from panels.charts.apart import LINE, apart
from panels.charts.marks import SEPARATOR, clicked, links_in, opening, pointed_at, said_where
from panels.charts.shape import Filling, Kind, measure, part
from panels.declare import Chart
from panels.look import Palette
from panels.widths import in_lines, text_width

# The size of the plot, in pixels; below it stand the numbers of cases and their title.
TOP, HEIGHT, BELOW = 10, 340, 52
LEFT = 54
# How far a name stands from its point.
BESIDE = 12
PADDING = 0.06
# Beyond this share of the width a name stands left of its point.
TURN = 0.6
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2)
MOST_STEPS = 6
LINES = ("99.8", "95", "centre")
LEAST_MOST = (0.001, 0.999)
# The place of a point between the margins.
AT = f"({LEFT} + datum.base / most * (width - margin - {LEFT}))"
# The later tone is drawn above the earlier.
TONES = ("plain", "strong", "accent")
# The widest line of a name, in letters: a longer name would take the room of the plot.
WIDEST_NAME = 12.0
# What a point says: the column, and the label of its words.
TIPS = (("rate_text", "value_text"), ("base_text", "base_text"), ("position_text", "position"))


def _fill(chart: Chart) -> Filling:
    """Columns, a row a unit: code, unit, rate, base (cases), rate_text, base_text, position_text, label ('' unnamed),
    tone ("accent", "strong" or "plain"), small (hollow), href and click (what a click does), where it opens anything.

    options: limits, a frame with n, centre, low95, high95, low998, high998, cut to what can be drawn; labels: x, unit,
    value_text, base_text, position, and the words at the right end: centre, 95, 99.8.
    """
    data, curves = chart.data, chart.options["limits"]
    low, high = _span(data, curves)
    most = float(curves["n"].max()) if len(curves) else 1.0
    margin = text_width([chart.labels[name] for name in LINES], 16) + 20
    parts = {
        "curve": _curve(curves, low, high),
        "rate": _rates(low, high),
        "cases": _cases(most),
        "x": pd.DataFrame({"text": [chart.labels["x"]], "wide": text_width([chart.labels["x"]], 16)}),
        "line": _names_of_lines(chart, curves, low, high),
        "unit": _units(data, chart.labels),
        "name": _names(data[data["label"] != ""], most, low, high),
    }
    measures = {"most": most, "low": low, "high": high, "margin": margin}
    return Filling(parts, measures, HEIGHT + BELOW)


def _pixels(rate: float, low: float, high: float) -> float:
    return HEIGHT - (HEIGHT - TOP) * (rate - low) / (high - low)


def _span(data: pd.DataFrame, curves: pd.DataFrame) -> tuple[float, float]:
    """What the vertical axis shows: all rates, and the limits as far as units reach to the left."""
    if data.empty:
        return 0.0, 1.0
    within = curves[curves["n"] >= data["base"].median()]
    low = min(data["rate"].min(), within["low998"].min())
    high = max(data["rate"].max(), within["high998"].max())
    room = PADDING * max(high - low, 0.05)
    return max(0.0, low - room), min(1.0, high + room)


def _curve(curves: pd.DataFrame, low: float, high: float) -> pd.DataFrame:
    """The limits, and where each has a line: not beyond the plot, nor where it is nought or everything."""
    lines = {
        f"{name}_line": [
            (within and drawn) or None
            for within, drawn in zip(curves[name].between(low, high), curves[name].between(*LEAST_MOST), strict=True)
        ]
        for name in ("low95", "high95", "low998", "high998")
    }
    return curves.assign(**lines)


def _rates(low: float, high: float) -> pd.DataFrame:
    step = next((step for step in STEPS if (high - low) / step <= MOST_STEPS), STEPS[-1])
    rates = [number * step for number in range(round(1 / step) + 1) if low <= number * step <= high]
    return pd.DataFrame({"rate": rates, "text": [f"{rate:.0%}" for rate in rates]})


def _cases(most: float) -> pd.DataFrame:
    """Round numbers from nought, about five of them."""
    step = next((step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500) if most / step <= MOST_STEPS), 1000)
    cases = list(range(0, int(most) + 1, step))
    return pd.DataFrame({"n": cases, "text": [f"{number:,}" for number in cases]})


def _names_of_lines(chart: Chart, curves: pd.DataFrame, low: float, high: float) -> pd.DataFrame:
    """The words at the right end of centre and upper limits, moved apart where they would touch."""
    if curves.empty:
        return pd.DataFrame(columns=["at", "text", "centre"])
    last = curves.iloc[-1]
    upper = ("high998", "high95") if last["high95"] < high else ("low998", "low95")
    at = apart([_pixels(last[name], low, high) for name in (*upper, "centre")], 8, HEIGHT - 8)
    texts = [chart.labels[name] for name in LINES]
    return pd.DataFrame({"at": at, "text": texts, "centre": [name == "centre" for name in LINES]})


def _units(data: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """The points in the order they are drawn: those that are spoken of last, so that nothing stands on them."""
    order = data["tone"].map({tone: place for place, tone in enumerate(TONES)})
    drawn = data.assign(order=order).sort_values(["order", "small"], kind="stable")
    tips = [
        SEPARATOR.join([row["unit"], *(f"{labels[label]} {row[name]}" for name, label in TIPS), *clicked(row)])
        for row in drawn.to_dict("records")
    ]
    return drawn[["rate", "base", "tone", "small", *links_in(drawn)]].assign(tip=tips)


def _names(named: pd.DataFrame, most: float, low: float, high: float) -> pd.DataFrame:
    """The names of units beyond the limits, beside their points, those on a side moved apart."""
    sides = []
    for left in (True, False):
        side = named[(named["base"] > TURN * most) == left]
        heights = [_pixels(rate, low, high) for rate in side["rate"]]
        placed = side.assign(left=left, at=apart(heights, 10, HEIGHT - 10), point=heights)
        placed["label"] = [in_lines(label, WIDEST_NAME) for label in side["label"]]
        placed["wide"] = [text_width(label.split("\n"), 16) for label in placed["label"]]
        placed["far"] = (placed["at"] - placed["point"]).abs() > LINE / 2
        sides.append(placed[["base", "label", "tone", "left", "at", "point", "far", "wide"]])
    return pd.concat(sides, ignore_index=True)


def _layers(colours: Palette) -> list[Any]:
    return [*_limits(colours), *_axes(colours), *_ends(colours), _points(colours), *_beside(colours), _field()]


def _x(field: str) -> alt.X:
    scale = alt.Scale(domain=[0, measure("most")], range=[LEFT, measure("width - margin")], nice=False)
    return alt.X(f"{field}:Q", scale=scale, axis=None)


def _y(field: str) -> alt.Y:
    scale = alt.Scale(domain=[measure("low"), measure("high")], range=[HEIGHT, TOP], nice=False)
    return alt.Y(f"{field}:Q", scale=scale, axis=None)


def _at() -> alt.Y:
    return alt.Y("at:Q", scale=None, axis=None)


def _limits(colours: Palette) -> list[Any]:
    """The areas within the limits and their edges, cut to the plot."""
    layers: list[Any] = []
    for name, fill, dash in (("998", colours.grey_tint, [1, 0]), ("95", colours.fog, [5, 4])):
        cut = {side: f"clamp(datum.{side}{name}, low, high)" for side in ("low", "high")}
        area = part("curve").transform_calculate(**cut).mark_area(color=fill, opacity=1)
        layers.append(area.encode(x=_x("n"), y=_y("low"), y2="high"))
        for side in ("low", "high"):
            line = part("curve").transform_filter(f"datum.{side}{name}_line === true")
            line = line.mark_line(color=colours.grey, strokeWidth=1.2, strokeDash=dash)
            layers.append(line.encode(x=_x("n"), y=_y(f"{side}{name}")))
    centre = part("curve").mark_line(color=colours.ink, strokeWidth=1.6)
    return [*layers, centre.encode(x=_x("n"), y=_y("centre"))]


def _axes(colours: Palette) -> list[Any]:
    rate = part("rate").mark_text(align="right", baseline="middle", x=LEFT - 8, color=colours.grey)
    cases = part("cases").mark_text(align="center", baseline="top", y=HEIGHT + 8, color=colours.grey)
    title: dict[str, Any] = {"align": "right", "baseline": "top", "x": measure("width - margin"), "y": HEIGHT + 30}
    return [
        rate.encode(y=_y("rate"), text="text:N"),
        cases.encode(x=_x("n"), text="text:N"),
        part("x").mark_text(**title, color=colours.grey).encode(text=said_where("width - margin >= datum.wide")),
    ]


def _ends(colours: Palette) -> list[Any]:
    """The words at the right ends of the lines."""
    mark: dict[str, Any] = {"align": "left", "baseline": "middle", "x": measure("width - margin + 10")}
    layers: list[Any] = []
    for centre, color, weight in (("false", colours.grey, 400), ("true", colours.ink, 600)):
        text = part("line").transform_filter(f"datum.centre === {centre}")
        layers.append(text.mark_text(**mark, color=color, fontWeight=weight).encode(y=_at(), text="text:N"))
    return layers


def _toned(plain: Any, strong: Any, accent: Any, first: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A value by the tone of a row, but where a condition of ``first`` holds, the value it has there."""
    cases = {**(first or {}), "datum.tone === 'accent'": accent, "datum.tone === 'strong'": strong}
    return {"condition": [{"test": test, "value": value} for test, value in cases.items()], "value": plain}


def _points(colours: Palette) -> Any:
    """The units: those that are spoken of larger, those with few cases hollow."""
    by_tone, paper = (colours.grey, colours.ink, colours.accent), colours.paper
    return part("unit").mark_circle(opacity=1, strokeWidth=1.8).encode(
        x=_x("base"), y=_y("rate"), size=_toned(80, 120, 160),
        fill=_toned(*by_tone, {"datum.small": paper}), stroke=_toned(*by_tone, {"!datum.small": paper}),
    )  # fmt: skip


def _beside(colours: Palette) -> list[Any]:
    """The names beside their points, with a leader where moved far; one without room in the plot is left out."""
    layers: list[Any] = []
    weight = measure("datum.tone === 'accent' ? 700 : datum.tone === 'strong' ? 600 : 400")
    color = _toned(colours.grey, colours.ink, colours.accent)
    within = f"(datum.left ? {AT} - {BESIDE} >= datum.wide : {AT} + {BESIDE} + datum.wide <= width - margin + 8)"
    for left in (True, False):
        side = part("name").transform_filter(f"datum.left === {str(left).lower()}")
        leader = side.transform_filter("datum.far === true").mark_rule(color=colours.grey, strokeWidth=1)
        layers.append(leader.encode(x=_x("base"), y=_at(), y2="point"))
        mark = {"align": "right" if left else "left", "dx": -BESIDE if left else BESIDE, "baseline": "middle"}
        # A rim keeps the words readable where a line runs behind them.
        for rim in ({"stroke": colours.paper, "strokeWidth": 4, "strokeJoin": "round", "strokeOpacity": 0.75}, {}):
            text = side.mark_text(**mark, fontWeight=weight, lineBreak="\n", lineHeight=LINE, **rim)
            layers.append(text.encode(x=_x("base"), y=_at(), text=said_where(within, "label"), color=color))
    return layers


def _field() -> Any:
    """What is pointed at, clicked and reached by keyboard from left to right: one field above all points."""
    field = part("unit").mark_circle(opacity=0, size=260)
    return opening(pointed_at(field.encode(x=_x("base"), y=_y("rate"), order="base:Q")))


FUNNEL = Kind(_layers, _fill)
