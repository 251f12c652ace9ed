"""Kind "timeline": what happened month by month, a lane per kind of record, adverse events above the others."""

from typing import Any

import altair as alt
import pandas as pd

from panels.charts.marks import SEPARATOR, clicked, links_in, opening, pointed_at, seen_where
from panels.charts.shape import Filling, Kind, measure, part
from panels.declare import Chart
from panels.look import Palette

LANE_HEIGHT = 66
# How far above and below its lane a mark stands.
OFFSET = 14
# Room under the names of months, which are an axis and reach beyond the lanes.
UNDER = 20
# Beside the first and the last month; and whether a month has room for a mark beside its number, else a small one
# stands on the far side of the number.
PADDING, LESS_PADDING = 36, 10
ROOMY = f"(width - {2 * PADDING}) * 2629800000 / max(last - first, 1) >= 44"


def _fill(chart: Chart) -> Filling:
    """Columns: month (date), lane (words), text, label (the number), adverse (bool), href and click, where it opens
    anything ('' for a mark that does not); options: lanes, first, last.
    """
    lanes = tuple(chart.options["lanes"])
    measures = {name: pd.Timestamp(chart.options[name]).timestamp() * 1000 for name in ("first", "last")}
    event = chart.data[["month", "lane", "label", "adverse", *links_in(chart.data)]]
    rows = chart.data.to_dict("records")
    event = event.assign(
        tip=[SEPARATOR.join([row["text"], *clicked(row)]) for row in rows],
        opens=[bool(row.get("href")) for row in rows],
    )
    return Filling({"event": event}, measures, LANE_HEIGHT * len(lanes) - UNDER, (lanes,))


def _layers(colours: Palette, lanes: tuple[str, ...]) -> list[Any]:
    months = alt.Axis(
        format="%Y-%m", tickCount="month", grid=True, title=None, labelOverlap=True, labelBound=True, labelSeparation=10
    )
    domain = [measure("first"), measure("last")]
    padding = alt.ExprRef(f"{ROOMY} ? {PADDING} : {LESS_PADDING}")
    x = alt.X("month:T", scale=alt.Scale(domain=domain, padding=padding), axis=months)
    names = alt.Axis(title=None, labelFontSize=17, grid=True, labelColor=colours.ink)
    y = alt.Y("lane:N", scale=alt.Scale(domain=list(lanes), padding=0.5), axis=names)
    looks = (("true", "square", colours.red, -OFFSET), ("false", "circle", colours.bar, OFFSET))
    layers: list[Any] = []
    for adverse, shape, colour, offset in looks:
        base = part("event").transform_filter(f"datum.adverse === {adverse}").encode(x=x, y=y)
        weight = 700 if adverse == "true" else 400
        number: dict[str, Any] = {"yOffset": offset, "color": colour, "fontWeight": weight}
        mark = base.mark_point(size=110, shape=shape, color=colour, yOffset=offset)
        layers.append(mark.encode(opacity=seen_where(ROOMY)))
        beside, alone = (
            base.mark_text(align="left", dx=10, **number),
            base.mark_text(align="center", **number),
        )
        layers.append(beside.encode(text="label:N", opacity=seen_where(ROOMY)))
        layers.append(alone.encode(text="label:N", opacity=seen_where(f"!({ROOMY})")))
        over = base.mark_point(size=30, shape=shape, color=colour, yOffset=round(1.9 * offset))
        layers.append(over.encode(opacity=seen_where(f"!({ROOMY})")))
    # Every mark says what happened: fields above all, those that open their rows, and the others.
    place = measure(f"datum.adverse ? {-OFFSET} : {OFFSET}")
    for opens in ("true", "false"):
        of_kind = part("event").transform_filter(f"datum.opens === {opens}")
        field = pointed_at(of_kind.mark_circle(opacity=0, size=260, yOffset=place).encode(x=x, y=y))
        layers.append(opening(field) if opens == "true" else field)
    return layers


TIMELINE = Kind(_layers, _fill, rim=(0, UNDER))
