"""Reading a workbook: taken apart, looked through, held against the limits, and only then read."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Protocol

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from data_access.files.cell_marks import Cell, Marks
from data_access.files.limits import MOST_CELLS, MOST_CHARACTERS, MOST_COLUMNS, MOST_SHEETS
from data_access.files.number_formats import NO_FORMATS, Formats, hides
from data_access.files.refusals import (
    EXPANDS,
    TOO_MANY_COLUMNS,
    TOO_MANY_SHEETS,
    TOO_SCATTERED,
    UNREADABLE,
    SourceRefused,
    megabytes,
)
from data_access.files.sheet_comments import boxes_of, rows_with_comments
from data_access.files.struck_texts import rows_partly_struck, struck_texts
from data_access.files.workbook_parts import Parts, packed, unpacked
from data_access.files.workbook_scan import MalformedError, SheetScan, lean_sheet, scan_sheet, scan_styles
from data_access.files.workbook_texts import named_characters, text_lengths, without_counts

Grid = list[list[object]]
# First and last row, first and last column of a merged cell.
Merged = tuple[int, int, int, int]

# The value that python-calamine gives for a cell without a value.
EMPTY = ""
# The number of a process's error output.
ERROR_OUTPUT = 2


class Whole(Protocol):
    """What holds of all sheets of a workbook."""

    recalculates: bool
    since_1904: bool


def read_workbook(name: str, content: bytes) -> Iterator[tuple[str, Grid, Marks]]:
    """Name, rows from row 1 on, and marks of each sheet; raises ``SourceRefused``."""
    parts = unpacked(name, content)
    # Empty cells and stated counts only cost memory.
    parts.sheets = {title: lean_sheet(xml) for title, xml in parts.sheets.items()}
    parts.strings = None if parts.strings is None else without_counts(parts.strings)
    try:
        formats = NO_FORMATS if parts.styles is None else scan_styles(parts.styles)
        scans = {title: scan_sheet(xml, formats) for title, xml in parts.sheets.items()}
        texts = struck_texts(parts.strings)
        for title, xml in parts.sheets.items():
            scans[title].struck_within = rows_partly_struck(xml, texts)
        for title, each in parts.beside.items():
            scans[title].commented, scans[title].text_boxes = rows_with_comments(each.comments), boxes_of(each.drawing)
        _check(name, parts, scans)
    except MalformedError as error:
        raise SourceRefused(UNREADABLE, name) from error
    whole = packed(parts)
    parts.sheets.clear()
    for title, grid, _hidden, _merged in grids(name, whole):
        yield title, grid, marks_of(scans[title], grid, formats, title in parts.hidden, parts)


def _check(name: str, parts: Parts, scans: Mapping[str, SheetScan]) -> None:
    if len(scans) > MOST_SHEETS:
        raise SourceRefused(TOO_MANY_SHEETS, name, value=str(len(scans)), expected=str(MOST_SHEETS))
    for scan in scans.values():
        check_extent(name, scan.last_row, scan.last_column + 1)
    characters = _characters(parts, scans)
    if characters > MOST_CHARACTERS:
        raise SourceRefused(EXPANDS, name, value=megabytes(characters), expected=megabytes(MOST_CHARACTERS))


def check_extent(name: str, rows: int, columns: int) -> None:
    """Hold the rectangle around the cells of a sheet against the limits; raises ``SourceRefused``."""
    if columns > MOST_COLUMNS:
        raise SourceRefused(TOO_MANY_COLUMNS, name, value=f"{columns:,}", expected=f"{MOST_COLUMNS:,}")
    if rows * columns > MOST_CELLS:
        raise SourceRefused(TOO_SCATTERED, name, value=f"{rows:,}", expected=f"{MOST_CELLS:,}")


def _characters(parts: Parts, scans: Mapping[str, SheetScan]) -> int:
    """Characters of all cells that name a shared text; counted one by one only when an estimate is too high."""
    lengths = [] if parts.strings is None else text_lengths(parts.strings)
    most = max(lengths, default=0) * sum(scan.texts for scan in scans.values())
    if most <= MOST_CHARACTERS:
        return most
    return sum(named_characters(parts.sheets[title], lengths) for title, scan in scans.items() if scan.texts)


def grids(name: str, whole: BytesIO) -> Iterator[tuple[str, Grid, bool, Sequence[Merged]]]:
    """Name, rows from row 1 on, whether it is hidden, and merged cells of each worksheet; raises ``SourceRefused``."""
    try:
        with _panicking_unheard():
            workbook = CalamineWorkbook.from_filelike(whole)
        for position, each in enumerate(workbook.sheets_metadata):
            if each.typ != SheetTypeEnum.WorkSheet:
                continue
            with _panicking_unheard():
                sheet = workbook.get_sheet_by_index(position)
                rows: Sequence[Sequence[object]] = sheet.to_python(skip_empty_area=False)
            merged = [
                (top + 1, bottom + 1, left, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
            ]
            yield each.name, [list(row) for row in rows], each.visible != SheetVisibleEnum.Visible, merged
    # A part of a binary workbook that ends too early raises ``OSError``.
    except (CalamineError, KeyError, OSError, ValueError) as error:
        raise SourceRefused(UNREADABLE, name) from error
    except BaseException as error:
        # The library's own panics are no ``Exception``; none of our limits should let one happen.
        if type(error).__name__ != "PanicException":
            raise
        raise SourceRefused(UNREADABLE, name) from None


@contextmanager
def _panicking_unheard() -> Iterator[None]:
    """Keep what the library writes when it panics from the error output, on which people are told what is wrong."""
    try:
        kept = os.dup(ERROR_OUTPUT)
    except OSError:
        # A process without one has nobody to tell.
        yield
        return
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), ERROR_OUTPUT)
        yield
    finally:
        os.dup2(kept, ERROR_OUTPUT)
        os.close(kept)


def marks_of(scan: SheetScan, grid: Grid, formats: Formats, is_hidden: bool, whole: Whole) -> Marks:
    """The marks that a look through a sheet found, with what stands in its cells."""
    values = {cell: _value(grid, *cell) for cell in scan.formatted}
    return Marks(
        tuple(scan.merged),
        frozenset(_not_calculated(scan, grid, whole.recalculates)),
        frozenset(scan.failed),
        frozenset(scan.hidden_rows),
        tuple(scan.hidden_columns),
        is_hidden,
        {
            cell: formats.shown[scan.formatted[cell]].text(value)
            for cell, value in values.items()
            if scan.formatted[cell] in formats.shown and isinstance(value, (int, float))
        },
        frozenset(cell for cell, number in scan.formatted.items() if number in formats.monthly),
        whole.since_1904,
        struck_rows=frozenset(row for row, cells in scan.struck.items() if cells >= _filled(grid, row)),
        partly_struck=frozenset(
            scan.struck_within | {row for row, cells in scan.struck.items() if 0 < cells < _filled(grid, row)}
        ),
        scaled=frozenset(cell for cell, value in values.items() if _is_scaled(value, scan.formatted[cell], formats)),
        unseen=frozenset(_unseen(scan, grid, formats)),
        commented=frozenset(scan.commented),
        text_boxes=scan.text_boxes,
    )


def _is_scaled(value: object, number: int, formats: Formats) -> bool:
    return number in formats.scaled and isinstance(value, (int, float)) and value != 0


def _unseen(scan: SheetScan, grid: Grid, formats: Formats) -> Iterator[Cell]:
    """Cells that show nothing though something stands in them: by their format, or because the sheet shows no 0."""
    for cell, number in scan.formatted.items():
        if number in formats.hiding and hides(formats.hiding[number], _value(grid, *cell)):
            yield cell
    for row, cells in enumerate(grid if scan.hides_noughts else (), 1):
        yield from ((row, at) for at, value in enumerate(cells) if value == 0 and not isinstance(value, bool))


def _filled(grid: Grid, row: int) -> int:
    return sum(value not in (EMPTY, None) for value in grid[row - 1]) if row <= len(grid) else 0


def _not_calculated(scan: SheetScan, grid: Grid, recalculates: bool) -> Iterator[Cell]:
    """Cells whose formula nobody has worked out: no value at all, or the 0 that writing programs put there.

    A program that cannot calculate writes 0 and asks Excel to calculate when the workbook is opened.
    """
    for row, column in scan.formulas:
        value = _value(grid, row, column)
        if value == EMPTY or (recalculates and value == 0 and not isinstance(value, bool)):
            yield row, column


def _value(grid: Grid, row: int, column: int) -> object:
    return grid[row - 1][column] if row <= len(grid) and column < len(grid[row - 1]) else EMPTY
