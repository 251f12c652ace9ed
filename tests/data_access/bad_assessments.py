"""Schemes, marks, reviews and vetoes as they should not be. A scheme is judged whole, so its sheets come together."""

from collections.abc import Callable, Mapping

from tests.data_access.bad_files import Bad
from tests.data_access.hostile_files import book, rows_of

SCHEME, ITEM, MARK, REVIEW, VETO, RULE = "考核方案", "考核方案项目", "考核评分", "外部评议", "一票否决", "计数规则"
Row = Mapping[str, object]

SETTINGS: Row = {
    "年度": 2026, "版本": 1, "方案名称": "考核方案", "日常考核权重": 50, "年度考核权重": 30, "外部评议权重": 20,
}  # fmt: skip
OF_SCHEME: Row = {"年度": 2026, "版本": 1, "同类组": "各县区"}
DAILY: Row = {**OF_SCHEME, "组成部分": "日常考核", "考核项目": "败诉率", "权重": 100, "零分值": 0.35, "满分值": 0.05}
ANNUAL: Row = {**OF_SCHEME, "组成部分": "年度考核", "考核项目": "年度计划与述法", "权重": 100}
EXTERNAL: Row = {**OF_SCHEME, "组成部分": "外部评议", "考核项目": "社会公众", "权重": 100}
A_MARK: Row = {"单位": "C01", "年度": 2026, "评分类别": "年度考核评分", "考核项目": "自查", "得分": 9, "满分": 10}
A_REVIEW: Row = {"单位": "C01", "年度": 2026, "评议群体": "律师", "有效问卷数": 20, "平均分": 80}
A_VETO: Row = {
    "单位": "C01", "编号": "1号", "年度": 2026, "否决情形": "重大行政违法事件", "来源": "登记", "状态": "已确认",
    "发生日期": "2026-02-01", "截止日期": "2026-08-01",
}  # fmt: skip
COMPUTED: Row = {
    "单位": "C01", "编号": "1号", "年度": 2026, "否决情形": "loss", "来源": "系统计算", "状态": "已确认", "数值": "2/9",
    "基数": "9",
}  # fmt: skip
RULE_ROW: Row = {"规则": "规范性文件报备期限", "自何日起": "2026-01-01", "天数": 30}


def scheme(*items: Row, **settings: object) -> bytes:
    """A workbook with a scheme and its items, by default a sound one."""
    return book(rows_of({**SETTINGS, **settings}), rows_of(*(items or (DAILY, ANNUAL, EXTERNAL))), names=[SCHEME, ITEM])


def sheet_of(name: str, *rows: Row) -> Callable[[], bytes]:
    return lambda: book(rows_of(*rows), names=[name])


def _daily(title: str, code: str, column: str, zh: str, en: str, said: str, **cells: object) -> Bad:
    """The daily item of a scheme, in row 2, has other cells."""
    items = ({**DAILY, **cells}, ANNUAL, EXTERNAL)
    return Bad(title, code, (ITEM, "2", column, said), zh, en, lambda: scheme(*items))


def _settings(title: str, code: str, column: str, zh: str, en: str, said: str, **cells: object) -> Bad:
    return Bad(title, code, (SCHEME, "2", column, said), zh, en, lambda: scheme(**cells))


def _row(title: str, code: str, sheet: str, column: str, zh: str, en: str, said: str, *rows: Row) -> Bad:
    """The last row of a sheet is bad."""
    return Bad(title, code, (sheet, str(len(rows) + 1), column, said), zh, en, sheet_of(sheet, *rows))


SCHEMES = (
    _settings("components that do not add up", "scheme_component_weights", "日常考核权重", "全部未存",
              "Adjust the weights", "110", 外部评议权重=30),
    _settings("bounds of grades out of order", "scheme_grades", "优秀线", "依次降低", "must descend", "80",
              优秀线=80, 良好线=90),
    _settings("no place to be vetoed", "scheme_veto_last_n", "否决名次", "不小于 1", "at least 1", "0", 否决名次=0),
    _settings("a cap below nothing", "scheme_adjustment_cap", "加减分上限", "不小于 0", "cannot be below 0", "-1",
              加减分上限=-1),
    _settings("a component below nothing", "scheme_negative_weight", "外部评议权重", "不小于 0", "cannot be below 0",
              "-10", 外部评议权重=-10, 年度考核权重=60),
    _settings("a weight in words", "bad_decimal", "日常考核权重", "只填数字", "Enter digits only", "一半",
              日常考核权重="一半"),
    _settings("a weight in percent", "bad_decimal", "日常考核权重", "只填数字", "Enter digits only", "50%",
              日常考核权重="50%"),
    _settings("a version in words", "bad_integer", "版本", "只填数字", "Enter digits only", "试行", 版本="试行"),
    Bad("a scheme without items", "scheme_no_items", (SCHEME, "2", "版本"), "考核方案项目", "Scheme items",
        sheet_of(SCHEME, SETTINGS)),
    Bad("a component without items", "scheme_component_without_items", (SCHEME, "2", "20"), "各县区、外部评议",
        "Counties and External review", lambda: scheme(DAILY, ANNUAL)),
    Bad("a component that weighs nothing", "scheme_component_without_weight", (ITEM, "4", "组成部分"),
        "各县区、外部评议", "Counties and External review", lambda: scheme(外部评议权重=0, 年度考核权重=50)),
    _daily("items that do not add up", "scheme_item_weights", "权重", "各县区、日常考核", "Counties and Daily", "95",
           权重=95),
    Bad("an item below nothing", "scheme_negative_weight", (ITEM, "3", "权重", "-20"), "不小于 0",
        "cannot be below 0",
        lambda: scheme({**DAILY, "权重": 120}, {**DAILY, "考核项目": "整改率", "权重": -20, "零分值": 0, "满分值": 1},
                       ANNUAL, EXTERNAL)),
    _daily("an indicator nobody knows", "scheme_unknown_indicator", "考核项目", "照指标名称填写", "use their names",
           "胜诉率", 考核项目="胜诉率"),
    _daily("an indicator without direction", "scheme_no_direction", "考核项目", "有方向的指标", "Choose one that has",
           "acceptance_rate", 考核项目="受理率"),
    _daily("a floor that is not there", "scheme_goalposts_missing", "零分值", "请补填", "Enter both", "loss_rate",
           零分值=None),
    _daily("a target in percent", "scheme_goalpost_outside", "满分值", "0.85", "0.85", "85", 满分值=85),
    _daily("a floor that is the target", "scheme_goalposts_equal", "满分值", "不应相同", "must differ", "0.35",
           满分值=0.35),
    _daily("a floor and a target changed round", "scheme_goalposts_reversed", "满分值", "请对调", "Swap them", "0.35",
           零分值=0.05, 满分值=0.35),
    _daily("a component nobody knows", "unknown_code", "组成部分", "下拉选项", "drop-down list", "平时",
           组成部分="平时"),
    _daily("a group nobody belongs to", "unknown_group", "同类组", "各县区", "Counties", "开发区", 同类组="开发区"),
    Bad("an item twice", "duplicate_key", (ITEM, "3", "考核项目", "loss_rate", f"{ITEM} 2"), "删去或更正",
        "Delete or correct", lambda: scheme(DAILY, DAILY, ANNUAL, EXTERNAL)),
    _row("an item of no scheme", "no_parent", ITEM, "版本", "请先补上", "Add the row", "7",
         {**DAILY, "版本": 7}),
)  # fmt: skip

