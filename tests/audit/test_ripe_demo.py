"""The demo city at equal ages: what ripens is found by moving the day, and what cannot be compared says so."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Engine, case, func, select

from assessment.indicators import BY_KEY, INDICATORS
from data_access import demo
from data_access.asked.periods import Period
from data_access.asked.selection import Selection
from data_access.demo.stories import CONTRADICTED_ITEM
from data_access.ledgers.rectification import RECTIFICATION
from data_access.reading.figures import indicator_counts
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import reader_engine
from data_access.store.tables import unit
from panels.key_figures import KEY_FIGURES, WEAKEST
from panels.links import ranking_link
from panels.ranking import RANKING
from tests.panels.checks import pictured
from tests.panels.given import asked, peers
from tests.recount import Figure, recount

KEYS = [indicator.key for indicator in INDICATORS]
UNDATED = [key for key in KEYS if BY_KEY[key].matures == "undated"]
CLOSED = "rectification_closed_rate"


@pytest.fixture(scope="module")
def demo_city(demo_url: str) -> Iterator[Engine]:
    engine = reader_engine(demo_url)
    yield engine
    engine.dispose()


def _of_city(figures: dict[Any, Figure], before: dt.date) -> dict[tuple[str, dt.date], Figure]:
    of_city = ((key, month, figure) for (level, _, month, key), figure in figures.items() if level == "city")
    return {(key, month): figure for key, month, figure in of_city if month < before}


@pytest.mark.exhaustive
def test_what_changes_when_only_the_day_moves_is_declared_to_ripen(
    demo_city: Engine, recounted_demo: dict[Any, Figure]
) -> None:
    """Rows dated before both days, counted in plain Python as they stood on either: who differs goes on changing."""
    earlier = dt.date(2026, 6, 30)
    with demo_city.connect() as connection:
        then = _of_city(recount(connection, earlier), dt.date(2026, 7, 1))
    now = _of_city(recounted_demo, dt.date(2026, 7, 1))
    moved = {key for key, month in then.keys() | now.keys() if then.get((key, month)) != now.get((key, month))}
    declared = {key for key in KEYS if BY_KEY[key].matures == "open"}
    # Of a plan only the latest progress is known, so it is told of the day of the data and of no month before it.
    assert declared <= moved <= declared | set(UNDATED) | {"plan_on_schedule_share"}


def test_items_closed_of_the_demo_city_are_half_a_point_behind_last_year_and_not_thirteen(demo_city: Engine) -> None:
    year = Period("year", dt.date(2026, 1, 1), dt.date(2026, 10, 1))
    with reading(demo_city, ALL_SEEING) as reader:
        found = indicator_counts(reader, Selection(year, "last_year", "counties"), [CLOSED]).set_index("unit_id")
    with demo_city.connect() as connection:
        item, county = RECTIFICATION.table.c, func.coalesce(unit.c.county_id, unit.c.unit_id)
        # By the columns, which agree with the events but for the item of a story.
        closed_on = case((item.item_no != CONTRADICTED_ITEM, item.closed_on))
        of_counties = select(county, item.assigned_on, closed_on).join(unit, item.unit_id == unit.c.unit_id)
        rows = pd.DataFrame(connection.execute(of_counties).all(), columns=["county", "assigned_on", "closed_on"])

    def share(part: pd.DataFrame, first: dt.date, last: dt.date, at: dt.date) -> float:
        own = part[(part["assigned_on"] >= first) & (part["assigned_on"] <= last)]
        return sum(day is not None and day <= at for day in own["closed_on"]) / len(own)

    def points(part: pd.DataFrame, at: dt.date) -> float:
        this, last = dt.date(2026, 1, 1), dt.date(2025, 1, 1)
        now = share(part, this, demo.AS_OF, demo.AS_OF)
        return 100 * (now - share(part, last, dt.date(2025, 10, 31), at))

    a_year_ago, wrong = dt.date(2025, 10, 31), 0
    for county, part in [(0, rows), *rows.groupby("county")]:
        if county not in found.index:
            continue
        row = found.loc[county]
        shown = row["numerator"] / row["denominator"] - row["numerator_compared"] / row["denominator_compared"]
        assert 100 * shown == pytest.approx(points(part, a_year_ago))
        wrong += county != 0 and points(part, a_year_ago) * points(part, demo.AS_OF) < 0
    assert (round(points(rows, a_year_ago), 1), round(points(rows, demo.AS_OF), 1), wrong) == (-0.5, -12.7, 4)


# --- What is said ------------------------------------------------------------------------------------------------


def test_what_is_not_compared_shows_no_change_and_says_why() -> None:
    figures = peers("archive_completeness", {"C01": (8, 10), "C02": (5, 10)}, (13, 20))
    context = asked(indicator="archive_completeness")
    assert "缺少日期记录，无法得知上年同一天的情况" in RANKING.finding(figures, context).base
    base = RANKING.finding(figures, context.with_(compare="none")).base
    assert "缺少日期记录" not in base


def test_what_is_compared_at_the_same_age_says_as_of_when() -> None:
    figures = peers(CLOSED, {"C01": (8, 10), "C02": (5, 10)}, (13, 20))
    context = asked(indicator=CLOSED)
    assert "上年数取上年同一天（2025-10-31）的情况" in RANKING.finding(figures, context).base
    previous = context.with_(compare="previous", period=Period("month", dt.date(2026, 10, 1), dt.date(2026, 10, 1)))
    assert "两期经过的时间不同，不与对比期比较" in RANKING.finding(figures, previous).base
    of_losses = peers("loss_rate", {"C01": (2, 10), "C02": (5, 10)}, (7, 20))
    assert "对比期" not in RANKING.finding(of_losses, asked()).base


def test_the_city_s_key_figures_and_weakest_leave_out_what_cannot_be_compared(demo_city: Engine) -> None:
    year = Period("year", dt.date(2026, 1, 1), dt.date(2026, 10, 1))
    context = asked(period=year)
    with reading(demo_city, ALL_SEEING) as reader:
        figures, weakest = (panel.figures(reader, context) for panel in (KEY_FIGURES, WEAKEST))
    said = pictured(KEY_FIGURES, figures, context).data.set_index("code")["change_text"]
    archives = ranking_link("archive_completeness")
    assert said[archives] == "不作比较"
    assert [key for key in said.index if said[key] in ("", "不作比较")] == [archives]
    # Months of unequal age are no course: the youngest would always fall.
    months = dict(zip(figures["indicator"], figures["months"], strict=True))
    uneven = {"archive_completeness", "filing_timeliness"}
    assert {key for key, values in months.items() if pd.isna(values).all()} == uneven
    assert not set(weakest["indicator"]) & set(UNDATED)
