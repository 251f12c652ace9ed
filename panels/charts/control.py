"""Kind "control": values by month with centre and limits, in up to four lanes one above the other."""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from panels.charts.apart import apart
from panels.charts.lanes import HEAD, TOP_LINE, Lane, lanes_of, placed_in
from panels.charts.marks import SEPARATOR, clicked, links_in, opening, pointed_at, said_where
from panels.charts.months import BELOW, PLACE, Months, along, grid, numbered, pixels
from panels.charts.shape import Filling, Kind, measure, part
from panels.declare import Chart
from panels.look import Palette
from panels.widths import text_width

# The narrowest panel: words that would touch there are left out.
NARROWEST = 560
AIR = 14
DASH = [5, 4]
# The width of the line, the sizes of a point and of one with a signal, and the rim of paper of the latter.
FEW_MONTHS = {"line": 2.2, "usual": 46, "marked": 80, "rim": 2}
MANY_MONTHS = {"line": 1.6, "usual": 22, "marked": 46, "rim": 0}
NAMED, RIM = 130, 2
# What is drawn of a month beside its point.
DRAWN = ["n", "stretch", "y", "y_low", "y_high", "y_centre", "edge_low", "edge_high"]
# The middle of the words at a point, over it as far as the lane's name and the edge let them; the foot of its leader.
MIDDLE = f"max(min({PLACE}, width - datum.half), datum.beside + datum.half)"
FOOT = f"max(min({PLACE}, {MIDDLE} + datum.half), {MIDDLE} - datum.half)"


def _fill(chart: Chart) -> Filling:
    """Columns, a row a lane and month: lane ('' for a single one), month (date), value, centre, low, high (NaN where
    unknown), signal ('' or what marks the point), value_text (said when pointed at), label ('' or words at the point),
    href and click (what a click does), where it opens anything.

    options: lanes (their names in order, at most four), breaks (month, text: from when figures are made otherwise),
    share (an axis of percent), ends (lane, centre_text, high_text, low_text at the right end, '' for none).
    """
    n, ends = numbered(chart.data["month"]), chart.options["ends"]
    breaks = _within(chart.options["breaks"], min(n), max(n))
    lanes = lanes_of(chart, TOP_LINE * len(breaks))
    data = placed_in(chart.data, lanes, breaks)
    months = _months(min(n), max(n), lanes, ends)
    parts = {
        **_plots(lanes),
        **months.parts(),
        **_changes(breaks, lanes, months),
        "month": data[DRAWN],
        "point": _points(data),
        "end": _ends(data, ends, lanes),
        "said": _said(data, lanes, months),
    }
    measures = {**months.measures(lanes[-1].bottom), **(MANY_MONTHS if months.many else FEW_MONTHS)}
    return Filling(parts, measures, lanes[-1].bottom + BELOW)


def _months(first: int, last: int, lanes: list[Lane], ends: pd.DataFrame) -> Months:
    """The months between the numbers of the levels and the words at the right end."""
    words = [text for name in ("centre_text", "high_text", "low_text") for text in ends[name]]
    left = max((text_width(lane.levels()["text"], 16) for lane in lanes), default=0) + 14
    return Months(first, last, left, text_width(words, 16) + (AIR if any(words) else 6))


def _plots(lanes: list[Lane]) -> dict[str, pd.DataFrame]:
    return {
        "level": pd.concat([lane.levels() for lane in lanes]),
        "floor": pd.DataFrame({"at": [lane.bottom for lane in lanes]}),
        "lane": pd.DataFrame({"at": [lane.head for lane in lanes], "text": [lane.name for lane in lanes]}),
    }


