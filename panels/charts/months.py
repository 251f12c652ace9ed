"""The axis of months that charts over time share, and round numbers for the axis beside them."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor, log10
from typing import Any

import altair as alt
import pandas as pd

from panels.charts.shape import measure, part
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
# The width of a month and the place of ``datum.n``, over the measures of ``Months``.
EACH = "((width - left - right) / (last - first + 1))"
PLACE = f"(left + (datum.n - first + 0.5) * {EACH})"


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


def along(field: str = "n") -> alt.X:
    """A month's place between the margins, with half its width of air on both sides."""
    domain, places = [measure("first - 0.5"), measure("last + 0.5")], [measure("left"), measure("width - right")]
    return alt.X(f"{field}:Q", scale=alt.Scale(domain=domain, range=places), axis=None)


def grid(colours: Palette) -> list[Any]:
    """Level lines with their numbers, nought as a line of its own, the names of the months.

    Parts: level (at, text), floor (at) and those of ``Months``.
    """
    across: dict[str, Any] = {"x": measure("left"), "x2": measure("width - right")}
    number: dict[str, Any] = {"align": "right", "baseline": "middle", "x": measure("left - 8"), "color": colours.grey}
    return [
        part("level").mark_rule(color=colours.grid, strokeWidth=1, **across).encode(y=pixels()),
        part("floor").mark_rule(color=colours.grey, strokeWidth=1, **across).encode(y=pixels()),
        part("level").mark_text(**number).encode(y=pixels(), text="text:N"),
        *_axis(colours),
    ]


def _axis(colours: Palette) -> list[Any]:
    """The names of months or years under the plot; less where there is no room."""
    mark: dict[str, Any] = {"color": colours.grey, "strokeWidth": 1}
    tick = part("tick").mark_rule(**mark, y=measure("bottom"), y2=measure("bottom + 5"))
    name = part("name").mark_text(color=colours.grey, baseline="top", y=measure("bottom + 8"))
    seen = alt.condition(f"datum.room * {EACH} >= datum.wide", alt.value(1), alt.value(0))
    return [tick.encode(x=along(), opacity=seen), name.encode(x=along(), text="text:N", opacity=seen)]


def _dated(month: int) -> str:
    return f"{month // 12}-{month % 12 + 1:02d}"


@dataclass(frozen=True)
class Months:
    """The months a chart shows, from left to right between fixed margins in pixels."""

    first: int
    last: int
    left: float
    right: float

    @property
    def many(self) -> bool:
        """Whether there are so many months that years are named, and points are small."""
        return self.last - self.first >= MANY

    def measures(self, bottom: float) -> dict[str, float]:
        """What places of months are worked out from; ``bottom`` is the lower edge of the plot."""
        return {"first": self.first, "last": self.last, "left": self.left, "right": self.right, "bottom": bottom}

    def parts(self) -> dict[str, pd.DataFrame]:
        """The marks and names of months, or of years where there are many months."""
        ticks, names = self._years() if self.many else self._months()
        return {"tick": ticks, "name": names}

    def _years(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """A mark where a year begins, its name in the middle of its months."""
        parts = []
        for year in range(self.first // 12, self.last // 12 + 1):
            begins, ends = max(12 * year, self.first), min(12 * year + 11, self.last)
            parts.append(((begins + ends) / 2, str(year), ends - begins + 1, 2 * SHORT + GAP))
        begins_in = [12 * year - 0.5 for year in range(self.first // 12 + 1, self.last // 12 + 1)]
        names = pd.DataFrame(parts, columns=["n", "text", "room", "wide"])
        return pd.DataFrame({"n": begins_in}, dtype=float).assign(room=0, wide=0), names

    def _months(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The first month and each January with its year; between them quarters or halves of a year, as room allows.

        A January names the year of all after it: the first month, where the two have no room, goes without a name.
        """
        texts: list[tuple[int, str, int, float]] = []
        january = self.first + 12 - self.first % 12
        for month in range(self.first, self.last + 1):
            far = month - self.first
            if far == 0:
                texts.append((month, _dated(month), january - month, (LONG + GAP) if january <= self.last else 0))
            elif month % 12 == 0:
                texts.append((month, _dated(month), 12, LONG + GAP))
            elif month % 12 in QUARTERS:
                beside = 6 if month % 12 in HALVES else 3
                texts.append((month, f"{month % 12 + 1:02d}", min(beside, far), (LONG + SHORT) / 2 + GAP))
        names = pd.DataFrame(texts, columns=["n", "text", "room", "wide"])
        return names[["n", "room", "wide"]], names
