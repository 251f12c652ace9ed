"""What was wrong in a case file (article 15): an item of the standard, and the points it cost."""

from data_access.ledgers.columns import UNIT, count, decimal, name_or_word, number
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry
from data_access.ledgers.hundred import within_hundred

CASE_FILE_DEFECT = Ledger(
    "case_file_defect",
    "案卷扣分项",
    "Defects of case files",
    ("unit_id", "file_no", "item", "seq"),
    (
        UNIT,
        number("file_no", "案卷号", "File no.", "某市监罚〔2026〕18号", required=True),
        name_or_word("item", "扣分项", "Defect", "送达回证不全", required=True),
        count("seq", "序号", "Sequence", "1", default=1),
        decimal("points", "扣分", "Points lost", "2", amount=True),
    ),
    parent="case_file_review",
    named_by="item",
    counted="defect",
)

ENTRY = Entry(CASE_FILE_DEFECT, rules=(within_hundred("points"),))
