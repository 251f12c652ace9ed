"""同上 and cells merged over several rows, read as what stands above: only where whoever loads a sheet says so."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from data_access.checking.placeholders import is_ditto
from data_access.files.cell_marks import Cell
from data_access.files.sources import Sheet

Span = tuple[int, int, int, int]


def filled_down(sheet: Sheet) -> Sheet:
    """The sheet with the cells that mean the ones above filled, if it is to be so; as it is otherwise.

    A cell merged over several rows of one column holds its value in all of them. 同上 in the first row stays, and is
    read as no value.
    """
    if not sheet.fill_down:
        return sheet
    covered = _covered(sheet)
    rows: list[tuple[int, Sequence[object]]] = []
    above: Sequence[object] = ()
    for number, cells in sheet.rows:
        wide = [*cells, *[None] * (len(sheet.headers) - len(cells))]
        above = [
            above[column] if column < len(above) and ((number, column) in covered or is_ditto(cell)) else cell
            for column, cell in enumerate(wide)
        ]
        rows.append((number, above))
    kept = tuple(span for span in sheet.marks.merged if not _reaches_down(sheet, span))
    return replace(sheet, rows=rows, marks=replace(sheet.marks, merged=kept))


def _reaches_down(sheet: Sheet, span: Span) -> bool:
    """Whether a merged cell stands in one column, over several of the rows below the headers."""
    top, bottom, left, right = span
    return sheet.header_row < top < bottom and left == right


def _covered(sheet: Sheet) -> set[Cell]:
    """The cells that take the value of a merged one: those below its first."""
    numbers = [number for number, _cells in sheet.rows]
    covered: set[Cell] = set()
    for top, bottom, left, right in sheet.marks.merged:
        first = bisect_left(numbers, top)
        # A merged cell whose first row is blank and left out has nothing to hand down.
        if _reaches_down(sheet, (top, bottom, left, right)) and numbers[first : first + 1] == [top]:
            covered |= {(number, left) for number in numbers[first + 1 : bisect_right(numbers, bottom)]}
    return covered
