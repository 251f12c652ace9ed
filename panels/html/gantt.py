"""Kind "gantt": what is planned from when to when, each bar filled as far as it has got, with a line at today."""

from collections.abc import Mapping
from typing import Any

from panels.declare import Chart
from panels.html.plain import records
from panels.html.shares import percent


def gantt(chart: Chart) -> Mapping[str, Any]:
    """Columns, a row a bar in the order drawn: label, note (said below it), start and end (along the scale, 0 to 1),
    done (of the bar, 0 to 1), text (the progress), due (what it should be, '' not said), badge ('' or a status),
    badge_text, tone (how it stands: overdue, behind, on_schedule, done, untold or to_come), href.

    options: ticks, a frame with at (along the scale) and text; now (along the scale), now_text.
    """
    rows = records(chart.data)
    for row in rows:
        row |= {
            "from": percent(row["start"]),
            "width": percent(row["end"] - row["start"]),
            "filled": percent(row["done"]),
        }
    ticks = [{**tick, "left": percent(tick["at"])} for tick in records(chart.options["ticks"])]
    return {"rows": rows, "ticks": ticks, "now": percent(chart.options["now"])}
