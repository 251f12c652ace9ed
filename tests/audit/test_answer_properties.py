"""Appearance and final losses of random suits: the database counts what plain Python counts over the cases."""

import datetime as dt
import shutil
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, delete, select, update

from data_access.counting.case_marks import mark_all
from data_access.counting.counting import count
from data_access.ledgers.all import BY_KEY
from data_access.ledgers.counting_rule import COUNTING_RULE
from data_access.ledgers.litigation import HEAD_ATTENDED, HEADS, LITIGATION, LOST
from data_access.store.engine import writer_engine
from data_access.store.load_tables import load_change, load_unit
from data_access.store.tables import load_batch, load_problem, monthly_tally, stated_unit, unit
from tests.audit.answer_city import AS_OF, load, suits, units
from tests.data_access.ledger_sheets import rows_of
from tests.data_access.stored_figures import stored_figures
from tests.databases import sqlite_url

MONTH = dt.date(2026, 3, 1)
COUNTY = {"A": "A", "A1": "A", "A2": "A", "B": "B", "B1": "B", "M1": None, "M2": None}
NO_JUDGMENT = ("mediated", "withdrawn", "withdrawn_after_change", "transferred", "terminated")
OUTCOMES = (None, "claim_dismissed", "revoked", "withdrawn", "mediated")
RANK = {"first": 1, "second": 2, "retrial": 3}
Suit = dict[str, Any]


@st.composite
def some_suits(draw: st.DrawFn) -> list[Suit]:
    """Up to four cases of up to three instances and defendants; the first of an instance is its first defendant."""
    rows: list[Suit] = []
    for case in range(draw(st.integers(1, 4))):
        instances = draw(st.lists(st.sampled_from(tuple(RANK)), min_size=1, max_size=3, unique=True))
        for instance in instances:
            parties = draw(st.lists(st.sampled_from(tuple(COUNTY)), min_size=1, max_size=3, unique=True))
            effective = draw(st.sampled_from((None, dt.date(2026, 3, 2), dt.date(2026, 3, 9))))
            for place, code in enumerate(parties):
                head = draw(st.sampled_from((None, *HEAD_ATTENDED)))
                rows.append(
                    {
                        "unit_id": code, "case_no": f"{case}{instance}", "instance": instance,
                        "defendant_role": "first" if place == 0 else "co",
                        "first_instance_case_no": None if instance == "first" else f"{case}first",
                        "heard_on": dt.date(2026, 3, 4), "head_attended": head,
                        "head_spoke": draw(st.sampled_from((None, True, False))) if head in HEADS else None,
                        "closed_on": dt.date(2026, 3, 1), "outcome": draw(st.sampled_from(OUTCOMES)),
                        "effective_on": effective,
                    }
                )  # fmt: skip
    return rows


