"""Kind "ranking": units in order, each with its place, change, rate, base and the interval of the rate."""

from collections.abc import Mapping
from typing import Any

from panels.declare import Chart
from panels.html.plain import records
from panels.html.shares import percent
from panels.html.widths import has_long

# A track is at least this long, so that rates near nought are not drawn as if they were high.
LEAST_SCALE = 0.05
# More units than this stand closer together.
COMPACT_ABOVE = 14


def ranking(chart: Chart) -> Mapping[str, Any]:
    """Columns: code, order, place_text, moved_text, unit, value, low, high, value_text, base_text, interval_text, note,
    tone ("accent" or "plain"), href, name_href.

    options: reference (a value, or None) and reference_label; glance (neither change nor the words of a note); labels:
    place, moved, unit, value, base (of the columns), value_text, base_text (when pointed at), interval.
    """
    rows = records(chart.data)
    known = [row[name] for row in rows for name in ("value", "high") if row[name] is not None]
    scale = max([LEAST_SCALE, *known])
    reference, glance = chart.options.get("reference"), bool(chart.options.get("glance"))
    return {
        "rows": [{**row, **_marks(row, scale)} for row in rows],
        "reference": None if reference is None else percent(reference / scale),
        "glance": glance,
        "moved": not glance and any(row["moved_text"] for row in rows),
        "long": has_long(row["unit"] for row in rows),
        "compact": len(rows) > COMPACT_ABOVE,
    }


def _marks(row: Mapping[str, Any], scale: float) -> dict[str, str | None]:
    """Where the bar ends, where the whisker begins and how long it is, in percent of the track."""
    value, low, high = row["value"], row["low"], row["high"]
    sure = low is not None and high is not None
    return {
        "bar": None if value is None else percent(value / scale),
        "whisker_from": percent(low / scale) if sure else None,
        "whisker": percent((high - low) / scale) if sure else None,
    }
