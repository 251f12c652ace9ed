"""A few of the damaged files of ``python -m tests.fuzz`` in every test run, by the same code."""

from pathlib import Path

import pytest
from sqlalchemy import update

from data_access.store.tables import database_state
from tests.data_access.hostile_files import book, good_and
from tests.fuzz.__main__ import run
from tests.fuzz.trial import City

FILES = 200


def test_damaged_files_are_refused_or_stored_whole(tmp_path: Path) -> None:
    city = City(tmp_path)
    run(city, FILES)
    assert city.outcomes["stored"] > 0
    assert city.outcomes["refused"] > 0


def test_the_trial_sees_a_file_that_is_stored_by_halves(tmp_path: Path) -> None:
    city = City(tmp_path)
    with city.engine.begin() as connection:
        connection.execute(update(database_state).values(data_version=7))
    with pytest.raises(AssertionError):
        city.try_file("台账.xlsx", book(good_and(审结日期="明天")), accept_partial=False)
