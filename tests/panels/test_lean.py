"""What the browser is sent of a chart: every field it names, and nothing it does not."""

import json
import re
from collections.abc import Iterator
from typing import Any

import altair as alt
import pandas as pd
import pytest

from data_access.engine import reader_engine
from data_access.reader import Reader, reading
from data_access.viewer import ALL_SEEING
from panels.charts import figure, specification
from panels.charts.lean import lean
from panels.declare import Panel
from tests.every_panel import PANELS
from tests.panels.test_every_panel import asked

DATUM = re.compile(r"datum\.(\w+)")


@pytest.fixture(scope="module")
def demo(demo_url: str) -> Iterator[Reader]:
    engine = reader_engine(demo_url)
    with reading(engine, ALL_SEEING) as reader:
        yield reader
    engine.dispose()


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


def same(value: Any, sent: Any) -> bool:
    if isinstance(value, float):
        return isinstance(sent, float) and abs(value - sent) <= 0.00005
    return bool(value == sent)


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.key)
def test_a_chart_is_sent_with_every_field_it_names(demo: Reader, panel: Panel) -> None:
    context = asked(demo, unit="C03")
    assert panel.chart is not None
    chart = panel.chart(panel.figures(demo, context), context)
    if chart.kind == "tiles":
        return
    with alt.data_transformers.enable("default", consolidate_datasets=False):
        whole = figure(chart).to_dict()
    sent = specification(chart)
    selections = whole.get("params", [])
    assert len(list(layers(whole))) == len(list(layers(sent)))
    for drawn, slim in zip(layers(whole), layers(sent), strict=True):
        assert {**drawn, "data": None} == {**slim, "data": None}
        named = fields_of(drawn, selections)
        for row, one in zip(drawn["data"]["values"], slim["data"]["values"], strict=True):
            assert [name for name in named & set(row) if not same(row[name], one.get(name))] == []


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
