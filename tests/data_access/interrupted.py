"""Loads that do not come to their end, and what stands in the database afterwards."""

import datetime as dt
import multiprocessing
import os
import signal
import sys
from collections.abc import Sequence
from itertools import count
from types import ModuleType
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine, event, select

from data_access.files.sources import Sheet
from data_access.ledgers.counting_rule import COUNTING_RULE
from data_access.loading.batches import LoadResult
from data_access.loading.load import load_sheets
from data_access.store.engine import writer_engine
from data_access.store.tables import calendar, database_state, load_batch, metadata, unit
from tests.data_access.ledger_sheets import case, cases, sheet, units

TODAY = dt.date(2026, 10, 31)
NOT_LOADED = {calendar.name, COUNTING_RULE.table.name}
# Numbers that a load takes from a row of numbers; those of a load that failed stay unused on PostgreSQL.
TAKEN = {"load_id", "load_no", "problem_id", "change_id"}
# Where a load may be killed: at a report of progress, before a statement, before the commit and right after it.
PROGRESS, AFTER_COMMIT = "progress", "checkin"
POINTS = (PROGRESS, "before_cursor_execute", "commit", AFTER_COMMIT)

Content = dict[str, list[str]]


def _items(numbers: range, **more: object) -> list[dict[str, object]]:
    item = {"单位": "C01-nr", "来源": "考核", "交办日期": "2026-03-01", "整改期限": "2026-04-30"}
    return [{**item, "编号": f"ZG-{number}", **more} for number in numbers]


def first_load(engine: Engine) -> LoadResult:
    """What stands before."""
    standing = cases(*(case(f"{number}号") for number in range(30)))
    return load_sheets(engine, [units(), standing, sheet("rectification", _items(range(10)))], today=TODAY, as_of=TODAY)


def news() -> list[Sheet]:
    """Changed rows, new rows, a new unit, children, and a row that is rejected."""
    new_unit = {
        "单位代码": "C02-mr",
        "单位名称": "乙县市场监督管理局",
        "单位类别": "county_department",
        "所属县区": "C02",
    }
    changed = [case(f"{number}号", 审理结果="撤销") for number in range(20, 30)]
    new = [case(f"{number}号", "C02-mr") for number in range(30, 230)]
    events = [{"单位": "C01-nr", "编号": f"ZG-{n}", "发生日期": "2026-03-01", "事件": "交办"} for n in range(5, 15)]
    return [
        sheet("unit", [new_unit]),
        cases(*changed, *new, case("230号", 审结日期="明天")),
        sheet("rectification", _items(range(5, 15), 办结日期="2026-04-01")),
        sheet("rectification_event", events),
    ]


def next_load(engine: Engine, progress: Any = None) -> LoadResult:
    """The load that may be interrupted, and that must work when it is tried again."""
    return load_sheets(engine, news(), today=TODAY, as_of=TODAY, accept_partial=True, progress=progress)


def content(engine: Engine) -> Content:
    """Every row of every table that a load may change, without the numbers that a failed load uses up."""
    with engine.connect() as connection:
        codes = {row.unit_id: row.code for row in connection.execute(select(unit.c.unit_id, unit.c.code))}
        return {
            table.name: sorted(
                repr([_said(table.c[name], value, codes) for name, value in row.items() if _lasts(table.c[name])])
                for row in connection.execute(select(table)).mappings()
            )
            for table in metadata.sorted_tables
            if table.name not in NOT_LOADED
        }


def _lasts(column: Any) -> bool:
    by_chance = column is database_state.c.version_code
    return column.name not in TAKEN and column is not load_batch.c.loaded_at and not by_chance


def _said(column: Any, value: Any, codes: dict[int, str]) -> Any:
    refers = any(key.column is unit.c.unit_id for key in column.foreign_keys)
    return codes.get(value) if refers or column.name == unit.c.unit_id.name else value


def load_and_die(url: str, moment: int, points: Sequence[str] = POINTS, steps: int = 0) -> None:
    """Run the next load in this process and kill it at the moment of that number; it lives when there are fewer.

    Moments are reports of progress and events of the engine. With ``steps`` they are once in so many steps of SQLite's
    machine, that is in the middle of statements.
    """
    engine = writer_engine(url)
    moments = count(1)

    def pass_by(*_arguments: Any) -> None:
        if next(moments) == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(connection: Any, _record: Any) -> None:
        connection.set_progress_handler(pass_by, steps)

    if steps:
        event.listen(engine, "connect", watch)
    else:
        for name in set(points) - {PROGRESS}:
            event.listen(engine, name, pass_by)
    next_load(engine, pass_by if PROGRESS in points and not steps else None)
    engine.dispose()


class Deaths:
    """Loads that are killed in processes of their own, which start at once: their imports are done once for all."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([__name__])

    def kill(self, url: str, moment: int, points: Sequence[str] = POINTS, steps: int = 0) -> bool:
        """Whether the load was killed; it was not when it ended before that moment."""
        child = self._context.Process(target=load_and_die, args=(url, moment, points, steps))
        # A page that was run by another test has left itself as the main program; a child would run it again.
        with patch.dict(sys.modules, {"__main__": ModuleType("__main__")}):
            child.start()
        child.join()
        assert child.exitcode in (0, -signal.SIGKILL), f"the load failed before moment {moment} instead of being killed"
        return child.exitcode != 0
