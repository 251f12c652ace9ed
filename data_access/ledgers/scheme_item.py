"""What a scheme assesses: the items of each peer group, their weights and goalposts."""

from data_access.ledgers.columns import VERSION, YEAR, code, decimal, group, item
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry
from data_access.ledgers.peer_groups import unknown_groups

SCHEME_COMPONENTS = ("daily", "annual", "external")
MISSING_POLICIES = ("zero", "block")

SCHEME_ITEM = Ledger(
    "scheme_item",
    "考核方案项目",
    "Scheme items",
    ("year", "version", "peer_group", "component", "key"),
    (
        YEAR,
        VERSION,
        group(required=True),
        code("component", "组成部分", "Component", SCHEME_COMPONENTS, "component", required=True, default="daily"),
        item("key", "appearance_rate"),
        decimal("weight", "权重", "Weight", "100", required=True),
        decimal("floor", "零分值", "Floor", "0.5", share=True),
        decimal("target", "满分值", "Target", "0.95", share=True),
        code("missing_policy", "未报送时", "When missing", MISSING_POLICIES, "missing_policy", default="block"),
    ),
    parent="scheme",
    named_by="key",
    never_blank=("weight",),
)

ENTRY = Entry(SCHEME_ITEM, rules=(unknown_groups,))
