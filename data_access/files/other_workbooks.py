"""Reading workbooks in the other formats of Excel, WPS and LibreOffice, by the same limits and with the same marks."""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from typing import TypeVar

from data_access.files.binary_workbook import (
    binary_texts_struck,
    rows_with_binary_comments,
    scan_binary_sheet,
    scan_binary_styles,
    scan_names,
    struck_fonts,
)
from data_access.files.cell_marks import Marks
from data_access.files.compound import stream
from data_access.files.limits import MOST_CELLS, MOST_SHEETS
from data_access.files.number_formats import NO_FORMATS
from data_access.files.old_workbook import STREAMS, LockedError, OldWorkbook, scan_old
from data_access.files.open_document import CONTENT, FRAME, MANIFEST, scan_open
from data_access.files.refusals import LEGACY, PASSWORD, TOO_MANY_SHEETS, UNREADABLE, SourceRefused
from data_access.files.sheet_comments import boxes_of
from data_access.files.workbook import Grid, check_extent, grids, marks_of
from data_access.files.workbook_parts import BROKEN, SHEET, STRINGS, STYLES, Archive
from data_access.files.workbook_scan import MalformedError, SheetScan

Scan = TypeVar("Scan", bound=SheetScan)
_LINES = re.compile(rb">[ \t\r]*\n\s*<")
BINARY, BINARY_RELATIONS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels"


def read_old(name: str, content: bytes) -> Iterator[tuple[str, Grid, Marks]]:
    """Name, rows from row 1 on, and marks of each sheet of a workbook from before 2007; raises ``SourceRefused``."""
    try:
        book = scan_old(stream(content, STREAMS))
    except MalformedError as error:
        raise SourceRefused(LEGACY, name) from error
    except LockedError as error:
        raise SourceRefused(PASSWORD, name) from error
    _check(name, book.sheets)
    for scan, (title, grid, hidden, merged) in zip(book.sheets, grids(name, BytesIO(content)), strict=False):
        scan.merged += merged
        yield title, grid, marks_of(scan, grid, book.formats, hidden, book)


def read_open(name: str, content: bytes) -> Iterator[tuple[str, Grid, Marks]]:
    """The same of a spreadsheet of LibreOffice."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = Archive(name, archive, len(content))
            if MANIFEST in parts.places and b"encryption-data" in parts.read(MANIFEST):
                raise SourceRefused(PASSWORD, name)
            document = parts.read(CONTENT)
    except BROKEN as error:
        raise SourceRefused(UNREADABLE, name) from error
    yield from _open(name, document)


def read_flat(name: str, content: bytes) -> Iterator[tuple[str, Grid, Marks]]:
    """The same of one that is saved as a single XML file (fods); its lines are broken between elements."""
    yield from _open(name, _LINES.sub(b"><", content))


def _open(name: str, document: bytes) -> Iterator[tuple[str, Grid, Marks]]:
    try:
        sheets = scan_open(document)
    except BROKEN as error:
        raise SourceRefused(UNREADABLE, name) from error
    _check(name, sheets)
    named = {sheet.name: sheet for sheet in sheets}
    for title, grid, hidden, _merged in grids(name, _zipped({**FRAME, CONTENT: document})):
        sheet = _scan_of(title, named, name)
        marks = marks_of(sheet, grid, NO_FORMATS, hidden, OldWorkbook())
        monthly, scaled, unseen = map(frozenset, (sheet.monthly, sheet.scaled, sheet.unseen))
        yield title, grid, replace(marks, shown=sheet.shown, monthly=monthly, scaled=scaled, unseen=unseen)


def read_binary(name: str, content: bytes) -> Iterator[tuple[str, Grid, Marks]]:
    """The same of a binary workbook."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = Archive(name, archive, len(content))
            names = scan_names(parts.read(BINARY))
            relations = parts.targets("xl/_rels/workbook.bin.rels", "xl")
            places = {title: relations[relation] for title, relation in names.sheets.items()}
            strings, styles = (parts.only(relations.values(), kind) for kind in (STRINGS, STYLES))
            whole = {BINARY: parts.read(BINARY), BINARY_RELATIONS: parts.read(BINARY_RELATIONS)}
            others = [place for place in (strings, styles) if place]
            whole |= {place: parts.read(place) for _kind, place in places.values()}
            whole |= {place: parts.read(place) for place in others}
            beside = {title: parts.beside(place) for title, (_kind, place) in places.items()}
        formats = scan_binary_styles(whole[styles]) if styles else NO_FORMATS
        fonts = struck_fonts(whole[styles]) if styles else frozenset()
        struck = binary_texts_struck(whole[strings], fonts) if strings and fonts else frozenset()
        sheets = {
            title: scan_binary_sheet(whole[place], formats, struck)
            for title, (kind, place) in places.items()
            if kind.endswith(SHEET)
        }
        for title, sheet in sheets.items():
            sheet.commented = rows_with_binary_comments(beside[title].comments or b"")
            sheet.text_boxes = boxes_of(beside[title].drawing)
    except BROKEN as error:
        raise SourceRefused(UNREADABLE, name) from error
    _check(name, list(sheets.values()))
    book = OldWorkbook(since_1904=names.since_1904)
    for title, grid, hidden, _merged in grids(name, _zipped(whole)):
        yield title, grid, marks_of(_scan_of(title, sheets, name), grid, formats, hidden, book)


def _scan_of(title: str, scans: Mapping[str, Scan], name: str) -> Scan:
    """The look at a sheet; the library may take for a sheet what a damaged file does not call one."""
    if title not in scans:
        raise SourceRefused(UNREADABLE, name)
    return scans[title]


def _zipped(parts: Mapping[str, bytes]) -> BytesIO:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    buffer.seek(0)
    return buffer


def _check(name: str, sheets: Sequence[SheetScan]) -> None:
    """The library lays out all sheets at once: what holds of one sheet holds of them together."""
    if len(sheets) > MOST_SHEETS:
        raise SourceRefused(TOO_MANY_SHEETS, name, value=str(len(sheets)), expected=str(MOST_SHEETS))
    for scan in sheets:
        check_extent(name, scan.last_row, scan.last_column + 1)
    if sum(scan.last_row * (scan.last_column + 1) for scan in sheets) > MOST_CELLS:
        raise SourceRefused(UNREADABLE, name)
