"""Of every ledger there is: blank cells change nothing, and a load says what it changed, by the two states alone."""

import datetime as dt
import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data_access.files.sources import Sheet
from data_access.ledgers.all import LEDGERS
from data_access.ledgers.declare import Ledger
from data_access.ledgers.reported_count import REPORTED_COUNT
from data_access.ledgers.workbook_marks import CLEAR_MARK
from data_access.loading.batches import LoadResult
from data_access.loading.load import load_files, load_sheets
from data_access.loading.undo import undo
from data_access.store.engine import writer_engine
from data_access.store.tables import monthly_tally
from tests.data_access.ledger_sheets import rows_of
from tests.data_access.reported_changes import assert_told, snapshot
from tests.databases import sqlite_url
from tests.fuzz.good_rows import MOST_ROWS, good_row, standing_sheets
from tests.fuzz.tables import Table
from tests.fuzz.writers import WRITERS

TODAY = dt.date(2026, 10, 31)
SCHEMES = ("scheme", "scheme_item")
SEEDS = [0, *(pytest.param(seed, marks=pytest.mark.exhaustive) for seed in range(1, 40))]
Rows = list[list[object]]


def load(database: Engine, sheets: list[Sheet]) -> LoadResult:
    return load_sheets(database, sheets, today=TODAY, as_of=TODAY, accept_partial=True, same_case=True)


def sheet_of(ledger: Ledger, rows: Rows) -> Sheet:
    return Sheet(ledger.zh, tuple(column.zh for column in ledger.columns), list(enumerate(rows, 2)))


def good(ledger: Ledger) -> Rows:
    return [good_row(ledger, number, typed=True) for number in range(1, MOST_ROWS)]


@pytest.fixture(scope="module")
def filled(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with good rows of every ledger."""
    file = Path(shutil.copy(migrated_file, tmp_path_factory.mktemp("every") / "filled.db"))
    engine = writer_engine(sqlite_url(file))
    for sheets in (standing_sheets(), [sheet_of(ledger, good(ledger)) for ledger in LEDGERS]):
        assert load(engine, sheets).problems == ()
    assert all(rows_of(engine, ledger.table) for ledger in LEDGERS)
    engine.dispose()
    return file


@pytest.fixture
def database(filled: Path, tmp_path: Path) -> Iterator[Engine]:
    engine = writer_engine(sqlite_url(tmp_path / "own.db"))
    with closing(sqlite3.connect(filled)) as first, closing(sqlite3.connect(tmp_path / "own.db")) as own:
        first.backup(own)
    yield engine
    engine.dispose()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_file_with_any_cells_blanked_changes_no_value_of_any_ledger(database: Engine, seed: int) -> None:
    """A blank in a required cell rejects its row; the key alone says which row is meant."""
    drawn, before = random.Random(seed), snapshot(database)
    result = load(database, _blanked(drawn))
    assert snapshot(database) == before
    assert not result.changes.changes_anything
    assert result.status != "stored"


# A text takes the way that is all its own; the workbooks are read by one library.
FORMATS = ["csv", *(pytest.param(kind, marks=pytest.mark.exhaustive) for kind in WRITERS if kind not in ("csv", "db"))]


@pytest.mark.parametrize("kind", FORMATS)
def test_so_does_a_file_of_any_format(database: Engine, tmp_path: Path, kind: str) -> None:
    before, files = snapshot(database), []
    for each, ledger in zip(_blanked(random.Random(kind)), LEDGERS, strict=True):
        table = Table(ledger.zh, [list(each.headers), *(list(row) for _number, row in each.rows)], ledger.key)
        files.append(tmp_path / f"{ledger.zh}.{kind}")
        files[-1].write_bytes(WRITERS[kind]([table]))
    result = load_files(database, files, today=TODAY, as_of=TODAY, accept_partial=True, same_case=True)
    assert (snapshot(database), result.changes.changes_anything) == (before, False)
    # Files of which no row was met would have changed nothing, either.
    assert len([each for each in result.ledgers if each.unchanged]) > len(LEDGERS) / 2


def _blanked(drawn: random.Random) -> list[Sheet]:
    """The good rows of every ledger, with cells blanked that are no part of a key."""
    sheets = []
    for ledger in LEDGERS:
        often = drawn.choice((0.1, 0.5, 1.0))
        # In a form / is an answer: the count does not apply.
        blanks = ("", None, "　") if ledger is REPORTED_COUNT else ("", None, "/", "—", "　")
        kept = [column.name in ledger.natural_key or (ledger.key in SCHEMES and column.required)
                for column in ledger.columns]  # fmt: skip
        rows = [[cell if stays or drawn.random() > often else drawn.choice(blanks)
                 for stays, cell in zip(kept, row, strict=True)] for row in good(ledger)]  # fmt: skip
        sheets.append(sheet_of(ledger, rows))
    return sheets


@pytest.mark.parametrize("seed", SEEDS)
def test_the_report_of_every_ledger_is_the_difference_of_the_database_and_undoing_restores_it(
    database: Engine, seed: int
) -> None:
    drawn, before = random.Random(seed), snapshot(database)
    whole = [rows_of(database, table) for table in (*(ledger.table for ledger in LEDGERS), monthly_tally)]
    sheets = [sheet_of(ledger, _changed(ledger, drawn)) for ledger in LEDGERS if ledger.key not in SCHEMES]
    result = load(database, sheets)
    assert result.status == "stored"
    assert_told(database, before, result)
    changed = {each.ledger for each in result.changes.units if each.new or each.changed or each.emptied}
    # What every other file would change is enough; a file of few good rows would show little.
    assert len(changed) > len(LEDGERS) / 2
    undo(database, str(result.load_no))
    assert [rows_of(database, table) for table in (*(ledger.table for ledger in LEDGERS), monthly_tally)] == whole


def _changed(ledger: Ledger, drawn: random.Random) -> Rows:
    """Rows that stand and a new one, with cells of other rows, emptied cells and other choices in them."""
    rows = [good_row(ledger, number, typed=True) for number in range(1, MOST_ROWS + 1)]
    for row in rows:
        for at, column in enumerate(ledger.columns):
            if column.name in ledger.natural_key or drawn.random() < 0.7:
                continue
            if column.kind == "code":
                row[at] = drawn.choice(column.codes)
            elif column.kind == "flag":
                row[at] = drawn.choice(("是", "否"))
            elif column.kind in ("integer", "decimal"):
                row[at] = drawn.randrange(1, 90)
            elif column.kind == "text" and column.name != "name":
                row[at] = f"改{drawn.randrange(9)}"
            if not column.required and drawn.random() < 0.3:
                row[at] = CLEAR_MARK["zh"]
    return rows
