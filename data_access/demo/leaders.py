"""Leaders of the demo city: who was reviewed and examined before taking office, and who came to trainings in law."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import numpy as np

from data_access.demo.city import Units
from data_access.demo.schemes import as_columns
from data_access.demo.streams import AS_OF, YEARS, Columns, Numbers, stream

REVIEW, TRAINING = "cadre_review", "training_session"
# People to be appointed in a full year, by kind of unit.
TO_APPOINT = {"city": 9.0, "county": 8.0, "municipal_department": 2.4}
LEVELS = {
    "city": {"department_head": 0.4, "department_deputy": 0.6},
    "county": {"department_head": 0.3, "department_deputy": 0.45, "middle": 0.25},
    "municipal_department": {"middle": 1.0},
}
POSTS = {
    "department_head": ("局长", "主任"),
    "department_deputy": ("副局长", "副主任"),
    "middle": ("科长", "副科长", "大队长"),
}
# What is done before the appointment gets more from year to year; a county that is careful does more of it.
REVIEWED, EXAMINED = (0.72, 0.79, 0.86, 0.91, 0.94), (0.66, 0.74, 0.83, 0.89, 0.93)
USUAL_SCORE, SPREAD, PASS_MARK = 74.0, 11.0, 60
RESAT, APPOINTED_FAILED = 0.75, 0.12
BLANK = 0.015
# Trainings a year by audience and kind of unit, and how many are invited.
SESSIONS = {"city": {"leaders": 4, "officers": 3}, "county": {"leaders": 3, "officers": 3},
            "municipal_department": {"leaders": 1, "officers": 1}}  # fmt: skip
INVITED = {"city": 80, "county": 45, "municipal_department": 22}
ATTENDING = (0.80, 0.82, 0.86, 0.88, 0.90)
TOPICS = {
    "leaders": ("行政复议法专题", "重大行政决策程序", "行政诉讼旁听庭审", "民法典与依法行政", "行政处罚法解读"),
    "officers": ("行政处罚程序规定", "执法文书制作", "裁量权基准适用", "说理式执法实务"),
}


def generate_reviews_before(units: Units, seed: int, rows: int) -> Columns:
    """The ledger's columns: whoever was to be appointed by the as-of date."""
    made: list[dict[str, Any]] = []
    for code, kind in zip(units.codes, units.kinds, strict=True):
        if kind in TO_APPOINT:
            made += [row for row in _reviews(code, kind, rows, stream(seed, REVIEW, code)) if _there(units, code, row)]
    return as_columns(made)


def _there(units: Units, code: str, row: dict[str, Any]) -> bool:
    """Whether the unit existed on the last day of the row."""
    days = [day for day in row.values() if isinstance(day, dt.date)]
    place, last = np.array([units.place(code)]), np.array([max(days)], dtype="datetime64[D]")
    return bool(units.in_office(place, last)[0])


def _reviews(code: str, kind: str, rows: int, drawn: np.random.Generator) -> Iterator[dict[str, Any]]:
    care, level = float(drawn.normal(0, 0.07)), USUAL_SCORE + 3 * float(drawn.normal())
    for year, reviewed, examined in zip(YEARS, REVIEWED, EXAMINED, strict=True):
        first, last = dt.date(year, 2, 10), min(dt.date(year, 12, 20), AS_OF)
        count = drawn.poisson(TO_APPOINT[kind] * rows * (last - first).days / 313)
        for number, day in enumerate(sorted(drawn.integers(0, (last - first).days, count)), 1):
            rank = str(drawn.choice(list(LEVELS[kind]), p=list(LEVELS[kind].values())))
            own = {"reviewed": drawn.random() < reviewed + care, "examined": drawn.random() < examined + care,
                   "score": float(round(np.clip(drawn.normal(level, SPREAD), 28, 99)))}  # fmt: skip
            yield {
                "unit_id": code, "review_no": f"RQ-{year}-{number:02d}", "position_level": rank,
                "position": str(drawn.choice(POSTS[rank])),
                **_course(first + dt.timedelta(int(day)), own, drawn.random(5)),
            }  # fmt: skip


def _course(to_appoint: dt.date, own: dict[str, Any], draws: Numbers) -> dict[str, Any]:
    """Some weeks before the day the review and the exam; who fails sits once more, and few of those who fail again
    are appointed. What is left out before is now and then made up for afterwards."""
    reviewed_on = (
        to_appoint - dt.timedelta(12 + int(draws[0] * 20)) if own["reviewed"] else _after(to_appoint, draws[0])
    )
    exam_on = to_appoint - dt.timedelta(8 + int(draws[1] * 16)) if own["examined"] else _after(to_appoint, draws[1])
    score = own["score"] if exam_on else None
    failed = score is not None and score < PASS_MARK
    resit_on = exam_on + dt.timedelta(5) if failed and exam_on and draws[2] < RESAT else None
    resit = None if resit_on is None or resit_on > AS_OF else float(round(52 + 30 * draws[3]))
    out = failed and (resit or 0) < PASS_MARK and draws[4] > APPOINTED_FAILED
    return {
        "reviewed_on": reviewed_on, "exam_on": exam_on, "exam_score": None if draws[4] < BLANK else score,
        "resit_on": resit_on if resit is not None else None, "resit_score": resit,
        "result": "deferred" if out else "appointed",
        "appointed_on": None if out else to_appoint,
    }  # fmt: skip


def _after(appointed_on: dt.date, drawn: float) -> dt.date | None:
    """A quarter of what was left out is made up for within two months."""
    day = appointed_on + dt.timedelta(10 + int(drawn * 200))
    return day if drawn < 0.25 and day <= AS_OF else None


def generate_trainings(units: Units, seed: int, rows: int) -> Columns:
    """The ledger's columns: every training held by the as-of date."""
    made: list[dict[str, Any]] = []
    for code, kind in zip(units.codes, units.kinds, strict=True):
        if kind in SESSIONS:
            made += [row for row in _trainings(code, kind, rows, stream(seed, TRAINING, code))
                     if _there(units, code, row)]  # fmt: skip
    return as_columns(made)


def _trainings(code: str, kind: str, rows: int, drawn: np.random.Generator) -> Iterator[dict[str, Any]]:
    zeal = float(drawn.normal(0, 0.05))
    for year, attending in zip(YEARS, ATTENDING, strict=True):
        number = 0
        for audience, sessions in SESSIONS[kind].items():
            for day in sorted(drawn.integers(0, 350, sessions * rows)):
                held_on = dt.date(year, 1, 8) + dt.timedelta(int(day))
                invited = max(6, round(INVITED[kind] * float(drawn.uniform(0.7, 1.3))))
                came = int(drawn.binomial(invited, float(np.clip(attending + zeal, 0.4, 0.99))))
                topic, hours, blank = (
                    str(drawn.choice(TOPICS[audience])),
                    float(drawn.choice([3, 6, 6, 12])),
                    drawn.random(),
                )
                if held_on > AS_OF:
                    continue
                number += 1
                yield {
                    "unit_id": code, "session_no": f"PX-{year}-{number:02d}", "title": topic, "audience": audience,
                    "held_on": held_on, "hours": hours, "invited": invited,
                    "attended": None if blank < BLANK else came,
                }  # fmt: skip
