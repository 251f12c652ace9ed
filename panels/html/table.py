"""A panel's table as HTML: selected, copied, printed and read aloud as it stands, and sorted by a click on a head."""

from typing import Any

import pandas as pd
from markupsafe import escape

from panels.declare import Column, Table, cell
from panels.html.widths import in_em
from wording import Wording

# Kinds that are written in a line under each other, so that their digits are.
_NUMBERS = {"integer", "share", "points", "place", "score"}
_DATES = {"date", "month"}
# Letters of a word that has a line in every column.
SHORT_WORD = 4
# How wide, in em, the first column is at most where the others move below it: a narrower one makes ten lines of a name.
FIRST = 8.5


def prepared(table: Table, words: Wording) -> dict[str, Any]:
    """What the template shows: heads with their class, and rows of cells with their text and what they sort by."""
    columns = [_kept_short(_cells(table.data, column, words), column.heading) for column in table.columns]
    heads = [
        {"text": column.heading, "class": cells[0]["class"] if cells else _class(column)}
        for column, cells in zip(table.columns, columns, strict=True)
    ]
    first = min(in_em(each["text"] for each in columns[0]), FIRST) if columns else 0.0
    return {"heads": heads, "rows": list(zip(*columns, strict=True)), "first": first}


def _cells(data: pd.DataFrame, column: Column, words: Wording) -> list[dict[str, str]]:
    values = pd.to_datetime(data[column.name]) if column.kind in _DATES else data[column.name]
    links = data[column.opens] if column.opens else [""] * len(values)
    own = _class(column)
    return [
        {"text": cell(value, column.kind, words), "class": own, "by": escape(_by(value, column)), "href": _link(link)}
        for value, link in zip(values, links, strict=True)
    ]


def _kept_short(cells: list[dict[str, str]], heading: str) -> list[dict[str, str]]:
    """The cells of a column; of nothing but short words (审级, 一审) none is broken."""
    short = max(len(text) for text in (heading, *(cell["text"] for cell in cells))) <= SHORT_WORD
    return [{**cell, "class": "short"} for cell in cells] if short and cells and not cells[0]["class"] else cells


def _link(link: Any) -> str:
    return link if isinstance(link, str) else ""


def _class(column: Column) -> str:
    return "number" if column.kind in _NUMBERS else "date" if column.kind in _DATES else ""


def _by(value: Any, column: Column) -> str:
    """What a cell sorts by: its number, its day, else its text; '' for what is unknown, which comes last."""
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return ""
    if column.kind in _NUMBERS:
        return repr(float(value))
    return value.isoformat() if column.kind in _DATES else str(value)
