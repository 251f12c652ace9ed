"""What is read of publications: which are in force, ranks over time, today beside them, and why ranks moved."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from data_access.asked.periods import Period
from data_access.publishing.publications import (
    as_published,
    latest_before,
    moves,
    publication_of,
    publications,
    published,
    published_ranks,
    rank_history,
    whole_period,
)
from data_access.publishing.publishing import publish
from data_access.reading.assessed import assess
from data_access.reading.reader import Reader, reading
from data_access.reading.viewer import ALL_SEEING, Viewer
from data_access.store.engine import writer_engine
from tests.data_access import assessed_city as city

pytestmark = pytest.mark.both_engines

SPRING, HALF_YEAR, JULY = "2025-01~2025-03", city.PERIOD, "2025-01~2025-07"
COUNTY = Viewer("C1", frozenset({"C1"}))
Ask = Callable[[Reader], Any]


@pytest.fixture(scope="module")
def engine(shared_database_url: str) -> Iterator[Engine]:
    """Three publications, the half year's superseded once; then 丁县 loses three heads and a new scheme comes."""
    engine = writer_engine(shared_database_url)
    city.fill(engine)
    # In spring no case was closed, so there is no loss to veto.
    publish(engine, SPRING, published_by=city.OFFICE, now=city.NOW)
    city.published(engine)
    city.published(engine, supersedes="2025-2", reason="更正")
    corrected = [city.case("C4", number, attended=number > 2) for number in range(10)]
    city.load(engine, city.of_ledger("litigation", corrected), *city.scheme(version=2, w_daily=30, w_annual=50))
    yield engine
    engine.dispose()


def _asked(engine: Engine, ask: Ask, viewer: Viewer = ALL_SEEING) -> Any:
    with reading(engine, viewer) as reader:
        return ask(reader)


def _period(code: str) -> Period:
    period = whole_period(code)
    assert period is not None
    return period


def test_all_are_listed_the_latest_period_first(engine: Engine) -> None:
    listed = _asked(engine, publications)
    assert listed["publication_no"].tolist() == ["2025-3", "2025-2", "2025-1"]
    assert listed["period"].tolist() == [HALF_YEAR, HALF_YEAR, SPRING]
    assert listed["superseded_by"].tolist() == [None, "2025-3", None]
    assert listed["supersedes"].tolist() == ["2025-2", None, None]
    assert listed["reason"].tolist() == ["更正", None, None]
    assert (listed["version_made"] - listed["data_version"]).tolist() == [1, 1, 1]
    assert set(listed["last"]) == {dt.date(2025, 6, 1), dt.date(2025, 3, 1)}


@pytest.mark.parametrize(
    ("code", "of", "before"),
    [
        (HALF_YEAR, "2025-3", "2025-1"),
        (SPRING, "2025-1", None),
        (JULY, None, "2025-3"),
        ("2025-01~2025-02", None, None),
        ("2026", None, "2025-3"),
        ("2025-02~2025-06", None, "2025-3"),
    ],
)
def test_the_publication_of_a_period_and_the_one_before_it(
    engine: Engine, code: str, of: str | None, before: str | None
) -> None:
    found = _asked(engine, lambda reader: (publication_of(reader, _period(code)), latest_before(reader, _period(code))))
    assert found == (of, before)


def test_a_publication_comes_back_whole(engine: Engine) -> None:
    found = _asked(engine, lambda reader: published(reader, "2025-3"))
    assert (found.publication_no, found.period.code, found.scheme.version) == ("2025-3", HALF_YEAR, 1)
    group = found.groups["counties"]
    assert group.table["code"].tolist() == ["C4", "C1", "C2", "C3"]
    assert group.inputs.marks["reason"].tolist() == ["演示扣分"] * 4
    assert group.vetoes["status"].tolist() == ["confirmed", "rejected"]


def test_texts_are_cut_to_the_viewers_units_and_figures_are_not(engine: Engine) -> None:
    group = _asked(engine, lambda reader: published(reader, "2025-3"), COUNTY).groups["counties"]
    texts = [
        (group.inputs.marks, "reason"), (group.inputs.marks, "assessor"), (group.inputs.events, "description"),
        (group.vetoes, "description"), (group.parts[group.parts["component"] == "annual"], "reason"),
    ]  # fmt: skip
    for frame, name in texts:
        assert set(frame.loc[frame[name].notna(), "code"]) <= {"C1"}
    assert group.table["score"].notna().all()
    assert group.inputs.marks["score"].notna().all()