@pytest.fixture(scope="module")
def city(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    path = Path(shutil.copy(migrated_file, tmp_path_factory.mktemp("suits")))
    engine = writer_engine(sqlite_url(path))
    load(engine, units())
    yield engine
    engine.dispose()


def _stored(connection: Connection, rows: list[Suit], setting: int) -> dict[tuple[str, str, str], tuple[int, int]]:
    """The figures of March by indicator, level and unit, once the rows are stored, marked and counted."""
    ids = {row.code: row.unit_id for row in connection.execute(select(unit.c.code, unit.c.unit_id))}
    counted_once = {"counts_for_county": True, "counts_for_city": True}
    for row in rows:
        connection.execute(LITIGATION.table.insert().values(row | counted_once | {"unit_id": ids[row["unit_id"]]}))
    rule = COUNTING_RULE.table.c.rule == "co_defendants_attend"
    connection.execute(update(COUNTING_RULE.table).where(rule).values(value=str(setting)))
    mark_all(connection)
    count(connection, AS_OF)
    return {(key[3], key[0], key[1]): figure for key, figure in stored_figures(connection).items() if key[2] == MONTH}


def _attended(rows: list[Suit], setting: int) -> dict[tuple[str, str, str], tuple[int, int]]:
    """Appearance, in plain Python over the cases."""
    counts: dict[tuple[str, str, str], list[int]] = {}

    def add(level: str, code: str, hit: bool) -> None:
        parts = counts.setdefault(("appearance_rate", level, code), [0, 0])
        parts[0] += hit
        parts[1] += 1

    for _, case in groupby(rows, key=lambda row: row["case_no"]):
        defendants = list(case)
        anybody = any(row["head_attended"] in HEADS for row in defendants)
        counties_done: set[str | None] = {None}
        for place, row in enumerate(_in_order(defendants)):
            county = COUNTY[row["unit_id"]]
            known, first_of_county = row["head_attended"] is not None, county not in counties_done
            counties_done.add(county)
            if known or (setting == 1 and anybody):
                add("own", row["unit_id"], row["head_attended"] in HEADS or (setting == 1 and anybody))
            # Whoever came, the case of a county or the city was attended, whatever is blank beside it.
            if first_of_county and (known or anybody):
                add("whole", str(county), anybody)
            if place == 0 and (known or anybody):
                add("city", "", anybody)
    return {key: (parts[0], parts[1]) for key, parts in counts.items()}


def _in_order(defendants: list[Suit]) -> list[Suit]:
    """The first defendant before the others, these in the order of the units."""
    return sorted(defendants, key=lambda row: (row["defendant_role"] != "first", list(COUNTY).index(row["unit_id"])))


def _final_of_units(rows: list[Suit]) -> dict[tuple[str, str, str], tuple[int, int]]:
    """Final losses of each unit by itself: of each of its cases the last effective judgment."""
    last: dict[tuple[str, str], Suit] = {}
    for row in sorted(rows, key=lambda row: RANK[row["instance"]]):
        if row["effective_on"] and row["outcome"] not in NO_JUDGMENT:
            last[row["unit_id"], row["case_no"][0]] = row
    counts: dict[tuple[str, str, str], tuple[int, int]] = {}
    for (code, _case), row in last.items():
        if row["outcome"] is not None:
            x, n = counts.get(("final_loss_rate", "own", code), (0, 0))
            counts["final_loss_rate", "own", code] = x + (row["outcome"] in LOST), n + 1
    return counts


@given(rows=some_suits(), setting=st.integers(0, 1))
@settings(max_examples=30)
def test_who_appeared_and_what_was_finally_lost_is_what_plain_python_counts(
    city: Engine, rows: list[Suit], setting: int
) -> None:
    with city.connect() as connection:
        found = _stored(connection, rows, setting)
        connection.rollback()
    appeared = {key: figure for key, figure in found.items() if key[0] == "appearance_rate"}
    assert appeared == _attended(rows, setting)
    assert {key: each for key, each in found.items() if key[:2] == ("final_loss_rate", "own")} == _final_of_units(rows)
    # No case counts twice for the city, and nobody speaks who did not appear.
    cases = {row["case_no"][0] for row in rows}
    assert found.get(("final_loss_rate", "city", ""), (0, 0))[1] <= len(cases)
    for _, level, code in appeared:
        spoken = found.get(("speaking_rate", level, code), (0, 0))
        assert spoken[1] <= appeared["appearance_rate", level, code][0]


@pytest.mark.long
@given(rows=some_suits(), order=st.randoms(use_true_random=False), pieces=st.integers(1, 3))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_whatever_order_suits_are_loaded_their_marks_are_those_of_marking_them_all(
    city: Engine, rows: list[Suit], order: Any, pieces: int
) -> None:
    shuffled = list(rows)
    order.shuffle(shuffled)
    try:
        for piece in range(pieces):
            if part := shuffled[piece::pieces]:
                load(city, suits(*part))
        loaded = rows_of(city, LITIGATION.table)
        with city.begin() as connection:
            mark_all(connection)
        assert rows_of(city, LITIGATION.table) == loaded
    finally:
        _empty(city)


def _empty(engine: Engine) -> None:
    with engine.begin() as connection:
        for table in (
            LITIGATION.table,
            BY_KEY["ledger_report"].table,
            monthly_tally,
            load_change,
            load_unit,
            load_problem,
            stated_unit,
        ):
            connection.execute(delete(table))
        connection.execute(delete(load_batch).where(load_batch.c.ledger != "unit"))
