"""The tasks of the five-year plan, each with how it stands at the day up to which its ledger is known.

Rows of facts, cut to the viewer's scope; a plan has so many tasks as people wrote down.
"""

import pandas as pd
from sqlalchemy import case, func, select

from data_access.ledgers.plan_task import (
    CANCELLED,
    IS_DONE,
    PLAN_TASK,
    expected_progress,
    has_begun,
    is_on_schedule,
    is_overdue,
    is_told,
)
from data_access.reading.extent import Extent
from data_access.reading.reader import Reader
from data_access.store import tables as t
from data_access.store.known_days import known_to

# How a task stands, the worst first; what is to come has not begun, what is untold has no progress.
OVERDUE, BEHIND, UNTOLD, ON_SCHEDULE, DONE, TO_COME = STANDS = (
    "overdue", "behind", "untold", "on_schedule", "done", "to_come",
)  # fmt: skip


def plan_tasks(reader: Reader, extent: Extent) -> pd.DataFrame:
    """Every task of an extent that was not cancelled, in the order of their first days; one statement.

    Columns: code, unit, task_no, goal, measure, starts_on, due_on, progress and expected (of hundred), stands (one of
    ``STANDS``), as the tallies count it.
    """
    task, of = PLAN_TASK.table, PLAN_TASK.table.c
    day = known_to(PLAN_TASK.dated_as, of.unit_id)
    stands = case(
        (~has_begun(day), case((IS_DONE, DONE), else_=TO_COME)),
        (~is_told(day), UNTOLD),
        (IS_DONE, DONE),
        (is_overdue(day), OVERDUE),
        (is_on_schedule(day), ON_SCHEDULE),
        else_=BEHIND,
    )
    columns = [of[name] for name in ("task_no", "goal", "measure", "starts_on", "due_on")]
    progress = case((IS_DONE, 100.0), else_=of.progress)
    statement = (
        select(
            t.unit.c.code,
            t.unit.c.name.label("unit"),
            *columns,
            progress.label("progress"),
            expected_progress(day).label("expected"),
            has_begun(day).label("begun"),
            stands.label("stands"),
        )
        .join_from(task, t.unit, of.unit_id == t.unit.c.unit_id)
        .where(func.coalesce(of.state, "") != CANCELLED)
        .order_by(of.starts_on, of.due_on, t.unit.c.code, of.task_no)
    )
    if extent.unit_ids is not None:
        statement = statement.where(of.unit_id.in_(extent.unit_ids))
    return reader.rows(task, statement)
