"""Kind "steps": what share is still open after so many days, a falling stair a series, named at its median."""

from typing import Any

import altair as alt
import pandas as pd

from panels.charts.apart import apart
from panels.charts.frame import framed
from panels.charts.marks import from_right, stretch, text_width
from panels.charts.months import pixels
from panels.declare import Chart
from panels.look import Palette

# The room above the plot for its title, and below it for the days and their title.
TOP, HEIGHT, BELOW = 30, 280, 50
LEFT, RIGHT = 56, 12
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
STEPS = (1, 2, 5, 10, 15, 30, 60, 90, 180, 365)
MOST_STEPS = 7
# Names stand between the top and the line of one half.
NAME_TOP, NAME_LINE = TOP + 12, 23
BESIDE = 8
BELOW_END = 18


def steps(chart: Chart, colours: Palette) -> Any:
    """Columns, a row a corner of a series: series, days, share (0–1, holds until the next corner), tone ("ink",
    "accent" or "plain", the same for a whole series); the first corner is day 0 with share 1.

    options: medians (series, days, text: the name of a series at the day by which half are closed; NaN days name it at
    its end; '' leaves it unnamed, at most five are named), last (the day up to which is drawn); labels: x, y.
    """
    last = float(chart.options["last"])
    data = _drawn(chart.data, last)
    names = _names(data, chart.options["medians"], last)
    layers = [*_axes(chart, last, colours), *_stairs(data, last, colours), *_named(names, last, colours)]
    return framed([*layers, _field(chart, data, last)], HEIGHT + BELOW)


def _x(field: str, last: float) -> alt.X:
    return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, last], range=stretch(LEFT, RIGHT)), axis=None)


def _height(share: Any) -> Any:
    return HEIGHT - (HEIGHT - TOP) * share


def _tones(colours: Palette) -> tuple[tuple[str, str, float, int], ...]:
    """Tone, colour, width and weight, the one spoken of last and so on top."""
    return (("plain", colours.peer, 1.6, 400), ("ink", colours.ink, 2.4, 600), ("accent", colours.accent, 2.8, 700))


def _drawn(data: pd.DataFrame, last: float) -> pd.DataFrame:
    """The corners up to the last day drawn, with a corner at that day where a series goes on."""
    parts = []
    for _, own in data.groupby("series", sort=False):
        within = own[own["days"] <= last].sort_values(["days", "share"], ascending=[True, False])
        goes_on = own["days"].max() > last and len(within)
        parts.append(pd.concat([within, within.tail(1).assign(days=last)]) if goes_on else within)
    corners = pd.concat(parts, ignore_index=True)
    return corners.assign(y=_height(corners["share"]))


