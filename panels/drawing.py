"""A declared chart as the browser takes it: HTML for lists and tables, Vega-Lite for what plots a scale."""

import json
from dataclasses import dataclass

from panels.charts import KINDS as CHART_KINDS
from panels.charts import specification
from panels.declare import Chart
from panels.html import HTML_KINDS, html

KINDS = frozenset(HTML_KINDS) | frozenset(CHART_KINDS)


@dataclass(frozen=True)
class Drawing:
    """``text`` is HTML or JSON, '' when there is nothing to draw; ``height`` in pixels, 0 where the browser decides."""

    text: str = ""
    is_html: bool = True
    height: int = 0


def drawn(chart: Chart, title: str, *, dark: bool = False) -> Drawing:
    """Draw a linked chart, called ``title`` when it is read aloud; ``dark`` concerns charts, HTML follows the theme.

    Raises ``KeyError`` for a kind that nobody draws.
    """
    if chart.kind in HTML_KINDS:
        return Drawing(html(chart, title))
    spec = specification(chart, dark=dark)
    return Drawing(json.dumps(spec, ensure_ascii=False), is_html=False, height=int(spec.get("height", 0)))
