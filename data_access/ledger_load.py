"""Loading one ledger on an open connection: check its sheets, compare, write batch, problems and rows."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import Connection

from data_access.batches import STORED, LedgerResult, record_batch, record_problems
from data_access.intake import Intake
from data_access.ledgers import BY_KEY, UNITS, Ledger
from data_access.problems import Problem, Refused
from data_access.sources import is_blank
from data_access.standing import Changes, compare, keys_by_code, unit_ids, with_unit_ids, write
from data_access.unit_directory import UnitDirectory
from data_access.unit_store import compare_units, create_units, directory, write_units
from data_access.validation import (
    Checked,
    Row,
    check,
    latest_event,
    reject_duplicates,
    reject_orphans,
    reject_unknown_references,
)

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Order:
    """What the caller of a load wants; every part has a default."""

    dry_run: bool = False
    accept_partial: bool = False
    as_of: dt.date | None = None
    loaded_by: str | None = None
    today: dt.date | None = None
    progress: Progress | None = None
    synthetic: bool | None = None
    city_name: str | None = None

    @property
    def last_day(self) -> dt.date:
        """The day after which nothing can have happened."""
        return self.today or dt.date.today()

    def tell(self, stage: str, done: int, total: int) -> None:
        if self.progress is not None:
            self.progress(stage, done, total)


@dataclass(frozen=True)
class LoadedLedger:
    """One ledger as it went into the open transaction."""

    intakes: Sequence[Intake]
    result: LedgerResult
    changes: Changes
    units_created: int

    @property
    def problems(self) -> list[Problem]:
        return [problem for intake in self.intakes for problem in intake.problems]


def load_ledger(connection: Connection, ledger: Ledger, intakes: Sequence[Intake], order: Order) -> LoadedLedger:
    """Store the good rows of a ledger and keep its bad ones; whether that stands is decided by the caller.

    Parents must have been loaded before: a child's parent is looked up in the database.
    """
    units = directory(connection)
    rows = _good_rows(connection, ledger, intakes, units, order)
    latest = order.as_of or latest_event(ledger, rows)
    created = _create_units(connection, ledger, intakes, rows, units)
    if ledger is UNITS:
        changes = compare_units(connection, rows)
    else:
        changes = compare(connection, ledger, with_unit_ids(ledger, rows, unit_ids(connection)))
    read = sum(len(intake.sheet.rows) for intake in intakes)
    rejected = sum(len(intake.rejected) for intake in intakes)
    columns = tuple(dict.fromkeys(name for intake in intakes for name in intake.columns))
    result = LedgerResult(ledger.key, read, changes.stored, changes.unchanged, rejected, latest, columns=columns)
    return _write(connection, LoadedLedger(intakes, result, changes, created), order)


def _write(connection: Connection, loaded: LoadedLedger, order: Order) -> LoadedLedger:
    changes = loaded.changes
    sheets = [intake.sheet for intake in loaded.intakes]
    load_id = record_batch(connection, loaded.result, sheets, STORED, order.loaded_by)
    record_problems(connection, load_id, loaded.problems)
    order.tell("storing", 0, changes.stored)
    if changes.ledger is UNITS:
        write_units(connection, changes)
    else:
        write(connection, changes, load_id, lambda done: order.tell("storing", done, changes.stored))
    return replace(loaded, result=replace(loaded.result, load_id=load_id))


def _good_rows(
    connection: Connection, ledger: Ledger, intakes: Sequence[Intake], units: UnitDirectory, order: Order
) -> list[Row]:
    if ledger is UNITS:
        _add_names(units, intakes)
    total = len(intakes) * len(ledger.columns)
    parts: list[Checked] = []
    for number, intake in enumerate(intakes):
        tell = partial(_tell_checked, order, number * len(ledger.columns), total)
        parts.append(check(intake, units, order.last_day, tell))
    reject_duplicates(parts)
    if ledger.parent:
        _reject_orphans(connection, ledger, parts)
    if ledger is UNITS:
        reject_unknown_references(parts, unit_ids(connection))
    return [row for checked in parts for _position, row in checked.rows()]


def _tell_checked(order: Order, before: int, total: int, done: int) -> None:
    order.tell("checking", before + done, total)


def _add_names(units: UnitDirectory, intakes: Sequence[Intake]) -> None:
    """Units of one file may refer to each other."""
    for intake in intakes:
        blank: list[object] = [None] * len(intake.sheet.rows)
        names = [intake.columns.get(name, blank) for name in ("code", "name", "short_name")]
        for cells in zip(*names, strict=True):
            code, name, short_name = (None if is_blank(cell) else str(cell).strip() for cell in cells)
            if code:
                units.add(code, name, short_name)


def _reject_orphans(connection: Connection, ledger: Ledger, parts: Sequence[Checked]) -> None:
    parent = BY_KEY[ledger.parent]
    keys = {key for checked in parts for key in checked.keys(parent.natural_key)}
    numbers = {number for _code, number in keys if number is not None}
    reject_orphans(parts, parent.natural_key, keys_by_code(connection, parent, numbers))


def _create_units(
    connection: Connection, ledger: Ledger, intakes: Sequence[Intake], rows: Sequence[Row], units: UnitDirectory
) -> int:
    """Create those new units that a good row names."""
    like = next((intake.new_units for intake in intakes if intake.new_units), None)
    if like is None:
        return 0
    if like.county and like.county not in unit_ids(connection):
        raise Refused("mapping.unknown_county", value=like.county)
    names = [column.name for column in ledger.columns if column.kind == "unit"]
    used = {str(row.get(name)) for row in rows for name in names}
    return create_units(connection, {code: name for code, name in units.created.items() if code in used}, like)
