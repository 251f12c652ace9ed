"""Applying a mapping: a foreign sheet becomes the columns of one of our ledgers, or of several."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass, replace

from data_access.checking.clearing import asks_to_clear
from data_access.checking.counted_days import counted, estimated_year
from data_access.checking.fill_down import filled_down
from data_access.checking.further_tables import tables_of
from data_access.checking.intake import Intake, reject_overlong
from data_access.checking.mapped_headers import header_problems, known_headers, with_own_headers
from data_access.checking.mapping_content import Mapping, Route
from data_access.checking.near_headers import with_near_headers
from data_access.checking.other_rows import left_out_note, without_other_rows
from data_access.checking.patterns import fits, fits_any, folded
from data_access.checking.reshaping import Place, Reshaped, chosen, reshaped
from data_access.checking.templates import SPECIAL, Template
from data_access.checking.understood import understanding
from data_access.files.headers import located
from data_access.files.sheet_notes import further_table_note, notes
from data_access.files.sources import Sheet, is_blank
from data_access.problems import (
    DAYS_ESTIMATED,
    MISSING_HEADER,
    MISSING_SHEET,
    MISSING_VALUE,
    OTHER_TABLE,
    UNTRANSLATED,
    Problem,
)

# A sentence names at most so many of the values that a mapping translates.
MOST_EXPECTED = 12
FIRST_PARTY, OTHER_PARTY = "first", "co"
# A cell whose word nobody knows; it is rejected.
UNKNOWN_WORD = object()


def translate(sheets: Collection[Sheet], mapping: Mapping) -> tuple[list[Intake], list[Problem]]:
    """The sheets as the mapping reads them; the problems are those of whole sheets, and warnings."""
    intakes: list[Intake] = []
    problems = list(_missing_sheets(sheets, mapping))
    for original in sheets:
        if not _is_meant(original, mapping):
            continue
        sheet, other_rows = without_other_rows(located(original, [known_headers(mapping)]), examples=True)
        if other_rows:
            problems.append(replace(left_out_note(sheet, other_rows), source=sheet.source))
        for table in tables_of(sheet, known_headers(mapping)):
            made, said = _of_table(filled_down(table), original.header_row, mapping)
            intakes += made
            problems += said
    return intakes, problems


def _of_table(sheet: Sheet, first_row: int, mapping: Mapping) -> tuple[list[Intake], list[Problem]]:
    """One table as the mapping reads it; a further one of the sheet must have the headers that the mapping names."""
    if not sheet.rows:
        return [], []
    sheet, near = with_near_headers(sheet, mapping)
    of_headers = [*near, *header_problems(sheet, mapping)]
    lacking = [each.column or "" for each in of_headers if each.code == MISSING_HEADER]
    if sheet.is_further and lacking:
        return [], [Problem(sheet.name, sheet.header_row, None, None, OTHER_TABLE, tuple(lacking), source=sheet.source)]
    said = [further_table_note(sheet, f"ledger.{mapping.ledger.key}")] if sheet.is_further else notes(sheet, first_row)
    problems = [*(replace(each, source=sheet.source) for each in said), *of_headers]
    if any(problem.makes_sheet_unreadable for problem in of_headers):
        return [], problems
    made, remarks = reshaped(sheet, mapping)
    return list(_intakes(made, with_own_headers(sheet, mapping))), [*problems, *remarks]


def _is_meant(sheet: Sheet, mapping: Mapping) -> bool:
    return mapping.sheet is None or fits(folded(sheet.name), folded(mapping.sheet))


def _missing_sheets(sheets: Collection[Sheet], mapping: Mapping) -> Iterable[Problem]:
    """Files without the sheet that the mapping names, each with the sheets it has instead."""
    for source in dict.fromkeys(sheet.source for sheet in sheets):
        of_file = [sheet for sheet in sheets if sheet.source == source]
        if mapping.sheet is not None and not any(_is_meant(sheet, mapping) for sheet in of_file):
            names = tuple(sheet.name for sheet in of_file[:MOST_EXPECTED])
            yield Problem(mapping.sheet, None, None, source or None, MISSING_SHEET, names, source=source)


def _intakes(made: Reshaped, mapping: Mapping) -> Iterator[Intake]:
    """What the sheet says for the ledger of the mapping, and for each further one."""
    yield _Translation(made, mapping).intake()
    for other in mapping.also:
        wanted = chosen(made.sheet, other.only) if other.only else [True] * len(made.sheet.rows)
        yield _Translation(_of_rows(made, wanted), other).intake()


def _of_rows(made: Reshaped, wanted: Sequence[bool]) -> Reshaped:
    kept = [position for position, want in enumerate(wanted) if want]
    special = {name: [cells[position] for position in kept] for name, cells in made.special.items()}
    sheet = replace(made.sheet, rows=[made.sheet.rows[position] for position in kept])
    return Reshaped(sheet, special, [made.parts[position] for position in kept])


@dataclass
class _Translation:
    made: Reshaped
    mapping: Mapping

    def intake(self) -> Intake:
        self.place = Place(self.made.sheet)
        self.cells = {header: self._unless_blank(self.place.cells(header)) for header in self.mapping.foreign_headers}
        self.cells |= self.made.special
        self.result = Intake(self.mapping.ledger, self.made.sheet, {}, {}, self.mapping.units)
        rest, routed = self._split()
        self._fill(rest, Route("", ()))
        for route, rows in routed:
            self._fill(rows, route)
        self._count_days()
        self._name_parties()
        self._require()
        reject_overlong(self.result)
        return self.result

    def _split(self) -> tuple[Sequence[int], list[tuple[Route, list[int]]]]:
        """The rows that no route takes, and those of each route; the first route that fits takes a row."""
        rest: Sequence[int] = range(len(self.made.sheet.rows))
        routed = []
        for route in self.mapping.routes:
            taken = {row for row in rest if fits_any(self.cells[route.header][row], route.values)}
            routed.append((route, sorted(taken)))
            rest = [row for row in rest if row not in taken]
        return rest, routed

    def _fill(self, rows: Sequence[int], route: Route) -> None:
        for column, templates in self.mapping.compose.items():
            self._name_source(column, [place.header for each in templates for place in each.places])
            self._copy(self._composed(templates, rows), column, rows)
        for header, targets in {**self.mapping.headers, **route.headers}.items():
            for column in targets:
                self._name_source(column, [header])
                self._copy(self.cells[header], column, rows)
        for column, constant in {**self.mapping.constants, **route.constants}.items():
            values = self._values_of(column)
            for row in rows:
                values[row] = constant

    def _name_source(self, column: str, headers: Sequence[str]) -> None:
        """Which header a problem of a column names, and which columns of the sheet are read into it."""
        there = {header: self.place.position(header) for header in headers if header not in SPECIAL}
        shown = [header if at is None else self.made.sheet.headers[at] for header, at in there.items()]
        if shown:
            self.result.headers.setdefault(column, "+".join(dict.fromkeys(shown)))
        for at in there.values():
            if at is not None:
                self.result.positions.setdefault(at, column)

    def _composed(self, templates: Sequence[Template], rows: Sequence[int]) -> list[object]:
        made: list[object] = [None] * len(self.made.sheet.rows)
        headers = {place.header for each in templates for place in each.places}
        for row in rows:
            cells = {header: self.cells[header][row] for header in headers}
            made[row] = next((text for each in templates if (text := each.filled(cells)) is not None), None)
        return made

    def _unless_blank(self, cells: list[object]) -> list[object]:
        """The cells of a column without the texts that the mapping calls blank."""
        blank = self.mapping.blank
        return [None if folded(value) in blank else value for value in cells] if blank else cells

    def _values_of(self, column: str) -> list[object]:
        return self.result.columns.setdefault(column, [None] * len(self.made.sheet.rows))

    def _copy(self, cells: Sequence[object], column: str, rows: Iterable[int]) -> None:
        values = self._values_of(column)
        reader = _CellReader(self.mapping, column)
        for row in rows:
            values[row] = value = reader.read(cells[row]) if reader.changes_cells else cells[row]
            if value is UNKNOWN_WORD:
                self.result.reject(row, column, cells[row], UNTRANSLATED, reader.expected)
                values[row] = None

    def _count_days(self) -> None:
        for column, start in self.mapping.days.items():
            starts = self._values_of(start)
            values = self._values_of(column)
            told: set[int] = set()
            for row, (value, of) in enumerate(zip(values, starts, strict=True)):
                values[row] = due = counted(value, of)
                year = estimated_year(value, of, due)
                if year is not None and year not in told:
                    told.add(year)
                    self.result.warn(row, column, str(value), DAYS_ESTIMATED, [str(year), str(due)])

    def _name_parties(self) -> None:
        """Of several defendants in one cell the first named is the first, where nothing else says so."""
        role = "defendant_role"
        if not self.mapping.ledger.several_defendants or role in self.result.columns or not any(self.made.parts):
            return
        self.result.columns[role] = [
            (FIRST_PARTY if part == 1 else OTHER_PARTY) if part else None for part in self.made.parts
        ]

    def _require(self) -> None:
        """Reject the rows with a blank cell under a required header, whatever route they take."""
        for header in self.mapping.required:
            column = self.mapping.headers[header][0]
            for row, value in enumerate(self.cells[header]):
                if is_blank(value) or asks_to_clear(value):
                    kind = self.mapping.ledger.column(column).kind
                    self.result.reject(row, column, None, MISSING_VALUE, [f"template.kind.{kind}"])


class _CellReader:
    """What a mapping makes of the cells of a column; each different cell is read once."""

    def __init__(self, mapping: Mapping, column: str) -> None:
        self.table: Map[str, str] = mapping.values.get(column, {})
        self.expected = [*self.table][:MOST_EXPECTED]
        declared = mapping.ledger.column(column)
        self._formats = mapping.date_formats if declared.kind == "date" else ()
        self.changes_cells = column in mapping.values or bool(self._formats)
        words_are_known = column in mapping.values and declared.kind in ("code", "flag")
        self._is_understood = understanding(declared) if words_are_known else None
        self._read: dict[tuple[type, object], object] = {}

    def read(self, value: object) -> object:
        """The cell as our ledger is to have it; ``UNKNOWN_WORD`` where the mapping lists the words of this column and
        neither it nor our ledger has this one."""
        known = (type(value), value)
        if known not in self._read:
            self._read[known] = None if is_blank(value) else self._translated(value)
        return self._read[known]

    def _translated(self, value: object) -> object:
        text = folded(value) if self.table else ""
        pattern = text if text in self.table else next((each for each in self.table if fits(text, each)), None)
        if pattern is not None:
            return self.table[pattern]
        if self._is_understood is not None and not self._is_understood(value):
            return UNKNOWN_WORD
        return self._date(value) if self._formats and isinstance(value, str) else value

    def _date(self, text: str) -> object:
        for pattern in self._formats:
            try:
                return dt.datetime.strptime(text.strip(), pattern).date()
            except ValueError:
                continue
        return text
