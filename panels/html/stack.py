"""Kind "stack": what a whole is made of, as one bar a row; words stand in their segments or in a line below."""

from collections.abc import Mapping
from typing import Any

from panels.declare import Chart
from panels.html.plain import records
from panels.html.widths import from_width, in_em, letters

# Of letters of the list: the height of a row with the words below its bar, and the room beside words in a segment.
ROW_HEIGHT, PADDING = 5.2, 1.0


def stack(chart: Chart) -> Mapping[str, Any]:
    """Columns, a row a segment: order (of the bar, from 0), row (its words), segment, value, text (said of it, '' not
    written), tone ("ink", "bar", "mist", "grey" or "accent"), href ('' cannot be opened); in the order they are drawn.

    options: totals, a frame with order, text (above the end of the bar); share (True: all bars are as long, each a
    whole of its own).
    """
    totals = {total["order"]: total["text"] for total in records(chart.options["totals"])}
    bars: dict[Any, dict[str, Any]] = {}
    for segment in sorted(records(chart.data), key=lambda row: float(row["order"])):
        order = segment["order"]
        bar = bars.setdefault(order, {"row": segment["row"], "total": totals.get(order, ""), "segments": []})
        if (segment["value"] or 0.0) > 0:
            bar["segments"].append(segment)
    wholes = [sum(segment["value"] for segment in bar["segments"]) for bar in bars.values()]
    size = letters(bool(chart.options.get("projected")), len(bars), ROW_HEIGHT)
    for bar, whole in zip(bars.values(), wholes, strict=True):
        longest = whole if chart.options.get("share") else max([*wholes, 1])
        bar["segments"] = [_segment(segment, longest, size) for segment in bar["segments"]]
    return {"bars": list(bars.values())}


def _segment(segment: dict[str, Any], longest: float, size: float) -> dict[str, Any]:
    """A segment with its share of the longest bar, and from which width of the list its words have room in it."""
    share = segment["value"] / longest
    return {
        **segment,
        "width": 100 * share,
        "inside": from_width((in_em([segment["text"]]) + PADDING) / share, size),
        "tip": segment["text"] or segment["segment"],
    }
