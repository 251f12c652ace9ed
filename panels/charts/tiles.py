"""Kind "tiles": the counties where they lie, one tile each, shaded by a rate (Plotly: it answers the pointer)."""

from typing import Any

import plotly.graph_objects as go

from panels.declare import Chart
from panels.look import SANS, Palette

ROW_HEIGHT = 74
DARK_FROM = 0.55


def tiles(chart: Chart, colours: Palette) -> Any:
    """Columns: code, row, column, unit, value (share, NaN without cases), value_text, tip."""
    data = chart.data
    steps = len(colours.heat) - 1
    scale = [[step / steps, colour] for step, colour in enumerate(colours.heat)]
    low, high = data["value"].min(), data["value"].max()
    share = ((data["value"] - low) / (high - low)).fillna(0) if high > low else data["value"].fillna(0) * 0
    dark_text = colours.heat[-1]
    figure = go.Figure(
        go.Scatter(
            x=data["column"],
            y=data["row"],
            mode="markers+text",
            text=[f"{unit}<br><b>{text}</b>" for unit, text in zip(data["unit"], data["value_text"], strict=True)],
            textfont={"size": 16, "color": [colours.paper if each > DARK_FROM else dark_text for each in share]},
            marker={"symbol": "square", "size": ROW_HEIGHT - 6, "color": share, "colorscale": scale, "cmin": 0,
                    "cmax": 1, "opacity": 1},
            customdata=data[["code"]],
            hovertext=data["tip"],
            hoverinfo="text",
        )
    )  # fmt: skip
    rows = int(data["row"].max() - data["row"].min()) + 1
    hidden = {"visible": False, "fixedrange": True}
    figure.update_layout(
        height=rows * ROW_HEIGHT + 16, margin={"l": 0, "r": 0, "t": 0, "b": 0}, showlegend=False,
        clickmode="event+select",
        xaxis={**hidden, "range": [data["column"].min() - 0.6, data["column"].max() + 0.6]},
        yaxis={**hidden, "range": [data["row"].max() + 0.6, data["row"].min() - 0.6]},
        paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)", font={"family": SANS},
    )  # fmt: skip
    return figure
