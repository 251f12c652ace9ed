"""The panels on capacity: what a small plan opens and says, and figures of the demo city worked out from its rows."""

from collections.abc import Iterator

import pandas as pd
import pytest

from data_access import demo
from data_access.reading.reader import Reader
from panels.capacity.archive_coverage import ARCHIVE_COVERAGE, by_county
from panels.capacity.legal_bodies import LEGAL_BODIES
from panels.capacity.legal_services import LEGAL_SERVICES
from panels.capacity.plan import PLAN
from tests.data_access.demo_figures import city as generated
from tests.panels.checks import pictured
from tests.panels.test_every_panel import asked, reader_of


@pytest.fixture(scope="module")
def city(demo_url: str) -> Iterator[Reader]:
    yield from reader_of(demo_url)


@pytest.fixture(scope="module")
def rows() -> dict[str, pd.DataFrame]:
    """The ledgers of the demo city as they were made, before anything of ours has read them."""
    return generated()


def test_a_plan_of_few_tasks_draws_each_and_opens_its_unit_and_one_of_many_draws_goals(city: Reader) -> None:
    county, whole = (asked(city, unit="none", **query) for query in ({"focus": "C07"}, {}))
    tasks = pictured(PLAN, figures := PLAN.figures(city, PLAN.asked(county)), PLAN.asked(county)).data
    assert len(tasks) == len(figures)
    assert set(tasks["code"]) == {"unit?unit=C07"}
    goals = pictured(PLAN, PLAN.figures(city, PLAN.asked(whole)), PLAN.asked(whole)).data
    assert set(goals["code"]) == {""}
    assert len(goals) == 8


def test_the_plan_is_what_plain_python_makes_of_its_rows(city: Reader, rows: dict[str, pd.DataFrame]) -> None:
    context = PLAN.asked(asked(city, unit="none"))
    tasks = rows["plan_task"]
    begun = tasks[(tasks["starts_on"] <= demo.AS_OF) & (tasks["state"] != "cancelled")]
    done = begun["state"].eq("done")
    overdue = ~done & (begun["due_on"] < demo.AS_OF)
    untold = begun["state"].isna() & begun["progress"].isna()
    counted = PLAN.figures(city, context)
    stands = counted.loc[counted["begun"], "stands"].value_counts()
    assert (stands["done"], stands["overdue"], stands["untold"]) == (
        done.sum(),
        (overdue & ~untold).sum(),
        untold.sum(),
    )
    assert f"{(overdue & ~untold).sum()} 项逾期" in PLAN.finding(counted, context).sentence


def test_a_plan_says_that_it_has_no_tasks_before_any_share(city: Reader) -> None:
    context = PLAN.asked(asked(city, unit="none"))
    nothing = PLAN.figures(city, context).head(0)
    assert PLAN.finding(nothing, context).sentence == "没有规划任务"
    assert pictured(PLAN, nothing, context).data.empty


def test_legal_opinions_by_subject_add_up_to_the_rows_due_and_delivered_in_the_year(
    city: Reader, rows: dict[str, pd.DataFrame]
) -> None:
    context = LEGAL_SERVICES.asked(asked(city, unit="none"))
    services = rows["legal_service"]
    due = services[services["due_on"].map(lambda day: day is not None and day.year == 2026 and day <= demo.AS_OF)]
    due = due[(due["due_on"] < demo.AS_OF) | due["delivered_on"].notna()]
    in_time = [
        came is not None and came <= limit for came, limit in zip(due["delivered_on"], due["due_on"], strict=True)
    ]
    counted = LEGAL_SERVICES.figures(city, context)
    assert (counted["legal_services_due"].sum(), counted["legal_services_on_time"].sum()) == (len(due), sum(in_time))


def test_a_unit_of_few_posts_is_never_named_as_having_the_fewest_filled(city: Reader) -> None:
    context = LEGAL_BODIES.asked(asked(city, unit="none", group="municipal_departments"))
    figures = LEGAL_BODIES.figures(city, context)
    filled = figures[(figures["indicator"] == "legal_posts_filled_ratio") & (figures["level"] == "member")]
    assert (filled["denominator"] < context.small).any()
    few = figures[(figures["denominator"] < context.small) | (figures["level"] == "city")]
    assert "最低的是" not in LEGAL_BODIES.finding(few, context).sentence


def test_the_city_that_legal_bodies_are_compared_with_is_told_with_its_figure(city: Reader) -> None:
    context = LEGAL_BODIES.asked(asked(city, unit="none"))
    options = pictured(LEGAL_BODIES, LEGAL_BODIES.figures(city, context), context).options
    share, load = options["left_reference"], options["right_reference"]
    assert options["left_reference_text"] == f"全市 {share:.1%}"
    assert options["right_reference_text"] == f"全市 {load:.2f}"


def test_every_unit_there_is_stands_once_in_the_coverage_of_archives(city: Reader) -> None:
    context = ARCHIVE_COVERAGE.asked(asked(city, unit="none"))
    figures, units = ARCHIVE_COVERAGE.figures(city, context), city.units()
    there = units[units["active_to"].isna()]
    assert (len(figures), figures["keeper"].sum()) == (len(there), there["archive_keeper"].sum())
    assert figures["code"].is_unique
    assert by_county(figures)["county"].iat[-1] == ""


def test_a_county_is_not_said_to_have_no_archive_where_a_filter_shows_one_of_its_systems(city: Reader) -> None:
    told = []
    for narrowed in ({}, {"sectors": ("transport",)}):
        context = ARCHIVE_COVERAGE.asked(asked(city, unit="none").with_(**narrowed))
        figures = ARCHIVE_COVERAGE.figures(city, context).assign(keeper=False)
        told.append(ARCHIVE_COVERAGE.finding(figures, context))
    assert ["尚无建档单位" in each.sentence for each in told] == [True, False]
    assert told[1].level == "plain"
