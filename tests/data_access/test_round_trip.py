"""A city written into the template and loaded into an empty database gives the same figures, LibreOffice or not."""

from collections.abc import Mapping
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from data_access.demo import AS_OF
from data_access.ledgers.all import BY_KEY, LEDGERS
from data_access.loading.load import load_files
from data_access.store.engine import reader_engine, writer_engine
from data_access.store.tables import monthly_tally, unit
from data_access.upkeep.schema import migrate
from data_access.workbooks.filled_workbook import stored_ledgers, write_ledgers
from tests.data_access.libreoffice import saved_as
from tests.databases import sqlite_url

# The small city keeps all its ledgers, units and dates, and of the rows one in this many.
ONE_IN = 12
# What is doubtful in the demo city, for its stories; and of a city of fewer rows some first defendants, and some cases
# and officers that others name, are missing.
DOUBTFUL = {"spoke_absent", "attended_unheard", "other_unit", "no_first_party", "names_no_case", "names_nobody"}


def _tallies(engine: Engine) -> set[tuple[Any, ...]]:
    """Every figure, by the code of its unit."""
    figure = monthly_tally.c
    columns = (unit.c.code, figure.month, figure.tally_key, figure.facet, figure.value)
    with engine.connect() as connection:
        return {tuple(row) for row in connection.execute(select(*columns).join(unit, unit.c.unit_id == figure.unit_id))}


def _ledgers(url: str) -> dict[str, list[dict[str, Any]]]:
    engine = reader_engine(url)
    with engine.connect() as connection:
        tables = stored_ledgers(connection)
    engine.dispose()
    return tables


def _fewer(tables: Mapping[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """A smaller city: all units, duties, definitions and schemes, some of the rows, and what belongs to those."""
    whole = ("unit", "unit_alias", "archive_requirement", "reporting_duty", "counting_rule", "count_item", "indicator",
             "scheme", "scheme_item")  # fmt: skip
    few = {key: rows if key in whole else rows[::ONE_IN] for key, rows in tables.items()}
    for ledger in LEDGERS:
        if ledger.parent and ledger.key not in whole:
            of_parent = itemgetter(*BY_KEY[ledger.parent].natural_key)
            left = {of_parent(row) for row in few[ledger.parent]}
            few[ledger.key] = [row for row in tables[ledger.key] if of_parent(row) in left]
    return few


def _load(engine: Engine, path: Path) -> set[tuple[Any, ...]]:
    result = load_files(engine, [path], as_of=AS_OF, today=AS_OF)
    assert (result.status, result.problems) == ("stored", ())
    assert {warning.code for warning in result.warnings} <= DOUBTFUL
    return _tallies(engine)


def _empty_city(path: Path) -> Engine:
    engine = writer_engine(sqlite_url(path))
    migrate(engine)
    return engine


@pytest.mark.exhaustive
def test_the_whole_demo_city_gives_the_same_figures_after_a_round_trip(demo_url: str, tmp_path: Path) -> None:
    write_ledgers(tmp_path / "city.xlsx", _ledgers(demo_url))
    original, copied = reader_engine(demo_url), _empty_city(tmp_path / "copy.db")
    figures = _load(copied, tmp_path / "city.xlsx")
    assert len(figures) > 10_000
    assert figures == _tallies(original)
    copied.dispose()
    assert _ledgers(sqlite_url(tmp_path / "copy.db")) == _ledgers(demo_url)
    original.dispose()


@pytest.mark.exhaustive
def test_a_smaller_city_gives_the_same_figures_after_libreoffice_has_saved_it(
    demo_url: str, database: Engine, tmp_path: Path
) -> None:
    language = {"sqlite": "zh", "postgresql": "en"}[database.dialect.name]
    write_ledgers(tmp_path / "city.xlsx", _fewer(_ledgers(demo_url)), language)
    direct = _empty_city(tmp_path / "direct.db")
    figures = _load(direct, tmp_path / "city.xlsx")
    assert len(figures) > 1_000
    assert _load(database, saved_as("xlsx", tmp_path / "city.xlsx")) == figures
    with direct.connect() as before, database.connect() as after:
        assert stored_ledgers(after) == stored_ledgers(before)
    direct.dispose()
