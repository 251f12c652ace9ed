"""Joint meetings with courts, petition offices and prosecutors (article 16)."""

from data_access.ledgers.columns import code, count, date, number, text, unit
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry
from data_access.ledgers.tally import Tally

MEETING_PARTNERS = ("court", "petition_office", "prosecutor")

JOINT_MEETING = Ledger(
    "joint_meeting",
    "联席会议",
    "Joint meetings",
    ("unit_id", "meeting_no"),
    (
        unit("unit_id", "召集单位", "Convening unit", "C01"),
        number("meeting_no", "会议编号", "Meeting no.", "某联〔2026〕1号", required=True),
        date("held_on", "召开日期", "Held on", "2026-03-18"),
        code("partner", "联席单位", "Partner", MEETING_PARTNERS, "meeting_partner"),
        text("topic", "议题", "Topic", "征地补偿争议会商"),
        count("cases_discussed", "会商案件数", "Cases discussed", "6"),
        count("resolved", "化解案件数", "Cases resolved", "4", part_of="cases_discussed"),
    ),
    dated_by=("held_on",),
    identity=("held_on",),
    indexes=(
        ("unit_held", "unit_id", "held_on"),
        ("meeting_no", "meeting_no"),
    ),
    counted="meeting",
)

_meetings = JOINT_MEETING.table
_meeting = _meetings.c
# Cases discussed and resolved are those of the same meetings: where one of the two is blank, neither counts.
_counted = Tally(
    "joint_meeting_cases",
    _meetings,
    _meeting.held_on,
    value=_meeting.cases_discussed,
    deciding=(_meeting.cases_discussed, _meeting.resolved),
)
TALLIES = (
    Tally("joint_meetings_held", _meetings, _meeting.held_on, facet=_meeting.partner),
    _counted,
    _counted.hit("joint_meeting_resolved", value=_meeting.resolved),
)

ENTRY = Entry(JOINT_MEETING, TALLIES)
