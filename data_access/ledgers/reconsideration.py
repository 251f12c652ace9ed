"""Reconsideration (article 17): what became of the cases of a respondent, and how soon its organ dealt with them."""

from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, case, column, func, or_, select, table

from data_access.ledgers.acceptance import acceptance_of, deemed_by
from data_access.ledgers.application_hints import application_hints
from data_access.ledgers.codes import DEFENDANT_ROLES
from data_access.ledgers.columns import code, count, date, name_or_word, number, unit
from data_access.ledgers.counting_rules import CountingRules
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import CaseList, Entry, Register, View
from data_access.ledgers.opinion import opinion_due
from data_access.ledgers.tally import Condition, Tally, all_of, by_text, every_row, known
from data_access.store.engine import days_after
from data_access.store.known_days import known_to
from data_access.store.working_days import done_within, has_run_out, working_days_between

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
        name_or_word("matter", "事项类别", "Matter", "行政处罚"),
        code("procedure", "审理程序", "Procedure", PROCEDURES, "procedure"),
        date("received_on", "收到日期", "Received on", "2026-02-10"),
        date("supplement_asked_on", "补正通知日期", "Supplement asked on", not_before="received_on"),
        date("supplement_given_on", "补正材料收到日期", "Supplement given on", not_before="supplement_asked_on"),
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
        date("served_on", "送达日期", "Served on", "2026-04-07", not_before="closed_on"),
        code("outcome", "审理结果", "Outcome", RECONSIDERATION_OUTCOMES, "reconsideration_outcome"),
        code("suggestion", "意见书建议书", "Opinion or proposal", SUGGESTIONS, "suggestion"),
        date("opinion_due_on", "意见书回复期限", "Opinion due on", event=False),
        date("opinion_answered_on", "意见书回复日期", "Opinion answered on", not_before="closed_on"),
        date("sued_on", "起诉日期", "Sued on", not_before="closed_on"),
    ),
    named_table="reconsideration_case",
    several_defendants=True,
    dated_by=("received_on", "decision_on_acceptance_on", "accepted_on", "closed_on"),
    identity=("received_on", "accepted_on", "closed_on", "matter"),
    months_on=1,  # Five working days from the receipt on: in the month after it at the latest.
    reckoned=("opinion_due_on",),
    indexes=(
        *((f"unit_{day}", "unit_id", f"{day}_on") for day in ("received", "closed")),
        ("case_no", "case_no"),
        ("organ", "organ_id"),
        ("suggestion", "suggestion", "opinion_due_on"),
    ),
    done_on="closed_on",
    counted="case",
)

CORRECTED = ("revoked", "altered", "confirmed_illegal", "ordered_to_perform")
CORRECTED_OVERALL = (*CORRECTED, "mediated", "settled", "withdrawn_after_change")
SETTLED = ("mediated", "settled", "withdrawn", "withdrawn_after_change")

_cases = RECONSIDERATION.table
_case = _cases.c
_acceptance = acceptance_of(_cases)
OPINION_DUE = opinion_due(_cases)
# Of a case whose respondents' roles are blank the one row counts that counts it for the city.
_first_respondent = or_(_case.defendant_role == "first", and_(_case.defendant_role.is_(None), _case.counts_for_city))


def _not_yet(date: ColumnElement[Any], rules: CountingRules) -> ColumnElement[bool]:
    """Whether something had not happened by the end of the month."""
    return or_(date.is_(None), date > rules.month_end)


# --- Of the respondent -------------------------------------------------------------------------------------------


def _suit_mature(rules: CountingRules) -> ColumnElement[bool]:
    """Whether a suit was filed, however late, or can be filed no more: the days run from service."""
    served_on = func.coalesce(_case.served_on, _case.closed_on)
    last_day = days_after(served_on, rules.value("further_suit_days", served_on))
    return or_(known(_case.sued_on), has_run_out(last_day, rules.as_of))


def _opinion_ripe(rules: CountingRules) -> ColumnElement[bool]:
    ripe = or_(rules.as_of >= OPINION_DUE, known(_case.opinion_answered_on))
    # What has a day to answer by, and does not say what it is, may be an opinion.
    return and_(or_(_case.suggestion.is_(None), _case.suggestion == "opinion"), ripe)


def _opinion_past_due(rules: CountingRules) -> ColumnElement[bool]:
    late = rules.month_end > OPINION_DUE
    return and_(_case.suggestion == "opinion", late, _not_yet(_case.opinion_answered_on, rules))


