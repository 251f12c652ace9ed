"""Kind "notes": a line that says it and one that explains, with its status where it has one."""

import pandas as pd
import pytest

from panels.declare import Chart
from panels.look import BADGES
from tests.panels.html_of import page_of, rendered

NAMES = ["order", "badge", "badge_text", "head", "text"]


def notes(*said: tuple[str, str, str | None, str | None]) -> Chart:
    rows = [(number, *note) for number, note in enumerate(said)]
    return Chart("notes", pd.DataFrame(rows, columns=NAMES))


def test_each_note_stands_whole_in_its_order() -> None:
    chart = notes(("proposed", "否决待确认", "再有 39 件", "18/27 → 57/66"), ("", "", "再有 7 件", "7/25 → 7/32"))
    said = ["▲ 否决待确认", "再有 39 件", "18/27 → 57/66", "再有 7 件", "7/25 → 7/32"]
    assert rendered(Chart(chart.kind, chart.data.iloc[::-1])) == (said, [])


def test_nothing_is_drawn_of_nothing() -> None:
    assert rendered(notes()) == ([], [])
    assert rendered(notes(("", "", None, None)))[0] == []


@pytest.mark.parametrize("text", ["<b>&\"'", "{{ 7 * 7 }}", "长" * 10_000])
def test_whatever_is_said_is_text(text: str) -> None:
    assert rendered(notes(("vetoed", text, text, text)), title=text)[0] == [f"■ {text}", text, text]


@pytest.mark.parametrize("status", BADGES)
def test_a_status_has_its_shape_its_word_and_its_colours(status: str) -> None:
    shape, ink, tint = BADGES[status]
    parsed = page_of(notes((status, "词", "头", "文")))
    assert parsed.texts[0] == f"{shape} 词"
    assert ("span", {"class": f"badge {ink}-on-{tint}"}) in parsed.elements
