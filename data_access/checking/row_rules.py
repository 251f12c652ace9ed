"""Rules beyond single columns: asking those of a ledger, and rejecting the rows they name."""

from collections.abc import Sequence

from sqlalchemy import Connection

from data_access.checking.validation import Checked
from data_access.ledgers.all import ENTRY_OF
from data_access.ledgers.entry import SheetRow
from data_access.ledgers.parts import parts_within


def reject_by_rules(connection: Connection, parts: Sequence[Checked]) -> None:
    """Apply the rules of a ledger to its sheets (all of one ledger), each to the rows that the ones before left."""
    rules = (*ENTRY_OF[parts[0].ledger.key].rules, parts_within(parts[0].ledger)) if parts else ()
    for rule in filter(None, rules):
        placed = {
            SheetRow(f"{checked.intake.sheet.name} {checked.intake.sheet.rows[position][0]}", row): (checked, position)
            for checked in parts
            for position, row in checked.rows()
        }
        for fault in list(rule(connection, list(placed))):
            checked, position = placed[fault.row]
            checked.intake.reject(position, fault.column, fault.value, fault.code, list(fault.expected))
