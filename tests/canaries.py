"""Canaries: a word in every free text of every row that says whose row it is, and another in every person's name.

The numbers of officers and of their certificates sing of persons by themselves: the demo city makes them of the unit's
code.

Where one of them is heard, a word of that row has come; whose it is tells whether it may.
"""

import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import Column, ColumnElement, Engine, Text, cast, func, literal, select, update

from data_access.ledgers.all import LEDGERS
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING, Viewer
from data_access.store.engine import writer_engine
from data_access.store.tables import unit
from tests.databases import sqlite_url

OF_A_ROW, OF_A_PERSON = "鸣禽", "夜莺"
_HEARD = re.compile(f"({OF_A_ROW}|{OF_A_PERSON})(\\d+)号")
_NUMBERED = re.compile(r"(?:ZF|蒙执)-([A-Z]\w*(?:-\w+)?)-\d{3}(?!\d)")


def plant(city: Path, at: Path) -> None:
    """Write a copy of a city in which every row of a fact has its canaries."""
    shutil.copy(city, at)
    writer = writer_engine(sqlite_url(at))
    with writer.begin() as connection:
        for ledger in LEDGERS:
            table = ledger.table
            if "unit_id" not in table.c or table is unit:
                continue
            free = [column.name for column in ledger.columns if not column.codes and column.name in table.c]
            fields = [table.c[name] for name in free if name not in ledger.natural_key]
            sung = {field.name: _sung(field) for field in fields if isinstance(field.type, Text)}
            if sung:
                connection.execute(update(table).values(sung))
    writer.dispose()


def _sung(field: Column[Any]) -> ColumnElement[str]:
    """A text with the canary of its row's unit behind it."""
    word = OF_A_PERSON if field.info.get("personal") else OF_A_ROW
    return func.coalesce(field, "").concat(literal(word)).concat(cast(field.table.c.unit_id, Text)).concat("号")


def heard(text: str, ids: Iterable[tuple[int, str]]) -> dict[str, set[str]]:
    """By canary the codes of the units whose rows are heard in a text; ``ids``: unit_id and code of all."""
    codes, found = dict(ids), {OF_A_ROW: set[str](), OF_A_PERSON: set[str]()}
    for word, number in _HEARD.findall(text):
        found[word].add(codes[int(number)])
    found[OF_A_PERSON] |= set(_NUMBERED.findall(text)) & set(codes.values())
    return found


def may_be_heard(engine: Engine, viewer: Viewer) -> dict[str, frozenset[str]]:
    """By canary the codes of the units of which a viewer may hear it."""
    with reading(engine, ALL_SEEING) as reader:
        units = reader.units()
    allowed = viewer.allowed(units)
    rows = frozenset(units["code"]) if allowed is None else allowed
    return {OF_A_ROW: rows, OF_A_PERSON: rows if viewer.sees_names else frozenset()}


def ids_of(engine: Engine) -> list[tuple[int, str]]:
    with engine.connect() as connection:
        return [(row.unit_id, row.code) for row in connection.execute(select(unit.c.unit_id, unit.c.code))]
