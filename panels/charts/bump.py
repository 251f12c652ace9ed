"""Kind "bump": places over time, one grey line a unit, the unit spoken of in the accent with its ends named."""

from typing import Any

import altair as alt
import pandas as pd

from panels.charts.apart import LINE
from panels.charts.marks import SEPARATOR, clicked, links_in, opening, pointed_at
from panels.charts.shape import Filling, Kind, measure, part
from panels.declare import Chart
from panels.look import Palette
from panels.widths import text_width

HEIGHT, TALL, TALL_ABOVE = 210, 360, 14
TOP = 30
# Of many units the lines are fainter, so that the one spoken of is seen.
FAINT, CLEAR = 0.25, 0.45
# Room left and right of the first and last step, so that their words are not cut.
SIDE = 12


def _fill(chart: Chart) -> Filling:
    """Columns, a row a unit and step: code, unit, step (0, 1 …), place (1 on top), step_text, place_text, tone,
    href and click (what a click does), where it opens anything.

    ``tone`` is "accent" or "plain"; options: worst (the last place); labels: unit, step, place.
    """
    data, worst = chart.data, max(float(chart.options["worst"]), 2.0)
    steps = data.drop_duplicates("step").sort_values("step")
    margin = text_width(steps["step_text"], 16) / 2 + SIDE
    number = text_width([f"{worst:.0f}"], 16) + 4
    last = max(float(data["step"].max()) if len(data) else 1.0, 1.0)
    own = data[data["tone"] == "accent"].sort_values("step")
    measures = {
        "worst": worst, "last": last, "number": number, "left": number + 8 + margin, "right": margin,
        "wide": text_width(steps["step_text"], 16) + 10,
        "faint": FAINT if data["code"].nunique() > TALL_ABOVE else CLEAR,
    }  # fmt: skip
    parts = {
        "level": _levels(worst), "unit": _said(data, chart),
        "end": _ends(own), "step": steps[["step", "step_text"]],
    }  # fmt: skip
    height = TALL if worst > TALL_ABOVE else HEIGHT
    return Filling(parts, measures, height + 26, (height,))


def _levels(worst: float) -> pd.DataFrame:
    """The first place, the last and, where there is room, the one between."""
    between = [float(round((1 + worst) / 2))] if worst >= 5 else []
    places = [1.0, *between, worst]
    return pd.DataFrame({"place": places, "text": [f"{place:.0f}" for place in places]})


def _said(data: pd.DataFrame, chart: Chart) -> pd.DataFrame:
    """What each point says when it is pointed at: its unit, its step, its place."""
    names = (("unit", "unit"), ("step", "step_text"), ("place", "place_text"))
    # The unit spoken of is drawn, and pointed at, above the others.
    data = data.sort_values("tone", key=lambda tones: tones == "accent", kind="stable")
    tips = [
        SEPARATOR.join([*(f"{chart.labels[label]} {row[name]}" for label, name in names), *clicked(row)])
        for row in data.to_dict("records")
    ]
    return data[["code", "step", "place", "tone", *links_in(data)]].assign(tip=tips)


def _ends(own: pd.DataFrame) -> pd.DataFrame:
    """The unit's first and last place in words, above the point, below it where the line comes from above."""
    ends = own.iloc[[0, -1]] if len(own) > 1 else own
    return ends[["step", "place", "place_text"]].assign(under=ends["place"] == 1)


def _layers(colours: Palette, height: int) -> list[Any]:
    x_range, y_range = [measure("left"), measure("width - right")], [TOP, height - 14]
    x = alt.X("step:Q", scale=alt.Scale(domain=[0, measure("last")], range=x_range, nice=False), axis=None)
    y = alt.Y("place:Q", scale=alt.Scale(domain=[1, measure("worst")], range=y_range, nice=False), axis=None)
    rule = part("level").mark_rule(color=colours.grid, strokeWidth=1, x=measure("number + 8"), x2=measure("width"))
    number = part("level").mark_text(align="right", baseline="middle", x=measure("number"), color=colours.grey)
    return [
        rule.encode(y=y),
        number.encode(y=y, text="text:N"),
        *_lines(x, y, colours),
        *_words_at_ends(x, y, colours),
        _steps(x, height, colours),
        # Every point says its unit and opens it.
        opening(pointed_at(part("unit").mark_circle(opacity=0, size=220).encode(x=x, y=y))),
    ]


def _lines(x: alt.X, y: alt.Y, colours: Palette) -> list[Any]:
    layers: list[Any] = []
    looks = (("plain", colours.peer, 1.2, 22, measure("faint")), ("accent", colours.accent, 2.4, 80, 1.0))
    for tone, color, width, size, seen in looks:
        own = part("unit").transform_filter(f"datum.tone === '{tone}'")
        line = own.mark_line(color=color, strokeWidth=width, opacity=seen)
        layers.append(line.encode(x=x, y=y, detail="code:N", order="step:Q"))
        layers.append(own.mark_circle(color=color, size=size, opacity=seen).encode(x=x, y=y))
    return layers


def _words_at_ends(x: alt.X, y: alt.Y, colours: Palette) -> list[Any]:
    """A rim of paper keeps the words readable over the grey lines."""
    layers: list[Any] = []
    for under, shift in ((True, 0.8), (False, -0.8)):
        mark = {"align": "center", "baseline": "middle", "dy": LINE * shift, "fontWeight": 700}
        for look in ({"stroke": colours.paper, "strokeWidth": 9, "strokeJoin": "round"}, {}):
            text = part("end").transform_filter(f"datum.under === {str(under).lower()}")
            layers.append(text.mark_text(**mark, color=colours.accent, **look).encode(x=x, y=y, text="place_text:N"))
    return layers


def _steps(x: alt.X, height: int, colours: Palette) -> Any:
    """What each step is, under the plot; where there is no room for all, every second (or third) from the last."""
    shown = "(last - datum.step) % ceil(wide / max((width - left - right) / last, 1)) == 0"
    mark = {"align": "center", "baseline": "bottom", "y": height + 24, "color": colours.grey}
    seen = alt.condition(shown, alt.value(1), alt.value(0))
    return part("step").mark_text(**mark).encode(x=x, text="step_text:N", opacity=seen)


BUMP = Kind(_layers, _fill)
