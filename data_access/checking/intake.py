"""From a sheet to the columns of a ledger: which ledger it is, which header is which column. Values stay raw."""

import difflib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from data_access.checking.fill_down import filled_down
from data_access.checking.nearness import nearest
from data_access.checking.patterns import fits_any
from data_access.files.cell_text import plain as plain
from data_access.files.headers import located
from data_access.files.sheet_notes import notes, template_note
from data_access.files.sources import Sheet, is_blank
from data_access.ledgers.all import LEDGERS
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.ledgers.workbook_marks import (
    CHOICES_SHEET,
    EXAMPLE_MARK,
    GUIDE_SHEET,
    LIST_SHEET,
    PROBLEM_HEADER,
    is_current,
    template_version,
)
from data_access.privacy import masked
from data_access.problems import (
    DUPLICATE_HEADER,
    MISSING_HEADER,
    NEARLY_LEDGER,
    TOO_MANY_CELLS,
    UNKNOWN_HEADER,
    UNKNOWN_SHEET,
    Problem,
)

_EXAMPLES = tuple(map(plain, EXAMPLE_MARK.values()))
_SAID = set(map(plain, PROBLEM_HEADER.values()))
_GUIDES, _CHOICES, _LISTS = (set(map(plain, names.values())) for names in (GUIDE_SHEET, CHOICES_SHEET, LIST_SHEET))
# Headers named as the likely ones when a required header is missing.
NEAREST, LIKENESS = 3, 0.4


@dataclass(frozen=True)
class NewUnits:
    """The kind, county and sector of units that a foreign ledger names and the database does not know yet.

    ``names`` are patterns (``folded``) of the units' names; none means all of them.
    """

    kind: str
    peer_group: str | None = None
    county: str | None = None
    sector: str | None = None
    names: tuple[str, ...] = ()

    def takes(self, name: object) -> bool:
        """Whether a new unit of that name is of this kind."""
        return not self.names or fits_any(name, self.names)


def kind_of_new(name: object, kinds: Iterable[NewUnits]) -> NewUnits | None:
    """The first of the kinds that a new unit of that name is of; None when it may not be created."""
    return next((each for each in kinds if each.takes(name)), None)


