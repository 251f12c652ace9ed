"""Reconsideration (article 17): what became of the cases of a respondent, and how soon its organ dealt with them."""

from typing import Any

from sqlalchemy import ColumnElement, Date, and_, case, func, literal, or_, select

from data_access.ledgers.acceptance import acceptance_of
from data_access.ledgers.codes import DEFENDANT_ROLES
from data_access.ledgers.columns import code, count, date, number, text, unit
from data_access.ledgers.counting_rules import CountingRules
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import CaseList, Entry, Register
from data_access.ledgers.tally import Condition, Tally, all_of, by_text, every_row, known
from data_access.store.engine import days_between
from data_access.store.tables import database_state
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
        code("defendant_role", "被申请人地位", "Role", DEFENDANT_ROLES, "defendant_role"),
        unit("organ_id", "复议机关", "Reconsideration organ", "C01", required=False),
        text("matter", "事项类别", "Matter", "行政处罚"),
        code("procedure", "审理程序", "Procedure", PROCEDURES, "procedure"),
        date("received_on", "收到日期", "Received on", "2026-02-10"),
        date(
            "decision_on_acceptance_on",
            "受理决定日期",
            "Decision on acceptance",
            "2026-02-14",
            not_before="received_on",
        ),
        code("acceptance", "受理情况", "Acceptance", ACCEPTANCES, "acceptance"),
        date("accepted_on", "受理日期", "Accepted on", "2026-02-14", not_before="received_on"),
        code("hearing_mode", "审理方式", "Hearing mode", HEARING_MODES, "hearing_mode"),
        count("suspended_days", "中止天数", "Days suspended", "0"),
        count("extended_days", "延长天数", "Days extended", "0"),
        date("closed_on", "审结日期", "Closed on", "2026-04-02", not_before="received_on"),
        code("outcome", "审理结果", "Outcome", RECONSIDERATION_OUTCOMES, "reconsideration_outcome"),
        code("suggestion", "意见书建议书", "Opinion or proposal", SUGGESTIONS, "suggestion"),
        date("opinion_due_on", "意见书回复期限", "Opinion due on", event=False),
        date("opinion_answered_on", "意见书回复日期", "Opinion answered on", not_before="closed_on"),
        date("sued_on", "起诉日期", "Sued on", not_before="closed_on"),
    ),
    named_table="reconsideration_case",
    several_defendants=True,
    dated_by=("received_on", "decision_on_acceptance_on", "accepted_on", "closed_on"),
    # Five working days from the receipt on, the month after it at the latest.
    months_on=1,
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
_acceptance = acceptance_of(_cases)
# Of a case whose respondents' roles are blank the one row counts that counts it for the city.
_first_respondent = or_(_case.defendant_role == "first", and_(_case.defendant_role.is_(None), _case.counts_for_city))


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


def _opinion_ripe(rules: CountingRules) -> ColumnElement[bool]:
    ripe = or_(_case.opinion_due_on <= rules.as_of, known(_case.opinion_answered_on))
    # What has a day to answer by, and does not say what it is, may be an opinion.
    return and_(or_(_case.suggestion.is_(None), _case.suggestion == "opinion"), ripe)


def _opinion_past_due(rules: CountingRules) -> ColumnElement[bool]:
    late = _case.opinion_due_on < rules.month_end
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
    _case.opinion_due_on,
    _opinion_ripe,
    deciding=(_case.suggestion,),
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
    _opinions.hit("opinions_answered", _case.opinion_answered_on <= _case.opinion_due_on),
    Tally("opinions_open_past_due", _cases, _case.opinion_due_on, _opinion_past_due, kind="stock"),
)

# --- Of the organ: a case counts by its first respondent's row only -----------------------------------------------


def _of_organ(key: str, month_of: Any = _case.closed_on, where: Condition = every_row, **more: Any) -> Tally:
    def of_first(rules: CountingRules) -> ColumnElement[bool]:
        return and_(_first_respondent, where(rules))

    return Tally(key, _cases, month_of, of_first, unit_of="organ_id", **more)


def _days_used(until: ColumnElement[Any]) -> ColumnElement[int]:
    return days_between(_acceptance.since, until) - func.coalesce(_case.suspended_days, 0)


