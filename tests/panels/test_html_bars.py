"""Signed bars: on one scale about nought, each with its words beyond its end."""

import pandas as pd
import pytest

from panels.declare import Chart
from tests.panels.html_of import Page, page_of


def bars(*rows: tuple[str, float, str]) -> Page:
    named = [
        {"order": number, "label": label, "value": value, "value_text": text, "tone": "plain"}
        for number, (label, value, text) in enumerate(rows)
    ]
    return page_of(Chart("bars", pd.DataFrame(named, columns=["order", "label", "value", "value_text", "tone"])))


def styles(drawn: Page, name: str) -> list[str]:
    return [attributes["style"] for _, attributes in drawn.elements if attributes.get("class") == name]


@pytest.mark.parametrize("text", ["<b>&\"'", "{{ x }}", "长" * 10_000])
def test_texts_stand_as_they_are(text: str) -> None:
    assert bars((text, 1.0, text)).texts == [text, text]


def test_bars_go_from_nought_to_either_side_on_one_scale() -> None:
    drawn = bars(("甲", -3.0, "−3"), ("乙", 1.0, "+1"), ("丙", 0.0, "0"))
    assert styles(drawn, "nought") == ["left: 75.00%"] * 3
    assert styles(drawn, "bar") == [
        "left: 0.00%; width: 75.00%", "left: 75.00%; width: 25.00%", "left: 75.00%; width: 0.00%",
    ]  # fmt: skip
    assert (styles(drawn, "lost"), styles(drawn, "gained")) == (["right: 100.00%"], ["left: 100.00%", "left: 75.00%"])
    assert drawn.texts == ["甲", "−3", "乙", "+1", "丙", "0"]


def test_several_things_together_have_no_bar_to_be_compared_with_those_of_one() -> None:
    rows = [("甲", -2.0, "−2", "accent"), ("其余 17 项", -20.0, "−20", "rest")]
    data = pd.DataFrame(rows, columns=["label", "value", "value_text", "tone"]).assign(order=range(2))
    drawn = page_of(Chart("bars", data))
    assert styles(drawn, "bar") == ["left: 0.00%; width: 100.00%", "left: 100.00%; width: 0.00%"]
    assert (styles(drawn, "lost"), drawn.texts[-1]) == (["right: 100.00%", "right: 0.00%"], "−20")


@pytest.mark.parametrize("value", [0.0, -2.0, 5.0])
def test_equal_values_are_drawn_alike_and_noughts_without_a_length(value: float) -> None:
    drawn = bars(("甲", value, "x"), ("乙", value, "x"))
    assert {style.split("width: ")[1] for style in styles(drawn, "bar")} == {"100.00%" if value else "0.00%"}
    assert bars().texts == []


def test_a_bar_that_stands_for_rows_opens_them() -> None:
    named = {"order": 0, "label": "败诉率", "value": -2.0, "value_text": "−2", "tone": "plain"}
    rows = [{**named, "href": "@cases?which=lost"}, {**named, "order": 1, "label": "年度考核", "href": ""}]
    drawn = page_of(Chart("bars", pd.DataFrame(rows)))
    assert drawn.links == [("@cases?which=lost", "败诉率")]
    assert [row.attributes.get("data-in") for row in drawn.all("tr")] == ["@cases?which=lost", None]


def test_a_part_is_seen_as_one_of_its_whole() -> None:
    rows = [("2026", 12.0, "12/60", 60.0), ("2025", 66.0, "66/60", 60.0), ("2024", 33.0, "33", None)]
    data = pd.DataFrame(rows, columns=["label", "value", "value_text", "whole"]).assign(order=range(3), tone="plain")
    drawn = page_of(Chart("bars", data))
    # 12 of 60 is no full bar though nothing is longer; words stand beyond the whole, or beyond what is more than it.
    assert styles(drawn, "whole") == ["left: 0.00%; width: 90.91%"] * 2
    assert styles(drawn, "bar") == [f"left: 0.00%; width: {width}%" for width in ("18.18", "100.00", "50.00")]
    assert styles(drawn, "gained") == ["left: 90.91%", "left: 100.00%", "left: 50.00%"]


@pytest.mark.parametrize(("name", "above"), [("名" * 26, 0), ("名" * 27, 1)])
def test_long_names_stand_above_their_bars_where_a_list_is_narrow(name: str, above: int) -> None:
    assert len(bars((name, 1.0, "1")).all("table", "long")) == above
