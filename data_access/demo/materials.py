"""What each kind of unit must file in its archive every year, and what the keepers handed in."""

import numpy as np
import pandas as pd

from data_access.demo.city import Units
from data_access.demo.profiles import yearly_rates
from data_access.demo.streams import (
    AS_OF,
    YEARS,
    Columns,
    Dates,
    Draws,
    Numbers,
    Objects,
    again,
    days,
    optional,
    pick,
    working,
    year_place,
)

TABLE = "archive_material"
DECISIONS = ("state", "early", "late", "reason")
# Title, article, due month and day, kinds of unit (c county, m municipal department, d county department, t township),
# year from which it is asked for.
MATERIALS = (
    ("年度依法行政工作计划", 1, "01-31", "cmdt", 2022),
    ("上年度法治政府建设情况报告", 1, "03-01", "cmdt", 2022),
    ("党政主要负责人述法报告", 4, "02-15", "cmdt", 2022),
    ("行政执法责任分解表", 10, "03-15", "cmdt", 2022),
    ("重大行政决策事项目录", 6, "03-31", "cm", 2022),
    ("规范性文件制定计划", 7, "03-31", "cm", 2022),
    ("执法人员编制与持证对照表", 13, "04-15", "cmdt", 2022),
    ("权责清单调整记录", 10, "04-30", "cmdt", 2022),
    ("行政裁量基准及备案材料", 10, "05-31", "cmd", 2022),
    ("一季度行政复议应诉案件台账", 18, "04-10", "cmdt", 2022),
    ("二季度行政复议应诉案件台账", 18, "07-10", "cmdt", 2022),
    ("三季度行政复议应诉案件台账", 18, "10-10", "cmdt", 2022),
    ("负责人出庭应诉情况统计表", 18, "07-15", "cmdt", 2022),
    ("败诉案件分析与整改报告", 18, "09-15", "cmd", 2022),
    ("规范性文件清理结果", 8, "06-30", "cm", 2022),
    ("合法性审查意见汇总", 6, "08-31", "cm", 2022),
    ("行政执法案卷自查报告", 15, "08-15", "cmdt", 2022),
    ("年度法治培训记录", 19, "11-30", "cmdt", 2022),
    ("府院联席会议纪要", 16, "09-30", "c", 2022),
    ("行政执法统计年报", 12, "12-15", "cmd", 2022),
    ("重大执法决定法制审核目录", 13, "03-20", "cmd", 2023),
    ("柔性执法事项清单", 12, "05-15", "cmdt", 2023),
    ("行政争议实质性化解情况报告", 17, "10-25", "cmt", 2024),
    ("示范点建设工作总结", 20, "11-15", "c", 2024),
)
KINDS = {"county": "c", "municipal_department": "m", "county_department": "d", "township": "t"}
RETURN_REASONS = {
    "缺少单位公章": 24, "内容与上年度雷同": 18, "数据与台账不一致": 26, "未经负责人签批": 18, "附件无法打开": 14,
}  # fmt: skip
# Of what is not accepted: never handed in, sent back, still to be looked at.
UNSETTLED = {"missing": 52, "returned": 30, "submitted": 18}
LATE = 0.13
RECENT = 45


def archive_requirements() -> Columns:
    """The required materials by year and kind of unit, numbered in the order of this file."""
    rows = [
        {"year": year, "unit_kind": kind, "item_no": f"{place + 1:02d}", "title": title, "article": article,
         "due_month_day": due}
        for year in YEARS
        for kind, letter in KINDS.items()
        for place, (title, article, due, letters, since) in enumerate(MATERIALS)
        if letter in letters and year >= since
    ]  # fmt: skip
    frame = pd.DataFrame(rows, dtype=object)
    return {str(name): frame[name].to_numpy() for name in frame}


def generate_materials(units: Units, seed: int) -> Columns:
    """What was handed in by the as-of date; a missing material has no row."""
    requirements = pd.DataFrame(archive_requirements())
    by_kind = {kind: requirements[requirements["unit_kind"] == kind] for kind in KINDS}
    keepers = np.flatnonzero(units.frame["archive_keeper"].to_numpy().astype(bool))
    parts = [by_kind[units.kinds[place]].assign(unit=place) for place in keepers]
    table = pd.concat(parts, ignore_index=True)
    unit = table["unit"].to_numpy(dtype=np.int64)
    draws = Draws(seed, TABLE, units.codes, np.bincount(unit, minlength=len(units.codes)), DECISIONS)
    due = (table["year"].astype(str) + "-" + table["due_month_day"]).to_numpy(dtype="datetime64[D]")
    state, submitted = _handed_in(yearly_rates(units, seed, "archive")[unit, year_place(due)], due, draws)
    handed_in = ~np.isnat(submitted) & (submitted <= np.datetime64(AS_OF)) & units.in_office(unit, due)
    columns: Columns = {
        "unit_id": np.array(units.codes, dtype=object)[unit],
        "year": table["year"].to_numpy(),
        "item_no": table["item_no"].to_numpy(),
        "due_on": due,
        "submitted_on": submitted,
        "state": state,
        "title": _titles(table),
        "returned_reason": optional(state == "returned", pick(draws["reason"], RETURN_REASONS)),
    }
    return {name: column[handed_in] for name, column in columns.items()}


def _titles(table: pd.DataFrame) -> Objects:
    """2026年度依法行政工作计划, 2026年权责清单调整记录"""
    rows = zip(table["year"], table["title"], strict=True)
    titles = [f"{year}{title}" if title.startswith("年度") else f"{year}年{title}" for year, title in rows]
    return np.array(titles, dtype=object)


def _handed_in(chance: Numbers, due: Dates, draws: Draws) -> tuple[Objects, Dates]:
    """State and day of each material; "missing" ones have no day, and so have most that are not due yet."""
    settled = draws["state"] < chance
    state = np.where(settled, "accepted", pick(again(draws["state"], 1), UNSETTLED)).astype(object)
    late = draws["late"] < LATE
    wait = np.where(late, days(draws["late"] / LATE, 1, 40).astype(int), -days(draws["early"], 0, 24).astype(int))
    first = due.astype("datetime64[Y]").astype("datetime64[D]") + 4
    submitted = np.maximum(working(due + wait.astype("timedelta64[D]")), working(first))
    # Who is late hands in after the due date even where a holiday lies between.
    submitted = np.where(late & (submitted <= due), due + 1, submitted)
    recent = np.datetime64(AS_OF) - submitted < np.timedelta64(RECENT, "D")
    state = np.where(recent & (again(draws["state"], 2) < 0.5) & (state == "accepted"), "submitted", state)
    return state, np.where(state == "missing", np.datetime64("NaT"), submitted)
