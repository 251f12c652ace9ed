"""The scores as a table: lines between who is surely ahead, parts as long as their points, the place on a scale."""

from typing import Any

import pandas as pd
import pytest

from panels.declare import Chart
from tests.panels.html_of import Page, page_of
from wording import JOINER

LABELS = ("place", "moved", "unit", "daily", "annual", "external", "score", "interval", "eligibility")


def row(unit: str, href: str = "", **more: Any) -> dict[str, Any]:
    return {"code": "C01", "place_text": "3", "moved_text": "↑ 升 1", "unit": unit, "daily": 40.0, "annual": 20.0,
            "external": 5.0, "daily_text": "40.00", "annual_text": "20.00", "external_text": "5.00",
            "adjustment_text": "+1.50", "score": 66.5, "score_text": "66.50", "rank": 3.0, "low": 2.0,
            "high": 5.0, "badge": "vetoed", "badge_text": "取消评先", "note": "败诉率 2/9",
            "ahead_of": (), "tone": "plain", "href": href, "name_href": href} | more  # fmt: skip


def scores(*rows: dict[str, Any], **options: Any) -> Page:
    data = pd.DataFrame(rows, columns=list(row("")))
    return page_of(Chart("scores", data, {name: name for name in LABELS}, {"worst": 9, **options}))


def styles(drawn: Page, name: str) -> list[str]:
    return [attributes["style"] for _, attributes in drawn.elements if attributes.get("class") == name]


@pytest.mark.parametrize("text", ["<b>&\"'", "{{ x }}", "长" * 10_000])
def test_texts_stand_as_they_are(text: str) -> None:
    assert scores(row(text, note=text)).texts.count(text) == 2


@pytest.mark.parametrize("glance", [False, True])
def test_every_figure_of_a_row_is_told(glance: bool) -> None:
    told = " ".join(scores(row("甲县"), glance=glance).texts)
    assert [
        each for each in ("甲县", "40.00", "20.00", "5.00", "+1.50", "66.50", "■ 取消评先") if each not in told
    ] == []
    left_out = ["↑ 升 1", f"2–{JOINER}5", "败诉率 2/9"]
    assert [each for each in left_out if each in told] == ([] if glance else left_out)


def test_parts_and_places_are_drawn_to_scale() -> None:
    drawn = scores(row("甲县"))
    assert [styles(drawn, f"part {part}") for part in ("daily", "annual", "external")] == [
        ["width: 40.00%; padding-right: 0.00%"],
        ["width: 20.00%; padding-right: 0.00%"],
        ["width: 5.00%; padding-right: 0.00%"],
    ]
    assert (styles(drawn, "span"), styles(drawn, "point")) == (["left: 12.50%; width: 37.50%"], ["left: 25.00%"])


@pytest.mark.parametrize(
    ("points", "beyond"),
    [((18.0, 15.0), ("3.00%", "0.00%")), ((18.0, 15.0, 6.0), ("3.00%", "0.00%", "0.00%")), ((18.0, None), ("0.00%",))],
)
def test_the_shortest_comparable_part_says_what_room_the_figures_of_all_have(
    points: tuple[float | None, ...], beyond: tuple[str, ...]
) -> None:
    drawn = scores(*(row("甲县", external=each) for each in points))
    assert tuple(style.split("padding-right: ")[1] for style in styles(drawn, "part external")) == beyond


def test_a_line_is_drawn_below_who_is_surely_ahead_of_the_next_row_shown() -> None:
    first, second = row("甲县", code="C01", ahead_of=("C03",)), row("乙县", code="C02", ahead_of=("C03",))
    third = row("丙县", code="C03")
    for shown, runs in (((first, second, third), 2), ((first, third), 2), ((first, second), 1), ((third, first), 1)):
        tags = [tag for tag, _ in scores(*shown).elements]
        assert tags.count("tbody") == runs


def test_what_is_unknown_has_no_mark_and_a_row_opens_its_unit() -> None:
    unknown = dict.fromkeys(("daily", "annual", "external", "score", "rank", "low", "high"))
    drawn = scores(row("甲县", "@unit?unit=C01", **unknown, score_text="—"), row("乙县"))
    assert (len(styles(drawn, "span")), len(styles(drawn, "part daily"))) == (1, 1)
    assert not {"nan", "None"} & set(drawn.texts)
    assert drawn.links == [("@unit?unit=C01", "甲县")]
    assert scores().texts == []


def test_the_key_names_no_component_that_a_scheme_has_nothing_of() -> None:
    without = {"external": None, "external_text": ""}
    assert "external" not in scores(row("甲县", **without), row("乙县", **without)).texts
    assert "external" in scores(row("甲县", **without), row("乙县")).texts


def test_long_names_beside_short_parts_have_the_parts_below_them() -> None:
    for unit, glance, below in (("甲县", True, False), ("甲" * 16, True, True), ("甲" * 16, False, False)):
        table = next(each for each in scores(row(unit), glance=glance).elements if each.tag == "table")
        assert ("long" in table.classes) is below
