"""Petitions (article 16): what was resolved at its source, and how satisfied people are."""

from sqlalchemy import and_, case, not_, or_, true

from data_access.ledgers.columns import code, date, flag, name_or_word, number, unit
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import CaseList, Entry, Register
from data_access.ledgers.hints import Hint, hints_at_units_gone, names_nobody_in, outcome_undated
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.ledgers.tally import Tally, all_of, known
from data_access.problems import REPEATED_UNREPEATED, SATISFIED_UNRATED
from data_access.store.engine import days_between

PETITION_CHANNELS = ("visit", "letter", "online", "hotline")
PETITION_OUTCOMES = ("resolved", "explained", "transferred", "sued", "repeated")

PETITION = Ledger(
    "petition",
    "信访",
    "Petitions",
    ("unit_id", "petition_no"),
    (
        unit("unit_id", "责任单位", "Responsible unit", "C01-natural_resources"),
        number("petition_no", "信访编号", "Petition no.", "某信〔2026〕21号", required=True),
        code("channel", "信访渠道", "Channel", PETITION_CHANNELS, "petition_channel"),
        number("reconsideration_case_no", "复议案号", "Reconsideration case no.", names="reconsideration.case_no"),
        name_or_word("matter", "信访事项", "Matter", "征地补偿"),
        date("received_on", "收到日期", "Received on", "2026-03-02"),
        date("closed_on", "办结日期", "Closed on", "2026-04-03", not_before="received_on"),
        code("outcome", "办理结果", "Outcome", PETITION_OUTCOMES, "petition_outcome"),
        flag("repeated", "重复信访", "Repeated", "no"),
        flag("rated", "群众参评", "Rated", "yes"),
        flag("satisfied", "群众满意", "Satisfied", "yes"),
    ),
    dated_by=("received_on", "closed_on"),
    identity=("received_on", "closed_on", "matter"),
    indexes=(
        ("unit_received", "unit_id", "received_on"),
        ("unit_closed", "unit_id", "closed_on"),
        ("petition_no", "petition_no"),
        ("reconsideration", "reconsideration_case_no", "unit_id"),
    ),
    done_on="closed_on",
    counted="case",
)

# The ends of a petition after which it was not settled where it arose.
NOT_AT_SOURCE = ("sued", "repeated")

_petitions = PETITION.table
_petition = _petitions.c
_came_back = _petition.outcome.in_(NOT_AT_SOURCE)
# Whether a petition came again; its outcome may say so where the cell is blank.
_repeated = case((_came_back, true()), else_=_petition.repeated).label("repeated")
_online = and_(_petition.channel == "online", known(_petition.received_on))

_closed = Tally("petitions_closed", _petitions, _petition.closed_on)
_ended = Tally(
    "petitions_closed_known", _petitions, _petition.closed_on, facet=_petition.outcome, deciding=(_petition.outcome,)
)
_told = Tally("petitions_source_known", _petitions, _petition.closed_on, deciding=(_petition.outcome, _repeated))
_asked = Tally("petitions_rated_known", _petitions, _petition.closed_on, deciding=(_petition.rated,))
_rated = Tally(
    "petitions_rated_answered",
    _petitions,
    _petition.closed_on,
    all_of(or_(_petition.rated.is_(None), _petition.rated)),
    deciding=(_petition.rated, _petition.satisfied),
)
TALLIES = (
    Tally("petitions_received", _petitions, _petition.received_on, facet=_petition.channel),
    _closed,
    _ended,
    _told,
    _told.hit("petitions_resolved_at_source", ~_repeated),
    _asked,
    _asked.hit("petitions_rated", _petition.rated),
    _rated,
    _rated.hit("petitions_satisfied", _petition.satisfied),
    _closed.hit("petition_online_closed", _online),
    _closed.hit("petition_online_days", _online, value=days_between(_petition.received_on, _petition.closed_on)),
)

HINTS = (
    Hint(SATISFIED_UNRATED, "satisfied", and_(known(_petition.satisfied), not_(_petition.rated))),
    Hint(REPEATED_UNREPEATED, "repeated", and_(_petition.outcome == "repeated", not_(_petition.repeated))),
    outcome_undated(PETITION),
    *hints_at_units_gone(PETITION, _petition.received_on),
)

LISTS = {
    "": CaseList((_petition.closed_on, _petition.received_on)),
    "closed": CaseList((_petition.closed_on,), _petition.outcome.is_not(None)),
    "repeated": CaseList(
        (_petition.closed_on,),
        and_(_petition.outcome.is_not(None), or_(_petition.outcome.in_(NOT_AT_SOURCE), _petition.repeated)),
    ),
}

ENTRY = Entry(
    PETITION,
    TALLIES,
    hints=HINTS,
    references=(names_nobody_in(PETITION, "reconsideration_case_no", RECONSIDERATION),),
    register=Register(
        ("petition_no", "channel", "matter", "received_on", "closed_on", "outcome", "repeated"),
        ("closed_on", "received_on"),
    ),
    lists=LISTS,
    opens=True,
    course=(("received_on", ""), ("closed_on", "outcome")),
)
