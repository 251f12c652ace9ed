"""Kind "bump": places over time, one grey line a unit, the unit spoken of in the accent with its ends named."""

from typing import Any

import altair as alt
import pandas as pd

from panels.charts.apart import LINE
from panels.charts.frame import framed
from panels.charts.marks import opening, text_width
from panels.declare import Chart
from panels.look import Palette

HEIGHT, TALL, TALL_ABOVE = 210, 360, 14
TOP = 30
# Of many units the lines are fainter, so that the one spoken of is seen.
FAINT = 0.25
# Room left and right of the first and last step, so that their words are not cut.
SIDE = 12


def bump(chart: Chart, colours: Palette) -> Any:
    """Columns, a row a unit and step: code, unit, step (0, 1 …), place (1 on top), step_text, place_text, tone.

    ``tone`` is "accent" or "plain"; options: worst (the last place); labels: unit, step, place.
    """
    data, worst = chart.data, max(float(chart.options["worst"]), 2.0)
    height = TALL if worst > TALL_ABOVE else HEIGHT
    steps = data.drop_duplicates("step").sort_values("step")
    margin = text_width(steps["step_text"], 16) / 2 + SIDE
    left = text_width([f"{worst:.0f}"], 16) + 12 + margin
    last = max(float(data["step"].max()) if len(data) else 1.0, 1.0)
    x_scale = alt.Scale(domain=[0, last], range=[left, {"expr": f"width - {margin}"}], nice=False)
    y_scale = alt.Scale(domain=[1, worst], range=[TOP, height - 14], nice=False)
    x = alt.X("step:Q", scale=x_scale, axis=None)
    y = alt.Y("place:Q", scale=y_scale, axis=None)
    layers = [
        *_grid(worst, y_scale, colours),
        *_lines(data, x, y, colours),
        *_ends(data, x, y, colours),
        *_steps(steps, x, f"(width - {left + margin}) / {last}", height, colours),
        _field(chart, x, y),
    ]
    return framed(layers, height + 26)


def _grid(worst: float, y_scale: alt.Scale, colours: Palette) -> list[Any]:
    """The first place, the last and, where there is room, the one between."""
    between = [float(round((1 + worst) / 2))] if worst >= 5 else []
    places = pd.DataFrame({"place": [1.0, *between, worst]}).assign(
        text=lambda rows: rows["place"].map("{:.0f}".format)
    )
    y = alt.Y("place:Q", scale=y_scale, axis=None)
    left = text_width(places["text"], 16) + 4
    lines = alt.Chart(places).mark_rule(color=colours.grid, strokeWidth=1)
    texts = alt.Chart(places).mark_text(align="right", baseline="middle", x=left, color=colours.grey)
    return [lines.encode(x=alt.value(left + 8), x2=alt.value("width"), y=y), texts.encode(y=y, text="text:N")]


def _lines(data: pd.DataFrame, x: alt.X, y: alt.Y, colours: Palette) -> list[Any]:
    others, own = data[data["tone"] == "plain"], data[data["tone"] == "accent"]
    layers: list[Any] = []
    for part, color, width, size in ((others, colours.peer, 1.2, 22), (own, colours.accent, 2.4, 80)):
        seen = 1.0 if part is own else FAINT if part["code"].nunique() > TALL_ABOVE else 0.45
        line = alt.Chart(part).mark_line(color=color, strokeWidth=width, opacity=seen)
        layers.append(line.encode(x=x, y=y, detail="code:N", order="step:Q"))
        layers.append(alt.Chart(part).mark_circle(color=color, size=size, opacity=seen).encode(x=x, y=y))
    return layers


def _ends(data: pd.DataFrame, x: alt.X, y: alt.Y, colours: Palette) -> list[Any]:
    """The unit's first and last place in words, above the point, below it where the line comes from above."""
    own = data[data["tone"] == "accent"].sort_values("step")
    if own.empty:
        return []
    ends = own.iloc[[0, -1]] if len(own) > 1 else own
    below = [bool(row["place"] == 1) for _, row in ends.iterrows()]
    layers: list[Any] = []
    for (_, row), under in zip(ends.iterrows(), below, strict=True):
        mark = {"align": "center", "baseline": "middle", "dy": LINE * (0.8 if under else -0.8), "fontWeight": 700}
        # A rim of paper keeps the words readable over the grey lines.
        for look in ({"stroke": colours.paper, "strokeWidth": 5, "strokeJoin": "round"}, {}):
            text = alt.Chart(row.to_frame().T).mark_text(**mark, color=colours.accent, **look)
            layers.append(text.encode(x=x, y=y, text="place_text:N"))
    return layers


def _steps(steps: pd.DataFrame, x: alt.X, apart: str, height: int, colours: Palette) -> list[Any]:
    """What each step is, under the plot; where there is no room for all, every second (or third) from the last."""
    wide = text_width(steps["step_text"], 16) + 10
    last = float(steps["step"].max()) if len(steps) else 0.0
    from_last = steps.assign(back=last - steps["step"])
    shown = f"datum.back % ceil({wide} / max({apart}, 1)) == 0"
    mark = {"align": "center", "baseline": "bottom", "y": height + 24, "color": colours.grey}
    texts = alt.Chart(from_last).mark_text(**mark)
    return [texts.encode(x=x, text="step_text:N", opacity=alt.condition(shown, alt.value(1), alt.value(0)))]


def _field(chart: Chart, x: alt.X, y: alt.Y) -> Any:
    """Every point says its unit and opens it."""
    tips = [alt.Tooltip(f"{name}:N", title=chart.labels[label]) for name, label in
            (("unit", "unit"), ("step_text", "step"), ("place_text", "place"))]  # fmt: skip
    field = alt.Chart(chart.data).mark_circle(opacity=0, size=220, cursor="pointer")
    return opening(field.encode(x=x, y=y, tooltip=tips))
