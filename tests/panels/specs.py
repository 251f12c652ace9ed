"""Specifications of charts, and what stands in them."""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pytest

from panels.declare import Chart
from panels.look import palette

BOTH = pytest.mark.parametrize("dark", [False, True])
DATUM = re.compile(r"datum\.(\w+)")
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


def fields_of(layer: dict[str, Any], selections: list[dict[str, Any]]) -> set[str]:
    """The fields of the channels, of the expressions and of the selections."""
    channels = layer.get("encoding", {})
    named = {channel["field"] for channel in channels.values() if "field" in channel}
    named |= set(DATUM.findall(json.dumps({**layer, "data": None})))
    return named | {field for each in selections for field in each.get("select", {}).get("fields", [])}


def layers(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for layer in spec.get("layer", [spec]):
        if "layer" in layer:
            yield from layers(layer)
        else:
            yield layer


def differing(whole: dict[str, Any], sent: dict[str, Any]) -> list[str]:
    """What a specification says otherwise once it is lean, other than rows without the fields that nothing names."""
    selections, found = whole.get("params", []), []
    for drawn, slim in zip(layers(whole), layers(sent), strict=True):
        found += [] if {**drawn, "data": None} == {**slim, "data": None} else ["layer"]
        named = fields_of(drawn, selections)
        for row, one in zip(drawn["data"]["values"], slim["data"]["values"], strict=True):
            found += [name for name in named & set(row) if not same(row[name], one.get(name))]
    return found


def same(value: Any, sent: Any) -> bool:
    if isinstance(value, float):
        return isinstance(sent, float) and abs(value - sent) <= 0.00005
    return bool(value == sent)
