"""The demo city's five-year plan of 2024 to 2028 as tasks of its units: most on time, some late, a few forgotten."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import numpy as np

from data_access.demo.city import Units
from data_access.demo.schemes import as_columns
from data_access.demo.streams import AS_OF, Columns, stream

TABLE = "plan_task"
PLAN = "依法行政五年规划（2024—2028年）"
FIRST_DAY, LAST_DAY = dt.date(2024, 1, 1), dt.date(2028, 12, 31)
# Article, goal, and its measures: what, the month from the plan's first in which it starts, and how many it takes.
GOALS: tuple[tuple[int, str, tuple[tuple[str, int, int], ...]], ...] = (
    (6, "健全依法决策机制", (
        ("编制并公布重大行政决策目录", 0, 18), ("建立决策专家库和第三方评估机制", 6, 30), ("决策后评估常态化", 24, 36),
    )),
    (8, "提高制度建设质量", (
        ("全面清理规范性文件", 2, 22), ("规范性文件报备平台全覆盖", 8, 28),
    )),
    (9, "优化政务服务", (
        ("审批服务事项网上可办", 0, 30), ("窗口授权到位", 3, 24), ("高频事项办理时限压减", 14, 40),
    )),
    (10, "规范行政权力运行", (
        ("权责清单动态调整机制", 1, 20), ("裁量权基准细化量化", 5, 34),
    )),
    (12, "推进严格规范公正文明执法", (
        ("行政执法公示、记录、法制审核全覆盖", 0, 26), ("柔性执法清单制定与推行", 10, 32),
        ("执法装备和信息平台建设", 20, 40),
    )),
    (17, "提升行政争议化解能力", (
        ("行政复议规范化建设", 0, 32), ("行政争议诉前调解中心建设", 9, 24),
    )),
    (19, "增强领导干部法治能力", (
        ("领导班子成员轮训一遍", 0, 34), ("任前法律知识考试全覆盖", 4, 26),
    )),
    (21, "加强基层法制机构建设", (
        ("乡镇街道法制审核人员配备", 6, 36), ("基层法制机构分类指导", 12, 42),
    )),
)  # fmt: skip
# How many of the tasks a unit takes on, by its kind.
TAKEN = {"city": 1.0, "county": 0.62, "municipal_department": 0.21}
USUAL_PACE, BETWEEN_UNITS, BETWEEN_TASKS = 1.12, 0.13, 0.16
BLANK, CANCELLED = 0.025, 0.01


def generate_plan(units: Units, seed: int) -> Columns:
    """The ledger's columns: every task of the plan that a unit has taken on, with its progress at the as-of date."""
    rows = [
        row
        for place, (code, kind) in enumerate(zip(units.codes, units.kinds, strict=True))
        if kind in TAKEN and units.in_office(np.array([place]), np.array([AS_OF], dtype="datetime64[D]"))[0]
        for row in _tasks(code, TAKEN[kind], stream(seed, TABLE, code))
    ]
    return as_columns(rows)


def _tasks(code: str, taken: float, drawn: np.random.Generator) -> Iterator[dict[str, Any]]:
    pace = USUAL_PACE + BETWEEN_UNITS * drawn.normal()
    number = 0
    for article, goal, measures in GOALS:
        for measure, begins, months in measures:
            taking, own, lost, day = drawn.random(), pace + BETWEEN_TASKS * drawn.normal(), *drawn.random(2)
            if taking >= taken:
                continue
            number += 1
            starts_on, due_on = _day(begins), min(_day(begins + months) - dt.timedelta(1), LAST_DAY)
            yield {
                "unit_id": code, "task_no": f"GH-{number:02d}", "plan": PLAN, "article": article, "goal": goal,
                "measure": measure, "starts_on": starts_on, "due_on": due_on,
                **_course(starts_on, due_on, own, lost, day),
            }  # fmt: skip


def _day(months: int) -> dt.date:
    return dt.date(FIRST_DAY.year + months // 12, months % 12 + 1, 1)


def _course(starts_on: dt.date, due_on: dt.date, pace: float, lost: float, day: float) -> dict[str, Any]:
    """Progress, its day, state and the day it was done: a task goes on at its pace from its first day."""
    reported = AS_OF - dt.timedelta(int(day * 28))
    if lost < CANCELLED:
        return _state(None, None, "cancelled", None)
    gone, planned = (reported - starts_on).days, (due_on - starts_on).days
    if gone <= 0:
        return _state(
            0.0 if starts_on <= AS_OF else None, reported if starts_on <= AS_OF else None, "not_started", None
        )
    progress = 100 * pace * gone / planned
    if progress >= 100:
        done_on = min(starts_on + dt.timedelta(round(planned / pace)), reported)
        return _state(100.0, done_on, "done", done_on)
    if lost > 1 - BLANK:
        return _state(None, None, None, None)
    # People report in steps of five, and never quite the end.
    return _state(min(progress // 5 * 5, 95.0), reported, "under_way", None)


def _state(progress: float | None, on: dt.date | None, state: str | None, done_on: dt.date | None) -> dict[str, Any]:
    return {"progress": progress, "progress_on": on, "state": state, "done_on": done_on}
