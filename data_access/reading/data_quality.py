"""What was handed in and what loads did: the rows behind the page on the quality of the data."""

import datetime as dt

import pandas as pd
from sqlalchemy import func, select

from data_access.asked.periods import Period, months_from
from data_access.ledgers.ledger_report import is_due, report_due
from data_access.problems import WARNINGS
from data_access.reading.extent import Extent
from data_access.reading.item_states import within
from data_access.reading.reader import Reader
from data_access.store.load_tables import load_unit
from data_access.store.tables import load_batch, load_problem, unit

# So many loads are listed at most; the page on loads and the command line know them all.
LOADS_LISTED = 50
# So many problems of rejected rows are read at most; a file in which everything is wrong says so in fewer.
MOST_REJECTED = 5_000
CHANGED = ("new", "changed", "emptied", "removed")


def reports_owed(reader: Reader, extent: Extent, period: Period, as_of: dt.date) -> pd.DataFrame:
    """Every report that the units of an extent owed as of a day over a period; one statement.

    Columns: code, unit (name), ledger, month, due_on, reported_on, state (reported, nothing_to_report, not_reported);
    units in reading order.
    """
    due = report_due.c
    statement = (
        select(unit.c.code, unit.c.name.label("unit"), due.ledger, due.month, due.due_on, due.reported_on, due.state)
        .join_from(report_due, unit, due.unit_id == unit.c.unit_id)
        # The months by name: else every day of the calendar is looked at, of every unit.
        .where(due.month.in_(months_from(period.first, period.last)), is_due(as_of))
        .where(within(due.unit_id, extent))
        .order_by(func.coalesce(unit.c.sort_order, 1_000_000), unit.c.code, due.ledger, due.month)
    )
    return reader.rows(report_due, statement)


def load_history(reader: Reader) -> pd.DataFrame:
    """What the last ``LOADS_LISTED`` loads did, a row a load and ledger, the newest first; two statements.

    Columns: load_no, ledger, loaded_at, status, read, rejected (rows of the whole file), and of the
    units that the viewer sees new, changed, emptied, removed (NaN for a load made before that was kept), units.
    """
    batch = load_batch.c
    number = func.coalesce(batch.load_no, batch.load_id)
    listed = batch.ledger.is_not(None), batch.status.in_(("stored", "undone", "refused"))
    oldest = select(number).where(*listed).group_by(number).order_by(number.desc()).limit(LOADS_LISTED).subquery()
    batches = (
        select(batch.load_id, number.label("load_no"), batch.ledger,
               batch.loaded_at, batch.status, batch.rows_read.label("read"), batch.rows_rejected.label("rejected"))
        .where(*listed, number.in_(select(oldest)))
        .order_by(number.desc(), batch.load_id)
    )  # fmt: skip
    loads = reader.frame(batches)
    changes = _changes(reader, loads["load_id"].astype(int).tolist())
    return loads.merge(changes, on=["load_id", "ledger"], how="left").drop(columns="load_id")


def sees_rejected_rows(reader: Reader) -> bool:
    """Whether somebody may see where rows were rejected: who sees the rows of all units, for nobody knows whose these
    are."""
    return reader.allowed() is None and not reader.viewer.is_nobody


def rejected_rows(reader: Reader) -> pd.DataFrame:
    """Where the last ``LOADS_LISTED`` loads rejected rows and why, newest load first; one statement.

    Columns: load_no, ledger, loaded_at, sheet, row, column, code, expected (JSON). What a cell
    held is not told, for nobody has checked it. Only for who ``sees_rejected_rows``.
    """
    batch, problem = load_batch.c, load_problem.c
    number = func.coalesce(batch.load_no, batch.load_id)
    listed = batch.ledger.is_not(None), batch.status.in_(("stored", "undone", "refused"))
    oldest = select(number).where(*listed).group_by(number).order_by(number.desc()).limit(LOADS_LISTED).subquery()
    told = (problem.sheet, problem.row, problem.column, problem.code, problem.expected)
    statement = (
        select(number.label("load_no"), batch.ledger, batch.loaded_at, *told)
        .join_from(load_problem, load_batch, problem.load_id == batch.load_id)
        .where(*listed, batch.rows_rejected > 0, number.in_(select(oldest)))
        .where(problem.row.is_not(None), problem.code.not_in(WARNINGS))
        .order_by(number.desc(), problem.problem_id)
        .limit(MOST_REJECTED)
    )
    return reader.frame(statement)


def _changes(reader: Reader, loads: list[int]) -> pd.DataFrame:
    """By load and ledger the rows of the units seen that changed, and how many units these are."""
    of = load_unit.c
    sums = [func.sum(of[f"rows_{name}"]).label(name) for name in CHANGED]
    statement = select(of.load_id, of.ledger, *sums, func.count().label("units")).where(of.load_id.in_(loads))
    if (allowed := reader.allowed()) is not None:
        # What holds for all units is nobody's secret.
        statement = statement.where(of.unit.in_([*sorted(allowed), ""]))
    return reader.frame(statement.group_by(of.load_id, of.ledger))
