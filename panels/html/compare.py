"""Kind "compare": indicators as rows, units as columns; the best of a row by shape and weight, few cases by word."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from panels.declare import Chart
from panels.html.plain import records
from panels.html.widths import in_em
from wording import together

BEST = "◆"
# What the name of an indicator takes at most, and what the mark and the rate of a unit take with their gaps, in em.
WIDEST_LABEL, RATE = 17.0, 7.2
# Where the cases of all units have no room beside their rates in a list so wide, they stand below them (compare.css);
# a projected one, whose letters have the size of the screen, goes by the number of its units.
CROWDED, MOST_ON_A_SCREEN = ((68.0, "crowded"), (52.0, "many")), 4
# On a phone a line may end behind the stroke of an n/d with more letters ("17,413.1/24,335.6"), and within what English
# says of the cases ("6 inspections blank").
LONGEST_FIGURE, BREAK = 8, "\N{ZERO WIDTH SPACE}"
_CASES = re.compile(rf"(?=[\d.,/]{{{LONGEST_FIGURE + 1}}})([\d.,]+/)(?=\d)")
_LOOSE = re.compile(r"(?<=[a-z]) (?=blank\b)|(?<=\d) (?=[a-z]{9})")
# What of the cases stays on one line: a figure, and what is said of it.
_PIECES = re.compile(" |(?<=，)")


def compare(chart: Chart) -> Mapping[str, Any]:
    """Columns, a row a cell: code, href, row, column (numbers from 0), unit, label, value_text ('' where there is no
    rate), base_text (the cases, or why there is no rate), base_href (what the cases open, '' nothing), best, small,
    tone ("accent" for the column spoken of).

    options: few, the words at a rate that rests on few cases; labels: label, unit, value, base.
    """
    given = records(chart.data)
    cells = [_cell(cell, str(chart.options["few"])) for cell in given]
    units = {cell["column"]: cell for cell in cells}
    rows: dict[int, dict[int, Any]] = {}
    for cell in cells:
        rows.setdefault(cell["row"], {})[cell["column"]] = cell
    return {
        "crowded": _crowded(given, len(units), projected=bool(chart.options.get("projected"))),
        "units": [units[column] for column in sorted(units)],
        "rows": [
            {"label": next(iter(own.values()))["label"], "cells": [own.get(column) for column in sorted(units)]}
            for _, own in sorted(rows.items())
        ],
    }


def _crowded(cells: Sequence[Mapping[str, Any]], units: int, *, projected: bool) -> str:
    """The class of a list whose cases stand below their rates where it is no wider than that class says."""
    if projected:
        return "many" if units > MOST_ON_A_SCREEN else ""
    label = min(in_em(cell["label"] for cell in cells), WIDEST_LABEL)
    kept = (piece for cell in cells for piece in _PIECES.split(together(cell["base_text"])))
    needed = label + units * (RATE + in_em(kept))
    return next((name for width, name in CROWDED if needed > width), "")


def _cell(cell: Mapping[str, Any], few: str) -> dict[str, Any]:
    """The cell with its mark and with what its cases are, or why there is no rate."""
    mark = BEST if cell["best"] else ""
    base = f"{cell['base_text']} {few}" if cell["small"] and cell["base_text"] else cell["base_text"]
    return {**cell, "mark": mark, "base_text": _LOOSE.sub(f" {BREAK}", _CASES.sub(rf"\1{BREAK}", base))}
