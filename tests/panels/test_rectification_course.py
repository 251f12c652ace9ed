"""How rectification went over a period: assigned against closed, the time it takes, who closes in time."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from data_access.asked.periods import shift
from panels.declare import Finding
from panels.rectification.asked import RATE
from panels.rectification.burn_down import BURN_DOWN, COUNTED, MONTHS_SHOWN
from panels.rectification.on_time import ON_TIME_BY_UNIT, headline
from panels.rectification.time_to_close import CITY, TIME_TO_CLOSE, WHOLE
from tests.panels.checks import Case, check, pictured
from tests.panels.given import YEAR, asked, peers
from wording import LANGUAGES

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
EVERYONE = {"unit": ""}
NOT_LOADED = ("rectification_closed_rate", RATE)


def each(cases: dict[str, Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases.values(), ids=cases.keys())


# --- Assigned, closed, open --------------------------------------------------------------------------------------


def by_month(start: int, assigned: int, closed: int, months: int = MONTHS_SHOWN + 1, again: int = 0) -> pd.DataFrame:
    """The same numbers in each month of the period up to October 2026; before it the stock stays at ``start``.

    In its last month some are opened ``again``.
    """
    rows, stock = [], start
    for back in range(months - 1, -1, -1):
        month = shift(YEAR.last, -back)
        given = (assigned, closed) if month >= YEAR.first else (closed, closed)
        opened = again if month == YEAR.last else 0
        stock += given[0] - given[1] + opened
        rows.append((month, *given, stock, opened))
    return pd.DataFrame(rows, columns=["month", *COUNTED])


BURN_CASES = {
    "more": Case(by_month(20, 7, 4), ["70", "40", "20", "50"], "watch", selection=EVERYONE),
    "fewer": Case(by_month(50, 4, 6), ["40", "60", "50", "30"], "good", selection=EVERYONE),
    "the same": Case(by_month(9, 5, 5), ["50", "9"], selection=EVERYONE),
    "the data begin with the period": Case(by_month(0, 3, 1, months=10), ["30", "10", "20"], selection=EVERYONE),
    "a single unit": Case(by_month(1, 1, 1), ["10", "1"]),
    "some are opened again": Case(by_month(20, 7, 7, again=3), ["70", "3", "20", "23"], "watch", selection=EVERYONE),
    "nothing ever": Case(by_month(0, 0, 0), [], "plain"),
    "nothing loaded": Case(by_month(0, 0, 0), [], unknown=NOT_LOADED),
}


@in_both_languages
@each(BURN_CASES)
def test_the_stock_of_open_items_is_said_to_grow_or_to_shrink(case: Case, language: str) -> None:
    check(BURN_DOWN, case, language)


def test_the_month_before_the_first_one_shown_is_not_drawn() -> None:
    chart = pictured(BURN_DOWN, by_month(20, 7, 4), asked(**EVERYONE))
    assert chart.data["month"].nunique() == MONTHS_SHOWN
    assert chart.options["ends"]["text"].tolist() == ["交办 7", "销号 4", "月末在办 50"]


# --- Time to close -----------------------------------------------------------------------------------------------


def lasted(**series: list[tuple[int, int, int]]) -> pd.DataFrame:
    """By series: days, closed (0 or 1), items."""
    rows = [(name, *row) for name, ends in series.items() for row in ends]
    return pd.DataFrame(rows, columns=["series", "days", "closed", "items"])


EVEN = [(10, 1, 20), (30, 1, 20), (60, 0, 20)]
SLOW = [(90, 1, 15), (95, 0, 5)]
TIME_CASES = {
    "half is closed": Case(lasted(whole=EVEN, inspection=EVEN), ["30", "60", "20"], selection=EVERYONE),
    "a slow source": Case(
        lasted(whole=[(10, 1, 60), (90, 1, 15), (95, 0, 5)], inspection=[(10, 1, 60)], meeting=SLOW),
        ["10", "90", "80"], "watch", selection=EVERYONE,
    ),
    "a slow source with few items": Case(
        lasted(whole=[(10, 1, 60), (90, 1, 5)], inspection=[(10, 1, 60)], meeting=[(90, 1, 5)]), ["10", "65"],
        leaves_out=["90"], selection=EVERYONE,
    ),
    "not half": Case(lasted(whole=[(10, 1, 4), (60, 0, 20)], meeting=[(10, 1, 4), (60, 0, 20)]), ["24", "20"],
                     selection=EVERYONE),
    "a single unit beside the city": Case(lasted(whole=EVEN, inspection=EVEN, city=[(5, 1, 90)]), ["30", "60", "5"]),
    "a unit beside a city that is not half closed": Case(lasted(whole=EVEN, meeting=EVEN, city=[(5, 0, 90)]), ["30"]),
    "few items": Case(lasted(whole=[(4, 1, 1)], meeting=[(4, 1, 1)]), ["4", "1"], selection=EVERYONE),
    "as long as the city": Case(lasted(whole=EVEN, meeting=EVEN, city=EVEN), ["30"]),
    "nothing assigned": Case(lasted(), [], "plain", selection=EVERYONE),
    "nothing loaded": Case(lasted(), [], selection=EVERYONE, unknown=NOT_LOADED),
}  # fmt: skip


@in_both_languages
@each(TIME_CASES)
def test_the_median_counts_open_items_for_as_long_as_they_have_lasted(case: Case, language: str) -> None:
    check(TIME_TO_CLOSE, replace(case, rows=case.figures["series"].nunique()), language)


def test_a_unit_is_drawn_in_the_accent_beside_the_city() -> None:
    figures = lasted(**{WHOLE: EVEN, "meeting": EVEN, CITY: [(5, 1, 90)]})
    data = pictured(TIME_TO_CLOSE, figures, asked()).data
    assert data.drop_duplicates("series")[["series", "tone"]].to_numpy().tolist() == [
        ["甲县", "accent"],
        ["全市", "ink"],
    ]


# --- In time -----------------------------------------------------------------------------------------------------

SPLIT = peers(RATE, {"C01": (31, 100, 60, 100), "C02": (90, 100, 60, 100)}, city=(160, 200, 120, 200))
RATE_CASES = {
    "one is far below": Case(SPLIT, ["甲县", "31.0%", "31/100", "80.0%"], "bad", rows=3, about="C01"),
    "a single unit": Case(peers(RATE, {"C01": (3, 4)}, city=(3, 4)), ["甲县", "75.0%", "3/4"], rows=2),
    "tied": Case(peers(RATE, {"C01": (8, 10), "C02": (8, 10)}, city=(16, 20)), ["80.0%"], rows=3),
    "no case": Case(peers(RATE, {"C01": (0, 0)}), [], rows=2),
}


@in_both_languages
@each(RATE_CASES)
def test_the_rate_in_time_names_a_unit_only_beyond_chance(case: Case, language: str) -> None:
    check(ON_TIME_BY_UNIT, case, language)


def test_the_unit_looked_at_closely_is_in_the_accent_also_when_the_sentence_names_another() -> None:
    data = pictured(ON_TIME_BY_UNIT, SPLIT, asked(unit="", focus="C02")).data
    assert dict(zip(data["code"], data["tone"], strict=True)) == {"C01": "plain", "C02": "accent"}


@pytest.mark.parametrize(
    ("selection", "said"),
    [
        ({}, "5 项在办；全市按期整改率 80.0%（160/200），↑ 20.0 个百分点，明显变好"),
        ({"compare": "none"}, "5 项在办；全市按期整改率 80.0%（160/200）"),
        ({"focus": "C01"}, "5 项在办；甲县按期整改率 31.0%（31/100），↓ 29.0 个百分点，明显变差"),
        ({"focus": "M01"}, "5 项在办"),  # not of the group
    ],
)
def test_the_heading_says_the_rate_of_the_city_or_of_the_unit_looked_at(selection: dict[str, Any], said: str) -> None:
    assert headline(Finding("5 项在办"), SPLIT, asked(**{**EVERYONE, **selection})) == said


def test_the_heading_is_silent_about_a_rate_that_nobody_knows() -> None:
    nothing = peers(RATE, {"C01": (0, 0)})
    assert headline(Finding("5 项在办"), nothing, asked(**EVERYONE)) == "5 项在办"
