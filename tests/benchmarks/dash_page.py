"""The rankings by one indicator in Dash: what the dashboard shows there, as a Dash developer would write it.

``.venv-bench/bin/python -m tests.benchmarks.dash_page DATABASE PORT``. It reads the figures of the page written by
hand, so both know the same: filters, finding, bars with intervals, places and their change, bases, the funnel.
"""

import argparse
from typing import Any
from urllib.parse import parse_qs, urlencode

import plotly.graph_objects as go
from dash import Dash, Input, Output, State, ctx, dcc, html, no_update
from waitress import serve

from tests.benchmarks.floor import Figures

INK, BAR, RED, GREY = "#16263C", "#5B7795", "#C23B1E", "#AABACA"
LIMITS = ("centre", "low95", "high95", "low998", "high998")
FIRST = {"indicator": "appearance_rate", "period": "2026"}


def page(figures: Figures) -> Dash:
    """The app over these figures."""
    app = Dash(__name__, compress=True, serve_locally=True, title="Dash", update_title="Updating...")
    app.layout = _layout(figures)
    answers = (("finding", "children"), ("ranking", "figure"), ("funnel", "figure"), ("shown", "children"),
               ("indicator", "value"), ("period", "value"))  # fmt: skip

    @app.callback([Output(*each) for each in answers], Input("address", "search"))
    def show(search: str | None) -> tuple[Any, ...]:
        asked = FIRST | {key: values[0] for key, values in parse_qs((search or "").lstrip("?")).items()}
        read = figures.ranking(asked["indicator"], asked["period"])
        shown = (_ranking(read), _funnel(read), search or "")
        return (read["finding"], *shown, asked["indicator"], asked["period"])

    @app.callback(Output("address", "search"), Input("indicator", "value"), Input("period", "value"),
                  State("address", "search"), prevent_initial_call=True)  # fmt: skip
    def choose(indicator: str, period: str, search: str | None) -> Any:
        query = {key: values[0] for key, values in parse_qs((search or "").lstrip("?")).items()}
        wanted = query | {"indicator": indicator, "period": period}
        # What the address has put into the filters is no choice of the reader.
        return no_update if not ctx.triggered or wanted == FIRST | query else f"?{urlencode(wanted)}"

    return app


def _layout(figures: Figures) -> html.Div:
    known = [{"value": each.key, "label": each.label} for each in figures.known.values()]
    return html.Div(
        [
            dcc.Location(id="address", refresh=False),
            dcc.Dropdown(known, id="indicator", clearable=False),
            dcc.Dropdown([str(year) for year in range(2022, 2027)], id="period", clearable=False),
            html.H1(id="finding"),
            dcc.Graph(id="ranking", config={"displayModeBar": False}),
            dcc.Graph(id="funnel", config={"displayModeBar": False}),
            html.Div(id="shown", hidden=True),
        ]
    )


def _ranking(read: dict[str, Any]) -> go.Figure:
    rows = [row for row in reversed(read["rows"]) if row["rate"] is not None]
    names = [f"{row['place']}  {_moved(row)}  {row['unit']}" for row in rows]
    texts = [f"{row['rate']:.1%}（{row['hit']:.0f}/{row['base']:.0f}）" for row in rows]
    interval = {
        "type": "data",
        "symmetric": False,
        "array": [row["high"] - row["rate"] for row in rows],
        "arrayminus": [row["rate"] - row["low"] for row in rows],
        "color": INK,
    }
    rates = [row["rate"] for row in rows]
    bars = go.Bar(x=rates, y=names, orientation="h", error_x=interval, text=texts, marker_color=BAR)
    figure = go.Figure(bars).update_layout(height=480, template="plotly_white", margin={"t": 10})
    return figure.add_vline(read["city"], line_color=RED) if read["city"] is not None else figure


def _moved(row: dict[str, Any]) -> str:
    return f"{row['place_before'] - row['place']:+d}" if row["place_before"] else "—"


def _funnel(read: dict[str, Any]) -> go.Figure:
    rows, limits = [row for row in read["rows"] if row["rate"] is not None], read["limits"]
    figure = go.Figure().update_layout(height=420, template="plotly_white", showlegend=False, margin={"t": 10})
    for name in LIMITS:
        curve = go.Scatter(x=[each["base"] for each in limits], y=[each[name] for each in limits], line_color=GREY)
        figure.add_trace(curve)
    rates, bases, names = ([row[key] for row in rows] for key in ("rate", "base", "unit"))
    points = go.Scatter(x=bases, y=rates, text=names, mode="markers+text", textposition="middle right")
    return figure.add_trace(points.update(marker_color=BAR))


def main() -> None:
    parser = argparse.ArgumentParser(description="Serve the page in Dash.")
    parser.add_argument("database")
    parser.add_argument("port", type=int)
    options = parser.parse_args()
    serve(page(Figures(options.database)).server, host="127.0.0.1", port=options.port, threads=8)


if __name__ == "__main__":
    main()
