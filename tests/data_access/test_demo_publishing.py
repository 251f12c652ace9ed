"""What the demo city has published, and the correction that changed a published place since."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from data_access import demo
from data_access.asked.periods import Period
from data_access.demo import stories
from data_access.demo.publishing import PUBLISHED_BY, TAKEN_BACK
from data_access.publishing.publication_check import verify, walk
from data_access.publishing.publication_refusals import Lacking, NotPublishable
from data_access.publishing.publications import as_published, moves, publications, published, rank_history, whole_period
from data_access.publishing.publishing import Order, preview
from data_access.publishing.stamps import verify_stamp
from data_access.reading.assessed import Assessed, assess
from data_access.reading.reader import Reader, reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import reader_engine, writer_engine

HALF_YEAR = "2026-1"
GROUPS = ["counties", "municipal_departments"]


@pytest.fixture(scope="module")
def engine(demo_url: str) -> Iterator[Engine]:
    engine = reader_engine(demo_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def reader(engine: Engine) -> Iterator[Reader]:
    with reading(engine, ALL_SEEING) as reader:
        yield reader


def _now(reader: Reader, group: str) -> Assessed:
    found = assess(reader, group, Period("custom", demo.AS_OF.replace(month=1, day=1), demo.AS_OF.replace(day=1)))
    assert found is not None
    return found


def test_two_years_and_a_half_year_are_published_by_an_office(reader: Reader) -> None:
    listed = publications(reader)
    assert listed["period"].tolist() == ["2026-01~2026-06", "2025-01~2025-12", "2024-01~2024-12"]
    assert listed["publication_no"].tolist() == [HALF_YEAR, "2025-1", "2024-1"]
    assert set(listed["published_by"]) == {PUBLISHED_BY}
    assert [list(published(reader, number).groups) for number in listed["publication_no"]] == [GROUPS] * 3


@pytest.mark.parametrize("group", GROUPS)
def test_every_published_unit_has_a_score_and_every_veto_a_decision(reader: Reader, group: str) -> None:
    for number in publications(reader)["publication_no"]:
        found = published(reader, number).groups[group]
        assert found.table["score"].notna().all()
        assert found.table["complete"].all()
        assert "proposed" not in set(found.vetoes["status"])
    history = rank_history(reader, group)
    assert history["publication_no"].unique().tolist() == ["2024-1", "2025-1", HALF_YEAR]


def test_some_veto_is_rejected_with_its_reason(reader: Reader) -> None:
    vetoes = published(reader, HALF_YEAR).groups["municipal_departments"].vetoes
    rejected = vetoes[vetoes["status"] == "rejected"]
    assert len(rejected) > 0
    assert rejected["description"].notna().all()
    assert not rejected["in_force"].any()


def test_the_correction_moves_a_published_place_and_says_why(reader: Reader) -> None:
    found = as_published(reader, HALF_YEAR, "counties").set_index("code")
    corrected = found.loc[stories.CORRECTED]
    assert (corrected["rank_published"], corrected["rank_now"]) == (3, 4)
    changed = {each.key: each for each in corrected["changed"]}
    # Three were corrected; in one of them the head of another defendant was in court.
    assert changed["appearance_rate"][1:5] == (20, 20, 18, 20)
    others = found[found["differs"]].index.drop(stories.CORRECTED)
    assert others.tolist() == ["C01"]
    assert found.loc["C01", "changed"] == []


@pytest.mark.one_in(3)
@pytest.mark.parametrize("number", ["2024-1", "2025-1", HALF_YEAR])
def test_each_publication_can_be_proved(engine: Engine, number: str) -> None:
    found = verify(engine, number)
    assert (found.sound, bool(found.today)) == (True, number == HALF_YEAR)


def test_the_three_publications_are_linked_from_the_first_to_the_last(engine: Engine) -> None:
    found = walk(engine)
    assert found.sound
    assert dict(found.chain.standings) == {"2024-1": "first", "2025-1": "linked", HALF_YEAR: "linked"}


def test_its_first_version_is_named_by_the_load_that_replaced_it(demo_copy_url: str) -> None:
    engine = writer_engine(demo_copy_url)
    first = verify_stamp(engine, 1)
    assert first.standing == "replaced"
    assert first.load_no is not None
    engine.dispose()


def test_the_running_year_cannot_be_published_yet(demo_copy_url: str) -> None:
    engine = writer_engine(demo_copy_url)
    with pytest.raises(NotPublishable) as refusal:
        preview(engine, Order("2026-01~2026-10", PUBLISHED_BY))
    engine.dispose()
    missing = [(each.key, each.state) for each in refusal.value.obstacles if isinstance(each, Lacking)]
    assert sorted(missing) == sorted((item, "missing") for _, item, _ in TAKEN_BACK)


def test_in_the_running_year_vetoes_are_decided_open_and_open_again(reader: Reader) -> None:
    vetoes = _now(reader, "counties").vetoes
    computed = vetoes[vetoes["source"].eq("computed") & ~vetoes["outdated"]]
    assert set(computed["status"]) == {"confirmed", "proposed"}
    assert set(computed.loc[computed["status"] == "proposed", "reopened"]) == {True, False}


@pytest.mark.parametrize("group", GROUPS)
def test_every_move_since_is_explained_to_the_place(reader: Reader, group: str) -> None:
    found = moves(reader, _now(reader, group), HALF_YEAR)
    assert found["rank_now"].notna().all()
    steps = found[["corrected", "scheme", "own", "others"]].sum(axis=1)
    assert steps.tolist() == (found["rank_before"] - found["rank_now"]).tolist()
    assert (found["corrected"] != 0).any()


def test_every_published_period_is_over_at_the_date_of_the_data(reader: Reader) -> None:
    for row in publications(reader).itertuples():
        period = whole_period(row.period)
        assert period is not None
        assert (period.first, period.last) == (row.first, row.last)
        assert row.last < row.as_of == demo.AS_OF
