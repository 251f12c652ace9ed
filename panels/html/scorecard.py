"""Kind "scorecard": indicator by indicator, a unit's value and base, and where it lies among its peers."""

from collections.abc import Mapping, Sequence
from itertools import accumulate, groupby
from operator import itemgetter
from typing import Any

import pandas as pd

from panels.declare import Chart
from panels.html.plain import records

# The name of a part and its rows.
Part = tuple[str, list[dict[str, Any]]]
# What is drawn later lies over what is drawn before: the unit is never hidden by a peer.
DRAWN_IN_ORDER = ("peer", "average", "unit")
# More rows than these stand in two columns under the heads of their parts.
ONE_COLUMN = 16


def scorecard(chart: Chart) -> Mapping[str, Any]:
    """Columns, a row per indicator: order, part (rows of one stand together), label, value_text, base_text, peers_text,
    place_text.

    options: marks, a frame with order, x (0–1, right is better), role ("unit", "peer", "average"), unit, tip;
    labels: label, value, base, peers, strip, place.
    """
    strips = _strips(chart.options["marks"])
    rows = [{**row, "marks": strips.get(row["order"], [])} for row in records(chart.data)]
    if len(rows) <= ONE_COLUMN:
        return {"lines": len(rows) + 1, "halves": [[("", rows)]]}
    parts = [(part, list(of_part)) for part, of_part in groupby(rows, key=itemgetter("part"))]
    return {"lines": len(rows) + 1, "halves": _halves(parts)}


def _halves(parts: Sequence[Part]) -> list[Sequence[Part]]:
    """The parts in two columns as equally long as whole parts make them."""
    ends = list(accumulate(len(rows) + 1 for _, rows in parts))
    cut = min(range(1, len(parts) + 1), key=lambda n: abs(2 * ends[n - 1] - ends[-1]))
    return [half for half in (parts[:cut], parts[cut:]) if half]


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
