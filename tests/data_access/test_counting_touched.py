"""Counting anew only what was touched ends where counting everything does."""

import datetime as dt
from random import Random
from typing import Any

import pytest
from sqlalchemy import Column, Connection, Table, and_, delete, insert, select, update

from data_access.counting.counting import MOST_TOUCHED_UNITS, count
from data_access.counting.tallies import tally_hash
from data_access.counting.touched import Touched
from data_access.ledgers.all import BY_KEY as LEDGERS
from data_access.ledgers.archive_material import ARCHIVE_MATERIAL
from data_access.ledgers.declare import Ledger
from data_access.ledgers.joint_meeting import JOINT_MEETING
from data_access.ledgers.litigation import LITIGATION
from data_access.ledgers.normative_document import NORMATIVE_DOCUMENT
from data_access.ledgers.petition import PETITION
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.ledgers.rectification import RECTIFICATION
from data_access.ledgers.rectification_event import RECTIFICATION_EVENT
from data_access.store.tables import database_state, monthly_tally, unit
from tests.data_access.hand_counted_city import UNIT_IDS
from tests.data_access.stored_figures import counted

pytestmark = pytest.mark.both_engines

AS_OF = dt.date(2025, 6, 15)
A_POLICE, M = UNIT_IDS["A-police"], UNIT_IDS["M"]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(f"2025-{text}")


def everything(connection: Connection) -> dict[tuple[Any, ...], int]:
    tally = monthly_tally.c
    rows = connection.execute(select(tally.unit_id, tally.month, tally.tally_key, tally.facet, tally.value))
    return {tuple(row[:4]): int(row[4]) for row in rows}


TABLES = {
    "litigation": LITIGATION.table,
    "reconsideration": RECONSIDERATION.table,
    "petition": PETITION.table,
    "joint_meeting": JOINT_MEETING.table,
    "rectification": RECTIFICATION.table,
    "rectification_event": RECTIFICATION_EVENT.table,
    "archive_material": ARCHIVE_MATERIAL.table,
    "normative_document": NORMATIVE_DOCUMENT.table,
}
CHANGING = tuple(TABLES)


def _random_value(ledger: Ledger, name: str, random: Random) -> Any:
    column = ledger.column(name)
    if name == "year":
        return 2025
    if random.random() < 0.2 and not column.required and name not in ledger.natural_key:
        return None
    values: dict[str, Any] = {
        "date": dt.date(2024, 11, 1) + dt.timedelta(random.randrange(0, 226)),
        "flag": random.random() < 0.5,
        "integer": random.randrange(0, 40),
        "unit": random.choice(sorted(UNIT_IDS.values())),
        "code": random.choice(column.codes or ("",)),
    }
    return values.get(column.kind, "01")


def _random_row(ledger: Ledger, number: int, random: Random) -> dict[str, Any]:
    row = {column.name: _random_value(ledger, column.name, random) for column in ledger.columns}
    if ledger.several_defendants:
        row |= {"counts_for_county": random.random() < 0.8, "counts_for_city": random.random() < 0.8}
    numbered = "item_no" if "item_no" in row else ledger.natural_key[1]
    return row | {numbered: f"{1 + number % 3:02}"}


def _change(connection: Connection, ledger: Ledger, number: int, random: Random) -> Touched:
    """Put a random row in the place of the one with its key, or take it away; what that touches."""
    table: Table = TABLES[ledger.key]
    row = _random_row(ledger, number, random)
    same: list[Column[Any]] = [table.c[name] for name in ledger.natural_key]
    standing = and_(*(column == row[column.name] for column in same))
    touched = Touched()
    for old in connection.execute(select(table).where(standing)).mappings():
        touched.add(ledger, [dict(old)])
    connection.execute(delete(table).where(standing))
    if random.random() < 0.8:
        connection.execute(insert(table).values(row))
        touched.add(ledger, [row])
    return touched


@pytest.mark.one_in(2)
@pytest.mark.parametrize("seed", range(2))
def test_counting_only_what_was_touched_ends_where_counting_everything_does(city: Connection, seed: int) -> None:
    random = Random(seed)
    count(city, AS_OF)
    for _round in range(4):
        before = everything(city)
        for _load in range(4):
            touched = Touched()
            for number in range(random.randrange(1, 4)):
                touched.merge(_change(city, LEDGERS[random.choice(CHANGING)], number, random))
            count(city, AS_OF, touched.units, *touched.months, touched.ledgers)
        partly = everything(city)
        count(city, AS_OF)
        assert partly == everything(city)
        assert partly != before, "the changes must change something"


def test_naming_very_many_units_counts_all_of_them(city: Connection) -> None:
    count(city, AS_OF)
    whole = everything(city)
    city.execute(delete(monthly_tally))
    count(city, AS_OF, range(1, MOST_TOUCHED_UNITS + 2))
    assert everything(city) == whole


def test_nothing_touched_leaves_everything_as_it_stands(city: Connection) -> None:
    city.execute(monthly_tally.insert().values(unit_id=M, month=day("01-01"), tally_key="old", facet="", value=7))
    count(city, AS_OF, [])
    assert list(everything(city).values()) == [7]
    count(city, AS_OF)
    assert counted(city, "old") == {}


def test_other_units_and_months_are_left_as_they_stand(city: Connection) -> None:
    count(city, AS_OF)
    city.execute(update(LITIGATION.table).values(outcome="void"))
    before = counted(city, "first_instance_lost")
    count(city, AS_OF, [A_POLICE], day("02-01"), day("02-01"))
    assert before["A-police"] == {"2025-02": 1}
    assert counted(city, "first_instance_lost") == before | {"A-police": {"2025-02": 3}}


def test_a_unit_without_rows_is_counted_for_nobody(bare: Connection) -> None:
    bare.execute(update(unit).values(archive_keeper=False))
    count(bare, AS_OF)
    assert everything(bare) == {}
    assert bare.execute(select(database_state.c.tally_hash)).scalar_one() == tally_hash()
