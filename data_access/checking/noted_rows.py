"""Rows with a problem or a hint, by the ledger's own columns: what goes back to the unit, from a load just made or from
a stored one.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from data_access.checking.intake import Intake
from data_access.files.sources import is_blank
from data_access.ledgers.all import BY_KEY
from data_access.ledgers.declare import Ledger
from data_access.problems import Problem
from data_access.store.tables import load_batch, load_problem


@dataclass
class NotedRow:
    """A row as it was read: raw values by the ledger's columns, and what is said of it (problems that rejected it, or
    hints at a row that is stored), each with the columns it is about.

    ``extra`` are the cells beyond the last header, ``source`` is the file.
    """

    ledger: Ledger
    sheet: str
    number: int
    cells: Mapping[str, Any]
    extra: tuple[Any, ...] = ()
    problems: list[tuple[tuple[str, ...], Problem]] = field(default_factory=list)
    source: str = ""

    @property
    def rejected(self) -> bool:
        return not all(problem.is_warning for _columns, problem in self.problems)


def noted_rows(intakes: Iterable[Intake]) -> list[NotedRow]:
    """The rejected and the doubtful rows of a ledger's sheets, in the order of the file."""
    return [row for intake in intakes for row in _of_intake(intake)]


def _of_intake(intake: Intake) -> list[NotedRow]:
    width = len(intake.sheet.headers)
    rows = []
    for position in sorted(intake.rejected | intake.hinted):
        number, raw = intake.sheet.rows[position]
        cells = {name: values[position] for name, values in intake.columns.items()}
        noted = NotedRow(
            intake.ledger, intake.sheet.name, number, cells, tuple(raw[width:]), source=intake.sheet.source
        )
        for problem in intake.said.get(position, ()):
            columns = _columns(intake, problem, position)
            # A value that a mapping could not translate fills no column; here it is put back as the file has it.
            read = problem.row_values.get(problem.column or "")
            noted.cells = {**noted.cells, **{name: read for name in columns if is_blank(noted.cells.get(name))}}
            noted.problems.append((columns, problem))
        rows.append(noted)
    return rows


def _columns(intake: Intake, problem: Problem, position: int) -> tuple[str, ...]:
    """The columns a problem is about; those its header fills, for a mapping may fill several from one."""
    named = [name for name, header in intake.headers.items() if header == problem.column]
    # What a hint is about may have no column in the file.
    named = named or [column.name for column in intake.ledger.columns if column.zh == problem.column]
    of_ledger = {column.name for column in intake.ledger.columns}
    reported = [name for name in named or [problem.column or ""] if (name, position) in intake.reported]
    return tuple(name for name in reported if name in of_ledger)


def kept_with(row: NotedRow, columns: tuple[str, ...]) -> dict[str, str]:
    """What ``load_problem`` keeps of it, beside the row as the file has it."""
    content = {"cells": dict(row.cells), "extra": list(row.extra), "source": row.source}
    return {
        "ledger_row": json.dumps(content, ensure_ascii=False, default=str),
        "ledger_columns": ",".join(columns),
    }


def stored_noted_rows(connection: Connection, load_ids: Collection[int]) -> list[NotedRow]:
    """The rejected and doubtful rows that these batches kept; dates come back as text."""
    kept = load_problem.c
    query = (
        select(load_batch.c.ledger, load_problem)
        .join_from(load_problem, load_batch, kept.load_id == load_batch.c.load_id)
        .where(kept.load_id.in_(load_ids), kept.ledger_row.is_not(None))
        .order_by(kept.load_id, kept.sheet, kept.row, kept.problem_id)
    )
    rows: dict[tuple[Any, ...], NotedRow] = {}
    for each in connection.execute(query):
        content = json.loads(each.ledger_row)
        # Rows that were stored before files were kept have none.
        source = content.get("source", "")
        row = rows.setdefault(
            (each.load_id, source, each.sheet, each.row, each.ledger_row),
            NotedRow(
                BY_KEY[each.ledger], each.sheet, each.row, content["cells"], tuple(content["extra"]), source=source
            ),
        )
        expected = tuple(json.loads(each.expected or "[]"))
        problem = Problem(each.sheet, each.row, each.column, each.value, each.code, expected, source=source)
        row.problems.append((tuple(filter(None, each.ledger_columns.split(","))), problem))
    return list(rows.values())


def by_ledger(rows: Iterable[NotedRow]) -> dict[str, list[NotedRow]]:
    grouped: dict[str, list[NotedRow]] = defaultdict(list)
    for row in rows:
        grouped[row.ledger.key].append(row)
    return dict(grouped)
