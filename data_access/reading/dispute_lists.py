"""Rows behind the disputes page: opinions that wait for an answer, and joint meetings.

They are among the exceptions that may read fact tables; like every list of rows they are cut to the viewer's scope and
have a total order.
"""

import datetime as dt

import pandas as pd
from sqlalchemy import ColumnElement, FromClause, or_, select

from data_access.asked.periods import Period
from data_access.ledgers.counting_rule import COUNTING_RULE
from data_access.ledgers.counting_rules import DatedValues
from data_access.ledgers.joint_meeting import JOINT_MEETING
from data_access.ledgers.reconsideration import OPINION_DUE, RECONSIDERATION
from data_access.reading.extent import Extent
from data_access.reading.reader import Reader
from data_access.reading.records import period_limits
from data_access.store import tables as t

# The most rows of a panel: its chart shows a few of them, its table all.
MOST_ROWS = 500

_case, _meeting = RECONSIDERATION.table.c, JOINT_MEETING.table.c


def unanswered_opinions(reader: Reader, extent: Extent, day: dt.date) -> pd.DataFrame:
    """Opinions that were due by a day or later and had no answer by then, the longest overdue first; one statement.

    Columns: code, unit (name, of the respondent), case_no, due_on. Each case as often as the extent's figures count it.
    """
    unanswered = or_(_case.opinion_answered_on.is_(None), _case.opinion_answered_on > day)
    # What was decided later had not been given yet.
    given = or_(day > OPINION_DUE, _case.closed_on.is_(None), _case.closed_on <= day)
    statement = (
        select(t.unit.c.code, t.unit.c.name.label("unit"), _case.case_no, OPINION_DUE.label("due_on"))
        .join_from(RECONSIDERATION.table, t.unit, _case.unit_id == t.unit.c.unit_id)
        .where(_case.suggestion == "opinion", OPINION_DUE.is_not(None), unanswered, given)
        .where(*_of_extent(RECONSIDERATION.table, extent))
        .order_by(OPINION_DUE, t.unit.c.code, _case.case_no)
        .limit(MOST_ROWS)
    )
    return reader.rows(RECONSIDERATION.table, statement)


def joint_meetings(reader: Reader, extent: Extent, period: Period) -> pd.DataFrame:
    """The joint meetings held in a period, the latest first; one statement.

    Columns: code, unit (name, of the convener), meeting_no, held_on, partner, topic, cases_discussed, resolved.
    """
    statement = (
        select(
            t.unit.c.code,
            t.unit.c.name.label("unit"),
            _meeting.meeting_no,
            _meeting.held_on,
            _meeting.partner,
            _meeting.topic,
            _meeting.cases_discussed,
            _meeting.resolved,
        )
        .join_from(JOINT_MEETING.table, t.unit, _meeting.unit_id == t.unit.c.unit_id)
        .where(_meeting.held_on.between(*period_limits(period)), *_of_extent(JOINT_MEETING.table, extent))
        .order_by(_meeting.held_on.desc(), t.unit.c.code, _meeting.meeting_no)
        .limit(MOST_ROWS)
    )
    return reader.rows(JOINT_MEETING.table, statement)


def rules_in_force(reader: Reader) -> DatedValues:
    """The dated rules that are counted by, read once for all pages."""

    def read() -> DatedValues:
        rows = reader.frame(select(COUNTING_RULE.table).order_by("rule", "from_date"))
        return tuple((row.rule, row.from_date, int(row.value)) for row in rows.itertuples())

    rules: DatedValues = reader.kept("rules_in_force", "", read)
    return rules


def _of_extent(table: FromClause, extent: Extent) -> list[ColumnElement[bool]]:
    """Rows of an extent, each case of several units as often as its figures count it."""
    conditions: list[ColumnElement[bool]] = []
    if extent.unit_ids is not None:
        conditions.append(table.c.unit_id.in_(extent.unit_ids))
    if "counts_for_city" in table.c and extent.level != "own":
        conditions.append(table.c.counts_for_city if extent.level == "city" else table.c.counts_for_county)
    return conditions
