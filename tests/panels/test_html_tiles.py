"""The counties as tiles in HTML: each at its place, shaded by its rate, and a link to its archive."""

from math import nan

import pandas as pd
import pytest

from panels.declare import Chart
from tests.panels.html_of import HOSTILE, Element, elements, rendered

COLUMNS = ["code", "href", "row", "column", "unit", "value", "value_text", "tip"]


def chart(*rows: tuple[object, ...]) -> Chart:
    return Chart("tiles", pd.DataFrame(rows, columns=COLUMNS))


SOUTH = ("C1", "@unit?unit=C1", 4, 3, "South", 0.5, "50.0%", "South 50.0% (5/10)")
NORTH = ("C2", "@unit?unit=C2", 3, 4, "North", 0.1, "10.0%", "North 10.0% (1/10)")
EMPTY = ("C3", "", 3, 3, "Empty", nan, "—", "Empty no cases")
FEW = ("C4", "@unit?unit=C4", 4, 4, "Few", 0.34, "34.0%", "Few 34.0% (1/3)")
FOUR = chart(SOUTH, NORTH, EMPTY, FEW)


def shade(tile: Element) -> str:
    return tile.attributes["class"]


def test_tiles_stand_at_their_places_in_the_order_of_reading_and_say_their_figures() -> None:
    tiles = elements(FOUR, "li")
    assert [each.attributes["title"] for each in tiles] == [EMPTY[-1], NORTH[-1], SOUTH[-1], FEW[-1]]
    assert [each.attributes["style"] for each in tiles] == [
        f"grid-row: {row}; grid-column: {column}" for row, column in ((1, 1), (1, 2), (2, 1), (2, 2))
    ]
    texts, links = rendered(FOUR)
    assert texts == [text for each in (EMPTY, NORTH, SOUTH, FEW) for text in (each[4], each[6], each[7])]
    assert links == [(each[1], each[4]) for each in (NORTH, SOUTH, FEW)]


def test_the_shade_goes_from_the_lowest_to_the_highest_and_without_cases_there_is_none() -> None:
    assert [shade(each) for each in elements(FOUR, "li")] == ["unknown", "heat-0", "heat-5", "heat-3"]


def test_where_all_are_equal_or_unknown_nothing_is_dark() -> None:
    assert shade(elements(chart(SOUTH), "li")[0]) == "heat-0"
    assert shade(elements(chart(EMPTY), "li")[0]) == "unknown"


@pytest.mark.parametrize(("letters", "are_rows"), [(23, False), (24, True)])
def test_tiles_of_long_names_are_rows_where_they_are_narrow(letters: int, are_rows: bool) -> None:
    (tiles,) = elements(chart(("C1", "", 1, 1, "名" * letters, 0.5, "50.0%", "")), "ul")
    assert ("long-names" in tiles.attributes["class"]) is are_rows


def test_no_counties_are_no_tiles() -> None:
    assert rendered(chart()) == ([], [])


@pytest.mark.parametrize("text", HOSTILE)
def test_what_data_say_is_text(text: str) -> None:
    found = chart(("C1", text, 1, 1, text, 0.5, text, text))
    assert rendered(found) == ([text] * 3, [(text, text)])
    assert elements(found, "b") == []
