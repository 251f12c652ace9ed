"""Kind "compare": indicators as rows, units as columns; the best of a row by shape and weight, few cases by word."""

from collections.abc import Mapping
from typing import Any

from panels.declare import Chart
from panels.html.plain import records

BEST = "◆"


def compare(chart: Chart) -> Mapping[str, Any]:
    """Columns, a row a cell: code, href, row, column (numbers from 0), unit, label, value_text ('' where there is no
    rate), base_text (the cases, or why there is no rate), base_href (what the cases open, '' nothing), best, small,
    tone ("accent" for the column spoken of).

    options: few, the words at a rate that rests on few cases; labels: label, unit, value, base.
    """
    cells = [_cell(cell, str(chart.options["few"])) for cell in records(chart.data)]
    units = {cell["column"]: cell for cell in cells}
    rows: dict[int, dict[int, Any]] = {}
    for cell in cells:
        rows.setdefault(cell["row"], {})[cell["column"]] = cell
    return {
        "units": [units[column] for column in sorted(units)],
        "rows": [
            {"label": next(iter(own.values()))["label"], "cells": [own.get(column) for column in sorted(units)]}
            for _, own in sorted(rows.items())
        ],
    }


def _cell(cell: Mapping[str, Any], few: str) -> dict[str, Any]:
    """The cell with its mark and with what its cases are, or why there is no rate."""
    mark = BEST if cell["best"] else ""
    base = f"{cell['base_text']} {few}" if cell["small"] and cell["base_text"] else cell["base_text"]
    return {**cell, "mark": mark, "base_text": base}
