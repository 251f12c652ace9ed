"""Decisions, legislation projects and documents near the end of their term, row by row: registers, which read facts.

Each is one statement, cut to the viewer's scope, with a total order.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, FromClause, Select, and_, or_, select

from data_access.asked.periods import Period
from data_access.ledgers.legislation_project import LEGISLATION_PROJECT
from data_access.ledgers.major_decision import MAJOR_DECISION, STEPS
from data_access.ledgers.normative_document import NORMATIVE_DOCUMENT, in_force
from data_access.reading.extent import Extent
from data_access.reading.reader import Reader
from data_access.store import tables as t

_DECISION = (
    "decision_no", "title", "decided_on",
    *(f"{step}_{part}" for step in STEPS for part in ("on", "not_applicable", "reason")),
    "risk_methods", "risk_result", "hearing_required", "hearing_on",
)  # fmt: skip
_PROJECT = (
    "project_no", "title", "kind", "priority", "stage", "consulted", "hearing_or_experts", "cost_benefit",
    "completed_on", "evaluated_on",
)  # fmt: skip
_DOCUMENT = ("document_no", "title", "issued_on", "expires_on")


def _of_extent(table: FromClause, names: tuple[str, ...], extent: Extent) -> Select[Any]:
    statement = select(
        t.unit.c.code, t.unit.c.name.label("unit"), t.unit.c.short_name, *(table.c[name] for name in names)
    ).join_from(table, t.unit, table.c.unit_id == t.unit.c.unit_id)
    return statement if extent.unit_ids is None else statement.where(table.c.unit_id.in_(extent.unit_ids))


def decisions(reader: Reader, extent: Extent, period: Period) -> pd.DataFrame:
    """The decisions of a period, the newest first: code, unit, short_name, and the ledger's columns of the steps."""
    table = MAJOR_DECISION.table
    newest = (table.c.decided_on.desc(), t.unit.c.code, table.c.decision_no)
    statement = _of_extent(table, _DECISION, extent).where(table.c.decided_on.between(period.first, period.end))
    return reader.rows(table, statement.order_by(*newest))


def projects(reader: Reader, extent: Extent, year: int) -> pd.DataFrame:
    """The projects in the plans of a year, by unit and number: code, unit, short_name, and the ledger's columns."""
    table = LEGISLATION_PROJECT.table
    statement = _of_extent(table, _PROJECT, extent).where(table.c.planned_year == year)
    return reader.rows(table, statement.order_by(t.unit.c.code, table.c.project_no))


def documents_ending(reader: Reader, extent: Extent, day: dt.date, days: int) -> pd.DataFrame:
    """The documents in force on a day whose term ends within so many days, the first to end first, and those in force
    of which nobody says when they end (expires_on is then blank).

    Columns: code, unit, short_name, document_no, title, issued_on, expires_on.
    """
    table = NORMATIVE_DOCUMENT.table
    statement = _of_extent(table, _DOCUMENT, extent).where(and_(*_ending(table.c, day, days)))
    return reader.rows(table, statement.order_by(table.c.expires_on, t.unit.c.code, table.c.document_no))


def _ending(document: Any, day: dt.date, days: int) -> Iterator[ColumnElement[bool]]:
    yield document.issued_on <= day
    yield in_force()
    yield or_(document.expires_on.is_(None), document.expires_on.between(day, day + dt.timedelta(days)))
