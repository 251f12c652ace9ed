"""Reconsideration (article 17): what became of the cases of a respondent, and how soon its organ dealt with them."""

from typing import Any

from sqlalchemy import ColumnElement, Date, and_, case, func, literal, or_

from data_access.ledgers.codes import DEFENDANT_ROLES
from data_access.ledgers.columns import code, count, date, number, text, unit
from data_access.ledgers.counting_rule import rule_on
from data_access.ledgers.counting_rules import CountingRules
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import CaseList, Entry, Register
from data_access.ledgers.tally import Condition, Tally, all_of, by_text, every_row, known
from data_access.store.engine import days_after, days_between
from data_access.store.working_days import working_days_between

RECONSIDERATION_OUTCOMES = (
    "upheld", "dismissed", "revoked", "altered", "confirmed_illegal", "ordered_to_perform", "mediated", "settled",
    "withdrawn_after_change", "withdrawn", "terminated",
)  # fmt: skip
PROCEDURES = ("ordinary", "simplified")
ACCEPTANCES = ("accepted", "refused", "transferred", "withdrawn")
HEARING_MODES = ("written", "field", "hearing")
SUGGESTIONS = ("none", "opinion", "proposal")

RECONSIDERATION = Ledger(
    "reconsideration",
    "行政复议",
    "Reconsideration",
    ("unit_id", "case_no"),
    (
        unit("unit_id", "被申请人", "Respondent", "C01-natural_resources"),
        number("case_no", "案号", "Case no.", "某政复〔2026〕15号", required=True),
        code("defendant_role", "被申请人地位", "Role", DEFENDANT_ROLES, "defendant_role", default="first"),
        unit("organ_id", "复议机关", "Reconsideration organ", "C01", required=False),
        text("matter", "事项类别", "Matter", "行政处罚"),
        code("procedure", "审理程序", "Procedure", PROCEDURES, "procedure", default="ordinary"),
        date("received_on", "收到日期", "Received on", "2026-02-10"),
        date(
            "decision_on_acceptance_on",
            "受理决定日期",
            "Decision on acceptance",
            "2026-02-14",
            not_before="received_on",
        ),
        code("acceptance", "受理情况", "Acceptance", ACCEPTANCES, "acceptance", default="accepted"),
        date("accepted_on", "受理日期", "Accepted on", "2026-02-14", not_before="received_on"),
        code("hearing_mode", "审理方式", "Hearing mode", HEARING_MODES, "hearing_mode"),
        count("suspended_days", "中止天数", "Days suspended", "0"),
        count("extended_days", "延长天数", "Days extended", "0"),
        date("closed_on", "审结日期", "Closed on", "2026-04-02", not_before="received_on"),
        code("outcome", "审理结果", "Outcome", RECONSIDERATION_OUTCOMES, "reconsideration_outcome"),
        code("suggestion", "意见书建议书", "Opinion or proposal", SUGGESTIONS, "suggestion", default="none"),
        date("opinion_due_on", "意见书回复期限", "Opinion due on", event=False),
        date("opinion_answered_on", "意见书回复日期", "Opinion answered on", not_before="closed_on"),
        date("sued_on", "起诉日期", "Sued on", not_before="closed_on"),
    ),
    named_table="reconsideration_case",
    several_defendants=True,
    dated_by=("received_on", "decision_on_acceptance_on", "accepted_on", "closed_on"),
    reckoned=("opinion_due_on",),
    indexes=(
        ("unit_received", "unit_id", "received_on"),
        ("unit_closed", "unit_id", "closed_on"),
        ("case_no", "case_no"),
        ("organ", "organ_id"),
        ("suggestion", "suggestion", "opinion_due_on"),
    ),
)

CORRECTED = ("revoked", "altered", "confirmed_illegal", "ordered_to_perform")
CORRECTED_OVERALL = (*CORRECTED, "mediated", "settled", "withdrawn_after_change")
SETTLED = ("mediated", "settled", "withdrawn", "withdrawn_after_change")

_cases = RECONSIDERATION.table
_case = _cases.c
_first_respondent = _case.defendant_role == "first"


def _not_yet(date: ColumnElement[Any], rules: CountingRules) -> ColumnElement[bool]:
    """Whether something had not happened by the end of the month."""
    return or_(date.is_(None), date > rules.month_end)


# --- Of the respondent -------------------------------------------------------------------------------------------


