"""The planted stories hold: each is recomputed in plain pandas from the frames."""

import datetime as dt
from fractions import Fraction

import pandas as pd
import pytest

from data_access import demo
from data_access.demo import stories
from data_access.demo.stories import STORIES, Figure, Story
from tests.data_access.demo_cases import COUNTED
from tests.data_access.demo_figures import (
    Frames,
    city,
    county_rates,
    overdue_items,
    paper_closures,
    rate,
    within,
)

YEAR = (dt.date(2026, 1, 1), demo.AS_OF)
ALL_FIGURES = [(story, figure) for story in STORIES for figure in story.figures]


@pytest.fixture(scope="module")
def frames() -> Frames:
    return city()


def shares(bases: dict[str, tuple[int, int]]) -> dict[str, Fraction]:
    return {county: Fraction(*base) for county, base in bases.items()}


def vetoed_for_loss(losses: dict[str, Fraction], average: Fraction) -> set[str]:
    """Above the average and among the first three by competition ranking."""
    return {
        county for county, loss in losses.items()
        if loss > average and sum(other > loss for other in losses.values()) < 3
    }  # fmt: skip


@pytest.mark.parametrize(("story", "figure"), ALL_FIGURES, ids=lambda value: getattr(value, "key", None))
def test_the_figures_of_a_story_are_found_in_the_rows(frames: Frames, story: Story, figure: Figure) -> None:
    found: float
    if figure.indicator == "paper_closures":
        found = len(paper_closures(frames, story.unit, figure.first, figure.last))
    elif figure.indicator == "overdue_items":
        found = len(within(overdue_items(frames, story.unit, demo.AS_OF), "assigned_on", figure.first, figure.last))
    elif figure.indicator in COUNTED:
        found = COUNTED[figure.indicator](frames, story.unit, figure.first, figure.last)
    else:
        base = rate(frames, figure.indicator, story.unit, figure.first, figure.last)
        assert figure.base in (None, base)
        found = base[0] / base[1]
    assert figure.low <= found <= figure.high


def test_stories_name_units_that_exist_and_say_what_a_reader_finds(frames: Frames) -> None:
    assert {story.unit for story in STORIES} <= set(frames["unit"]["code"])
    names = frames["unit"].set_index("code")["name"]
    assert all(names[story.unit] in story.finds for story in STORIES)
    assert len({story.key for story in STORIES}) == len(STORIES)


@pytest.mark.parametrize(
    ("county", "improves"), [(stories.IMPROVING, True), (stories.FALLING, False)], ids=["improving", "falling"]
)
@pytest.mark.parametrize(
    ("indicator", "higher_is_better"),
    [("loss_rate", False), ("appearance_rate", True), ("rectification_on_time_rate", True)],
)
def test_a_county_moves_in_one_direction_for_three_years(
    frames: Frames, county: str, improves: bool, indicator: str, higher_is_better: bool
) -> None:
    yearly = [
        Fraction(*rate(frames, indicator, county, dt.date(year, 1, 1), dt.date(year, 12, 31)))
        for year in (2023, 2024, 2025, 2026)
    ]
    assert yearly == sorted(set(yearly), reverse=improves != higher_is_better)


@pytest.mark.one_in(2)
@pytest.mark.parametrize("size", [1, 2])
def test_one_case_decides_the_veto_of_a_small_county(size: int) -> None:
    frames = city(size)
    bases = county_rates(frames, "loss_rate", *YEAR)
    lost, closed = bases[stories.SINGLE_CASE]
    all_lost, all_closed = rate(frames, "loss_rate", None, *YEAR)
    assert closed < 10
    assert stories.SINGLE_CASE in vetoed_for_loss(shares(bases), Fraction(all_lost, all_closed))
    flipped = shares(bases) | {stories.SINGLE_CASE: Fraction(lost - 1, closed)}
    assert stories.SINGLE_CASE not in vetoed_for_loss(flipped, Fraction(all_lost - 1, all_closed))


def test_one_county_is_rarely_in_court_and_the_veto_fires_for_some_not_for_most(frames: Frames) -> None:
    rates = shares(county_rates(frames, "appearance_rate", *YEAR))
    average = Fraction(*rate(frames, "appearance_rate", None, *YEAR))
    assert min(rates, key=lambda county: rates[county]) == stories.RARELY_IN_COURT
    assert rates[stories.RARELY_IN_COURT] < average
    assert all(0.6 <= value <= 1 for value in rates.values())
    below = [county for county, value in rates.items() if value < average]
    assert 3 <= len(below) <= 6


def test_a_department_closes_on_paper_and_no_other_unit_does_so_often(frames: Frames) -> None:
    texts = frames["rectification"].dropna(subset="closure_text")
    repeated = texts[texts["closure_text"].duplicated(keep=False)]
    assert set(repeated["unit_id"]) == {stories.PAPER_CLOSER}
    own = texts[texts["unit_id"].eq(stories.PAPER_CLOSER)]
    this_year = within(own, "due_on", *YEAR)
    assert len(paper_closures(frames, stories.PAPER_CLOSER, *YEAR)) == len(this_year) > 0


def test_a_warned_site_has_neither_mended_its_unit_nor_exchanged_for_two_years(frames: Frames) -> None:
    sites = frames["demonstration_site"].set_index("site_no")
    site = sites.loc[stories.BAD_SITE]
    assert (site["unit_id"], site["state"]) == (stories.BAD_SITE_UNIT, "warned")
    assert site["state_since"] < demo.AS_OF.replace(year=demo.AS_OF.year - 1)
    events = frames["demonstration_event"]
    exchanges = events[events["site_no"].eq(stories.BAD_SITE) & events["kind"].eq("exchange")]["occurred_on"]
    assert len(exchanges) > 0
    assert exchanges.max() < demo.AS_OF.replace(year=demo.AS_OF.year - 2)
    warned_long = sites[sites["state"].eq("warned") & (sites["state_since"] < dt.date(2025, 10, 31))]
    assert list(warned_long.index) == [stories.BAD_SITE]


@pytest.mark.long
def test_the_correction_changes_a_published_place(frames: Frames) -> None:
    corrected = demo.correction()
    assert list(corrected) == ["litigation"]
    keys = ["unit_id", "case_no", "instance"]
    standing = frames["litigation"].set_index(keys)
    later = corrected["litigation"].set_index(keys)
    assert len(later) == stories.CORRECTED_CASES
    assert later.index.isin(standing.index).all()
    assert list(corrected["litigation"]) == list(frames["litigation"])
    afterwards = frames | {"litigation": pd.concat([standing.drop(later.index), later]).reset_index()}

    def place(rows: Frames) -> int:
        rates = shares(county_rates(rows, "appearance_rate", *stories.PUBLISHED))
        return 1 + sum(value > rates[stories.CORRECTED] for value in rates.values())

    assert place(frames) == 1
    assert place(afterwards) > 3
