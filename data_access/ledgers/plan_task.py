"""The five-year plan (article 1): its goals and measures as dated tasks, and how far each of them has got."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, or_

from data_access.ledgers.columns import UNIT, code, date, decimal, name_or_word, number, text
from data_access.ledgers.counting_rules import CountingRules
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.ledgers.entry import CaseList, Entry, Register
from data_access.ledgers.hints import Hint, hints_at_units_gone
from data_access.ledgers.hundred import HUNDRED, within_hundred
from data_access.ledgers.tally import Tally, known
from data_access.problems import DONE_AGAINST_PROGRESS, SHARE_FOR_PERCENT
from data_access.store.engine import days_between

NOT_STARTED, UNDER_WAY, DONE, CANCELLED = TASK_STATES = ("not_started", "under_way", "done", "cancelled")

PLAN_TASK = Ledger(
    "plan_task",
    "规划任务",
    "Tasks of the plan",
    ("unit_id", "task_no"),
    (
        UNIT,
        number("task_no", "任务编号", "Task no.", "GH-2024-01", required=True),
        name_or_word("plan", "规划名称", "Plan", "依法行政五年规划（2024—2028年）"),
        LedgerColumn("article", "对应条款", "Article", "integer", example="6"),
        name_or_word("goal", "目标", "Goal", "健全依法决策机制"),
        text("measure", "具体措施", "Measure", "编制并公布重大行政决策目录"),
        date("starts_on", "计划开始", "Starts on", "2024-03-01", required=True, event=False),
        date("due_on", "计划完成", "Due on", "2026-12-31", required=True, not_before="starts_on", event=False),
        decimal("progress", "进度（百分之几）", "Progress (percent)", "60", percent=True),
        # A progress says little without its day.
        date("progress_on", "进度填报日期", "Progress as of", "2026-03-31"),
        code("state", "状态", "State", TASK_STATES, "task_state"),
        date("done_on", "完成日期", "Done on"),
        text("note", "说明", "Note"),
    ),
    dated_by=("due_on",),
    indexes=(("unit_due", "unit_id", "due_on"),),
    done_on="done_on",
    counted="task",
)

_tasks, _of = PLAN_TASK.table, PLAN_TASK.table.c
_state, _progress = func.coalesce(_of.state, ""), func.coalesce(_of.progress, 0)
# Each of the three says that a task is done: its state, its day, all of its progress.
IS_DONE = or_(_state == DONE, known(_of.done_on), _progress >= HUNDRED)


def is_overdue(day: ColumnElement[Any]) -> ColumnElement[bool]:
    """Not done, and the day it was due is over."""
    return and_(~IS_DONE, _of.due_on < day)


def is_told(day: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether anything says if a task is on schedule: of one that is under way beyond its due day no progress need."""
    return or_(IS_DONE, known(_of.progress), _state == NOT_STARTED, and_(_state == UNDER_WAY, _of.due_on < day))


def expected_progress(day: ColumnElement[Any]) -> ColumnElement[Any]:
    """The percent of its days that have gone by: nought on its first, hundred from its due day on."""
    gone, planned = days_between(_of.starts_on, day), days_between(_of.starts_on, _of.due_on)
    return case((_of.starts_on >= day, literal(0.0)), (_of.due_on <= day, 100.0), else_=100.0 * gone / planned)


def is_on_schedule(day: ColumnElement[Any]) -> ColumnElement[bool]:
    """Done, or not overdue and got as far as the share of its days that have gone by."""
    return or_(IS_DONE, and_(_of.due_on >= day, _progress >= expected_progress(day)))


def has_begun(day: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether it is due to have started; one that was cancelled is no task any more."""
    return and_(_of.starts_on <= day, _state != CANCELLED)


def _begun(rules: CountingRules) -> ColumnElement[bool]:
    """A progress is known as it stands, not as it stood: tasks are counted at the day of the data alone."""
    return and_(has_begun(rules.as_of), rules.month_end >= rules.as_of)


def _told(rules: CountingRules) -> ColumnElement[bool]:
    return is_told(rules.as_of)


def _on_schedule(rules: CountingRules) -> ColumnElement[bool]:
    return is_on_schedule(rules.as_of)


def _overdue(rules: CountingRules) -> ColumnElement[bool]:
    return is_overdue(rules.as_of)


_due = Tally(
    "plan_tasks_begun", _tasks, _of.starts_on, _begun, kind="stock", deciding=(_of.progress,), decided=_told,
    needs=("plan_task.progress",),
)  # fmt: skip
TALLIES = (
    _due,
    _due.hit("plan_tasks_on_schedule", _on_schedule),
    _due.hit("plan_tasks_overdue", _overdue),
)


def _late_now(rules: CountingRules) -> ColumnElement[bool]:
    """A list says how tasks stand now, whatever the period: of those that were due by its end."""
    return and_(has_begun(rules.as_of), is_overdue(rules.as_of))


def _behind_now(rules: CountingRules) -> ColumnElement[bool]:
    return and_(has_begun(rules.as_of), is_told(rules.as_of), ~is_on_schedule(rules.as_of))


_done = or_(_of.state == DONE, known(_of.done_on))
HINTS = (
    # 1 is one of a hundred; 0.6 and 1.2 are shares, more likely.
    Hint(SHARE_FOR_PERCENT, "progress", and_(_of.progress > 0, _of.progress < 2, _of.progress != 1)),
    Hint(DONE_AGAINST_PROGRESS, "progress", and_(_done, _of.progress < HUNDRED), _of.progress),
    *hints_at_units_gone(PLAN_TASK, _of.starts_on),
)

ENTRY = Entry(
    PLAN_TASK,
    TALLIES,
    rules=(within_hundred("progress"),),
    hints=HINTS,
    register=Register(
        ("task_no", "goal", "measure", "starts_on", "due_on", "progress", "progress_on", "state", "done_on"),
        ("due_on",),
    ),
    lists={
        "": CaseList((_of.due_on,)),
        "behind": CaseList((_of.starts_on,), _behind_now, stock=True),
        "overdue": CaseList((_of.due_on,), _late_now, stock=True),
    },
)
