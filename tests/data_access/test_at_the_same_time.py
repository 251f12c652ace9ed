"""Readers while loads commit: no error, and each page sees the figures of exactly one data version."""

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from sqlalchemy import Engine

from data_access.asked.periods import Period
from data_access.asked.selection import Selection
from data_access.loading.load import load_sheets
from data_access.reading.figures import indicator_counts, indicator_months
from data_access.reading.reader import reading
from data_access.reading.records import record_page
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import reader_engine
from tests.cases import left_for_all
from tests.data_access.ledger_sheets import case, cases, units

pytestmark = pytest.mark.both_engines

READERS, SOME_READERS = 20, 6
LOADS = 3
# A reader who never saw the last version has looked so often in vain; no test runs for ever.
MOST_LOOKS = 2_000
TODAY = dt.date(2026, 10, 31)
YEAR = Period("year", dt.date(2026, 1, 1), dt.date(2026, 10, 1))
COUNTIES = Selection(YEAR, "last_year", "counties", unit="C01")
INDICATOR = "direct_correction_rate"
UNITS = ("C01-nr", "C01-mr", "C02-nr")
CASES = 12

# Data version, then: corrected and all cases of the city, of both counties, by month, and in the list of one county.
Seen = tuple[int, int, int, int, int, int]


def _ledger(version: int) -> list[dict[str, object]]:
    """The version can be told from any sum: of each unit's cases so many are corrected, and all have another month."""
    rows = []
    for unit in UNITS:
        for number in range(CASES):
            outcome = "撤销" if number < version else "维持"
            rows.append(case(f"{unit}-{number}", unit, 审理结果=outcome, 审结日期=f"2026-{1 + version:02}-05"))
    return rows


def _load(engine: Engine, version: int) -> None:
    sheets = [cases(*_ledger(version))] if version > 1 else [units(), cases(*_ledger(version))]
    assert load_sheets(engine, sheets, today=TODAY, as_of=TODAY).data_version == version


def _expected(version: int) -> Seen:
    corrected = version * len(UNITS)
    return version, corrected, CASES * len(UNITS), corrected, 1 + version, 2 * version


def _look(engine: Engine) -> Seen:
    """One page: state, rates, months and rows, each by a statement of its own."""
    with reading(engine, ALL_SEEING) as reader:
        version = reader.state().data_version
        rates = indicator_counts(reader, COUNTIES, [INDICATOR])
        months = indicator_months(reader, [INDICATOR], YEAR.first, YEAR.last)
        rows = record_page(reader, "reconsideration", "C01", YEAR, YEAR.last)[0]
    city, members = (rates[rates["level"] == level] for level in ("city", "member"))
    return (
        version,
        int(city["numerator"].sum()),
        int(members["denominator"].sum()),
        int(months["numerator"].sum()),
        int(months["month"].item().month),
        int(rows["outcome"].eq("revoked").sum()),
    )


@pytest.fixture
def readers(migrated_database_url: str) -> Iterator[Engine]:
    """The dashboard's one engine."""
    engine = reader_engine(migrated_database_url)
    yield engine
    engine.dispose()


@pytest.mark.parametrize("number", [SOME_READERS, left_for_all(READERS)])
def test_readers_see_one_version_each_time_while_loads_commit(database: Engine, readers: Engine, number: int) -> None:
    _load(database, 1)
    together, loaded = Barrier(number + 1), Event()

    def look_until_loaded() -> set[Seen]:
        seen = {_look(readers)}
        together.wait()
        for _look_no in range(MOST_LOOKS):
            last = loaded.is_set()
            seen.add(_look(readers))
            if last:
                break
        return seen

    with ThreadPoolExecutor(number) as pool:
        pages = [pool.submit(look_until_loaded) for _reader in range(number)]
        together.wait()
        for version in range(2, LOADS + 1):
            _load(database, version)
        loaded.set()
        seen = [page.result() for page in pages]
    every = set().union(*seen)
    assert every <= {_expected(version) for version in range(1, LOADS + 1)}
    assert all({_expected(1), _expected(LOADS)} <= one for one in seen)
    # They did not only look before and after.
    assert len(every) > 2
