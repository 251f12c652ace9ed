"""Lists behind the disputes page: opinions that wait, joint meetings, time limits; cut to the viewer's scope."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from data_access.asked.periods import Period
from data_access.reading.dispute_lists import joint_meetings, unanswered_opinions
from data_access.reading.extent import Extent
from data_access.reading.mergers import counted_units, units_under
from data_access.reading.reader import Reader, reading
from data_access.reading.viewer import ALL_SEEING, Viewer
from data_access.store.engine import reader_engine

AS_OF = dt.date(2026, 10, 31)
YEAR = Period("year", dt.date(2026, 1, 1), dt.date(2026, 10, 1))
CITY = Extent("city")


@contextmanager
def reader_of(url: str, viewer: Viewer = ALL_SEEING) -> Iterator[Reader]:
    engine = reader_engine(url)
    with reading(engine, viewer) as reader:
        yield reader
    engine.dispose()


@pytest.fixture
def demo(demo_url: str) -> Iterator[Reader]:
    with reader_of(demo_url) as reader:
        yield reader


def own(reader: Reader, code: str) -> Extent:
    return Extent("whole", tuple(units_under(counted_units(reader, ()), code)))


def test_opinions_without_an_answer_are_listed_from_the_longest_overdue(demo: Reader) -> None:
    found = unanswered_opinions(demo, CITY, AS_OF)
    assert list(found.columns) == ["code", "unit", "case_no", "due_on"]
    assert found["due_on"].is_monotonic_increasing
    assert (found["due_on"] < AS_OF).any()
    assert (found["due_on"] > AS_OF).any()


def test_on_an_earlier_day_those_answered_since_still_waited_and_later_ones_were_not_given(demo: Reader) -> None:
    day = dt.date(2026, 3, 31)
    then, now = unanswered_opinions(demo, CITY, day), unanswered_opinions(demo, CITY, AS_OF)
    # Due on 2026-03-13, answered on 2026-04-09.
    assert "澄衡政复〔2025〕132号" in set(then["case_no"])
    assert "澄衡政复〔2025〕132号" not in set(now["case_no"])
    assert not set(now.loc[now["due_on"] > AS_OF, "case_no"]) & set(then["case_no"])


def test_an_extent_lists_its_own_and_nobody_lists_nothing(demo: Reader) -> None:
    assert set(unanswered_opinions(demo, own(demo, "C07"), AS_OF)["code"].str[:3]) == {"C07"}
    assert unanswered_opinions(demo, Extent("own", ()), AS_OF).empty
    meetings = joint_meetings(demo, own(demo, "C07"), YEAR)
    assert set(meetings["code"]) == {"C07"}
    assert joint_meetings(demo, Extent("own", ()), YEAR).empty


def test_meetings_are_those_of_the_period_the_latest_first(demo: Reader) -> None:
    found = joint_meetings(demo, CITY, YEAR)
    assert found["held_on"].between(YEAR.first, AS_OF).all()
    assert found["held_on"].is_monotonic_decreasing
    assert len(found) == found[["code", "meeting_no"]].drop_duplicates().shape[0]


def test_who_may_see_no_rows_gets_none(demo_url: str) -> None:
    with reader_of(demo_url, Viewer("outsider", frozenset())) as reader:
        assert unanswered_opinions(reader, CITY, AS_OF).empty
        assert joint_meetings(reader, CITY, YEAR).empty


def test_a_unit_sees_its_own_rows_only(demo_url: str) -> None:
    with reader_of(demo_url, Viewer("county", frozenset({"C07"}))) as reader:
        assert set(joint_meetings(reader, CITY, YEAR)["code"]) == {"C07"}
