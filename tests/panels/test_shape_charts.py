"""Charts that show a shape (board): whole and readable whatever the data."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

from panels.charts import figure
from panels.declare import Chart
from panels.look import DARK, LIGHT
from tests.cases import left_for_all

LEAST_SIZE = 16
LONG = "云泊县望澜湖国家级自然保护区综合管理服务中心执法大队"
Values = list[tuple[str, float]]

# What may come: names and values. Every kind is drawn of each of these.
DATA: dict[str, Values] = {
    "nothing": [],
    "one row": [("甲县", 3.0)],
    "twelve rows": [(f"{number} 号单位", 12.0 - number) for number in range(12)],
    "more rows than stand apart": [(f"{number} 号单位", 3.0) for number in range(20)],
    "a nought": [("甲县", 4.0), ("乙县", 0.0)],
    "only noughts": [("甲县", 0.0), ("乙县", 0.0)],
    "all equal": [("甲县", 2.0), ("乙县", 2.0), ("丙县", 2.0)],
    "very long names": [(LONG, 5.0), (LONG[::-1], 1.0)],
    "long English names": [("Yunbo County Natural Resources Bureau", 5.0), ("Incomprehensibilities", 1.0)],
}


def board(values: Values) -> Chart:
    """A column a value, in each as many cards."""
    columns = pd.DataFrame(
        {"label": [name for name, _ in values], "text": [f"{value:.0f}" for _, value in values], "tone": "plain"}
    )
    statuses = ("", "overdue", "supervised")
    cards = [
        {"column": name, "place": place, "text": f"SF-{place:03} {name}", "badge": statuses[place % 3],
         "badge_text": "督办" if place % 3 else "", "code": f"site~{place}", "tone": "plain" if place else "accent"}
        for name, value in values
        for place in range(int(value))
    ]  # fmt: skip
    names = ["column", "place", "text", "badge", "badge_text", "code", "tone"]
    return Chart("board", pd.DataFrame(cards, columns=names), options={"columns": columns})


KINDS = (board,)
of_every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
# The hardest in every run, the easier with ``--all``.
HARDEST = ("nothing", "more rows than stand apart", "only noughts", "very long names")
of_all_data = pytest.mark.parametrize(
    "values", [pytest.param(v, id=name) if name in HARDEST else left_for_all(v, name=name) for name, v in DATA.items()]
)


def drawn(chart: Chart, *, dark: bool = False) -> dict[str, Any]:
    """The specification, held against the schema of Vega-Lite."""
    spec: dict[str, Any] = figure(chart, dark=dark).to_dict()
    return spec


def marks(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from (layer["mark"] for layer in spec["layer"])


def clicked(spec: dict[str, Any], selection: str) -> list[tuple[dict[str, Any], set[str]]]:
    """The marks on which a click counts as this selection, with the codes they report."""
    views = {view for param in spec["params"] if param["name"] == selection for view in param["views"]}
    layers = [layer for layer in spec["layer"] if layer.get("name") in views]
    return [(layer["mark"], {row["code"] for row in rows_of(spec, layer)}) for layer in layers]


def rows_of(spec: dict[str, Any], layer: dict[str, Any]) -> list[dict[str, Any]]:
    data = layer.get("data", spec.get("data", {}))
    return list(spec["datasets"][data["name"]])


def written(spec: dict[str, Any]) -> list[str]:
    """Every text of every text mark."""
    texts = []
    for layer in spec["layer"]:
        if layer["mark"]["type"] == "text":
            field = layer["encoding"]["text"]["field"]
            texts += [row[field] for row in rows_of(spec, layer)]
    return texts


@of_all_data
@of_every_kind
def test_every_kind_can_be_drawn_whatever_the_data(kind: Callable[[Values], Chart], values: Values) -> None:
    spec = drawn(kind(values))
    assert spec["height"] > 0
    assert {param["name"] for param in spec["params"]} >= {"pick"}


@of_every_kind
def test_no_text_is_smaller_than_can_be_read_from_afar(kind: Callable[[Values], Chart]) -> None:
    spec = drawn(kind(DATA["twelve rows"]))
    sizes = {mark["fontSize"] for mark in marks(spec) if mark["type"] == "text" and "fontSize" in mark}
    assert min({spec["config"]["text"]["fontSize"], *sizes}) >= LEAST_SIZE


@of_every_kind
def test_each_theme_has_its_own_colours(kind: Callable[[Values], Chart]) -> None:
    light, dark = (str(drawn(kind(DATA["a nought"]), dark=dark)) for dark in (False, True))
    assert (LIGHT.ink in light, DARK.ink in light) == (True, False)
    assert (DARK.ink in dark, LIGHT.ink in dark) == (True, False)


@of_every_kind
def test_marks_are_clicked_where_they_lead_somewhere(kind: Callable[[Values], Chart]) -> None:
    chart = kind(DATA["all equal"])
    [(mark, codes)] = clicked(drawn(chart), "pick")[:1]
    assert mark["cursor"] == "pointer"
    assert codes
    assert codes <= set(chart.data["code"])
    nowhere = Chart(chart.kind, chart.data.assign(code=""), chart.labels, chart.options)
    assert {code for _, codes in clicked(drawn(nowhere), "pick") for code in codes} == set()


def test_a_board_shows_every_card_under_its_column_and_no_card_on_another() -> None:
    spec = drawn(board([("申报", 3.0), ("验收", 0.0), ("命名", 2.0)]))
    cards = [row for data in spec["datasets"].values() for row in data if "tip" in row]
    assert sorted((card["at"], card["place"]) for card in cards) == [(0, 0), (0, 1), (0, 2), (2, 0), (2, 1)]
    spans = sorted((card["at"], card["top"], card["bottom"]) for card in cards)
    assert [one for one, two in pairwise(spans) if one[0] == two[0] and one[2] > two[1]] == []
