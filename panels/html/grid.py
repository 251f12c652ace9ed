"""Kind "grid": a table whose cells are tinted by how much is in them; the row and the column spoken of are framed."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from panels.declare import Chart
from panels.html.plain import records
from panels.html.widths import NEVER, from_width, in_em, letters, pieces
from panels.look import BADGES

# Of letters of the table: the height of a row, the padding of a cell, the share of the width that names may take, the
# letters of a head, and what one that is written downwards takes of the height at most.
ROW_HEIGHT, PADDING, NAME_SHARE, HEAD_SIZE, LONGEST_HEAD = 1.9, 0.3, 0.3, 0.88, 10.5


# The widths of a list below which cells without room beside each other stand in lines below their row's name, what the
# list of a phone has, and the least that a cell takes.
FOLDING, PHONE, NARROWEST = (32, 46), 20.5, 1.65
# So many lines may a name take beside its cells; where it would be more it has lines for itself.
LINES = 4
# What of a cell stays on one line: signs beside each other need not. Of how something stands it is each word.
_FIGURES, _WORDS = re.compile(r"[\w.,%/–-]+", re.ASCII), re.compile(r"\w+")


def grid(chart: Chart) -> Mapping[str, Any]:
    """Columns, a row a cell: row, column (words of ``options``), text, step (0 to 5, -1 without fill), href ('' for a
    cell that cannot be opened), tip (words said when pointed at, '' none); and where cells say how something stands,
    status (of ``look.BADGES``).

    options: rows, a frame with label, name_href (of the unit its name opens, or ''), tone ("plain", "accent" or
    "total"); columns, a frame with label, badge (a status or ''), tone. No label stands twice.
    """
    rows, columns = (records(chart.options[name]) for name in ("rows", "columns"))
    framed_rows, framed_columns = _inner(rows), _inner(columns)
    cells = {(cell["row"], cell["column"]): cell for cell in records(chart.data)}
    for place, row in enumerate(rows):
        found = [cells.get((row["label"], column["label"])) for column in columns]
        edges = [_edges(row, column, (place, at), framed_rows, framed_columns) for at, column in enumerate(columns)]
        accents = ["accent" in (row["tone"], column["tone"]) for column in columns]
        row["cells"] = [
            None if cell is None else {"status": "", **cell, "edges": " ".join(edge), "accent": accent}
            for cell, edge, accent in zip(found, edges, accents, strict=True)
        ]
    heads = [_head(column) for column in columns]
    head = in_em(piece for pieces_ in heads for piece in pieces_)
    lines = len(rows) + 1.5
    size = letters(bool(chart.options.get("projected")), lines, ROW_HEIGHT)
    upright = _upright(rows, len(columns), head, size)
    whole = _WORDS if any(each.get("status") for each in cells.values()) else _FIGURES
    longest = in_em(each for cell in cells.values() for each in whole.findall(str(cell["text"])))
    cell = max(longest + PADDING, NARROWEST)
    downwards = min(in_em(map("".join, heads)), LONGEST_HEAD) / ROW_HEIGHT
    return {
        "rows": rows,
        "names": in_em(row["label"] for row in rows) + 1,
        "columns": [{**column, "pieces": pieces_} for column, pieces_ in zip(columns, heads, strict=True)],
        "lines": lines if upright != NEVER else len(rows) + downwards,
        "head": head,
        "upright": upright,
        "share": 100 / max(len(columns), 1),
        "cell": cell,
        "folds": _folds(rows, len(columns), cell, _beside(cells.values(), cell)),
    }


def _beside(cells: Iterable[Mapping[str, Any]], cell: float) -> float:
    """How wide a cell is in a row that does not fold: a status has its word beside its shape."""
    return max(cell, in_em(str(each["text"]) for each in cells if each.get("status")) + PADDING)


def _folds(rows: list[dict[str, Any]], columns: int, cell: float, beside: float) -> str:
    """How the cells of a row stand under its name where these or it have no room, and below which width.

    "stacks-" and a width: in one line below the heads of their columns, where a phone has room for that. A width: in
    lines, each with its head. '' where they never need to.
    """
    names = in_em(row["label"] for row in rows)
    for_cells = min(names + 1 + columns * beside, columns * beside / (1 - NAME_SHARE))
    needed = max(for_cells, names / (LINES * NAME_SHARE))
    if needed <= PHONE:
        return ""
    width = next((width for width in FOLDING if needed <= width), FOLDING[-1])
    return f"stacks-{width}" if columns * cell <= PHONE else str(width)


def _inner(tracks: list[dict[str, Any]]) -> tuple[int, int]:
    """The places of the first and the last row or column that is no total."""
    places = [place for place, track in enumerate(tracks) if track["tone"] != "total"]
    return (places[0], places[-1]) if places else (0, -1)


def _edges(
    row: Mapping[str, Any],
    column: Mapping[str, Any],
    at: tuple[int, int],
    rows: tuple[int, int],
    columns: tuple[int, int],
) -> list[str]:
    """The sides of a cell along which the frame of its row or its column runs; totals stand outside of frames."""
    if "total" in (row["tone"], column["tone"]):
        return []
    of_row, of_column = row["tone"] == "accent", column["tone"] == "accent"
    sides = {
        "left": of_column or (of_row and at[1] == columns[0]),
        "right": of_column or (of_row and at[1] == columns[1]),
        "top": of_row or (of_column and at[0] == rows[0]),
        "bottom": of_row or (of_column and at[0] == rows[1]),
    }
    return [side for side, framed in sides.items() if framed]


def _head(column: Mapping[str, Any]) -> list[str]:
    """The words of a head, in pieces between which a line may end; a status begins with its shape."""
    first, *rest = pieces(str(column["label"])) or [""]
    return [f"{BADGES[column['badge']][0]}\N{NO-BREAK SPACE}{first}" if column["badge"] else first, *rest]


def _upright(rows: list[dict[str, Any]], columns: int, head: float, size: float) -> str:
    """From which width heads have room side by side; where it is narrower they are written downwards."""
    cells = columns * (HEAD_SIZE * head + PADDING)
    needed = min(in_em(row["label"] for row in rows) + 1 + cells, cells / (1 - NAME_SHARE))
    return from_width(needed, size)
