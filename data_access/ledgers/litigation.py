"""Litigation (article 18): suits against units, heads in court, losses."""

from dataclasses import replace

from sqlalchemy import ColumnElement, and_, false, not_, or_, select

from data_access.ledgers.codes import DEFENDANT_ROLES
from data_access.ledgers.columns import code, date, flag, name_or_word, number, text, unit
from data_access.ledgers.counting_rules import LEVELS, CountingRules
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import CaseList, Entry, Register
from data_access.ledgers.hints import (
    Hint,
    earlier,
    hints_at_parties,
    hints_at_units_gone,
    hints_unlike_first,
    names_nobody,
    names_nobody_in,
    outcome_undated,
)
from data_access.ledgers.number_hints import instance_of_number, year_of_number
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.ledgers.suit_marks import HEADS as HEADS
from data_access.ledgers.suit_marks import INSTANCES, NEARNESS, NO_JUDGMENT, mark_suits
from data_access.ledgers.suit_marks import LOST as LOST
from data_access.ledgers.tally import Condition, Tally, all_of, by_text, known
from data_access.problems import ATTENDED_UNHEARD, CLOSED_BEFORE_HEARD, EXCUSED_PRESENT, REASON_PRESENT, SPOKE_ABSENT
from data_access.store.tables import unit as units

PLAINTIFF_KINDS = ("person", "company", "organisation")
HEAD_ATTENDED = (*HEADS, "staff", "none")
LITIGATION_OUTCOMES = (
    "claim_dismissed", "suit_dismissed", "revoked", "partly_revoked", "altered", "confirmed_illegal", "void",
    "ordered_to_perform", "ordered_to_pay", "agreement_judgment", "mediated", "withdrawn", "withdrawn_after_change",
    "transferred", "terminated",
)  # fmt: skip

LITIGATION = Ledger(
    "litigation",
    "行政诉讼",
    "Litigation",
    ("unit_id", "case_no", "instance"),
    (
        unit("unit_id", "被告", "Defendant", "C01-natural_resources"),
        number("case_no", "案号", "Case no.", "(2026)某0101行初12号", required=True),
        code("instance", "审级", "Instance", INSTANCES, "instance", required=True, default="first"),
        code("defendant_role", "被告地位", "Defendant's role", DEFENDANT_ROLES, "defendant_role"),
        number("first_instance_case_no", "一审案号", "First-instance case no.", names="litigation.case_no"),
        name_or_word("court", "法院", "Court", "某县人民法院"),
        name_or_word("matter", "案由", "Matter", "土地征收"),
        code("plaintiff_kind", "原告类别", "Plaintiff", PLAINTIFF_KINDS, "plaintiff_kind"),
        date("filed_on", "立案日期", "Filed on", "2026-03-02"),
        date("heard_on", "开庭日期", "Heard on", "2026-04-10", not_before="filed_on"),
        code("head_attended", "负责人出庭", "Head attended", HEAD_ATTENDED, "head_attended"),
        flag("head_spoke", "负责人发言", "Head spoke", "yes"),
        replace(text("absence_reason", "未出庭原因", "Reason for absence"), also=("Reason of absence",)),
        flag("absence_excused", "未出庭有正当理由", "Absence excused"),
        flag("observed_trial", "旁听庭审", "Trial observed"),
        date("closed_on", "结案日期", "Closed on", "2026-05-20", not_before="filed_on"),
        code("outcome", "裁判结果", "Outcome", LITIGATION_OUTCOMES, "litigation_outcome"),
        date("effective_on", "生效日期", "Effective on", not_before="closed_on"),
        flag("judicial_suggestion", "司法建议", "Judicial suggestion"),
        number("reconsideration_case_no", "复议案号", "Reconsideration case no.", names="reconsideration.case_no"),
    ),
    named_table="litigation_case",
    several_defendants=True,
    dated_by=("filed_on", "heard_on", "closed_on"),
    indexes=(
        ("unit_filed", "unit_id", "filed_on"),
        ("unit_closed", "unit_id", "closed_on"),
        ("case_no", "case_no"),
        ("reconsideration", "reconsideration_case_no"),
        ("first_instance", "first_instance_case_no"),
    ),
    linked_by="first_instance_case_no",
    identity=("filed_on", "heard_on", "closed_on", "matter"),
    marks=(
        code("co_head", "共同被告负责人出庭", "Co-defendant's head attended", HEADS, "head_attended"),
        flag("co_spoke", "共同被告负责人发言", "Co-defendant's head spoke"),
        code("later_judgment", "另有后生效裁判", "Later effective judgment", NEARNESS, "later_judgment"),
        flag("reversed_since", "败诉后已改判", "Loss reversed since"),
    ),
    done_on="closed_on",
    counted="case",
)

