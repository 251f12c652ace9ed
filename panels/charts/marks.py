"""Pieces that several kinds of chart are made of: text columns at fixed places beside a plot that stretches."""

from typing import Any

import altair as alt
import pandas as pd

from panels.look import BADGES, Palette

BADGE_SIZE = 16
# Room for the column heads above the rows, which the height of a chart includes.
HEAD_HEIGHT = 36


def opening(field: alt.Chart, link: str = "href") -> alt.Chart:
    """The marks, each of which leads where the column ``link`` of its data says."""
    return field.encode(href=f"{link}:N")


def from_right(pixels: float) -> Any:
    """A horizontal place counted from the right edge of a plot whose width is not known."""
    return {"expr": f"width - {pixels}"}


def stretch(left: float, right: float) -> list[Any]:
    """The range of a horizontal scale between fixed margins."""
    return [left, from_right(right)]


def text_column(
    data: pd.DataFrame, field: str, x: Any, *, align: str = "left", rows: alt.Y, color: Any = None, **more: Any
) -> alt.Chart:
    """One column of text, a row per mark, at a fixed horizontal place."""
    mark: dict[str, Any] = {"align": align, "baseline": "middle", "x": x, **more}
    encoding: dict[str, Any] = {"y": rows, "text": f"{field}:N"}
    if color is not None:
        encoding["color"] = color
    return alt.Chart(data).mark_text(**mark).encode(**encoding)


def heading(text: str, x: Any, colours: Palette, *, align: str = "left", y: float = -14) -> alt.Chart:
    """A column's head above the rows."""
    mark: dict[str, Any] = {"align": align, "baseline": "bottom", "color": colours.grey, "x": x, "y": y}
    return alt.Chart(pd.DataFrame({"text": [text]})).mark_text(**mark).encode(text="text:N")


def text_width(texts: Any, size: float) -> float:
    """About how wide the longest of these texts is in pixels: Chinese characters and signs are as wide as high."""
    widths = [sum(1.0 if ord(character) > 0x2000 else 0.53 for character in str(text)) * size for text in texts]
    return max(widths, default=0.0)


def badge_layers(data: pd.DataFrame, x: float, width: float, rows: alt.Y, colours: Palette) -> list[alt.Chart]:
    """Status as tinted box, shape and word; reads the columns ``badge`` (code) and ``badge_text``."""
    statuses = [status for status in BADGES if status in set(data["badge"])]
    tint = {"domain": statuses, "range": [getattr(colours, BADGES[status][2]) for status in statuses]}
    ink = {"domain": statuses, "range": [getattr(colours, BADGES[status][1]) for status in statuses]}
    box = {"x": x, "x2": x + width, "height": 26, "cornerRadius": 2}
    return [
        alt.Chart(data).mark_bar(**box).encode(y=rows, color=alt.Color("badge:N", scale=alt.Scale(**tint))),
        text_column(
            data,
            "badge_text",
            x + 8,
            rows=rows,
            color=alt.Color("badge:N", scale=alt.Scale(**ink)),
            fontSize=BADGE_SIZE,
        ),
    ]


def badge_text(status: str, word: str) -> str:
    """The words of a badge with the shape of its status before them."""
    return f"{BADGES[status][0]} {word}"
