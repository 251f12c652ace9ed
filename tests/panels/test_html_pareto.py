"""Kind "pareto" as HTML: two blocks of bars, in each a line after the last of the few."""

import pandas as pd
import pytest

from panels.declare import Chart
from tests.panels.html_page import HOSTILE, rendered

LABELS = {"left": "按单位", "right": "按案由", "rest": "以上占八成"}


def pareto(left: list[float], right: list[float], *, few: int = 1, name: str = "甲") -> Chart:
    """The values of both blocks; units open their archive, matters nothing."""
    rows = [
        {"block": block, "order": number, "label": f"{name}{block}{number}", "value": value,
         "value_text": f"{value:g} 件", "share_text": f"累计 {block}{number}%", "inside": number < few,
         "href": "" if block else f"@unit/{number}"}
        for block, values in enumerate((left, right))
        for number, value in enumerate(values)
    ]  # fmt: skip
    names = ["block", "order", "label", "value", "value_text", "share_text", "inside", "href"]
    return Chart("pareto", pd.DataFrame(rows, columns=names), LABELS)


def test_every_row_has_name_number_and_share_and_units_open() -> None:
    page = rendered(pareto([4, 2], [9]))
    left = ["按单位", "甲00", "4 件", "累计 00%", "以上占八成", "甲01", "2 件", "累计 01%"]
    assert page.texts == [*left, "按案由", "甲10", "9 件", "累计 10%", "以上占八成"]
    assert page.links == [("@unit/0", "甲00"), ("@unit/1", "甲01")]


def test_no_line_is_drawn_where_none_is_one_of_the_few() -> None:
    page = rendered(pareto([4, 2], [9], few=0))
    assert "以上占八成" not in page.texts
    assert len(page.all("tr", "many")) == 3


def test_bars_are_as_long_as_their_values_in_their_own_block() -> None:
    page = rendered(pareto([4, 2, 0], [8, 2]))
    assert [float(width.split("calc(")[1].split()[0]) for width in page.styled("width")] == [1, 0.5, 0, 1, 0.25]
    assert rendered(pareto([], [])).all("tr") == []


@pytest.mark.parametrize("name", HOSTILE)
def test_texts_are_shown_as_they_are(name: str) -> None:
    assert f"{name}00" in rendered(pareto([3], [], name=name)).texts
