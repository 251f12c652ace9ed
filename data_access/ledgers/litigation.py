"""Litigation (article 18): suits against units, heads in court, losses."""

from sqlalchemy import and_, or_, select

from data_access.ledgers.codes import DEFENDANT_ROLES
from data_access.ledgers.columns import code, date, flag, number, text, unit
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import CaseList, Entry, Register
from data_access.ledgers.tally import Tally, all_of, by_text
from data_access.store.tables import unit as units

INSTANCES = ("first", "second", "retrial")
PLAINTIFF_KINDS = ("person", "company", "organisation")
HEAD_ATTENDED = ("chief", "deputy", "other_head", "staff", "none")
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
        number("first_instance_case_no", "一审案号", "First-instance case no."),
        text("court", "法院", "Court", "某县人民法院"),
        text("matter", "案由", "Matter", "土地征收"),
        code("plaintiff_kind", "原告类别", "Plaintiff", PLAINTIFF_KINDS, "plaintiff_kind"),
        date("filed_on", "立案日期", "Filed on", "2026-03-02"),
        date("heard_on", "开庭日期", "Heard on", "2026-04-10", not_before="filed_on"),
        code("head_attended", "负责人出庭", "Head attended", HEAD_ATTENDED, "head_attended"),
        flag("head_spoke", "负责人发言", "Head spoke", "yes"),
        text("absence_reason", "未出庭原因", "Reason of absence"),
        flag("absence_excused", "未出庭有正当理由", "Absence excused"),
        flag("observed_trial", "旁听庭审", "Trial observed"),
        date("closed_on", "结案日期", "Closed on", "2026-05-20", not_before="filed_on"),
        code("outcome", "裁判结果", "Outcome", LITIGATION_OUTCOMES, "litigation_outcome"),
        date("effective_on", "生效日期", "Effective on", not_before="closed_on"),
        flag("judicial_suggestion", "司法建议", "Judicial suggestion"),
        number("reconsideration_case_no", "复议案号", "Reconsideration case no."),
    ),
    named_table="litigation_case",
    several_defendants=True,
    dated_by=("filed_on", "heard_on", "closed_on"),
    indexes=(
        ("unit_filed", "unit_id", "filed_on"),
        ("unit_closed", "unit_id", "closed_on"),
        ("case_no", "case_no"),
        ("reconsideration", "reconsideration_case_no"),
    ),
)

HEADS = ("chief", "deputy", "other_head")
LOST = (
    "revoked", "partly_revoked", "altered", "confirmed_illegal", "void", "ordered_to_perform", "ordered_to_pay",
    "agreement_judgment",
)  # fmt: skip

_suits = LITIGATION.table
_suit = _suits.c
_attended = _suit.head_attended.in_(HEADS)
_first_instance = _suit.instance == "first"
_lost = _suit.outcome.in_(LOST)

_heard = Tally("heard_known", _suits, _suit.heard_on, deciding=(_suit.head_attended,))
# Where nobody says whether a head was there, nobody knows whether one should have spoken.
_spoken = Tally(
    "attended_known",
    _suits,
    _suit.heard_on,
    all_of(or_(_suit.head_attended.is_(None), _attended)),
    deciding=(_suit.head_attended, _suit.head_spoke),
)
_closed = Tally(
    "first_instance_closed",
    _suits,
    _suit.closed_on,
    all_of(_first_instance),
    facet=_suit.outcome,
    deciding=(_suit.outcome,),
)
_effective = Tally("effective", _suits, _suit.effective_on, deciding=(_suit.outcome,))
TALLIES = (
    _heard,
    _heard.hit("heard_head_attended", _attended),
    _heard.hit("heard_chief_attended", _suit.head_attended == "chief"),
    _heard.blank("heard_unknown"),
    _heard.hit("absence_excused", and_(~_attended, _suit.absence_excused)),
    _spoken,
    _spoken.hit("attended_head_spoke", _suit.head_spoke),
    _closed,
    _closed.hit("first_instance_lost", _lost, facet=by_text(_suit.matter)),
    _closed.blank("first_instance_unknown"),
    _effective,
    _effective.hit("effective_lost", _lost),
    Tally("litigation_filed", _suits, _suit.filed_on, all_of(_first_instance)),
    Tally("judicial_suggestions", _suits, _suit.closed_on, all_of(_suit.judicial_suggestion)),
    Tally("trials_observed", _suits, _suit.heard_on, all_of(_suit.observed_trial)),
)

_first_lost = and_(_first_instance, _lost)
_governments = select(units.c.unit_id).where(units.c.kind.in_(("county", "city")))
LISTS = {
    "": CaseList((_suit.closed_on, _suit.heard_on, _suit.filed_on)),
    "lost": CaseList((_suit.closed_on,), _first_lost),
    "lost_own_level": CaseList((_suit.closed_on,), and_(_first_lost, _suit.unit_id.in_(_governments)), own=True),
    "closed": CaseList((_suit.closed_on,), and_(_first_instance, _suit.outcome.is_not(None))),
    "heard": CaseList((_suit.heard_on,), _suit.head_attended.is_not(None)),
    "not_attended": CaseList(
        (_suit.heard_on,), and_(_suit.head_attended.is_not(None), _suit.head_attended.not_in(HEADS))
    ),
    "finally_lost": CaseList((_suit.effective_on,), _lost),
}

ENTRY = Entry(
    LITIGATION,
    TALLIES,
    register=Register(
        ("case_no", "instance", "matter", "filed_on", "heard_on", "head_attended", "closed_on", "outcome"),
        ("closed_on", "heard_on", "filed_on"),
    ),
    lists=LISTS,
    opens=True,
    course=(("filed_on", ""), ("heard_on", "head_attended"), ("closed_on", "outcome"), ("effective_on", "")),
)
