"""What is counted: each tally is one declaration; all tallies of a table are counted by one statement.

``monthly_tally`` then answers every figure, so a page costs the same however many cases there are. A ledger in which
several units may answer for one case has each tally three times: as each unit's own (``key``), as its county counts
the case once (``key@county``) and as the city does (``key@city``).
"""

import datetime as dt
import hashlib
from collections.abc import Callable
from functools import cache
from typing import Any, Literal

from sqlalchemy import ClauseElement, ColumnElement, Select, and_, case, or_
from sqlalchemy.dialects import sqlite

from data_access.ledgers.counting_rules import SHIPPED, CountingRules, DatedValues
from data_access.ledgers.document_tallies import DOCUMENTS
from data_access.ledgers.petition_tallies import JOINT_MEETINGS, PETITIONS
from data_access.ledgers.reconsideration_tallies import CORRECTED as CORRECTED
from data_access.ledgers.reconsideration_tallies import RECONSIDERATION
from data_access.ledgers.reconsideration_tallies import SETTLED as SETTLED
from data_access.ledgers.tally import Tally as Tally
from data_access.ledgers.tally import all_of, by_text, known
from data_access.ledgers.views import VIEWS, archive_due, report_due
from data_access.store import tables as t

ViewDefinition = Callable[[], Select[Any]]

COUNTY, CITY = "@county", "@city"

_litigation = t.litigation_case.c
_item = t.rectification.c

HEADS = ("chief", "deputy", "other_head")
LOST = (
    "revoked", "partly_revoked", "altered", "confirmed_illegal", "void", "ordered_to_perform", "ordered_to_pay",
    "agreement_judgment",
)  # fmt: skip


# --- Litigation ------------------------------------------------------------------------------------------------

_head_known = known(_litigation.head_attended)
_attended = _litigation.head_attended.in_(HEADS)
_first_instance = and_(_litigation.instance == "first", known(_litigation.outcome))


def _litigation_tally(key: str, month_of: ColumnElement[Any], *conditions: ColumnElement[bool], **more: Any) -> Tally:
    return Tally(key, t.litigation_case, month_of, all_of(*conditions), **more)


LITIGATION = (
    _litigation_tally("heard_known", _litigation.heard_on, _head_known),
    _litigation_tally("heard_head_attended", _litigation.heard_on, _attended),
    _litigation_tally("heard_chief_attended", _litigation.heard_on, _litigation.head_attended == "chief"),
    _litigation_tally("heard_unknown", _litigation.heard_on, _litigation.head_attended.is_(None)),
    _litigation_tally("absence_excused", _litigation.heard_on, _head_known, ~_attended, _litigation.absence_excused),
    _litigation_tally("attended_known", _litigation.heard_on, _attended, known(_litigation.head_spoke)),
    _litigation_tally("attended_head_spoke", _litigation.heard_on, _attended, _litigation.head_spoke),
    _litigation_tally("first_instance_closed", _litigation.closed_on, _first_instance, facet=_litigation.outcome),
    _litigation_tally(
        "first_instance_lost",
        _litigation.closed_on,
        _first_instance,
        _litigation.outcome.in_(LOST),
        facet=by_text(_litigation.matter),
    ),
    _litigation_tally(
        "first_instance_unknown",
        _litigation.closed_on,
        _litigation.instance == "first",
        _litigation.outcome.is_(None),
    ),
    _litigation_tally("effective", _litigation.effective_on, known(_litigation.outcome)),
    _litigation_tally("effective_lost", _litigation.effective_on, _litigation.outcome.in_(LOST)),
    _litigation_tally("litigation_filed", _litigation.filed_on, _litigation.instance == "first"),
    _litigation_tally("judicial_suggestions", _litigation.closed_on, _litigation.judicial_suggestion),
    _litigation_tally("trials_observed", _litigation.heard_on, _litigation.observed_trial),
)

# --- Rectification and archives --------------------------------------------------------------------------------


def _due(rules: CountingRules) -> ColumnElement[bool]:
    return _item.due_on <= rules.as_of


def _open_at(month_end: ColumnElement[Any]) -> ColumnElement[bool]:
    return and_(_item.assigned_on <= month_end, or_(_item.closed_on.is_(None), _item.closed_on > month_end))