def _suit_mature(rules: CountingRules) -> ColumnElement[bool]:
    age = days_between(_case.closed_on, literal(rules.as_of, Date))
    limit = rules.value("further_suit_days", _case.closed_on)
    return or_(known(_case.sued_on), age >= limit)


def _not_sued(rules: CountingRules) -> ColumnElement[bool]:
    waited = days_between(_case.closed_on, _case.sued_on)
    return or_(_case.sued_on.is_(None), waited > rules.value("further_suit_days", _case.closed_on))


# The day by which an opinion is to be answered: the one written in it, else so many days after the decision it came
# with as the rule of that day says; NULL for what is no opinion, and where no rule was in force yet.
OPINION_DUE = func.coalesce(
    _case.opinion_due_on,
    case((_case.suggestion == "opinion", days_after(_case.closed_on, rule_on("opinion_answer_days", _case.closed_on)))),
    type_=Date,
)


def _opinion_ripe(rules: CountingRules) -> ColumnElement[bool]:
    ripe = or_(rules.as_of >= OPINION_DUE, known(_case.opinion_answered_on))
    return and_(_case.suggestion == "opinion", ripe)


def _opinion_past_due(rules: CountingRules) -> ColumnElement[bool]:
    late = rules.month_end > OPINION_DUE
    return and_(_case.suggestion == "opinion", late, _not_yet(_case.opinion_answered_on, rules))


_closed = Tally("reconsideration_closed", _cases, _case.closed_on, facet=_case.outcome, deciding=(_case.outcome,))
_mature = Tally(
    "closed_suit_mature",
    _cases,
    _case.closed_on,
    _suit_mature,
    deciding=(_case.outcome,),
    needs=("reconsideration.sued_on",),
)
_opinions = Tally(
    "opinions_due",
    _cases,
    OPINION_DUE,
    _opinion_ripe,
    needs=("reconsideration.opinion_answered_on",),
)
OF_RESPONDENT = (
    Tally("applications_received", _cases, _case.received_on, all_of(_first_respondent)),
    _closed,
    _closed.blank("reconsideration_unknown"),
    _closed.hit("reconsideration_corrected", _case.outcome.in_(CORRECTED), facet=by_text(_case.matter)),
    _closed.hit("reconsideration_corrected_overall", _case.outcome.in_(CORRECTED_OVERALL)),
    _closed.hit("reconsideration_settled", _case.outcome.in_(SETTLED)),
    Tally("reconsideration_proposals", _cases, _case.closed_on, all_of(_case.suggestion == "proposal")),
    _mature,
    _mature.hit("closed_not_sued", _not_sued),
    _opinions,
    _opinions.hit("opinions_answered", _case.opinion_answered_on <= OPINION_DUE),
    Tally("opinions_open_past_due", _cases, OPINION_DUE, _opinion_past_due, kind="stock"),
)

# --- Of the organ: a case counts by its first respondent's row only -----------------------------------------------


def _of_organ(key: str, month_of: Any = _case.closed_on, where: Condition = every_row, **more: Any) -> Tally:
    def of_first(rules: CountingRules) -> ColumnElement[bool]:
        return and_(_first_respondent, where(rules))

    return Tally(key, _cases, month_of, of_first, unit_of="organ_id", **more)


def _days_used(until: ColumnElement[Any]) -> ColumnElement[int]:
    return days_between(_case.accepted_on, until) - func.coalesce(_case.suspended_days, 0)


def _days_allowed(rules: CountingRules) -> ColumnElement[int]:
    accepted, extended = _case.accepted_on, func.coalesce(_case.extended_days, 0)
    most = rules.value("reconsideration_extension_days", accepted)
    ordinary = rules.value("reconsideration_days_ordinary", accepted)
    simplified = rules.value("reconsideration_days_simplified", accepted)
    # Only the ordinary procedure can be extended. Before the revised law both procedures had the same limit.
    shortened = and_(_case.procedure == "simplified", simplified < ordinary)
    return case((shortened, simplified), else_=ordinary + case((extended > most, most), else_=extended))


def _closed_in_time(rules: CountingRules) -> ColumnElement[bool]:
    return _days_used(_case.closed_on) <= _days_allowed(rules)


def _open_past_limit(rules: CountingRules) -> ColumnElement[bool]:
    gone = _days_used(rules.month_end)
    return and_(_not_yet(_case.closed_on, rules), known(_case.procedure), gone > _days_allowed(rules))