_closed = Tally("reconsideration_closed", _cases, _case.closed_on, facet=_case.outcome, deciding=(_case.outcome,))
_mature = Tally(
    "closed_suit_mature", _cases, _case.closed_on, _suit_mature, deciding=(_case.outcome,),
    needs=("reconsideration.sued_on",),
)  # fmt: skip
_opinions = Tally(
    "opinions_due",
    _cases,
    OPINION_DUE,
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
    _mature.hit("closed_not_sued", _case.sued_on.is_(None)),
    _opinions,
    _opinions.hit("opinions_answered", _case.opinion_answered_on <= OPINION_DUE),
    Tally("opinions_open_past_due", _cases, OPINION_DUE, _opinion_past_due, kind="stock"),
)

# --- Of the organ: a case counts by its first respondent's row only -----------------------------------------------

_AS_WRITTEN = ("organ_id", "procedure", "received_on", "supplement_asked_on", "supplement_given_on", "hearing_mode",
               "suspended_days", "extended_days", "closed_on", "load_id")  # fmt: skip
_AS_KNOWN = (_acceptance.said, _acceptance.since, _acceptance.decided_on)
# A row a case; in the cells of its acceptance stands what is known of it (``acceptance``). A view of its own, since
# SQLite cannot read a statement that says so at each of the many places where a limit asks for it.
organ_case = table(
    "organ_case",
    *(column(name, _case[name].type) for name in (*_AS_WRITTEN, *(known_as.name for known_as in _AS_KNOWN))),
    column("deemed_on", Date()),
)
_organ = organ_case.c


def _organ_case() -> Select[tuple[object, ...]]:
    written = (_case[name] for name in _AS_WRITTEN)
    statement = select(*written, *_AS_KNOWN, _acceptance.deemed_on.label("deemed_on"))
    return statement.where(_first_respondent)


def _of_organ(key: str, month_of: Any = _organ.closed_on, where: Condition = every_row, **more: Any) -> Tally:
    return Tally(key, organ_case, month_of, where, unit_of="organ_id", **more)


def _closing_limit(rules: CountingRules) -> ColumnElement[Any]:
    """The last day on which a case is closed in time, suspended days left out."""
    return days_after(_organ.accepted_on, _days_allowed(rules) + func.coalesce(_organ.suspended_days, 0))


def _days_allowed(rules: CountingRules) -> ColumnElement[int]:
    since, extended = _organ.accepted_on, func.coalesce(_organ.extended_days, 0)
    most = rules.value("reconsideration_extension_days", since)
    ordinary = rules.value("reconsideration_days_ordinary", since)
    simplified = rules.value("reconsideration_days_simplified", since)
    # Only the ordinary procedure can be extended. Before the revised law both procedures had the same limit.
    shortened = and_(_organ.procedure == "simplified", simplified < ordinary)
    return case((shortened, simplified), else_=ordinary + case((extended > most, most), else_=extended))


def _closed_in_time(rules: CountingRules) -> ColumnElement[bool]:
    return done_within(_organ.closed_on, _closing_limit(rules))


def _open_past_limit(rules: CountingRules) -> ColumnElement[bool]:
    past = ~done_within(rules.month_end, _closing_limit(rules))
    return and_(_not_yet(_organ.closed_on, rules), known(_organ.procedure), past)


def _waited(until: ColumnElement[Any], given_on: ColumnElement[Any]) -> ColumnElement[int]:
    """Working days from receipt until a date, without those from asking for a supplement until it was given."""
    asked_on = _organ.supplement_asked_on
    came = case((given_on < until, given_on), else_=until)
    stood = case((and_(asked_on < until, known(given_on)), working_days_between(asked_on, came)), else_=0)
    return working_days_between(_organ.received_on, until) - stood


# Of a decision that was taken nothing is left out unless both days are known.
_until_decided = _waited(_organ.decision_on_acceptance_on, _organ.supplement_given_on)


def _decided_in_time(rules: CountingRules) -> ColumnElement[bool]:
    # Silence that accepts is no decision, so it is none in time.
    in_time = _until_decided <= rules.value("acceptance_working_days", _organ.received_on)
    return and_(_organ.deemed_on.is_(None), in_time)


