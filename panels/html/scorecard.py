"""Kind "scorecard": indicator by indicator, a unit's value and base, and where it lies among its peers."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from panels.declare import Chart
from panels.html.plain import records

# What is drawn later lies over what is drawn before: the unit is never hidden by a peer.
DRAWN_IN_ORDER = ("peer", "average", "unit")


def scorecard(chart: Chart) -> Mapping[str, Any]:
    """Columns, a row per indicator: order, label, value_text, base_text, peers_text, place_text.

    options: marks, a frame with order, x (0–1, right is better), role ("unit", "peer", "average"), unit, tip;
    labels: label, value, base, peers, strip, place.
    """
    strips = _strips(chart.options["marks"])
    return {"rows": [{**row, "marks": strips.get(row["order"], [])} for row in records(chart.data)]}


def _strips(marks: pd.DataFrame) -> dict[int, list[dict[str, Any]]]:
    """The marks of each row with their place in percent, in the order in which they are drawn."""
    if marks.empty:
        return {}
    known = marks[marks["x"].notna()]
    known = known.assign(left=[f"{100 * x:.1f}" for x in known["x"].clip(0, 1)])
    known = known.sort_values("role", key=lambda roles: roles.map(DRAWN_IN_ORDER.index), kind="stable")
    of_rows: dict[int, list[dict[str, Any]]] = {}
    for mark in records(known):
        of_rows.setdefault(mark["order"], []).append(mark)
    return of_rows
