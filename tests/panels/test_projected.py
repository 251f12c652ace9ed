"""What a room sees of a chart: as many rows as can be read, both ends of a ranking, and all that belongs to them."""

import pandas as pd
import pytest

from panels.charts.projected import ENDS, ROWS_SHOWN, Screenful, projected, screenful
from panels.declare import Chart
from panels.drawing import drawn
from tests.panels.test_html_stack import stack


def chart(kind: str, n: int) -> Chart:
    rows = pd.DataFrame(
        {"order": range(n), "place": range(n), "code": [f"C{number:02d}" for number in range(n)], "note": "x"}
    )
    return Chart(kind, rows, options={"marks": rows.assign(x=0.5), "worst": n})


@pytest.mark.parametrize("kind", ROWS_SHOWN)
def test_what_a_screen_holds_is_shown_whole(kind: str) -> None:
    few = chart(kind, ROWS_SHOWN[kind])
    assert projected(few).data["code"].tolist() == few.data["code"].tolist()


@pytest.mark.parametrize("kind", ROWS_SHOWN)
def test_of_a_long_list_a_screenful_is_shown_in_its_order(kind: str) -> None:
    found = projected(chart(kind, 40))
    shown = len(found.data)
    assert ROWS_SHOWN[kind] / 2 < shown <= ROWS_SHOWN[kind]
    assert found.data["order"].tolist() == list(range(shown))
    # What else is drawn of a row goes with it.
    assert found.options["marks"]["code"].tolist() == found.data["code"].tolist()
    last = "C39" if kind in ENDS else f"C{shown - 1:02d}"
    assert (found.data["code"].iat[0], found.data["code"].iat[-1]) == ("C00", last)


def test_a_chart_without_rows_is_as_it_was_but_for_its_size() -> None:
    found = projected(Chart("control", pd.DataFrame({"month": [1]}), options={"share": True}))
    assert (len(found.data), dict(found.options)) == (1, {"share": True, "projected": True})


def test_scores_without_an_order_show_both_ends_and_no_notes() -> None:
    data = pd.DataFrame({"code": [f"C{number:02d}" for number in range(39)], "note": "2/9"})
    found = projected(Chart("scores", data)).data
    assert (len(found), found["code"].iat[0], found["code"].iat[-1]) == (11, "C00", "C38")
    assert set(found["note"]) == {""}


def test_an_empty_chart_stays_empty() -> None:
    assert projected(Chart("rows", pd.DataFrame(columns=["order", "code"]))).data.empty


@pytest.mark.parametrize("kind", ROWS_SHOWN)
def test_the_screens_of_a_long_list_show_every_row_once_and_say_which(kind: str) -> None:
    long = chart(kind, 40)
    first = screenful(long, 1)
    assert first is not None
    of_ends = kind in ENDS
    codes: list[str] = []
    for number in range(2 if of_ends else 1, first.count + 1):
        said, shown = screenful(long, number), list(projected(long, number).data["code"])
        assert said == Screenful(number, first.count, len(codes) + 1, len(codes) + len(shown), 40)
        codes += shown
    assert codes == list(long.data["code"])
    # The first screen of a ranking is its two ends, which are no run of rows.
    assert ((first.first, first.last) == (0, 0)) == of_ends


def test_a_row_that_only_leads_on_to_all_of_a_list_is_left_out_and_not_counted() -> None:
    rows = pd.DataFrame({"order": range(9), "badge_text": [*"优" * 8, ""], "name": "", "code": "C"})
    assert len(projected(Chart("rows", rows)).data) == 8
    assert screenful(Chart("rows", rows), 1) is None


def test_a_screen_beyond_the_last_is_the_last_and_a_short_list_has_one() -> None:
    # Nine rows are five and four, and not eight and a last one alone on its screen.
    assert list(projected(chart("rows", 9), 7).data["code"]) == ["C05", "C06", "C07", "C08"]
    assert screenful(chart("rows", ROWS_SHOWN["rows"]), 1) is None


@pytest.mark.parametrize(("n", "projected_", "middle"), [(3, True, True), (4, True, False), (3, False, False)])
def test_a_few_rows_stand_in_the_middle_of_their_screen(n: int, projected_: bool, middle: bool) -> None:
    said = {"badge": "overdue", "badge_text": "逾期", "name": "甲县", "text": "", "note": "", "href": ""}
    rows = Chart("rows", pd.DataFrame([{"order": number, **said} for number in range(n)]))
    assert ("few-rows" in drawn(projected(rows) if projected_ else rows, "").text) == middle


@pytest.mark.parametrize(("bars", "middle"), [(2, True), (3, False)])
def test_so_do_two_bars_of_parts(bars: int, middle: bool) -> None:
    assert ("few-rows" in drawn(projected(stack(*range(1, bars + 1))), "").text) == middle
