"""Kind "tiles": the counties where they lie, one tile each, shaded by a rate."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from panels.declare import Chart
from panels.html.plain import records
from panels.html.widths import in_em

# The steps of shade above the palest; on each its figures are read (``styles/tiles.css``).
STEPS = 5
UNKNOWN = "unknown"
# A name of more em than these would take more than six lines of a tile on a phone.
LONGEST = 24.0


def tiles(chart: Chart) -> Mapping[str, Any]:
    """Columns: code, href, row, column, unit, value (share, NaN without cases), value_text, tip.

    A tile without cases has no shade, so that it is not taken for the lowest.
    """
    data = chart.data
    placed = data.assign(
        row=data["row"] - data["row"].min() + 1, column=data["column"] - data["column"].min() + 1, shade=_shades(data)
    )
    # The keyboard goes from tile to tile as the eye does.
    placed = placed.sort_values(["row", "column"])
    height, width = (0 if data.empty else int(placed[name].max()) for name in ("row", "column"))
    long_names = in_em(placed["unit"]) > LONGEST
    return {"rows": records(placed), "height": height, "width": width, "long_names": long_names}


def _shades(data: pd.DataFrame) -> list[str]:
    """The shade of each value between the lowest and the highest."""
    values = data["value"].astype(float)
    low, spread = values.min(), values.max() - values.min()
    shares = (values - low) / spread if spread > 0 else values * 0
    return [UNKNOWN if share != share else f"heat-{round(STEPS * share)}" for share in shares]
