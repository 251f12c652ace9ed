"""Cells whose marks say that the value beside them is missing or cannot be trusted: their rows are rejected."""

from collections.abc import Iterator

from data_access.checking.intake import Intake
from data_access.files.cell_marks import Cell
from data_access.files.sources import cell_at, is_blank
from data_access.problems import CELL_ERROR, MERGED_CELL, NOT_CALCULATED


def reject_marked(intake: Intake) -> None:
    """Reject the rows with a merged cell but the first, a formula without a value, or an error, in a column we read.

    A merged cell has its value in its first row alone; whether the others mean the same is for a person to say.
    """
    marks = intake.sheet.marks
    if not (marks.merged or marks.not_calculated or marks.failed):
        return
    rows: dict[int, list[int]] = {}
    for position, (number, _row) in enumerate(intake.sheet.rows):
        rows.setdefault(number, []).append(position)
    for code, cells in (
        (CELL_ERROR, sorted(marks.failed)),
        (NOT_CALCULATED, sorted(marks.not_calculated - marks.failed)),
        (MERGED_CELL, _covered(intake, rows)),
    ):
        for row, column in cells:
            name = intake.positions.get(column)
            for position in rows.get(row, ()):
                if name is not None and (name, position) not in intake.reported:
                    intake.reject(position, name, _value(intake, position, column), code)


def _covered(intake: Intake, rows: dict[int, list[int]]) -> Iterator[Cell]:
    """The cells that merged ones cover, unless the same value stands under the cover.

    Only rows and columns that are read are walked through.
    """
    for top, bottom, left, right in intake.sheet.marks.merged:
        if top not in rows:
            continue
        shown = _value(intake, rows[top][0], left)
        columns = [column for column in intake.positions if left <= column <= right]
        inside = range(top, bottom + 1)
        for row in inside if len(inside) <= len(rows) else [row for row in rows if top <= row <= bottom]:
            for column in columns if row in rows else ():
                value = _value(intake, rows[row][0], column)
                if value != shown and not (is_blank(value) and is_blank(shown)):
                    yield row, column


def _value(intake: Intake, position: int, column: int) -> object:
    return cell_at(intake.sheet.rows[position][1], column)
