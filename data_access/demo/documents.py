"""Normative documents: what was issued, how soon it was filed, and what the review found."""

import numpy as np

from data_access.demo.city import Units
from data_access.demo.profiles import yearly_rates
from data_access.demo.streams import (
    AS_OF,
    Columns,
    Dates,
    Draws,
    Flags,
    Integers,
    Numbers,
    Objects,
    again,
    days,
    happened,
    number_within,
    optional,
    pick,
    working,
    year_of,
    year_place,
)
from data_access.demo.workload import PART_OF_YEAR, dated_records

TABLE = "normative_document"
DECISIONS = ("day", "filed", "wait", "conforms", "result", "matter", "interest", "hearing")
# Documents of a full year by kind of unit.
A_YEAR = {"city": 8, "county": 7, "municipal_department": 2.6, "county_department": 0.55, "township": 0.2}
FILED = np.array([0.955, 0.965, 0.972, 0.98, 0.985])
IN_TIME = np.array([0.52, 0.60, 0.68, 0.77, 0.84])
CONFORMING = np.array([0.72, 0.76, 0.80, 0.84, 0.88])
# A county that mends its findings in time also files in time: how much of the one comes with the other.
IN_STEP = 0.4
USUALLY_MENDED = np.array([0.62, 0.67, 0.72, 0.77, 0.81])
LIMIT = 15
# The review takes so long; until then its result is open.
UNDER_REVIEW = 30
FAULTY = {"corrected": 86, "revoked": 14}
MATTERS = (
    "行政规范性文件制定程序", "政府投资项目管理", "城镇燃气安全管理", "房屋征收与补偿", "中小学学区划分",
    "殡葬服务收费", "建筑垃圾处置", "农村宅基地审批", "养老机构扶持", "户外广告设置", "共享单车停放",
    "招商引资奖励", "水源地保护", "临时救助", "执法裁量权基准", "行政许可事项清单",
)  # fmt: skip
# Documents on trial run out after two years, others after five; of some nobody wrote down when.
ON_TRIAL, UNDATED = 0.15, 0.03
GOVERNMENTS = ("city", "county")


def generate_documents(units: Units, seed: int, rows: int) -> Columns:
    """The ledger's columns: every document issued by the as-of date."""
    expected_records = np.array([A_YEAR[kind] for kind in units.kinds])[:, None] * PART_OF_YEAR * rows
    unit, issued, draws = dated_records(units, seed, TABLE, expected_records, DECISIONS)
    filed = _filed(units, seed, unit, issued, draws)
    matter = np.array(MATTERS, dtype=object)[np.floor(draws["matter"] * len(MATTERS)).astype(int)]
    direct = draws["interest"] < 0.55
    on_trial = again(draws["matter"], 1) < ON_TRIAL
    years = year_of(issued)
    return {
        "unit_id": np.array(units.codes, dtype=object)[unit],
        "document_no": _numbers(units, unit, years),
        "title": np.array(
            [f"关于{each}的{_form(draw)}{'（试行）' if trial else ''}"
             for each, draw, trial in zip(matter, draws["hearing"], on_trial, strict=True)]
        ),
        "issued_on": issued,
        "filed_on": filed,
        "direct_interest": direct,
        "major_disagreement": draws["interest"] < 0.06,
        "consulted": again(draws["interest"], 1) < np.where(direct, 0.93, 0.75),
        "hearing_held": direct & (draws["hearing"] < 0.12),
        "legality_reviewed": again(draws["interest"], 2) < 0.97,
        "collectively_decided": again(draws["interest"], 3) < 0.96,
        "review_result": _review(issued, filed, draws),
        "expires_on": optional(draws["matter"] >= UNDATED, issued + np.where(on_trial, 2, 5) * 365 - 1),
    }  # fmt: skip


def _form(drawn: float) -> str:
    return "规定" if drawn < 0.4 else "实施办法" if drawn < 0.75 else "通知"


def _numbers(units: Units, unit: Integers, years: Integers) -> Objects:
    """望澜政规〔2026〕3号 of a government, 市公安局规〔2026〕1号 of a department."""
    short = units.frame["short_name"].to_numpy()[unit]
    form = np.where(np.isin(units.kinds[unit], GOVERNMENTS), "政规", "规")
    number = number_within(unit, years) + 1
    parts = zip(short, form, years.tolist(), number.tolist(), strict=True)
    return np.array([f"{name}{kind}〔{year}〕{place}号" for name, kind, year, place in parts], dtype=object)


def _filed(units: Units, seed: int, unit: Integers, issued: Dates, draws: Draws) -> Dates:
    """The day each was filed, if it was by the as-of date; who is late is so by a day at least."""
    place = year_place(issued)
    rates = yearly_rates(units, seed, "on_time")
    step = IN_STEP * (rates - USUALLY_MENDED)[unit, place]
    in_time = again(draws["wait"], 1) < np.clip(IN_TIME[place] + step, 0.05, 0.98)
    soon = working(issued + days(draws["wait"], 2, LIMIT - 1))
    late = np.maximum(working(issued + days(draws["wait"], LIMIT + 2, 80)), issued + LIMIT + 1)
    ever: Flags = draws["filed"] < FILED[place]
    return happened(np.where(in_time, soon, late), ever)


def _review(issued: Dates, filed: Dates, draws: Draws) -> Objects:
    place = year_place(issued)
    is_filed = ~np.isnat(filed)
    recent = is_filed & (np.datetime64(AS_OF) - filed < np.timedelta64(UNDER_REVIEW, "D"))
    chance: Numbers = CONFORMING[place]
    result = np.where(draws["conforms"] < chance, "conforming", pick(draws["result"], FAULTY)).astype(object)
    return optional(is_filed, np.where(recent, "pending", result))
