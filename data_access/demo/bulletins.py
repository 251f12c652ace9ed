"""Bulletins of the city's office of justice and of some counties, whom they named, and research; all of the cases' own.

What an issue says of a unit is counted from the suits of its quarter, so that it can be checked against them.
"""

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from data_access.asked.periods import shift
from data_access.demo.city import Units
from data_access.demo.streams import AS_OF, FIRST_DAY, stream
from data_access.ledgers.all import BY_KEY
from data_access.ledgers.litigation import HEADS, LOST

OFFICE = "M-justice"
# The counties that publish a bulletin of their own, once a year.
COUNTIES_WITH_BULLETIN = {"C01": "望澜", "C04": "鹿屏", "C05": "穗原"}
# Fewer cases than these name nobody.
ENOUGH = 10
TOPICS = (
    ("基层法制机构", "乡镇街道法制力量配备情况调研", "法制人员偏少，事项向重点领域集中，建议按事项数核定岗位。"),
    ("行政争议", "征地补偿类行政争议成因分析", "程序告知不完整的居多，建议统一文书样式并开展回访。"),
    ("出庭应诉", "行政机关负责人出庭应诉效果调研", "出庭不出声的仍有，建议庭前阅卷、庭后报告。"),
    ("规范性文件", "规范性文件备案审查情况调研", "迟报集中在年末，建议按月提醒。"),
    ("行政执法", "柔性执法方式运用情况调研", "劝勉、约谈用得多，回访用得少，建议制定回访清单。"),
    ("行政复议", "复议案结事了情况跟踪调研", "和解撤回的后续诉讼少，建议在受理阶段先行调解。"),
)
REPORTS_A_YEAR, COUNTY_REPORTS = 3, 0.4


def bulletins(litigation: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The issues of every quarter that is over, and the counties that each named."""
    issues, named = [], []
    for number, first in enumerate(_quarters()):
        issue, published = f"演依法〔{first.year}〕{number % 4 + 1}期", shift(first, 3).replace(day=18)
        quarter = (first.month + 2) // 3
        mentions = _mentions(litigation, first)
        body = "".join(note for _code, _tone, note in mentions) or "本季度各县区案件较少，不作比较。"
        title = f"{first.year} 年第 {quarter} 季度依法行政工作情况"
        # One issue of old says no kind.
        issues.append((OFFICE, issue, published, title, None if number == 1 else "regular", body))
        named += [(OFFICE, issue, tone, code, note) for code, tone, note in mentions]
    for year in range(FIRST_DAY.year, AS_OF.year):
        for county, name in COUNTIES_WITH_BULLETIN.items():
            title, body = f"{year} 年度依法行政情况通报", "通报全年行政应诉、复议和整改情况，各部门对照办理。"
            issues.append((county, f"{name}通报〔{year}〕1期", dt.date(year + 1, 1, 25), title, "notice", body))
    return {"bulletin": _frame("bulletin", issues), "bulletin_mention": _frame("bulletin_mention", named)}


def _quarters() -> list[dt.date]:
    """The first days of the quarters whose bulletin was published by now."""
    first, found = FIRST_DAY, []
    while shift(first, 3).replace(day=18) <= AS_OF:
        found.append(first)
        first = shift(first, 3)
    return found


def _mentions(suits: pd.DataFrame, first: dt.date) -> list[tuple[str, str, str]]:
    """The county whose heads appeared most, and the one that lost most, of those with enough cases."""
    last = shift(first, 3)
    whole = suits[suits["unit_id"].str.startswith("C")].assign(county=lambda rows: rows["unit_id"].str[:3])
    heard = whole[_within(whole["heard_on"], first, last) & whole["head_attended"].notna()]
    closed = whole[_within(whole["closed_on"], first, last) & whole["outcome"].notna() & whole["instance"].eq("first")]
    best = _extreme(heard.assign(hit=heard["head_attended"].isin(HEADS)))
    worst = _extreme(closed.assign(hit=closed["outcome"].isin(LOST)))
    mentions = [(code, "exemplar", f"负责人出庭 {n}/{of} 件，在各县区前列。") for code, n, of in best]
    return mentions + [(code, "problem", f"一审败诉 {n}/{of} 件，在各县区中偏高。") for code, n, of in worst]


def _within(days: pd.Series, first: dt.date, last: dt.date) -> pd.Series:
    return days.map(lambda day: isinstance(day, dt.date) and first <= day < last).astype(bool)


def _extreme(rows: pd.DataFrame) -> list[tuple[str, int, int]]:
    """The county with the highest share of hits, its hits and its cases; nobody where none has enough of them."""
    counted = rows.groupby("county")["hit"].agg(["sum", "count"])
    counted = counted[counted["count"] >= ENOUGH]
    if counted.empty:
        return []
    code = (counted["sum"] / counted["count"]).idxmax()
    return [(str(code), int(counted.loc[code, "sum"]), int(counted.loc[code, "count"]))]


def research_reports(units: Units, seed: int) -> pd.DataFrame:
    """Research of the city's office every year, and of some counties."""
    rows = []
    for code in (OFFICE, *(code for code in units.codes if code.startswith("C") and "-" not in code)):
        draws = stream(seed, "research_report", code)
        for year in range(FIRST_DAY.year, AS_OF.year + 1):
            n = REPORTS_A_YEAR if code == OFFICE else int(draws.random() < COUNTY_REPORTS)
            for number, place in enumerate(draws.permutation(len(TOPICS))[:n], 1):
                topic, title, summary = TOPICS[place]
                done = dt.date(year, 1, 1) + dt.timedelta(days=int(draws.integers(40, 360)))
                if done <= AS_OF:
                    rows.append(
                        (
                            code,
                            f"演{'' if code == OFFICE else code}调研〔{year}〕{number}号",
                            title,
                            topic,
                            done,
                            summary,
                        )
                    )
    return _frame("research_report", rows)


def _frame(ledger: str, rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    columns = [column.name for column in BY_KEY[ledger].columns]
    return pd.DataFrame(rows, columns=columns, dtype=object)
