"""Kind "notes": short notes, each a line that says it and one that explains; under one another in narrow columns."""

from collections.abc import Mapping
from typing import Any

from panels.declare import Chart
from panels.html.plain import records


def notes(chart: Chart) -> Mapping[str, Any]:
    """Columns: order, badge ('' without), badge_text, head, text."""
    return {"notes": records(chart.data.sort_values("order", kind="stable"))}
