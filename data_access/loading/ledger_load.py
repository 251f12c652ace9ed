"""Loading one ledger on an open connection: check its sheets, compare, write batch, problems and rows."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from data_access.checking.hinting import give_hints
from data_access.checking.intake import Intake, NewUnits, kind_of_new
from data_access.checking.running_sums import hint_at_running_sums
from data_access.checking.sums_of_units import hint_at_sums_of_units
from data_access.checking.unit_directory import UnitDirectory
from data_access.checking.validation import (
    Checked,
    latest_event,
)
from data_access.counting.case_marks import RelatedRows
from data_access.files.sources import Sheet
from data_access.ledgers.declare import Ledger
from data_access.ledgers.keys import Row, key_of, unit_ids
from data_access.ledgers.scheme import SCHEME
from data_access.ledgers.scheme_item import SCHEME_ITEM
from data_access.ledgers.unit import UNITS
from data_access.loading.batches import STORED, LedgerResult, record_batch, record_removed
from data_access.loading.change_log import record_changes, record_new_units
from data_access.loading.checked_sheets import checked_sheets
from data_access.loading.differences import LOAD_ROW, Changes, compare, with_unit_ids, write
from data_access.loading.loaded_ledger import LoadedLedger, record_noted
from data_access.loading.order import Leaving, Order
from data_access.loading.portioned import load_portions, may_be_portioned
from data_access.loading.replacing import named
from data_access.loading.reporting import report_of
from data_access.loading.unit_store import (
    compare_units,
    create_units,
    directory,
    unit_names,
    write_units,
)
from data_access.problems import Refused


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
    related = RelatedRows(connection, ledger)
    parts = checked_sheets(related, intakes, units, order, leaving) if intakes else []
    if order.examine is not None:
        order.examine(parts)
    if not derived and may_be_portioned(ledger, intakes, leaving):
        return load_portions(related, parts, order)
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
        # A file with rejected rows is refused anyway; which rows it lacks nobody can say.
        going = leaving.rows(connection, ledger, rows) if not any(each.rejected for each in intakes) else []
        changes = compare(connection, related, rows, going)
    result = replace(_result(ledger, intakes, changes), data_as_of=latest)
    codes = {number: code for code, number in ids.items()}
    removed = named(ledger, changes.removed, codes)
    of_rows = frozenset(int(str(number)) for number in {row["unit_id"] for row in rows if "unit_id" in row})
    report = report_of(changes, codes, _names(connection, changes), created)
    loaded = LoadedLedger(intakes, result, changes, report, created, tuple(removed), of_rows, parts)
    loaded = _write(connection, loaded, order, [intake.sheet for intake in intakes] or leaving.sheets)
    if ledger is not UNITS:
        return loaded
    numbers = unit_ids(connection)
    return replace(loaded, units=frozenset(numbers[str(row["code"])] for row in rows))


def _names(connection: Connection, changes: Changes) -> dict[str, str]:
    """The names of the units by code, those that the changes bring among them."""
    names = unit_names(connection)
    if changes.ledger is UNITS:
        names |= {str(row["code"]): str(row["name"]) for row in (*changes.new, *changes.changed)}
    return names


def _numbered(checked: Checked) -> Iterator[Row]:
    """Yield the good rows; the rows of a fact carry the number of their row in the sheet."""
    keeps = LOAD_ROW in checked.ledger.table.c
    for position, row in checked.rows():
        if keeps:
            row[LOAD_ROW] = checked.intake.sheet.number_of(position)
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
    record_changes(connection, load_id, changes, loaded.report)
    record_new_units(connection, load_id, loaded.units_created)
    order.tell("storing", 0, changes.stored)
    if changes.ledger is UNITS:
        write_units(connection, changes)
    else:
        write(connection, changes, load_id, lambda done: order.tell("storing", done, changes.stored))
    give_hints(connection, loaded.parts, order.only)
    hint_at_running_sums(connection, loaded.parts)
    hint_at_sums_of_units(connection, loaded.parts)
    record_noted(connection, load_id, loaded)
    kept = loaded.parts if changes.ledger in (SCHEME, SCHEME_ITEM) else ()
    hints = tuple(Counter(hint.code for hint in loaded.hints).items())
    return replace(loaded, parts=kept, result=replace(loaded.result, load_id=load_id, hints=hints))


def _create_units(
    connection: Connection, ledger: Ledger, intakes: Sequence[Intake], rows: Sequence[Row], units: UnitDirectory
) -> tuple[str, ...]:
    """Create those new units that a good row names; returns their codes."""
    kinds = list(dict.fromkeys(kind for intake in intakes for kind in intake.new_units))
    names = [column.name for column in ledger.columns if column.kind == "unit"]
    used = {str(row.get(name)) for row in rows for name in names}
    created = {code: name for code, name in units.created.items() if code in used}
    for kind in kinds:
        of_kind = {code: name for code, name in created.items() if kind_of_new(name, kinds) is kind}
        create_units(connection, of_kind, _in_county(kind, units))
    return tuple(created) if kinds else ()


def _in_county(kind: NewUnits, units: UnitDirectory) -> NewUnits:
    """The kind with its county by its code, however the mapping names it."""
    county = units.find(kind.county) if kind.county else None
    if county is not None and not isinstance(county, str):
        raise Refused("mapping.unknown_county", value=kind.county or "")
    return replace(kind, county=county)
