"""Kind "grid" as HTML: every cell, its link and its tint; what is spoken of is framed, totals left out."""

import pandas as pd
import pytest

from panels.declare import Chart
from panels.html.widths import pieces
from panels.look import DARK, LIGHT, Palette
from tests.panels.html_of import HOSTILE, page_of


def grid(names: list[str], *, spoken: str = "", step: int = 2) -> Chart:
    """A row a name and their sum; the columns 自然资源 (spoken of), 逾期 and 合计; every cell opens its own list."""
    tones = ["accent" if name == spoken else "plain" for name in names]
    rows = pd.DataFrame(
        {"label": [*names, "总"], "name_href": [*["@unit"] * len(names), ""], "tone": [*tones, "total"]}
    )
    columns = [("自然资源", "", "accent"), ("逾期", "overdue", "plain"), ("合计", "", "total")]
    cells = [
        {"row": name, "column": column, "text": f"{n}{k}", "step": -1 if k == 2 or name == "总" else step,
         "href": f"@list-{n}{k}" if k else "", "tip": f"{name}：{n}{k}" if k else ""}
        for n, name in enumerate([*names, "总"])
        for k, (column, *_) in enumerate(columns)
    ]  # fmt: skip
    frame = pd.DataFrame(columns, columns=["label", "badge", "tone"])
    return Chart("grid", pd.DataFrame(cells), options={"rows": rows, "columns": frame})


def test_every_cell_has_its_figure_and_a_link_of_its_own() -> None:
    page = page_of(grid(["甲县", "乙县"]))
    assert {f"{n}{k}" for n in range(3) for k in range(3)} <= set(page.texts)
    assert [href for href, _ in page.links if "list" in href] == [f"@list-{n}{k}" for n in range(3) for k in (1, 2)]
    assert [text for href, text in page.links if href == "@unit"] == ["甲县", "乙县"]
    assert [cell.attributes.get("title", "") for cell in page.all("td", "heat-2")] == ["", "甲县：01", "", "乙县：11"]


@pytest.mark.parametrize("name", HOSTILE)
def test_texts_are_shown_as_they_are(name: str) -> None:
    page = page_of(grid([name]))
    assert name in page.texts
    assert page.all("b") == []


def test_the_frame_runs_around_what_is_spoken_of_and_leaves_totals_out() -> None:
    cells = page_of(grid(["甲县", "乙县"], spoken="乙县")).all("td")[1:]
    edges = [cell.classes & {"left", "right", "top", "bottom"} for cell in cells]
    assert edges[:3] == [{"left", "right", "top"}, set(), set()]
    assert edges[3:6] == [{"left", "right", "top", "bottom"}, {"right", "top", "bottom"}, set()]
    assert edges[6:] == [set(), set(), set()]
    assert ["told" in cell.classes for cell in cells[6:]] == [True, False, False]


def test_a_head_is_a_status_in_shape_and_word_and_no_line_of_it_holds_a_single_character() -> None:
    heads = page_of(grid(["甲县"])).all("th")[:3]
    assert [head.text for head in heads] == ["自然资源" * 2, "■\N{NO-BREAK SPACE}逾期" * 2, "合计" * 2]
    assert [pieces(text) for text in ("逾期未决定", "整改中", "合计（一案一计）", "Natural resources")] == [
        ["逾期", "未决定"], ["整改中"], ["合计", "（一案", "一计）"], ["Natural ", "resources"],
    ]  # fmt: skip


def test_a_table_without_rows_or_with_a_cell_missing_is_drawn() -> None:
    chart = grid(["甲县"])
    assert page_of(Chart("grid", chart.data.iloc[:0], options=chart.options)).all("td", "heat-2") == []
    nothing = {name: frame.iloc[:0] for name, frame in chart.options.items()}
    assert page_of(Chart("grid", chart.data.iloc[:0], options=nothing)).links == []


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2: relative luminance)."""

    def luminance(colour: str) -> float:
        parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_figures_are_read_on_every_tint_in_both_themes(theme: Palette) -> None:
    # As in styles/grid.css: grey on the first, ink up to the fourth, paper on the two darkest.
    letters = (theme.grey, theme.ink, theme.ink, theme.ink, theme.paper, theme.paper)
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert [round(contrast(*pair), 1) for pair in zip(letters, theme.heat, strict=True) if contrast(*pair) < 4.5] == []


def test_months_without_room_beside_each_other_stand_under_their_county_each_with_its_field() -> None:
    def dates(fields: int, text: str = "2026-10", name: str = "甲县") -> Chart:
        columns = pd.DataFrame([(f"领域{n}", "", "plain") for n in range(fields)], columns=["label", "badge", "tone"])
        rows = pd.DataFrame([(name, "", "plain")], columns=["label", "name_href", "tone"])
        cells = [{"row": name, "column": field, "text": text, "step": 2, "href": "", "tip": ""}
                 for field in columns["label"]]  # fmt: skip
        return Chart("grid", pd.DataFrame(cells), options={"rows": rows, "columns": columns})

    many = page_of(dates(8))
    assert len(many.all("table", "folds-46")) == 1
    assert [cell.attributes["data-head"] for cell in many.all("td", "heat-2")] == [f"领域{n}" for n in range(8)]
    # Three months have room on a phone; signs may stand below each other in their cell.
    assert [page_of(few).all("td", "heat-2")[0].attributes.get("data-head") for few in (dates(3), dates(8, "●○○"))] == [
        None,
        None,
    ]
    # A name of more than four lines beside its months has a line for itself.
    assert [len(page_of(dates(3, name="名" * n)).all("table", "folds-stacks-32")) for n in (20, 25)] == [0, 1]
    # In half a small desk, too, where it would be a column of more than four.
    assert [len(page_of(dates(3, name="名" * n)).all("table", "folds-stacks-46")) for n in (30, 60)] == [0, 1]
