"""Joint meetings with the court, the petition office and the prosecutor: how often, on what, with how much success."""

import numpy as np

from data_access.demo.case_numbers import meeting_numbers
from data_access.demo.city import Units
from data_access.demo.profiles import yearly_rates
from data_access.demo.streams import (
    YEARS,
    Columns,
    Draws,
    Integers,
    Objects,
    again,
    day_in_year,
    optional,
    pick,
    records,
    stream,
    year_of,
    year_place,
)
from data_access.demo.workload import PART_OF_YEAR

TABLE = "joint_meeting"
DECISIONS = ("day", "partner", "topic", "cases", "resolved", "blank")
OF_CITY, FEWEST, MOST = 6, 3, 6
PARTNERS = {"court": 48, "petition_office": 36, "prosecutor": 16}
TOPICS = {
    "court": (
        "行政争议诉前化解工作会商", "征地补偿案件审理与实质化解", "工伤认定类案裁判标准研讨", "负责人出庭应诉情况通报",
        "行政机关败诉原因分析", "涉诉房屋登记争议协调",
    ),
    "petition_office": (
        "信访积案联合会商", "重复信访事项复查", "物业管理类信访源头治理", "拖欠工资类信访分流",
        "安置房交付逾期问题协调",
    ),
    "prosecutor": (
        "行政争议实质性化解检察协作", "检察建议落实情况会商", "行政非诉执行监督会商", "公益诉讼线索移送协调",
    ),
}  # fmt: skip
BLANK = 0.02


def generate_meetings(units: Units, seed: int, rows: int) -> Columns:
    """The ledger's columns: the meetings that the city and each county called, by unit and day."""
    counts = _counts(units, seed) * rows
    unit, year = records(counts)
    draws = Draws(seed, TABLE, units.codes, counts.sum(axis=1), DECISIONS)
    held = day_in_year(year, draws["day"])
    order = np.lexsort((held, unit))
    unit, held, draws = unit[order], held[order], draws.take(order)
    partner = pick(draws["partner"], PARTNERS)
    discussed = np.floor(3 + draws["cases"] ** 2 * 12).astype(np.int64)
    share = yearly_rates(units, seed, "on_time")[unit, year_place(held)] - 0.25 + 0.35 * draws["resolved"]
    recorded = draws["blank"] >= BLANK
    return {
        "unit_id": np.array(units.codes, dtype=object)[unit],
        "meeting_no": meeting_numbers(units, unit, year_of(held)),
        "held_on": held,
        "partner": partner,
        "topic": _topics(partner, draws),
        "cases_discussed": optional(recorded, discussed),
        "resolved": optional(recorded, np.round(discussed * np.clip(share, 0, 1)).astype(np.int64)),
    }


def _counts(units: Units, seed: int) -> Integers:
    """Meetings of every unit and year: only governments call them; of the last year only part has come."""
    counts = np.zeros((len(units.codes), len(YEARS)), dtype=np.int64)
    for place, (code, kind) in enumerate(zip(units.codes, units.kinds, strict=True)):
        if kind == "county":
            drawn = stream(seed, f"{TABLE}/volume", code).random(len(YEARS))
            counts[place] = np.floor((FEWEST + drawn * (MOST - FEWEST + 1)) * PART_OF_YEAR)
        elif kind == "city":
            counts[place] = np.round(OF_CITY * PART_OF_YEAR)
    return counts


def _topics(partner: Objects, draws: Draws) -> Objects:
    drawn = again(draws["topic"], 1)
    topics = [TOPICS[who][int(number * len(TOPICS[who]))] for who, number in zip(partner, drawn, strict=True)]
    return np.array(topics, dtype=object)
