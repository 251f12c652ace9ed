"""Loading one ledger on an open connection: check its sheets, compare, write batch, problems and rows."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import Connection

from data_access.checking.hinting import give_hints
from data_access.checking.intake import Intake
from data_access.checking.noted_rows import noted_rows
from data_access.checking.row_rules import reject_by_rules
from data_access.checking.settling import settle
from data_access.checking.unit_directory import UnitDirectory
from data_access.checking.validation import (
    Checked,
    check,
    latest_event,
    reject_duplicates,
    reject_orphans,
    reject_unknown_references,
)
from data_access.files.cell_text import as_text, number_text
from data_access.files.sources import Sheet, is_blank
from data_access.ledgers.all import BY_KEY
from data_access.ledgers.declare import Ledger
from data_access.ledgers.keys import Key, Row, key_of, unit_ids
from data_access.ledgers.scheme import SCHEME
from data_access.ledgers.scheme_item import SCHEME_ITEM
from data_access.ledgers.unit import UNITS
from data_access.loading.batches import STORED, LedgerResult, record_batch, record_problems, record_removed
from data_access.loading.change_log import record_changes, record_new_units
from data_access.loading.differences import LOAD_ROW, Changes, compare, standing_keys, with_unit_ids, write
from data_access.loading.replacing import RemovedRow, Replacement, children_of, leaving_rows, named
from data_access.loading.unit_store import compare_units, create_units, directory, write_units
from data_access.problems import Problem, Refused
from data_access.progress import Progress


@dataclass(frozen=True)
class Order:
    """The options of one load, each with a default."""

    dry_run: bool = False
    accept_partial: bool = False
    as_of: dt.date | None = None
    loaded_by: str | None = None
    today: dt.date | None = None
    progress: Progress | None = None
    synthetic: bool | None = None
    city_name: str | None = None
    replacing: tuple[str, str] | None = None
    agreed: frozenset[RemovedRow] | None = None
    compare_scores: bool = False

    @property
    def day_of_loading(self) -> dt.date:
        return self.today or dt.date.today()

    @property
    def last_day(self) -> dt.date:
        """The day after which nothing can have happened: that of the data, and of loading them at the latest."""
        return min(self.day_of_loading, self.as_of or self.day_of_loading)

    def tell(self, stage: str, done: int, total: int) -> None:
        if self.progress is not None:
            self.progress(stage, done, total)


@dataclass(frozen=True)
class LoadedLedger:
    """One ledger as it went into the open transaction."""

    intakes: Sequence[Intake]
    result: LedgerResult
    changes: Changes
    units_created: tuple[str, ...]
    removed: tuple[RemovedRow, ...]
    # The units of its good rows (or that these are), whether or not they changed anything.
    units: frozenset[int] = frozenset()
    # The checked sheets, of the ledgers that are judged together once both are written.
    parts: Sequence[Checked] = ()

    @property
    def problems(self) -> list[Problem]:
        return [problem for intake in self.intakes for problem in intake.problems]

    @property
    def hints(self) -> list[Problem]:
        return [hint for intake in self.intakes for hint in intake.hints]

    @property
    def rejected(self) -> int:
        return sum(len(intake.rejected) for intake in self.intakes)


@dataclass(frozen=True)
class Leaving:
    """The rows a replacement removes from a ledger: a unit's rows of a period, and the children of removed rows.

    The batch of a ledger that has no sheet in the file names ``sheets`` as its source.
    """

    replacement: Replacement | None = None
    parents: frozenset[Key] = frozenset()
    sheets: Sequence[Sheet] = ()

    def rows(self, connection: Connection, ledger: Ledger, staying: Sequence[Row]) -> list[Row]:
        own = leaving_rows(connection, ledger, self.replacement, staying)
        orphans = children_of(connection, ledger, self.parents) if self.parents else []
        return list({key_of(ledger, row): row for row in (*own, *orphans)}.values())


def load_ledger(
    connection: Connection,
    ledger: Ledger,
    intakes: Sequence[Intake],
    order: Order,
    leaving: Leaving | None = None,
    derived: Sequence[Row] = (),
) -> LoadedLedger:
    """Store the good rows of a ledger and keep its bad ones; the caller commits or rolls back.

    Parents must have been loaded before: a child's parent is looked up in the database. ``derived`` are rows (with
    units' numbers) that no sheet has, because they follow from other ledgers; a sheet's row with the same key wins.
    """
    leaving = leaving or Leaving()
    units = directory(connection)
    parts = _checked(connection, ledger, intakes, units, order) if intakes else []
    rows = [row for checked in parts for row in _numbered(checked)]
    latest = order.as_of or latest_event(ledger, rows)
    created = _create_units(connection, ledger, intakes, rows, units)
    ids = unit_ids(connection)
    if ledger is UNITS:
        changes = compare_units(connection, rows)
    else:
        rows = with_unit_ids(ledger, rows, ids)
        sheet_keys = {key_of(ledger, row) for row in rows} if derived else set()
        rows += [row for row in derived if key_of(ledger, row) not in sheet_keys]
        changes = compare(connection, ledger, rows, leaving.rows(connection, ledger, rows))
    result = replace(_result(ledger, intakes, changes), data_as_of=latest)
    removed = named(ledger, changes.removed, {number: code for code, number in ids.items()})
    of_rows = frozenset(int(str(number)) for number in {row["unit_id"] for row in rows if "unit_id" in row})
    loaded = LoadedLedger(intakes, result, changes, created, tuple(removed), of_rows, parts)
    loaded = _write(connection, loaded, order, [intake.sheet for intake in intakes] or leaving.sheets)
    if ledger is not UNITS:
        return loaded
    numbers = unit_ids(connection)
    return replace(loaded, units=frozenset(numbers[str(row["code"])] for row in rows))


def _numbered(checked: Checked) -> Iterator[Row]:
    """Yield the good rows; the rows of a fact carry the number of their row in the sheet."""
    keeps = LOAD_ROW in checked.ledger.table.c
    for position, row in checked.rows():
        if keeps:
            row[LOAD_ROW] = checked.intake.sheet.rows[position][0]
        yield row


def _result(ledger: Ledger, intakes: Sequence[Intake], changes: Changes) -> LedgerResult:
    return LedgerResult(
        ledger.key,
        sum(len(intake.sheet.rows) for intake in intakes),
        changes.stored,
        changes.unchanged,
        sum(len(intake.rejected) for intake in intakes),
        columns=tuple(dict.fromkeys(name for intake in intakes for name in intake.columns)),
        inserted=len(changes.new),
        removed=len(changes.removed),
    )


def _write(connection: Connection, loaded: LoadedLedger, order: Order, sheets: Sequence[Sheet]) -> LoadedLedger:
    changes = loaded.changes
    load_id = record_batch(connection, loaded.result, sheets, STORED, order.loaded_by)
    record_removed(connection, load_id, changes.ledger, changes.removed, loaded.removed)
    record_changes(connection, load_id, changes)
    record_new_units(connection, load_id, loaded.units_created)
    order.tell("storing", 0, changes.stored)
    if changes.ledger is UNITS:
        write_units(connection, changes)
    else:
        write(connection, changes, load_id, lambda done: order.tell("storing", done, changes.stored))
    give_hints(connection, loaded.parts)
    record_noted(connection, load_id, loaded)
    kept = loaded.parts if changes.ledger in (SCHEME, SCHEME_ITEM) else ()
    hints = tuple(Counter(hint.code for hint in loaded.hints).items())
    return replace(loaded, parts=kept, result=replace(loaded.result, load_id=load_id, hints=hints))


def record_noted(connection: Connection, load_id: int, loaded: LoadedLedger) -> None:
    """Keep in its batch what is said of the rows of a ledger, with the rows."""
    record_problems(connection, load_id, [*loaded.problems, *loaded.hints], noted_rows(loaded.intakes))


def _checked(
    connection: Connection, ledger: Ledger, intakes: Sequence[Intake], units: UnitDirectory, order: Order
) -> list[Checked]:
    """The sheets with typed values; what is wrong with them, by themselves and together, is recorded in the intakes."""
    if ledger is UNITS:
        _add_names(units, intakes)
    total = len(intakes) * len(ledger.columns)
    parts: list[Checked] = []
    for number, intake in enumerate(intakes):
        tell = partial(_tell_checked, order, number * len(ledger.columns), total)
        parts.append(check(intake, units, order.last_day, tell))
    settle(connection, parts)
    reject_duplicates(parts)
    if ledger.parent:
        _reject_orphans(connection, ledger, parts)
    if ledger is UNITS:
        reject_unknown_references(parts, unit_ids(connection))
    reject_by_rules(connection, parts)
    return parts


def _tell_checked(order: Order, before: int, total: int, done: int) -> None:
    order.tell("checking", before + done, total)


def _add_names(units: UnitDirectory, intakes: Sequence[Intake]) -> None:
    """Units of one file may refer to each other."""
    for intake in intakes:
        blank: list[object] = [None] * len(intake.sheet.rows)
        names = [intake.columns.get(name, blank) for name in ("code", "name", "short_name")]
        for cells in zip(*names, strict=True):
            code, name, short_name = (None if is_blank(cell) else as_text(cell).strip() for cell in cells)
            if code:
                units.add(number_text(code), name, short_name)


def _reject_orphans(connection: Connection, ledger: Ledger, parts: Sequence[Checked]) -> None:
    parent = BY_KEY[ledger.parent]
    keys = {key for checked in parts for key in checked.keys(parent.natural_key)}
    numbers = {number for _first, number in keys if number is not None}
    reject_orphans(parts, parent.natural_key, standing_keys(connection, parent, numbers))


def _create_units(
    connection: Connection, ledger: Ledger, intakes: Sequence[Intake], rows: Sequence[Row], units: UnitDirectory
) -> tuple[str, ...]:
    """Create those new units that a good row names; returns their codes."""
    like = next((intake.new_units for intake in intakes if intake.new_units), None)
    if like is None:
        return ()
    if like.county and like.county not in unit_ids(connection):
        raise Refused("mapping.unknown_county", value=like.county)
    names = [column.name for column in ledger.columns if column.kind == "unit"]
    used = {str(row.get(name)) for row in rows for name in names}
    return create_units(connection, {code: name for code, name in units.created.items() if code in used}, like)
