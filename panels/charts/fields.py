"""Kind "fields": what a record says, a name and its value each, in two columns."""

from typing import Any

import altair as alt
import pandas as pd

from panels.charts.apart import wrapped
from panels.charts.frame import framed
from panels.charts.marks import text_width
from panels.declare import Chart
from panels.look import Palette

# The narrowest panel they may stand in, in pixels: half of it is a column's.
NARROWEST, GAP = 590, 24
SIZE, LEADING, PADDING = 16, 24, 10
MOST_NAME_WIDTH, NAME_GAP = 130, 14


def fields(chart: Chart, colours: Palette) -> Any:
    """Columns: order, name, value (text; '' for what is blank); names and values go on in further lines."""
    rows = chart.data.sort_values("order").to_dict("records")
    names = min(text_width([row["name"] for row in rows], SIZE) + NAME_GAP + 4, MOST_NAME_WIDTH)
    half = (len(rows) + 1) // 2
    placed, height = [], 0.0
    for column, part in enumerate((rows[:half], rows[half:])):
        laid_out, reached = _column(part, column, names)
        placed += laid_out
        height = max(height, reached)
    data = pd.DataFrame(placed, columns=["column", "role", "y", "text"])
    layers: list[Any] = []
    for column in (0, 1):
        left: Any = {"expr": f"width * {column} / 2 + {GAP * column / 2}"}
        for role, x, color in (("name", left, colours.grey), ("value", _beside(left, names), colours.ink)):
            part = data[(data["column"] == column) & (data["role"] == role)]
            mark: dict[str, Any] = {"align": "left", "baseline": "middle", "x": x, "color": color, "fontSize": SIZE}
            layers.append(
                alt.Chart(part).mark_text(**mark).encode(y=alt.Y("y:Q", scale=None, axis=None), text="text:N")
            )
    return framed(layers, max(height, LEADING))


def _beside(left: dict[str, str], names: float) -> dict[str, str]:
    return {"expr": f"{left['expr']} + {names}"}


def _column(rows: list[dict[Any, Any]], column: int, names: float) -> tuple[list[tuple[int, str, float, str]], float]:
    """The lines of one column with their heights, and how far down it reaches."""
    placed, y = [], 0.0
    room = NARROWEST / 2 - GAP / 2 - names
    for row in rows:
        parts = (("name", wrapped(row["name"], names - NAME_GAP, SIZE)), ("value", wrapped(row["value"], room, SIZE)))
        for role, lines in parts:
            placed += [(column, role, y + LEADING * (line + 0.5), text) for line, text in enumerate(lines)]
        y += LEADING * max(len(lines) for _, lines in parts) + PADDING
    return placed, y
