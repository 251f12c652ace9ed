"""Kind "funnel": rates against the cases they rest on, with the limits of chance as curves around the centre."""

from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from panels.charts.apart import LINE, apart
from panels.charts.frame import framed
from panels.charts.marks import opening, text_width
from panels.declare import Chart
from panels.look import Palette

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


@dataclass(frozen=True)
class _Plot:
    """The scales: cases from left to right, rates from bottom to top."""

    most: float
    low: float
    high: float
    margin: float

    def x(self, field: str) -> alt.X:
        scale = alt.Scale(domain=[0, self.most], range=[LEFT, {"expr": f"width - {self.margin}"}], nice=False)
        return alt.X(f"{field}:Q", scale=scale, axis=None)

    def y(self, field: str) -> alt.Y:
        scale = alt.Scale(domain=[self.low, self.high], range=[HEIGHT, TOP], nice=False)
        return alt.Y(f"{field}:Q", scale=scale, axis=None)

    def pixels(self, rate: float) -> float:
        return HEIGHT - (HEIGHT - TOP) * (rate - self.low) / (self.high - self.low)


def funnel(chart: Chart, colours: Palette) -> Any:
    """Columns, a row a unit: code, unit, rate, base (cases), rate_text, base_text, position_text, label ('' unnamed),
    tone ("accent", "strong" or "plain"), small (hollow).

    options: limits, a frame with n, centre, low95, high95, low998, high998, cut to what can be drawn; labels: x, unit,
    value_text, base_text, position, and the words at the right end: centre, 95, 99.8.
    """
    data, curves = chart.data, chart.options["limits"]
    low, high = _span(data, curves)
    most = float(curves["n"].max()) if len(curves) else 1.0
    margin = text_width([chart.labels[name] for name in ("centre", "95", "99.8")], 16) + 20
    plot = _Plot(most, low, high, margin)
    layers = [
        *_limits(curves, plot, colours),
        *_axes(chart, plot, colours),
        *_names_of_lines(chart, curves, plot, colours),
        *_points(chart, plot, colours),
    ]
    return framed(layers, HEIGHT + BELOW)


def _axes(chart: Chart, plot: _Plot, colours: Palette) -> list[Any]:
    step = next((step for step in STEPS if (plot.high - plot.low) / step <= MOST_STEPS), STEPS[-1])
    rates = [number * step for number in range(round(1 / step) + 1) if plot.low <= number * step <= plot.high]
    at_left = pd.DataFrame({"rate": rates, "text": [f"{rate:.0%}" for rate in rates]})
    cases = [number for number in _tens(plot.most) if number <= plot.most]
    below = pd.DataFrame({"n": cases, "text": [f"{number:,}" for number in cases]})
    name = pd.DataFrame({"text": [chart.labels["x"]]})
    grey: dict[str, Any] = {"color": colours.grey}
    return [
        alt.Chart(at_left)
        .mark_text(align="right", baseline="middle", x=LEFT - 8, **grey)
        .encode(y=plot.y("rate"), text="text:N"),
        alt.Chart(below)
        .mark_text(align="center", baseline="top", y=HEIGHT + 8, **grey)
        .encode(x=plot.x("n"), text="text:N"),
        alt.Chart(name)
        .mark_text(align="right", baseline="top", y=HEIGHT + 30, x={"expr": f"width - {plot.margin}"}, **grey)
        .encode(text="text:N"),
    ]


def _tens(most: float) -> list[int]:
    """Round numbers from nought, about five of them."""
    step = next((step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500) if most / step <= MOST_STEPS), 1000)
    return list(range(0, int(most) + 1, step))


def _span(data: pd.DataFrame, curves: pd.DataFrame) -> tuple[float, float]:
    """What the vertical axis shows: all rates, and the limits as far as units reach to the left."""
    if data.empty:
        return 0.0, 1.0
    within = curves[curves["n"] >= data["base"].median()]
    low = min(data["rate"].min(), within["low998"].min())
    high = max(data["rate"].max(), within["high998"].max())
    room = PADDING * max(high - low, 0.05)
    return max(0.0, low - room), min(1.0, high + room)


