"""Kind "lines": a few series by month in one plot, named at their right ends."""

from typing import Any

import altair as alt
import pandas as pd

from panels.charts.apart import LINE, apart
from panels.charts.marks import SEPARATOR, clicked, links_in, opening, pointed_at
from panels.charts.months import BELOW, Months, along, grid, levels, numbered, pixels
from panels.charts.shape import Filling, Kind, measure, part
from panels.declare import Chart
from panels.look import Palette
from panels.widths import text_width

TOP, HEIGHT = 12, 262
ROOM = 1.05
# The distance in pixels between the last point of a line and its name.
LEADER = 22


def _fill(chart: Chart) -> Filling:
    """Columns, a row a series and month: series, month (date), value (NaN leaves a gap), value_text (said when pointed
    at), tone ("ink", "accent" or "plain"), the same for a whole series; href and click, where a point opens anything.

    options: ends, a frame with series and text, what stands at the right end.
    """
    most = ROOM * max(float(chart.data["value"].fillna(0).max()), 1.0)
    y = HEIGHT - (HEIGHT - TOP) * chart.data["value"] / most
    data = chart.data.assign(n=numbered(chart.data["month"]), y=y)
    level, ends = _levels(most), _named(data, chart.options["ends"])
    right = text_width(ends["text"], 16) + LEADER + 8 if len(ends) else 8
    months = Months(int(data["n"].min()), int(data["n"].max()), text_width(level["text"], 16) + 14, right)
    parts = {
        "level": level,
        "floor": level[["at"]].head(1),
        **months.parts(),
        "month": data[["series", "tone", "n", "y"]],
        "point": _points(data[data["value"].notna()]),
        "leader": _leaders(ends, months.last),
        "end": ends[["tone", "at", "text"]],
    }
    return Filling(parts, {**months.measures(HEIGHT), "point": 18 if months.many else 46}, HEIGHT + BELOW)


def _points(known: pd.DataFrame) -> pd.DataFrame:
    tips = [SEPARATOR.join([row["value_text"], *clicked(row)]) for row in known.to_dict("records")]
    return known[["tone", "n", "y", *links_in(known)]].assign(tip=tips)


def _levels(most: float) -> pd.DataFrame:
    numbers = levels(most, HEIGHT - TOP, 1)
    rows = [(HEIGHT - (HEIGHT - TOP) * number / most, f"{number:,.0f}") for number in numbers]
    return pd.DataFrame(rows, columns=["at", "text"])


def _named(data: pd.DataFrame, ends: pd.DataFrame) -> pd.DataFrame:
    """The last point of each series that has words, and at which height they stand."""
    last = data[data["value"].notna()].sort_values("n").drop_duplicates("series", keep="last")
    names = last.merge(ends[ends["text"] != ""], on="series")
    return names.assign(at=apart(list(names["y"]), TOP, HEIGHT - LINE / 2))


def _leaders(ends: pd.DataFrame, last: int) -> pd.DataFrame:
    """From where to where a leader goes: where words stand higher or lower than the point, or the series ends early."""
    away = ((ends["at"] - ends["y"]).abs() > LINE / 4) | (ends["n"] < last)
    return ends.loc[away, ["n", "y", "at"]]


def _tones(colours: Palette) -> tuple[tuple[str, str, float, int], ...]:
    """Tone, colour, width and weight, the one spoken of last and so on top."""
    return (("plain", colours.bar, 2, 400), ("ink", colours.ink, 2.2, 600), ("accent", colours.accent, 2.6, 700))


def _layers(colours: Palette) -> list[Any]:
    return [
        *grid(colours),
        *_series(colours),
        *_ends(colours),
        # Every point says its month and value, and opens its rows.
        opening(pointed_at(part("point").mark_circle(opacity=0, size=260)).encode(x=along(), y=pixels("y"))),
    ]


def _of(name: str, tone: str) -> alt.Chart:
    return part(name).transform_filter(f"datum.tone === '{tone}'")


def _series(colours: Palette) -> list[Any]:
    x, y, size = along(), pixels("y"), measure("point")
    layers: list[Any] = []
    for tone, color, width, _ in _tones(colours):
        line = _of("month", tone).mark_line(color=color, strokeWidth=width)
        layers.append(line.encode(x=x, y=y, detail="series:N"))
        layers.append(_of("point", tone).mark_circle(opacity=1, color=color, size=size).encode(x=x, y=y))
    return layers


def _ends(colours: Palette) -> list[Any]:
    """The words, and a leader from the last point to those that do not stand right beside it."""
    words = f"width - right + {LEADER}"
    leader = part("leader").mark_rule(color=colours.grey, strokeWidth=1)
    layers: list[Any] = [leader.encode(x=along(), x2=alt.value(measure(f"{words} - 4")), y=pixels("y"), y2="at")]
    for tone, color, _, weight in _tones(colours):
        mark: dict[str, Any] = {"align": "left", "baseline": "middle", "x": measure(words), "fontWeight": weight}
        # The lines' own grey is too faint for words.
        text = _of("end", tone).mark_text(**mark, color=colours.grey if tone == "plain" else color)
        layers.append(text.encode(y=pixels(), text="text:N"))
    return layers


LINES = Kind(_layers, _fill)
