"""Kind "pair" as HTML: two measures of the same units, each with its bar, its reference and what it rests on."""

import re
from math import nan
from typing import Any

import pandas as pd
import pytest

from panels.declare import Chart
from panels.html import style_sheet
from tests.panels.html_of import HOSTILE, Page, page_of

LABELS = {"left": "出庭应诉率", "right": "败诉率", "unit": "单位", "veto": "否决", "near": "临近"}


def pair(*units: tuple[str, float, float], **more: Any) -> Chart:
    """A row a unit with its values at the left and at the right; the first one opens nothing."""
    rows = [
        {"order": number, "unit": unit, "tone": "plain", "href": f"@./{number}" if number else "",
         "name_href": f"@unit/{number}" if number else "",
         **{f"{side}_{name}": said for side, value in (("left", left), ("right", right))
            for name, said in (("value", value), ("text", f"{side} {value:.0%}" if value == value else ""),
                               ("base", f"{side} {number}/9"), ("mark", "veto" if side == "right" else ""))}}
        for number, (unit, left, right) in enumerate(units)
    ]  # fmt: skip
    options = {"left_reference": 0.25, "left_reference_text": "全市 25.0%", "right_reference": None}
    return Chart("pair", pd.DataFrame(rows), LABELS, options | more)


def widths(page: Page) -> list[float]:
    return [float(width.removesuffix("%")) for width in page.styled("width")]


def test_every_figure_stands_there_with_shape_and_word_of_its_mark() -> None:
    page = page_of(pair(("甲县", 0.5, 0.1), ("乙县", 0.25, nan)))
    said = {"甲县", "乙县", "left 50%", "right 10%", "left 25%", "left 0/9", "right 1/9", "■ 否决", "全市 25.0%"}
    assert said <= set(page.texts)
    assert {LABELS[name] for name in ("left", "right", "unit")} <= set(page.texts)


def test_a_name_opens_its_unit_and_the_row_what_a_click_on_it_picks() -> None:
    page = page_of(pair(("甲县", 0.5, 0.1), ("乙县", 0.25, 0.1), ("丙县", nan, 0.1)))
    links = [("@unit/1", "乙县"), ("@./1", "left 25%"), ("@unit/2", "丙县"), ("@./2", "left 2/9")]
    assert page.links == links
    assert [row.attributes.get("data-in", "") for row in page.all("tr")[1:]] == ["", "@./1", "@./2"]


def test_bars_are_as_long_as_their_values_and_the_reference_stands_on_their_scale() -> None:
    page = page_of(pair(("甲县", 0.5, 0.1), ("乙县", 0.25, 0.05), ("丙县", 0.0, nan)))
    assert widths(page) == [100, 100, 50, 50, 0]
    assert [tick.attributes["style"] for tick in page.all("s")] == ["left: 50.00%"] * 3
    beyond = page_of(pair(("甲县", 0.2, 0.0), left_reference=0.8))
    assert widths(beyond) == [25, 0]


@pytest.mark.parametrize("name", HOSTILE)
def test_texts_are_shown_as_they_are(name: str) -> None:
    assert name in page_of(pair((name, 0.5, nan))).texts


def test_many_rows_stand_closer() -> None:
    compact = [len(page_of(pair(*[("甲县", 0.5, 0.1)] * number)).all("table", "compact")) for number in (14, 15)]
    assert compact == [0, 1]


def test_the_mark_of_the_reference_reaches_down_from_its_bar_and_never_up_into_the_words_above() -> None:
    """At some width or other words end where the mark stands, so it must not share a line with them."""
    (rule,) = re.findall(r"\.pair \.track s \{([^}]*)\}", style_sheet())
    placed = dict(part.split(": ", 1) for part in map(str.strip, rule.split(";")) if part)
    assert placed["top"] == "0"
    # Rows that stand closest leave .28 em between a bar and the words below it.
    assert -0.28 < float(placed["bottom"].removesuffix("em")) < 0


@pytest.mark.parametrize(("unit", "above"), [("甲" * 15, False), ("甲" * 16, True)])
def test_long_names_stand_above_their_marks_where_a_list_is_narrow(unit: str, above: bool) -> None:
    table = next(each for each in page_of(pair((unit, 0.5, 0.1))).elements if each.tag == "table")
    assert ("long" in table.classes) is above
