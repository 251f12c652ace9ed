"""Applying a mapping: a foreign sheet becomes the columns of one of our ledgers."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from data_access.checking.clearing import asks_to_clear
from data_access.checking.fill_down import filled_down
from data_access.checking.header_names import column_letter, doubled_headers, missing_header, sheet_problem
from data_access.checking.intake import Intake, plain, reject_overlong
from data_access.checking.mapping import Mapping, Route
from data_access.checking.other_rows import left_out_note, without_other_rows
from data_access.files.headers import located
from data_access.files.sheet_notes import notes
from data_access.files.sources import Sheet, is_blank
from data_access.problems import MISSING_SHEET, MISSING_VALUE, UNKNOWN_HEADER, UNTRANSLATED, Problem

# A sentence names at most so many of the values that a mapping translates.
MOST_EXPECTED = 12


def translate(sheets: Collection[Sheet], mapping: Mapping) -> tuple[list[Intake], list[Problem]]:
    """The sheets as the mapping reads them; the problems are those of whole sheets, and warnings."""
    intakes, problems = [], list(_missing_sheets(sheets, mapping))
    for original in sheets:
        if mapping.sheet is not None and plain(original.name) != plain(mapping.sheet):
            continue
        sheet = located(original, [set(map(plain, mapping.foreign_headers))])
        sheet, other_rows = without_other_rows(sheet)
        sheet = filled_down(sheet)
        if not sheet.rows:
            continue
        problems += [left_out_note(sheet, other_rows)] if other_rows else []
        header_problems = _header_problems(sheet, mapping)
        problems += [*notes(sheet, original.header_row), *header_problems]
        if not any(problem.makes_sheet_unreadable for problem in header_problems):
            intakes.append(_Translation(sheet, mapping).intake())
    return intakes, problems


def _missing_sheets(sheets: Collection[Sheet], mapping: Mapping) -> Iterable[Problem]:
    """Files without the sheet that the mapping names, each with the sheets it has instead."""
    for source in dict.fromkeys(sheet.source for sheet in sheets):
        names = [sheet.name for sheet in sheets if sheet.source == source]
        if mapping.sheet is not None and plain(mapping.sheet) not in map(plain, names):
            yield Problem(mapping.sheet, None, None, source or None, MISSING_SHEET, tuple(names[:MOST_EXPECTED]))


def _header_problems(sheet: Sheet, mapping: Mapping) -> list[Problem]:
    there = set(map(plain, sheet.headers))
    needed = mapping.foreign_headers
    problems = doubled_headers(sheet)
    mapped = {plain(header) for header in (*needed, *mapping.ignore)}
    unknown = []
    for position, header in enumerate(sheet.headers):
        if plain(header) not in mapped and (header or any(not is_blank(value) for value in _cells(sheet, position))):
            unknown.append(header or column_letter(position))
    problems += [missing_header(sheet, header, unknown) for header in needed if plain(header) not in there]
    return problems + [sheet_problem(sheet, header, UNKNOWN_HEADER) for header in unknown]


def _cells(sheet: Sheet, position: int) -> list[object]:
    return [row[position] if position < len(row) else None for _number, row in sheet.rows]


def _text(value: object) -> str:
    return "" if is_blank(value) else str(value).strip()


@dataclass
class _Translation:
    sheet: Sheet
    mapping: Mapping

    def intake(self) -> Intake:
        positions = {plain(header): position for position, header in enumerate(self.sheet.headers) if header}
        self.cells = {
            plain(header): _cells(self.sheet, positions[plain(header)]) for header in self.mapping.foreign_headers
        }
        self.result = Intake(self.mapping.ledger, self.sheet, {}, {}, self.mapping.units)
        self.positions = positions
        rest, routed = self._split()
        self._fill(rest, Route("", frozenset(), {}, {}))
        for route, rows in routed:
            self._fill(rows, route)
        self._require()
        reject_overlong(self.result)
        return self.result

    def _split(self) -> tuple[Sequence[int], list[tuple[Route, list[int]]]]:
        """The rows that no route takes, and those of each route; the first route that fits takes a row."""
        rest: Sequence[int] = range(len(self.sheet.rows))
        routed = []
        for route in self.mapping.routes:
            texts = [_text(value) for value in self.cells[plain(route.header)]]
            routed.append((route, [row for row in rest if texts[row] in route.values]))
            rest = [row for row in rest if texts[row] not in route.values]
        return rest, routed

    def _fill(self, rows: Iterable[int], route: Route) -> None:
        for header, targets in {**self.mapping.headers, **route.headers}.items():
            for column in targets:
                self.result.headers.setdefault(column, header)
                self.result.positions.setdefault(self.positions[plain(header)], column)
                self._copy(self.cells[plain(header)], column, rows)
        for column, constant in {**self.mapping.constants, **route.constants}.items():
            values = self._values_of(column)
            for row in rows:
                values[row] = constant

    def _values_of(self, column: str) -> list[object]:
        return self.result.columns.setdefault(column, [None] * len(self.sheet.rows))

    def _copy(self, cells: list[object], column: str, rows: Iterable[int]) -> None:
        values = self._values_of(column)
        table = self.mapping.values.get(column)
        kind = self.mapping.ledger.column(column).kind
        dates: dict[str, object] = {}
        for row in rows:
            value = cells[row]
            if table is not None and not is_blank(value) and not asks_to_clear(value):
                translated = table.get(_text(value))
                if translated is None and kind != "unit":
                    self.result.reject(row, column, value, UNTRANSLATED, [*table][:MOST_EXPECTED])
                    continue
                value = value if translated is None else translated
            elif kind == "date" and isinstance(value, str) and self.mapping.date_formats:
                value = dates[value] if value in dates else dates.setdefault(value, self._date(value))
            values[row] = value

    def _date(self, text: str) -> object:
        for pattern in self.mapping.date_formats:
            try:
                return dt.datetime.strptime(text.strip(), pattern).date()
            except ValueError:
                continue
        return text

    def _require(self) -> None:
        """Reject the rows with a blank cell under a required header, whatever route they take."""
        for header in self.mapping.required:
            column = self.mapping.headers[header][0]
            for row, value in enumerate(self.cells[plain(header)]):
                if is_blank(value) or asks_to_clear(value):
                    kind = self.mapping.ledger.column(column).kind
                    self.result.reject(row, column, None, MISSING_VALUE, [f"template.kind.{kind}"])
