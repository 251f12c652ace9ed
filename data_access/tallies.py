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

from sqlalchemy import ClauseElement, ColumnElement, Date, Select, and_, case, func, literal, or_
from sqlalchemy.dialects import sqlite

from data_access import tables as t
from data_access.counting_rules import SHIPPED, CountingRules, DatedValues
from data_access.document_tallies import DOCUMENTS
from data_access.engine import days_between
from data_access.tally import Condition, all_of, known
from data_access.tally import Tally as Tally
from data_access.views import VIEWS, archive_due, report_due

ViewDefinition = Callable[[], Select[Any]]

COUNTY, CITY = "@county", "@city"

_litigation = t.litigation_case.c
_reconsideration = t.reconsideration_case.c
_item = t.rectification.c

HEADS = ("chief", "deputy", "other_head")
LOST = (
    "revoked", "partly_revoked", "altered", "confirmed_illegal", "void", "ordered_to_perform", "ordered_to_pay",
    "agreement_judgment",
)  # fmt: skip
CORRECTED = ("revoked", "altered", "confirmed_illegal", "ordered_to_perform")
CORRECTED_OVERALL = (*CORRECTED, "mediated", "settled", "withdrawn_after_change")
SETTLED = ("mediated", "settled", "withdrawn", "withdrawn_after_change")


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
    _litigation_tally("first_instance_lost", _litigation.closed_on, _first_instance, _litigation.outcome.in_(LOST)),
    _litigation_tally(
        "first_instance_unknown",
        _litigation.closed_on,
        _litigation.instance == "first",
        _litigation.outcome.is_(None),
    ),
    _litigation_tally("effective", _litigation.effective_on, known(_litigation.outcome)),
    _litigation_tally("effective_lost", _litigation.effective_on, _litigation.outcome.in_(LOST)),
    _litigation_tally("litigation_filed", _litigation.filed_on, _litigation.instance == "first"),
)

# --- Reconsideration -------------------------------------------------------------------------------------------

_closed = known(_reconsideration.outcome)
_sued_after = days_between(_reconsideration.closed_on, _reconsideration.sued_on)
_first_respondent = _reconsideration.defendant_role == "first"


def _suit_mature(rules: CountingRules) -> ColumnElement[bool]:
    age = days_between(_reconsideration.closed_on, literal(rules.as_of, Date))
    limit = rules.value("further_suit_days", _reconsideration.closed_on)
    return and_(_closed, or_(known(_reconsideration.sued_on), age >= limit))


def _not_sued(rules: CountingRules) -> ColumnElement[bool]:
    limit = rules.value("further_suit_days", _reconsideration.closed_on)
    return and_(_suit_mature(rules), or_(_reconsideration.sued_on.is_(None), _sued_after > limit))


def _days_used() -> ColumnElement[int]:
    elapsed = days_between(_reconsideration.accepted_on, _reconsideration.closed_on)
    return elapsed - func.coalesce(_reconsideration.suspended_days, 0)


def _days_allowed(rules: CountingRules) -> ColumnElement[int]:
    accepted, extended = _reconsideration.accepted_on, func.coalesce(_reconsideration.extended_days, 0)
    most = rules.value("reconsideration_extension_days", accepted)
    ordinary = rules.value("reconsideration_days_ordinary", accepted)
    simplified = rules.value("reconsideration_days_simplified", accepted)
    # Only the ordinary procedure can be extended; a simplified one of before the revised law was an ordinary one.
    shortened = and_(_reconsideration.procedure == "simplified", simplified < ordinary)
    return case((shortened, simplified), else_=ordinary + case((extended > most, most), else_=extended))


_dated = and_(_first_respondent, known(_reconsideration.accepted_on), known(_reconsideration.procedure))


def _closed_in_time(rules: CountingRules) -> ColumnElement[bool]:
    return and_(_dated, _days_used() <= _days_allowed(rules))


def _opinion_due(rules: CountingRules) -> ColumnElement[bool]:
    ripe = or_(_reconsideration.opinion_due_on <= rules.as_of, known(_reconsideration.opinion_answered_on))
    return and_(_reconsideration.suggestion == "opinion", ripe)


def _opinion_answered(rules: CountingRules) -> ColumnElement[bool]:
    return and_(_opinion_due(rules), _reconsideration.opinion_answered_on <= _reconsideration.opinion_due_on)


def _reconsideration_tally(
    key: str, where: Condition, month_of: Any = _reconsideration.closed_on, **more: Any
) -> Tally:
    return Tally(key, t.reconsideration_case, month_of, where, **more)


_decided = _reconsideration.decision_on_acceptance_on
RECONSIDERATION = (
    _reconsideration_tally("applications_received", all_of(_first_respondent), _reconsideration.received_on),
    _reconsideration_tally(
        "applications_decided",
        all_of(_first_respondent, _reconsideration.acceptance.in_(("accepted", "refused"))),
        _decided,
        unit_of="organ_id",
    ),
    _reconsideration_tally(
        "applications_accepted",
        all_of(_first_respondent, _reconsideration.acceptance == "accepted"),
        _decided,
        unit_of="organ_id",
    ),
    _reconsideration_tally("reconsideration_closed", all_of(_closed), facet=_reconsideration.outcome),
    _reconsideration_tally("reconsideration_unknown", all_of(_reconsideration.outcome.is_(None))),
    _reconsideration_tally("reconsideration_corrected", all_of(_reconsideration.outcome.in_(CORRECTED))),
    _reconsideration_tally(
        "reconsideration_corrected_overall", all_of(_reconsideration.outcome.in_(CORRECTED_OVERALL))
    ),
    _reconsideration_tally("reconsideration_settled", all_of(_reconsideration.outcome.in_(SETTLED))),
    _reconsideration_tally(
        "organ_closed_mode_known", all_of(_first_respondent, known(_reconsideration.hearing_mode)), unit_of="organ_id"
    ),
    _reconsideration_tally(
        "organ_closed_heard",
        all_of(_first_respondent, _reconsideration.hearing_mode.in_(("hearing", "field"))),
        unit_of="organ_id",
    ),
    _reconsideration_tally("closed_suit_mature", _suit_mature),
    _reconsideration_tally("closed_not_sued", _not_sued),
    _reconsideration_tally("organ_closed_dated", all_of(_dated), unit_of="organ_id"),
    _reconsideration_tally("organ_closed_in_time", _closed_in_time, unit_of="organ_id"),
    _reconsideration_tally("opinions_due", _opinion_due, _reconsideration.opinion_due_on),
    _reconsideration_tally("opinions_answered", _opinion_answered, _reconsideration.opinion_due_on),
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

TALLIES: tuple[Tally, ...] = (*LITIGATION, *RECONSIDERATION, *DOCUMENTS, *RECTIFICATION, *ARCHIVES, *REPORTS)
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
    return f"{tally.key} {tally.kind} {tally.unit_of} {tally.month_of} {tally.facet} {tally.value}"


def _sql(element: ClauseElement) -> str:
    return str(element.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
