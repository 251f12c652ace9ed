"""Hints: what cannot be right in a row although each of its cells can. The row is stored, and its load says so.

A hint is declared once, as a condition on the ledger's table: a load asks it of the rows it stored, a page of all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, not_, or_, select

from data_access.ledgers.declare import Ledger
from data_access.ledgers.tally import known
from data_access.problems import (
    NAMES_NO_CASE,
    NAMES_NOBODY,
    NO_FIRST_PARTY,
    OTHER_UNIT,
    OUTCOME_UNDATED,
    UNIT_GONE,
    UNIT_MERGED,
    UNLIKE_FIRST,
)
from data_access.store.tables import unit

FIRST, CO = "first", "co"


@dataclass(frozen=True, eq=False)
class Hint:
    """A code of ``problems``, the column to look at, the rows it is said of, and what the sentence names beside them.

    ``expected`` is an expression over the same row (another date, another unit's name); None where nothing is named.
    """

    code: str
    column: str
    where: ColumnElement[bool]
    expected: ColumnElement[Any] | None = None


def doubtful(hints: tuple[Hint, ...]) -> ColumnElement[bool]:
    """Whether any hint is to be said of a row."""
    return or_(*(hint.where for hint in hints))


def flag_of(hint: Hint) -> ColumnElement[int]:
    """1 for a row of which the hint is to be said, else 0; a condition that is unknown is no hint."""
    return case((hint.where, 1), else_=0)


def earlier(code: str, earlier_one: ColumnElement[Any], later_one: ColumnElement[Any]) -> Hint:
    """A hint at the first of two dates, which came before the second and must not have."""
    return Hint(code, str(earlier_one.key), earlier_one < later_one, later_one)


def outcome_undated(ledger: Ledger) -> Hint:
    """A result without its day: no rate counts the row, not even as unfilled."""
    of = ledger.table.c
    return Hint(OUTCOME_UNDATED, "closed_on", and_(known(of.outcome), of.closed_on.is_(None)))


def names_nobody(ledger: Ledger, column: str) -> Hint:
    """A hint at a row that names another record of its ledger by a number that none has: no relation follows from it.

    The number may be the row's own where its key has more than a number: a higher instance is another record.
    """
    row, other = ledger.table.c, ledger.table.alias("named_one")
    number = ledger.natural_key[1]
    is_it = other.c[number] == row[column]
    if len(ledger.natural_key) == 2:
        is_it = and_(is_it, or_(other.c.unit_id != row.unit_id, other.c[number] != row[number]))
    there = select(other.c[number]).where(is_it).correlate(ledger.table).exists()
    return Hint(NAMES_NOBODY, column, and_(known(row[column]), not_(there)))


def names_nobody_in(ledger: Ledger, column: str, other: Ledger) -> Hint:
    """A hint at a row that names a record of another ledger by a number that none has there.

    A city that does not keep the other ledger at all is not told so row by row.
    """
    number, named = other.table.c[other.natural_key[1]], ledger.table.c[column]
    kept = select(number).limit(1).correlate(None).scalar_subquery()
    there = select(number).where(number == named).correlate(ledger.table).exists()
    return Hint(NAMES_NO_CASE, column, and_(known(named), known(kept), not_(there)))


def hints_at_parties(ledger: Ledger) -> tuple[Hint, ...]:
    """Hints at a case of several parties: two that may each be the first, or none that may be.

    A row that does not say which party its unit is may be the first one's.
    """
    row, other, their_unit = ledger.table.c, ledger.table.alias("other"), unit.alias("their_unit")
    same_case = and_(*(other.c[name] == row[name] for name in ledger.natural_key[1:]), other.c.unit_id != row.unit_id)
    elsewhere = (
        select(their_unit.c.name)
        .join_from(other, their_unit, other.c.unit_id == their_unit.c.unit_id)
        .where(same_case, _may_be_first(other.c))
        .order_by(their_unit.c.code)
        .limit(1)
        .correlate(ledger.table)
    )
    # Asked of every row, where the name is asked for few.
    there = select(other.c.unit_id).where(same_case, _may_be_first(other.c)).correlate(ledger.table).exists()
    twice = and_(_may_be_first(row), there)
    nowhere = and_(not_(_may_be_first(row)), not_(there))
    return (
        Hint(OTHER_UNIT, ledger.natural_key[1], twice, elsewhere.scalar_subquery()),
        Hint(NO_FIRST_PARTY, "defendant_role", nowhere),
    )


def hints_unlike_first(ledger: Ledger, *columns: str) -> Iterator[Hint]:
    """Hints at a co-defendant's row that says something else of the case than the first defendant's, by whose row a
    county and the city count it: of one case there is one court, one cause and one judgment.
    """
    row, first = ledger.table.c, ledger.table.alias("first_row")
    same_case = and_(*(first.c[name] == row[name] for name in ledger.natural_key[1:]), first.c.defendant_role == FIRST)
    for column in columns:
        unlike = select(first.c.unit_id).where(same_case, first.c[column] != row[column]).correlate(ledger.table)
        yield Hint(UNLIKE_FIRST, column, and_(row.defendant_role == CO, unlike.exists()))


def _may_be_first(of: Any) -> ColumnElement[bool]:
    return or_(of.defendant_role == FIRST, of.defendant_role.is_(None))


def hints_at_units_gone(ledger: Ledger, *dates: ColumnElement[Any]) -> Iterator[Hint]:
    """Hints at rows of which one of the dates lies after the last day of their unit: merged, or gone for good."""
    gone, successor = unit.alias("gone"), unit.alias("successor")
    after = and_(gone.c.unit_id == ledger.table.c.unit_id, or_(*(date > gone.c.active_to for date in dates)))
    heir = (
        select(successor.c.name)
        .join_from(gone, successor, gone.c.merged_into == successor.c.unit_id)
        .where(after)
        .correlate(ledger.table)
        .scalar_subquery()
    )
    ended = select(gone.c.active_to).where(after, gone.c.merged_into.is_(None)).correlate(ledger.table)
    last_day = ended.scalar_subquery()
    yield Hint(UNIT_MERGED, "unit_id", known(heir), heir)
    yield Hint(UNIT_GONE, "unit_id", known(last_day), last_day)
