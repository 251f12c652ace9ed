"""Each kind of chart is turned into a figure here, in one place, so that all charts look of one hand."""

from collections.abc import Callable
from typing import Any

import altair as alt
from altair.utils.schemapi import debug_mode

from panels.charts.bars import bars
from panels.charts.board import board
from panels.charts.bump import BUMP
from panels.charts.chain import chain
from panels.charts.compare import compare
from panels.charts.control import CONTROL
from panels.charts.fields import fields
from panels.charts.funnel import funnel
from panels.charts.grid import grid
from panels.charts.key_figures import key_figures
from panels.charts.lean import lean
from panels.charts.lines import LINES
from panels.charts.notes import notes
from panels.charts.pair import pair
from panels.charts.pareto import pareto
from panels.charts.places import places
from panels.charts.ranking import ranking
from panels.charts.scorecard import scorecard
from panels.charts.scores import scores
from panels.charts.shape import Kind, filled
from panels.charts.stack import stack
from panels.charts.steps import steps
from panels.charts.tiles import tiles
from panels.charts.timeline import timeline
from panels.declare import Chart
from panels.look import altair_config, palette

# Kinds drawn by Plotly, where pointing and hovering need it; all others by Altair.
PLOTLY_KINDS = frozenset({"tiles"})

_KINDS: dict[str, Callable[..., Any]] = {
    "bars": bars,
    "board": board,
    "chain": chain,
    "compare": compare,
    "fields": fields,
    "funnel": funnel,
    "grid": grid,
    "key_figures": key_figures,
    "notes": notes,
    "pair": pair,
    "pareto": pareto,
    "places": places,
    "ranking": ranking,
    "scorecard": scorecard,
    "scores": scores,
    "stack": stack,
    "steps": steps,
    "tiles": tiles,
    "timeline": timeline,
}


# Kinds whose shape is built once; the others are drawn anew for every selection.
SHAPED: dict[str, Kind] = {"bump": BUMP, "control": CONTROL, "lines": LINES}


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
    call ``figure(chart).to_dict()``. Data stand where they are drawn: named ones Streamlit would turn into tables
    anew at every run, which takes most of a warm page's time.
    """
    if chart.kind in SHAPED:
        return filled(SHAPED[chart.kind], chart, dark=dark)
    with debug_mode(False), alt.data_transformers.enable("default", consolidate_datasets=False):
        return lean(figure(chart, dark=dark).to_dict(validate=False))
