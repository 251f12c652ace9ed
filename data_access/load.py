"""The one door: ledgers come in, are checked, compared with what stands, stored and counted — all or nothing."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypedDict, Unpack

from sqlalchemy import Connection, Engine

from data_access.batches import (
    DRY_RUN,
    REFUSED,
    STORED,
    UNCHANGED,
    LedgerResult,
    LoadResult,
    hold_lock,
    raise_version,
    read_state,
    record_batch,
    record_problems,
    record_version,
)
from data_access.counting import count
from data_access.intake import Intake, take_in
from data_access.ledger_load import LoadedLedger, Order, Progress, load_ledger
from data_access.ledgers import LEDGERS
from data_access.mapping import Mapping, read_mapping
from data_access.problems import Problem
from data_access.sources import Sheet, SourceRefused, read_file
from data_access.standing import Touched
from data_access.tallies import tally_hash
from data_access.translation import translate

# Ledgers that decide for every unit what is due: a change of them is counted everywhere.
CONCERN_EVERY_UNIT = ("unit", "archive_requirement")


class Options(TypedDict, total=False):
    """What both ways of loading may be told; see ``load_sheets``."""

    dry_run: bool
    accept_partial: bool
    as_of: dt.date | None
    loaded_by: str | None
    today: dt.date | None
    progress: Progress | None
    synthetic: bool | None
    city_name: str | None


def load_files(
    engine: Engine, paths: Sequence[Path], *, mapping: Path | None = None, **options: Unpack[Options]
) -> LoadResult:
    """Load xlsx and csv files, through a mapping file when they are foreign; see ``load_sheets``.

    Raises ``problems.Refused`` for a file or a mapping that cannot be read.
    """
    rules = None if mapping is None else read_mapping(Path(mapping))
    progress = options.get("progress")
    sheets: list[Sheet] = []
    for done, path in enumerate(paths, 1):
        sheets += read_file(Path(path))
        if progress is not None:
            progress("reading", done, len(paths))
    return load_sheets(engine, sheets, mapping=rules, **options)


def load_sheets(
    engine: Engine, sheets: Sequence[Sheet], *, mapping: Mapping | None = None, **options: Unpack[Options]
) -> LoadResult:
    """Load sheets in one transaction: rows that stand already change nothing, a rejected row refuses the load.

    With ``accept_partial`` the good rows are stored; rejected rows are kept either way. A dry run leaves no trace.
    ``as_of`` is the day the data stand at (default: the latest event in them), ``today`` the day after which nothing
    can have happened (default: the machine's). ``progress(stage, done, total)`` is called as the work goes on.
    ``synthetic`` and ``city_name`` are noted in the database's state. Cells may hold raw or typed values, headers may
    be those of the workbook or the names of the columns. Raises ``problems.Refused`` when no sheet holds a row.
    """
    intakes, found = take_in(sheets) if mapping is None else translate(sheets, mapping)
    if not intakes and not found:
        raise SourceRefused("no_rows", ", ".join(dict.fromkeys(sheet.source or sheet.name for sheet in sheets)))
    result = _all_or_nothing(engine, _Load(intakes, found, Order(**options)))
    return result if mapping is None else replace(result, source=mapping.source, licence=mapping.licence)


def _all_or_nothing(engine: Engine, load: "_Load") -> LoadResult:
    with engine.connect() as connection, connection.begin() as transaction:
        hold_lock(connection)
        result = load.run(connection)
        if result.status in (REFUSED, DRY_RUN):
            transaction.rollback()
    if result.status == REFUSED and not load.order.dry_run:
        # A transaction of its own: what was refused is kept although nothing of it was stored.
        with engine.begin() as connection:
            hold_lock(connection)
            result = replace(result, ledgers=load.record_refusal(connection))
    return result


class _Load:
    def __init__(self, intakes: Sequence[Intake], found: Sequence[Problem], order: Order) -> None:
        self.intakes = intakes
        self.warnings = tuple(problem for problem in found if problem.is_warning)
        self.of_sheets = tuple(problem for problem in found if not problem.is_warning)
        self.order = order
        self.loaded: list[LoadedLedger] = []

    def run(self, connection: Connection) -> LoadResult:
        if any(problem.makes_sheet_unreadable for problem in self.of_sheets):
            state = read_state(connection)
            return self._result(REFUSED, state.data_version, state.data_as_of)
        for ledger in LEDGERS:
            intakes = [intake for intake in self.intakes if intake.ledger is ledger]
            if intakes:
                self.loaded.append(load_ledger(connection, ledger, intakes, self.order))
        return self._finish(connection)

    def _finish(self, connection: Connection) -> LoadResult:
        state = read_state(connection)
        good = sum(loaded.result.stored + loaded.result.unchanged for loaded in self.loaded)
        if not good or (self._problems() and not self.order.accept_partial):
            return self._result(REFUSED, state.data_version, state.data_as_of)
        days = [state.data_as_of, *(loaded.result.data_as_of for loaded in self.loaded)]
        as_of = self.order.as_of or max((day for day in days if day is not None), default=None)
        changes = self._state_changes(state, as_of)
        version, status = state.data_version, UNCHANGED
        if changes or any(loaded.changes.any() or loaded.units_created for loaded in self.loaded):
            self._count(connection, state, as_of)
            version, status = raise_version(connection, **changes), STORED
        if self.of_sheets:
            self._record_sheets(connection, STORED)
        record_version(connection, [loaded.result.load_id or 0 for loaded in self.loaded], version)
        return self._result(DRY_RUN if self.order.dry_run else status, version, as_of)

    def _state_changes(self, state: Any, as_of: dt.date | None) -> dict[str, Any]:
        wanted = {"data_as_of": as_of, "synthetic": self.order.synthetic, "city_name": self.order.city_name}
        return {name: value for name, value in wanted.items() if value is not None and value != getattr(state, name)}

    def _count(self, connection: Connection, state: Any, as_of: dt.date | None) -> None:
        """Count what was touched; everything when the day, the units or the way of counting changed."""
        if as_of is None:
            return
        self.order.tell("counting", 0, 1)
        everything = as_of != state.data_as_of or state.tally_hash != tally_hash()
        touched = Touched()
        for loaded in self.loaded:
            concerns_all = loaded.changes.any() and loaded.result.ledger in CONCERN_EVERY_UNIT
            everything |= concerns_all or loaded.units_created > 0
            touched.merge(loaded.changes.touched)
        if everything:
            count(connection, as_of)
        elif touched.units:
            count(connection, as_of, touched.units, touched.first, touched.last)
        self.order.tell("counting", 1, 1)

    def _problems(self) -> tuple[Problem, ...]:
        return (*self.of_sheets, *(problem for loaded in self.loaded for problem in loaded.problems))

    def _result(self, status: str, version: int, as_of: dt.date | None) -> LoadResult:
        ledgers = tuple(loaded.result for loaded in self.loaded)
        created = sum(loaded.units_created for loaded in self.loaded)
        return LoadResult(status, ledgers, self._problems(), self.warnings, created, version, as_of)

    def record_refusal(self, connection: Connection) -> tuple[LedgerResult, ...]:
        """Keep a refused load: its batches, which stored nothing, and its problems with their rows."""
        results = []
        for loaded in self.loaded:
            refused = replace(loaded.result, stored=0, unchanged=0)
            sheets = [intake.sheet for intake in loaded.intakes]
            load_id = record_batch(connection, refused, sheets, REFUSED, self.order.loaded_by)
            record_problems(connection, load_id, loaded.problems)
            results.append(replace(loaded.result, load_id=load_id))
        if self.of_sheets:
            self._record_sheets(connection, REFUSED)
        return tuple(results)

    def _record_sheets(self, connection: Connection, status: str) -> None:
        """Problems of whole sheets belong to no ledger's batch."""
        result = LedgerResult(None, 0, 0, 0, 0)
        names = list(dict.fromkeys(problem.sheet for problem in self.of_sheets))
        sheets = [Sheet(name, (), ()) for name in names]
        load_id = record_batch(connection, result, sheets, status, self.order.loaded_by)
        record_problems(connection, load_id, self.of_sheets)