_until_decided = working_days_between(_case.received_on, _case.decision_on_acceptance_on)


def _decided_in_time(rules: CountingRules) -> ColumnElement[bool]:
    return _until_decided <= rules.value("acceptance_working_days", _case.received_on)


def _undecided_past_limit(rules: CountingRules) -> ColumnElement[bool]:
    # A case accepted or closed on a known day has been decided on; one transferred or withdrawn needs no decision.
    decided_on = func.coalesce(_case.decision_on_acceptance_on, _case.accepted_on, _case.closed_on)
    not_given_away = or_(known(decided_on), _case.acceptance.is_(None), _case.acceptance == "accepted")
    waited = working_days_between(_case.received_on, rules.month_end)
    limit = rules.value("acceptance_working_days", _case.received_on)
    return and_(_not_yet(decided_on, rules), not_given_away, waited > limit)


_on = _case.decision_on_acceptance_on
# Accepted or refused; what was transferred or withdrawn was not decided on, what is blank is unknown.
_was_decided = all_of(or_(_case.acceptance.is_(None), _case.acceptance.in_(("accepted", "refused"))))
_decided = _of_organ("applications_decided", _on, _was_decided, deciding=(_case.acceptance,))
_decided_dated = _of_organ(
    "applications_decided_dated",
    _on,
    # The working days between two dates are unknown where a date lies outside the calendar.
    lambda rules: and_(_was_decided(rules), or_(_case.received_on.is_(None), known(_until_decided))),
    deciding=(_case.acceptance, _case.received_on),
)
_heard = _of_organ("organ_closed_mode_known", deciding=(_case.hearing_mode,))
_dated = _of_organ("organ_closed_dated", deciding=(_case.accepted_on, _case.procedure))
OF_ORGAN = (
    _decided,
    _decided.hit("applications_accepted", _case.acceptance == "accepted"),
    _decided_dated,
    _decided_dated.hit("applications_decided_in_time", _decided_in_time),
    _of_organ("organ_undecided_past_limit", _case.received_on, _undecided_past_limit, kind="stock"),
    _heard,
    _heard.hit("organ_closed_heard", _case.hearing_mode.in_(("hearing", "field"))),
    _dated,
    _dated.hit("organ_closed_in_time", _closed_in_time),
    _of_organ("organ_open_past_limit", _case.accepted_on, _open_past_limit, kind="stock"),
)

# --- Lists -------------------------------------------------------------------------------------------------------

# A closed case whose acceptance is blank was accepted.
ACCEPTED = or_(_case.acceptance == "accepted", and_(_case.acceptance.is_(None), _case.closed_on.is_not(None)))
CLOSED = and_(ACCEPTED, _case.closed_on.is_not(None))
# How far an application came, each step a part of the one before; the first respondent's row is followed.
IS_STEP: dict[str, ColumnElement[bool]] = {
    "received": _first_respondent,
    "accepted": and_(_first_respondent, ACCEPTED),
    "closed": and_(_first_respondent, CLOSED),
    "sued": and_(_first_respondent, CLOSED, _case.sued_on.is_not(None)),
}
LISTS = {
    "": CaseList((_case.closed_on, _case.received_on, _case.decision_on_acceptance_on)),
    **{step: CaseList((_case.received_on,), where) for step, where in IS_STEP.items()},
    "corrected": CaseList((_case.closed_on,), _case.outcome.in_(CORRECTED)),
    "settled": CaseList((_case.closed_on,), _case.outcome.in_(SETTLED)),
    "opinion": CaseList((OPINION_DUE,), _case.suggestion == "opinion"),
}

ENTRY = Entry(
    RECONSIDERATION,
    (*OF_RESPONDENT, *OF_ORGAN),
    register=Register(
        ("case_no", "matter", "acceptance", "received_on", "accepted_on", "closed_on", "outcome", "sued_on"),
        ("closed_on", "received_on", "decision_on_acceptance_on"),
    ),
    lists=LISTS,
    opens=True,
    course=(
        ("received_on", ""),
        ("decision_on_acceptance_on", "acceptance"),
        ("closed_on", "outcome"),
        ("opinion_due_on", ""),
        ("opinion_answered_on", ""),
        ("sued_on", ""),
    ),
)
