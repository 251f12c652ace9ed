"""Rows derived from a declaration are rows that the door takes without a remark, the same at every time."""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine

from data_access.demo.city import build_units
from data_access.demo.derived import derived_rows
from data_access.demo.publishing import sheets_of
from data_access.demo.streams import AS_OF, SEED, YEARS, as_frame
from data_access.ledgers.all import BY_KEY, ENTRIES
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Volume
from data_access.loading.load import load_sheets
from data_access.store.engine import writer_engine
from tests.data_access.ledger_sheets import count_rows
from tests.databases import sqlite_url

UNITS = build_units(1)
COUNTIES = Volume(3, ("county",))
# Facts of their own, without rules that no declaration tells.
PLAIN = [entry.ledger for entry in ENTRIES if entry.ledger.is_fact and not entry.ledger.parent and not entry.rules]


@pytest.fixture
def empty(migrated_file: Path, tmp_path: Path) -> Iterator[Engine]:
    """A database of the test's own without rows."""
    engine = writer_engine(sqlite_url(Path(shutil.copy(migrated_file, tmp_path / "empty.db"))))
    yield engine
    engine.dispose()


def derived(ledger: Ledger, rows: int = 1) -> pd.DataFrame:
    return as_frame(ledger, derived_rows(ledger, COUNTIES, UNITS, SEED, rows))


@pytest.mark.parametrize("ledger", PLAIN, ids=lambda ledger: ledger.key)
@pytest.mark.one_in(3)
def test_derived_rows_are_stored_without_a_problem(empty: Engine, ledger: Ledger) -> None:
    frames = {"unit": UNITS.frame, ledger.key: derived(ledger)}
    result = load_sheets(empty, sheets_of(frames), as_of=AS_OF, today=AS_OF)
    assert (result.status, result.problems) == ("stored", ())
    assert count_rows(empty, ledger.table) >= 10


@pytest.mark.parametrize("ledger", PLAIN, ids=lambda ledger: ledger.key)
def test_the_same_seed_gives_the_same_rows_and_dates_in_order(ledger: Ledger) -> None:
    rows = derived(ledger)
    pd.testing.assert_frame_equal(rows, derived(ledger))
    for column in ledger.columns:
        if column.not_before:
            both = rows[[column.name, column.not_before]].dropna()
            assert (both[column.name] >= both[column.not_before]).all()
        if column.event:
            assert all(isinstance(day, dt.date) and day <= AS_OF for day in rows[column.name].dropna())


def test_a_ledger_by_year_has_one_row_a_year_and_another_grows_with_the_rows() -> None:
    by_key = {ledger.key: ledger for ledger in PLAIN}
    materials = derived(by_key["archive_material"])
    petitions, more = derived(by_key["petition"]), derived(by_key["petition"], rows=4)
    assert set(materials.groupby("unit_id")["year"].nunique()) == {len(YEARS)}
    assert len(petitions) * 3 < len(more) < len(petitions) * 5


def test_a_derived_number_is_written_as_its_column_shows() -> None:
    """CL-2026-01 stands there as the example."""
    numbers = derived(BY_KEY["discretion_inspection"])["inspection_no"]
    assert numbers.str.fullmatch(r"CL-202[2-6]-\d\d").all()