@dataclass
class Intake:
    """The rows of one ledger in one sheet, column by column, as raw values.

    ``columns`` maps database columns to one value a row, ``headers`` to the header the user sees. ``reported`` holds
    the cells (column, position) that have a problem or a hint. ``new_units`` are the kinds of unknown units that may be
    created. ``positions`` tells which column of the sheet (from 0) is read into which of ours. ``said`` are the
    problems and hints of each row by its position: one row of a sheet may be read as several.
    """

    ledger: Ledger
    sheet: Sheet
    columns: dict[str, list[object]]
    headers: dict[str, str]
    new_units: tuple[NewUnits, ...] = ()
    positions: dict[int, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    hints: list[Problem] = field(default_factory=list)
    said: dict[int, list[Problem]] = field(default_factory=dict)
    reported: set[tuple[str, int]] = field(default_factory=set)
    rejected: set[int] = field(default_factory=set)
    hinted: set[int] = field(default_factory=set)

    def reject(self, position: int, column: str, value: object, code: str, expected: Iterable[str] = ()) -> None:
        """Record a problem of one cell; its row will not be stored."""
        self.problems.append(self._said(position, column, value, code, expected))
        self.rejected.add(position)

    def hint(self, position: int, column: str, code: str, expected: Iterable[str] = ()) -> None:
        """Record that a row, which is stored all the same, cannot be right as it stands."""
        value = self.columns[column][position] if column in self.columns else None
        self.hints.append(self._said(position, column, value, code, expected))
        self.hinted.add(position)

    def _said(self, position: int, column: str, value: object, code: str, expected: Iterable[str]) -> Problem:
        number, row = self.sheet.rows[position]
        shown = None if is_blank(value) else masked(str(value))
        header = self.headers.get(column) or (self.ledger.column(column).zh if column else column)
        kept = {_name_of(self.sheet, place): cell for place, cell in enumerate(row)}
        self.reported.add((column, position))
        problem = Problem(self.sheet.name, number, header, shown, code, tuple(expected), kept, self.sheet.source)
        self.said.setdefault(position, []).append(problem)
        return problem

    def warn(self, position: int, column: str, value: str, code: str, expected: Iterable[str] = ()) -> None:
        """Record a remark on a cell; its row is stored all the same."""
        number, _row = self.sheet.rows[position]
        header = self.headers.get(column, column)
        said = Problem(self.sheet.name, number, header, masked(value), code, tuple(expected), source=self.sheet.source)
        self.warnings.append(said)


def take_in(sheets: Collection[Sheet]) -> tuple[list[Intake], list[Problem]]:
    """Recognise the sheets of our own workbook; the problems are those of whole sheets, and warnings."""
    intakes, problems = [], []
    for sheet in sheets:
        if plain(sheet.name) in _GUIDES:
            problems += template_note(sheet, template_version(), is_current)
        if plain(sheet.name) in _GUIDES | _CHOICES | _LISTS:
            continue
        named = _named(sheet)
        filled = without_examples(
            located(sheet, [columns_by_name(ledger) for ledger in ([named] if named else LEDGERS)])
        )
        filled = filled_down(filled)
        ledger = named or _ledger_of(filled)
        if not filled.rows:
            continue
        problems += notes(filled, sheet.header_row)
        if ledger is None:
            problems.append(_unknown(filled))
            continue
        intake, header_problems = _by_own_headers(ledger, filled)
        problems += header_problems
        intakes.append(intake)
    return intakes, problems


def _unknown(sheet: Sheet) -> Problem:
    """A sheet that is no ledger: the one it comes nearest to and the headers that it lacks, else all ledgers."""
    near = nearest(sheet)
    if near is None:
        return sheet_problem(sheet, "", UNKNOWN_SHEET, [f"ledger.{each.key}" for each in LEDGERS])
    there = {column.name: sheet_header for sheet_header, column in near.by_header()}
    lacking = [column for column in near.ledger.columns if column.required and not _has_header(near.sheet, column)]
    said = [" ≈ ".join(filter(None, (f"{each.zh} / {each.en}", there.get(each.name)))) for each in lacking]
    value = f"{near.ledger.zh} / {near.ledger.en}"
    return Problem(sheet.name, None, None, value, NEARLY_LEDGER, tuple(said), source=sheet.source)


def _has_header(sheet: Sheet, column: LedgerColumn) -> bool:
    return bool(set(map(plain, sheet.headers)) & set(map(plain, _names_of(column))))


def sheet_problem(sheet: Sheet, header: str, code: str, expected: Iterable[str] = ()) -> Problem:
    """A problem (or warning) of a whole column."""
    return Problem(sheet.name, None, header, None, code, tuple(expected), source=sheet.source)


def missing_header(sheet: Sheet, header: str, unknown: Iterable[str], *also: str) -> Problem:
    """A header that must be there and is not, with those of the unknown headers that come nearest to it."""
    others = {plain(each): each for each in unknown}
    names = [plain(header), *map(plain, also)]
    near = [other for name in names for other in difflib.get_close_matches(name, others, NEAREST, LIKENESS)]
    shown = [others[other] for other in dict.fromkeys(near)][:NEAREST]
    value = " / ".join((header, *also))
    return Problem(sheet.name, None, header, value, MISSING_HEADER, tuple(shown), source=sheet.source)


def reject_overlong(intake: Intake) -> None:
    """Reject the rows with more cells than headers: an unquoted delimiter has moved them all."""
    width = len(intake.sheet.headers)
    for position, (_number, row) in enumerate(intake.sheet.rows):
        if len(row) > width and not all(map(is_blank, row[width:])):
            intake.reject(position, "", row[-1], TOO_MANY_CELLS, [str(width)])


def _name_of(sheet: Sheet, position: int) -> str:
    header = sheet.headers[position] if position < len(sheet.headers) else ""
    return header or column_letter(position)


def column_letter(position: int) -> str:
    """The letter Excel gives to a column (0 → A, 26 → AA)."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def doubled_headers(sheet: Sheet) -> list[Problem]:
    """Headers that stand twice: nobody can say which of the columns is meant."""
    seen: set[str] = set()
    problems = []
    for header in map(plain, sheet.headers):
        if header in seen:
            problems.append(sheet_problem(sheet, header, DUPLICATE_HEADER))
        seen.update({header} - {""})
    return problems


def without_examples(sheet: Sheet) -> Sheet:
    """The sheet without the rows that show how to fill it."""
    rows = [(number, row) for number, row in sheet.rows if not (row and plain(row[0]).startswith(_EXAMPLES))]
    return replace(sheet, rows=rows)


def _cut_after_problems(sheet: Sheet) -> Sheet:
    """A sheet of problems without the blank headers after its sentences: cells there are beyond the last header."""
    positions = [position for position, header in enumerate(sheet.headers) if plain(header) in _SAID]
    if not positions or any(sheet.headers[positions[-1] + 1 :]):
        return sheet
    return replace(sheet, headers=sheet.headers[: positions[-1] + 1])


def columns_by_name(ledger: Ledger) -> dict[str, str]:
    """Every header that a column may have → its database name."""
    return {plain(name): column.name for column in ledger.columns for name in _names_of(column)}


def _names_of(column: LedgerColumn) -> tuple[str, ...]:
    return (column.name, column.zh, column.en, *column.also)


def _named(sheet: Sheet) -> Ledger | None:
    """The ledger that has the name of the sheet."""
    for ledger in LEDGERS:
        if plain(sheet.name) in {plain(name) for name in (ledger.key, ledger.table, ledger.zh, ledger.en)}:
            return ledger
    return None


def _ledger_of(sheet: Sheet) -> Ledger | None:
    """The ledger with the most headers in the sheet, of those whose required headers all stand there."""
    headers = set(map(plain, sheet.headers))
    fits = [
        (len(headers & columns_by_name(ledger).keys()), ledger.key, ledger)
        for ledger in LEDGERS
        if all(headers & set(map(plain, _names_of(column))) for column in ledger.columns if column.required)
    ]
    return max(fits)[2] if fits else None


def _by_own_headers(ledger: Ledger, sheet: Sheet) -> tuple[Intake, list[Problem]]:
    names = columns_by_name(ledger)
    sheet = _cut_after_problems(sheet)
    problems = doubled_headers(sheet)
    columns: dict[str, list[object]] = {}
    shown: dict[str, str] = {}
    places: dict[int, str] = {}
    unknown = []
    for position, (header, values) in enumerate(zip(sheet.headers, _columns(sheet), strict=True)):
        name = names.get(plain(header))
        if name is not None:
            columns[name], shown[name], places[position] = values, header, name
        elif plain(header) not in _SAID and (header or not all(map(is_blank, values))):
            unknown.append(_name_of(sheet, position))
    problems += [sheet_problem(sheet, header, UNKNOWN_HEADER) for header in unknown]
    for column in ledger.columns:
        if column.required and column.name not in columns:
            problems.append(missing_header(sheet, column.zh, unknown, column.en))
    intake = Intake(ledger, sheet, columns, shown, positions=places)
    reject_overlong(intake)
    return intake, problems


def _columns(sheet: Sheet) -> Iterator[list[object]]:
    """The cells below each header; a row that ends early is blank beyond."""
    width = len(sheet.headers)
    rows = [row if len(row) >= width else [*row, *[None] * (width - len(row))] for _number, row in sheet.rows]
    return (list(cells) for cells in islice(zip(*rows, strict=False), width))
