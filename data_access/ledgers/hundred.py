"""Columns of which hundred is the most: points, marks of an exam, percent of a task."""

from collections.abc import Iterator, Sequence
from typing import cast

from sqlalchemy import Connection

from data_access.ledgers.entry import Fault, RowRule, SheetRow
from data_access.problems import BEYOND_HUNDRED

HUNDRED = 100


def within_hundred(*columns: str) -> RowRule:
    """The rule that refuses a row of which one of the columns is below nought or above hundred; a blank is neither."""

    def rule(_connection: Connection, rows: Sequence[SheetRow]) -> Iterator[Fault]:
        for row in rows:
            for name in columns:
                value = cast("float | None", row.values.get(name))
                if value is not None and not 0 <= value <= HUNDRED:
                    yield Fault(row, name, f"{value:g}", BEYOND_HUNDRED)
                    break

    return rule
