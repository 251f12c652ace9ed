"""Pieces that several kinds of chart are made of: places beside a plot, and marks that are pointed at and opened."""

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

# Between what a mark says of itself.
SEPARATOR = " · "


def clicked(row: Mapping[str, Any]) -> list[str]:
    """What a click on a row's mark does, in words; nothing where it opens nothing."""
    return [row["click"]] if row.get("click") else []


def links_in(data: pd.DataFrame) -> list[str]:
    """The column of links, where the marks open anything."""
    return ["href"] if "href" in data else []


def pointed_at(field: alt.Chart, said: str = "tip") -> alt.Chart:
    """The marks, each of which says the words in this column of its data: to a pointer, and read aloud.

    They are the only ones that do: what else is drawn is silent (``shape``), so that nobody is told places in pixels.
    """
    return field.encode(tooltip=f"{said}:N", description=f"{said}:N")


def opening(field: alt.Chart, link: str = "href") -> alt.Chart:
    """The marks, each of which leads where the column ``link`` of its data says."""
    return field.encode(href=f"{link}:N")


def seen_where(holds: str) -> Any:
    """The opacity of words that are left out where there is no room for them, by an expression of the browser's."""
    return alt.condition(holds, alt.value(1), alt.value(0))


def said_where(holds: str, field: str = "text") -> Any:
    """The same for words that may reach beyond the edge: Vega makes room for those, seen or not, by a narrower plot."""
    return alt.condition(holds, f"{field}:N", alt.value(""))


def from_right(pixels: float) -> Any:
    """A horizontal place counted from the right edge of a plot whose width is not known."""
    return {"expr": f"width - {pixels}"}


def stretch(left: float, right: float) -> list[Any]:
    """The range of a horizontal scale between fixed margins."""
    return [left, from_right(right)]
