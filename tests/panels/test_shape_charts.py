"""Charts that show a shape (grid, pair, stack, chain, pareto): whole and readable whatever the data."""

from collections.abc import Callable, Iterator
from math import nan
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


def grid(values: Values) -> Chart:
    """A row a value, two columns and their sum; the last row is spoken of."""
    columns = pd.DataFrame(
        {"label": ["自然资源", "逾期", "合计"], "badge": ["", "overdue", ""], "tone": ["accent", "plain", "total"]}
    )
    tones = ["plain"] * len(values)
    tones[-1:] = ["accent"] * len(tones[-1:])
    rows = pd.DataFrame(
        {"label": [name for name, _ in values], "code": [f"C{number}" for number in range(len(values))], "tone": tones}
    )
    cells = [
        {"row": name, "column": column, "text": f"{value:.0f}", "step": step, "code": f"list~{name}", "tip": name}
        for name, value in values
        for column, step in (("自然资源", min(int(value), 5)), ("逾期", 4), ("合计", -1))
    ]
    data = pd.DataFrame(cells, columns=["row", "column", "text", "step", "code", "tip"])
    return Chart("grid", data, options={"rows": rows, "columns": columns})


def pair(values: Values) -> Chart:
    rows = [
        {"order": number, "code": f"C{number}", "unit": name, "tone": "plain" if number else "accent",
         "left_value": value / 12, "left_text": f"{value / 12:.1%}", "left_base": f"{value:.0f}/12",
         "left_mark": "" if number else "veto", "right_value": nan if number else value / 12, "right_text": "—",
         "right_base": "无案件", "right_mark": "near" if number == 1 else ""}
        for number, (name, value) in enumerate(values)
    ]  # fmt: skip
    names = ["order", "code", "unit", "tone"]
    names += [f"{side}_{name}" for side in ("left", "right") for name in ("value", "text", "base", "mark")]
    references = {"left_reference": 0.2, "left_reference_text": "全市 20.0%", "right_reference": None}
    labels = {"left": "败诉率", "right": "出庭率", "unit": "单位", "veto": "否决", "near": "临近"}
    return Chart("pair", pd.DataFrame(rows, columns=names), labels, {**references, "right_reference_text": ""})


def stack(values: Values) -> Chart:
    """One bar a value, of two segments."""
    rows = [
        {"order": number, "row": name, "segment": segment, "value": part, "text": f"{segment} {part:.0f}",
         "tone": tone, "code": f"list~{segment}"}
        for number, (name, value) in enumerate(values)
        for segment, part, tone in (("维持", value, "ink"), (name, value / 50, "mist"), ("其他", value / 60, "grey"))
    ]  # fmt: skip
    totals = pd.DataFrame({"order": range(len(values)), "text": [f"{value:.0f} 件" for _, value in values]})
    names = ["order", "row", "segment", "value", "text", "tone", "code"]
    return Chart("stack", pd.DataFrame(rows, columns=names), options={"totals": totals})


def chain(values: Values) -> Chart:
    rows = [
        {"order": number, "label": name, "value": value, "value_text": f"{value:.0f}", "note": f"占{name}的 80.0%",
         "part": nan if number else value / 3, "part_text": "" if number else "调解撤回 1",
         "tone": "plain" if number else "accent", "code": f"list~{number}"}
        for number, (name, value) in enumerate(values)
    ]  # fmt: skip
    names = ["order", "label", "value", "value_text", "note", "part", "part_text", "tone", "code"]
    return Chart("chain", pd.DataFrame(rows, columns=names))


def pareto(values: Values) -> Chart:
    """The values at the left, the first two of them at the right, too."""
    rows = [
        {"block": block, "order": number, "label": name, "value": value, "value_text": f"{value:.0f}",
         "share_text": "80%", "inside": number < 1, "code": f"C{number}"}
        for block, shown in enumerate((values, values[:2]))
        for number, (name, value) in enumerate(shown)
    ]  # fmt: skip
    names = ["block", "order", "label", "value", "value_text", "share_text", "inside", "code"]
    labels = {"left": "按单位", "right": "按案由", "rest": "以上占八成"}
    return Chart("pareto", pd.DataFrame(rows, columns=names), labels)


KINDS = (grid, pair, stack, chain, pareto)
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


@pytest.mark.parametrize("kind", [grid, pair], ids=lambda kind: kind.__name__)
def test_a_click_on_a_name_is_told_from_one_on_its_mark(kind: Callable[[Values], Chart]) -> None:
    [(mark, codes)] = clicked(drawn(kind(DATA["all equal"])), "open")
    assert mark["cursor"] == "pointer"
    assert codes == {"C0", "C1", "C2"}


def test_both_blocks_of_a_pareto_can_be_clicked() -> None:
    spec = drawn(pareto(DATA["all equal"]))
    fields = [layer for layer in spec["layer"] if layer["mark"].get("cursor") == "pointer"]
    assert [{row["code"] for row in rows_of(spec, field)} for field in fields] == [{"C0", "C1", "C2"}, {"C0", "C1"}]


