"""Pieces that several kinds of chart are made of: places beside a plot, and marks that open something."""

from typing import Any

import altair as alt


def opening(field: alt.Chart, link: str = "href") -> alt.Chart:
    """The marks, each of which leads where the column ``link`` of its data says."""
    return field.encode(href=f"{link}:N")


def from_right(pixels: float) -> Any:
    """A horizontal place counted from the right edge of a plot whose width is not known."""
    return {"expr": f"width - {pixels}"}


def stretch(left: float, right: float) -> list[Any]:
    """The range of a horizontal scale between fixed margins."""
    return [left, from_right(right)]
