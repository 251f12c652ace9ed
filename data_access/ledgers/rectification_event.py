"""What happened to an item of rectification, step by step."""

from data_access.ledgers.columns import UNIT, code, count, date, number, text
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry

RECTIFICATION_EVENTS = (
    "assigned", "started", "submitted", "returned", "extended", "closed", "reopened", "reminded", "supervised",
)  # fmt: skip

RECTIFICATION_EVENT = Ledger(
    "rectification_event",
    "整改事件",
    "Rectification events",
    ("unit_id", "item_no", "occurred_on", "kind", "seq"),
    (
        UNIT,
        number("item_no", "编号", "Item no.", "ZG-2026-0001", required=True),
        date("occurred_on", "发生日期", "Occurred on", "2026-03-01", required=True),
        code("kind", "事件", "Event", RECTIFICATION_EVENTS, "rectification_event", required=True),
        count("seq", "序号", "Sequence", "1", default=1),
        date("new_due_on", "新期限", "New due date", event=False),
        text("note", "说明", "Note"),
        text("actor", "经办", "Actor", personal=True),
    ),
    parent="rectification",
    dated_by=("occurred_on",),
)

ENTRY = Entry(RECTIFICATION_EVENT)
