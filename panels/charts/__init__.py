"""Each kind of chart is turned into a figure here, in one place, so that all charts look of one hand."""

from collections.abc import Callable
from typing import Any

import altair as alt
from altair.utils.schemapi import debug_mode

from panels.charts.bump import BUMP
from panels.charts.control import control
from panels.charts.funnel import FUNNEL
from panels.charts.lean import lean
from panels.charts.lines import lines
from panels.charts.shape import Kind, filled
from panels.charts.steps import STEPS
from panels.charts.timeline import TIMELINE
from panels.declare import Chart
from panels.look import altair_config, palette

_KINDS: dict[str, Callable[..., Any]] = {
    "control": control,
    "lines": lines,
}


# Kinds whose shape is built once; the others are drawn anew for every selection.
SHAPED: dict[str, Kind] = {"bump": BUMP, "funnel": FUNNEL, "steps": STEPS, "timeline": TIMELINE}


KINDS = (*_KINDS, *SHAPED)


def figure(chart: Chart, *, dark: bool = False) -> Any:
    """The Altair chart of a declared chart.

    Raises ``KeyError`` for a kind that is not declared here.
    """
    colours = palette(dark)
    drawn = _KINDS[chart.kind](chart, colours)
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
