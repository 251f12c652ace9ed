"""How far has the five-year plan got, and which of its goals are late (article 1)?

Of a whole city its goals are drawn, of few tasks each of them.
"""

import datetime as dt
from typing import Any

import pandas as pd

from data_access.ledgers.plan_task import PLAN_TASK
from data_access.reading.extent import extent_of
from data_access.reading.plan import BEHIND, DONE, ON_SCHEDULE, OVERDUE, TO_COME, UNTOLD, plan_tasks
from data_access.reading.reader import Reader
from panels.case_list import Told, rows_of
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.links import unit_link
from panels.phrases import extent_in_words, share_with_base
from wording import Wording

INDICATOR = "plan_on_schedule_share"
# Of more tasks than these the goals are drawn, and of goals no more than so many: the latest ones first.
MOST_TASKS, MOST_GOALS = 14, 14
# How a bar of a goal is coloured by its worst task.
WORST = (OVERDUE, BEHIND, ON_SCHEDULE, DONE, TO_COME, UNTOLD)
BADGE = {OVERDUE: "overdue", BEHIND: "behind", ON_SCHEDULE: "under_way", DONE: "accepted", UNTOLD: "missing"}


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """``plan_tasks`` of those whom the page speaks of, at the day of the data whatever the period is."""
    tasks = plan_tasks(reader, extent_of(reader, context.selection))
    return tasks.assign(begun=tasks["begun"].astype(bool))


def _counts(figures: pd.DataFrame) -> dict[str, int]:
    """How many tasks that are due to have started stand how; a done one is on schedule, too."""
    stands = figures.loc[figures["begun"], "stands"].value_counts()
    counts = {name: int(stands.get(name, 0)) for name in (OVERDUE, BEHIND, ON_SCHEDULE, DONE, UNTOLD)}
    return counts | {"told": sum(counts.values()) - counts[UNTOLD], "kept": counts[ON_SCHEDULE] + counts[DONE]}


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """What share of the tasks that should have started is on schedule, how many are overdue, and of which goal most."""
    words = context.words
    base = words("plan.base", extent=extent_in_words(context), as_of=words.date(context.as_of))
    if not context.knows(INDICATOR):
        return Finding(words("ranking.not_in_ledgers", indicator=words(f"indicator.{INDICATOR}.label")), "plain", base)
    if figures.empty:
        return Finding(words("plan.none"), "plain", base)
    counts = _counts(figures)
    if not counts["told"]:
        return Finding(words("plan.nothing_begun", n=len(figures)), "plain", base)
    parts = [
        words(
            "plan.share", rate=share_with_base(counts["kept"], counts["told"], words, counts[UNTOLD], PLAN_TASK.counted)
        )
    ]
    late = figures[figures["begun"] & (figures["stands"] == OVERDUE)]
    if late.empty:
        parts.append(words("plan.none_overdue"))
    else:
        parts += [words("plan.overdue", n=len(late)), *_most(late, words)]
    return Finding(words("sentence.comma").join(parts), "watch" if len(late) else "plain", base)


