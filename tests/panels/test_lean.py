"""What the browser is sent of a chart: every field it names, and nothing it does not."""

import altair as alt
import pandas as pd

from panels.charts.lean import lean


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
