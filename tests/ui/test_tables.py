"""Tables on screen: the browser shows the figures that are printed elsewhere, and sorts by what they are."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from pandas.io.formats.style import Styler

from panels.declare import Column, Table
from ui.draw import draw_table
from wording import wording


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[list[Any], str]]:
    """The numbers that the browser gets of a column, and the words beside them ('' where it writes them itself)."""
    given: list[Any] = []
    monkeypatch.setattr(st, "dataframe", lambda data, **_how: given.append(data))

    def draw(kind: str, values: list[float | None]) -> tuple[list[Any], str]:
        column = Column("figure", "率", kind)  # type: ignore[arg-type]
        draw_table(Table(pd.DataFrame({"figure": pd.Series(values, dtype=object)}), (column,)), wording("zh"), "table")
        styled = isinstance(given[-1], Styler)
        frame = given[-1].data if styled else given[-1]
        return frame["figure"].tolist(), given[-1].to_html() if styled else ""

    return draw


@pytest.mark.parametrize(
    ("kind", "values", "numbers"),
    [
        # The binary float of 28.45 lies below it: a browser would write 28.4 %.
        ("share", [0.2845, 0.0, 1.0, None], [28.5, 0.0, 100.0, float("nan")]),
        ("points", [0.0205, -0.0004], [2.1, 0.0]),
        ("score", [90.905, 2.675], [90.91, 2.68]),
        ("integer", [20.5, 3.0], [21.0, 3.0]),
    ],
)
def test_a_number_is_rounded_before_the_browser_rounds_it(
    shown: Callable[..., tuple[list[Any], str]], kind: str, values: list[float], numbers: list[float]
) -> None:
    found, words = shown(kind, values)
    assert found == pytest.approx(numbers, nan_ok=True, abs=1e-9)
    assert words == ""


def test_what_is_nearly_all_or_nearly_none_is_said_and_sorted_by_what_it_is(
    shown: Callable[..., tuple[list[Any], str]],
) -> None:
    numbers, words = shown("share", [2400 / 2401, 1 / 2401, 0.5, None])
    assert numbers == pytest.approx([99.9584, 0.0416, 50.0, float("nan")], abs=1e-3, nan_ok=True)
    assert [each for each in (">99.9%", "<0.1%", "50.0%", "—", "nan") if each in words] == [
        ">99.9%", "<0.1%", "50.0%", "—",
    ]  # fmt: skip
