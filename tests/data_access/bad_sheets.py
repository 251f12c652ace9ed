"""Sheets that are no ledger, or one with something remarkable about it."""

from typing import Any

from data_access.ledgers.all import BY_KEY
from tests.data_access.bad_files import Bad, remark
from tests.data_access.hostile_files import (
    GOOD,
    ROW_2,
    ROW_3,
    SHEET,
    book,
    good_and,
    rows_of,
)


def _ledger(ledger: str, **cells: object) -> bytes:
    """A workbook with one row of a ledger: the examples of its declaration, some cells another."""
    columns = [column for column in BY_KEY[ledger].columns if column.example or column.zh in cells]
    row = [cells.get(column.zh, "C01-nr" if column.kind == "unit" else column.example) for column in columns]
    return book([[column.zh for column in columns], row], names=[BY_KEY[ledger].zh])


def _merged(_workbook: Any, sheets: Any) -> None:
    sheets[0].merge_range("A2:A3", "C01-nr")


def _hidden_row(_workbook: Any, sheets: Any) -> None:
    sheets[0].set_row(2, None, None, {"hidden": True})


def _hidden_sheet(_workbook: Any, sheets: Any) -> None:
    sheets[1].hide()


def _other_template() -> bytes:
    guide = [["依法行政台账填报模板"], ["模板版本 0001-0badc0de"]]
    return book(guide, rows_of(ROW_2, ROW_3), names=["填写说明", SHEET])


MAPPING = """
ledger = "reconsideration"
sheet = "登记簿"
[headers]
"单位" = "unit_id"
"编号" = "case_no"
"""


def _unit_called(code: str) -> Bad:
    said = ("单位", "2", "单位代码", code)
    return Bad(f"a unit called {code}", "no_unit_code", said, "请换一个代码", "Choose another code",
               lambda: _ledger("unit", 单位代码=code, 所属县区=None))  # fmt: skip


SHEETS = (
    *map(_unit_called, ("all", "ALL", "public", "counties", "C01,C02")),
    Bad(
        "a merged cell",
        "merged_cell",
        (SHEET, "3", "被申请人"),
        "取消合并",
        "Unmerge it",
        lambda: book(good_and(被申请人=None), then=_merged),
    ),
    Bad(
        "a sheet that is no ledger",
        "unknown_sheet",
        ("杂记",),
        "按模板改工作表名",
        "Rename it as in the blank workbook",
        lambda: book(rows_of(ROW_2), [["甲", "乙"], ["1", "2"]], names=[SHEET, "杂记"]),
    ),
    Bad(
        "no required header",
        "missing_header",
        (SHEET, "案号 / Case no."),
        "按模板更正表头",
        "Correct the header",
        lambda: book(rows_of({"被申请人": "C01-nr", "审结日期": "2026-04-02"})),
    ),
    Bad(
        "a header that is nearly right",
        "missing_header",
        (SHEET, "案号 / Case no.", "案件编号"),
        "按模板更正表头",
        "Correct the header",
        lambda: book(rows_of({"被申请人": "C01-nr", "案件编号": "1号"})),
    ),
    Bad(
        "a header that stands twice",
        "duplicate_header",
        (SHEET, "案号"),
        "删去多余的列",
        "Delete the extra column",
        lambda: book([["被申请人", "案号", " 案 号 "], ["C01-nr", "1号", "2号"]]),
    ),
    Bad(
        "no sheet of the name that the mapping gives",
        "missing_sheet",
        ("登记簿", "台账.xlsx", "行政复议"),
        "更正工作表名",
        "Correct the sheet name",
        lambda: book(rows_of(GOOD)),
        mapping=MAPPING,
    ),
    Bad(
        "a mapped header that is missing",
        "missing_header",
        ("登记簿", "编号", "编 码"),
        "按模板更正表头",
        "Correct the header",
        lambda: book([["单位", "编 码"], ["C01-nr", "1号"]], names=["登记簿"]),
        mapping=MAPPING,
    ),
    Bad(
        "an item that nobody assigned",
        "no_parent",
        ("整改事件", "2", "编号", "ZG-2026-0001"),
        "请先补上",
        "Add the row",
        lambda: _ledger("rectification_event"),
    ),
    Bad(
        "a yes that is none",
        "bad_flag",
        ("行政诉讼", "2", "负责人发言", "也许"),
        "请从下拉选项中选择",
        "drop-down list",
        lambda: _ledger("litigation", 负责人发言="也许"),
    ),
    Bad(
        "a year of two digits",
        "bad_year",
        ("档案材料", "2", "年度", "26"),
        "改为四位数字",
        "Enter four digits",
        lambda: _ledger("archive_material", 年度=26),
    ),
    Bad(
        "a day that not every year has",
        "bad_month_day",
        ("档案要求", "2", "报送期限(月-日)", "02-29"),
        "改为这种写法",
        "Write it in this form",
        lambda: _ledger("archive_requirement", **{"报送期限(月-日)": "02-29"}),
    ),
    Bad(
        "a code that is too long",
        "text_too_long",
        ("单位", "2", "单位代码", "64"),
        "请缩短",
        "Shorten it",
        lambda: _ledger("unit", 单位代码="C" * 65, 所属县区=""),
    ),
    Bad(
        "a workbook with a guide only",
        "no_rows",
        ("台账.xlsx",),
        "请填写后再导入",
        "Fill it in",
        lambda: book([["依法行政台账填报模板"], ["1", "只填有内容的表"]], names=["填写说明"]),
    ),
)

