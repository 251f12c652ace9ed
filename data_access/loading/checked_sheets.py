"""The sheets of one ledger with typed values, and all that is wrong with their rows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from sqlalchemy import Connection

from data_access.checking.intake import Intake
from data_access.checking.loose_words import Exact, keep_what_is_exact, standing_beside_loose
from data_access.checking.odd_dates import reject_odd_dates
from data_access.checking.own_rows import reject_rows_of_others, reject_strangers, shown_names
from data_access.checking.row_rules import reject_by_rules
from data_access.checking.row_sets import reject_duplicates, reject_orphans, reject_unknown_references
from data_access.checking.same_case import OtherCases, successions
from data_access.checking.settling import settle
from data_access.checking.slips import hint_at_slips
from data_access.checking.standing_cells import Standing, keep_what_stands
from data_access.checking.unit_directory import UnitDirectory
from data_access.checking.validation import Checked, check, reject_too_early
from data_access.counting.case_marks import RelatedRows
from data_access.counting.ledger_dates import read_dates
from data_access.files.cell_text import as_text, number_text
from data_access.files.sources import is_blank
from data_access.ledgers.all import BY_KEY
from data_access.ledgers.declare import Ledger
from data_access.ledgers.keys import unit_ids
from data_access.ledgers.unit import UNITS
from data_access.loading.differences import by_code, standing_keys
from data_access.loading.order import Leaving, Order
from data_access.loading.own_counts import name_own_keys
from data_access.loading.portions import MOST_AT_ONCE
from data_access.loading.unit_store import standing_units

# Of many rows the standing ones are read so many at a time: whole rows take far more room than those of the sheet.
READ_AT_ONCE = 2_000


def checked_sheets(
    related: RelatedRows, intakes: Sequence[Intake], units: UnitDirectory, order: Order, leaving: Leaving
) -> list[Checked]:
    """The sheets with typed values; what is wrong with them, by themselves and together, is recorded in the intakes."""
    connection, ledger = related.connection, related.ledger
    if ledger is UNITS:
        _add_names(units, intakes)
    total = len(intakes) * len(ledger.columns)
    parts: list[Checked] = []
    for number, intake in enumerate(intakes):
        tell = partial(_tell_checked, order, number * len(ledger.columns), total)
        parts.append(check(intake, units, order.last_day, tell))
    if order.only is not None:
        reject_rows_of_others(parts, order.only)
    settle(connection, parts)
    name_own_keys(connection, parts)
    others = OtherCases(ledger, leaving.unit_code(connection))
    _meet_what_stands(related, parts, others)
    reject_duplicates(parts)
    if order.as_of is None:
        dates = read_dates(connection)
        reject_odd_dates(parts, dates.latest_of(ledger.key), dates.latest, order.last_day)
    if not order.same_case:
        units_known = successions(connection)
        others.reject(parts, replace(units_known, names=shown_names(units_known.names, order.only)))
    if ledger is UNITS:
        reject_unknown_references(parts, unit_ids(connection))
    # What is wrong with a row itself is told before what is wrong with another: both are mended at once.
    reject_by_rules(connection, parts)
    if ledger.parent:
        _reject_orphans(connection, ledger, parts, leaving)
    if order.only is not None:
        reject_strangers(connection, parts, order.only)
    hint_at_slips(parts)
    return parts


def _meet_what_stands(related: RelatedRows, parts: Sequence[Checked], others: OtherCases) -> None:
    """Fill blank cells from the standing rows, and look for rows that are of another case than those of their number.

    Of many rows the standing ones are read some at a time.
    """
    any_stands = False
    exact = {checked: Exact() for checked in parts}
    for checked, positions, standing in _standing(related, parts):
        keep_what_stands(checked, standing, positions)
        others.look(checked, standing, positions)
        exact[checked] |= standing_beside_loose(checked, standing, positions)
        any_stands |= bool(standing)
    for checked in parts if any_stands else ():
        reject_too_early(checked)
    for checked, known in exact.items():
        keep_what_is_exact(checked, known)


def _standing(related: RelatedRows, parts: Sequence[Checked]) -> Iterator[tuple[Checked, range, Standing]]:
    """The standing rows of the numbers in the sheets, by natural key and with units by code, for some rows at a time.

    Those of few rows are kept in ``related``; where nothing stands of many, it is noted there.
    """
    connection, ledger = related.connection, related.ledger
    whole = [(checked, range(len(checked.intake.sheet.rows))) for checked in parts]
    if ledger is UNITS:
        units = standing_units(connection)
        yield from ((*each, units) for each in whole)
        return
    codes = {number: code for code, number in unit_ids(connection).items()}
    number = ledger.number_column
    if sum(len(positions) for _checked, positions in whole) <= MOST_AT_ONCE:
        standing = by_code(ledger, related.of_numbers(_numbers(parts, number)), codes)
        yield from ((*each, standing) for each in whole)
        return
    any_stands = False
    for checked, positions in whole:
        for start in range(0, len(positions), READ_AT_ONCE):
            part = positions[start : start + READ_AT_ONCE]
            of_part = {*checked.columns[number][part.start : part.stop]} - {None}
            found = RelatedRows(connection, ledger).of_numbers(of_part)
            any_stands |= bool(found)
            yield checked, part, by_code(ledger, found, codes)
    if not any_stands:
        related.note_missing(_numbers(parts, number))


def _numbers(parts: Sequence[Checked], name: str) -> set[object]:
    return {value for checked in parts for value in checked.columns[name]} - {None}


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


def _reject_orphans(connection: Connection, ledger: Ledger, parts: Sequence[Checked], leaving: Leaving) -> None:
    parent = BY_KEY[ledger.parent]
    keys = {key for checked in parts for key in checked.keys(parent.natural_key)}
    numbers = {number for _first, number in keys if number is not None}
    reject_orphans(parts, parent.natural_key, standing_keys(connection, parent, numbers), leaving.rejected)