def _axes(chart: Chart, last: float, colours: Palette) -> list[Any]:
    step = next((step for step in STEPS if last / step <= MOST_STEPS), STEPS[-1])
    days = [float(number * step) for number in range(int(last // step) + 1)]
    below = pd.DataFrame({"days": days, "text": [f"{day:,.0f}" for day in days]})
    at_left = pd.DataFrame({"y": [_height(share) for share in SHARES], "text": [f"{share:.0%}" for share in SHARES]})
    across: dict[str, Any] = {"x": LEFT, "x2": from_right(RIGHT)}
    grey: dict[str, Any] = {"color": colours.grey}
    layers: list[Any] = []
    for part, color, dash in ((at_left, colours.grid, [1, 0]), (at_left[2:3], colours.grey, [5, 4]),
                              (at_left[:1], colours.grey, [1, 0])):  # fmt: skip
        rule = alt.Chart(part).mark_rule(color=color, strokeWidth=1, strokeDash=dash, **across)
        layers.append(rule.encode(y=pixels("y")))
    words = pd.DataFrame({"x": [chart.labels["x"]], "y": [chart.labels["y"]]})
    at_right: dict[str, Any] = {"align": "right", "baseline": "top", "x": from_right(RIGHT), "y": HEIGHT + 30}
    number = alt.Chart(at_left).mark_text(align="right", baseline="middle", x=LEFT - 8, **grey)
    day = alt.Chart(below).mark_text(align="center", baseline="top", y=HEIGHT + 8, **grey)
    return [
        *layers,
        number.encode(y=pixels("y"), text="text:N"),
        day.encode(x=_x("days", last), text="text:N"),
        alt.Chart(words).mark_text(**at_right, **grey).encode(text="x:N"),
        alt.Chart(words).mark_text(align="left", baseline="middle", x=0, y=9, **grey).encode(text="y:N"),
    ]


def _stairs(data: pd.DataFrame, last: float, colours: Palette) -> list[Any]:
    return [
        alt.Chart(data[data["tone"] == tone])
        .mark_line(color=color, strokeWidth=width, interpolate="step-after")
        .encode(x=_x("days", last), y=pixels("y"), detail="series:N", order="corner:Q")
        .transform_window(corner="row_number()")
        for tone, color, width, _ in _tones(colours)
    ]


def _names(data: pd.DataFrame, medians: pd.DataFrame, last: float) -> pd.DataFrame:
    """Where the names stand: series, text, tone, days and y of the point they name, at (their own height).

    From the shortest median on top to the longest, above the line of one half, so that no name crosses the leader of
    another. A series that does not reach one half by the last day is named below its end.
    """
    ends = data.drop_duplicates("series", keep="last")[["series", "tone", "days", "y"]]
    names = ends.merge(medians.rename(columns={"days": "median"}), on="series")
    names = names[names["text"] != ""].sort_values(["median", "series"], kind="stable", ignore_index=True)
    reached = names["median"] <= last
    rows = [NAME_TOP + NAME_LINE * place for place in range(reached.sum())]
    heights = [*rows, *(float(y) + BELOW_END for y in names.loc[~reached, "y"])]
    days, y = names["median"].where(reached, names["days"]), names["y"].mask(reached, float(_height(0.5)))
    return names.assign(days=days, y=y, at=apart(heights, NAME_TOP, HEIGHT - BELOW_END, NAME_LINE))


def _named(names: pd.DataFrame, last: float, colours: Palette) -> list[Any]:
    """A point at the median, a leader up to the name, the name to the right of it, within the plot."""
    layers: list[Any] = []
    for tone, color, _, weight in _tones(colours):
        own = names[names["tone"] == tone]
        leader = alt.Chart(own[own["at"] < own["y"]]).mark_rule(color=colours.grey, strokeWidth=1)
        layers.append(leader.encode(x=_x("days", last), y=pixels("y"), y2="at"))
        point = alt.Chart(own).mark_circle(opacity=1, color=color, size=90, stroke=colours.paper, strokeWidth=2)
        layers.append(point.encode(x=_x("days", last), y=pixels("y")))
        words = colours.grey if tone == "plain" else color
        for _, name in own.iterrows():
            place = f"{LEFT} + {name['days']} / {last} * (width - {LEFT + RIGHT})"
            begins = f"min({place} + {BESIDE}, width - {text_width([name['text']], 16) + 2})"
            mark: dict[str, Any] = {"align": "left", "baseline": "middle", "x": {"expr": begins}, "y": name["at"]}
            text = alt.Chart(pd.DataFrame({"text": [name["text"]]}))
            # A rim keeps the words readable where a stair runs behind them.
            layers += [
                text.mark_text(**mark, **look, fontWeight=weight).encode(text="text:N")
                for look in ({"color": colours.paper, "stroke": colours.paper, "strokeWidth": 5}, {"color": words})
            ]
    return layers


def _field(chart: Chart, data: pd.DataFrame, last: float) -> Any:
    """Every corner says its series, days and share."""
    rows = zip(data["series"], data["days"], data["share"], strict=True)
    x, y = chart.labels["x"], chart.labels["y"]
    tips = [f"{series} · {x} {days:,.0f} · {y} {share:.1%}" for series, days, share in rows]
    field = alt.Chart(data.assign(said=tips)).mark_circle(opacity=0, size=160)
    return field.encode(x=_x("days", last), y=pixels("y"), tooltip="said:N")
