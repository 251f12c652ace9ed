"""What assessors, reviewers and leaders made of each county and department: marks, reviews, uses of the results."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import numpy as np

from data_access.demo.city import CITY, Units
from data_access.demo.profiles import yearly_rates
from data_access.demo.schemes import ANNUAL, EXTERNAL, SCHEME_YEARS, as_columns
from data_access.demo.streams import AS_OF, YEARS, Columns, Numbers, stream

ASSESSED_KINDS = ("county", "municipal_department")
ASSESSORS = ("考核一组", "考核二组", "考核三组", "考核四组")
# What a deduction is given for, by item.
REASONS = {
    "plan": ("年度计划未按期公开", "述法报告未列明问题清单", "上年度报告迟报"),
    "decision": ("一项决策未开展风险评估", "专家论证材料不全", "决策目录未动态调整"),
    "documents": ("两件规范性文件未标注有效期", "清理结果未公布", "合法性审查意见过于简单"),
    "enforcement": ("三份案卷缺少法制审核意见", "执法记录仪使用率不足", "裁量说理不充分"),
    "training": ("法治培训未达规定学时", "两名执法人员未参加考试", "旁听庭审未组织"),
    "disclosure": ("处罚信息公示超过七个工作日", "双随机抽查结果未公示", "依申请公开答复超期"),
}
# Unit, year, item, score, reason: given or taken beyond the marks; one sum is beyond the cap.
ADJUSTMENTS = (
    ("C04", 2025, "commendation", 4.0, "获评省级法治政府建设示范县"),
    ("C04", 2025, "model_case", 2.0, "行政调解案例入选省级典型案例"),
    ("C01", 2026, "commendation", 2.0, "行政复议规范化建设经验在全省交流"),
    ("C05", 2026, "model_case", 1.5, "争议前置化解经验在全市推广"),
    ("C07", 2025, "criticism", -2.0, "整改事项弄虚作假被通报批评"),
    ("C07", 2026, "late_report", -1.0, "两次迟报复议应诉台账"),
    ("C09", 2024, "criticism", -1.5, "负责人连续不出庭被通报"),
    ("M-market_regulation", 2025, "commendation", 2.0, "获评全国市场监管法治先进集体"),
    ("M-urban_management", 2026, "criticism", -3.0, "违规委托执法被省级通报"),
)
# In the year that is not over two departments still lack a mark.
NOT_YET_MARKED = {("M-sports", 2026, "training"), ("M-civil_defence", 2026, "disclosure")}
RESPONDENTS = {"public": (180, 420), "companies": (60, 160), "deputies": (25, 60), "lawyers": (15, 45)}
# Unit, year, use, day of the decision, note.
USES = (
    ("C04", 2024, "award", dt.date(2025, 2, 20), "授予2024年度依法行政先进县区"),
    ("C01", 2024, "award", dt.date(2025, 2, 20), "授予2024年度依法行政先进县区"),
    ("C09", 2024, "talk", dt.date(2025, 2, 26), "市长约谈政府主要负责人"),
    ("C04", 2025, "award", dt.date(2026, 2, 24), "授予2025年度依法行政先进县区"),
    ("C05", 2025, "promotion_reference", dt.date(2026, 3, 10), "考核结果送组织部门作为班子评价依据"),
    ("C07", 2025, "notice", dt.date(2026, 3, 3), "全市通报批评，责令书面说明"),
    ("C07", 2025, "talk", dt.date(2026, 3, 5), "分管副市长约谈，限三个月整改"),
)


def generate_marks(units: Units, seed: int) -> Columns:
    """The marks of all counties and departments, and what was given or taken beyond them."""
    good = _quality(units, seed)
    rows = [row for place in _assessed(units) for row in _annual(units, seed, place, good[place])]
    rows += [
        {"unit_id": code, "year": year, "component": "adjustment", "item": item, "score": score, "maximum": None,
         "reason": reason, "recorded_on": _recorded_on(year, 20), "assessor": ASSESSORS[0]}
        for code, year, item, score, reason in ADJUSTMENTS
    ]  # fmt: skip
    return as_columns(rows)


def _annual(units: Units, seed: int, place: int, good: Numbers) -> Iterator[dict[str, Any]]:
    code = units.codes[place]
    for year in SCHEME_YEARS:
        drawn = stream(seed, f"assessment_mark/{year}", code).random((len(ANNUAL), 3))
        if not _exists(units, place, year):
            continue
        for (item, maximum), (noise, reason, day) in zip(ANNUAL, drawn.tolist(), strict=True):
            share = min(1.0, max(0.5, 0.56 + 0.42 * float(good[YEARS.index(year)]) + 0.22 * (noise - 0.5)))
            score = round(share * maximum * 2) / 2
            if (code, year, item) not in NOT_YET_MARKED:
                yield {
                    "unit_id": code, "year": year, "component": "annual", "item": item, "score": score,
                    "maximum": float(maximum), "reason": _reason(item, maximum - score, reason),
                    "recorded_on": _recorded_on(year, int(8 + 20 * day)), "assessor": ASSESSORS[place % 4],
                }  # fmt: skip


def _reason(item: str, lost: float, drawn: float) -> str | None:
    reasons = REASONS[item]
    return f"{reasons[int(drawn * len(reasons))]}，扣 {lost:g} 分" if lost else None


def generate_reviews(units: Units, seed: int) -> Columns:
    """The external reviews of all counties and departments."""
    good = _quality(units, seed)
    return as_columns([row for place in _assessed(units) for row in _reviews(units, seed, place, good[place])])


def _reviews(units: Units, seed: int, place: int, good: Numbers) -> Iterator[dict[str, Any]]:
    code = units.codes[place]
    for year in SCHEME_YEARS:
        drawn = stream(seed, f"external_review/{year}", code).random((len(EXTERNAL), 2))
        if not _exists(units, place, year):
            continue
        for (group, _weight), (noise, turnout) in zip(EXTERNAL, drawn.tolist(), strict=True):
            low, high = RESPONDENTS[group]
            mean = 58 + 36 * float(good[YEARS.index(year)]) + 12 * (noise - 0.5)
            yield {
                "unit_id": code, "year": year, "reviewer_group": group,
                "respondents": int(low + turnout * (high - low)), "mean_score": round(min(98.5, mean), 1),
            }  # fmt: skip


def uses_of_results() -> Columns:
    """What the results of closed years were used for."""
    return as_columns(
        [
            {"unit_id": code, "year": year, "kind": kind, "seq": 1, "decided_on": day, "note": note}
            for code, year, kind, day, note in USES
        ]
    )


def _assessed(units: Units) -> list[int]:
    return [place for place, kind in enumerate(units.kinds) if kind in ASSESSED_KINDS]


def _exists(units: Units, place: int, year: int) -> bool:
    """Whether a unit is there at the end of the year, when it is assessed."""
    return bool(units.in_office(np.array([place]), np.array([f"{year}-12-31"], dtype="datetime64[D]"))[0])


def _quality(units: Units, seed: int) -> Numbers:
    """How well a unit does, 0–1 (units × years): as it mends its findings, each department a little otherwise."""
    rates = yearly_rates(units, seed, "on_time")
    own = [stream(seed, "quality", code).random() if code.startswith(f"{CITY}-") else 0.5 for code in units.codes]
    good: Numbers = np.clip((rates - 0.4) / 0.6 + 0.5 * (np.array(own) - 0.5)[:, None], 0, 1)
    return good


def _recorded_on(year: int, day: int) -> dt.date:
    """In December, or in the month of the as-of date for the year that is not over."""
    return dt.date(year, 12, day) if year < AS_OF.year else AS_OF.replace(day=day)
