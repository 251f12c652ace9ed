"""Kinds whose template shows the data as they are."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from panels.declare import Chart


def plain(chart: Chart) -> Mapping[str, Any]:
    """The rows of the chart's data, in order."""
    return {"rows": records(chart.data)}


def records(data: Any) -> list[dict[str, Any]]:
    """The rows of a frame as dictionaries; what is unknown is None."""
    return [
        {name: None if value is pd.NA or value != value else value for name, value in row.items()}
        for row in data.to_dict("records")
    ]
