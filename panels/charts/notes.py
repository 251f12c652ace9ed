"""Kind "notes": short notes one under the other, each a line that says it and one that explains; for narrow columns."""

from typing import Any

import altair as alt
import pandas as pd

from panels.charts.apart import wrapped
from panels.charts.frame import framed
from panels.charts.marks import BADGE_SIZE, badge_text, text_width
from panels.declare import Chart
from panels.look import BADGES, Palette

# The narrowest column a note may stand in, in pixels; longer texts go on in the next line.
NARROWEST = 300
HEAD_SIZE, TEXT_SIZE = 17, 16
LEADING, BADGE_HEIGHT, PADDING = 24, 32, 9


def notes(chart: Chart, colours: Palette) -> Any:
    """Columns: order, badge ('' without), badge_text, head, text."""
    placed, height = _laid_out(chart.data)
    rules = alt.Chart(pd.DataFrame({"line": [note["bottom"] for note in placed]}))
    rule = rules.mark_rule(color=colours.grid, strokeWidth=1)
    layers = [
        rule.encode(x=alt.value(0), x2=alt.value("width"), y=_y("line")),
        *_badges([note for note in placed if note["badge"]], colours),
        *_texts(placed, colours),
    ]
    return framed(layers, height)


def _y(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def _laid_out(data: pd.DataFrame) -> tuple[list[dict[str, Any]], float]:
    """Each note with its lines, the height at which each part begins, and the height of all."""
    placed, y = [], 0.0
    for note in data.to_dict("records"):
        top = y + PADDING
        head, text = wrapped(note["head"], NARROWEST, HEAD_SIZE), wrapped(note["text"], NARROWEST, TEXT_SIZE)
        head_at = top + (BADGE_HEIGHT if note["badge"] else 0)
        text_at = head_at + LEADING * len(head)
        y = text_at + LEADING * len(text) + PADDING
        placed.append({**note, "lines": head, "more": text, "top": top, "head_at": head_at, "text_at": text_at,
                       "bottom": y})  # fmt: skip
    return placed, max(y, 1.0)


def _badges(placed: list[dict[str, Any]], colours: Palette) -> list[Any]:
    layers: list[Any] = []
    for note in placed:
        _, ink, tint = BADGES[note["badge"]]
        text = badge_text(note["badge"], note["badge_text"])
        frame = pd.DataFrame({"top": [note["top"]], "bottom": [note["top"] + 26], "mid": [note["top"] + 13]})
        box = alt.Chart(frame).mark_rect(color=getattr(colours, tint), cornerRadius=2)
        wide = text_width([text], BADGE_SIZE) + 18
        layers.append(box.encode(x=alt.value(0), x2=alt.value(wide), y=_y("top"), y2="bottom"))
        mark = {"align": "left", "baseline": "middle", "x": 8, "color": getattr(colours, ink)}
        layers.append(alt.Chart(frame.assign(text=text)).mark_text(**mark).encode(y=_y("mid"), text="text:N"))
    return layers


def _texts(placed: list[dict[str, Any]], colours: Palette) -> list[Any]:
    """One mark a kind of line: every line of every note is a row of its own."""
    layers: list[Any] = []
    for name, at, size, weight, color in (
        ("lines", "head_at", HEAD_SIZE, 700, colours.ink),
        ("more", "text_at", TEXT_SIZE, 400, colours.grey),
    ):
        rows = [
            {"y": note[at] + LEADING * number + LEADING / 2, "text": line}
            for note in placed
            for number, line in enumerate(note[name])
        ]
        mark = {"align": "left", "baseline": "middle", "x": 0, "fontSize": size, "fontWeight": weight, "color": color}
        layers.append(alt.Chart(pd.DataFrame(rows, columns=["y", "text"])).mark_text(**mark).encode(
            y=_y("y"), text="text:N"))  # fmt: skip
    return layers
