"""A panel's table: figures as they are printed elsewhere, sorted by what they are."""

import datetime as dt
import re

import pandas as pd
import pytest

from panels.declare import CellKind, Column, Table
from panels.html import table_html
from wording import wording


def cells(kind: CellKind, values: list[object]) -> tuple[list[str], list[str]]:
    """The texts of a column's cells, and what they sort by."""
    table = Table(pd.DataFrame({"figure": pd.Series(values, dtype=object)}), (Column("figure", "率", kind),))
    found = re.findall(r'<td[^>]*data-by="([^"]*)">([^<]*)</td>', table_html(table, "各县", wording("zh")))
    return [text.replace("&gt;", ">").replace("&lt;", "<") for _, text in found], [by for by, _ in found]


@pytest.mark.parametrize(
    ("kind", "values", "printed"),
    [
        # The binary float of 28.45 lies below it: a browser that rounds would write 28.4 %.
        ("share", [0.2845, 0.0, 1.0, None], ["28.5%", "0.0%", "100.0%", "—"]),
        ("share", [2400 / 2401, 1 / 2401], [">99.9%", "<0.1%"]),
        ("points", [0.0205, -0.0004], ["+2.1", "0.0"]),
        ("score", [90.905, 2.675], ["90.91", "2.68"]),
        ("integer", [20.5, 1234.0, None], ["20.5", "1,234", "—"]),
        (
            "date",
            ["2026-03-01", dt.date(2026, 10, 31), None],
            ["2026-\u206003-\u206001", "2026-\u206010-\u206031", "—"],
        ),
        ("month", [dt.date(2026, 3, 1)], ["2026-\u206003"]),
    ],
)
def test_a_cell_says_what_is_printed_elsewhere(kind: CellKind, values: list[object], printed: list[str]) -> None:
    assert cells(kind, values)[0] == printed


def test_a_cell_sorts_by_its_value_and_one_that_is_unknown_by_nothing() -> None:
    assert cells("share", [2400 / 2401, 0.5, None])[1] == [repr(2400 / 2401), "0.5", ""]
    assert cells("date", ["2026-03-01"])[1] == ["2026-03-01T00:00:00"]
    assert cells("text", ["<b>县</b>"]) == (["&lt;b>县&lt;/b>".replace("&lt;", "<")], ["&lt;b&gt;县&lt;/b&gt;"])


def test_a_figure_that_counts_rows_opens_them_and_sorts_as_before() -> None:
    data = pd.DataFrame({"lost": [7, 0], "lost_opens": ["@cases?which=lost", ""]})
    drawn = table_html(Table(data, (Column("lost", "败诉", "integer", "lost_opens"),)), "各县", wording("zh"))
    assert re.findall(r'<td[^>]*data-by="([^"]*)">(.*?)</td>', drawn) == [
        ("7.0", '<a data-in href="@cases?which=lost">7</a>'),
        ("0.0", "0"),
    ]