def _limits(curves: pd.DataFrame, plot: _Plot, colours: Palette) -> list[Any]:
    """The areas within the limits and their edges, cut to the plot."""
    inside = curves.assign(
        **{name: curves[name].clip(plot.low, plot.high) for name in ("low95", "high95", "low998", "high998")}
    )
    layers: list[Any] = []
    for name, fill, dash in (("998", colours.grey_tint, [1, 0]), ("95", colours.fog, [5, 4])):
        area = alt.Chart(inside).mark_area(color=fill, opacity=1)
        layers.append(area.encode(x=plot.x("n"), y=plot.y(f"low{name}"), y2=f"high{name}"))
        for side in ("low", "high"):
            # Where a limit is beyond the plot there is no line, nor where it is nought or everything.
            seen = curves[f"{side}{name}"].between(plot.low, plot.high) & curves[f"{side}{name}"].between(0.001, 0.999)
            line = alt.Chart(curves[seen]).mark_line(color=colours.grey, strokeWidth=1.2, strokeDash=dash)
            layers.append(line.encode(x=plot.x("n"), y=plot.y(f"{side}{name}")))
    layers.append(
        alt.Chart(curves).mark_line(color=colours.ink, strokeWidth=1.6).encode(x=plot.x("n"), y=plot.y("centre"))
    )
    return layers


def _names_of_lines(chart: Chart, curves: pd.DataFrame, plot: _Plot, colours: Palette) -> list[Any]:
    """The words at the right end of centre and upper limits, moved apart where they would touch."""
    if curves.empty:
        return []
    last = curves.iloc[-1]
    upper = ("high998", "high95") if last["high95"] < plot.high else ("low998", "low95")
    ends = [("99.8", last[upper[0]]), ("95", last[upper[1]]), ("centre", last["centre"])]
    at = apart([plot.pixels(value) for _, value in ends], 8, HEIGHT - 8)
    frame = pd.DataFrame({"at": at, "text": [chart.labels[name] for name, _ in ends], "name": [n for n, _ in ends]})
    mark: dict[str, Any] = {"align": "left", "baseline": "middle", "x": {"expr": f"width - {plot.margin - 10}"}}
    y = alt.Y("at:Q", scale=None, axis=None)
    return [
        alt.Chart(part).mark_text(**mark, color=color, fontWeight=weight).encode(y=y, text="text:N")
        for part, color, weight in (
            (frame[frame["name"] != "centre"], colours.grey, 400),
            (frame[frame["name"] == "centre"], colours.ink, 600),
        )
    ]


def _points(chart: Chart, plot: _Plot, colours: Palette) -> list[Any]:
    """The units: those that are spoken of larger, those with few cases hollow."""
    data, x, y = chart.data, plot.x("base"), plot.y("rate")
    tipped = (("unit", "unit"), ("rate_text", "value_text"), ("base_text", "base_text"), ("position_text", "position"))
    tips = [alt.Tooltip(f"{name}:N", title=chart.labels[label]) for name, label in tipped]
    layers: list[Any] = []
    for tone, color, size in (
        ("plain", colours.grey, 80),
        ("strong", colours.ink, 120),
        ("accent", colours.accent, 160),
    ):
        for small, fill, edge in ((False, color, colours.paper), (True, colours.paper, color)):
            part = alt.Chart(data[(data["tone"] == tone) & (data["small"] == small)])
            mark = part.mark_circle(opacity=1, size=size, fill=fill, stroke=edge, strokeWidth=1.8)
            layers.append(mark.encode(x=x, y=y))
    # Points stand in several layers; what is clicked is one field above them.
    field = alt.Chart(data).mark_circle(opacity=0, size=260, cursor="pointer").encode(x=x, y=y, tooltip=tips)
    return [*layers, *_names(data[data["label"] != ""], plot, colours), opening(field)]


def _names(named: pd.DataFrame, plot: _Plot, colours: Palette) -> list[Any]:
    """The names of units beyond the limits, beside their points, moved apart, with a leader where moved far."""
    layers: list[Any] = []
    y = alt.Y("at:Q", scale=None, axis=None)
    for left in (True, False):
        side = named[(named["base"] > TURN * plot.most) == left]
        heights = [plot.pixels(rate) for rate in side["rate"]]
        side = side.assign(at=apart(heights, 10, HEIGHT - 10), point=heights)
        moved = side[(side["at"] - side["point"]).abs() > LINE / 2]
        leader = alt.Chart(moved).mark_rule(color=colours.grey, strokeWidth=1)
        layers.append(leader.encode(x=plot.x("base"), y=y, y2="point"))
        for tone, color, weight in (
            ("plain", colours.grey, 400),
            ("strong", colours.ink, 600),
            ("accent", colours.accent, 700),
        ):
            mark = {"align": "right" if left else "left", "dx": -BESIDE if left else BESIDE, "baseline": "middle"}
            # A rim keeps the words readable where a line runs behind them.
            for rim in ({"stroke": colours.paper, "strokeWidth": 4, "strokeJoin": "round", "opacity": 0.75}, {}):
                text = alt.Chart(side[side["tone"] == tone]).mark_text(**mark, color=color, fontWeight=weight, **rim)
                layers.append(text.encode(x=plot.x("base"), y=y, text="label:N"))
    return layers
