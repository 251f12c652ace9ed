"""Load sheets of ledgers: check, compare with the standing rows, store and count them, all or nothing."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Unpack

from sqlalchemy import Connection, Engine

from data_access.checking.change_report import joined
from data_access.checking.intake import Intake, take_in
from data_access.checking.mapping import Mapping, read_mapping
from data_access.checking.noted_rows import noted_rows
from data_access.checking.translation import translate
from data_access.counting.blanks import blank_cells
from data_access.counting.case_marks import mark_all
from data_access.counting.ledger_dates import LedgerDates, read_dates, refresh_dates
from data_access.counting.recounting import CONCERN_EVERY_UNIT, count_touched
from data_access.counting.touched import Touched
from data_access.files.parquet import PARQUET, read_parquet
from data_access.files.refusals import NO_ROWS
from data_access.files.sources import Sheet, SourceRefused, read_file
from data_access.ledgers.all import LEDGERS, LOADED_IN_TURN
from data_access.ledgers.declare import Ledger
from data_access.ledgers.keys import Row, key_of
from data_access.ledgers.ledger_report import LEDGER_REPORT
from data_access.ledgers.reporting_duty import REPORTED_LEDGERS, REPORTING_DUTY
from data_access.ledgers.unit import UNITS
from data_access.loading.batches import (
    DRY_RUN,
    REFUSED,
    STORED,
    UNCHANGED,
    LedgerResult,
    LoadResult,
    moved_dates,
    record_batch,
    record_problems,
    record_stated,
    record_version,
)
from data_access.loading.change_log import KEPT_OF_STATE, record_state
from data_access.loading.effects import Effects, as_committed
from data_access.loading.garbage import without_looking_for_garbage
from data_access.loading.handed_in import reports_handed_in
from data_access.loading.ledger_load import load_ledger
from data_access.loading.loaded_ledger import LoadedLedger, record_noted
from data_access.loading.order import Leaving, Options, Order
from data_access.loading.own_counts import adopt_own_indicators, forms_of
from data_access.loading.replacing import Replacement, no_row_of, replacement_of
from data_access.loading.scheme_check import named_schemes, reject_unsound_schemes
from data_access.problems import Problem, Refused
from data_access.progress import Progress
from data_access.store.state import hold_lock, raise_version, read_state


def load_files(
    engine: Engine, paths: Sequence[Path], *, mapping: Path | None = None, **options: Unpack[Options]
) -> LoadResult:
    """Load xlsx, csv and parquet files, through a mapping file when they are foreign; see ``load_sheets``.

    Raises ``problems.Refused`` for a file or a mapping that cannot be read.
    """
    rules = None if mapping is None else read_mapping(Path(mapping))
    return load_sheets(engine, read_files(paths, options.get("progress")), mapping=rules, **options)


def read_files(paths: Sequence[Path], progress: Progress | None = None) -> list[Sheet]:
    """The sheets of all files; raises ``problems.Refused`` for one that cannot be read."""
    sheets: list[Sheet] = []
    for done, path in enumerate(paths, 1):
        columnar = Path(path).suffix.lower() in PARQUET
        sheets += read_parquet(Path(path)) if columnar else read_file(Path(path))
        if progress is not None:
            progress("reading", done, len(paths))
    return sheets


def load_sheets(
    engine: Engine, sheets: Sequence[Sheet], *, mapping: Mapping | None = None, **options: Unpack[Options]
) -> LoadResult:
    """Load sheets in one transaction: rows that stand already change nothing, a rejected row refuses the load.

    With ``accept_partial`` the good rows are stored; rejected rows are kept either way. A dry run leaves no trace.
    ``as_of`` is the day up to which the ledgers in the sheets are complete, for the units in them (default: the latest
    event, see ``counting.ledger_dates``), ``today`` the day after which nothing can have happened (default: the
    machine's). ``effects`` tells what the load does to what is judged.
    ``progress(stage, done, total)`` is called as the work goes on.
    ``synthetic`` and ``city_name`` are noted in the database's state. Cells may hold raw or typed values, headers may
    be those of the workbook or the names of the columns. ``same_case`` lets rows through that look like another case
    than the one of their number that stands (see ``checking.same_case``). ``examine`` gets the checked sheets, a ledger
    at a time. ``only`` are the codes of the units whose rows may be stored (default: of all, see
    ``checking.own_rows``).

    ``replacing`` (a unit and a period, see ``replacing.replacement_of``) says that the sheets hold all its rows of the
    period: of each ledger that has a row in them, those that stand and are not among them are removed, with their
    children. When ``agreed`` is given, no other rows may go. Raises ``problems.Refused`` when no sheet holds a row.
    """
    if options.get("replacing") and options.get("accept_partial"):
        raise Refused("replace.not_partial")
    intakes, problems = take_in(sheets, forms_of(engine)) if mapping is None else translate(sheets, mapping)
    if not intakes and all(problem.is_warning for problem in problems):
        raise SourceRefused(NO_ROWS, ", ".join(dict.fromkeys(sheet.source or sheet.name for sheet in sheets)))
    with without_looking_for_garbage():
        result = _all_or_nothing(engine, _Load(intakes, problems, Order(**options)))
    return result if mapping is None else replace(result, source=mapping.source, licence=mapping.licence)


def _all_or_nothing(engine: Engine, load: "_Load") -> LoadResult:
    with engine.connect() as connection, connection.begin() as transaction:
        hold_lock(connection)
        result = load.run(connection)
        if result.status in (REFUSED, DRY_RUN):
            transaction.rollback()
    if load.order.dry_run:
        # Its batches are gone with the transaction: they have no number that anybody could name.
        ledgers = tuple(replace(each, load_id=None) for each in result.ledgers)
        return replace(result, dry_run=True, ledgers=ledgers)
    if result.status == REFUSED:
        # A transaction of its own: what was refused is kept although nothing of it was stored.
        with engine.begin() as connection:
            hold_lock(connection)
            result = replace(result, ledgers=load.record_refusal(connection))
    return result


def _with_blanks(connection: Connection, loaded: LoadedLedger, as_of: dt.date | None) -> LoadedLedger:
    """The ledger with how many cells of its stored rows are blank where a figure is decided."""
    result = loaded.result
    if as_of is None or not result.load_id or not result.stored:
        return loaded
    return replace(
        loaded, result=replace(result, blank=blank_cells(connection, loaded.changes.ledger, result.load_id, as_of))
    )


class _Load:
    def __init__(self, intakes: Sequence[Intake], problems: Sequence[Problem], order: Order) -> None:
        self.intakes = intakes
        self.warnings = tuple(problem for problem in problems if problem.is_warning)
        self.of_sheets = tuple(problem for problem in problems if not problem.is_warning)
        self.order = order
        self.loaded: list[LoadedLedger] = []

    def run(self, connection: Connection) -> LoadResult:
        if any(problem.makes_sheet_unreadable for problem in self.of_sheets):
            state = read_state(connection)
            return self._result(REFUSED, state.data_version, state.data_as_of)
        replacing = self.order.replacing
        replacement = None if replacing is None else replacement_of(connection, *replacing)
        for ledger in LOADED_IN_TURN:
            intakes = [intake for intake in self.intakes if intake.ledger is ledger]
            leaving = self._leaving(ledger, Leaving(replacement if intakes else None))
            derived = self._handed_in(connection) if ledger is LEDGER_REPORT else []
            if derived and not intakes:
                leaving = replace(leaving, sheets=[intake.sheet for intake in self.intakes])
            if intakes or leaving.parents or derived:
                self.loaded.append(load_ledger(connection, ledger, intakes, self.order, leaving, derived))
        self.loaded.sort(key=lambda loaded: LEDGERS.index(loaded.changes.ledger))
        self._refuse_replacing_by_nothing(replacement)
        # A scheme of the same file may score them.
        adopt_own_indicators(connection)
        self.loaded = reject_unsound_schemes(connection, self.loaded, self.order.accept_partial)
        return replace(self._finish(connection), schemes=named_schemes(connection, self.loaded))

    def _refuse_replacing_by_nothing(self, replacement: Replacement | None) -> None:
        """Refuse a replacement by a file without a row of the unit: it is the wrong file, or the wrong unit."""
        if replacement is None or self._problems():
            return
        dated = [each for each in self.loaded if each.intakes and each.changes.ledger.dated_by]
        if not any(replacement.unit_id in each.units for each in dated):
            raise no_row_of(replacement, dated[0].changes.ledger.key if dated else "unit")

    def _handed_in(self, connection: Connection) -> list[Row]:
        """Return the reports that the loaded rows stand for; when duties change, standing rows do so too."""
        of_rows = {each.changes.ledger.key: each.units for each in self.loaded}
        changed = {each.changes.ledger.key for each in self.loaded if each.changes.any()}
        units = {
            key: None if REPORTING_DUTY.key in changed else of_rows[key]
            for key in REPORTED_LEDGERS
            if REPORTING_DUTY.key in changed or of_rows.get(key)
        }
        return reports_handed_in(connection, units, self.order.day_of_loading)

    def _leaving(self, ledger: Ledger, leaving: Leaving) -> Leaving:
        """Add the parents this load removed: their children go too, whether or not the file has a sheet of them; and
        those it rejected, for which their children have to wait."""
        for loaded in self.loaded:
            if loaded.changes.ledger.key == ledger.parent:
                parents = frozenset(key_of(loaded.changes.ledger, row) for row in loaded.changes.removed)
                sheets = [intake.sheet for intake in loaded.intakes] if parents else leaving.sheets
                return replace(leaving, parents=parents, rejected=loaded.rejected_numbers, sheets=sheets)
        return leaving

    def _finish(self, connection: Connection) -> LoadResult:
        state = read_state(connection)
        good = sum(loaded.result.stored + loaded.result.unchanged for loaded in self.loaded)
        problems = self._problems()
        whole = not self.order.accept_partial or any(problem.refuses_load for problem in problems)
        if not good or (problems and whole):
            return self._result(REFUSED, state.data_version, state.data_as_of)
        self._refuse_what_was_not_agreed()
        load_ids = [loaded.result.load_id or 0 for loaded in self.loaded]
        if self.order.as_of:
            record_stated(connection, load_ids, frozenset().union(*(loaded.units for loaded in self.loaded)))
        before, dates = read_dates(connection), refresh_dates(connection)
        changes = self._state_changes(state, dates.latest)
        version, status, effects = state.data_version, UNCHANGED, None
        if changes or dates != before or any(loaded.changes.any() or loaded.units_created for loaded in self.loaded):
            everything = self._count(connection, state, dates, moved=dates != before)
            effects = self._effects(connection, before, everything=everything)
            self.loaded = [_with_blanks(connection, loaded, dates.latest) for loaded in self.loaded]
            version, status = raise_version(connection, **changes), STORED
        kept = {name: getattr(state, name) for name in changes if name in KEPT_OF_STATE}
        if kept:
            record_state(connection, load_ids[0], kept)
        record_version(connection, load_ids + self._record_sheets(connection, STORED), version)
        result = self._result(DRY_RUN if self.order.dry_run else status, version, dates.latest)
        return replace(result, moved=moved_dates(before, dates), effects=effects)

    def _refuse_what_was_not_agreed(self) -> None:
        agreed = self.order.agreed
        if agreed is not None and any(row not in agreed for loaded in self.loaded for row in loaded.removed):
            raise Refused("replace.changed_meanwhile")

    def _state_changes(self, state: Any, as_of: dt.date | None) -> dict[str, Any]:
        named = {"synthetic": self.order.synthetic, "city_name": self.order.city_name}
        columns = {"data_as_of": as_of} | {name: value for name, value in named.items() if value is not None}
        return {name: value for name, value in columns.items() if value != getattr(state, name)}

    def _effects(self, connection: Connection, before: LedgerDates, *, everything: bool) -> Effects | None:
        """What the rows, which are counted by now, and days that moved do to what is judged; None if nobody asks."""
        if self.order.effects is None or before.common is None:
            return None
        touched = Touched()
        for loaded in self.loaded:
            touched.merge(loaded.changes.touched)
        months = (None, None) if everything else touched.months
        with as_committed(connection) as standing:
            return self.order.effects(standing, connection, months, before.common.replace(day=1))

    def _count(self, connection: Connection, state: Any, dates: LedgerDates, *, moved: bool) -> bool:
        """Count what the load touched; return whether that is everything."""
        self.order.tell("counting", 0, 1)
        everything = moved
        touched = Touched()
        for loaded in self.loaded:
            concerns_all = loaded.changes.any() and loaded.result.ledger in CONCERN_EVERY_UNIT
            everything |= concerns_all or bool(loaded.units_created)
            if loaded.result.ledger == UNITS.key and loaded.changes.changed:
                # A unit may belong to another county now.
                mark_all(connection)
            touched.merge(loaded.changes.touched)
        count_touched(connection, state, dates, touched, everything=everything)
        self.order.tell("counting", 1, 1)
        return everything

    def _problems(self) -> tuple[Problem, ...]:
        return (*self.of_sheets, *(problem for loaded in self.loaded for problem in loaded.problems))

    def _result(self, status: str, version: int, as_of: dt.date | None) -> LoadResult:
        return LoadResult(
            status,
            tuple(loaded.result for loaded in self.loaded),
            self._problems(),
            (*self.warnings, *(each for intake in self.intakes for each in (*intake.warnings, *intake.hints))),
            sum(len(loaded.units_created) for loaded in self.loaded),
            version,
            as_of,
            removed=tuple(row for loaded in self.loaded for row in loaded.removed),
            noted_rows=tuple(row for loaded in self.loaded for row in noted_rows(loaded.intakes)),
            changes=joined(loaded.report for loaded in self.loaded),
        )

    def record_refusal(self, connection: Connection) -> tuple[LedgerResult, ...]:
        """Keep a refused load: its batches, which stored nothing, and its problems with their rows."""
        results = []
        for loaded in self.loaded:
            refused = replace(loaded.result, stored=0, unchanged=0, inserted=0, removed=0)
            sheets = [intake.sheet for intake in loaded.intakes]
            load_id = record_batch(connection, refused, sheets, REFUSED, self.order.loaded_by)
            record_noted(connection, load_id, loaded)
            results.append(replace(loaded.result, load_id=load_id))
        load_ids = [result.load_id for result in results if result.load_id]
        record_version(connection, load_ids + self._record_sheets(connection, REFUSED), None)
        return tuple(results)

    def _record_sheets(self, connection: Connection, status: str) -> list[int]:
        """Record the problems of whole sheets, which belong to no ledger, in a batch of their own."""
        if not self.of_sheets:
            return []
        result = LedgerResult(None, 0, 0, 0, 0)
        names = list(dict.fromkeys(problem.sheet for problem in self.of_sheets))
        sheets = [Sheet(name, (), ()) for name in names]
        load_id = record_batch(connection, result, sheets, status, self.order.loaded_by)
        record_problems(connection, load_id, self.of_sheets)
        return [load_id]