REMARKS = (
    remark(
        "a header nobody knows",
        "unknown_header",
        lambda: book(good_and(备注="甲")),
        "按模板改表头",
        "use a header from the blank workbook",
        SHEET,
        "备注",
    ),
    remark(
        "a title above the headers",
        "title_rows",
        lambda: book([["2026年行政复议台账"], [], *good_and()]),
        "移到表头之下",
        "move them below the headers",
        SHEET,
        "3",
    ),
    remark(
        "a hidden row",
        "hidden_rows",
        lambda: book(good_and(), then=_hidden_row),
        "请删除这些行",
        "delete them",
        SHEET,
        "1",
    ),
    remark(
        "a hidden sheet",
        "hidden_sheet",
        lambda: book([["甲"]], good_and(), names=["选项", SHEET], then=_hidden_sheet),
        "请删除此表",
        "delete it",
        SHEET,
    ),
    remark(
        "the template of another version",
        "other_template",
        _other_template,
        "改用新模板",
        "A new template is recommended",
        "填写说明",
        "0001-0badc0de",
    ),
    remark(
        "an identity number",
        "identity_number",
        lambda: book(good_and(事项类别="张某 11010519491231002X")),
        "请删去",
        "delete it",
        SHEET,
        "3",
        "事项类别",
        "110***********002X",
    ),
    remark(
        "an identity number of 15 digits",
        "identity_number",
        lambda: book(good_and(事项类别="身份证110105491231002。")),
        "请删去",
        "delete it",
        SHEET,
        "3",
        "事项类别",
        "110********1002",
    ),
    remark(
        "a mobile number",
        "mobile_number",
        lambda: book(good_and(事项类别="电话 138 1234 5678")),
        "请删去",
        "delete it",
        SHEET,
        "3",
        "事项类别",
        "138******5678",
    ),
    remark(
        "a bank card number",
        "card_number",
        lambda: book(good_and(事项类别="卡 4111 1111 1111 1111")),
        "请删去",
        "delete it",
        SHEET,
        "3",
        "事项类别",
        "411************1111",
    ),
    remark(
        "a mobile number in full width",
        "mobile_number",
        lambda: book(good_and(事项类别="１３８１２３４５６７８")),
        "请删去",
        "delete it",
        SHEET,
        "3",
        "事项类别",
        "１３８****５６７８",
    ),
)
