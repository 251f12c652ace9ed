"""The key figures as HTML: cards that open the ranking by their indicator, and the course of the months."""

import re
from math import nan

import pandas as pd
import pytest

from panels.declare import Chart
from panels.html.key_figures import course
from tests.panels.html_of import HOSTILE, elements, rendered

COLUMNS = ["code", "href", "position", "label", "value_text", "base_text", "change_text"]
MONTHS = pd.DataFrame({"position": 0, "x": [0, 0.25, 0.5, 0.75, 1], "y": [0, nan, 0.5, 1, nan]})


def chart(*rows: tuple[object, ...], **options: object) -> Chart:
    return Chart("key_figures", pd.DataFrame(rows, columns=COLUMNS), options={"months": MONTHS, **options})


TWO = chart(("a", "@rankings?indicator=a", 0, "Loss", "20%", "2/10", "up"), ("", "", 1, "Score", "80", "9/9", None))


def test_a_card_says_its_figures_and_opens_its_ranking_where_it_has_one() -> None:
    texts, links = rendered(TWO)
    assert texts == ["Loss", "20%", "2/10", "up", "Score", "80", "9/9"]
    assert links == [("@rankings?indicator=a", "Loss")]
    assert [each.attributes.get("data-in") for each in elements(TWO, "li")] == ["@rankings?indicator=a", None]


def test_a_course_is_broken_where_months_are_unknown_and_a_single_month_is_a_dot() -> None:
    assert course(MONTHS) == "M0.6 97.0L0.6 97.0M50.0 50.0L74.7 3.0"
    assert course(MONTHS.assign(y=nan)) == ""


@pytest.mark.parametrize("projected", [{}, {"projected": True}])
def test_only_a_known_course_is_drawn_and_of_numbers_alone(projected: dict[str, bool]) -> None:
    first, second = elements(chart(*TWO.data.itertuples(index=False), **projected), "div", "course")
    assert "style" not in second.attributes
    path = re.search(r"d=%22(.*?)%22", first.attributes["style"])
    assert path
    assert path[1] == course(MONTHS)


def test_no_figures_are_no_cards() -> None:
    assert rendered(chart()) == ([], [])


@pytest.mark.parametrize("text", HOSTILE)
def test_what_data_say_is_text(text: str) -> None:
    found = chart((text, text, 0, *[text] * 4))
    assert rendered(found) == ([text] * 4, [(text, text)])
    assert elements(found, "b") == []
