"""The scorecard as HTML: its figures, and the marks of its strips."""

import pandas as pd
import pytest

from panels.declare import Chart
from tests.panels.html_of import HOSTILE, elements, rendered

LABELS = {name: f"head {name}" for name in ("label", "value", "base", "peers", "strip", "place")}
COLUMNS = ["order", "label", "value_text", "base_text", "peers_text", "place_text"]
MARKS = pd.DataFrame(
    [(0, 0.25, "unit", "Own 20%"), (0, 1.0, "peer", "Best 50%"), (0, 0.0, "peer", "Worst 10%"),
     (0, 0.5, "average", "Average 30%"), (1, float("nan"), "peer", "Nobody")],
    columns=["order", "x", "role", "tip"],
)  # fmt: skip


def chart(*rows: tuple[object, ...], marks: pd.DataFrame = MARKS) -> Chart:
    return Chart("scorecard", pd.DataFrame(rows, columns=COLUMNS), LABELS, {"marks": marks})


TWO = chart((0, "Loss", "20%", "▲ 2/10", "30%", "3/4"), (1, "Speaking", "—", "no cases", None, float("nan")))


def test_every_head_and_figure_stands_in_its_row_and_what_is_unknown_is_blank() -> None:
    rows = [each.text.split("\n") for each in elements(TWO, "tr")]
    said = [[text for text in row if text] for row in rows]
    assert said[0] == list(LABELS.values())
    assert said[1] == ["Loss", "20%", "▲ 2/10", "30%", "Best 50% · Average 30% · Own 20% · Worst 10%", "3/4"]
    assert said[2] == ["Speaking", "—", "no cases"]
    assert rendered(TWO)[1] == []


def test_a_mark_stands_where_its_value_lies_says_it_and_the_unit_is_drawn_last() -> None:
    marks = elements(TWO, "i")
    assert [(*each.classes, each.share("left"), each.attributes["title"]) for each in marks] == [
        ("peer", 100, "Best 50%"), ("peer", 0, "Worst 10%"), ("average", 50, "Average 30%"), ("unit", 25, "Own 20%"),
    ]  # fmt: skip


def test_a_long_list_stands_in_two_columns_of_whole_parts() -> None:
    """Lines with the heads are 9, 5 and 7: 9 and 12 are more alike than 14 and 7."""
    parts = ["Disputes"] * 8 + ["Rectification"] * 4 + ["Decisions"] * 6
    data = [(n, f"I{n}", "1%", "1/9", "2%", "1/3") for n in range(18)]
    long = Chart("scorecard", pd.DataFrame(data, columns=COLUMNS).assign(part=parts), LABELS, {"marks": pd.DataFrame()})
    heads = [each.text.strip() for each in elements(long, "th") if each.attributes.get("scope") == "rowgroup"]
    assert heads == ["Disputes", "Rectification", "Decisions"]
    rows = [table.text.count("1/9") for table in elements(long, "table")]
    assert rows == [8, 10]


def test_no_rows_are_a_table_with_heads_only() -> None:
    assert rendered(chart(marks=pd.DataFrame()))[0] == list(LABELS.values())


@pytest.mark.parametrize("text", HOSTILE)
def test_what_data_say_is_text(text: str) -> None:
    marks = pd.DataFrame([(0, 0.5, "unit", text)], columns=MARKS.columns)
    found = chart((0, *[text] * 5), marks=marks)
    assert rendered(found)[0].count(text) == 6
    assert elements(found, "i")[0].attributes["title"] == text
    assert elements(found, "b") == []
