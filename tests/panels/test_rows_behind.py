"""Which rows a figure opens: those that speak against the unit, else all; of the city whatever the filters show."""

from typing import Any

import pytest

from panels.links import parts_of
from panels.rows_behind import figure_link, rows_link


@pytest.mark.parametrize(
    ("indicator", "numerator", "denominator", "which"),
    [
        # Of losses the lost, of hearings those that nobody attended; where there is none of these, all.
        ("loss_rate", 7, 25, "loss_rate.hit"),
        ("loss_rate", 0, 25, "loss_rate.all"),
        ("appearance_rate", 18, 27, "appearance_rate.rest"),
        ("appearance_rate", 27, 27, "appearance_rate.all"),
        # High can be good or bad.
        ("direct_correction_rate", 3, 33, "direct_correction_rate.all"),
    ],
)
def test_a_rate_opens_what_speaks_against_the_unit(
    indicator: str, numerator: int, denominator: int, which: str
) -> None:
    page, query = parts_of(rows_link(indicator, {"numerator": numerator, "denominator": denominator}, "C07")[1:])
    assert (page, query["which"], query["focus"], query["page"]) == ("cases", which, "C07", "1")
    city = parts_of(rows_link(indicator, {"numerator": numerator, "denominator": denominator})[1:])[1]
    assert city.items() >= {"which": which, "group": "counties", "county": "all", "sector": "all"}.items()
    # Whoever looks closely at a unit, and asks for the city, gets the city.
    assert city["focus"] == "none"


@pytest.mark.parametrize(
    ("indicator", "row"),
    [
        ("loss_rate", {"numerator": 0, "denominator": 0}),
        ("archive_completeness", {"numerator": 1, "denominator": 2}),
        (None, {"numerator": 1, "denominator": 2}),
        (float("nan"), {"numerator": 1, "denominator": 2}),
    ],
)
def test_what_has_no_rows_to_list_opens_nothing(indicator: Any, row: dict[str, int]) -> None:
    assert rows_link(indicator, row) == ""


def test_a_figure_kept_as_cases_opens_them_and_what_is_recorded_otherwise_nothing() -> None:
    row = {"indicator": "loss_rate", "code": "C07", "figure": "7/25"}
    assert parts_of(figure_link(row)[1:])[1]["which"] == "loss_rate.hit"
    assert [figure_link({**row, "figure": figure}) for figure in ("", None, "很高", "7/0")] == [""] * 4
