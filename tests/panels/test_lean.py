"""What the browser is sent of a chart: every field it names, and nothing it does not."""

import json
import re
from collections.abc import Iterator
from typing import Any

import altair as alt
import pandas as pd

from panels.charts.lean import lean

DATUM = re.compile(r"datum\.(\w+)")


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


def test_what_no_layer_names_stays_at_home() -> None:
    data = pd.DataFrame({"code": ["C01"], "at": [1.23456789], "y": [2], "secret": ["x" * 1000], "room": [3]})
    picked = alt.selection_point(fields=["code"], name="pick")
    points = (
        alt.Chart(data)
        .mark_circle()
        .encode(x="at:Q", opacity=alt.condition("datum.room > 2", alt.value(1), alt.value(0)))
    )
    words = alt.Chart(data.assign(more=0)).mark_text().encode(text="y:N")
    with alt.data_transformers.enable("default", consolidate_datasets=False):
        spec = lean(alt.layer(points.add_params(picked), words).to_dict())
    assert [layer["data"]["values"] for layer in spec["layer"]] == [
        [{"code": "C01", "at": 1.2346, "room": 3}],
        [{"code": "C01", "y": 2}],
    ]