MARKS = (
    _row("a mark above its maximum", "beyond_maximum", MARK, "得分", "更正得分或满分", "Correct the score", "12",
         {**A_MARK, "得分": 12}),
    _row("a mark below nothing", "beyond_maximum", MARK, "得分", "更正得分或满分", "Correct the score", "-1",
         {**A_MARK, "得分": -1}),
    _row("an adjustment beyond its maximum", "beyond_maximum", MARK, "得分", "更正得分或满分", "Correct the score",
         "-11", {**A_MARK, "评分类别": "加减分", "得分": -11}),
    _row("a maximum of nothing", "no_maximum", MARK, "满分", "请填写此项的满分", "Enter the maximum", "0",
         {**A_MARK, "得分": 0, "满分": 0}),
    _row("no maximum", "no_maximum", MARK, "满分", "请填写此项的满分", "Enter the maximum", "—",
         {**A_MARK, "满分": None}),
    _row("an item marked twice", "conflicting_key", MARK, "考核项目", "删去或更正", "Delete or correct", "自查",
         A_MARK, {**A_MARK, "得分": 8}),
    _row("a review nobody answered", "no_respondents", REVIEW, "有效问卷数", "删去此行", "delete the row", "0",
         {**A_REVIEW, "有效问卷数": 0}),
    _row("a mean above a hundred", "beyond_hundred", REVIEW, "平均分", "百分制", "scale of 100", "101.5",
         {**A_REVIEW, "平均分": 101.5}),
    _row("a mean below nothing", "beyond_hundred", REVIEW, "平均分", "百分制", "scale of 100", "-1",
         {**A_REVIEW, "平均分": -1}),
)  # fmt: skip

VETOES = (
    _row("two vetoes of one clause at once", "overlapping_veto", VETO, "否决情形", "合并两行", "Merge the two rows",
         "2号", A_VETO, {**A_VETO, "编号": "2号", "发生日期": "2026-04-01", "截止日期": None}),
    _row("a veto that ends before it begins", "too_early", VETO, "截止日期", "核对两个日期", "both dates", "2026-01-31",
         {**A_VETO, "截止日期": "2026-01-31"}),
    _row("a computed veto without its cases", "bad_figure", VETO, "数值", "2/9", "2/9", "22.2%",
         {**COMPUTED, "数值": "22.2%"}),
    _row("a computed veto of more cases than there are", "bad_figure", VETO, "数值", "2/9", "2/9", "9/2",
         {**COMPUTED, "数值": "9/2"}),
    _row("a base that is another", "bad_base", VETO, "基数", "请更正", "Correct one of them", "8",
         {**COMPUTED, "基数": "8"}),
    _row("a veto of a group nobody belongs to", "unknown_group", VETO, "同类组", "各县区", "Counties", "开发区",
         {**A_VETO, "同类组": "开发区"}),
    _row("a clause nobody knows", "unknown_code", VETO, "否决情形", "下拉选项", "drop-down list", "迟到",
         {**A_VETO, "否决情形": "迟到"}),
)  # fmt: skip

RULES = (
    _row("a rule nobody knows", "unknown_code", RULE, "规则", "下拉选项", "drop-down list", "午休时间",
         {**RULE_ROW, "规则": "午休时间"}),
    _row("a limit that is no number", "bad_integer", RULE, "天数", "只填数字", "Enter digits only", "一个月",
         {**RULE_ROW, "天数": "一个月"}),
)  # fmt: skip

ASSESSMENTS = (*SCHEMES, *MARKS, *VETOES, *RULES)
