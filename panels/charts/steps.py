"""Kind "steps": what share is still open after so many days, a falling stair a series, named at its median."""

from typing import Any

import altair as alt
import pandas as pd

from panels.charts.apart import apart
from panels.charts.marks import from_right, pointed_at, stretch
from panels.charts.months import pixels
from panels.charts.shape import Filling, Kind, measure, part
from panels.declare import Chart
from panels.look import Palette
from panels.widths import text_width

# The room above the plot for its title, and below it for the days and their title.
TOP, HEIGHT, BELOW = 30, 280, 50
LEFT, RIGHT = 56, 12
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
LEVELS = ["share", "y", "text"]
ROUND = (1, 2, 5, 10, 15, 30, 60, 90, 180, 365)
MOST_STEPS = 7
# Names stand between the top and the line of one half.
NAME_TOP, NAME_LINE = TOP + 12, 23
BESIDE = 8
BELOW_END = 18


def _fill(chart: Chart) -> Filling:
    """Columns, a row a corner of a series: series, days, share (0–1, holds until the next corner), share_text, tone
    ("ink", "accent" or "plain", the same for a whole series); the first corner is day 0 with share 1.

    options: medians (series, days, text: the name of a series at the day by which half are closed; NaN days name it at
    its end; '' leaves it unnamed, at most five are named), last (the day up to which is drawn); labels: x, y.
    """
    last = float(chart.options["last"])
    data = _drawn(chart.data, last)
    parts = {
        "share": pd.DataFrame([(share, _height(share), f"{share:.0%}") for share in SHARES], columns=LEVELS),
        "day": _days(last),
        "x": pd.DataFrame({"text": [chart.labels["x"]]}),
        "y": pd.DataFrame({"text": [chart.labels["y"]]}),
        "corner": _said(data, chart),
        "name": _names(data, chart.options["medians"], last),
    }
    return Filling(parts, {"last": last}, HEIGHT + BELOW)


def _height(share: Any) -> Any:
    return HEIGHT - (HEIGHT - TOP) * share


def _drawn(data: pd.DataFrame, last: float) -> pd.DataFrame:
    """The corners up to the last day drawn, with a corner at that day where a series goes on."""
    parts = [data.iloc[:0]]
    for _, own in data.groupby("series", sort=False):
        within = own[own["days"] <= last].sort_values(["days", "share"], ascending=[True, False])
        goes_on = own["days"].max() > last and len(within)
        parts.append(pd.concat([within, within.tail(1).assign(days=last)]) if goes_on else within)
    corners = pd.concat(parts[1:] or parts, ignore_index=True)
    return corners.assign(y=_height(corners["share"]))


def _days(last: float) -> pd.DataFrame:
    """Round numbers of days from nought."""
    step = next((step for step in ROUND if last / step <= MOST_STEPS), ROUND[-1])
    days = [float(number * step) for number in range(int(last // step) + 1)]
    return pd.DataFrame({"days": days, "text": [f"{day:,.0f}" for day in days]})


def _said(data: pd.DataFrame, chart: Chart) -> pd.DataFrame:
    """Every corner says its series, days and share."""
    rows = zip(data["series"], data["days"], data["share_text"], strict=True)
    x, y = chart.labels["x"], chart.labels["y"]
    tips = [f"{series} · {x} {days:,.0f} · {y} {share}" for series, days, share in rows]
    return data[["series", "tone", "days", "y"]].assign(said=tips)


def _names(data: pd.DataFrame, medians: pd.DataFrame, last: float) -> pd.DataFrame:
    """Where the names stand: text, tone, days and y of the point they name, at (their own height), wide.

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
    at = apart(heights, NAME_TOP, HEIGHT - BELOW_END, NAME_LINE)
    wide = [text_width([text], 16) for text in names["text"]]
    return names[["text", "tone"]].assign(days=days, y=y, at=at, wide=wide, led=y > at)


def _layers(colours: Palette) -> list[Any]:
    field = part("corner").mark_circle(opacity=0, size=160)
    return [
        *_axes(colours),
        *_stairs(colours),
        *_named(colours),
        pointed_at(field.encode(x=_x(), y=pixels("y")), "said"),
    ]


def _x() -> alt.X:
    return alt.X("days:Q", scale=alt.Scale(domain=[0, measure("last")], range=stretch(LEFT, RIGHT)), axis=None)


def _tones(colours: Palette) -> tuple[tuple[str, str, float, int], ...]:
    """Tone, colour, width and weight, the one spoken of last and so on top."""
    return (("plain", colours.peer, 1.6, 400), ("ink", colours.ink, 2.4, 600), ("accent", colours.accent, 2.8, 700))


def _axes(colours: Palette) -> list[Any]:
    shares, across = part("share"), {"x": LEFT, "x2": from_right(RIGHT)}
    half, nought = (shares.transform_filter(f"datum.share === {share}") for share in (0.5, 0))
    grey: dict[str, Any] = {"color": colours.grey}
    rules = ((shares, colours.grid, [1, 0]), (half, colours.grey, [5, 4]), (nought, colours.grey, [1, 0]))
    at_right: dict[str, Any] = {"align": "right", "baseline": "top", "x": from_right(RIGHT), "y": HEIGHT + 30}
    number = shares.mark_text(align="right", baseline="middle", x=LEFT - 8, **grey)
    day = part("day").mark_text(align="center", baseline="top", y=HEIGHT + 8, **grey)
    return [
        *(
            levels.mark_rule(color=color, strokeWidth=1, strokeDash=dash, **across).encode(y=pixels("y"))
            for levels, color, dash in rules
        ),
        number.encode(y=pixels("y"), text="text:N"),
        day.encode(x=_x(), text="text:N"),
        part("x").mark_text(**at_right, **grey).encode(text="text:N"),
        part("y").mark_text(align="left", baseline="middle", x=0, y=9, **grey).encode(text="text:N"),
    ]


def _stairs(colours: Palette) -> list[Any]:
    return [
        part("corner").transform_filter(f"datum.tone === '{tone}'")
        .transform_window(corner="row_number()")
        .mark_line(color=color, strokeWidth=width, interpolate="step-after")
        .encode(x=_x(), y=pixels("y"), detail="series:N", order="corner:Q")
        for tone, color, width, _ in _tones(colours)
    ]  # fmt: skip


def _named(colours: Palette) -> list[Any]:
    """A point at the median, a leader up to the name, the name to the right of it, within the plot."""
    layers: list[Any] = []
    place = f"{LEFT} + datum.days / last * (width - {LEFT + RIGHT})"
    begins = measure(f"min({place} + {BESIDE}, width - datum.wide - 2)")
    for tone, color, _, weight in _tones(colours):
        own = part("name").transform_filter(f"datum.tone === '{tone}'")
        leader = own.transform_filter("datum.led === true").mark_rule(color=colours.grey, strokeWidth=1)
        layers.append(leader.encode(x=_x(), y=pixels("y"), y2="at"))
        point = own.mark_circle(opacity=1, color=color, size=90, stroke=colours.paper, strokeWidth=2)
        layers.append(point.encode(x=_x(), y=pixels("y")))
        words = colours.grey if tone == "plain" else color
        # A rim keeps the words readable where a stair runs behind them.
        for look in ({"color": colours.paper, "stroke": colours.paper, "strokeWidth": 5}, {"color": words}):
            text = own.mark_text(align="left", baseline="middle", x=begins, fontWeight=weight, **look)
            layers.append(text.encode(y=pixels("at"), text="text:N"))
    return layers


STEPS = Kind(_layers, _fill)
