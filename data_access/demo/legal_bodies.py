"""What legal bodies of the demo city give and have: opinions on what matters most, posts, people and work."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import numpy as np

from data_access.demo.city import Units
from data_access.demo.schemes import as_columns
from data_access.demo.streams import AS_OF, YEARS, Columns, Numbers, stream

SERVICE, STAFFING = "legal_service", "legal_staffing"
# Before this year nobody reported the staffing of legal bodies.
STAFFING_SINCE = 2024
# Opinions asked for in a full year, by kind of unit.
A_YEAR = {"city": 16.0, "county": 9.0, "municipal_department": 2.2}
SUBJECTS = {"decision": 0.46, "project": 0.36, "stability": 0.18}
TITLES = {
    "decision": ("国土空间规划调整", "公共交通票价调整", "义务教育学区划分", "城市更新实施方案", "财政奖补政策"),
    "project": ("产业园区招商协议", "高速公路连接线征收", "污水处理厂特许经营", "政府采购合同", "保障房项目回购"),
    "stability": ("安置房逾期交付处置", "拖欠农民工工资处置", "涉众信访事项研判", "物业纠纷联合处置"),
}
# In the later years opinions come sooner; those on stability are asked for at short notice and come late more often.
ON_TIME = (0.78, 0.82, 0.85, 0.88, 0.90)
URGENT, ADOPTED = 0.13, 0.88
LIMIT_DAYS = {"decision": 15, "project": 10, "stability": 5}
UNLIMITED, UNDECIDED, NEVER = 0.02, 0.03, 0.25
REASONS = ("结合实际另作处理", "采纳部分意见后未再复核", "时限紧、先行实施")
# Posts of the legal body by kind of unit; most have fewer people than posts, a few more.
POSTS = {"city": 36, "county": 13, "municipal_department": 5, "county_department": 2}
FILLED, QUALIFIED, DEGREE = 0.86, 0.48, 0.74
MATTERS = {"city": 62, "county": 78, "municipal_department": 46, "county_department": 58}
BLANK = 0.02


def generate_services(units: Units, seed: int, rows: int) -> Columns:
    """The ledger's columns: every opinion asked for by the as-of date."""
    made: list[dict[str, Any]] = []
    for code, kind in zip(units.codes, units.kinds, strict=True):
        if kind in A_YEAR:
            drawn = stream(seed, SERVICE, code)
            care = float(np.clip(drawn.normal(0, 0.06), -0.14, 0.08))
            made += [row for row in _services(code, A_YEAR[kind] * rows, care, drawn) if _there(units, code, row)]
    return as_columns(made)


def _there(units: Units, code: str, row: dict[str, Any]) -> bool:
    """Whether the unit existed on the day."""
    place = np.array([units.place(code)])
    return bool(units.in_office(place, np.array([row["requested_on"]], dtype="datetime64[D]"))[0])


def _services(code: str, a_year: float, care: float, drawn: np.random.Generator) -> Iterator[dict[str, Any]]:
    for year, on_time in zip(YEARS, ON_TIME, strict=True):
        first, last = dt.date(year, 1, 4), min(dt.date(year, 12, 25), AS_OF)
        days = sorted(drawn.integers(0, (last - first).days, drawn.poisson(a_year * (last - first).days / 356)))
        for number, day in enumerate(days, 1):
            subject = str(drawn.choice(list(SUBJECTS), p=list(SUBJECTS.values())))
            requested_on = first + dt.timedelta(int(day))
            in_time = drawn.random() < on_time + care - (URGENT if subject == "stability" else 0)
            yield {
                "unit_id": code, "service_no": f"FW-{year}-{number:02d}", "subject": subject,
                "title": str(drawn.choice(TITLES[subject])), "requested_on": requested_on,
                **_delivery(requested_on, LIMIT_DAYS[subject], in_time, care, drawn.random(5)),
            }  # fmt: skip


def _delivery(requested_on: dt.date, limit: int, in_time: bool, care: float, draws: Numbers) -> dict[str, Any]:
    """When it was due and came, and what became of it; who is late is so by up to three weeks, or for good."""
    wait = 1 + draws[0] * (limit - 1) if in_time else limit + 1 + draws[0] * 20
    delivered_on = requested_on + dt.timedelta(int(wait))
    came = delivered_on <= AS_OF and (in_time or bool(draws[1] >= NEVER))
    adopted = bool(draws[2] < ADOPTED + care) if came and draws[3] > UNDECIDED else None
    return {
        "due_on": None if draws[1] > 1 - UNLIMITED else requested_on + dt.timedelta(limit),
        "delivered_on": delivered_on if came else None,
        "adopted": adopted,
        "not_adopted_reason": REASONS[int(draws[4] * len(REASONS))] if adopted is False else None,
    }


def generate_staffing(units: Units, seed: int) -> Columns:
    """The ledger's columns: a row a year of every unit with a legal body that existed then."""
    rows: list[dict[str, Any]] = []
    for place, (code, kind) in enumerate(zip(units.codes, units.kinds, strict=True)):
        if kind not in POSTS:
            continue
        drawn = stream(seed, STAFFING, code)
        usual = {
            "posts": max(1, round(POSTS[kind] * drawn.uniform(0.7, 1.4))),
            "filled": FILLED + 0.13 * drawn.normal(),
            "qualified": QUALIFIED + 0.14 * drawn.normal(),
            "load": drawn.uniform(0.65, 1.5),
        }
        ends = [min(dt.date(year, 12, 31), AS_OF) for year in YEARS]
        there = units.in_office(np.full(len(YEARS), place), np.array(ends, dtype="datetime64[D]"))
        for year, is_there in zip(YEARS, there, strict=True):
            draws = drawn.normal(size=5)
            if is_there and year >= STAFFING_SINCE:
                rows.append({"unit_id": code, "year": year, **_body(kind, year, usual, draws)})
    return as_columns(rows)


def _body(kind: str, year: int, usual: dict[str, float], draws: Numbers) -> dict[str, Any]:
    """A legal body in a year; its class follows from how many of its posts are filled and how many are qualified."""
    years = year - YEARS[0]
    posts = int(usual["posts"])
    on_post = max(0, round(posts * (usual["filled"] + 0.015 * years) + 0.3 * draws[0]))
    qualified = round(on_post * float(np.clip(usual["qualified"] + 0.03 * years + 0.02 * draws[1], 0, 0.95)))
    degree = min(on_post, max(qualified, round(on_post * (DEGREE + 0.05 * draws[2]))))
    part = 10 / 12 if year == AS_OF.year else 1
    matters = round(MATTERS[kind] * posts * FILLED * usual["load"] * (1 + 0.04 * years + 0.03 * draws[3]) * part)
    filled, able = on_post / posts, qualified / max(on_post, 1)
    grade = "first" if filled >= 0.95 and able >= 0.6 else "third" if filled < 0.75 or able < 0.3 else "second"
    blank = draws[4] > 2.05
    return {
        "posts": posts, "on_post": on_post, "law_degree": degree, "qualified": None if blank else qualified,
        "matters_handled": matters, "class_of_guidance": None if blank else grade,
    }  # fmt: skip
