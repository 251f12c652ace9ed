"""Kind "control": values by month with centre and limits, in up to four lanes one above the other."""

from typing import Any

import altair as alt
import pandas as pd

from panels.charts.apart import apart
from panels.charts.frame import framed
from panels.charts.lanes import HEAD, TOP_LINE, Lane, lanes_of, placed_in
from panels.charts.marks import from_right, text_width
from panels.charts.months import BELOW, MANY, Months, numbered, pixels
from panels.declare import Chart
from panels.look import Palette

# The narrowest panel: words that would touch there are left out.
NARROWEST = 560
AIR = 14
DASH = [5, 4]


def control(chart: Chart, colours: Palette) -> Any:
    """Columns, a row a lane and month: lane ('' for a single one), month (date), value, centre, low, high (NaN where
    unknown), signal ('' or what marks the point), value_text (said when pointed at), label ('' or words at the point).

    options: lanes (their names in order, at most four), breaks (month, text: from when figures are made otherwise),
    share (an axis of percent), ends (lane, centre_text, high_text, low_text at the right end, '' for none).
    """
    n, ends = numbered(chart.data["month"]), chart.options["ends"]
    breaks = _within(chart.options["breaks"], min(n), max(n))
    lanes = lanes_of(chart, TOP_LINE * len(breaks))
    data = placed_in(chart.data, lanes, breaks)
    words = [text for name in ("centre_text", "high_text", "low_text") for text in ends[name]]
    left = max((text_width(lane.levels()["text"], 16) for lane in lanes), default=0) + 14
    right = text_width(words, 16) + (AIR if any(words) else 6)
    months = Months(min(n), max(n), left, right)
    layers = [
        *_grid(lanes, months, colours),
        *_limits(data, months, colours),
        *_breaks(breaks, lanes, months, colours),
        *_names(lanes, colours),
        *_line(data, months, colours),
        *_ends(data, ends, lanes, months, colours),
        *_said(data, lanes, months, colours),
        _field(data, months),
    ]
    return framed(layers, lanes[-1].bottom + BELOW)


