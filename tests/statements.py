"""Listening to what is asked of a database."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event

_TABLE = re.compile(r"\b(?:FROM|JOIN)\s+\"?(\w+)", re.IGNORECASE)


@dataclass(frozen=True)
class Statement:
    """One statement: its text and values, the tables and views it reads, and the source files that led to it."""

    sql: str
    values: Any
    tables: frozenset[str]
    files: frozenset[str]


@dataclass
class Heard:
    statements: list[Statement] = field(default_factory=list)

    @property
    def tables(self) -> set[str]:
        return {table for statement in self.statements for table in statement.tables}


def _files_that_led_here() -> Iterator[str]:
    """The source files of the calls; a traceback would read their lines, which takes longer than the statement."""
    frame = sys._getframe()
    while frame := frame.f_back:
        yield frame.f_code.co_filename


@contextmanager
def listening(engine: Engine) -> Iterator[Heard]:
    """Every statement sent to the database within."""
    heard = Heard()

    def remember(_connection: Any, _cursor: Any, sql: str, values: Any, *_more: Any) -> None:
        heard.statements.append(
            Statement(sql, values, frozenset(_TABLE.findall(sql)), frozenset(_files_that_led_here()))
        )

    event.listen(engine, "before_cursor_execute", remember)
    try:
        yield heard
    finally:
        event.remove(engine, "before_cursor_execute", remember)
