"""The ranking as a table: all figures told, bar, whisker and reference on one scale."""

from math import nan
from typing import Any

import pandas as pd
import pytest

from panels.declare import Chart
from tests.panels.html_of import Page, page_of

HEADS = ("place", "moved", "unit", "value", "base", "value_text", "base_text", "interval")


def row(unit: str, value: float = 0.1, half: float = 0.05, href: str = "", **more: Any) -> dict[str, Any]:
    return {"code": "C01", "order": 0, "place_text": "1", "moved_text": "↑ 升 1", "unit": unit, "value": value,
            "low": value - half, "high": value + half, "value_text": f"{value:.1%}", "base_text": "2/29",
            "interval_text": f"区间 {value - half:.1%}", "note": "▲ 样本少", "tone": "plain", "href": href,
            "name_href": href} | more  # fmt: skip


def ranking(*rows: dict[str, Any], **options: Any) -> Page:
    reference = {"reference": 0.2, "reference_label": "全市 20.0%"}
    data = pd.DataFrame(rows, columns=list(row("")))
    return page_of(Chart("ranking", data, {name: name for name in HEADS}, {**reference, **options}))


def styles(drawn: Page, name: str) -> list[str]:
    return [attributes["style"] for _, attributes in drawn.elements if attributes.get("class") == name]


@pytest.mark.parametrize("text", ["<b>&\"'", "{{ x }}", "长" * 10_000])
def test_texts_stand_as_they_are(text: str) -> None:
    drawn = ranking(row(text, note=text, base_text=text), reference_label=text)
    assert drawn.texts.count(text) == 4
    assert "b" not in {tag for tag, _ in drawn.elements}


@pytest.mark.parametrize("options", [{}, {"glance": True}])
def test_every_figure_of_a_row_is_told(options: dict[str, Any]) -> None:
    told = " ".join(ranking(row("甲县"), **options).texts)
    assert [each for each in ("甲县", "10.0%", "2/29", "区间 5.0%", "样本少", "全市 20.0%") if each not in told] == []
    assert ("↑ 升 1" in told) == (not options)


def test_bar_whisker_and_reference_share_one_scale() -> None:
    drawn = ranking(row("甲县", 0.3, 0.1), row("乙县", 0.1, 0.05))
    assert styles(drawn, "bar") == ["width: 75.00%", "width: 25.00%"]
    assert styles(drawn, "whisker") == ["left: 50.00%; width: 50.00%", "left: 12.50%; width: 25.00%"]
    assert styles(drawn, "tick") == ["left: 50.00%"] * 2


def test_what_is_unknown_has_no_mark_and_no_word_of_its_own() -> None:
    drawn = ranking(row("甲县", nan, value_text="—", interval_text="无区间"), reference=None)
    assert [styles(drawn, name) for name in ("bar", "whisker", "tick")] == [[], [], []]
    assert not {"nan", "None"} & set(drawn.texts)
    assert ranking(row("甲县")).texts[:2] == ["place", "moved"]
    # Where no place can be compared there is no column of changes.
    assert ranking(row("甲县", moved_text="")).texts[:2] == ["place", "unit"]


def test_the_name_opens_what_it_names_and_the_value_what_the_row_does() -> None:
    drawn = ranking(row("甲县", href="@unit?unit=C01"), row("乙县"), row("丙县", href="@x", name_href="@y"))
    assert drawn.links == [("@unit?unit=C01", "甲县"), ("@y", "丙县"), ("@x", "10.0%")]
    opened = [attributes["data-in"] for _, attributes in drawn.elements if "data-in" in attributes]
    assert [each for each in opened if each] == ["@unit?unit=C01", "@x"]


@pytest.mark.parametrize(("unit", "above"), [("甲" * 15, False), ("甲" * 16, True)])
def test_long_names_stand_above_their_marks_where_a_list_is_narrow(unit: str, above: bool) -> None:
    table = next(each for each in ranking(row(unit)).elements if each.tag == "table")
    assert ("long" in table.classes) is above
