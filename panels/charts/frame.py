"""The layers of a chart put together, with a rim, so that no letter is cut at the edge."""

from collections.abc import Sequence
from typing import Any

import altair as alt

TOP, BOTTOM = 6, 4


def framed(layers: Sequence[Any], height: float) -> Any:
    """One chart of layers whose places are pixels; ``height`` is all they need, column heads included."""
    padding = {"left": 0, "right": 0, "top": TOP, "bottom": BOTTOM}
    drawn = alt.layer(*layers).resolve_scale(color="independent")
    return drawn.properties(height=height + TOP + BOTTOM, padding=padding)
