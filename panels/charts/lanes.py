"""Lanes one above the other, each with a scale of its own: where they stand, and what is drawn at which height."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from panels.charts.months import levels, numbered
from panels.declare import Chart

# The height of a lane by how many there are; above its plot stand its name and the words at its points.
LANE = {1: 240, 2: 158, 3: 110, 4: 90}
HEAD = 26
# The pixels below a lane's plot: its nought must not touch the name of the next lane.
GAP = 10
# The height of the line of words above all lanes, one for each change of law.
TOP_LINE = 24
# How far limits beyond all values are followed: as a multiple of the usual upper limit.
FOLLOWED = 1.25
ROOM = 1.06


@dataclass(frozen=True)
class Lane:
    """One lane: its name, and where its plot stands and ends in pixels and in values."""

    name: str
    top: float
    bottom: float
    most: float
    share: bool

    @property
    def head(self) -> float:
        """The height of the words above the plot."""
        return self.top - HEAD / 2 - 2

    @property
    def within(self) -> float:
        """The highest limit that is drawn as a line; a share of all is none."""
        return np.nextafter(1.0, 0.0) if self.share and self.most >= 1 else self.most

    def y(self, values: Any) -> Any:
        """Values as heights in pixels; what is beyond the plot is cut to it, unknown stays unknown."""
        inside = np.clip(np.asarray(values, dtype=float), 0, self.most)
        return self.bottom - (self.bottom - self.top) * inside / self.most

    def levels(self) -> pd.DataFrame:
        room = self.bottom - self.top
        # No number so close to the upper edge that it touches the name above it.
        most = self.most * (1 - 6 / room) if self.name else self.most
        steps = levels(most, room, 0.01 if self.share else 1)
        texts = [f"{level:.0%}" if self.share else f"{level:,.0f}" for level in steps]
        return pd.DataFrame({"at": self.y(steps), "text": texts})


def lanes_of(chart: Chart, above: float) -> list[Lane]:
    """The lanes of a chart of kind "control", ``above`` pixels below its upper edge."""
    names = list(chart.options["lanes"])
    height, share = LANE[len(names)], bool(chart.options["share"])
    lanes = []
    for place, name in enumerate(names):
        own = chart.data[chart.data["lane"] == name]
        top, bottom = above + place * height + HEAD, above + (place + 1) * height - (place < len(names) - 1) * GAP
        lanes.append(Lane(name, top, bottom, _most(own, share), share))
    return lanes


def _most(own: pd.DataFrame, share: bool) -> float:
    """What the axis of a lane reaches up to: all values, and limits as far as they are usual."""
    usual = own["high"].median() if own["high"].notna().any() else 0.0
    followed = own["high"][own["high"] <= FOLLOWED * usual].max()
    seen = [value for value in (own["value"].max(), own["centre"].max(), followed) if value == value and value > 0]
    most = ROOM * max(seen, default=0.1 if share else 1.0)
    return min(most, 1.0) if share else most


def placed_in(data: pd.DataFrame, lanes: list[Lane], breaks: pd.DataFrame) -> pd.DataFrame:
    """The rows with their places: n (month), y, y_centre, y_low, y_high, edge_low, edge_high (NaN where the limit is
    nought, all or beyond the plot), row (of the lane) and stretch (lane and law)."""
    begins = sorted(numbered(breaks["month"]))
    placed = []
    for number, lane in enumerate(lanes):
        own = data[data["lane"] == lane.name].sort_values("month")
        n = numbered(own["month"])
        heights = {"y": lane.y(own["value"]), "y_low": lane.y(own["low"]), "y_high": lane.y(own["high"]),
                   "y_centre": lane.y(own["centre"])}  # fmt: skip
        edges = {"edge_low": np.where(own["low"] > 0, heights["y_low"], np.nan),
                 "edge_high": np.where(own["high"] <= lane.within, heights["y_high"], np.nan)}  # fmt: skip
        stretch = [f"{number}-{bisect_right(begins, month)}" for month in n]
        placed.append(own.assign(n=n, row=number, stretch=stretch, **heights, **edges))
    return pd.concat(placed, ignore_index=True).drop(columns="month")
