"""What a scheme assesses: the items of each peer group, weighed within components or numbered as they are printed."""

from collections.abc import Iterator, Sequence
from typing import get_args

from sqlalchemy import Connection

from assessment.rules import RULES
from assessment.scheme import Nature, NotApplicable
from data_access.ledgers.columns import VERSION, YEAR, code, decimal, group, name_or_word
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.ledgers.entry import Entry, Fault, SheetRow
from data_access.ledgers.peer_groups import unknown_groups
from data_access.problems import MISSING_VALUE

SCHEME_COMPONENTS = get_args(Nature)
MISSING_POLICIES = ("zero", "block")
NOT_APPLICABLE = get_args(NotApplicable)

SCHEME_ITEM = Ledger(
    "scheme_item",
    "考核方案项目",
    "Scheme items",
    ("year", "version", "peer_group", "component", "key", "item_no"),
    (
        YEAR,
        VERSION,
        group(required=True),
        # Of a printed scheme it follows from the rule where it is blank (``scheme_store``).
        LedgerColumn(
            "component",
            "组成部分",
            "Component",
            "code",
            codes=SCHEME_COMPONENTS,
            labels="component",
            default="",
            example="daily",
        ),
        # A heading of a printed scheme reads nothing.
        LedgerColumn("key", "考核项目", "Assessment item", "item", default="", example="appearance_rate"),
        decimal("weight", "权重", "Weight", "100"),
        decimal("floor", "零分值", "Floor", "0.5", share=True),
        decimal("target", "满分值", "Target", "0.95", share=True),
        code("missing_policy", "未报送时", "When missing", MISSING_POLICIES, "missing_policy", default="block"),
        # The columns of a printed scheme; the example of the sheet is an item that is weighed, and has none of them.
        LedgerColumn("item_no", "项目编号", "Item no.", "number", default=""),
        name_or_word("title", "项目名称", "Title"),
        decimal("points", "分值", "Points"),
        LedgerColumn("rule", "计分方法", "Rule", "code", codes=RULES, labels="rule"),
        decimal("step", "每次扣分", "Step"),
        decimal("required", "应达数量", "Required"),
        decimal("cap", "扣分上限", "Cap"),
        name_or_word("bands", "分档", "Bands"),
        LedgerColumn(
            "not_applicable",
            "不适用时",
            "When not applicable",
            "code",
            codes=NOT_APPLICABLE,
            labels="when_not_applicable",
        ),
    ),
    parent="scheme",
    named_by="key",
)


def weighed_items(_connection: Connection, rows: Sequence[SheetRow]) -> Iterator[Fault]:
    """An item without a number is weighed within its component, so it has a key and a weight."""
    for row in rows:
        for name in ("component", "key", "weight"):
            if not row.values.get("item_no") and row.values.get(name) in (None, ""):
                yield Fault(row, name, None, MISSING_VALUE, (f"template.kind.{SCHEME_ITEM.column(name).kind}",))


ENTRY = Entry(SCHEME_ITEM, rules=(unknown_groups, weighed_items))
