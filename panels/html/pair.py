"""Kind "pair": two measures of the same units side by side, each against its own reference, with what it rests on."""

from collections.abc import Mapping
from typing import Any

from panels.declare import Chart
from panels.html.plain import records
from panels.html.widths import has_long, in_em

SHAPES = {"veto": "■", "near": "▲"}
SIDES = ("left", "right")
# More rows stand closer.
COMPACT_ABOVE = 14
# Bold figures are so much wider.
BOLD = 1.2


def pair(chart: Chart) -> Mapping[str, Any]:
    """Columns, a row a unit: order (from 0), href (what its row opens), name_href (what its name opens), unit, tone
    ("plain", "accent" or "city") and of each side (left_, right_): value (None: no bar), text, base (the cases, or why
    there is no value), mark ('', "veto" or "near"); where they open something else, base_href (what the cases open).

    options: left_reference, right_reference (a value or None), left_reference_text, right_reference_text (its name);
    labels: left, right (heads), unit, and the words of the marks there are: veto, near.
    """
    rows = sorted(records(chart.data), key=lambda row: float(row["order"]))
    sides = [_side(chart, side, rows) for side in SIDES]
    for place, row in enumerate(rows):
        row["sides"] = [_measure(chart, side["name"], row, side["most"]) for side in sides]
        # A row can be opened by the keyboard at what is said first beside its name.
        row["sides"][0]["href"] = row["href"]
        row["order"] = place
    long = has_long(row["unit"] for row in rows)
    return {"rows": rows, "sides": sides, "long": long, "compact": len(rows) > COMPACT_ABOVE}


def _side(chart: Chart, side: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """A side's head, its reference as a share of its longest bar, and how wide its values and its cases are at most."""
    reference = chart.options.get(f"{side}_reference")
    most = max([row[f"{side}_value"] or 0.0 for row in rows] + [reference or 0.0]) or 1.0
    filled = [str(row[f"{side}_base"]) for row in rows if row[f"{side}_value"] is not None]
    return {
        "name": side,
        "label": chart.labels[side],
        "most": most,
        "reference": None if reference is None else 100 * reference / most,
        "reference_text": chart.options.get(f"{side}_reference_text") or "",
        "value_width": BOLD * in_em(str(row[f"{side}_text"] or "") for row in rows),
        "base_width": in_em(filled),
    }


def _measure(chart: Chart, side: str, row: Mapping[str, Any], most: float) -> dict[str, Any]:
    """What is said of a unit on one side; the bar as a share of the longest."""
    value, mark = row[f"{side}_value"], row[f"{side}_mark"]
    return {
        "width": None if value is None else 100 * max(value, 0.0) / most,
        "text": row[f"{side}_text"] or "",
        "base": row[f"{side}_base"] or "",
        "mark": mark,
        "word": f"{SHAPES[mark]} {chart.labels[mark]}" if mark else "",
        "href": "",
        "base_href": row.get(f"{side}_base_href") or "",
    }
