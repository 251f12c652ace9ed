"""Specifications of charts, and what stands in them."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pytest

from panels.declare import Chart
from panels.look import palette

BOTH = pytest.mark.parametrize("dark", [False, True])
LAST = dt.date(2026, 10, 1)


def months(number: int) -> list[dt.date]:
    return [day.date() for day in pd.date_range(end=LAST, periods=number, freq="MS")]


def drawn(kind: Callable[..., Any], chart: Chart, *, dark: bool = False) -> dict[str, Any]:
    """The specification, held against Vega-Lite's schema."""
    found: dict[str, Any] = kind(chart, palette(dark)).to_dict()
    return found


def texts(spec: dict[str, Any], field: str = "text") -> list[dict[str, Any]]:
    """The rows of all layers of text."""
    rows: list[dict[str, Any]] = []
    for layer in spec["layer"]:
        if layer["mark"]["type"] == "text" and layer["encoding"]["text"]["field"] == field:
            rows += [{**row, "mark": layer["mark"]} for row in spec["datasets"][layer["data"]["name"]]]
    return rows


def said(spec: dict[str, Any]) -> list[str]:
    return [row["text"] for row in texts(spec)]


def marks(spec: dict[str, Any], kind: str) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    for layer in spec["layer"]:
        if layer["mark"]["type"] == kind:
            yield layer["mark"], spec["datasets"][layer["data"]["name"]]