_suits = LITIGATION.table
_suit = _suits.c
_attended = _suit.head_attended.in_(HEADS)
_first_instance = _suit.instance == "first"
_lost = _suit.outcome.in_(LOST)


def _attended_for(rules: CountingRules) -> ColumnElement[bool]:
    """Whether the head of another defendant counts for this one's row: for county and city a case is one case."""
    there = known(_suit.co_head)
    return there if rules.level != "own" else and_(there, rules.value("co_defendants_attend", _suit.heard_on) == 1)


def _a_head_attended(rules: CountingRules) -> ColumnElement[bool]:
    return or_(_attended, _attended_for(rules))


def _attendance_known(rules: CountingRules) -> ColumnElement[bool]:
    """A blank cell says nothing of a case that somebody else's head attended: whoever came, the case was attended."""
    return or_(known(_suit.head_attended), _attended_for(rules))


def _co_chief_attended(rules: CountingRules) -> ColumnElement[bool]:
    """A chief attends for the own organ alone; a county's or the city's case has the chief of any defendant."""
    return false() if rules.level == "own" else and_(known(_suit.co_head), _suit.co_head == "chief")


def _a_chief_attended(rules: CountingRules) -> ColumnElement[bool]:
    return or_(_suit.head_attended == "chief", _co_chief_attended(rules))


def _chief_known(rules: CountingRules) -> ColumnElement[bool]:
    return or_(known(_suit.head_attended), _co_chief_attended(rules))


def _a_head_spoke(rules: CountingRules) -> ColumnElement[bool]:
    """Null where nobody says whether one of the heads spoke and none is said to have done so."""
    return or_(and_(_attended, _suit.head_spoke), and_(_attended_for(rules), _suit.co_spoke))


def _may_have_spoken(rules: CountingRules) -> ColumnElement[bool]:
    """Where nobody says whether a head was there, nobody knows whether one should have spoken."""
    return or_(_suit.head_attended.is_(None), _a_head_attended(rules))


def _speech_known(rules: CountingRules) -> ColumnElement[bool]:
    return and_(_attendance_known(rules), known(_a_head_spoke(rules)))


def _absent(excused: ColumnElement[bool]) -> Condition:
    """The hearings no head attended of which the ledger says so of the excuse."""
    return lambda rules: and_(not_(_a_head_attended(rules)), excused)


_excused = _absent(_suit.absence_excused)
# A blank is not "not excused": nobody knows.
_unexplained = _absent(_suit.absence_excused.is_(None))


def _last_in_effect(rules: CountingRules) -> ColumnElement[bool]:
    """Whether it is the last effective judgment of its case for the unit, in the county or in the city."""
    beyond = NEARNESS[LEVELS.index(rules.level) + 1 :]
    last = _suit.later_judgment.is_(None)
    judgment = or_(_suit.outcome.is_(None), _suit.outcome.not_in(NO_JUDGMENT))
    return and_(judgment, or_(last, _suit.later_judgment.in_(beyond)) if beyond else last)


