"""Kind "key_figures": a strip of large numbers, each with base, change and the course of the months."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

import pandas as pd

from panels.declare import Chart
from panels.html.plain import records

# A course is drawn in a square of 100 by 100 that is stretched; its line, as wide as it is, stays within these rims.
RIM_BESIDE, RIM_ABOVE = 0.6, 3


def key_figures(chart: Chart) -> Mapping[str, Any]:
    """Columns, a row per figure: code, href, position 0…n−1, label, value_text, base_text, change_text.

    options: months, a frame with position, x (0–1 within the cell), y (0–1, NaN where unknown); projected.
    """
    months = chart.options["months"]
    courses = {} if months.empty else {position: course(of_one) for position, of_one in months.groupby("position")}
    return {"rows": [{**row, "course": courses.get(row["position"], "")} for row in records(chart.data)]}


def course(months: pd.DataFrame) -> str:
    """The months as the path of a line, which is broken where they are unknown; one between two such is a dot.

    One month alone is no course.
    """
    if months["y"].notna().sum() < 2:
        return ""
    points = months.sort_values("x")[["x", "y"]].astype(float).itertuples(index=False)
    runs = groupby(points, key=lambda point: point.y == point.y)
    return "".join(_line(run) for known, run in runs if known)


def _line(points: Iterable[Any]) -> str:
    at = [f"{_within(point.x, RIM_BESIDE)} {_within(1 - point.y, RIM_ABOVE)}" for point in points]
    return "M" + "L".join(at if len(at) > 1 else at * 2)


def _within(share: float, rim: float) -> str:
    return f"{rim + (100 - 2 * rim) * min(max(share, 0), 1):.1f}"
