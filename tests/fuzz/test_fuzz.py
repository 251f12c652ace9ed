"""A few of the damaged files of ``python -m tests.fuzz`` in every test run, by the same code."""

import tomllib
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from sqlalchemy import update

from data_access.ledgers.all import LEDGERS
from data_access.store.tables import database_state
from tests.data_access.hostile_files import book, good_and
from tests.fuzz.__main__ import run
from tests.fuzz.files import FORMATS, File
from tests.fuzz.good_rows import MOST_ROWS, good_row
from tests.fuzz.mappings import REGISTERS, as_text, known
from tests.fuzz.tables import Table
from tests.fuzz.trial import City, Wishes
from tests.fuzz.writers import WRITERS, query_of

FILES = 40


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    city = City(tmp_path_factory.mktemp("city"))
    yield city
    city.engine.dispose()


def test_damaged_files_are_refused_or_stored_whole(city: City) -> None:
    run(city, FILES)
    became = {(outcome[2] != "", outcome[-1]) for outcome in city.outcomes}
    assert became >= {(mapped, status) for mapped in (False, True) for status in ("stored", "refused")}


def test_good_rows_of_every_ledger_are_stored_from_a_file_of_some_format(city: City) -> None:
    became = {}
    for ledger, kind in zip(LEDGERS, cycle(FORMATS), strict=False):
        rows = [good_row(ledger, number, typed=True) for number in range(1, MOST_ROWS + 1)]
        table = Table(ledger.zh, [[column.zh for column in ledger.columns], *rows], ledger.key)
        query, name = (query_of(table), ledger.zh) if kind == "db" else ("", f"{ledger.zh}.{kind}")
        file = File((ledger.key,), kind, name, WRITERS[kind]([table]), query)
        became[ledger.key] = city.try_file(file, Wishes())
    assert became == dict.fromkeys(became, "stored")


def test_registers_go_through_their_own_mappings(city: City) -> None:
    became = []
    for foreign in known()[: len(REGISTERS)]:
        file = File((foreign.table.ledger,), "csv", f"{foreign.table.name}.csv", WRITERS["csv"]([foreign.table]),
                    mapping=foreign.text)  # fmt: skip
        became.append(city.try_file(file, Wishes(accept_partial=True)))
    assert became == ["stored"] * len(REGISTERS)


def test_the_trial_sees_a_file_that_is_stored_by_halves(tmp_path: Path) -> None:
    city = City(tmp_path)
    with city.engine.begin() as connection:
        connection.execute(update(database_state).values(data_version=7))
    file = File(("reconsideration",), "xlsx", "台账.xlsx", book(good_and(审结日期="明天")))
    with pytest.raises(AssertionError, match="database_state"):
        city.try_file(file, Wishes())
    city.engine.dispose()


def test_a_tree_becomes_a_mapping_file_and_comes_back() -> None:
    tree = {"台账": "行政复议", "a": [1, True, 1.5, {"“b”": ['"', "\\", "\n"]}], "": {}}
    assert tomllib.loads(as_text(tree)) == tree
