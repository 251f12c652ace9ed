"""Demonstration sites (article 20): level, state and highlight."""

from data_access.ledgers.columns import UNIT, code, date, name_or_word, number, text
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry

SITE_LEVELS = ("provincial", "municipal", "county")
SITE_STATES = ("cultivating", "applied", "assessed", "designated", "reviewed", "warned", "revoked")

DEMONSTRATION_SITE = Ledger(
    "demonstration_site",
    "示范点",
    "Demonstration sites",
    ("unit_id", "site_no"),
    (
        UNIT,
        number("site_no", "编号", "Site no.", "SF-001", required=True),
        name_or_word("name", "名称", "Name", "某局行政执法示范点", required=True),
        code("level", "级别", "Level", SITE_LEVELS, "site_level", required=True, default="municipal"),
        text("highlight", "亮点", "Highlight"),
        code("state", "状态", "State", SITE_STATES, "site_state", required=True),
        date("state_since", "状态起始日期", "State since", "2025-06-01"),
    ),
    dated_by=("state_since",),
    counted="site",
)

ENTRY = Entry(DEMONSTRATION_SITE, opens=True)
