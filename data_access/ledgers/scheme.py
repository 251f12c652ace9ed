"""Schemes of assessment (article 4): weights, limits and grades of a year, by version."""

from dataclasses import replace
from typing import get_args

from assessment.scheme import BLANK_LIMIT, LOSS_BASIS, MERGED_CASES, MergedCases
from data_access.ledgers.columns import VERSION, YEAR, code, count, decimal, name_or_word
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry

AVERAGE_SCOPES = ("city", "peer_group")
AVERAGE_METHODS = ("pooled", "mean_of_rates")
LOSS_BASES = ("first_instance", "effective")

SCHEME = Ledger(
    "scheme",
    "考核方案",
    "Scheme",
    ("year", "version"),
    (
        YEAR,
        VERSION,
        name_or_word("name", "方案名称", "Name", "2026年度依法行政考核方案", required=True),
        code("average_scope", "平均数范围", "Average of", AVERAGE_SCOPES, "average_scope", default="city"),
        code("average_method", "平均数算法", "Kind of average", AVERAGE_METHODS, "average_method", default="pooled"),
        count("small_denominator", "样本少于（件）", "Few cases below", "10", 10),
        count("veto_last_n", "否决名次", "Veto places", "3", 3),
        decimal("w_daily", "日常考核权重", "Weight of daily", "50", required=True),
        decimal("w_annual", "年度考核权重", "Weight of annual", "30", required=True),
        decimal("w_external", "外部评议权重", "Weight of external", "20", required=True),
        replace(decimal("adjustment_cap", "加减分上限", "Cap on adjustments", "5", 5.0), also=("Cap of adjustments",)),
        decimal("grade_excellent", "优秀线", "Excellent from", "90", 90.0),
        decimal("grade_good", "良好线", "Good from", "80", 80.0),
        decimal("grade_pass", "合格线", "Pass from", "60", 60.0),
        decimal("blank_limit", "未填比例上限（%）", "Most blanks (%)", "20", BLANK_LIMIT),
        code("loss_basis", "败诉口径", "Losses by", LOSS_BASES, "loss_basis", default=LOSS_BASIS),
        code(
            "merged_cases",
            "并入单位案件",
            "Merged units' cases",
            get_args(MergedCases),
            "merged_cases",
            default=MERGED_CASES,
        ),
        decimal("total", "总分", "Total", "100", 100.0),
    ),
    named_by="version",
    never_blank=(
        "name",
        "average_scope",
        "average_method",
        "small_denominator",
        "veto_last_n",
        "w_daily",
        "w_annual",
        "w_external",
        "adjustment_cap",
        "grade_excellent",
        "grade_good",
        "grade_pass",
        "blank_limit",
        "loss_basis",
        "merged_cases",
        "total",
    ),
)

ENTRY = Entry(SCHEME)
