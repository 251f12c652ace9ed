"""Kind "bars": signed amounts side by side, to the right of nought what is gained, to the left what is lost."""

from collections.abc import Mapping, Sequence
from typing import Any

from panels.declare import Chart
from panels.html.plain import records
from panels.html.shares import along, percent
from panels.widths import text_width

# The room about the words beyond a bar's end, in letters, and how much wider their bold letters are.
GAP, BOLD = 0.9, 1.1
# A name of more full-width letters than these would be a column of three lines and more in half a small desk.
LONGEST_BESIDE = 26


def bars(chart: Chart) -> Mapping[str, Any]:
    """Columns: order, label, value (signed), value_text, tone ("accent", "bad", "plain" or "rest"), and where there are
    such: href; whole (of which the value is a part, drawn pale behind its bar; None for none).

    Words stand beyond the bar's end, on the side to which it goes; nought is said on the right. A row of several things
    together ("rest") has no bar, which would be compared with those of one: its words stand at nought.
    """
    rows = records(chart.data)
    values = [_drawn(row) for row in rows]
    wholes = [float(row.get("whole") or 0.0) for row in rows]
    lowest, highest = min([0.0, *values]), max([0.0, *values, *wholes])
    lost = [row["value_text"] for row in rows if row["value"] < 0]
    gained = [row["value_text"] for row in rows if row["value"] >= 0]
    return {
        "rows": [
            {**row, **_bar(value, whole, lowest, highest)}
            for row, value, whole in zip(rows, values, wholes, strict=True)
        ],
        "long": text_width([row["label"] for row in rows], 1) > LONGEST_BESIDE,
        "nought": percent(along(0, lowest, highest)),
        "left": f"{_room(lost) if lost else 0:.2f}em",
        "right": f"{_room(gained):.2f}em",
    }


def _drawn(row: Mapping[str, Any]) -> float:
    """What its bar shows of a row."""
    return 0.0 if row["tone"] == "rest" else float(row["value"])


def _room(texts: Sequence[str]) -> float:
    """How wide the longest of these texts is with the room about it, in letters."""
    return BOLD * text_width(texts, 1) + GAP


def _bar(value: float, whole: float, lowest: float, highest: float) -> dict[str, Any]:
    """From where to where the bar goes, and how far its whole reaches, in percent of the track."""
    start, end = sorted(along(each, lowest, highest) for each in (value, 0.0))
    nought, reach = along(0.0, lowest, highest), along(whole, lowest, highest)
    return {
        "from": percent(start),
        "width": percent(end - start),
        "whole_width": percent(reach - nought) if whole else "",
        "to": percent(max(end, reach)),
        "beyond": percent(1 - start),
    }
