"""Kind "places": units with two places each: before as a ring, then as a point on its interval."""

from collections.abc import Mapping
from typing import Any

from panels.declare import Chart
from panels.html.plain import records
from panels.html.shares import along, percent

# More units than this stand closer together.
COMPACT_ABOVE = 14


def places(chart: Chart) -> Mapping[str, Any]:
    """Columns, a row a unit in order: code, unit, place_text, moved_text, before, place, low, high (places, None where
    there is none), tip, tone ("accent" or "plain"), href, name_href.

    options: worst (the last place); labels: place, unit, moved, axis.
    """
    rows, worst = records(chart.data), int(chart.options["worst"])
    return {
        "rows": [{**row, "marks": _marks(row, worst)} for row in rows],
        "worst": worst,
        "compact": len(rows) > COMPACT_ABOVE,
    }


def _marks(row: Mapping[str, Any], worst: int) -> dict[str, str] | None:
    """Interval, place, place before and the way from it, in percent of the scale; who keeps its place has no way."""
    if row["before"] is None or row["place"] is None:
        return None
    before, place = along(row["before"], 1, worst), along(row["place"], 1, worst)
    marks = {"place": percent(place)}
    if row["low"] is not None and row["high"] is not None:
        low, high = along(row["low"], 1, worst), along(row["high"], 1, worst)
        marks |= {"low": percent(low), "sure": percent(high - low)}
    if row["before"] != row["place"]:
        marks |= {"before": percent(before), "left": percent(min(before, place)), "way": percent(abs(place - before))}
    return marks
