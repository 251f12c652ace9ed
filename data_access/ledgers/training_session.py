"""Trainings in law (articles 13 and 19): of leaders in rotation, and of officers."""

from sqlalchemy import or_

from data_access.ledgers.columns import UNIT, code, count, date, decimal, name_or_word, number
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry
from data_access.ledgers.hints import hints_at_units_gone
from data_access.ledgers.tally import Tally

LEADERS, OFFICERS = AUDIENCES = ("leaders", "officers")

TRAINING_SESSION = Ledger(
    "training_session",
    "法治培训",
    "Trainings",
    ("unit_id", "session_no"),
    (
        UNIT,
        number("session_no", "培训编号", "Session no.", "PX-2026-01", required=True),
        name_or_word("title", "培训主题", "Topic", "行政复议法专题"),
        code("audience", "培训对象", "Audience", AUDIENCES, "training_audience"),
        date("held_on", "培训日期", "Held on", "2026-05-20"),
        decimal("hours", "学时", "Hours", "6", amount=True),
        count("invited", "应到人数", "Invited", "48"),
        count("attended", "实到人数", "Attended", "44", part_of="invited"),
    ),
    dated_by=("held_on",),
    identity=("held_on",),
    counted="training",
)

_sessions, _of = TRAINING_SESSION.table, TRAINING_SESSION.table.c
# Who was trained is a part of what decides: a session of unknown people may be one of leaders.
_leaders = Tally(
    "leaders_invited",
    _sessions,
    _of.held_on,
    lambda _rules: or_(_of.audience == LEADERS, _of.audience.is_(None)),
    value=_of.invited,
    deciding=(_of.audience, _of.invited, _of.attended),
)
TALLIES = (
    Tally("training_sessions", _sessions, _of.held_on, facet=_of.audience),
    _leaders,
    _leaders.hit("leaders_attended", value=_of.attended),
)

ENTRY = Entry(TRAINING_SESSION, TALLIES, hints=tuple(hints_at_units_gone(TRAINING_SESSION, _of.held_on)))
