"""A chart as it is projected: as many rows as can be read from eight metres, the others on further screens."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import pandas as pd

from panels.declare import Chart

# The width a chart is drawn for, in pixels, on a screen of 4:3: the shape of its place there decides, within limits.
NARROWEST, WIDEST = 660, 960
SHAPE = 2.3
# The width of its place on a screen of 1920×1080, and the least height that headline and foot are taken to leave.
PLACE, LOWEST = 1760, 440
# Kinds that are lists, and how many of their rows a screen holds at most; of a board, how many cards of a column.
ROWS_SHOWN = {
    "rows": 8, "ranking": 11, "scores": 11, "scorecard": 10, "bars": 9, "places": 10, "pair": 11, "board": 6,
}  # fmt: skip
# Of a ranking with more units the first screen shows both ends, the next ones all units in order.
ENDS = frozenset({"ranking", "scores", "pair"})


@dataclass(frozen=True)
class Screenful:
    """Screen ``number`` of ``count`` over a list of ``rows``: from row ``first`` to ``last``; 0 and 0 are both ends."""

    number: int
    count: int
    first: int
    last: int
    rows: int


def projected_width(height: float) -> int:
    """The width in pixels for which a chart of this height is drawn before it is enlarged."""
    return round(min(max(SHAPE * height, NARROWEST), WIDEST))


def projected_width_of(height: float, left: float) -> int:
    """The same for a wide screen, of whose 1080 lines ``left`` are the chart's: it fills its place to both sides."""
    return max(round(height * PLACE / max(left, LOWEST)), NARROWEST)


def projected(chart: Chart, number: int = 1) -> Chart:
    """The chart with the rows that its screen of this number (or its last one) holds, and the option ``projected``.

    A row is what shares a value of ``order``, where data have that column.
    """
    chart = _said_to_a_room(replace(chart, options={**chart.options, "projected": True}))
    if chart.kind == "scores":
        # What is said below a badge takes a line of its own, and the room has heard it in the headline.
        chart = replace(chart, data=chart.data.assign(note=""))
    screens = _screens(chart)
    kept = screens[min(number, len(screens)) - 1]
    places = dict(zip(kept, range(len(kept)), strict=True))
    column = _column(chart)
    if not column:
        return replace(chart, data=chart.data.iloc[list(kept)])
    options = {name: _cut(value, column, places) for name, value in chart.options.items()}
    return replace(chart, data=_cut(chart.data, column, places), options=options)


def screenful(chart: Chart, number: int) -> Screenful | None:
    """Which rows ``projected`` shows of a chart; None where it shows all."""
    screens = _screens(_said_to_a_room(chart))
    if len(screens) == 1:
        return None
    number = min(number, len(screens))
    rows = len({row for screen in screens for row in screen})
    if chart.kind in ENDS:
        before, last = sum(map(len, screens[1 : number - 1])), sum(map(len, screens[1:number]))
        return Screenful(number, len(screens), before + 1 if number > 1 else 0, last, rows)
    last = sum(map(len, screens[:number]))
    return Screenful(number, len(screens), last - len(screens[number - 1]) + 1, last, rows)


def _said_to_a_room(chart: Chart) -> Chart:
    """A list without the row that only leads on to all of them: it is none of them, and a room opens no links."""
    if chart.kind != "rows" or not {"badge_text", "name"} <= {*chart.data}:
        return chart
    return replace(chart, data=chart.data[(chart.data["badge_text"] != "") | (chart.data["name"] != "")])


def _column(chart: Chart) -> str:
    """The column whose values tell the rows of a list apart; '' where each row of the data is one."""
    return next((name for name in ("place", "order") if _tells(chart, name)), "")


def _tells(chart: Chart, name: str) -> bool:
    return name in chart.data and (name == "order" or chart.kind == "board")


def _screens(chart: Chart) -> list[Sequence[Any]]:
    """The rows of each screen: values of the column that tells them apart, or positions."""
    column = _column(chart)
    rows: Sequence[Any] = sorted(chart.data[column].unique()) if column else range(len(chart.data))
    most = ROWS_SHOWN.get(chart.kind, len(rows))
    if len(rows) <= most:
        return [rows]
    # As many on each, so that none has one row alone below a headline.
    screens_needed = math.ceil(len(rows) / most)
    starts = [math.ceil(len(rows) * number / screens_needed) for number in range(screens_needed + 1)]
    screens = [rows[start:end] for start, end in pairwise(starts)]
    ends = [*rows[: most - most // 2], *rows[-(most // 2) :]]
    return [ends, *screens] if chart.kind in ENDS else screens


def _cut(value: Any, column: str, places: dict[Any, int]) -> Any:
    """A frame without the rows that are not shown; anything else as it is."""
    if not (isinstance(value, pd.DataFrame) and column in value):
        return value
    return value[value[column].isin(places)].assign(**{column: lambda kept: kept[column].map(places)})
