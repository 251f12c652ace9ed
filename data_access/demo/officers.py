"""Officers, where they served, and what their files say: most are certified and trained, some units let both slip.

The files of pilot units are full; of the others only the training is kept. A few officers moved, and their numbers with
them. In one department many certificates ran out; in another some who hold one are on no staffing list.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from data_access.demo.city import MERGED, MERGED_ON, OFFICER_PILOTS, SUCCESSOR, Units
from data_access.demo.streams import AS_OF, FIRST_DAY, YEARS, Columns, stream
from data_access.ledgers.counting_rules import SHIPPED, in_force

TABLE = "officer"
# How many officers serve in a unit, by its kind: in systems that enforce, and in the others.
ENFORCING = {
    "public_security", "market_regulation", "natural_resources", "urban_management", "human_resources", "ecology",
    "transport", "emergency_management",
}  # fmt: skip
OFFICERS = {"municipal_department": (32, 6), "county_department": (24, 4), "township": (2, 2)}
EXPIRED_IN, OFF_LIST_IN = "C06-transport", "C09-urban_management"
# Officers who moved, with their files: from where to where, how many, and when.
MOVES = (
    ("C01-urban_management", "C04-transport", 2, dt.date(2024, 7, 1)),
    ("C03-ecology", "C08-ecology", 1, dt.date(2025, 3, 1)),
    ("M-market_regulation", "C01-market_regulation", 2, dt.date(2023, 9, 1)),
)
NOT_RENEWED, NEVER_CERTIFIED, OFF_LIST, BLANK = 0.025, 0.012, 0.012, 0.006
TRAINED, BETTER_A_YEAR = 0.74, 0.04
BETWEEN_UNITS, BETWEEN_COUNTIES = 0.08, 0.1
VALID_YEARS = 5
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严金魏陶姜"
GIVEN = "海川岚松柏竹梅兰若清远思齐文静明哲晓晴雨航子墨一凡"
POSTS = ("一级科员", "二级科员", "四级主任科员", "三级主任科员", "中队长", "副大队长")
DUTIES = ("日常巡查", "案件办理", "法制审核", "现场检查", "窗口受理")
APPRAISALS = {"称职": 0.8, "优秀": 0.16, "基本称职": 0.03, "不称职": 0.01}
SEVERITIES = ("通报批评", "诫勉谈话", "警告")
Row = dict[str, Any]


def generate_officers(units: Units, seed: int) -> dict[str, Columns]:
    """The columns of the four ledgers by key."""
    officers = [row for place in range(len(units.codes)) for row in _officers(units, place, seed)]
    officers += list(_moved(officers))
    postings = [_posting(row) for row in officers]
    records = [record for row in officers for record in _records(row, seed)]
    return {
        "officer": _columns(officers),
        "officer_posting": _columns(postings),
        "officer_record": _columns(records),
        "leader_record": _columns([row for code in units.codes if code in OFFICER_PILOTS for row in _led(code, seed)]),
    }


def _columns(rows: list[Row]) -> Columns:
    frame = pd.DataFrame(rows, dtype=object)
    return {str(name): frame[name].where(frame[name].notna(), None).to_numpy(dtype=object) for name in frame}


def _officers(units: Units, place: int, seed: int) -> Iterator[Row]:
    """The officers of a unit, the longest serving first."""
    code, kind = units.codes[place], str(units.kinds[place])
    usual = OFFICERS.get(kind, (0, 0))[0 if units.sectors[place] in ENFORCING else 1]
    drawn = stream(seed, TABLE, code)
    yes = {name: float(drawn.beta(share * 60, (1 - share) * 60)) for name, share in
           (("expired", NOT_RENEWED), ("off", OFF_LIST), ("none", NEVER_CERTIFIED))}  # fmt: skip
    yes |= {"expired": 0.3} if code == EXPIRED_IN else {}
    yes |= {"off": 0.3} if code == OFF_LIST_IN else {}
    first = None if np.isnat(units.first_day[place]) else units.first_day[place].astype(dt.date)
    last = None if np.isnat(units.last_day[place]) else units.last_day[place].astype(dt.date)
    for number in range(round(usual * drawn.uniform(0.8, 1.2))):
        yield _officer(code, number + 1, first, last, yes, drawn)


def _officer(
    code: str, number: int, first: dt.date | None, last: dt.date | None, yes: dict[str, float],
    drawn: np.random.Generator,
) -> Row:  # fmt: skip
    joined = dt.date(2008, 3, 1) + dt.timedelta(int(drawn.beta(1.6, 1) * (AS_OF - dt.date(2008, 3, 1)).days))
    joined = max(joined, first) if first else joined
    joined = min(joined, last - dt.timedelta(400)) if last else joined
    left = joined + dt.timedelta(int(drawn.uniform(3, 40) * 365))
    left_on = min(each for each in (left, last, dt.date.max) if each)
    row: Row = {
        "unit_id": code,
        "officer_no": f"ZF-{code}-{number:03d}",
        "name": _name(drawn),
        "post": POSTS[int(drawn.integers(len(POSTS)))],
        "duty": DUTIES[int(drawn.integers(len(DUTIES)))],
        "joined_on": joined,
        "left_on": left_on if FIRST_DAY <= left_on <= AS_OF else None,
        "on_staffing_list": None if drawn.random() < BLANK else bool(drawn.random() >= yes["off"]),
    }
    return row | _certificate(row, yes, drawn)


def _certificate(row: Row, yes: dict[str, float], drawn: np.random.Generator) -> Row:
    certified = row["joined_on"] + dt.timedelta(int(drawn.uniform(20, 240)))
    renewed, late, fate, blank = (float(each) for each in drawn.random(4))
    if fate < yes["none"] or certified > AS_OF:
        return {"certificate_no": None, "certificate_kind": "none", "certified_on": None, "expires_on": None}
    # One that was not renewed ran out some time ago, any other is somewhere in its five years.
    ends = AS_OF + dt.timedelta(int(renewed * 365 * VALID_YEARS))
    if fate > 1 - yes["expired"]:
        ends = max(certified + dt.timedelta(365), AS_OF - dt.timedelta(1 + int(late * 900)))
    kind = "supervision" if row["duty"] == "法制审核" else "enforcement"
    number = "蒙执" + str(row["officer_no"]).removeprefix("ZF")
    return {"certificate_no": number, "certificate_kind": kind, "certified_on": certified,
            "expires_on": None if blank < BLANK else ends}  # fmt: skip


def _name(drawn: np.random.Generator) -> str:
    given = "".join(GIVEN[int(each)] for each in drawn.integers(len(GIVEN), size=int(drawn.integers(1, 3))))
    return SURNAMES[int(drawn.integers(len(SURNAMES)))] + given


def _moved(officers: list[Row]) -> Iterator[Row]:
    """The rows of officers in the unit they moved to; those of the unit they left end the day before."""
    for origin, target, count, day in (*MOVES, (MERGED, SUCCESSOR, 99, MERGED_ON + dt.timedelta(1))):
        staying = [row for row in officers if row["unit_id"] == origin and row["joined_on"] < day
                   and row["left_on"] in (None, MERGED_ON)]  # fmt: skip
        for row in staying[:count]:
            row["left_on"] = day - dt.timedelta(1)
            yield row | {"unit_id": target, "joined_on": day, "left_on": None}


def _posting(row: Row) -> Row:
    return {"unit_id": row["unit_id"], "officer_no": row["officer_no"], "from_on": row["joined_on"],
            "to_on": row["left_on"]}  # fmt: skip


def _records(row: Row, seed: int) -> Iterator[Row]:
    """The training of each year of service, and in pilot units what else a file says."""
    drawn = stream(seed, "officer_record", f"{row['unit_id']}/{row['officer_no']}")
    level = _level(str(row["unit_id"]), seed)
    pilot = row["unit_id"] in OFFICER_PILOTS
    for year in YEARS:
        made = [_training(year, level + BETTER_A_YEAR * (year - YEARS[0]), drawn)]
        made += list(_of_a_pilot(year, drawn)) if pilot else []
        seen: dict[tuple[dt.date, str], int] = {}
        for record in made:
            if row["joined_on"] <= record["occurred_on"] <= (row["left_on"] or AS_OF):
                key = record["occurred_on"], record["kind"]
                seen[key] = seen.get(key, 0) + 1
                yield {"unit_id": row["unit_id"], "officer_no": row["officer_no"], "seq": seen[key], **record}


def _level(code: str, seed: int) -> float:
    """How many of a unit's officers are trained enough: counties differ, and the units of each."""
    own, of_county = stream(seed, "officer_record", code), stream(seed, "officer_record", code.partition("-")[0])
    return float(TRAINED + own.normal(0, BETWEEN_UNITS) + of_county.normal(0, BETWEEN_COUNTIES))


