"""Kind "chain" as HTML: a bar a step, after it its number and its share of the step before."""

from math import nan

import pandas as pd
import pytest

from panels.declare import Chart
from tests.panels.html_page import HOSTILE, rendered


def chain(*values: float, part: float = nan, words: str = "调撤", label: str = "审结") -> Chart:
    """A row a step, the first with a darker part; the last opens nothing."""
    rows = [
        {"order": number, "label": f"{label} {number}", "value": value, "value_text": f"{value:g} 件",
         "note": f"占 {number}%" if number else "", "part": nan if number else part,
         "part_text": "" if number or part != part else words, "tone": "plain",
         "href": f"@list/{number}" if number < len(values) - 1 else ""}
        for number, value in enumerate(values)
    ]  # fmt: skip
    return Chart("chain", pd.DataFrame(rows))


def test_every_step_has_its_number_and_note_and_opens_its_list() -> None:
    page = rendered(chain(100, 50, 5))
    assert page.texts == ["审结 0", "100 件", "审结 1", "50 件", "占 1%", "审结 2", "5 件", "占 2%"]
    assert page.links == [("@list/0", "审结 0"), ("@list/1", "审结 1")]


@pytest.mark.parametrize("values", [(100, 50, 5), (0, 0), (3,)])
def test_bars_are_as_long_as_their_values(values: tuple[float, ...]) -> None:
    shares = [float(width.split("calc(")[1].split()[0]) for width in rendered(chain(*values)).styled("width")]
    assert shares == [value / (max(values) or 1) for value in values]


@pytest.mark.parametrize(("part", "wide"), [(90.0, 90.0), (2.0, 2.0), (200.0, 100.0)])
@pytest.mark.parametrize("words", ["调撤 2", "调解与和解后撤回申请的共 2 件"])
def test_the_words_of_a_darker_part_are_seen_once_at_any_width(part: float, wide: float, words: str) -> None:
    page = rendered(chain(100, 4, part=part, words=words))
    assert [each.attributes["style"] for each in page.all("i")] == [f"width: {wide:.2f}%"]
    spans = [each.classes for each in page.all("span") if each.text == words and "note" not in each.classes]
    for width in (10, 16, 30, 45, 90, 170):
        assert len([classes for classes in spans if all(_seen(name, width) for name in classes)]) == 1


def _seen(name: str, width: float) -> bool:
    side, _, at = name.partition("-")
    bound = float("inf") if at == "never" else float(at or 0)
    return width >= bound if side == "from" else width < bound if side == "until" else True


@pytest.mark.parametrize("name", HOSTILE)
def test_texts_are_shown_as_they_are(name: str) -> None:
    page = rendered(chain(3, part=1, words=name, label=name))
    assert {name, f"{name} 0"} <= set(page.texts)
