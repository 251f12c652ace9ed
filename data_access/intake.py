"""From a sheet to the columns of a ledger: which ledger it is, which header is which column. Values stay raw."""

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from data_access.ledgers import LEDGERS, Ledger
from data_access.problems import (
    DUPLICATE_HEADER,
    MISSING_HEADER,
    TOO_MANY_CELLS,
    UNKNOWN_HEADER,
    UNKNOWN_SHEET,
    Problem,
)
from data_access.sources import Sheet, is_blank

# Marks of the blank workbook; like headers they are the contract of a file, in both languages.
EXAMPLE_MARK = {"zh": "示例:", "en": "Example:"}
GUIDE_SHEET = {"zh": "填写说明", "en": "Guide"}
CHOICES_SHEET = {"zh": "选项", "en": "Choices"}


def plain(text: object) -> str:
    """The form in which names are compared: full-width as half-width, no white space, no case, no required mark."""
    return "".join(unicodedata.normalize("NFKC", str(text)).casefold().split()).rstrip("*")


_EXAMPLES = tuple(map(plain, EXAMPLE_MARK.values()))
_NOT_A_LEDGER = {plain(name) for names in (GUIDE_SHEET, CHOICES_SHEET) for name in names.values()}


@dataclass(frozen=True)
class NewUnits:
    """What a unit becomes that a foreign ledger names and the database does not know yet."""

    kind: str
    peer_group: str | None = None
    county: str | None = None
    sector: str | None = None


@dataclass
class Intake:
    """The rows of one ledger in one sheet, column by column, as raw values.

    ``columns`` maps database columns to one value a row, ``headers`` to the header the user sees. ``reported`` holds
    the cells (column, position) that already have a problem. ``new_units`` allows unknown units to be created.
    """

    ledger: Ledger
    sheet: Sheet
    columns: dict[str, list[object]]
    headers: dict[str, str]
    new_units: NewUnits | None = None
    problems: list[Problem] = field(default_factory=list)
    reported: set[tuple[str, int]] = field(default_factory=set)
    rejected: set[int] = field(default_factory=set)

    def reject(self, position: int, column: str, value: object, code: str, expected: Iterable[str] = ()) -> None:
        """Record a problem of one cell; its row will not be stored."""
        number, row = self.sheet.rows[position]
        shown = None if is_blank(value) else str(value)
        header = self.headers.get(column, column)
        kept = {_name_of(self.sheet, place): cell for place, cell in enumerate(row)}
        self.problems.append(Problem(self.sheet.name, number, header, shown, code, tuple(expected), kept))
        self.reported.add((column, position))
        self.rejected.add(position)


def take_in(sheets: Collection[Sheet]) -> tuple[list[Intake], list[Problem]]:
    """Recognise the sheets of our own workbook; the problems are those of whole sheets, and warnings."""
    intakes, problems = [], []
    for sheet in sheets:
        filled = _without_examples(sheet)
        if plain(sheet.name) in _NOT_A_LEDGER or not filled.rows:
            continue
        ledger = _ledger_of(filled)
        if ledger is None:
            problems.append(Problem(sheet.name, None, None, None, UNKNOWN_SHEET, tuple(each.zh for each in LEDGERS)))
            continue
        intake, found = _by_own_headers(ledger, filled)
        problems += found
        intakes.append(intake)
    return intakes, problems


def sheet_problem(sheet: Sheet, header: str, code: str, expected: Iterable[str] = ()) -> Problem:
    """A problem (or warning) of a whole column."""
    return Problem(sheet.name, None, header, None, code, tuple(expected))


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


def _without_examples(sheet: Sheet) -> Sheet:
    rows = [(number, row) for number, row in sheet.rows if not (row and plain(row[0]).startswith(_EXAMPLES))]
    return Sheet(sheet.name, sheet.headers, rows, sheet.source, sheet.sha256)


def _names(ledger: Ledger) -> dict[str, str]:
    """Every header that a column may have → its database name."""
    return {plain(name): column.name for column in ledger.columns for name in (column.name, column.zh, column.en)}


def _ledger_of(sheet: Sheet) -> Ledger | None:
    """By the sheet's name, else by its headers: the one ledger whose required headers are all there."""
    for ledger in LEDGERS:
        if plain(sheet.name) in {plain(name) for name in (ledger.key, ledger.table, ledger.zh, ledger.en)}:
            return ledger
    headers = set(map(plain, sheet.headers))
    fits = [
        (len(headers & _names(ledger).keys()), ledger.key, ledger)
        for ledger in LEDGERS
        if all(headers & {plain(c.name), plain(c.zh), plain(c.en)} for c in ledger.columns if c.required)
    ]
    return max(fits)[2] if fits else None


def _by_own_headers(ledger: Ledger, sheet: Sheet) -> tuple[Intake, list[Problem]]:
    names = _names(ledger)
    problems = doubled_headers(sheet)
    columns: dict[str, list[object]] = {}
    shown: dict[str, str] = {}
    for position, header in enumerate(sheet.headers):
        values = [row[position] if position < len(row) else None for _number, row in sheet.rows]
        name = names.get(plain(header))
        if name is not None:
            columns[name], shown[name] = values, header
        elif header or not all(map(is_blank, values)):
            problems.append(sheet_problem(sheet, _name_of(sheet, position), UNKNOWN_HEADER))
    for column in ledger.columns:
        if column.required and column.name not in columns:
            problems.append(sheet_problem(sheet, column.zh, MISSING_HEADER, [column.zh, column.en]))
    intake = Intake(ledger, sheet, columns, shown)
    reject_overlong(intake)
    return intake, problems