def _overdue_at(month_end: ColumnElement[Any]) -> ColumnElement[bool]:
    extended = and_(_item.extended_on <= month_end, known(_item.extended_due_on))
    return case((extended, _item.extended_due_on), else_=_item.due_on) < month_end


def _material_due(rules: CountingRules) -> ColumnElement[bool]:
    return archive_due.c.due_on <= rules.as_of


RECTIFICATION = (
    Tally("rectification_assigned", t.rectification, _item.assigned_on, all_of(known(_item.unit_id)),
          facet=_item.source),
    Tally("rectification_assigned_closed", t.rectification, _item.assigned_on, all_of(known(_item.closed_on))),
    Tally("rectification_returns", t.rectification, _item.assigned_on, all_of(_item.returned_count > 0),
          value=_item.returned_count),
    Tally("rectification_closed", t.rectification, _item.closed_on, all_of(known(_item.unit_id))),
    Tally("rectification_due", t.rectification, _item.due_on, _due),
    Tally("rectification_due_closed_on_time", t.rectification, _item.due_on,
          lambda rules: and_(_due(rules), _item.closed_on <= _item.due_on)),
    Tally("rectification_open", t.rectification, _item.assigned_on,
          lambda rules: _open_at(rules.month_end), kind="stock"),
    Tally("rectification_overdue", t.rectification, _item.assigned_on,
          lambda rules: and_(_open_at(rules.month_end), _overdue_at(rules.month_end)), kind="stock"),
)  # fmt: skip

ARCHIVES = (
    Tally("materials_due", archive_due, archive_due.c.due_on, _material_due),
    Tally("materials_accepted", archive_due, archive_due.c.due_on,
          lambda rules: and_(_material_due(rules), archive_due.c.state == "accepted")),
)  # fmt: skip


def _report_due(rules: CountingRules) -> ColumnElement[bool]:
    return report_due.c.due_on <= rules.as_of


REPORTS = tuple(
    Tally(key, report_due, report_due.c.month, where, facet=report_due.c.ledger)
    for key, where in (
        ("reports_due", _report_due),
        ("reports_missing", lambda rules: and_(_report_due(rules), report_due.c.state == "not_reported")),
        ("reports_of_nothing", lambda rules: and_(_report_due(rules), report_due.c.state == "nothing_to_report")),
    )
)

TALLIES: tuple[Tally, ...] = (
    *LITIGATION,
    *RECONSIDERATION,
    *PETITIONS,
    *JOINT_MEETINGS,
    *DOCUMENTS,
    *RECTIFICATION,
    *ARCHIVES,
    *REPORTS,
)
BY_KEY = {tally.key: tally for tally in TALLIES}


def level_key(key: str, level: Literal["own", "whole", "city"]) -> str:
    """The stored key of a tally as a unit's own, as a whole county's or as the city's figure."""
    if level == "own" or not BY_KEY[key].several_defendants:
        return key
    return key + (COUNTY if level == "whole" else CITY)


def tally_hash() -> str:
    """Changes when what is counted changes: SHA-256 over the SQL of every tally under the shipped rules and every view.

    Rules that a city has changed are not in it: they stand in a table, and who changes them there counts anew.
    """
    return _hash_of(TALLIES, SHIPPED, tuple(VIEWS.items()))


# Every page asks for it, and what is declared does not change while a program runs.
@cache
def _hash_of(tallies: tuple[Tally, ...], shipped: DatedValues, views: tuple[tuple[str, ViewDefinition], ...]) -> str:
    rules = CountingRules(dt.date(2000, 1, 1), shipped, month_end=t.calendar.c.day)
    parts = [f"{_counted_as(tally)} {_sql(tally.where(rules))}" for tally in tallies]
    parts += [f"{name} {_sql(definition())}" for name, definition in views]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _counted_as(tally: Tally) -> str:
    parts = [None if part is None else _sql(part) for part in (tally.month_of, tally.facet, tally.value)]
    return f"{tally.key} {tally.kind} {tally.unit_of} {parts}"


def _sql(element: ClauseElement) -> str:
    return str(element.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