def _within(breaks: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    return breaks[[first < month <= last for month in numbered(breaks["month"])]] if len(breaks) else breaks


def _grid(lanes: list[Lane], months: Months, colours: Palette) -> list[Any]:
    """Level lines with their numbers, nought as a line of its own, the names of the months."""
    levels = pd.concat([lane.levels() for lane in lanes])
    floors = pd.DataFrame({"at": [lane.bottom for lane in lanes]})
    across: dict[str, Any] = {"x": months.left, "x2": from_right(months.right)}
    number: dict[str, Any] = {"align": "right", "baseline": "middle", "x": months.left - 8, "color": colours.grey}
    return [
        alt.Chart(levels).mark_rule(color=colours.grid, strokeWidth=1, **across).encode(y=pixels()),
        alt.Chart(floors).mark_rule(color=colours.grey, strokeWidth=1, **across).encode(y=pixels()),
        alt.Chart(levels).mark_text(**number).encode(y=pixels(), text="text:N"),
        *months.axis(lanes[-1].bottom, colours),
    ]


def _limits(data: pd.DataFrame, months: Months, colours: Palette) -> list[Any]:
    """The band between the limits with thin edges, and the centre; each stretch by itself."""
    x, base = months.x("n"), alt.Chart(data)
    thin: dict[str, Any] = {"color": colours.peer, "strokeWidth": 1}
    return [
        base.mark_area(color=colours.fog, opacity=1).encode(x=x, y=pixels("y_low"), y2="y_high", detail="part:N"),
        *(
            base.mark_line(**{**thin, **more}).encode(x=x, y=pixels(field), detail="part:N")
            for field, more in (
                ("edge_low", {}),
                ("edge_high", {}),
                ("y_centre", {"strokeDash": DASH, "color": colours.grey}),
            )
        ),
    ]


def _breaks(breaks: pd.DataFrame, lanes: list[Lane], months: Months, colours: Palette) -> list[Any]:
    """A rule through every plot where a stretch begins, its words above all on the side that has more room."""
    layers: list[Any] = []
    for line, (month, text) in enumerate(zip(numbered(breaks["month"]), breaks["text"], strict=True)):
        place, above = months.at(month - 0.5), line * TOP_LINE
        spans = [(above + 2, lanes[0].bottom), *((lane.top - HEAD, lane.bottom) for lane in lanes[1:])]
        rules = pd.DataFrame(spans, columns=["at", "down"])
        rule = alt.Chart(rules).mark_rule(x={"expr": place}, color=colours.ink, strokeWidth=1, strokeDash=[2, 3])
        layers.append(rule.encode(y=pixels(), y2="down"))
        leftward = 2 * (month - months.first) > months.last - months.first + 1
        side: dict[str, Any] = {"align": "right", "dx": -7} if leftward else {"align": "left", "dx": 7}
        words = alt.Chart(pd.DataFrame({"text": [text]})).mark_text(
            x={"expr": place}, y=above + 11, baseline="middle", color=colours.grey, **side
        )
        layers.append(words.encode(text="text:N"))
    return layers


def _names(lanes: list[Lane], colours: Palette) -> list[Any]:
    names = pd.DataFrame({"at": [lane.head for lane in lanes], "text": [lane.name for lane in lanes]})
    mark: dict[str, Any] = {"align": "left", "baseline": "middle", "x": 0, "fontWeight": 600}
    looks = _looks(colours.ink, colours)
    return [alt.Chart(names).mark_text(**mark, **look).encode(y=pixels(), text="text:N") for look in looks]


def _looks(color: str, colours: Palette) -> tuple[dict[str, Any], dict[str, Any]]:
    """A rim of paper keeps words readable where the rule of a change runs behind them."""
    return {"color": colours.paper, "stroke": colours.paper, "strokeWidth": 5}, {"color": color}


def _line(data: pd.DataFrame, months: Months, colours: Palette) -> list[Any]:
    """The values; a month without one leaves a gap, points with a signal are larger and in the accent."""
    many = months.last - months.first >= MANY
    measured = data[data["value"].notna()]
    line = alt.Chart(data).mark_line(color=colours.ink, strokeWidth=1.6 if many else 2.2)
    layers: list[Any] = [line.encode(x=months.x("n"), y=pixels("y"), detail="part:N")]
    signal, named = measured["signal"] != "", measured["label"] != ""
    kinds = ((~signal & ~named, colours.ink, 22 if many else 46), (signal & ~named, colours.accent, 46 if many else 80),
             (named, colours.accent, 130))  # fmt: skip
    for kept, color, size in kinds:
        halo = {"stroke": colours.paper, "strokeWidth": 2} if size > 46 else {}
        point = alt.Chart(measured[kept]).mark_circle(opacity=1, color=color, size=size, **halo)
        layers.append(point.encode(x=months.x("n"), y=pixels("y")))
    return layers


def _ends(data: pd.DataFrame, ends: pd.DataFrame, lanes: list[Lane], months: Months, colours: Palette) -> list[Any]:
    """The words at the right end of centre and limits, moved apart where they would touch."""
    rows = []
    for number, lane in enumerate(lanes):
        limits, own = data[(data["row"] == number) & data["centre"].notna()], ends[ends["lane"] == lane.name]
        if limits.empty or own.empty:
            continue
        last, words = limits.iloc[-1], own.iloc[0]
        ends_of_lines = [(last[f"y_{name}"], words[f"{name}_text"], name) for name in ("high", "centre", "low")]
        ends_of_lines = [end for end in ends_of_lines if end[1] and end[0] == end[0]]
        heights = apart([height for height, _, _ in ends_of_lines], lane.top + 6, lane.bottom - 2)
        rows += [(height, text, name) for height, (_, text, name) in zip(heights, ends_of_lines, strict=True)]
    texts = pd.DataFrame(rows, columns=["at", "text", "name"])
    mark: dict[str, Any] = {"align": "left", "baseline": "middle", "x": from_right(months.right - 8)}
    return [
        alt.Chart(texts[(texts["name"] == "centre") == centre])
        .mark_text(**mark, color=color)
        .encode(y=pixels(), text="text:N")
        for centre, color in ((True, colours.ink), (False, colours.grey))
    ]


def _said(data: pd.DataFrame, lanes: list[Lane], months: Months, colours: Palette) -> list[Any]:
    """The words at the points that are spoken of, above their plot, with a leader down to the point."""
    layers: list[Any] = []
    for number, lane in enumerate(lanes):
        own = data[(data["row"] == number) & (data["label"] != "") & data["value"].notna()]
        name = text_width([lane.name], 16) + AIR if lane.name else 0.0
        for point in _with_room(own, name, months):
            layers += _words_at(point, name, lane.head, months, colours)
    return layers


def _with_room(own: pd.DataFrame, name: float, months: Months) -> list[pd.Series]:
    """The points whose words have room beside the lane's name and one another; the latest come first."""
    kept: list[tuple[float, pd.Series]] = []
    each = (NARROWEST - months.left - months.right) / (months.last - months.first + 1)
    for _, point in own.sort_values("n", ascending=False).iterrows():
        half = text_width([point["label"]], 16) / 2
        middle = months.left + (point["n"] - months.first + 0.5) * each
        middle = max(min(middle, NARROWEST - half), name + half)
        if all(abs(middle - other) >= half + text_width([one["label"]], 16) / 2 + AIR for other, one in kept):
            kept.append((middle, point))
    return [point for _, point in kept]


def _words_at(point: pd.Series, name: float, at: float, months: Months, colours: Palette) -> list[Any]:
    half, place = text_width([point["label"]], 16) / 2, months.at(point["n"])
    middle = f"max(min({place}, width - {half}), {name + half})"
    frame = pd.DataFrame({"at": [at + 11], "down": [max(point["y"] - 8, at + 11)], "text": [point["label"]]})
    foot = f"max(min({place}, {middle} + {half}), {middle} - {half})"
    leader = alt.Chart(frame).mark_rule(color=colours.accent, strokeWidth=1)
    mark: dict[str, Any] = {"align": "center", "baseline": "middle", "x": {"expr": middle}, "y": at, "fontWeight": 700}
    looks = _looks(colours.accent, colours)
    words = [alt.Chart(frame).mark_text(**mark, **look).encode(text="text:N") for look in looks]
    ends = {"x": alt.value({"expr": foot}), "x2": alt.value({"expr": place})}
    return [leader.encode(y=pixels(), y2="down", **ends), *words]


def _field(data: pd.DataFrame, months: Months) -> Any:
    """Every point says its month and value."""
    points = alt.Chart(data[data["value"].notna()]).mark_circle(opacity=0, size=260)
    return points.encode(x=months.x("n"), y=pixels("y"), tooltip="value_text:N")