def _most(late: pd.DataFrame, words: Wording) -> list[str]:
    """The goal with most of the overdue tasks, where one has more than any other."""
    goals = late["goal"].value_counts()
    if len(goals) < 2 or goals.iat[0] == goals.iat[1]:
        return []
    return [words("plan.most", goal=str(goals.index[0]), n=int(goals.iat[0]))]


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "gantt": a bar a task where they are few, else a goal; filled as far as it has got."""
    if figures.empty:
        return Chart("gantt", pd.DataFrame(), options={"ticks": pd.DataFrame(), "now": 0.0, "now_text": ""})
    rows = _of_tasks(figures, context) if len(figures) <= MOST_TASKS else _of_goals(figures, context)
    first = dt.date(min(row["starts_on"] for row in rows).year, 1, 1)
    last = dt.date(max(row["due_on"] for row in rows).year + 1, 1, 1)
    span = (last - first).days
    for row in rows:
        row["start"], row["end"] = ((row[name] - first).days / span for name in ("starts_on", "due_on"))
    years = range(first.year, last.year)
    ticks = pd.DataFrame({"at": [(dt.date(year, 1, 1) - first).days / span for year in years], "text": map(str, years)})
    now = (context.as_of - first).days / span
    options = {"ticks": ticks, "now": now, "now_text": context.words("plan.now", day=context.words.date(context.as_of))}
    return Chart("gantt", pd.DataFrame(rows).drop(columns=["starts_on", "due_on"]), options=options)


def _of_tasks(figures: pd.DataFrame, context: Context) -> list[dict[str, Any]]:
    words = context.words
    return [
        {
            "label": task["measure"] or task["task_no"],
            "note": task["unit"],
            "starts_on": task["starts_on"],
            "due_on": task["due_on"],
            "done": _share(task["progress"]),
            "text": _progress(task["progress"], words),
            "due": words("plan.due", rate=_progress(task["expected"], words)) if task["stands"] == BEHIND else "",
            "badge": "" if task["stands"] in (TO_COME, ON_SCHEDULE) else BADGE[task["stands"]],
            "badge_text": words(f"plan.stands.{task['stands']}"),
            "tone": task["stands"],
            "code": unit_link(task["code"]),
        }
        for task in _filled(figures, words).to_dict("records")
    ]


def _of_goals(figures: pd.DataFrame, context: Context) -> list[dict[str, Any]]:
    """The goals with most overdue tasks first, so that those left out are the ones that need nobody."""
    words, goals = context.words, []
    for goal, tasks in _filled(figures, words).groupby("goal", sort=False):
        counts = _counts(tasks)
        late = words("plan.late", n=counts[OVERDUE]) if counts[OVERDUE] else ""
        slow = words("plan.slow", n=counts[BEHIND]) if counts[BEHIND] and not late else ""
        progress, expected = (_mean(tasks, name) for name in ("progress", "expected"))
        goals.append(
            {
                "label": goal,
                "note": words("plan.tasks", n=len(tasks)),
                "starts_on": tasks["starts_on"].min(),
                "due_on": tasks["due_on"].max(),
                "done": _share(progress),
                "text": _progress(progress, words),
                "due": words("plan.due", rate=_progress(expected, words)),
                "badge": "overdue" if late else "behind" if slow else "",
                "badge_text": late or slow,
                "tone": ON_SCHEDULE,
                "code": "",
                "late": (-counts[OVERDUE], -counts[BEHIND]),
            }
        )
    kept = sorted(goals, key=lambda row: row["late"])[:MOST_GOALS]
    return [{name: value for name, value in row.items() if name != "late"} for row in kept]


def _mean(tasks: pd.DataFrame, name: str) -> float:
    """How far some tasks have got, or should have, each by the days that it is planned to take."""
    spans = zip(tasks["starts_on"], tasks["due_on"], strict=True)
    days = pd.Series([(last - first).days + 1 for first, last in spans], tasks.index)
    return float((tasks[name].astype(float).fillna(0) * days).sum() / days.sum())


def _filled(figures: pd.DataFrame, words: Wording) -> pd.DataFrame:
    return figures.assign(goal=figures["goal"].fillna(words("not_filled")), measure=figures["measure"].fillna(""))


def _share(progress: float) -> float:
    return 0.0 if pd.isna(progress) else min(float(progress), 100.0) / 100


def _progress(progress: float, words: Wording) -> str:
    return words("not_filled") if pd.isna(progress) else words.percent(float(progress) / 100, 0)


def table(figures: pd.DataFrame, context: Context) -> Table:
    """A row a task, the worst first."""
    words = context.words
    named = figures.assign(
        stands_text=[words(f"plan.stands.{each}") for each in figures["stands"]],
        done=figures["progress"].astype(float) / 100,
        due=figures["expected"].astype(float) / 100,
        order=figures["stands"].map({name: place for place, name in enumerate(WORST)}),
    ).sort_values(["order", "due_on"], kind="stable")
    columns = (
        Column("stands_text", words("table.status")),
        Column("unit", words("table.unit")),
        Column("goal", words("plan.head.goal")),
        Column("measure", words("plan.head.measure")),
        Column("starts_on", words("plan.head.starts_on"), "date"),
        Column("due_on", words("plan.head.due_on"), "date"),
        Column("done", words("plan.head.progress"), "share"),
        Column("due", words("plan.head.expected"), "share"),
    )
    return Table(named, columns)


PLAN = Panel("plan", read, finding, chart, table, lambda _context: (INDICATOR,), "link", ignores=("period", "compare"))
_LATE = Told("state", ("measure",), dict.fromkeys(("not_started", "under_way"), "overdue"))
OVERDUE_TASKS = rows_of("overdue_tasks", PLAN_TASK, _LATE, "overdue", now=True)
