"""Is the year's legislation plan kept, its priorities first, and is the public heard (article 7)?"""

import datetime as dt
from typing import Any

import pandas as pd

from data_access.ledgers.legislation_project import LEGISLATION_PROJECT
from data_access.reading.decisions import projects
from data_access.reading.extent import extent_of
from data_access.reading.reader import Reader
from panels.declare import Context, Finding
from panels.phrases import extent_in_words, share_with_base
from panels.records import Head, Record, Row, at_most, records
from wording import within

INDICATORS = ("plan_completion", "plan_priority_share", "legislation_participation")
# How a project stands, each with the status it wears; what needs a look comes first.
STATES = {"unmet": "missing", "put_off": "late", "after": "late", "open": "submitted", "completed": "accepted"}
MOST_ROWS = 8


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """``projects`` of the year in which the period ends, with state (``STATES``, at the end of the period) and heard
    (True, False, or None where nobody says); those that need a look first, priorities before others."""
    selection = context.selection
    year, day = selection.period.last.year, min(selection.period.end, context.known(LEGISLATION_PROJECT.key))
    rows = projects(reader, extent_of(reader, selection), year)
    states = [_state(row, year, day) for row in rows.to_dict("records")]
    heard = [_heard(row) for row in rows.to_dict("records")]
    rows = rows.assign(
        state=pd.Series(states, rows.index, dtype=object), heard=pd.Series(heard, rows.index, dtype=object)
    )
    order = rows["state"].map({state: place for place, state in enumerate(STATES)})
    later = [value is not True for value in rows["priority"]]
    return (
        rows.assign(order=order, later=later)
        .sort_values(["order", "later"], kind="stable")
        .drop(columns=["order", "later"])
    )


def _state(row: Any, year: int, day: dt.date) -> str:
    """A plan is not broken before its year is over."""
    end, completed = dt.date(year, 12, 31), row["completed_on"]
    if pd.notna(completed) and completed <= day:
        return "completed" if completed <= end else "after"
    if row["stage"] == "put_off":
        return "put_off"
    return "unmet" if day >= end else "open"


def _heard(row: Any) -> bool | None:
    said = (row["consulted"], row["hearing_or_experts"])
    if any(pd.notna(each) and bool(each) for each in said):
        return True
    return None if any(pd.isna(each) for each in said) else False


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How much of the plan is completed, of the priorities how much, and on how many the public was heard."""
    words, year = context.words, context.selection.period.last.year
    base = words("legislation_plan.base", extent=extent_in_words(context), as_of=words.date(context.as_of))
    if not context.knows(INDICATORS[0]):
        label = words(f"indicator.{INDICATORS[0]}.label")
        return Finding(words("ranking.not_in_ledgers", indicator=label), "plain", base)
    if figures.empty:
        return Finding(words("legislation_plan.none", year=year), "plain", base)
    done = figures["state"] == "completed"
    first = pd.Series([value is True for value in figures["priority"]], figures.index, dtype=bool)
    parts = [words("legislation_plan.done", year=year, rate=share_with_base(int(done.sum()), len(figures), words))]
    if first.any():
        rate = share_with_base(int((done & first).sum()), int(first.sum()), words)
        parts.append(words("legislation_plan.priority", rate=rate))
    far = figures[done | figures["heard"].eq(True)]
    told = far[far["heard"].notna()]
    if len(told):
        heard, blank = int(told["heard"].eq(True).sum()), len(far) - len(told)
        parts.append(
            words(
                "legislation_plan.heard",
                rate=share_with_base(heard, len(told), words, blank, LEGISLATION_PROJECT.counted),
            )
        )
    if figures["state"].eq("open").any():
        base += words("legislation_plan.not_over")
    return Finding(
        words("sentence.comma").join(parts), "watch" if figures["state"].eq("unmet").any() else "plain", base
    )


def row(each: Record, context: Context) -> Row:
    """How it stands, whose it is, its title, and whether it is a priority; nothing to open."""
    words = context.words
    told = [words("legislation_plan.first")] if each["priority"] is True else []
    told += [within(words.label("project_stage", each["stage"]))] if pd.notna(each["stage"]) else []
    title = each["title"] if pd.notna(each["title"]) else each["project_no"]
    note = words.date(each["completed_on"]) if pd.notna(each["completed_on"]) else ""
    text = words("sentence.comma").join([str(title), *told])
    return Row(STATES[each["state"]], words(f"legislation_plan.state.{each['state']}"), each["unit"], text, note)


def _flag(name: str) -> Any:
    def said(each: Record, context: Context) -> str:
        value = each[name]
        return context.words("not_filled") if pd.isna(value) else context.words("yes" if value else "no")

    return said


LEGISLATION_PLAN = records(
    "legislation_plan",
    read,
    finding,
    row,
    (
        Head("unit", "table.unit"),
        Head("project_no", "legislation_plan.head.number"),
        Head("title", "legislation_plan.head.title"),
        Head("kind", "legislation_plan.head.kind", vocabulary="project_kind"),
        Head("state", "legislation_plan.head.state", said=lambda each, context: row(each, context).badge_text),
        Head("stage", "legislation_plan.head.stage", vocabulary="project_stage"),
        *(
            Head(name, f"legislation_plan.head.{name}", said=_flag(name))
            for name in ("priority", "consulted", "hearing_or_experts", "cost_benefit")
        ),
        Head("completed_on", "legislation_plan.head.completed_on", "date"),
        Head("evaluated_on", "legislation_plan.head.evaluated_on", "date"),
    ),
    first=at_most(MOST_ROWS),
    drill="",
    indicators=lambda _context: INDICATORS,
    ledgers=(LEGISLATION_PROJECT.key,),
    ignores=("compare",),
)
