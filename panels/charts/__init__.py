"""Each kind of chart is turned into a figure here, in one place, so that all charts look of one hand."""

from collections.abc import Callable
from typing import Any

from altair.utils.schemapi import debug_mode

from panels.charts.bars import bars
from panels.charts.bump import bump
from panels.charts.compare import compare
from panels.charts.funnel import funnel
from panels.charts.key_figures import key_figures
from panels.charts.notes import notes
from panels.charts.places import places
from panels.charts.ranking import ranking
from panels.charts.rows import rows
from panels.charts.scorecard import scorecard
from panels.charts.scores import scores
from panels.charts.tiles import tiles
from panels.charts.timeline import timeline
from panels.declare import Chart
from panels.look import altair_config, palette

# Kinds drawn by Plotly, where pointing and hovering need it; all others by Altair.
PLOTLY_KINDS = frozenset({"tiles"})

_KINDS: dict[str, Callable[..., Any]] = {
    "bars": bars,
    "bump": bump,
    "compare": compare,
    "funnel": funnel,
    "notes": notes,
    "places": places,
    "ranking": ranking,
    "key_figures": key_figures,
    "rows": rows,
    "scorecard": scorecard,
    "scores": scores,
    "timeline": timeline,
    "tiles": tiles,
}


def figure(chart: Chart, *, dark: bool = False) -> Any:
    """The Altair chart (or, for ``PLOTLY_KINDS``, the Plotly figure) of a declared chart.

    Raises ``KeyError`` for a kind that is not declared here.
    """
    colours = palette(dark)
    drawn = _KINDS[chart.kind](chart, colours)
    if chart.kind in PLOTLY_KINDS:
        return drawn
    # SVG keeps text sharp on a projector and readable to assistive software.
    return drawn.configure(**altair_config(colours)).properties(usermeta={"embedOptions": {"renderer": "svg"}})


def specification(chart: Chart, *, dark: bool = False) -> dict[str, Any]:
    """The Vega-Lite specification of a declared Altair chart, as the browser takes it.

    Altair's checks of every part against its schema take half the time of drawing and are left to the tests, which
    call ``figure(chart).to_dict()``.
    """
    with debug_mode(False):
        drawn: dict[str, Any] = figure(chart, dark=dark).to_dict(validate=False)
    return drawn
