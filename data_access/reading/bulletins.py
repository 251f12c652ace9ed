"""Bulletins, whom they named, and research reports, as the page on bulletins lists them."""

import pandas as pd
from sqlalchemy import ColumnElement, and_, case, func, or_, select, true

from data_access.asked.periods import Period
from data_access.ledgers.bulletin import BULLETIN
from data_access.ledgers.bulletin_mention import BULLETIN_MENTION, TONES
from data_access.ledgers.research_report import RESEARCH_REPORT
from data_access.reading.extent import Extent
from data_access.reading.item_states import within
from data_access.reading.reader import Reader
from data_access.store.tables import unit

# So many rows of each are listed at most, the newest.
MOST_LISTED = 500

_issue, _mention, _research = BULLETIN.table.c, BULLETIN_MENTION.table.c, RESEARCH_REPORT.table.c


def issues(reader: Reader, extent: Extent, period: Period, sought: str = "") -> pd.DataFrame:
    """The issues that units of an extent published in a period, the newest first; one statement.

    ``sought`` is looked for in number, title and text. Columns: code, unit (who published it), issue_no, published_on,
    title, kind, body, exemplars and problems (how many units it named).
    """
    named = [
        select(func.count())
        .where(_mention.unit_id == _issue.unit_id, _mention.issue_no == _issue.issue_no, _mention.tone == tone)
        .scalar_subquery()
        .label(f"{tone}s")
        for tone in TONES
    ]
    texts = (_issue.issue_no, _issue.title, _issue.body)
    statement = (
        select(unit.c.code, unit.c.name.label("unit"), _issue.issue_no, _issue.published_on, _issue.title, _issue.kind,
               _issue.body, *named)
        .join_from(BULLETIN.table, unit, _issue.unit_id == unit.c.unit_id)
        .where(_in(period, _issue.published_on), within(_issue.unit_id, extent), _holds(texts, sought))
        .order_by(_issue.published_on.desc(), _issue.issue_no, unit.c.code)
        .limit(MOST_LISTED)
    )  # fmt: skip
    return reader.rows(BULLETIN.table, statement)


def titles(reader: Reader) -> pd.DataFrame:
    """By what issues are looked for: unit (who published it), issue_no, title, published_on; the newest first."""
    statement = (
        select(unit.c.name.label("unit"), _issue.issue_no, _issue.title, _issue.published_on)
        .join_from(BULLETIN.table, unit, _issue.unit_id == unit.c.unit_id)
        .where(_issue.published_on.is_not(None))
        .order_by(_issue.published_on.desc(), _issue.issue_no, unit.c.code)
        .limit(MOST_LISTED)
    )
    return reader.rows(BULLETIN.table, statement)


def mentions(reader: Reader, extent: Extent, period: Period) -> pd.DataFrame:
    """Which units of an extent were named in issues of a period, the newest first; one statement.

    Columns: code, unit (who was named), tone, note, issue_no, published_on.
    """
    same_issue = and_(_mention.unit_id == _issue.unit_id, _mention.issue_no == _issue.issue_no)
    named = _mention.mentioned_unit_id == unit.c.unit_id
    statement = (
        select(unit.c.code, unit.c.name.label("unit"), _mention.tone, _mention.note, _issue.issue_no,
               _issue.published_on)
        # One source: what a scope hides is counted over it.
        .select_from(BULLETIN_MENTION.table.join(BULLETIN.table, same_issue).join(unit, named))
        .where(_in(period, _issue.published_on), within(_mention.mentioned_unit_id, extent))
        .order_by(_issue.published_on.desc(), _issue.issue_no, _problems_first(), unit.c.code)
        .limit(MOST_LISTED)
    )  # fmt: skip
    return reader.rows(BULLETIN_MENTION.table, statement)


def research(reader: Reader, extent: Extent, period: Period) -> pd.DataFrame:
    """The research that units of an extent completed in a period, the newest first; one statement.

    Columns: code, unit, report_no, title, topic, completed_on, summary.
    """
    statement = (
        select(unit.c.code, unit.c.name.label("unit"), _research.report_no, _research.title, _research.topic,
               _research.completed_on, _research.summary)
        .join_from(RESEARCH_REPORT.table, unit, _research.unit_id == unit.c.unit_id)
        .where(_in(period, _research.completed_on), within(_research.unit_id, extent))
        .order_by(_research.completed_on.desc(), _research.report_no, unit.c.code)
        .limit(MOST_LISTED)
    )  # fmt: skip
    return reader.rows(RESEARCH_REPORT.table, statement)


def _in(period: Period, day: ColumnElement[object]) -> ColumnElement[bool]:
    return day.between(period.first, period.end)


def _problems_first() -> ColumnElement[int]:
    return case((_mention.tone == "problem", 0), else_=1)


def _holds(texts: tuple[ColumnElement[str], ...], sought: str) -> ColumnElement[bool]:
    """Whether one of the texts holds what is sought, letters large or small; all rows where nothing is."""
    return or_(*(text.icontains(sought.strip(), autoescape=True) for text in texts)) if sought.strip() else true()
