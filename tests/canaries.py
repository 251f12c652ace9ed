"""Canaries: a word in every free text of every row that says whose row it is, and another in every person's name.

What is published has a word of its own, since an office of the city publishes for everybody.

The numbers of records have one, too, but for those by which ledgers name each other's rows. The numbers of officers and
of their certificates sing of persons by themselves: the demo city makes them of the unit's code.

Where one of them is heard, a word of that row has come; whose it is tells whether it may.
"""

import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import Column, ColumnElement, Engine, Text, cast, func, literal, select, update

from data_access.ledgers.all import LEDGERS
from data_access.ledgers.declare import Ledger
from data_access.reading.reader import reading
from data_access.reading.scope import CITY_OFFICES, PUBLISHED_BY_THE_CITY
from data_access.reading.viewer import ALL_SEEING, Viewer
from data_access.store.engine import writer_engine
from data_access.store.tables import unit
from tests.databases import sqlite_url

OF_A_ROW, OF_A_PERSON, PUBLISHED = "鸣禽", "夜莺", "喜鹊"
_HEARD = re.compile(f"({OF_A_ROW}|{OF_A_PERSON}|{PUBLISHED})(\\d+)号(?:(\\d+)栏)?")
_NUMBERED = re.compile(r"(?:ZF|蒙执)-([A-Z]\w*(?:-\w+)?)-\d{3}(?!\d)")


# Their rows are named by links, by rows of other ledgers and by the search.
_NAMED_ELSEWHERE = ("litigation", "reconsideration", "petition", "rectification", "rectification_event",
                    "demonstration_site", "demonstration_event", "archive_material", "veto_event")  # fmt: skip
# Each column of a ledger by a number of its own, by which a canary says where it was planted.
COLUMNS = tuple((ledger.key, column.name) for ledger in LEDGERS for column in ledger.columns)


def plant(city: Path, at: Path) -> None:
    """Write a copy of a city in which every row of a fact has its canaries."""
    shutil.copy(city, at)
    writer = writer_engine(sqlite_url(at))
    with writer.begin() as connection:
        for ledger in LEDGERS:
            table = ledger.table
            if "unit_id" not in table.c or table is unit:
                continue
            if sung := {name: _sung(table.c[name], ledger.key) for name in singing(ledger)}:
                connection.execute(update(table).values(sung))
    writer.dispose()


def singing(ledger: Ledger) -> list[str]:
    """The columns of a ledger that get a canary: its free texts, and the numbers of its records."""
    free = [column for column in ledger.columns if not column.codes and column.name in ledger.table.c]
    numbers = () if ledger.key in _NAMED_ELSEWHERE else ("number",)
    return [column.name for column in free if _is_prose(ledger.table.c[column.name])
            or (column.kind in numbers and not column.personal)]  # fmt: skip


def _is_prose(field: Column[Any]) -> bool:
    return isinstance(field.type, Text)


def _sung(field: Column[Any], ledger: str) -> ColumnElement[str]:
    """A text with the canary of its row's unit behind it, and with its column where it is no number that links."""
    word = OF_A_PERSON if field.info.get("personal") else PUBLISHED if ledger in PUBLISHED_BY_THE_CITY else OF_A_ROW
    column = f"{COLUMNS.index((ledger, field.name))}栏" if _is_prose(field) else ""
    song = literal(word).concat(cast(field.table.c.unit_id, Text)).concat(f"号{column}")
    return func.coalesce(field, "").concat(song)


def heard(text: str, ids: Iterable[tuple[int, str]]) -> dict[str, set[str]]:
    """By canary the codes of the units whose rows are heard in a text; ``ids``: unit_id and code of all."""
    codes, found = dict(ids), {word: set[str]() for word in (OF_A_ROW, OF_A_PERSON, PUBLISHED)}
    for word, number, _column in _HEARD.findall(text):
        found[word].add(codes[int(number)])
    found[OF_A_PERSON] |= set(_NUMBERED.findall(text)) & set(codes.values())
    return found


def columns_heard(text: str) -> set[tuple[str, str]]:
    """The ledgers and columns whose canaries are heard in a text."""
    return {COLUMNS[int(column)] for _word, _unit, column in _HEARD.findall(text) if column}


def may_be_heard(engine: Engine, viewer: Viewer) -> dict[str, frozenset[str]]:
    """By canary the codes of the units of which a viewer may hear it."""
    with reading(engine, ALL_SEEING) as reader:
        units = reader.units()
    allowed = viewer.allowed(units)
    rows = frozenset(units["code"]) if allowed is None else allowed
    of_the_city = frozenset(units.loc[units["kind"].isin(CITY_OFFICES), "code"])
    everybodys = of_the_city if not (viewer.is_nobody or viewer.audience) else frozenset()
    return {
        OF_A_ROW: rows,
        OF_A_PERSON: rows if viewer.sees_names else frozenset(),
        PUBLISHED: rows | everybodys,
    }


def ids_of(engine: Engine) -> list[tuple[int, str]]:
    with engine.connect() as connection:
        return [(row.unit_id, row.code) for row in connection.execute(select(unit.c.unit_id, unit.c.code))]
