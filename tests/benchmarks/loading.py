"""A load of suits against a bare insert of the same rows: ``python -m tests.benchmarks.loading [--suits 200000]``.

The bare insert is the driver's own, into the same table with the same indexes and without tallies: what no load can
undercut. A second one writes the tallies, too, as they were counted. All are measured by the clock and by the
processor, which other programs on the machine disturb less; of each insert the median of three counts. Trust the
ratios, not the seconds.
"""

import argparse
import datetime as dt
import sqlite3
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time

import pandas as pd
from sqlalchemy import Engine, Table, select

from data_access.demo.city import build_units
from data_access.demo.litigation import generate_litigation
from data_access.demo.publishing import sheets_of
from data_access.demo.reconsideration import generate_reconsideration
from data_access.demo.streams import AS_OF, SEED, as_frame
from data_access.files.sources import Sheet
from data_access.ledgers.all import BY_KEY
from data_access.ledgers.litigation import LITIGATION
from data_access.loading.load import load_sheets
from data_access.store.engine import writer_engine
from data_access.store.tables import monthly_tally
from data_access.upkeep.schema import migrate
from tests.databases import sqlite_url

SUITS, INSERTS = 200_000, 3
# The demo city has some 3,000 suits at once its rows.
SUITS_OF_ONE = 3_000


@dataclass(frozen=True)
class Span:
    """Seconds by the clock and of the processor."""

    clock: float
    processor: float


def measured(work: Callable[[], object]) -> Span:
    clock, processor = perf_counter(), process_time()
    work()
    return Span(perf_counter() - clock, process_time() - processor)


def suits(number: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The units of the demo city, and so many suits of theirs."""
    units = build_units(1)
    _decided, sued = generate_reconsideration(units, SEED, 1)
    columns = generate_litigation(units, SEED, number // SUITS_OF_ONE + 1, sued)
    return units.frame, as_frame(BY_KEY["litigation"], columns).head(number)


def with_units(path: Path, units: pd.DataFrame) -> Engine:
    engine = writer_engine(sqlite_url(path))
    migrate(engine)
    _load(engine, sheets_of({"unit": units}))
    return engine


def _load(engine: Engine, sheets: list[Sheet]) -> None:
    result = load_sheets(engine, sheets, as_of=AS_OF, today=AS_OF)
    if result.problems:
        raise RuntimeError(f"expected suits without problems, got {result.problems[:3]}")


@dataclass(frozen=True)
class Stored:
    """Rows of a table as the driver takes them."""

    table: str
    names: list[str]
    rows: list[tuple[object, ...]]

    @property
    def statement(self) -> str:
        marks = ", ".join("?" * len(self.names))
        return f"INSERT INTO {self.table} ({', '.join(self.names)}) VALUES ({marks})"  # noqa: S608


def insert_bare(path: Path, units: pd.DataFrame, *tables: Stored) -> Span:
    """As a load stores them: one transaction, references checked, on the disk at its end."""
    with_units(path, units).dispose()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")

    def insert() -> None:
        connection.execute("BEGIN IMMEDIATE")
        for each in tables:
            connection.executemany(each.statement, each.rows)
        connection.execute("COMMIT")

    span = measured(insert)
    connection.close()
    return span


def stored(engine: Engine, table: Table) -> Stored:
    """What stands in a table; without the number of a load, which the bare table has not."""
    columns = [column for column in table.c if column.name != "load_id"]
    with engine.connect() as connection:
        rows = connection.execute(select(*columns)).all()
    plain = [tuple(value.isoformat() if isinstance(value, dt.date) else value for value in row) for row in rows]
    return Stored(table.name, [column.name for column in columns], plain)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure a load against a bare insert of the same rows.")
    parser.add_argument("--suits", type=int, default=SUITS)
    units, frame = suits(parser.parse_args().suits)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        engine = with_units(Path(folder) / "loaded.db", units)
        sheets = sheets_of({"litigation": frame})
        load = measured(lambda: _load(engine, sheets))
        rows, tallies = stored(engine, LITIGATION.table), stored(engine, monthly_tally)
        engine.dispose()
        size = (Path(folder) / "loaded.db").stat().st_size / 1e6
        bare = {
            label: [insert_bare(Path(folder) / f"{label}{n}.db", units, *tables) for n in range(INSERTS)]
            for label, tables in (("rows", (rows,)), ("rows and tallies", (rows, tallies)))
        }
    print(f"{len(rows.rows):,} suits, {len(tallies.rows):,} tallies, {size:.0f} MB")
    for label, spans in bare.items():
        print(f"{label:22}{'load s':>10}{'insert s':>10}{'ratio':>10}")
        for name in ("clock", "processor"):
            spent, floor = getattr(load, name), statistics.median(getattr(each, name) for each in spans)
            print(f"  {name:20}{spent:10.1f}{floor:10.1f}{spent / floor:10.2f}")


if __name__ == "__main__":
    main()