_heard = Tally("heard_known", _suits, _suit.heard_on, deciding=(_suit.head_attended,), decided=_attendance_known)
_heard_chief = replace(_heard, key="heard_chief_known", decided=_chief_known)
_spoken = Tally(
    "attended_known",
    _suits,
    _suit.heard_on,
    _may_have_spoken,
    deciding=(_suit.head_attended, _suit.head_spoke),
    decided=_speech_known,
)
_closed = Tally(
    "first_instance_closed",
    _suits,
    _suit.closed_on,
    all_of(_first_instance),
    facet=_suit.outcome,
    deciding=(_suit.outcome,),
)
_first_lost = _closed.hit("first_instance_lost", _lost, facet=by_text(_suit.matter))
_first_reversed = _first_lost.hit("first_instance_reversed", known(_suit.reversed_since))
_effective = Tally("effective", _suits, _suit.effective_on, _last_in_effect, deciding=(_suit.outcome,))
TALLIES = (
    _heard,
    _heard.hit("heard_head_attended", _a_head_attended),
    _heard.blank("heard_unknown"),
    _heard.hit("absence_excused", _excused),
    _heard.hit("absence_unexplained", _unexplained),
    _heard_chief,
    _heard_chief.hit("heard_chief_attended", _a_chief_attended),
    _spoken,
    _spoken.hit("attended_head_spoke", _a_head_spoke),
    _closed,
    _first_lost,
    _first_reversed,
    _closed.blank("first_instance_unknown"),
    _effective,
    _effective.hit("effective_lost", _lost),
    Tally("litigation_filed", _suits, _suit.filed_on, all_of(_first_instance)),
    Tally("judicial_suggestions", _suits, _suit.closed_on, all_of(_suit.judicial_suggestion)),
    Tally("trials_observed", _suits, _suit.heard_on, all_of(_suit.observed_trial)),
)

HINTS = (
    Hint(SPOKE_ABSENT, "head_spoke", and_(_suit.head_spoke, _suit.head_attended.in_(("staff", "none")))),
    Hint(EXCUSED_PRESENT, "absence_excused", and_(_suit.absence_excused, _attended)),
    Hint(REASON_PRESENT, "absence_reason", and_(known(_suit.absence_reason), _attended)),
    Hint(ATTENDED_UNHEARD, "heard_on", and_(_attended, _suit.heard_on.is_(None))),
    earlier(CLOSED_BEFORE_HEARD, _suit.closed_on, _suit.heard_on),
    outcome_undated(LITIGATION),
    instance_of_number(LITIGATION),
    year_of_number(LITIGATION, _suit.filed_on),
    names_nobody(LITIGATION, "first_instance_case_no"),
    *hints_at_parties(LITIGATION),
    *hints_unlike_first(LITIGATION, "matter", "court", "closed_on", "outcome"),
    *hints_at_units_gone(LITIGATION, _suit.filed_on, _suit.heard_on),
)

_lost_at_first = and_(_first_instance, _lost)
_governments = select(units.c.unit_id).where(units.c.kind.in_(("county", "city")))
LISTS = {
    "": CaseList((_suit.closed_on, _suit.heard_on, _suit.filed_on)),
    "lost": CaseList((_suit.closed_on,), _lost_at_first),
    "lost_reversed": CaseList((_suit.closed_on,), _first_reversed.condition),
    "lost_own_level": CaseList((_suit.closed_on,), and_(_lost_at_first, _suit.unit_id.in_(_governments)), own=True),
    "closed": CaseList((_suit.closed_on,), and_(_first_instance, _suit.outcome.is_not(None))),
    "heard": CaseList((_suit.heard_on,), _heard.condition),
    "not_attended": CaseList((_suit.heard_on,), _heard.hit("", lambda rules: not_(_a_head_attended(rules))).condition),
    "excused": CaseList((_suit.heard_on,), _heard.hit("", _excused).condition),
    "unexcused": CaseList((_suit.heard_on,), _heard.hit("", _absent(not_(_suit.absence_excused))).condition),
    "unexplained": CaseList((_suit.heard_on,), _heard.hit("", _unexplained).condition),
    # Of any instance.
    "ended_lost": CaseList((_suit.closed_on,), _lost),
    "ended_not_lost": CaseList((_suit.closed_on,), and_(_suit.outcome.is_not(None), not_(_lost))),
    "finally_lost": CaseList((_suit.effective_on,), _effective.hit("", _lost).condition),
}

ENTRY = Entry(
    LITIGATION,
    TALLIES,
    hints=HINTS,
    references=(names_nobody_in(LITIGATION, "reconsideration_case_no", RECONSIDERATION),),
    register=Register(
        ("case_no", "instance", "matter", "filed_on", "heard_on", "head_attended", "co_head", "closed_on", "outcome"),
        ("closed_on", "heard_on", "filed_on"),
    ),
    lists=LISTS,
    opens=True,
    course=(("filed_on", ""), ("heard_on", "head_attended"), ("closed_on", "outcome"), ("effective_on", "")),
    marking=mark_suits,
)
