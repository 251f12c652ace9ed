"""The scores as a table: bands with their headings, parts as long as their points, the place on a scale to the last."""

from typing import Any

import pandas as pd
import pytest

from panels.declare import Chart
from tests.panels.html_of import Page, page_of

LABELS = ("place", "moved", "unit", "daily", "annual", "external", "score", "interval", "eligibility")


def row(unit: str, href: str = "", **more: Any) -> dict[str, Any]:
    return {"code": "C01", "place_text": "3", "moved_text": "↑ 升 1", "unit": unit, "daily": 40.0, "annual": 20.0,
            "external": 5.0, "adjustment_text": "+1.5", "score": 66.5, "score_text": "66.50", "rank": 3.0, "low": 2.0,
            "high": 5.0, "badge": "vetoed", "badge_text": "取消评先", "note": "败诉率 2/9", "band": 1.0,
            "band_text": "", "tone": "plain", "href": href, "name_href": href} | more  # fmt: skip


def scores(*rows: dict[str, Any], **options: Any) -> Page:
    data = pd.DataFrame(rows, columns=list(row("")))
    return page_of(Chart("scores", data, {name: name for name in LABELS}, {"worst": 9, **options}))


def styles(drawn: Page, name: str) -> list[str]:
    return [attributes["style"] for _, attributes in drawn.elements if attributes.get("class") == name]


@pytest.mark.parametrize("text", ["<b>&\"'", "{{ x }}", "长" * 10_000])
def test_texts_stand_as_they_are(text: str) -> None:
    assert scores(row(text, note=text, band_text=text)).texts.count(text) == 3


@pytest.mark.parametrize("glance", [False, True])
def test_every_figure_of_a_row_is_told(glance: bool) -> None:
    told = " ".join(scores(row("甲县"), glance=glance).texts)
    assert [each for each in ("甲县", "40.0", "20.0", "5.0", "66.50", "■ 取消评先") if each not in told] == []
    left_out = ["↑ 升 1", "+1.5", "2–5", "败诉率 2/9"]
    assert [each for each in left_out if each in told] == ([] if glance else left_out)


def test_parts_and_places_are_drawn_to_scale() -> None:
    drawn = scores(row("甲县"))
    assert [styles(drawn, f"part {part}") for part in ("daily", "annual", "external")] == [
        ["width: 40.00%"], ["width: 20.00%"], ["width: 5.00%"],
    ]  # fmt: skip
    assert (styles(drawn, "span"), styles(drawn, "point")) == (["left: 12.50%; width: 37.50%"], ["left: 25.00%"])


def test_a_band_is_a_part_of_the_table_with_its_heading_over_all_columns() -> None:
    drawn = scores(row("甲县", band_text="分不出先后"), row("乙县"), row("丙县", band=2.0))
    tags = [tag for tag, _ in drawn.elements]
    assert (tags.count("tbody"), tags.count("tr")) == (2, 5)
    heading = next(attributes for _, attributes in drawn.elements if attributes.get("scope") == "rowgroup")
    assert int(heading["colspan"]) == [attributes.get("scope") for _, attributes in drawn.elements].count("col")


def test_what_is_unknown_has_no_mark_and_a_row_opens_its_unit() -> None:
    unknown = dict.fromkeys(("daily", "annual", "external", "score", "rank", "low", "high"))
    drawn = scores(row("甲县", "@unit?unit=C01", **unknown, score_text="—"), row("乙县"))
    assert (len(styles(drawn, "span")), len(styles(drawn, "part daily"))) == (1, 1)
    assert not {"nan", "None"} & set(drawn.texts)
    assert drawn.links == [("@unit?unit=C01", "甲县")]
    assert scores().texts == []
