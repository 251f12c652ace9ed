"""The demo city can be assessed: its schemes are sound, its scores are spread, and its veto stories can be found."""

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select

from assessment.eligibility import NOT_REPORTED
from assessment.scheme_faults import faults
from data_access import demo
from data_access.asked.periods import Period
from data_access.demo import stories
from data_access.reading.assessed import Assessed, assess
from data_access.reading.assessment_inputs import schemes
from data_access.reading.reader import Reader
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import reader_engine
from data_access.store.tables import publication, publication_rank, unit
from tests.data_access.demo_figures import city as generated

GROUPS = ("counties", "municipal_departments")
HALF_YEAR = Period("custom", stories.PUBLISHED[0], stories.PUBLISHED[1].replace(day=1))


@pytest.fixture(scope="module")
def city(demo_url: str) -> Iterator[Engine]:
    engine = reader_engine(demo_url)
    yield engine
    engine.dispose()


def _assess(engine: Engine, group: str, period: Period) -> Assessed:
    with engine.connect() as connection:
        found = assess(Reader(connection, ALL_SEEING), group, period)
    assert found is not None
    return found


def _year(year: int) -> Period:
    return Period("year", dt.date(year, 1, 1), min(dt.date(year, 12, 1), demo.AS_OF.replace(day=1)))


def test_every_year_has_a_sound_scheme_for_both_groups(city: Engine) -> None:
    with city.connect() as connection:
        found = schemes(Reader(connection, ALL_SEEING))
    assert [scheme.year for scheme in found] == [2026, 2025, 2024]
    assert [(faults(scheme), sorted(scheme.groups)) for scheme in found] == [([], sorted(GROUPS))] * 3


@pytest.mark.one_in(3)
@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_scores_are_spread_and_every_unit_that_is_still_there_has_one(city: Engine, year: int, group: str) -> None:
    table = _assess(city, group, _year(year)).table
    standing = table[table["code"] != "M-rural_revitalisation"]
    assert standing["score"].between(45, 95).all()
    assert standing["score"].max() - standing["score"].min() > 10
    assert standing["score"].nunique() > 0.9 * len(standing)


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("year", [2024, 2025])
def test_the_vetoes_of_closed_years_are_decided_with_the_figures_that_still_stand(
    city: Engine, year: int, group: str
) -> None:
    found = _assess(city, group, _year(year))
    computed = found.vetoes[found.vetoes["source"] == "computed"]
    # Beside the proposals stand the units of which nobody can say whether they would be one; a proposal may rest on a
    # figure with blank rows, too.
    computed = computed[computed["status"] != NOT_REPORTED]
    assert len(computed) == len(found.proposals) > 0
    assert set(computed["status"]) <= {"confirmed", "rejected"}
    assert not computed[["reopened", "outdated"]].any(axis=None)


def test_of_the_running_year_one_computed_veto_is_decided_and_the_single_case_is_open(city: Engine) -> None:
    vetoes = _assess(city, "counties", _year(2026)).vetoes
    computed = vetoes[vetoes["source"] == "computed"].set_index(["code", "clause"])
    decided = computed[(computed["status"] != "proposed") & ~computed["outdated"]]
    assert [*decided.index] == [(stories.FALLING, "loss")]
    assert decided["in_force"].all()
    single = computed.loc[(stories.SINGLE_CASE, "loss")]
    assert (single["figure"], single["status"], bool(single["few"]), bool(single["one_case"])) == (
        "2/9", "proposed", True, True,
    )  # fmt: skip
    assert (stories.RARELY_IN_COURT, "appearance") in computed.index


def test_recorded_vetoes_are_in_force_lifted_and_under_appeal(city: Engine) -> None:
    found = {
        (row.code, row.status): bool(row.in_force)
        for group in GROUPS
        for row in _assess(city, group, _year(2026)).vetoes.query("source == 'recorded'").itertuples()
    }
    assert found == {("C06", "confirmed"): True, ("M-housing", "lifted"): False, ("M-transport", "appealed"): True}


def test_a_sum_of_adjustments_is_cut_to_the_cap(city: Engine) -> None:
    table = _assess(city, "counties", _year(2025)).table.set_index("code")
    assert table.loc["C04", "adjustment"] == 5


def test_in_the_running_year_two_departments_still_lack_a_mark(city: Engine) -> None:
    parts = _assess(city, "municipal_departments", _year(2026)).scores.parts
    missing = parts[parts["state"] == "missing"]
    assert sorted(zip(missing["code"], missing["key"], strict=True)) == [
        ("M-civil_defence", "disclosure"), ("M-sports", "training"),
    ]  # fmt: skip
    assert _assess(city, "counties", _year(2026)).table["complete"].all()
    assert _assess(city, "municipal_departments", _year(2025)).table["complete"].all()


def test_the_correction_takes_a_county_out_of_the_first_three(city: Engine) -> None:
    place = publication_rank.c
    mine = select(place.score_rank).join(unit, place.unit_id == unit.c.unit_id).where(unit.c.code == stories.CORRECTED)
    half_year = mine.join(publication, place.publication_no == publication.c.publication_no).where(
        publication.c.period == HALF_YEAR.code
    )
    with city.connect() as connection:
        published = connection.execute(half_year).scalar_one()
    today = _assess(city, "counties", HALF_YEAR).table.set_index("code")["rank"]
    assert (published, today[stories.CORRECTED]) == (3, 4)


@pytest.mark.long
def test_awards_of_closed_years_went_to_units_that_were_eligible_and_ahead(city: Engine) -> None:
    uses = generated()["use_of_result"]
    awards = uses[uses["kind"] == "award"]
    assert set(awards["year"]) == {2024, 2025}
    for year, own in awards.groupby("year"):
        places = _assess(city, "counties", _year(int(str(year)))).table.set_index("code")["award_place"]
        assert places[own["unit_id"]].max() <= 2
