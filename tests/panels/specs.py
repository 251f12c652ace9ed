"""Specifications of charts, and what stands in them."""

import datetime as dt
import json
import operator
import re
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pytest

from panels.charts.shape import ROWS
from panels.declare import Chart
from panels.look import palette

BOTH = pytest.mark.parametrize("dark", [False, True])
DATUM = re.compile(r"datum\.(\w+)")
EQUAL = re.compile(r"datum\.(\w+) === ('[^']*'|[\w.]+)")
LAST = dt.date(2026, 10, 1)


def months(number: int) -> list[dt.date]:
    return [day.date() for day in pd.date_range(end=LAST, periods=number, freq="MS")]


def drawn(kind: Callable[..., Any], chart: Chart, *, dark: bool = False) -> dict[str, Any]:
    """The specification, held against Vega-Lite's schema."""
    found: dict[str, Any] = kind(chart, palette(dark)).to_dict()
    return found


def with_rows(spec: dict[str, Any]) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each layer and the rows it draws: those of its own or, of the rows in the first layer, those its filters keep."""
    named = {**spec.get("datasets", {}), ROWS: spec["layer"][0]["data"].get("values", [])}
    for layer in spec["layer"]:
        filters = [step["filter"] for step in layer.get("transform", []) if "filter" in step]
        yield layer, [row for row in named[layer["data"]["name"]] if all(_holds(each, row) for each in filters)]


def _holds(expression: str, row: dict[str, Any]) -> bool:
    found = EQUAL.fullmatch(expression)
    assert found, expression
    return bool(row.get(found[1]) == json.loads(found[2].replace("'", '"')))


def texts(spec: dict[str, Any], field: str = "text") -> list[dict[str, Any]]:
    """The rows of all layers of text."""
    return [
        {**row, "mark": layer["mark"]}
        for layer, rows in with_rows(spec)
        if layer["mark"]["type"] == "text" and _field(layer["encoding"]["text"]) == field
        for row in rows
    ]


def _field(encoding: dict[str, Any]) -> str:
    """The field that is written, everywhere or where there is room for its words."""
    return str((encoding if "field" in encoding else encoding["condition"])["field"])


def said(spec: dict[str, Any]) -> list[str]:
    return [row["text"] for row in texts(spec)]


def marks(spec: dict[str, Any], kind: str) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    for layer, rows in with_rows(spec):
        if layer["mark"]["type"] == kind:
            yield layer["mark"], rows


def measured(value: Any, spec: dict[str, Any]) -> Any:
    """A property of a mark, looked up where it is a measure."""
    measures = {each["name"]: each["value"] for each in spec["params"]}
    return measures[value["expr"]] if isinstance(value, dict) else value


def of_one_shape(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two specifications fill the same layers, not merely equal ones, with rows of their own."""
    (first, *shape), (second, *same) = one["layer"], other["layer"]
    shared = len(shape) == len(same) and all(map(operator.is_, shape, same))
    return shared and {**first, "data": 0} == {**second, "data": 0} and first["data"] != second["data"]


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
