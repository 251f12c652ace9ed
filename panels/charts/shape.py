"""A chart is built in two steps: its shape once per kind, variant and theme, its rows and measures for each selection.

Altair needs some milliseconds for each layer, and it is the same layer for every selection. So a kind declares its
layers over named parts of its rows and over named measures (Vega's parameters, in pixels or data units), which
``filled`` puts in.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import altair as alt
import pandas as pd
from altair.utils.schemapi import debug_mode

from panels.charts.frame import BOTTOM, TOP
from panels.declare import Chart
from panels.look import altair_config, palette

# The name of the one table of a chart; every row says in ``part`` which layers draw it.
ROWS = "rows"
# Places are pixels and shares at most 1: a ten-thousandth of either is seen by nobody.
DECIMALS = 4


@dataclass(frozen=True)
class Filling:
    """What one selection puts into a shape: rows by part, measures by name, the height in pixels.

    ``variant`` is what the shape itself depends on (how many lanes, whether there are many points), hashable.
    """

    parts: Mapping[str, pd.DataFrame]
    measures: Mapping[str, float]
    height: float
    variant: tuple[Any, ...] = field(default=())


@dataclass(frozen=True)
class Kind:
    """A kind of chart: ``layers`` draws a variant in a palette, ``fill`` works out what a chart puts into it.

    ``rim`` is the room above and below in pixels, so that no letter is cut at the edge.
    """

    layers: Callable[..., Sequence[Any]]
    fill: Callable[[Chart], Filling]
    rim: tuple[float, float] = (TOP, BOTTOM)


def part(name: str) -> alt.Chart:
    """Marks over one part of the chart's rows."""
    return alt.Chart(alt.NamedData(name=ROWS)).transform_filter(f"datum.part === '{name}'")


def measure(expression: str) -> Any:
    """A place or an end of a scale worked out from measures and ``width``, in the browser."""
    return alt.ExprRef(expression)


def filled(kind: Kind, chart: Chart, *, dark: bool = False) -> dict[str, Any]:
    """The Vega-Lite specification of a chart, as the browser takes it; its layers are shared and must not be changed.

    The rows stand in the first layer, to which the others refer: named data outside of it, Streamlit would turn into
    a table anew at every run.
    """
    filling = kind.fill(chart)
    shape = _shape(kind, filling.variant, dark)
    first, *others = shape["layer"]
    measures = [{"name": name, "value": value} for name, value in filling.measures.items()]
    return {
        **shape,
        "height": filling.height + sum(kind.rim),
        "params": measures,
        "layer": [{**first, "data": {"name": ROWS, "values": _rows(filling.parts)}}, *others],
    }


@cache
def _shape(kind: Kind, variant: tuple[Any, ...], dark: bool) -> dict[str, Any]:
    colours = palette(dark)
    drawn = alt.layer(*kind.layers(colours, *variant)).resolve_scale(color="independent")
    drawn = drawn.configure(**altair_config(colours))
    # SVG keeps text sharp on a projector and readable to assistive software.
    drawn = drawn.properties(
        padding={"left": 0, "right": 0, "top": kind.rim[0], "bottom": kind.rim[1]},
        usermeta={"embedOptions": {"renderer": "svg"}},
    )
    # The tests hold every shape against the schema.
    with debug_mode(False):
        shape = dict(drawn.to_dict(validate=False))
    return {**shape, "layer": [_silent_unless_said(layer) for layer in shape["layer"]]}


def _silent_unless_said(layer: dict[str, Any]) -> dict[str, Any]:
    """The layer; where it declares no words (``marks.pointed_at``), neither pointed at nor read aloud.

    Else Vega words every mark out of its fields: "top: 58; bottom: 92".
    """
    if "description" in layer["encoding"]:
        return layer
    return {**layer, "mark": {**layer["mark"], "aria": False, "tooltip": None}}


def _rows(parts: Mapping[str, pd.DataFrame]) -> list[dict[str, Any]]:
    return [
        {"part": name, **{column: _slim(value) for column, value in row.items() if value is not None}}
        for name, frame in parts.items()
        for row in frame.to_dict("records")
    ]


def _slim(value: Any) -> Any:
    """A value as JSON has it: unknown is null, a day its ISO form."""
    if isinstance(value, float):
        return None if value != value else round(value, DECIMALS)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value
