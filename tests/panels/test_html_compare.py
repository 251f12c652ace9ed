"""Units side by side as HTML: a cell an indicator and unit, the best marked, few cases said."""

import re

import pandas as pd
import pytest

from panels.declare import Chart
from panels.html import html
from tests.panels.html_of import HOSTILE, elements, rendered

LABELS = {name: f"head {name}" for name in ("label", "unit", "value", "base")}
COLUMNS = ["code", "href", "row", "column", "unit", "label", "value_text", "base_text", "best", "small", "tone",
           "base_href"]  # fmt: skip
A, B = ("A", "@unit?unit=A"), ("", "")


def chart(*rows: tuple[object, ...]) -> Chart:
    return Chart("compare", pd.DataFrame(rows, columns=COLUMNS), LABELS, {"few": "few"})


CELLS = chart(
    (*B, 3, 1, "Beta", "Loss", "9%", "9/99", False, False, "accent", ""),
    (*A, 3, 0, "Alpha", "Loss", "5%", "5/99", True, False, "plain", "@cases?which=lost"),
    (*A, 1, 0, "Alpha", "Speaking", "", "— no cases", False, False, "plain", ""),
    (*B, 1, 1, "Beta", "Speaking", "50%", "1/2", False, True, "accent", ""),
    (*B, 7, 1, "Beta", "Filing", "90%", "9/10", False, False, "accent", ""),
)


def test_rows_and_columns_stand_in_their_order_with_every_figure() -> None:
    rows = [[text for text in each.text.split("\n") if text] for each in elements(CELLS, "tr")]
    assert rows == [
        ["head label", "Alpha", "Beta"],
        ["Speaking", "— no cases", "50%", "1/2 few"],
        ["Loss", "◆ 5%", "5/99", "9%", "9/99"],
        ["Filing", "90%", "9/10"],
    ]
    assert [len(elements(CELLS, "td")), len(elements(CELLS, "th"))] == [6, 6], "what is not known has a cell as well"


def test_a_unit_is_opened_by_its_name_and_by_each_of_its_cells_and_their_cases_open_their_rows() -> None:
    assert rendered(CELLS)[1] == [("@unit?unit=A", "Alpha"), ("@cases?which=lost", "5/99")]
    assert [each.attributes.get("data-in") for each in elements(CELLS, "td")] == [A[1], None, A[1], None, None, None]


def test_the_best_is_heavy_and_the_unit_spoken_of_stands_out() -> None:
    assert [each.text for each in elements(CELLS, "span", "best")] == ["◆ 5%"]
    assert [each.text for each in elements(CELLS, "th", "accent")] == ["Beta"]
    assert len(elements(CELLS, "td", "spoken-of")) == 3
    assert elements(CELLS, "td")[1].attributes["title"].split("\n") == [
        "head unit: Beta", "head label: Speaking", "head value: 50%", "head base: 1/2 few",
    ]  # fmt: skip


def test_nothing_compared_is_a_head_only() -> None:
    assert rendered(chart()) == (["head label"], [])


@pytest.mark.parametrize("text", HOSTILE)
def test_what_data_say_is_text(text: str) -> None:
    found = chart((text, text, 0, 0, text, text, text, text, True, False, text, ""))
    assert rendered(found) == (["head label", text, text, "◆", text, text], [(text, text)])
    assert elements(found, "b") == []


def side_by_side(units: int, base: str) -> str:
    rows = [
        (str(n), f"@unit?unit={n}", 0, n, f"U{n}", "Loss", "5%", base, False, False, "plain", "") for n in range(units)
    ]
    return html(chart(*rows))


@pytest.mark.parametrize(
    ("units", "base", "crowded"),
    [(2, "1/2", ""), (4, "48/48, 2 cases blank", "many"), (5, "215/233, 3 officers blank", "crowded")],
)
def test_the_cases_stand_below_the_rates_where_units_leave_them_no_room(units: int, base: str, crowded: str) -> None:
    """What stays on a line: 1/2 of 1.5 em leaves 2 units room in 52 em, "3 officers blank" of about 8 em no 5 in 68."""
    assert re.findall(r'class="list compare ?(\w*)"', side_by_side(units, base)) == [crowded]


def test_a_long_figure_may_end_its_line_behind_its_stroke() -> None:
    for figure in ("17,413.1/24,335.6", "3,344/3,645"):
        assert figure.replace("/", "/\N{ZERO WIDTH SPACE}") in side_by_side(2, figure)
    assert "\N{ZERO WIDTH SPACE}" not in side_by_side(2, "302/3,31")