def _within(breaks: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    return breaks[[first < month <= last for month in numbered(breaks["month"])]] if len(breaks) else breaks


def _changes(breaks: pd.DataFrame, lanes: list[Lane], months: Months) -> dict[str, pd.DataFrame]:
    """Where a stretch begins: the rule through every plot, and above all its words on the side that has more room."""
    rules: list[tuple[float, float, float]] = []
    words: list[tuple[float, float, str, bool]] = []
    for line, (month, text) in enumerate(zip(numbered(breaks["month"]), breaks["text"], strict=True)):
        above = line * TOP_LINE
        spans = [(above + 2, lanes[0].bottom), *((lane.top - HEAD, lane.bottom) for lane in lanes[1:])]
        rules += [(month - 0.5, top, bottom) for top, bottom in spans]
        leftward = 2 * (month - months.first) > months.last - months.first + 1
        words.append((month - 0.5, above + 11, text, leftward))
    change = pd.DataFrame(words, columns=["n", "at", "text", "leftward"])
    return {
        "rule": pd.DataFrame(rules, columns=["n", "at", "down"]),
        "change": change.assign(wide=[text_width([text], 16) + 7 for text in change["text"]]),
    }


def _points(data: pd.DataFrame) -> pd.DataFrame:
    """The months with a value, how each looks, and what it says: of several lanes first its own."""
    measured = data[data["value"].notna()]
    signal, named = measured["signal"] != "", measured["label"] != ""
    look = np.select([named, signal], ["named", "signal"], "usual")
    tips = [
        SEPARATOR.join([*filter(None, (row["lane"], row["value_text"])), *clicked(row)])
        for row in measured.to_dict("records")
    ]
    return measured[["n", "y", *links_in(measured)]].assign(look=look, tip=tips)


def _ends(data: pd.DataFrame, ends: pd.DataFrame, lanes: list[Lane]) -> pd.DataFrame:
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
    return pd.DataFrame(rows, columns=["at", "text", "name"])


def _said(data: pd.DataFrame, lanes: list[Lane], months: Months) -> pd.DataFrame:
    """The words at the points that are spoken of, above their plot, and from where their leader goes down."""
    rows: list[tuple[Any, ...]] = []
    for number, lane in enumerate(lanes):
        own = data[(data["row"] == number) & (data["label"] != "") & data["value"].notna()]
        beside, foot = text_width([lane.name], 16) + AIR if lane.name else 0.0, lane.head + 11
        rows += [
            (point["n"], lane.head, foot, max(point["y"] - 8, foot), point["label"], _half(point), beside)
            for point in _with_room(own, beside, months)
        ]
    return pd.DataFrame(rows, columns=["n", "at", "foot", "down", "text", "half", "beside"])


def _half(point: pd.Series) -> float:
    return text_width([point["label"]], 16) / 2


def _with_room(own: pd.DataFrame, name: float, months: Months) -> list[pd.Series]:
    """The points whose words have room beside the lane's name and one another; the latest come first."""
    kept: list[tuple[float, pd.Series]] = []
    each = (NARROWEST - months.left - months.right) / (months.last - months.first + 1)
    for _, point in own.sort_values("n", ascending=False).iterrows():
        half = _half(point)
        middle = months.left + (point["n"] - months.first + 0.5) * each
        middle = max(min(middle, NARROWEST - half), name + half)
        if all(abs(middle - other) >= half + _half(one) + AIR for other, one in kept):
            kept.append((middle, point))
    return [point for _, point in kept]


def _layers(colours: Palette) -> list[Any]:
    lane: dict[str, Any] = {"align": "left", "baseline": "middle", "x": 0, "fontWeight": 600}
    end: dict[str, Any] = {"align": "left", "baseline": "middle", "x": measure("width - right + 8")}
    of_centre = alt.condition("datum.name === 'centre'", alt.value(colours.ink), alt.value(colours.grey))
    return [
        *grid(colours),
        *_limits(colours),
        *_breaks(colours),
        *(
            part("lane").mark_text(**lane, **look).encode(y=pixels(), text="text:N")
            for look in _looks(colours.ink, colours)
        ),
        *_values(colours),
        part("end").mark_text(**end).encode(y=pixels(), text="text:N", color=of_centre),
        *_words_at_points(colours),
        # Every point says its month and value, and opens the rows of the month.
        opening(pointed_at(part("point").mark_circle(opacity=0, size=260)).encode(x=along(), y=pixels("y"))),
    ]


def _limits(colours: Palette) -> list[Any]:
    """The band between the limits with thin edges, and the centre; each stretch by itself."""
    x, band = along(), part("month").mark_area(color=colours.fog, opacity=1)
    thin: dict[str, Any] = {"color": colours.peer, "strokeWidth": 1}
    return [
        band.encode(x=x, y=pixels("y_low"), y2="y_high", detail="stretch:N"),
        *(
            part("month").mark_line(**{**thin, **more}).encode(x=x, y=pixels(field), detail="stretch:N")
            for field, more in (
                ("edge_low", {}),
                ("edge_high", {}),
                ("y_centre", {"strokeDash": DASH, "color": colours.grey}),
            )
        ),
    ]


def _breaks(colours: Palette) -> list[Any]:
    rule = part("rule").mark_rule(color=colours.ink, strokeWidth=1, strokeDash=[2, 3])
    side = {"align": measure("datum.leftward ? 'right' : 'left'"), "dx": measure("datum.leftward ? -7 : 7")}
    words = part("change").mark_text(baseline="middle", color=colours.grey, **side)
    has_room = f"datum.leftward ? {PLACE} >= datum.wide : {PLACE} + datum.wide <= width"
    return [
        rule.encode(x=along(), y=pixels(), y2="down"),
        words.encode(x=along(), y=pixels(), text=said_where(has_room)),
    ]


def _looks(color: str, colours: Palette) -> tuple[dict[str, Any], dict[str, Any]]:
    """A rim of paper keeps words readable where the rule of a change runs behind them."""
    return {"color": colours.paper, "stroke": colours.paper, "strokeWidth": 5}, {"color": color}


def _values(colours: Palette) -> list[Any]:
    """The values; a month without one leaves a gap, points with a signal are larger and in the accent."""
    x, y = along(), pixels("y")
    line = part("month").mark_line(color=colours.ink, strokeWidth=measure("line"))
    halo = {"stroke": colours.paper}
    kinds: tuple[tuple[str, dict[str, Any]], ...] = (
        ("usual", {"color": colours.ink, "size": measure("usual")}),
        ("signal", {"color": colours.accent, "size": measure("marked"), "strokeWidth": measure("rim"), **halo}),
        ("named", {"color": colours.accent, "size": NAMED, "strokeWidth": RIM, **halo}),
    )
    layers: list[Any] = [line.encode(x=x, y=y, detail="stretch:N")]
    for look, mark in kinds:
        points = part("point").transform_filter(f"datum.look === '{look}'")
        layers.append(points.mark_circle(opacity=1, **mark).encode(x=x, y=y))
    return layers


def _words_at_points(colours: Palette) -> list[Any]:
    ends = {"x": alt.value(measure(FOOT)), "x2": alt.value(measure(PLACE))}
    leader = part("said").mark_rule(color=colours.accent, strokeWidth=1)
    mark: dict[str, Any] = {"align": "center", "baseline": "middle", "x": measure(MIDDLE), "fontWeight": 700}
    return [
        leader.encode(y=pixels("foot"), y2="down", **ends),
        *(
            part("said").mark_text(**mark, **look).encode(y=pixels(), text="text:N")
            for look in _looks(colours.accent, colours)
        ),
    ]


CONTROL = Kind(_layers, _fill)
