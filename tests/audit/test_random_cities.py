"""Random small cities, counted and scored twice: by the product, and in plain Python from the text of the rules.

``make test-all`` looks at fifty of them. A difference is a fault of one of the two; its city is made again by its seed.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from data_access.store.engine import writer_engine
from tests.audit.random_city import GROUPS, load_city, random_city
from tests.audit.random_differences import Loaded, days_of_units, figures, scores, touched_only, which_rows_count
from tests.cases import left_for_all
from tests.databases import sqlite_url

# Seed and number of loads: five in every run, most of them in one load, for counting takes longest.
EVERY_RUN = ((0, 2), (1, 2), (2, 1), (3, 1), (4, 1))
CITIES = [*EVERY_RUN, *(left_for_all((seed, 3)) for seed in range(len(EVERY_RUN), 50))]
COUNTIES, *OTHERS, DEPARTMENTS = GROUPS


@pytest.fixture(scope="module", params=CITIES, ids=lambda case: f"city{case[0]}")
def loaded(
    request: pytest.FixtureRequest, migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Loaded]:
    """A city in its database; a test that changes it takes its change back."""
    city = random_city(*request.param)
    engine = writer_engine(sqlite_url(Path(shutil.copy(migrated_file, tmp_path_factory.mktemp("city") / "city.db"))))
    load_city(engine, city)
    with engine.connect() as connection:
        yield Loaded(city, connection)
    engine.dispose()


def test_every_figure_and_every_blank_row_is_what_the_recount_finds(loaded: Loaded) -> None:
    assert days_of_units(loaded) == []
    assert which_rows_count(loaded) == []
    assert figures(loaded) == []


def test_counting_what_the_loads_touched_ends_where_counting_everything_does(loaded: Loaded) -> None:
    assert touched_only(loaded) == []


@pytest.mark.parametrize("group", [COUNTIES, DEPARTMENTS, *map(left_for_all, OTHERS)])
def test_every_score_place_veto_and_missing_item_follows_from_the_rows(loaded: Loaded, group: str) -> None:
    assert list(scores(loaded, group)) == []