def test_every_cell_of_a_grid_has_its_figure_and_what_is_spoken_of_is_framed() -> None:
    spec = drawn(grid(DATA["all equal"]))
    assert written(spec).count("2") == 9
    frames = [layer for layer in spec["layer"] if layer["mark"].get("stroke") == LIGHT.accent]
    assert [(row["top"], row["bottom"]) for row in rows_of(spec, frames[0])] == [(0, 90), (60, 90)]


@pytest.mark.parametrize(("step", "ink"), [(0, LIGHT.grey), (3, LIGHT.ink), (4, LIGHT.paper), (5, LIGHT.paper)])
def test_figures_are_light_on_dark_cells(step: int, ink: str) -> None:
    chart = grid(DATA["one row"])
    spec = drawn(Chart("grid", chart.data.assign(step=step), chart.labels, chart.options))
    inks = {row["ink"] for data in spec["datasets"].values() for row in data if "step" in row and "ink" in row}
    assert inks == {ink}


def test_heads_with_words_too_long_for_their_column_are_slanted_where_it_is_narrow() -> None:
    chart = grid(DATA["all equal"])
    columns = pd.DataFrame({"label": [f"Environmental {n}" for n in range(9)], "badge": "", "tone": "plain"})
    cells = pd.DataFrame(
        [{"row": "甲县", "column": name, "text": "1", "step": 1, "code": "", "tip": ""} for name in columns["label"]]
    )
    spec = drawn(Chart("grid", cells, {}, {"rows": chart.options["rows"], "columns": columns}))
    slanted = [mark["opacity"]["expr"] for mark in marks(spec) if "angle" in mark]
    assert slanted
    # Where the columns are wide enough, the same heads stand upright.
    upright = {expression.replace("<", ">=") for expression in slanted}
    assert upright <= {mark["opacity"]["expr"] for mark in marks(spec) if isinstance(mark.get("opacity"), dict)}
    assert not [mark for mark in marks(drawn(chart)) if "angle" in mark or isinstance(mark.get("opacity"), dict)]


def test_a_veto_is_said_with_shape_and_word_in_the_colour_of_its_status() -> None:
    spec = drawn(pair(DATA["all equal"]))
    said = [
        layer["mark"]["color"]
        for layer in spec["layer"]
        if layer["mark"]["type"] == "text"
        for row in rows_of(spec, layer)
        if row.get(layer["encoding"]["text"]["field"]) == "■ 否决"
    ]
    assert LIGHT.red in said


@pytest.mark.parametrize(("names", "under"), [("all equal", False), ("very long names", True)])
def test_bars_stand_under_their_words_where_there_is_no_room_beside_them(names: str, under: bool) -> None:
    spec = drawn(pair([(name, 6.0) for name, _ in DATA[names]]))
    rows = [row for data in spec["datasets"].values() for row in data if {"words", "upper", "lower"} <= set(row)]
    assert {row["words"] < row["upper"] for row in rows} == {under}
    assert {row["lower"] <= row["bottom"] for row in rows} == {True}


def test_what_has_no_room_in_a_stack_is_named_below_it() -> None:
    spec = drawn(stack(DATA["one row"]))
    assert sorted(written(spec)) == sorted(["甲县", "3 件", "维持 3", "甲县 0", "其他 0"])
    squares = [layer for layer in spec["layer"] if "right" in str(layer["encoding"].get("x2"))]
    assert [row["text"] for row in rows_of(spec, squares[0])] == ["甲县 0", "其他 0"]


def test_the_bars_of_a_stack_of_shares_are_equally_long() -> None:
    chart = stack([("甲县", 100.0), ("乙县", 10.0)])
    ends = []
    for share in (False, True):
        spec = drawn(Chart("stack", chart.data, {}, {**chart.options, "share": share}))
        rows = [row for data in spec["datasets"].values() for row in data if "end" in row]
        ends.append([max(row["end"] for row in rows if row["order"] == order) for order in (0, 1)])
    assert ends == [pytest.approx([1.0, 0.1]), pytest.approx([1.0, 1.0])]


@pytest.mark.parametrize(
    ("part", "words"), [(90.0, "调撤 90"), (2.0, "调撤 2"), (2.0, "调解与和解后撤回申请的共 2 件")]
)
def test_the_words_of_a_darker_part_are_written_somewhere(part: float, words: str) -> None:
    chart = chain([("审结", 100.0), ("又诉", 4.0)])
    for total in (100.0, 3.0):
        data = chart.data.assign(value=[total, 100.0], part=[min(part, total), nan], part_text=[words, ""])
        said = " ".join(written(drawn(Chart("chain", data))))
        assert words.replace(" ", "") in said.replace(" ", "")


def test_the_line_of_a_pareto_stands_after_the_last_of_the_few() -> None:
    spec = drawn(pareto(DATA["all equal"]))
    assert written(spec).count("以上占八成") == 2
    none = pareto(DATA["all equal"])
    assert "以上占八成" not in written(drawn(Chart("pareto", none.data.assign(inside=False), none.labels)))
