"""Check the columns of a ledger: raw values become typed ones, and a value that cannot be stored becomes a problem.

A column is checked at a time, and each different value is read once, so a hundred thousand rows take seconds.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import String

from data_access.checking.clearing import asks_to_clear
from data_access.checking.conversion import FORMULA_SIGN, Converter, Refusal, converter
from data_access.checking.intake import Intake
from data_access.checking.joined_numbers import is_one, joined
from data_access.checking.last_days import deadline_reader, last_day_named
from data_access.checking.marked_cells import reject_marked
from data_access.checking.named_persons import Said, said_with_name
from data_access.checking.personal_numbers import warn_of_personal_numbers
from data_access.checking.placeholders import answers_first, is_ditto, is_placeholder, is_undated
from data_access.checking.reported_periods import dated_by_period
from data_access.checking.shown_cells import read_as_shown
from data_access.checking.titled_units import find_titled
from data_access.checking.unit_cells import find_by_day, or_dated, place_of_file, say_how_read
from data_access.checking.unit_directory import Place, UnitDirectory
from data_access.checking.unitless_sheets import Titled
from data_access.checking.written_dates import from_text
from data_access.checking.written_words import Meaning, meanings
from data_access.files.cell_text import as_text, is_as_stored, plain
from data_access.files.sources import is_blank
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.ledgers.keys import Key, Row
from data_access.problems import (
    CANNOT_CLEAR,
    DITTO_UNREAD,
    FORMULA_KEPT,
    FUTURE_DATE,
    JOINED_NUMBERS,
    MISSING_VALUE,
    READ_AS,
    TOO_EARLY,
)

# A sentence names at most so many of the numbers that stand in one cell.
MOST_NAMED = 4
# A required cell that is blank, and a cell that is reported as wrong.
MISSING, WRONG = object(), object()
# Values of these types are equal to none of another type, as 1 is to True: each value is told by itself.
_TOLD_APART = {str, type(None), dt.date, dt.datetime}


@dataclass(frozen=True)
class Spoken:
    """A word in a column of codes that is no label of one: what it says may depend on its row."""

    meanings: tuple[Meaning, ...]
    word: str = ""


@dataclass(eq=False)
class Checked:
    """An intake whose columns hold typed values: dates, ints, bools, codes, and units by their code.

    ``repeating`` are the rows whose outcome is said to be that of the instance before, ``loose`` what the words of
    cells (column, position) mean that may say less than what stands.
    """

    intake: Intake
    columns: dict[str, list[object]]
    repeating: set[int] = field(default_factory=set)
    loose: dict[tuple[str, int], Meaning] = field(default_factory=dict)

    @property
    def ledger(self) -> Ledger:
        return self.intake.ledger

    def rows(self) -> Iterable[tuple[int, Row]]:
        """Position and values of the rows that have no problem so far."""
        names = list(self.columns)
        for position, values in enumerate(zip(*self.columns.values(), strict=True)):
            if position not in self.intake.rejected:
                yield position, dict(zip(names, values, strict=True))

    def keys(self, names: Sequence[str]) -> list[Key]:
        return list(zip(*(self.columns[name] for name in names), strict=True))


def check(
    intake: Intake, units: UnitDirectory, today: dt.date, progress: Callable[[int], None] = lambda _done: None
) -> Checked:
    """Convert every column of an intake; problems are recorded in it. ``progress`` gets the columns done."""
    dated_by_period(intake)
    reject_marked(intake)
    read_as_shown(intake)
    warn_of_personal_numbers(intake)
    columns: dict[str, list[object]] = {}
    place = place_of_file(intake, units)
    for done, column in enumerate(intake.ledger.columns, 1):
        raw = intake.columns.get(column.name)
        if raw is None and column.name in intake.ledger.natural_key:
            raw = [None] * len(intake.sheet.rows)
        if raw is not None:
            columns[column.name] = _typed(intake, column, raw, _converter(intake, column, units, place))
        progress(done)
    checked = Checked(intake, columns)
    find_by_day(intake, columns, units)
    for column in intake.ledger.columns:
        # A statement of a month or a year that has not begun is a slip; a duty may begin in any.
        of_key = column.name in intake.ledger.natural_key
        if column.event or (of_key and (column.is_month or (column.is_year and column.name in intake.ledger.dated_by))):
            _reject_future(checked, column, today)
    reject_too_early(checked)
    say_how_read(intake, columns, units)
    _say_last_days(checked)
    return checked


def _converter(intake: Intake, column: LedgerColumn, units: UnitDirectory, place: Place | None) -> Converter:
    if column.kind == "unit":
        kinds = intake.new_units if column.required else ()
        return lambda value: (
            find_titled(units, value)
            if isinstance(value, Titled)
            else or_dated(units, value, units.find_new(as_text(value), kinds, place))
        )
    kind = intake.ledger.table.c[column.name].type
    convert = deadline_reader(column) or converter(column)
    if intake.ledger.is_fact and column.kind == "number" and column.name in intake.ledger.natural_key:
        return lambda value: _unless_joined(value, convert(value))
    if column.kind == "code" and meanings(column.labels):
        return lambda value: _as_spoken(column, value, convert(value))
    if column.kind == "integer" and isinstance(kind, String):
        return lambda value: _as_kept(convert(value))
    return convert


def _unless_joined(value: object, result: object) -> object:
    several = joined(value) if isinstance(value, str) and isinstance(result, str) else ()
    return Refusal(JOINED_NUMBERS, several[:MOST_NAMED]) if several else result


def _as_spoken(column: LedgerColumn, value: object, result: object) -> object:
    if not isinstance(result, Refusal):
        return result
    words, word = meanings(column.labels), plain(value)
    said = Said(word, words[word]) if word in words else said_with_name(value, words)
    taken = tuple(each for each in said.meanings if each.rule or each.code in column.codes)
    return Spoken(taken, said.word) if taken else result


def _as_kept(value: object) -> object:
    return value if isinstance(value, Refusal) else str(value)


def _typed(intake: Intake, column: LedgerColumn, raw: list[object], convert: Converter) -> list[object]:
    blank = MISSING if column.required else column.default
    needed = column.required or column.name in intake.ledger.natural_key
    cleared = Refusal(CANNOT_CLEAR) if needed else column.default
    # A cell that is reported as wrong is not read.
    wrong = {position for name, position in intake.reported if name == column.name}
    cells = [WRONG if position in wrong else value for position, value in enumerate(raw)] if wrong else raw
    told_apart = set(map(type, cells)) <= _TOLD_APART
    kinds: list[Any] = cells if told_apart else list(zip(map(type, cells), cells, strict=True))
    answers = answers_first(column)
    longest = (column.greatest_length or 0) if column.kind == "number" else 0
    read: dict[Any, object] = {}
    for kind in dict.fromkeys(kinds):
        value = kind if told_apart else kind[1]
        # Nearly all numbers of a large file are such: none of them says anything but itself.
        if longest and isinstance(value, str) and len(value) <= longest and is_as_stored(value) and is_one(value):
            read[kind] = value
            continue
        undated = is_undated(value, column)
        read[kind] = cleared if asks_to_clear(value) else blank if undated else _read(value, blank, convert, answers)
    values = raw if wrong else read if told_apart else [value for _type, value in read]
    _warn_once(intake, column, raw, DITTO_UNREAD, filter(is_ditto, values))
    if column.kind == "text":
        _warn_once(intake, column, raw, FORMULA_KEPT, filter(_is_formula, values))
    typed = list(map(read.__getitem__, kinds))
    if any(value is MISSING or isinstance(value, Refusal) for value in read.values()):
        _reject_unread(intake, column, raw, typed)
    return typed


def says_nothing(value: object, column: LedgerColumn) -> bool:
    """Whether a cell is blank, or holds a sign for that which is no answer in this column."""
    if is_blank(value) or is_undated(value, column):
        return True
    return is_placeholder(value) and not (answers_first(column) and not isinstance(converter(column)(value), Refusal))


def _read(value: object, blank: object, convert: Converter, answers_first: bool) -> object:
    if value is WRONG:
        return None
    if is_blank(value) or (not answers_first and is_placeholder(value)):
        return blank
    result = convert(value)
    return blank if isinstance(result, Refusal) and is_placeholder(value) else result


def _is_formula(value: object) -> bool:
    return isinstance(value, str) and value.lstrip().startswith((FORMULA_SIGN, "＝"))


def _warn_once(intake: Intake, column: LedgerColumn, raw: list[object], code: str, found: Iterator[object]) -> None:
    """Say once a column what was not read as it may be meant: 同上 is what stands above, =A1 what a formula shows.

    ``found`` are such values, in the order in which they stand.
    """
    first = next(found, None)
    if first is not None:
        intake.warn(raw.index(first), column.name, str(first), code)


def _reject_unread(intake: Intake, column: LedgerColumn, raw: list[object], typed: list[object]) -> None:
    """Reject the rows with a cell that is missing or could not be read; it becomes None, in place."""
    for position, result in enumerate(typed):
        if result is MISSING:
            intake.reject(position, column.name, None, MISSING_VALUE, [f"template.kind.{column.takes}"])
        elif isinstance(result, Refusal):
            intake.reject(position, column.name, raw[position], result.code, result.expected)
        else:
            continue
        typed[position] = None


def _reject_future(checked: Checked, column: LedgerColumn, today: dt.date) -> None:
    for position, day in enumerate(checked.columns.get(column.name, ())):
        is_ahead = day > today if isinstance(day, dt.date) else isinstance(day, int) and day > today.year
        if is_ahead:
            checked.intake.reject(position, column.name, day, FUTURE_DATE, [today.isoformat()])


def _say_last_days(checked: Checked) -> None:
    """Say once of each text that it was read as the last day of what it names."""
    intake = checked.intake
    for column in checked.ledger.columns:
        days = checked.columns.get(column.name, ()) if column.is_limit else ()
        told: set[object] = set()
        for position, (value, day) in enumerate(zip(intake.columns.get(column.name, ()), days, strict=False)):
            if not isinstance(value, str) or value in told or not isinstance(day, dt.date):
                continue
            told.add(value)
            if position not in intake.rejected and from_text(value) is None and last_day_named(value) == day:
                intake.warn(position, column.name, value, READ_AS, [day.isoformat()])


def reject_too_early(checked: Checked) -> None:
    """Reject the rows with a date before another of the row that it must not precede; each is said once."""
    for column in checked.ledger.columns:
        days, others = checked.columns.get(column.name), checked.columns.get(column.not_before)
        if days is None or others is None:
            continue
        header = checked.intake.headers.get(column.not_before, column.not_before)
        for position, (day, other) in enumerate(zip(days, others, strict=True)):
            if not (isinstance(day, dt.date) and isinstance(other, dt.date) and day < other):
                continue
            if (column.name, position) not in checked.intake.reported:
                checked.intake.reject(position, column.name, day, TOO_EARLY, [f"{header} {other.isoformat()}"])


def latest_event(ledger: Ledger, rows: Iterable[Row]) -> dt.date | None:
    """The latest date in the rows on which something happened: the day the ledger stands at."""
    events = [column.name for column in ledger.columns if column.event]
    days = [cast(dt.date, row[name]) for row in rows for name in events if row.get(name) is not None]
    return max(days, default=None)
