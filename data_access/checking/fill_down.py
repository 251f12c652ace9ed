"""Cells that mean what stands above (同上, merged ones, blank ones): only where whoever loads a sheet says so.

``--fill-down`` says it of 同上 and merged cells in all columns, a mapping also of blank cells, below the headers it
names.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from data_access.checking.placeholders import is_ditto
from data_access.files.cell_marks import Cell
from data_access.files.sources import Sheet, is_blank

Span = tuple[int, int, int, int]


def filled_down(sheet: Sheet) -> Sheet:
    """The sheet with the cells that mean the ones above filled, if it is to be so; as it is otherwise.

    同上 in the first row stays, and is read as no value.
    """
    return taken_from_above(sheet, range(len(sheet.headers)), is_ditto)[0] if sheet.fill_down else sheet


def is_silent(cell: object) -> bool:
    """Whether a cell holds nothing of its own."""
    return is_blank(cell) or is_ditto(cell)


def taken_from_above(
    sheet: Sheet, columns: Collection[int], means_above: Callable[[object], bool]
) -> tuple[Sheet, list[int]]:
    """The sheet with the cells of some columns that mean the ones above filled, and the numbers of the rows it changed.

    A cell merged over several rows of one of these columns holds its value in all of them. What has nothing above it
    stays as it is.
    """
    covered = _covered(sheet)
    rows: list[tuple[int, Sequence[object]]] = []
    changed: list[int] = []
    above: dict[int, object] = {}
    for number, cells in sheet.rows:
        row = [*cells, *[None] * (len(sheet.headers) - len(cells))]
        for column in columns:
            follows = (number, column) in covered or means_above(row[column])
            if follows and not is_blank(above.get(column)):
                row[column] = above[column]
                changed += [] if changed[-1:] == [number] else [number]
            if not is_ditto(row[column]):
                above[column] = row[column]
        rows.append((number, row))
    kept = tuple(span for span in sheet.marks.merged if not (_reaches_down(sheet, span) and span[2] in columns))
    return replace(sheet, rows=rows, marks=replace(sheet.marks, merged=kept)), changed


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
