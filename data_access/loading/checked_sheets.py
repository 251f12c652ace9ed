"""The sheets of one ledger with typed values, and all that is wrong with their rows."""

from collections.abc import Sequence
from functools import partial

from sqlalchemy import Connection

from data_access.checking.intake import Intake
from data_access.checking.loose_words import keep_what_is_exact
from data_access.checking.odd_dates import reject_odd_dates
from data_access.checking.row_rules import reject_by_rules
from data_access.checking.row_sets import reject_duplicates, reject_orphans, reject_unknown_references
from data_access.checking.same_case import reject_other_cases, successions
from data_access.checking.settling import settle
from data_access.checking.slips import hint_at_slips
from data_access.checking.standing_cells import Standing, keep_what_stands
from data_access.checking.unit_directory import UnitDirectory
from data_access.checking.validation import Checked, check
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
from data_access.loading.own_counts import name_own_counts
from data_access.loading.unit_store import standing_units


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
    settle(connection, parts)
    name_own_counts(connection, parts)
    standing = _standing(related, parts)
    keep_what_stands(parts, standing)
    keep_what_is_exact(parts, standing)
    reject_duplicates(parts)
    if order.as_of is None:
        dates = read_dates(connection)
        reject_odd_dates(parts, dates.latest_of(ledger.key), dates.latest, order.last_day)
    if not order.same_case:
        reject_other_cases(parts, standing, successions(connection), leaving.unit_code(connection))
    if ledger.parent:
        _reject_orphans(connection, ledger, parts)
    if ledger is UNITS:
        reject_unknown_references(parts, unit_ids(connection))
    reject_by_rules(connection, parts)
    hint_at_slips(parts)
    return parts


def _standing(related: RelatedRows, parts: Sequence[Checked]) -> Standing:
    """The standing rows of the numbers in the sheets, by natural key and with units by code."""
    ledger = related.ledger
    if ledger is UNITS:
        return standing_units(related.connection)
    number = ledger.number_column
    numbers = {value for checked in parts for value in checked.columns[number]} - {None}
    codes = {number: code for code, number in unit_ids(related.connection).items()}
    return by_code(ledger, related.of_numbers(numbers), codes)


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
