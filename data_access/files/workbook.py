"""Reading a workbook: taken apart, looked through, held against the limits, and only then read."""

import posixpath
from collections.abc import Iterator, Mapping, Sequence

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from data_access.files.cell_marks import Cell, Marks
from data_access.files.limits import MOST_CELLS, MOST_CHARACTERS, MOST_COLUMNS, MOST_SHEETS
from data_access.files.refusals import (
    EXPANDS,
    TOO_MANY_COLUMNS,
    TOO_MANY_SHEETS,
    TOO_SCATTERED,
    UNREADABLE,
    SourceRefused,
    megabytes,
)
from data_access.files.workbook_parts import RELATIONS, STRINGS, WORKBOOK, packed, unpacked
from data_access.files.workbook_scan import (
    MalformedError,
    SheetScan,
    attributes_of,
    check_counts,
    scan_sheet,
    without_empty_cells,
)
from data_access.files.workbook_texts import named_characters, text_lengths, without_counts

Grid = list[list[object]]

_NO_SHEETS = {WORKBOOK, RELATIONS, STRINGS.casefold(), "xl/styles.xml", "[content_types].xml"}
# The value that python-calamine gives for a cell without a value.
EMPTY = ""


def read_workbook(name: str, content: bytes) -> Iterator[tuple[str, Grid, Marks]]:
    """Name, rows from row 1 on, and marks of each sheet; raises ``SourceRefused``."""
    parts = {part: _lean(part, xml) for part, xml in unpacked(name, content).items()}
    try:
        scans = {part: scan_sheet(xml) for part, xml in parts.items() if _may_be_sheet(part)}
        sheets = _sheet_parts(parts)
        recalculates = any(each.get("fullCalcOnLoad") in ("1", "true") for each in _of_workbook(parts, "calcPr"))
        _check(name, parts, scans, len(sheets))
    except (MalformedError, KeyError) as error:
        raise SourceRefused(UNREADABLE, name) from error
    whole = packed(parts)
    del parts
    try:
        for title, grid, hidden in _grids(CalamineWorkbook.from_filelike(whole)):
            scan = scans[sheets[title]]
            yield title, grid, scan.marks(_not_calculated(scan, grid, recalculates), hidden)
    except (CalamineError, KeyError) as error:
        raise SourceRefused(UNREADABLE, name) from error
    except BaseException as error:
        # The library's own panics are no ``Exception``; none of our limits should let one happen.
        if type(error).__name__ != "PanicException":
            raise
        raise SourceRefused(UNREADABLE, name) from None


def _lean(part: str, xml: bytes) -> bytes:
    """The part without empty cells (a sheet) or stated counts (shared texts), which only cost memory."""
    if part.casefold() == STRINGS.casefold():
        return without_counts(xml)
    return without_empty_cells(xml) if _may_be_sheet(part) else xml


def _may_be_sheet(part: str) -> bool:
    return part.casefold() not in _NO_SHEETS and not part.endswith(".rels")


def _of_workbook(parts: Mapping[str, bytes], element: str) -> list[dict[str, str]]:
    return attributes_of(parts[WORKBOOK], element)


def _sheet_parts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The name of each sheet → the part that holds it."""
    targets = {each["Id"]: each["Target"] for each in attributes_of(parts[RELATIONS], "Relationship")}
    sheets = {}
    for each in _of_workbook(parts, "sheet"):
        target = targets[each["id"]]
        base = "" if target.startswith("/") else "xl/"
        sheets[each["name"]] = posixpath.normpath(base + target.lstrip("/"))
    return sheets


def _check(name: str, parts: Mapping[str, bytes], scans: Mapping[str, SheetScan], sheets: int) -> None:
    for part in parts.keys() - scans.keys():
        check_counts(parts[part])
    if sheets > MOST_SHEETS:
        raise SourceRefused(TOO_MANY_SHEETS, name, value=str(sheets), expected=str(MOST_SHEETS))
    for scan in scans.values():
        if scan.last_column >= MOST_COLUMNS:
            raise SourceRefused(TOO_MANY_COLUMNS, name, value=f"{scan.last_column + 1:,}", expected=f"{MOST_COLUMNS:,}")
        if scan.last_row * (scan.last_column + 1) > MOST_CELLS:
            raise SourceRefused(TOO_SCATTERED, name, value=f"{scan.last_row:,}", expected=f"{MOST_CELLS:,}")
    characters = _characters(parts, scans)
    if characters > MOST_CHARACTERS:
        raise SourceRefused(EXPANDS, name, value=megabytes(characters), expected=megabytes(MOST_CHARACTERS))


def _characters(parts: Mapping[str, bytes], scans: Mapping[str, SheetScan]) -> int:
    """Characters of all cells that name a shared text; counted one by one only when an estimate is too high."""
    strings = next((xml for part, xml in parts.items() if part.casefold() == STRINGS.casefold()), None)
    lengths = [] if strings is None else text_lengths(strings)
    most = max(lengths, default=0) * sum(scan.texts for scan in scans.values())
    if most <= MOST_CHARACTERS:
        return most
    return sum(named_characters(parts[part], lengths) for part, scan in scans.items() if scan.texts)


def _grids(workbook: CalamineWorkbook) -> Iterator[tuple[str, Grid, bool]]:
    for position, sheet in enumerate(workbook.sheets_metadata):
        if sheet.typ == SheetTypeEnum.WorkSheet:
            grid: Sequence[Sequence[object]] = workbook.get_sheet_by_index(position).to_python(skip_empty_area=False)
            yield sheet.name, [list(row) for row in grid], sheet.visible != SheetVisibleEnum.Visible


def _not_calculated(scan: SheetScan, grid: Grid, recalculates: bool) -> Iterator[Cell]:
    """Cells whose formula nobody has worked out: no value at all, or the 0 that writing programs put there.

    A program that cannot calculate writes 0 and asks Excel to calculate when the workbook is opened.
    """
    for row, column in scan.formulas:
        value = grid[row - 1][column] if row <= len(grid) and column < len(grid[row - 1]) else EMPTY
        if value == EMPTY or (recalculates and value == 0 and not isinstance(value, bool)):
            yield row, column
