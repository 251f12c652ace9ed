"""Charts carry only the data they draw: every byte is written, sent and read again at each run of a page."""

import json
import re
from typing import Any

# Places are pixels and shares at most 1: a ten-thousandth of either is seen by nobody.
DECIMALS = 4

_NAME = re.compile(r"\w+")


def lean(spec: dict[str, Any]) -> dict[str, Any]:
    """The Vega-Lite specification, each layer's rows with those fields alone that it or a selection names."""
    selections = _names_in(spec.get("params", []))
    return {**spec, **_lean_part(spec, selections)}


def _lean_part(part: dict[str, Any], selections: set[str]) -> dict[str, Any]:
    slim: dict[str, Any] = {}
    if "layer" in part:
        slim["layer"] = [{**layer, **_lean_part(layer, selections)} for layer in part["layer"]]
    if "values" in part.get("data", {}):
        used = selections | _names_in({name: value for name, value in part.items() if name != "data"})
        slim["data"] = {"values": [_slim(row, used) for row in part["data"]["values"]]}
    return slim


def _names_in(part: Any) -> set[str]:
    """Every word of a part of a specification: fields are named in channels, expressions and selections alike."""
    return set(_NAME.findall(json.dumps(part, ensure_ascii=False, default=str)))


def _slim(row: dict[str, Any], used: set[str]) -> dict[str, Any]:
    return {
        name: round(value, DECIMALS) if isinstance(value, float) else value
        for name, value in row.items()
        if name in used
    }
