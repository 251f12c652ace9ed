"""Kind "fields": what a record says, a name and its value each."""

from collections.abc import Mapping
from typing import Any

from panels.declare import Chart
from panels.html.plain import records


def fields(chart: Chart) -> Mapping[str, Any]:
    """Columns: order, name, value (text; '' for what is blank)."""
    rows = records(chart.data.sort_values("order", kind="stable"))
    # They stand in two columns where there is room.
    return {"fields": rows, "lines": (len(rows) + 1) // 2}
