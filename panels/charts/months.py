"""The axis of months that charts over time share, and round numbers for the axis beside them."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor, log10
from typing import Any

import altair as alt
import pandas as pd

from panels.charts.marks import stretch
from panels.look import Palette

# Room under the plot for the names of months or years.
BELOW = 26
# More pixels than any of these charts is high.
TALLEST = 1000
# With more months than this the axis names years, not months.
MANY = 30
QUARTERS, HALVES = (0, 3, 6, 9), (0, 6)
# The width of "2026-01" and of "07", and the least distance between two such names.
LONG, SHORT, GAP = 62, 18, 8


def numbered(months: Iterable[Any]) -> list[int]:
    """Months as running numbers, 12 a year."""
    return [12 * month.year + month.month - 1 for month in months]


def levels(top: float, room: float, least: float = 0.0) -> list[float]:
    """Round numbers from nought up to ``top``, as many as ``room`` pixels hold, none closer than ``least``."""
    closest = max(top / max(room // 30, 1), least, 1e-9)
    tens = 10.0 ** floor(log10(closest) + 1e-9)
    step = next(factor * tens for factor in (1, 2, 5, 10) if factor * tens >= closest * (1 - 1e-9))
    return [number * step for number in range(floor(top / step + 1e-9) + 1)]


def pixels(field: str = "at") -> alt.Y:
    """A height that is already one in pixels. Unlike without a scale, an unknown one breaks a line."""
    return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[0, TALLEST], range=[0, TALLEST], nice=False), axis=None)


@dataclass(frozen=True)
class Months:
    """Months from left to right between fixed margins in pixels, each with half its width of air on both sides."""

    first: int
    last: int
    left: float
    right: float

    def x(self, field: str) -> alt.X:
        domain = [self.first - 0.5, self.last + 0.5]
        return alt.X(f"{field}:Q", scale=alt.Scale(domain=domain, range=stretch(self.left, self.right)), axis=None)

    @property
    def each(self) -> str:
        """The width of a month, as an expression."""
        return f"((width - {self.left + self.right}) / {self.last - self.first + 1})"

    def at(self, month: float) -> str:
        """The place of a month, as an expression."""
        return f"({self.left} + {month - self.first + 0.5} * {self.each})"

    def axis(self, y: float, colours: Palette) -> list[Any]:
        """The names of months or years under the plot, whose lower edge is at ``y``; less where there is no room."""
        years = self.last - self.first >= MANY
        marks, texts = self._years() if years else self._months()
        tick = alt.Chart(marks).mark_rule(color=colours.grey, strokeWidth=1, y=y, y2=y + 5)
        name = alt.Chart(texts).mark_text(color=colours.grey, baseline="top", y=y + 8)
        seen = alt.condition(f"datum.room * {self.each} >= datum.wide", alt.value(1), alt.value(0))
        marked = {} if years else {"opacity": seen}
        return [tick.encode(x=self.x("n"), **marked), name.encode(x=self.x("n"), text="text:N", opacity=seen)]

    def _years(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """A mark where a year begins, its name in the middle of its months."""
        parts = []
        for year in range(self.first // 12, self.last // 12 + 1):
            begins, ends = max(12 * year, self.first), min(12 * year + 11, self.last)
            parts.append(((begins + ends) / 2, str(year), ends - begins + 1, 2 * SHORT + GAP))
        begins_in = [12 * year - 0.5 for year in range(self.first // 12 + 1, self.last // 12 + 1)]
        return pd.DataFrame({"n": begins_in}, dtype=float), pd.DataFrame(parts, columns=["n", "text", "room", "wide"])

    def _months(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The first month and each January with its year; between them quarters or halves of a year, as room allows."""
        texts: list[tuple[int, str, int, float]] = []
        for month in range(self.first, self.last + 1):
            far = month - self.first
            if far == 0 or month % 12 == 0:
                texts.append((month, f"{month // 12}-{month % 12 + 1:02d}", far or 1, (LONG + GAP) if far else 0))
            elif month % 12 in QUARTERS:
                beside = 6 if month % 12 in HALVES else 3
                texts.append((month, f"{month % 12 + 1:02d}", min(beside, far), (LONG + SHORT) / 2 + GAP))
        names = pd.DataFrame(texts, columns=["n", "text", "room", "wide"])
        return names, names
