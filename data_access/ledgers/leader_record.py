"""How a unit's enforcement of the law stands in the files of its leaders (article 14): its chief, and who answers."""

from data_access.ledgers.columns import UNIT, code, count, date, text
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry, Register

LEADER_POSTS = ("chief", "deputy")

LEADER_RECORD = Ledger(
    "leader_record",
    "领导档案记录",
    "Leaders' records",
    ("unit_id", "leader_post", "occurred_on", "seq"),
    (
        UNIT,
        code("leader_post", "领导职务", "Leader", LEADER_POSTS, "leader_post", required=True),
        date("occurred_on", "记入日期", "Entered on", "2026-02-10", required=True),
        count("seq", "序号", "Sequence", "1", default=1),
        text("leader_name", "姓名", "Name", personal=True),
        text("note", "记入内容", "What was entered", "2025 年度执法案卷评查合格率 98%，记入档案"),
    ),
    dated_by=("occurred_on",),
)

ENTRY = Entry(
    LEADER_RECORD,
    register=Register(("occurred_on", "leader_post", "leader_name", "note"), ("occurred_on",)),
)
