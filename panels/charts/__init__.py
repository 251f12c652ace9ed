"""The kinds of chart that plot a quantity on a scale, each declared once, so that all charts look of one hand."""

from typing import Any

from panels.charts.bump import BUMP
from panels.charts.control import CONTROL
from panels.charts.funnel import FUNNEL
from panels.charts.lines import LINES
from panels.charts.shape import Kind, filled
from panels.charts.steps import STEPS
from panels.charts.timeline import TIMELINE
from panels.declare import Chart

KINDS: dict[str, Kind] = {
    "bump": BUMP,
    "control": CONTROL,
    "funnel": FUNNEL,
    "lines": LINES,
    "steps": STEPS,
    "timeline": TIMELINE,
}


def specification(chart: Chart, *, dark: bool = False) -> dict[str, Any]:
    """The Vega-Lite specification of a declared chart, as the browser takes it.

    Raises ``KeyError`` for a kind that is not declared here.
    """
    return filled(KINDS[chart.kind], chart, dark=dark)
