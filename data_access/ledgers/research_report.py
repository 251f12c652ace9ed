"""Research on the state of law-based administration and its grassroots bodies (articles 5 and 21)."""

from data_access.ledgers.columns import UNIT, date, name_or_word, number, text
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry
from data_access.ledgers.tally import Tally

RESEARCH_REPORT = Ledger(
    "research_report",
    "调研报告",
    "Research reports",
    ("unit_id", "report_no"),
    (
        UNIT,
        number("report_no", "报告编号", "Report no.", "某调研〔2026〕2号", required=True),
        name_or_word("title", "题目", "Title", "乡镇法制机构运行情况调研"),
        name_or_word("topic", "主题", "Topic", "基层法制机构"),
        date("completed_on", "完成日期", "Completed on", "2026-05-20"),
        text("summary", "摘要", "Summary", "法制人员偏少，建议按事项数核定编制。"),
    ),
    dated_by=("completed_on",),
    identity=("completed_on", "title"),
    counted="study",
)

_reports = RESEARCH_REPORT.table
TALLIES = (Tally("research_reports_completed", _reports, _reports.c.completed_on),)

ENTRY = Entry(RESEARCH_REPORT, TALLIES)
