"""Names of rows that are clicked apart from the marks beside them."""

from typing import Any

import altair as alt
import pandas as pd

# The name of the layer; Vega names its marks after it, with "_marks" at the end.
NAMES = "names"


def name_fields(rows: pd.DataFrame, right: str, said: str) -> Any:
    """What is clicked of names between the left edge and ``right`` (an expression): columns code ('' cannot be opened),
    top, bottom and ``said`` when pointed at.

    In a chart of layers every selection hears the clicks on all of them; this one listens to its own layer by name.
    """
    field = alt.Chart(rows[rows["code"] != ""]).mark_rect(opacity=0, cursor="pointer")
    y = alt.Y("top:Q", scale=None, axis=None)
    field = field.encode(x=alt.value(0), x2=alt.value({"expr": right}), y=y, y2="bottom", tooltip=f"{said}:N")
    return field.properties(name=NAMES)
