"""Whoever loads for some units brings their rows alone, and of no ledger that holds for all or judges them."""

from collections.abc import Collection, Sequence

from data_access.checking.validation import Checked
from data_access.problems import NOT_OF_ITS_UNITS, OF_THE_OFFICE

# What the office says of a unit: it is none of the unit's own to say.
JUDGING = frozenset({"assessment_mark", "external_review", "veto_event", "use_of_result"})


def reject_rows_of_others(parts: Sequence[Checked], codes: Collection[str]) -> None:
    """Reject each row that is not of one of the units, and all rows of a ledger that is the office's to keep."""
    for checked in parts:
        ledger, intake = checked.ledger, checked.intake
        of_the_office = "unit_id" not in ledger.table.c or not ledger.is_fact or ledger.key in JUDGING
        units = [None] * len(intake.sheet.rows) if of_the_office else checked.columns["unit_id"]
        for position, unit in enumerate(units):
            if position in intake.rejected or unit in codes:
                continue
            if of_the_office:
                intake.reject(position, "", None, OF_THE_OFFICE, [f"ledger.{ledger.key}"])
            else:
                intake.reject(position, "unit_id", unit, NOT_OF_ITS_UNITS, sorted(codes)[:1])
