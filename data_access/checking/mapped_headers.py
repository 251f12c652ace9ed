"""Which headers of a foreign sheet a mapping reads: its own, and those that are called like our columns anyway."""

from collections.abc import Iterator
from dataclasses import replace

from data_access.checking.header_names import (
    column_letter,
    doubled_headers,
    missing_header,
    names,
    sheet_problem,
)
from data_access.checking.mapping_content import Mapping, names_of
from data_access.checking.patterns import fits
from data_access.checking.reshaping import Place, wide_columns
from data_access.files.cell_text import plain
from data_access.files.sources import Sheet, cell_at, is_blank
from data_access.problems import COLUMN_NOT_FILLED, SAME_COLUMN, UNKNOWN_HEADER, Problem


def known_headers(mapping: Mapping) -> set[str]:
    """The plain names by which the row of headers is found: those of the mapping, and those of our ledger."""
    of_mapping = {plain(name) for header in mapping.foreign_headers for name in names_of(header)}
    return of_mapping | set(mapping.ignore) | names(mapping.ledger).keys()


def with_own_headers(sheet: Sheet, mapping: Mapping) -> Mapping:
    """The mapping with the headers of the sheet that it need not name, for they are called like a column of ours."""
    own = {header: (column,) for header, column in _own_headers(sheet, mapping)}
    return replace(mapping, headers={**mapping.headers, **own})


def _own_headers(sheet: Sheet, mapping: Mapping) -> Iterator[tuple[str, str]]:
    """Headers called like a column of ours, which the mapping does not send elsewhere, with the column.

    One that the mapping names for another purpose (a part of a template, a row to skip) is read besides, unless
    something else fills its column.
    """
    columns, place = names(mapping.ledger), Place(sheet)
    sent = {*mapping.headers, *(header for route in mapping.routes for header in route.headers)}
    elsewhere = {at for header in sent for at in place.positions(header)}
    unmentioned = _unmentioned(sheet, mapping)
    for at, header in enumerate(sheet.headers):
        column = columns.get(plain(header)) if header else None
        if column is None or at in elsewhere or is_left_out(header, mapping):
            continue
        if at in unmentioned or column not in mapping.filled:
            yield header, column


def is_left_out(header: str, mapping: Mapping) -> bool:
    """Whether a mapping says that a header is known and not read."""
    return any(fits(plain(header), each) for each in mapping.ignore)


def _unmentioned(sheet: Sheet, mapping: Mapping) -> list[int]:
    """The columns of a sheet of which a mapping says nothing."""
    place = Place(sheet)
    said = {at for header in mapping.foreign_headers for at in place.positions(header)} | set(
        wide_columns(sheet, mapping)
    )
    return [at for at, header in enumerate(sheet.headers) if at not in said and not is_left_out(header, mapping)]


def header_problems(sheet: Sheet, mapping: Mapping) -> list[Problem]:
    """What is wrong with the headers of a sheet, and which of them the mapping leaves out without saying so."""
    own = dict(_own_headers(sheet, mapping))
    unknown = [
        sheet.headers[at] or column_letter(at)
        for at in _unmentioned(sheet, mapping)
        if sheet.headers[at] not in own and (sheet.headers[at] or _has_cells(sheet, at))
    ]
    return [
        *doubled_headers(sheet),
        *_missing(sheet, mapping, unknown),
        *_two_onto_one(sheet, mapping, own),
        *_not_filled(sheet, mapping, own),
        *(sheet_problem(sheet, header, UNKNOWN_HEADER) for header in unknown),
    ]


def _has_cells(sheet: Sheet, at: int) -> bool:
    return any(not is_blank(cell_at(row, at)) for _number, row in sheet.rows)


def _missing(sheet: Sheet, mapping: Mapping, unknown: list[str]) -> Iterator[Problem]:
    place = Place(sheet)
    for header in mapping.foreign_headers:
        if not place.positions(header) and not {header, *names_of(header)} & set(mapping.optional):
            yield missing_header(sheet, names_of(header)[0], unknown, *names_of(header)[1:])
    if mapping.wide and not wide_columns(sheet, mapping):
        yield missing_header(sheet, mapping.wide[0], unknown, *mapping.wide[1:])


def _two_onto_one(sheet: Sheet, mapping: Mapping, own: dict[str, str]) -> Iterator[Problem]:
    """Two names of one header that both stand there, or a header of ours for a column that another fills."""
    place = Place(sheet)
    for header in mapping.foreign_headers:
        there = list(dict.fromkeys(sheet.headers[at] for at in place.positions(header)))
        if len(there) > 1:
            yield sheet_problem(sheet, there[1], SAME_COLUMN, [there[0]])
    filled = {column: header for header, columns in mapping.headers.items() for column in columns}
    filled |= dict.fromkeys(mapping.compose, "mapping.word.compose")
    filled |= dict.fromkeys(mapping.constants, "mapping.word.constants")
    for header, column in own.items():
        if column in filled:
            yield sheet_problem(sheet, header, SAME_COLUMN, [filled[column]])
        filled[column] = header


def _not_filled(sheet: Sheet, mapping: Mapping, own: dict[str, str]) -> Iterator[Problem]:
    """Columns that our ledger requires and nothing fills; of a further ledger those that its own part must fill."""
    for each, more in ((mapping, own.values()), *((other, ()) for other in mapping.also)):
        for column in each.ledger.columns:
            if column.required and column.name not in each.filled | set(more):
                yield sheet_problem(
                    sheet, f"{column.zh} / {column.en}", COLUMN_NOT_FILLED, [f"ledger.{each.ledger.key}"]
                )