def _days_allowed(rules: CountingRules) -> ColumnElement[int]:
    since, extended = _acceptance.since, func.coalesce(_case.extended_days, 0)
    most = rules.value("reconsideration_extension_days", since)
    ordinary = rules.value("reconsideration_days_ordinary", since)
    simplified = rules.value("reconsideration_days_simplified", since)
    # Only the ordinary procedure can be extended. Before the revised law both procedures had the same limit.
    shortened = and_(_case.procedure == "simplified", simplified < ordinary)
    return case((shortened, simplified), else_=ordinary + case((extended > most, most), else_=extended))


def _closed_in_time(rules: CountingRules) -> ColumnElement[bool]:
    return _days_used(_case.closed_on) <= _days_allowed(rules)


def _open_past_limit(rules: CountingRules) -> ColumnElement[bool]:
    gone = _days_used(rules.month_end)
    return and_(_not_yet(_case.closed_on, rules), known(_case.procedure), gone > _days_allowed(rules))


_until_decided = working_days_between(_case.received_on, _acceptance.decided_on)


def _decided_in_time(rules: CountingRules) -> ColumnElement[bool]:
    # Silence that accepts is no decision, so it is none in time.
    in_time = _until_decided <= rules.value("acceptance_working_days", _case.received_on)
    return and_(_acceptance.deemed_on.is_(None), in_time)


def _undecided_past_limit(rules: CountingRules) -> ColumnElement[bool]:
    # A case accepted or closed on a known day has been decided on; one transferred or withdrawn needs no decision.
    # One deemed accepted is decided by law, and counted among those not decided on in time.
    decided_on = func.coalesce(
        _case.decision_on_acceptance_on, _case.accepted_on, _acceptance.deemed_on, _case.closed_on
    )
    not_given_away = or_(known(decided_on), _case.acceptance.is_(None), _case.acceptance == "accepted")
    waited = working_days_between(_case.received_on, rules.month_end)
    limit = rules.value("acceptance_working_days", _case.received_on)
    return and_(_not_yet(decided_on, rules), not_given_away, waited > limit)


def _was_decided(rules: CountingRules) -> ColumnElement[bool]:
    """Accepted or refused; what was transferred or withdrawn was not decided on, what is blank is unknown."""
    said = or_(_case.acceptance.is_(None), _case.acceptance.in_(("accepted", "refused")))
    return and_(said, _acceptance.deemed_by(rules.as_of))


_decided = _of_organ("applications_decided", _acceptance.decided_on, _was_decided, deciding=(_acceptance.said,))
_decided_dated = _of_organ(
    "applications_decided_dated",
    _acceptance.decided_on,
    # The working days between two dates are unknown where a date lies outside the calendar.
    lambda rules: and_(_was_decided(rules), or_(_case.received_on.is_(None), known(_until_decided))),
    deciding=(_acceptance.said, _case.received_on),
)
_heard = _of_organ("organ_closed_mode_known", deciding=(_case.hearing_mode,))
_dated = _of_organ("organ_closed_dated", deciding=(_acceptance.since, _case.procedure))
OF_ORGAN = (
    _decided,
    _decided.hit("applications_accepted", _acceptance.said == "accepted"),
    _decided_dated,
    _decided_dated.hit("applications_decided_in_time", _decided_in_time),
    _of_organ("organ_undecided_past_limit", _case.received_on, _undecided_past_limit, kind="stock"),
    _heard,
    _heard.hit("organ_closed_heard", _case.hearing_mode.in_(("hearing", "field"))),
    _dated,
    _dated.hit("organ_closed_in_time", _closed_in_time),
    _of_organ("organ_open_past_limit", _acceptance.since, _open_past_limit, kind="stock"),
)

# --- Lists -------------------------------------------------------------------------------------------------------


def steps_by(day: Any) -> dict[str, ColumnElement[bool]]:
    """How far an application came by a day, each step a part of the one before; the first respondent's is followed."""
    came = and_(_first_respondent, _acceptance.given_by(day))
    closed = and_(came, known(_case.closed_on))
    sued = and_(closed, known(_case.sued_on))
    return {"received": _first_respondent, "accepted": came, "closed": closed, "sued": sued}


_data_as_of = select(database_state.c.data_as_of).scalar_subquery()
LISTS = {
    "": CaseList((_case.closed_on, _case.received_on, _case.decision_on_acceptance_on)),
    **{step: CaseList((_case.received_on,), where) for step, where in steps_by(_data_as_of).items()},
    "corrected": CaseList((_case.closed_on,), _case.outcome.in_(CORRECTED)),
    "settled": CaseList((_case.closed_on,), _case.outcome.in_(SETTLED)),
    "opinion": CaseList((_case.opinion_due_on,), _case.suggestion == "opinion"),
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
