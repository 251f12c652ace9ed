"""Kind "stack" as HTML: bars of segments; words stand in them from the width on at which they have room, else below."""

import pandas as pd
import pytest

from panels.declare import Chart
from tests.panels.html_page import HOSTILE, rendered


def stack(*values: float, name: str = "维持", share: bool = False) -> Chart:
    """A bar a value, of a segment that opens a list and a tenth of it that opens nothing."""
    rows = [
        {"order": number, "row": f"第 {number} 行", "segment": segment, "value": part, "text": f"{segment} {part:g}",
         "tone": tone, "href": href}
        for number, value in enumerate(values)
        for segment, part, tone, href in ((name, value * 0.9, "ink", f"@list/{number}"),
                                          ("其他", value / 10, "grey", ""))
    ]  # fmt: skip
    totals = pd.DataFrame({"order": range(len(values)), "text": [f"{value:g} 件" for value in values]})
    return Chart("stack", pd.DataFrame(rows), options={"totals": totals, "share": share})


def test_every_segment_is_said_in_its_bar_and_below_it_and_one_of_both_is_seen() -> None:
    page = rendered(stack(100, 10))
    assert {"第 0 行", "第 1 行", "100 件", "10 件"} <= set(page.texts)
    assert [page.texts.count(text) for text in ("维持 90", "其他 10", "维持 9", "其他 1")] == [2, 2, 2, 2]
    for words in ("维持 90", "其他 1"):
        seen = [name for each in page.all("span") if each.text == words for name in each.classes if "-" in name]
        assert {name.partition("-")[0] for name in seen} == {"from", "until"}
        assert len({name.partition("-")[2] for name in seen}) == 1


def test_the_smaller_a_segment_the_wider_the_list_in_which_it_is_written() -> None:
    page = rendered(stack(100, 10))
    from_ = [name for each in page.all("span") for name in each.classes if name.startswith("from-")]
    # Shares of the longest bar: 0.9, 0.1, 0.09 and 0.01.
    assert from_ == ["from-16", "from-50", "from-50", "from-never"]


@pytest.mark.parametrize(("share", "widths"), [(False, [90, 10, 9, 1]), (True, [90, 10, 90, 10])])
def test_bars_are_as_long_as_their_sums_or_all_as_long(share: bool, widths: list[float]) -> None:
    found = rendered(stack(100, 10, share=share)).styled("width")
    assert [float(width.removesuffix("%")) for width in found] == widths


def test_a_segment_opens_its_list_and_one_that_counts_nothing_is_not_drawn() -> None:
    page = rendered(stack(10, 0))
    assert {href for href, _ in page.links} == {"@list/0"}
    assert len(page.all("div", "segment")) == 2
    assert "第 1 行" in page.texts


@pytest.mark.parametrize("name", HOSTILE)
def test_texts_are_shown_as_they_are(name: str) -> None:
    assert f"{name} 9" in rendered(stack(10, name=name)).texts