def _undecided_past_limit(rules: CountingRules) -> ColumnElement[bool]:
    # A case accepted or closed on a known day has been decided on; one transferred or withdrawn needs no decision.
    # One deemed accepted is decided by law, and counted among those not decided on in time.
    decided_on = func.coalesce(_organ.decision_on_acceptance_on, _organ.accepted_on, _organ.closed_on)
    not_given_away = or_(known(decided_on), _organ.acceptance.is_(None), _organ.acceptance == "accepted")
    # While the supplement is awaited the clock stands.
    waited = _waited(rules.month_end, func.coalesce(_organ.supplement_given_on, rules.month_end))
    limit = rules.value("acceptance_working_days", _organ.received_on)
    return and_(_not_yet(decided_on, rules), not_given_away, waited > limit)


def _was_decided(rules: CountingRules) -> ColumnElement[bool]:
    """Accepted or refused; what was transferred or withdrawn was not decided on, what is blank is unknown."""
    said = or_(_organ.acceptance.is_(None), _organ.acceptance.in_(("accepted", "refused")))
    return and_(said, deemed_by(_organ.deemed_on, rules.as_of))


_decided = _of_organ(
    "applications_decided", _organ.decision_on_acceptance_on, _was_decided, deciding=(_organ.acceptance,)
)
_decided_dated = _of_organ(
    "applications_decided_dated",
    _organ.decision_on_acceptance_on,
    # The working days between two dates are unknown where a date lies outside the calendar.
    lambda rules: and_(_was_decided(rules), or_(_organ.received_on.is_(None), known(_until_decided))),
    deciding=(_organ.acceptance, _organ.received_on),
)
_heard = _of_organ("organ_closed_mode_known", deciding=(_organ.hearing_mode,))
_dated = _of_organ("organ_closed_dated", deciding=(_organ.accepted_on, _organ.procedure))
OF_ORGAN = (
    _decided,
    _decided.hit("applications_accepted", _organ.acceptance == "accepted"),
    _decided_dated,
    _decided_dated.hit("applications_decided_in_time", _decided_in_time),
    _of_organ("organ_undecided_past_limit", _organ.received_on, _undecided_past_limit, kind="stock"),
    _heard,
    _heard.hit("organ_closed_heard", _organ.hearing_mode.in_(("hearing", "field"))),
    _dated,
    _dated.hit("organ_closed_in_time", _closed_in_time),
    _of_organ("organ_open_past_limit", _organ.accepted_on, _open_past_limit, kind="stock"),
)

# --- Lists -------------------------------------------------------------------------------------------------------

_accepted = and_(_first_respondent, _acceptance.given_by(known_to(RECONSIDERATION.dated_as, _case.unit_id)))
_came_to_an_end = and_(_accepted, known(_case.closed_on))
# How far an application came, each step a part of the one before; the first respondent's row is followed.
IS_STEP: dict[str, ColumnElement[bool]] = {
    "received": _first_respondent,
    "accepted": _accepted,
    "closed": _came_to_an_end,
    "sued": and_(_came_to_an_end, known(_case.sued_on)),
}
LISTS = {
    "": CaseList((_case.closed_on, _case.received_on, _case.decision_on_acceptance_on)),
    **{step: CaseList((_case.received_on,), where) for step, where in IS_STEP.items()},
    "corrected": CaseList((_case.closed_on,), _case.outcome.in_(CORRECTED)),
    "not_corrected": CaseList((_case.closed_on,), _case.outcome.not_in(CORRECTED)),
    "settled": CaseList((_case.closed_on,), _case.outcome.in_(SETTLED)),
    "opinion": CaseList((OPINION_DUE,), _case.suggestion == "opinion"),
}

ENTRY = Entry(
    RECONSIDERATION,
    (*OF_RESPONDENT, *OF_ORGAN),
    hints=application_hints(RECONSIDERATION),
    register=Register(
        ("case_no", "matter", "acceptance", "received_on", "accepted_on", "closed_on", "outcome", "sued_on"),
        ("closed_on", "received_on", "decision_on_acceptance_on"),
    ),
    view=View("organ_case", _organ_case),
    lists=LISTS,
    opens=True,
    course=(
        ("received_on", ""),
        ("supplement_asked_on", ""),
        ("supplement_given_on", ""),
        ("decision_on_acceptance_on", "acceptance"),
        ("closed_on", "outcome"),
        ("served_on", ""),
        ("opinion_due_on", ""),
        ("opinion_answered_on", ""),
        ("sued_on", ""),
    ),
)
