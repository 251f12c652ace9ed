"""Petitions and joint meetings (article 16): what was resolved at its source, how satisfied people are, who met."""

from sqlalchemy import ColumnElement, and_, or_

from data_access.ledgers.tally import Tally, all_of, known
from data_access.store.engine import days_between
from data_access.store.tables import joint_meeting, petition

# The ends of a petition after which it was not settled where it arose.
NOT_AT_SOURCE = ("sued", "repeated")

_petition, _meeting = petition.c, joint_meeting.c

_not_repeated = or_(_petition.repeated.is_(None), ~_petition.repeated)
_at_source = and_(_petition.outcome.not_in(NOT_AT_SOURCE), _not_repeated)
_answered = and_(_petition.rated, known(_petition.satisfied))
_online = and_(_petition.channel == "online", known(_petition.received_on))


def _closed(key: str, *conditions: ColumnElement[bool], facet: ColumnElement[str] | None = None) -> Tally:
    return Tally(key, petition, _petition.closed_on, all_of(*conditions), facet=facet)


PETITIONS = (
    Tally("petitions_received", petition, _petition.received_on, all_of(known(_petition.unit_id)),
          facet=_petition.channel),
    _closed("petitions_closed", known(_petition.unit_id)),
    _closed("petitions_closed_known", known(_petition.outcome), facet=_petition.outcome),
    _closed("petitions_resolved_at_source", known(_petition.outcome), _at_source),
    _closed("petitions_rated_known", known(_petition.rated)),
    _closed("petitions_rated", _petition.rated),
    _closed("petitions_rated_answered", _answered),
    _closed("petitions_satisfied", _answered, _petition.satisfied),
    _closed("petition_online_closed", _online),
    Tally("petition_online_days", petition, _petition.closed_on, all_of(_online),
          value=days_between(_petition.received_on, _petition.closed_on)),
)  # fmt: skip

# Cases discussed and resolved are those of the same meetings: where one of the two is blank, neither counts.
_both_known = and_(known(_meeting.cases_discussed), known(_meeting.resolved))
JOINT_MEETINGS = (
    Tally("joint_meetings_held", joint_meeting, _meeting.held_on, all_of(known(_meeting.unit_id)),
          facet=_meeting.partner),
    Tally("joint_meeting_cases", joint_meeting, _meeting.held_on, all_of(_both_known),
          value=_meeting.cases_discussed),
    Tally("joint_meeting_resolved", joint_meeting, _meeting.held_on, all_of(_both_known), value=_meeting.resolved),
)  # fmt: skip
