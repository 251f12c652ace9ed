"""What happened to a demonstration site, step by step."""

from data_access.ledgers.columns import UNIT, code, count, date, name_or_word, number, text
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry

SITE_EVENTS = (
    "cultivated", "applied", "assessed", "designated", "reviewed", "warned", "restored", "revoked", "exchange",
)  # fmt: skip

DEMONSTRATION_EVENT = Ledger(
    "demonstration_event",
    "示范点事件",
    "Demonstration events",
    ("unit_id", "site_no", "occurred_on", "kind", "seq"),
    (
        UNIT,
        number("site_no", "编号", "Site no.", "SF-001", required=True),
        date("occurred_on", "发生日期", "Occurred on", "2025-06-01", required=True),
        code("kind", "事件", "Event", SITE_EVENTS, "site_event", required=True),
        count("seq", "序号", "Sequence", "1", default=1),
        name_or_word("batch", "批次", "Batch"),
        text("note", "说明", "Note"),
    ),
    parent="demonstration_site",
    dated_by=("occurred_on",),
)

ENTRY = Entry(DEMONSTRATION_EVENT)
