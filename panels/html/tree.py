"""Kind "tree": first-level items in order, each of which opens what is below it."""

from collections.abc import Mapping
from typing import Any

from panels.declare import Chart
from panels.html.plain import records


def tree(chart: Chart) -> Mapping[str, Any]:
    """Columns: those of kind "rows", and under: the name of the item that a row is below, '' for an item itself.

    The first item stands open; a click, or Enter, on an item opens it or closes it again.
    """
    rows = records(chart.data)
    below: dict[str, list[dict[str, Any]]] = {row["name"]: [] for row in rows if not row["under"]}
    for row in rows:
        if row["under"]:
            below[row["under"]].append(row)
    return {"items": [{**row, "below": below[row["name"]]} for row in rows if not row["under"]]}
