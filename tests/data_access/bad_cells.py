"""One bad cell in row 3 of a sheet whose row 2 is good."""

import datetime as dt

from tests.data_access.bad_files import bad_date, cell, month
from tests.data_access.hostile_files import (
    SHEET,
    Formula,
)

CELLS = (
    bad_date("a month 13", "2024.13.5", "2024.13.5"),
    bad_date("a 30 February", "2024-02-30", "2024-02-30"),
    bad_date("a word", "明天", "明天"),
    bad_date("day and month that may be either", "05/03/2024", "05/03/2024"),
    bad_date("a year of two digits", "24.5.3", "24.5.3"),
    bad_date("a year a thousand years ago", "1024-05-03", "1024-05-03"),
    bad_date("a number that is no day", 123456, "123456"),
    bad_date("a negative number", -5, "-5"),
    bad_date("a yes", True, "True"),
    bad_date("a month 13 in Chinese numerals", "二〇二四年十三月五日", "二〇二四年十三月五日"),
    bad_date("two dates in a cell", "2024-05-03、2024-05-04", "2024-05-04"),
    bad_date("a question mark", "?", "?"),
    month("a month without its day", "2024年5月", "2024年5月"),
    month("a month in Chinese numerals", "二〇二四年五月", "二〇二四年五月"),
    month("a month with a hyphen", "2024-05", "2024-05"),
    month("a month with a dot", "2024.5", "2024.5"),
    month("a month as a number", 202405, "202405"),
    month("a month that Excel made a decimal", 2024.5, "2024.5"),
    month("a month with a suffix", "2024年12月份", "2024年12月份"),
    cell(
        "an event in the future", "future_date", "审结日期", "2027-01-01", "请核对日期", "Check the date", "2027-01-01"
    ),
    cell(
        "closed before received",
        "too_early",
        "审结日期",
        "2026-02-09",
        "请核对两个日期",
        "Check both dates",
        "2026-02-10",
    ),
    cell(
        "an unknown unit",
        "unknown_unit",
        "被申请人",
        "甲县自然资源和规划局",
        "请更正名称",
        "Correct the name",
        "甲县自然资源局",
    ),
    cell(
        "a unit like no other", "unknown_unit", "被申请人", "xyz", "先在单位表中登记", "register the unit first", "xyz"
    ),
    cell(
        "a short name of two units",
        "ambiguous_unit",
        "被申请人",
        "资源局",
        "请改填单位代码",
        "Enter the unit code",
        "C02-nr",
    ),
    cell("no unit", "missing_value", "被申请人", "　", "请补填", "Fill it in"),
    cell("no case number", "missing_value", "案号", " \u200b", "请补填", "Fill it in"),
    cell(
        "an outcome that does not exist", "unknown_code", "审理结果", "好", "请从下拉选项中选择", "drop-down list", "好"
    ),
    cell("a number in words", "bad_integer", "中止天数", "三十", "请只填数字", "digits only", "三十"),
    cell("a number below nought", "bad_integer", "中止天数", -5, "请只填数字", "digits only", "-5"),
    cell("half a day", "bad_integer", "中止天数", 1.5, "请只填数字", "digits only", "1.5"),
    cell(
        "a case number that became a date",
        "number_as_date",
        "案号",
        dt.date(2026, 1, 2),
        "设为文本格式",
        "Set the column to text",
        "2026-01-02",
    ),
    cell(
        "a case number that lost digits",
        "digits_lost",
        "案号",
        202600000000123456,
        "设为文本格式",
        "Set the column to text",
        "15",
    ),
    cell(
        "a case number with the mark of a note",
        "note_in_number",
        "案号",
        "某政复〔2026〕2①号",
        "请删去它",
        "Delete it",
        "某政复〔2026〕2①号",
        "某政复〔2026〕2号",
    ),
    cell("an item number in small digits", "note_in_number", "案号", "ZG-1²", "请删去它", "Delete it", "“ZG-1”"),
    cell(
        "the same case twice",
        "duplicate_key",
        "案号",
        "某政复〔2026〕1号",
        "删去或更正",
        "Delete or correct",
        f"{SHEET} 2",
    ),
    cell(
        "the same case in other brackets",
        "duplicate_key",
        "案号",
        " 某政复（２０２６） 1号",
        "删去或更正",
        "Delete or correct",
        f"{SHEET} 2",
    ),
    cell(
        "a formula nobody worked out",
        "not_calculated",
        "审结日期",
        Formula("=TODAY()", ""),
        "用 Excel 打开并保存",
        "Open the file in Excel",
    ),
    cell(
        "a formula with the nought of its writer",
        "not_calculated",
        "中止天数",
        Formula("=1+1"),
        "用 Excel 打开并保存",
        "Open the file in Excel",
    ),
    cell(
        "an error for a value", "cell_error", "审理结果", Formula("=NA()", "#N/A"), "请更正公式", "Correct the formula"
    ),
)
