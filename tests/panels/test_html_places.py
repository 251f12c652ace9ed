"""Places as a table: the place on its interval, and the way to it from the place before."""

from typing import Any

import pandas as pd
import pytest

from panels.declare import Chart
from tests.panels.html_of import Page, page_of

LABELS = {"place": "试算", "unit": "单位", "moved": "升降", "axis": "名次"}


def row(unit: str, before: float | None, place: float | None, href: str = "") -> dict[str, Any]:
    low, high = (None, None) if place is None else (max(place - 1, 1), place + 1)
    return {"code": "C01", "unit": unit, "place_text": "—" if place is None else f"{place:.0f}", "moved_text": "升降 2",
            "before": before, "place": place, "low": low, "high": high, "tip": f"{unit}：正式第 {before}",
            "tone": "plain", "href": href, "name_href": href}  # fmt: skip


def places(*rows: dict[str, Any], worst: int = 5) -> Page:
    return page_of(Chart("places", pd.DataFrame(rows, columns=list(row("", 1, 1))), LABELS, {"worst": worst}))


def styles(drawn: Page, name: str) -> list[str]:
    return [attributes["style"] for _, attributes in drawn.elements if attributes.get("class") == name]


@pytest.mark.parametrize("text", ["<b>&\"'", "{{ x }}", "长" * 10_000])
def test_texts_stand_as_they_are(text: str) -> None:
    drawn = places(row(text, 1, 3))
    assert (drawn.texts.count(text), drawn.texts.count(f"{text}：正式第 1")) == (1, 1)


def test_who_moves_has_a_way_and_who_stays_only_a_point() -> None:
    drawn = places(row("甲县", 5, 2), row("乙县", 3, 3))
    assert styles(drawn, "point") == ["left: 25.00%", "left: 50.00%"]
    assert styles(drawn, "span") == ["left: 0.00%; width: 50.00%", "left: 25.00%; width: 50.00%"]
    assert (styles(drawn, "ring"), styles(drawn, "way")) == (["left: 100.00%"], ["left: 25.00%; width: 75.00%"])


def test_a_unit_without_a_place_has_no_mark_and_a_row_opens_its_unit() -> None:
    drawn = places(row("甲县", None, None, "@unit?unit=C01"), row("乙县", 1, 2), row("丙县", 1, None))
    assert (len(styles(drawn, "point")), len(styles(drawn, "ring"))) == (1, 1)
    assert not {"nan", "None"} & set(drawn.texts)
    assert drawn.links == [("@unit?unit=C01", "甲县")]


def test_a_group_of_one_and_an_empty_one_are_drawn() -> None:
    assert styles(places(row("甲县", 1, 1), worst=1), "point") == ["left: 0.00%"]
    assert places(worst=0).texts == ["试算", "单位", "升降", "1", "名次", "0"]