def test_there_is_no_other_publication(engine: Engine) -> None:
    with pytest.raises(KeyError):
        _asked(engine, lambda reader: published(reader, "2025-9"))


def test_ranks_over_time_leave_out_what_was_superseded(engine: Engine) -> None:
    found = _asked(engine, lambda reader: rank_history(reader, "counties"))
    assert found["publication_no"].unique().tolist() == ["2025-1", "2025-3"]
    of_half_year = found[found["publication_no"] == "2025-3"].set_index("code")
    assert of_half_year["score_rank"].to_dict() == {"C4": 1, "C1": 2, "C2": 3, "C3": 4}
    assert of_half_year["award_place"].isna().to_dict() == {"C4": False, "C1": False, "C2": False, "C3": True}
    assert of_half_year.loc["C4", ["score", "grade", "eligible"]].tolist() == [88.6, "good", True]
    before = _asked(engine, lambda reader: published_ranks(reader, "counties", _period(JULY)))
    assert before["score_rank"].to_dict() == {"C4": 1, "C1": 2, "C2": 3, "C3": 4}
    assert (set(before["publication_no"]), set(found["doubt"])) == ({"2025-3"}, {""})


def test_a_group_that_was_never_published_has_no_ranks(engine: Engine) -> None:
    def ask(reader: Reader) -> tuple[int, int, int]:
        history = rank_history(reader, "municipal_departments")
        now = as_published(reader, "2025-3", "municipal_departments")
        return len(history), len(now), len(published_ranks(reader, "counties", _period(SPRING)))

    assert _asked(engine, ask) == (0, 0, 0)


def test_today_stands_beside_what_was_published_by_the_scheme_of_then(engine: Engine) -> None:
    found = _asked(engine, lambda reader: as_published(reader, "2025-3", "counties")).set_index("code")
    assert found.index.tolist() == ["C4", "C1", "C2", "C3"]
    assert found["score_published"].tolist() == [88.6, 77.3, 76.8, 57.3]
    assert found["score_now"].tolist() == [70.6, 77.3, 76.8, 57.3]
    assert found["rank_now"].tolist() == [3, 1, 2, 4]
    assert found["award_place_now"].fillna(0).tolist() == [3, 1, 2, 0]
    assert found["differs"].tolist() == [True, True, True, False]
    assert found["changed"].tolist() == [[("appearance_rate", 10, 10, 7, 10, "daily")], [], [], []]


def test_who_may_not_see_what_is_unpublished_sees_nothing_of_today(engine: Engine) -> None:
    found = _asked(engine, lambda reader: as_published(reader, "2025-3", "counties"), COUNTY)
    assert found["score_published"].tolist() == [88.6, 77.3, 76.8, 57.3]
    assert found[["score_now", "rank_now", "award_place_now", "eligible_now"]].isna().all(axis=None)
    assert (found["changed"].tolist(), found["differs"].any()) == ([[]] * 4, False)
    now = _asked(engine, lambda reader: assess(reader, "counties", _period(JULY)))
    assert _asked(engine, lambda reader: moves(reader, now, "2025-3"), COUNTY).empty


def test_a_move_is_explained_by_the_correction_and_the_new_scheme(engine: Engine) -> None:
    def ask(reader: Reader) -> Any:
        now = assess(reader, "counties", _period(JULY))
        assert now is not None
        return moves(reader, now, "2025-3").set_index("code")

    found = _asked(engine, ask)
    # As published 88.6, 77.3, 76.8; corrected 70.6; by the new scheme 71.8 for 甲's 81.7 and 乙's 78.4.
    assert found.loc["C4"].tolist() == [1, 3, -2, 0, 0, 0]
    assert found.loc["C1"].tolist() == [2, 1, 1, 0, 0, 0]
    steps = found[["corrected", "scheme", "own", "others"]].sum(axis=1)
    assert steps.tolist() == (found["rank_before"] - found["rank_now"]).tolist()


def test_without_publications_everything_is_empty(database: Engine) -> None:
    city.load(database, *city.scheme(), city.of_ledger("unit", [{"code": "C1", "name": "甲县", "kind": "county"}]))

    def ask(reader: Reader) -> list[Any]:
        period = _period(HALF_YEAR)
        return [len(publications(reader)), len(rank_history(reader, "counties")), latest_before(reader, period),
                publication_of(reader, period), len(published_ranks(reader, "counties", period))]  # fmt: skip

    assert _asked(database, ask) == [0, 0, None, None, 0]
