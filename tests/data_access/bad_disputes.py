"""Petitions and joint meetings as they should not be."""

from collections.abc import Mapping

from tests.data_access.bad_files import Bad
from tests.data_access.hostile_files import book, rows_of

PETITION, MEETING = "信访", "联席会议"
Row = Mapping[str, object]

A_PETITION: Row = {
    "责任单位": "C01-nr", "信访编号": "甲信〔2026〕1号", "信访渠道": "网上", "收到日期": "2026-03-02",
    "办结日期": "2026-03-20", "办理结果": "已化解", "重复信访": "否", "群众参评": "是", "群众满意": "是",
}  # fmt: skip
A_MEETING: Row = {
    "召集单位": "C01", "会议编号": "甲联〔2026〕1号", "召开日期": "2026-03-18", "联席单位": "法院", "会商案件数": 6,
    "化解案件数": 4,
}  # fmt: skip


def _row(title: str, code: str, sheet: str, column: str, zh: str, en: str, said: str, *rows: Row) -> Bad:
    """The last row of a sheet is bad."""
    place = (sheet, str(len(rows) + 1), column, said)
    return Bad(title, code, place, zh, en, lambda: book(rows_of(*rows), names=[sheet]))


DISPUTES = (
    _row("a petition closed before it was received", "too_early", PETITION, "办结日期", "核对两个日期", "both dates",
         "2026-03-01", {**A_PETITION, "办结日期": "2026-03-01"}),
    _row("a petition received in the future", "future_date", PETITION, "收到日期", "请核对日期", "Check the date",
         "2026-11-01", {**A_PETITION, "收到日期": "2026-11-01", "办结日期": None}),
    _row("a petition by a way nobody knows", "unknown_code", PETITION, "信访渠道", "下拉选项", "drop-down list", "飞鸽",
         {**A_PETITION, "信访渠道": "飞鸽"}),
    _row("a petition with an end nobody knows", "unknown_code", PETITION, "办理结果", "下拉选项", "drop-down list",
         "维持", {**A_PETITION, "办理结果": "维持"}),
    _row("a petition rated by halves", "bad_flag", PETITION, "群众满意", "是", "yes", "一般",
         {**A_PETITION, "群众满意": "一般"}),
    _row("a petition without its number", "missing_value", PETITION, "信访编号", "请补填", "Fill it in", "信访编号",
         {**A_PETITION, "信访编号": None}),
    _row("a petition twice", "conflicting_key", PETITION, "信访编号", "删去或更正", "Delete or correct",
         "甲信〔2026〕1号", A_PETITION, {**A_PETITION, "信访渠道": "来访"}),
    _row("a petition of a unit nobody knows", "unknown_unit", PETITION, "责任单位", "先在单位表中登记",
         "register the unit first", "xyz", {**A_PETITION, "责任单位": "xyz"}),
    _row("a meeting that resolved more than it discussed", "beyond_whole", MEETING, "化解案件数", "核对两个数",
         "Check both numbers", "7", {**A_MEETING, "化解案件数": 7}),
    _row("a meeting of half a case", "bad_integer", MEETING, "会商案件数", "只填数字", "digits only", "1.5",
         {**A_MEETING, "会商案件数": 1.5}),
    _row("a meeting yet to be held", "future_date", MEETING, "召开日期", "请核对日期", "Check the date", "2026-12-01",
         {**A_MEETING, "召开日期": "2026-12-01"}),
    _row("a meeting with somebody else", "unknown_code", MEETING, "联席单位", "下拉选项", "drop-down list", "商会",
         {**A_MEETING, "联席单位": "商会"}),
)  # fmt: skip