def _training(year: int, share: float, drawn: np.random.Generator) -> Row:
    """One entry a year: as many hours as were asked for, or fewer."""
    needed = in_force(SHIPPED, "training_hours", dt.date(year, 12, 31), dt.date(year, 12, 31))[-1][1]
    enough = drawn.random() < share
    hours = needed + 4 * int(drawn.integers(0, 5)) if enough else 4 * int(drawn.integers(2, needed // 4))
    return _record(year, "training", drawn, hours=None if drawn.random() < BLANK else float(hours), value=None,
                   note="公共法律知识和业务轮训")  # fmt: skip


def _of_a_pilot(year: int, drawn: np.random.Generator) -> Iterator[Row]:
    yield _record(
        year, "exam", drawn, value=f"{int(np.clip(drawn.normal(82, 9), 40, 100))} 分", note="专业法律知识考试"
    )
    verdict = str(drawn.choice(list(APPRAISALS), p=list(APPRAISALS.values())))
    yield _record(year, "appraisal", drawn, value=verdict, note="年度考核") | {"occurred_on": dt.date(year, 1, 20)}
    for _ in range(int(drawn.poisson(1.2))):
        yield _record(year, "case", drawn, value="主办" if drawn.random() < 0.4 else "协办", note="一般程序案件")
    if drawn.random() < 0.012:
        yield _record(year, "wrong_case", drawn, value="复议撤销", note="主要事实不清，责令改正")
    if drawn.random() < 0.05:
        yield _record(year, "reward", drawn, value="嘉奖", note="年度执法标兵")
    if drawn.random() < 0.008:
        yield _record(year, "penalty", drawn, value=SEVERITIES[int(drawn.integers(3))], note="未按规定使用执法记录仪")


def _record(year: int, kind: str, drawn: np.random.Generator, **more: Any) -> Row:
    day = dt.date(year, 1, 4) + dt.timedelta(int(drawn.integers(0, 355)))
    return {"occurred_on": day, "kind": kind, "hours": None, **more}


def _led(code: str, seed: int) -> Iterator[Row]:
    """What was entered of a pilot unit's enforcement in the files of its leaders, once a year."""
    drawn = stream(seed, "leader_record", code)
    names = {post: _name(drawn) for post in ("chief", "deputy")}
    for year in YEARS:
        share = int(drawn.integers(88, 100))
        for post, name in names.items():
            yield {"unit_id": code, "leader_post": post, "occurred_on": dt.date(year, 2, 10), "seq": 1,
                   "leader_name": name, "note": f"{year - 1} 年度行政执法考核 {share} 分，记入档案"}  # fmt: skip
