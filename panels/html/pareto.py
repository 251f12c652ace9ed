"""Kind "pareto": the few that make up most, of two kinds side by side, and after a thin line the many others."""

from collections.abc import Mapping
from typing import Any

from panels.declare import Chart
from panels.html.plain import records
from panels.html.widths import in_em

SIDES = ("left", "right")
# Between a bar and its number, in em; what the column of shares has in excess of what is reckoned.
GAP, SLACK = 0.8, 1.1


def pareto(chart: Chart) -> Mapping[str, Any]:
    """Columns: block (0 left, 1 right), order (from 0 within the block), label, value, value_text, share_text (of all
    up to this one), inside (whether it belongs to the few), href ('' cannot be opened).

    labels: left, right (heads of the blocks), rest (the words at the line after the last of the few).
    """
    rows = records(chart.data)
    blocks = [
        _block([row for row in rows if row["block"] == number], chart.labels[side]) for number, side in enumerate(SIDES)
    ]
    return {"blocks": blocks, "lines": max(len(block["rows"]) for block in blocks) + 1}


def _block(rows: list[dict[str, Any]], head: str) -> dict[str, Any]:
    """The rows of one kind, each with its share of the longest bar; ``last``: the place of the last of the few."""
    rows = sorted(rows, key=lambda row: float(row["order"]))
    most = max((row["value"] or 0.0 for row in rows), default=0.0) or 1.0
    shown = [{**row, "share": max(row["value"] or 0.0, 0.0) / most} for row in rows]
    taken = in_em(row["value_text"] for row in rows) + GAP
    share = SLACK * in_em(row["share_text"] for row in rows)
    return {
        "head": head,
        "rows": shown,
        "taken": taken,
        "share": share,
        "last": sum(bool(row["inside"]) for row in rows) - 1,
    }
