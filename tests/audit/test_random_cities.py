"""Random small cities, counted and scored twice: by the product, and in plain Python from the text of the rules.

``make test-all`` looks at fifty of them. A difference is a fault of one of the two; its city is made again by its seed.
"""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from data_access.store.engine import writer_engine
from tests.audit.random_changes import changed, decide_vetoes, leave_cells_blank, leave_out_a_month
from tests.audit.random_city import GROUPS, load_city, random_city
from tests.audit.random_differences import (
    Loaded,
    answers_for,
    days_of_units,
    figures,
    said_standings,
    scores,
    touched_only,
    which_rows_count,
)
from tests.cases import left_for_all
from tests.databases import sqlite_url

# Seed and number of loads: three in every run, fifty with ``--all``.
EVERY_RUN = ((0, 2), (1, 2), (2, 1))
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


@pytest.mark.one_in(3)
def test_every_figure_and_every_blank_row_is_what_the_recount_finds(loaded: Loaded) -> None:
    assert days_of_units(loaded) == []
    assert which_rows_count(loaded) == []
    assert figures(loaded) == []


@pytest.mark.one_in(3)
def test_counting_what_the_loads_touched_ends_where_counting_everything_does(loaded: Loaded) -> None:
    assert touched_only(loaded) == []


@pytest.mark.one_in(3)
@pytest.mark.parametrize("group", [COUNTIES, DEPARTMENTS, *map(left_for_all, OTHERS)])
def test_every_score_place_veto_and_missing_item_follows_from_the_rows(loaded: Loaded, group: str) -> None:
    assert list(scores(loaded, group)) == []


@pytest.mark.one_in(3)
@pytest.mark.parametrize("group", [COUNTIES, *map(left_for_all, [*OTHERS, DEPARTMENTS])])
def test_decided_vetoes_take_the_award_place_while_their_figure_stands(loaded: Loaded, group: str) -> None:
    with changed(loaded) as now:
        decide_vetoes(now, group)
        decided = Loaded(loaded.city, loaded.connection)
        assert list(scores(decided, group)) == []


@pytest.mark.exhaustive
def test_who_hands_in_a_month_less_gains_nothing(loaded: Loaded) -> None:
    before = {group: said_standings(loaded, group) for group in GROUPS}
    with changed(loaded) as now:
        reporter = leave_out_a_month(now, random.Random(loaded.city.seed))
        after = {group: said_standings(now, group) for group in GROUPS}
    concerned = {unit["code"] for unit in loaded.by_hand.units.values() if answers_for(loaded, reporter, unit)}
    for group, code in ((each, code) for each in GROUPS for code in concerned & after[each].keys()):
        was, now_is = before[group][code], after[group][code]
        assert now_is.score is None or (was.score is not None and now_is.score <= was.score), (group, code)
        assert was.eligible or not now_is.eligible, (group, code)
        # Another unit may lose more: a co-defendant whose case a head of this one attended.
        others = [other for other in after[group] if other != code]
        others_stand = all(before[group][other].score == after[group][other].score for other in others)
        assert not others_stand or now_is.place is None or now_is.place >= (was.place or 1), (group, code)


@pytest.mark.exhaustive
def test_who_leaves_a_third_of_a_deciding_column_blank_gains_nothing_without_a_mark(loaded: Loaded) -> None:
    before = {group: said_standings(loaded, group) for group in GROUPS}
    with changed(loaded) as now:
        column = leave_cells_blank(now, random.Random(loaded.city.seed))
        after = {group: said_standings(now, group) for group in GROUPS}
    for group in GROUPS:
        for code, now_is in after[group].items():
            was = before[group][code]
            rose = now_is.score is not None and (was.score is None or now_is.score > was.score)
            assert not rose or now_is.marked, (column, group, code)
            gained = now_is.place is not None and now_is.place < (was.place or 99)
            assert not gained or any(each.marked for each in after[group].values()), (column, group, code)
