"""Kind "tiles": the counties where they lie, one tile each, shaded by a rate (Plotly: it answers the pointer)."""

from typing import Any

import plotly.graph_objects as go

from panels.declare import Chart
from panels.look import SANS, Palette

ROW_HEIGHT, TEXT_SIZE = 66, 16
# On the projector Plotly draws at the size of the screen.
PROJECTED_ROW_HEIGHT, PROJECTED_TEXT_SIZE = 150, 34
TILE = 0.94
# From this share of the way between lowest and highest the tile is dark and its text light.
DARK_FROM = 0.55


def tiles(chart: Chart, colours: Palette) -> Any:
    """Columns: code, row, column, unit, value (share, NaN without cases), value_text, tip; option: projected."""
    data, in_a_room = chart.data, bool(chart.options.get("projected"))
    row_height = PROJECTED_ROW_HEIGHT if in_a_room else ROW_HEIGHT
    size = PROJECTED_TEXT_SIZE if in_a_room else TEXT_SIZE
    low, high = data["value"].min(), data["value"].max()
    share = ((data["value"] - low) / (high - low)).fillna(0) if high > low else data["value"].fillna(0) * 0
    steps = len(colours.heat) - 1
    # A bar per tile: unlike a heat map's cells, bars can be clicked.
    figure = go.Figure(
        go.Bar(
            x=data["column"],
            y=[TILE] * len(data),
            base=data["row"] - TILE / 2,
            width=TILE,
            text=[f"{unit}<br><b>{text}</b>" for unit, text in zip(data["unit"], data["value_text"], strict=True)],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"size": size, "color": [colours.paper if each > DARK_FROM else colours.ink for each in share]},
            marker={
                "color": share,
                "colorscale": [[step / steps, colour] for step, colour in enumerate(colours.heat)],
                "cmin": 0,
                "cmax": 1,
            },
            customdata=data[["code"]],
            hovertext=data["tip"],
            hoverinfo="text",
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}},
        )
    )
    rows = int(data["row"].max() - data["row"].min()) + 1
    hidden = {"visible": False, "fixedrange": True}
    figure.update_layout(
        height=rows * row_height + 8,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        showlegend=False,
        clickmode="event+select",
        dragmode=False,
        xaxis={**hidden, "range": [data["column"].min() - 0.5, data["column"].max() + 0.5]},
        yaxis={**hidden, "range": [data["row"].max() + 0.5, data["row"].min() - 0.5]},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": SANS},
    )
    return figure
