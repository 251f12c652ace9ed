"""From a sheet to the columns of a ledger: which ledger it is, which header is which column. Values stay raw."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from data_access.checking.examples import Examples, without_examples
from data_access.checking.fill_down import filled_down
from data_access.checking.further_tables import from_first_headers, tables_of
from data_access.checking.header_names import known_names, name_of, names_of, read_headers
from data_access.checking.other_rows import left_out_note, without_other_rows, without_stray_cells
from data_access.checking.patterns import fits_any
from data_access.checking.unitless_sheets import ledger_without_units, unit_of_sheet
from data_access.checking.unknown_sheets import unknown_sheet
from data_access.files.cell_text import as_text
from data_access.files.cell_text import plain as plain
from data_access.files.headers import located
from data_access.files.packed_rows import PackedRows
from data_access.files.sheet_notes import further_table_note, notes, template_note
from data_access.files.sheet_words import bare, other_headers
from data_access.files.sources import Sheet, is_blank
from data_access.ledgers.all import LEDGERS
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.ledgers.reported_count import REPORTED_COUNT
from data_access.ledgers.workbook_marks import (
    CHOICES_SHEET,
    GUIDE_SHEET,
    LIST_SHEET,
    PROBLEM_HEADER,
    RULES_SHEET,
    is_current,
    template_version,
)
from data_access.privacy import masked
from data_access.problems import (
    EXAMPLE_MIXED,
    EXAMPLE_TAKEN,
    TOO_MANY_CELLS,
    Problem,
)

_SAID = set(map(plain, PROBLEM_HEADER.values()))
_GUIDES, _RULES, _CHOICES, _LISTS = (
    set(map(plain, names.values())) for names in (GUIDE_SHEET, RULES_SHEET, CHOICES_SHEET, LIST_SHEET)
)
# Sheets of our own workbooks that hold no rows.
_NO_LEDGERS = _GUIDES | _RULES | _CHOICES | _LISTS


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
        shown = None if is_blank(value) else masked(as_text(value))
        header = self.headers.get(column) or (self.ledger.column(column).zh if column else column)
        kept = {name_of(self.sheet, place): cell for place, cell in enumerate(row)}
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


# Reads a sheet as a statistical form, knowing the sheets that are read already; None where it is none.
TakeForm = Callable[[Sheet, Sequence[Intake]], tuple[list[Intake], list[Problem]] | None]


def take_in(sheets: Collection[Sheet], take_form: TakeForm | None = None) -> tuple[list[Intake], list[Problem]]:
    """Recognise the sheets of our own workbook, and with ``take_form`` statistical forms.

    The problems are those of whole sheets, and warnings. Forms come last: the file may name what they count.
    """
    intakes: list[Intake] = []
    problems: list[Problem] = []
    later = [sheet for sheet in sheets if take_form and _may_be_form(sheet)]
    for sheet in [*(each for each in sheets if not any(each is other for other in later)), *later]:
        form = take_form(sheet, intakes) if take_form and any(sheet is other for other in later) else None
        if form is not None:
            intakes += form[0]
            problems += _of_file(form[1], sheet)
            continue
        if plain(sheet.name) in _GUIDES:
            problems += template_note(sheet, template_version(), is_current)
        if plain(sheet.name) in _NO_LEDGERS:
            continue
        named = _named(sheet)
        found = located(sheet, [known_names(ledger) for ledger in ([named] if named else LEDGERS)])
        filled = from_first_headers(sheet, found)
        ledger = named or _ledger_of(filled)
        if ledger is None and filled.rows:
            problems += [*_of_file(notes(filled, sheet.header_row), sheet), unknown_sheet(filled)]
        for table in tables_of(filled) if ledger else ():
            intake, said = _of_table(ledger, table, sheet.header_row)
            intakes += [intake] if intake else []
            problems += _of_file(said, sheet)
    return intakes, problems


def _of_table(ledger: Ledger | None, table: Sheet, first_row: int) -> tuple[Intake | None, list[Problem]]:
    """The rows of one table, and what is said of it; a further one is of the ledger that its headers tell."""
    ledger = _ledger_of(table) or _likest(table) if table.is_further else ledger
    if ledger is None or not table.rows:
        return None, []
    intake, said = _by_own_headers(ledger, table)
    if table.is_further:
        said = [further_table_note(table, f"ledger.{ledger.key}"), *said]
        first_row = table.header_row
    return intake, said if intake is None else [*notes(table, first_row), *said]


def _may_be_form(sheet: Sheet) -> bool:
    """Whether a sheet is that of reported counts, or of no ledger that anything but its headers tells."""
    named = _named(sheet)
    if named is not None or plain(sheet.name) in _NO_LEDGERS:
        return named is REPORTED_COUNT
    return _ledger_of(located(sheet, [known_names(ledger) for ledger in LEDGERS])) is None


def _of_file(said: Iterable[Problem], sheet: Sheet) -> list[Problem]:
    return [replace(each, source=sheet.source) for each in said]


def reject_overlong(intake: Intake) -> None:
    """Reject the rows with more cells than headers: an unquoted delimiter has moved them all."""
    width = len(intake.sheet.headers)
    for position, (_number, row) in enumerate(intake.sheet.rows):
        if len(row) > width and not all(map(is_blank, row[width:])):
            intake.reject(position, "", row[-1], TOO_MANY_CELLS, [str(width)])


def _cut_after_problems(sheet: Sheet) -> Sheet:
    """A sheet of problems without the blank headers after its sentences: cells there are beyond the last header."""
    positions = [position for position, header in enumerate(sheet.headers) if plain(header) in _SAID]
    if not positions or any(sheet.headers[positions[-1] + 1 :]):
        return sheet
    return replace(sheet, headers=sheet.headers[: positions[-1] + 1])


def _named(sheet: Sheet) -> Ledger | None:
    """The ledger that has the name of the sheet."""
    for ledger in LEDGERS:
        if plain(sheet.name) in {plain(name) for name in (ledger.key, ledger.table, ledger.zh, ledger.en)}:
            return ledger
    return None


def _ledger_of(sheet: Sheet) -> Ledger | None:
    """The ledger with the most headers in the sheet, of those whose required headers all stand there."""
    there = set(map(bare, sheet.headers)) - {""}
    fits = [
        (len(there.intersection(map(bare, known_names(ledger)))), ledger.key, ledger)
        for ledger in LEDGERS
        if all(there.intersection(map(bare, _any_name(ledger, column))) for column in ledger.columns if column.required)
    ]
    return max(fits)[2] if fits else ledger_without_units(sheet)


def _likest(sheet: Sheet) -> Ledger:
    """The ledger with the most headers in the sheet, whatever it lacks: that is said then."""
    there = set(map(plain, sheet.headers))
    return max(LEDGERS, key=lambda ledger: len(there & known_names(ledger)))


def _any_name(ledger: Ledger, column: LedgerColumn) -> Iterator[str]:
    yield from names_of(column)
    yield from (other for other, header in other_headers(ledger.key).items() if header == column.zh)


def _by_own_headers(ledger: Ledger, sheet: Sheet) -> tuple[Intake | None, list[Problem]]:
    """The rows of the ledger in the sheet, None where it has none: nobody needs to hear of an untouched example."""
    sheet = _cut_after_problems(sheet)
    sheet, other_rows = without_other_rows(sheet)
    found = read_headers(ledger, sheet)
    of_whole = unit_of_sheet(ledger, sheet, found)
    sheet, stray = without_stray_cells(sheet, found.columns)
    other_rows = (*other_rows, *stray)
    examples = without_examples(sheet, ledger, found.columns)
    # What a total or an example says is not what stands above a row.
    sheet, left_out = filled_down(examples.sheet), (*other_rows, *examples.left_out)
    if not sheet.rows:
        return None, [left_out_note(sheet, other_rows)] if other_rows else []
    if left_out:
        found.problems.append(left_out_note(sheet, left_out))
    columns: dict[str, list[object]] = {}
    shown: dict[str, str] = {}
    for position, (header, values) in enumerate(zip(sheet.headers, _columns(sheet), strict=True)):
        name = found.columns.get(position)
        if name is not None:
            columns[name], shown[name] = values, header
    for name, text in of_whole.items():
        columns[name], shown[name] = [text] * len(sheet.rows), ledger.column(name).zh
    intake = Intake(ledger, sheet, columns, shown, positions=found.columns)
    reject_overlong(intake)
    _say_of_examples(intake, examples)
    return intake, found.problems


def _say_of_examples(intake: Intake, examples: Examples) -> None:
    """A case written over an example is read; where it is partly still the example, nobody knows what is meant."""
    for position, (number, row) in enumerate(intake.sheet.rows if examples.taken or examples.mixed else ()):
        if number in examples.taken:
            intake.warnings.append(
                Problem(intake.sheet.name, number, None, None, EXAMPLE_TAKEN, source=intake.sheet.source)
            )
        elif number in examples.mixed:
            intake.reject(position, "", row[0], EXAMPLE_MIXED)


def _columns(sheet: Sheet) -> Iterator[list[object]]:
    """The cells below each header; a row that ends early is blank beyond."""
    width = len(sheet.headers)
    if isinstance(sheet.rows, PackedRows):
        columns = sheet.rows.columns[:width]
        blank: list[object] = [None] * len(sheet.rows)
        return iter([*columns, *[list(blank) for _missing in range(width - len(columns))]])
    rows = [row if len(row) >= width else [*row, *[None] * (width - len(row))] for _number, row in sheet.rows]
    return (list(cells) for cells in islice(zip(*rows, strict=False), width))
