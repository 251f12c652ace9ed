"""What the result of an assessment was used for (article 4)."""

from data_access.ledgers.columns import UNIT, YEAR, code, count, date, text
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry

USES_OF_RESULTS = ("award", "promotion_reference", "talk", "notice")

USE_OF_RESULT = Ledger(
    "use_of_result",
    "结果运用",
    "Uses of results",
    ("unit_id", "year", "kind", "seq"),
    (
        UNIT,
        YEAR,
        code("kind", "运用方式", "Kind of use", USES_OF_RESULTS, "use_of_result", required=True),
        count("seq", "序号", "Sequence", "1", 1),
        date("decided_on", "决定日期", "Decided on", "2026-02-20"),
        text("note", "说明", "Note", "授予年度先进单位"),
    ),
    dated_by=("year",),
    named_by="kind",
    by_office=True,
)

ENTRY = Entry(USE_OF_RESULT)
