"""Whoever loads for some units brings their rows alone, and of no ledger that holds for all or judges them.

Nor does he bring an officer who serves elsewhere: an officer's file follows him to the unit that has him, so a unit
that names a stranger would read all of it. Of the rows of other units he is told nothing, nor whose they are.
"""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, select

from data_access.checking.validation import Checked
from data_access.ledgers.officer import OFFICER
from data_access.ledgers.officer_posting import OFFICER_POSTING
from data_access.problems import NOT_OF_ITS_UNITS, OF_THE_OFFICE, SERVES_ELSEWHERE
from data_access.store.tables import unit

# What the office says of a unit: it is none of the unit's own to say.
JUDGING = frozenset({"assessment_mark", "external_review", "veto_event", "use_of_result"})
# Said in place of the name of a unit that is none of his.
SOME_UNIT = "load.some_unit"
# The ledgers by which an officer serves in a unit, and the day by which he has left it.
_SERVES_BY = {OFFICER.key: "left_on", OFFICER_POSTING.key: "to_on"}


def reject_rows_of_others(parts: Sequence[Checked], codes: Collection[str]) -> None:
    """Reject each row that is not of one of the units, and all rows of a ledger that is the office's to keep.

    It comes before rows are held against those that stand: what is said of these would tell another unit's.
    """
    for checked in parts:
        ledger, intake = checked.ledger, checked.intake
        of_the_office = not ledger.is_fact or ledger.key in JUDGING
        units = [None] * len(intake.sheet.rows) if of_the_office else checked.columns["unit_id"]
        for position, code in enumerate(units):
            if position in intake.rejected or code in codes:
                continue
            if of_the_office:
                intake.reject(position, "", None, OF_THE_OFFICE, [f"ledger.{ledger.key}"])
            else:
                intake.reject(position, "unit_id", code, NOT_OF_ITS_UNITS, sorted(codes)[:1])


def reject_strangers(connection: Connection, parts: Sequence[Checked], codes: Collection[str]) -> None:
    """Reject officers who serve in another unit by now, their numbers written as they are known."""
    for checked in parts:
        if checked.ledger.key in _SERVES_BY:
            _reject_strangers(connection, checked, codes)


def shown_names(names: Mapping[str, str], only: Collection[str] | None) -> Mapping[str, str]:
    """The names of units by code as who loads for ``only`` some of them is told them (None: for all)."""
    if only is None:
        return names
    return {code: name if code in only else SOME_UNIT for code, name in names.items()}


def _reject_strangers(connection: Connection, checked: Checked, codes: Collection[str]) -> None:
    intake, of = checked.intake, OFFICER.table
    serving = select(of.c.officer_no).join_from(of, unit, of.c.unit_id == unit.c.unit_id)
    elsewhere = set(connection.execute(serving.where(unit.c.code.not_in(codes), of.c.left_on.is_(None))).scalars())
    numbers = checked.columns["officer_no"]
    days = checked.columns.get(_SERVES_BY[checked.ledger.key]) or [None] * len(numbers)
    for position, (number, left) in enumerate(zip(numbers, days, strict=True)):
        if position not in intake.rejected and left is None and number in elsewhere:
            intake.reject(position, "officer_no", number, SERVES_ELSEWHERE)
