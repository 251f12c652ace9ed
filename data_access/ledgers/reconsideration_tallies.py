"""Reconsideration (article 17): what became of the cases of a respondent, and how soon its organ dealt with them.

The organ's figures count a case by its first respondent's row only.
"""

from typing import Any

from sqlalchemy import ColumnElement, Date, and_, case, func, literal, or_

from data_access.ledgers.counting_rules import CountingRules
from data_access.ledgers.tally import Condition, Tally, all_of, by_text, known
from data_access.store.engine import days_between
from data_access.store.tables import reconsideration_case
from data_access.store.working_days import working_days_between

CORRECTED = ("revoked", "altered", "confirmed_illegal", "ordered_to_perform")
CORRECTED_OVERALL = (*CORRECTED, "mediated", "settled", "withdrawn_after_change")
SETTLED = ("mediated", "settled", "withdrawn", "withdrawn_after_change")

_case = reconsideration_case.c
_closed = known(_case.outcome)
_first_respondent = _case.defendant_role == "first"


def _tally(key: str, where: Condition, month_of: Any = _case.closed_on, **more: Any) -> Tally:
    return Tally(key, reconsideration_case, month_of, where, **more)


def _of_organ(key: str, where: Condition, month_of: Any = _case.closed_on, **more: Any) -> Tally:
    def of_first(rules: CountingRules) -> ColumnElement[bool]:
        return and_(_first_respondent, where(rules))

    return _tally(key, of_first, month_of, unit_of="organ_id", **more)


# --- Of the respondent -------------------------------------------------------------------------------------------


def _suit_mature(rules: CountingRules) -> ColumnElement[bool]:
    age = days_between(_case.closed_on, literal(rules.as_of, Date))
    limit = rules.value("further_suit_days", _case.closed_on)
    return and_(_closed, or_(known(_case.sued_on), age >= limit))


def _not_sued(rules: CountingRules) -> ColumnElement[bool]:
    waited = days_between(_case.closed_on, _case.sued_on)
    limit = rules.value("further_suit_days", _case.closed_on)
    return and_(_suit_mature(rules), or_(_case.sued_on.is_(None), waited > limit))


def _opinion_due(rules: CountingRules) -> ColumnElement[bool]:
    ripe = or_(_case.opinion_due_on <= rules.as_of, known(_case.opinion_answered_on))
    return and_(_case.suggestion == "opinion", ripe)


def _opinion_answered(rules: CountingRules) -> ColumnElement[bool]:
    return and_(_opinion_due(rules), _case.opinion_answered_on <= _case.opinion_due_on)


def _not_yet(date: ColumnElement[Any], rules: CountingRules) -> ColumnElement[bool]:
    """Whether something had not happened by the end of the month."""
    return or_(date.is_(None), date > rules.month_end)


def _opinion_past_due(rules: CountingRules) -> ColumnElement[bool]:
    late = _case.opinion_due_on < rules.month_end
    return and_(_case.suggestion == "opinion", late, _not_yet(_case.opinion_answered_on, rules))


OF_RESPONDENT = (
    _tally("applications_received", all_of(_first_respondent), _case.received_on),
    _tally("reconsideration_closed", all_of(_closed), facet=_case.outcome),
    _tally("reconsideration_unknown", all_of(_case.outcome.is_(None))),
    _tally("reconsideration_corrected", all_of(_case.outcome.in_(CORRECTED)), facet=by_text(_case.matter)),
    _tally("reconsideration_corrected_overall", all_of(_case.outcome.in_(CORRECTED_OVERALL))),
    _tally("reconsideration_settled", all_of(_case.outcome.in_(SETTLED))),
    _tally("reconsideration_proposals", all_of(_case.suggestion == "proposal")),
    _tally("closed_suit_mature", _suit_mature),
    _tally("closed_not_sued", _not_sued),
    _tally("opinions_due", _opinion_due, _case.opinion_due_on),
    _tally("opinions_answered", _opinion_answered, _case.opinion_due_on),
    _tally("opinions_open_past_due", _opinion_past_due, _case.opinion_due_on, kind="stock"),
)

# --- Of the organ ------------------------------------------------------------------------------------------------


def _days_used(until: ColumnElement[Any]) -> ColumnElement[int]:
    return days_between(_case.accepted_on, until) - func.coalesce(_case.suspended_days, 0)


def _days_allowed(rules: CountingRules) -> ColumnElement[int]:
    accepted, extended = _case.accepted_on, func.coalesce(_case.extended_days, 0)
    most = rules.value("reconsideration_extension_days", accepted)
    ordinary = rules.value("reconsideration_days_ordinary", accepted)
    simplified = rules.value("reconsideration_days_simplified", accepted)
    # Only the ordinary procedure can be extended; a simplified one of before the revised law was an ordinary one.
    shortened = and_(_case.procedure == "simplified", simplified < ordinary)
    return case((shortened, simplified), else_=ordinary + case((extended > most, most), else_=extended))


_dated = and_(known(_case.accepted_on), known(_case.procedure))


def _closed_in_time(rules: CountingRules) -> ColumnElement[bool]:
    return and_(_dated, _days_used(_case.closed_on) <= _days_allowed(rules))


def _open_past_limit(rules: CountingRules) -> ColumnElement[bool]:
    gone = _days_used(rules.month_end)
    return and_(_not_yet(_case.closed_on, rules), known(_case.procedure), gone > _days_allowed(rules))


_decided = _case.acceptance.in_(("accepted", "refused"))
_until_decided = working_days_between(_case.received_on, _case.decision_on_acceptance_on)


def _decided_in_time(rules: CountingRules) -> ColumnElement[bool]:
    return and_(_decided, _until_decided <= rules.value("acceptance_working_days", _case.received_on))


def _undecided_past_limit(rules: CountingRules) -> ColumnElement[bool]:
    # What was accepted or closed on a known day has been decided on; so has what was given away, on whatever day.
    decided_on = func.coalesce(_case.decision_on_acceptance_on, _case.accepted_on, _case.closed_on)
    not_given_away = or_(known(decided_on), _case.acceptance.is_(None), _case.acceptance == "accepted")
    waited = working_days_between(_case.received_on, rules.month_end)
    limit = rules.value("acceptance_working_days", _case.received_on)
    return and_(_not_yet(decided_on, rules), not_given_away, waited > limit)


_on = _case.decision_on_acceptance_on
OF_ORGAN = (
    _of_organ("applications_decided", all_of(_decided), _on),
    _of_organ("applications_accepted", all_of(_case.acceptance == "accepted"), _on),
    _of_organ("applications_decided_dated", all_of(_decided, known(_until_decided)), _on),
    _of_organ("applications_decided_in_time", _decided_in_time, _on),
    _of_organ("organ_undecided_past_limit", _undecided_past_limit, _case.received_on, kind="stock"),
    _of_organ("organ_closed_mode_known", all_of(known(_case.hearing_mode))),
    _of_organ("organ_closed_heard", all_of(_case.hearing_mode.in_(("hearing", "field")))),
    _of_organ("organ_closed_dated", all_of(_dated)),
    _of_organ("organ_closed_in_time", _closed_in_time),
    _of_organ("organ_open_past_limit", _open_past_limit, _case.accepted_on, kind="stock"),
)

RECONSIDERATION = (*OF_RESPONDENT, *OF_ORGAN)
