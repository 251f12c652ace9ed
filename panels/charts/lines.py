"""Kind "lines": a few series by month in one plot, named at their right ends."""

from typing import Any

import altair as alt
import pandas as pd

from panels.charts.apart import LINE, apart
from panels.charts.frame import framed
from panels.charts.marks import from_right, text_width
from panels.charts.months import BELOW, MANY, Months, levels, numbered, pixels
from panels.declare import Chart
from panels.look import Palette

TOP, HEIGHT = 12, 262
ROOM = 1.05
# The distance in pixels between the last point of a line and its name.
LEADER = 22


def lines(chart: Chart, colours: Palette) -> Any:
    """Columns, a row a series and month: series, month (date), value (NaN leaves a gap), value_text (said when pointed
    at), tone ("ink", "accent" or "plain"), the same for a whole series.

    options: ends, a frame with series and text, what stands at the right end.
    """
    data = chart.data.assign(n=numbered(chart.data["month"])).drop(columns="month")
    most = ROOM * max(float(data["value"].max()), 1.0)
    data = data.assign(y=HEIGHT - (HEIGHT - TOP) * data["value"] / most)
    numbers = levels(most, HEIGHT - TOP, 1)
    grid = pd.DataFrame({"at": [HEIGHT - (HEIGHT - TOP) * number / most for number in numbers]})
    grid = grid.assign(text=[f"{number:,.0f}" for number in numbers])
    ends = _named(data, chart.options["ends"])
    right = text_width(ends["text"], 16) + LEADER + 8 if len(ends) else 8
    months = Months(int(data["n"].min()), int(data["n"].max()), text_width(grid["text"], 16) + 14, right)
    layers = [
        *_grid(grid, months, colours),
        *_series(data, months, colours),
        *_ends(ends, months, colours),
        _field(data, months),
    ]
    return framed(layers, HEIGHT + BELOW)


def _tones(colours: Palette) -> tuple[tuple[str, str, float, int], ...]:
    """Tone, colour, width and weight, the one spoken of last and so on top."""
    return (("plain", colours.bar, 2, 400), ("ink", colours.ink, 2.2, 600), ("accent", colours.accent, 2.6, 700))


def _grid(grid: pd.DataFrame, months: Months, colours: Palette) -> list[Any]:
    across: dict[str, Any] = {"x": months.left, "x2": from_right(months.right)}
    number: dict[str, Any] = {"align": "right", "baseline": "middle", "x": months.left - 8, "color": colours.grey}
    return [
        alt.Chart(grid).mark_rule(color=colours.grid, strokeWidth=1, **across).encode(y=pixels("at")),
        alt.Chart(grid.head(1)).mark_rule(color=colours.grey, strokeWidth=1, **across).encode(y=pixels("at")),
        alt.Chart(grid).mark_text(**number).encode(y=pixels("at"), text="text:N"),
        *months.axis(HEIGHT, colours),
    ]


def _series(data: pd.DataFrame, months: Months, colours: Palette) -> list[Any]:
    size = 18 if months.last - months.first >= MANY else 46
    layers: list[Any] = []
    for tone, color, width, _ in _tones(colours):
        part, x, y = data[data["tone"] == tone], months.x("n"), pixels("y")
        layers.append(alt.Chart(part).mark_line(color=color, strokeWidth=width).encode(x=x, y=y, detail="series:N"))
        points = alt.Chart(part[part["value"].notna()])
        layers.append(points.mark_circle(opacity=1, color=color, size=size).encode(x=x, y=y))
    return layers


def _named(data: pd.DataFrame, ends: pd.DataFrame) -> pd.DataFrame:
    """The last point of each series that has words, and at which height they stand."""
    last = data[data["value"].notna()].sort_values("n").drop_duplicates("series", keep="last")
    names = last.merge(ends[ends["text"] != ""], on="series")
    return names.assign(at=apart(list(names["y"]), TOP, HEIGHT - LINE / 2))


def _ends(ends: pd.DataFrame, months: Months, colours: Palette) -> list[Any]:
    """The words, and a leader from the last point where they stand higher or lower or the series ends earlier."""
    apart_ = ends[((ends["at"] - ends["y"]).abs() > LINE / 4) | (ends["n"] < months.last)]
    leader = alt.Chart(apart_).mark_rule(color=colours.grey, strokeWidth=1)
    end = alt.value(from_right(months.right - LEADER + 4))
    layers: list[Any] = [leader.encode(x=months.x("n"), x2=end, y=pixels("y"), y2="at")]
    for tone, color, _, weight in _tones(colours):
        mark: dict[str, Any] = {"align": "left", "baseline": "middle", "x": from_right(months.right - LEADER)}
        # The lines' own grey is too faint for words.
        words = colours.grey if tone == "plain" else color
        text = alt.Chart(ends[ends["tone"] == tone]).mark_text(**mark, color=words, fontWeight=weight)
        layers.append(text.encode(y=pixels("at"), text="text:N"))
    return layers


def _field(data: pd.DataFrame, months: Months) -> Any:
    """Every point says its month and value."""
    points = alt.Chart(data[data["value"].notna()]).mark_circle(opacity=0, size=260)
    return points.encode(x=months.x("n"), y=pixels("y"), tooltip="value_text:N")
