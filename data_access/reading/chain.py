"""What became of the applications received in a period: accepted, closed, sued about, lost in court.

One of the exceptions that may read fact tables: an application is followed through its own later dates, which no count
by month can do. Only counts leave the database, so like every aggregate they are open to all viewers.
"""

import datetime as dt
from collections.abc import Collection

import pandas as pd
from sqlalchemy import ColumnElement, FromClause, Select, and_, case, func, select

from data_access.asked.periods import Period
from data_access.counting.tallies import BY_KEY
from data_access.ledgers.counting_rules import CountingRules
from data_access.ledgers.litigation import LITIGATION, LITIGATION_OUTCOMES, LOST
from data_access.ledgers.petition import PETITION
from data_access.ledgers.reconsideration import IS_STEP, RECONSIDERATION, SETTLED
from data_access.reading.dispute_lists import rules_in_force
from data_access.reading.extent import Extent
from data_access.reading.reader import Reader
from data_access.reading.records import period_limits

# The steps of the chain; each is a part of the one before.
STEPS = ("received", "accepted", "closed", "sued", "lost")

_application = RECONSIDERATION.table.c
_COUNTS_FOR = {"city": _application.counts_for_city, "whole": _application.counts_for_county}


def _received_in(extent: Extent, period: Period) -> ColumnElement[bool]:
    """The rows of the applications that an extent received in a period, each counted as often as its figures do."""
    conditions = [_application.received_on.between(*period_limits(period)), IS_STEP["received"]]
    if extent.level in _COUNTS_FOR:
        conditions.append(_COUNTS_FOR[extent.level])
    if extent.unit_ids is not None:
        conditions.append(_application.unit_id.in_(extent.unit_ids))
    return and_(*conditions)


def dispute_chain(reader: Reader, extent: Extent, period: Period, as_of: dt.date) -> pd.DataFrame:
    """How many of the applications received came how far by ``as_of``; two statements. Columns: measure, cases.

    Measures: ``STEPS``; decided (of sued, those of whose suit the outcome of the first instance is told);
    sued_elsewhere (of closed, those without a day of suit that a suit names); settled (of closed); mature (closed
    so long ago that the limit of a further suit has run out, or sued already), mature_blank (the same, but its
    outcome is blank), ended (of the mature, not sued: 案结事了 by definition A), ended_unpetitioned (of these, no
    petition of the same unit names the case: definition B).
    """
    lost, decided, sued, named = _suits(LOST), _suits(LITIGATION_OUTCOMES), _suits(), _named_in_petitions()
    rules = CountingRules.at(as_of, rules_in_force(reader))
    keys = ("closed_suit_mature", "closed_suit_mature_blank", "closed_not_sued")
    mature, unknown, ended = (BY_KEY[key].condition(rules) for key in keys)
    closed = IS_STEP["closed"]
    measures = IS_STEP | {
        "lost": and_(IS_STEP["sued"], lost.c.case_no.is_not(None)),
        "decided": and_(IS_STEP["sued"], decided.c.case_no.is_not(None)),
        "sued_elsewhere": and_(closed, _application.sued_on.is_(None), sued.c.case_no.is_not(None)),
        "settled": and_(closed, _application.outcome.in_(SETTLED)),
        "mature": and_(closed, mature),
        "mature_blank": and_(closed, unknown),
        "ended": and_(closed, ended),
        "ended_unpetitioned": and_(closed, ended, named.c.case_no.is_(None)),
    }
    counted = [func.coalesce(func.sum(case((when, 1), else_=0)), 0).label(key) for key, when in measures.items()]
    joined = RECONSIDERATION.table
    for other in (lost, decided, sued, named):
        same = and_(other.c.unit_id == _application.unit_id, other.c.case_no == _application.case_no)
        joined = joined.outerjoin(other, same)  # type: ignore[assignment]
    counts = reader.frame(select(*counted).select_from(joined).where(_received_in(extent, period)))
    return pd.DataFrame({"measure": list(measures), "cases": [int(counts[key].iat[0]) for key in measures]})


def _suits(outcomes: Collection[str] | None = None) -> FromClause:
    """The applications that a suit came from (which ended so in the first instance): unit_id, case_no."""
    suit = LITIGATION.table.c
    statement = select(suit.unit_id, suit.reconsideration_case_no.label("case_no")).where(suit.instance == "first")
    return _once(
        statement if outcomes is None else statement.where(suit.outcome.in_(outcomes)), suit.reconsideration_case_no
    )


def _named_in_petitions() -> FromClause:
    """The applications that a petition names: unit_id, case_no."""
    petition = PETITION.table.c
    statement = select(petition.unit_id, petition.reconsideration_case_no.label("case_no"))
    return _once(statement, petition.reconsideration_case_no)


def _once(statement: Select[tuple[int, str]], number: ColumnElement[str]) -> FromClause:
    return statement.where(number.is_not(None)).distinct().subquery()
