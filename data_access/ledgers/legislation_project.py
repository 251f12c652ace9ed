"""Legislation plans (article 7): what a year's plan holds, what became of it, and who was heard."""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_

from data_access.ledgers.columns import UNIT, code, count, date, flag, name_or_word, number
from data_access.ledgers.counting_rules import CountingRules
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry, Register
from data_access.ledgers.hints import Hint, hints_at_units_gone
from data_access.ledgers.tally import Condition, Tally, every_row, known
from data_access.problems import COMPLETED_UNDATED

# A rule of the government, or another normative document.
PROJECT_KINDS = ("rule", "normative")
PROJECT_STAGES = ("planned", "drafting", "consulting", "review", "completed", "put_off")

LEGISLATION_PROJECT = Ledger(
    "legislation_project",
    "立法计划项目",
    "Legislation projects",
    ("unit_id", "project_no"),
    (
        UNIT,
        number("project_no", "项目编号", "Project no.", "LF-2026-03", required=True),
        name_or_word("title", "项目名称", "Title", "城市生活垃圾分类管理办法"),
        code("kind", "类别", "Kind", PROJECT_KINDS, "project_kind"),
        count("planned_year", "计划年度", "Planned year", "2026", required=True),
        flag("priority", "优先项目", "Priority", "yes"),
        code("stage", "进度", "Stage", PROJECT_STAGES, "project_stage"),
        flag("consulted", "公开征求意见", "Consulted", "yes"),
        flag("hearing_or_experts", "听证或专家论证", "Hearing or experts", "no"),
        flag("cost_benefit", "成本效益分析", "Cost-benefit analysis", "no"),
        date("completed_on", "完成日期", "Completed on", "2026-09-15"),
        date("evaluated_on", "后评估日期", "Evaluated on", not_before="completed_on"),
    ),
    dated_by=("planned_year",),
    identity=("planned_year", "title"),
    done_on="completed_on",
    counted="project",
)

_projects, _of = LEGISLATION_PROJECT.table, LEGISLATION_PROJECT.table.c
_HEARD = or_(func.coalesce(_of.consulted, false()), func.coalesce(_of.hearing_or_experts, false()))


def _completed(rules: CountingRules) -> ColumnElement[bool]:
    return and_(known(_of.completed_on), _of.completed_on <= rules.month_end)


def _far_enough(rules: CountingRules) -> ColumnElement[bool]:
    """Completed, or heard already: whom a project will hear that has just begun nobody can know."""
    return or_(_HEARD, _completed(rules))


def _told(_rules: CountingRules) -> ColumnElement[bool]:
    """Either way of hearing the public will do; that nobody was heard is known only where both cells say so."""
    return or_(_HEARD, and_(known(_of.consulted), known(_of.hearing_or_experts)))


def _yearly(key: str, where: Condition = every_row, **more: Any) -> Tally:
    return Tally(key, _projects, _of.planned_year, where, kind="yearly", **more)


_COMPLETED_ON = ("legislation_project.completed_on",)
_planned = _yearly("projects_planned", needs=_COMPLETED_ON)
_ranked = _yearly("projects_ranked", deciding=(_of.priority,))
_open_to_public = _yearly(
    "projects_far_enough", _far_enough, deciding=(_of.consulted, _of.hearing_or_experts), decided=_told,
    needs=_COMPLETED_ON,
)  # fmt: skip
TALLIES = (
    _planned,
    _planned.hit("projects_completed", _completed),
    _ranked,
    _ranked.hit("projects_priority", _of.priority),
    _open_to_public,
    _open_to_public.hit("projects_heard", _HEARD),
)

ENTRY = Entry(
    LEGISLATION_PROJECT,
    TALLIES,
    hints=(
        Hint(COMPLETED_UNDATED, "completed_on", and_(_of.stage == "completed", _of.completed_on.is_(None))),
        *hints_at_units_gone(LEGISLATION_PROJECT, _of.completed_on),
    ),
    register=Register(
        ("project_no", "title", "kind", "planned_year", "priority", "stage", "consulted", "hearing_or_experts",
         "cost_benefit", "completed_on", "evaluated_on"),
        ("planned_year",),
    ),
)  # fmt: skip
