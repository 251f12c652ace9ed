"""Kinds "lines" and "steps" and the axis of months: drawn whole, and nothing stands on anything."""

from copy import deepcopy
from itertools import pairwise

import altair as alt
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.survival import curve, grouped, kaplan_meier, median
from panels.charts import specification
from panels.charts.apart import LINE
from panels.charts.control import NARROWEST
from panels.charts.months import BELOW, Months, levels, numbered
from panels.declare import Chart
from panels.look import palette
from tests.assessment.given import some_examples
from tests.panels.specs import BOTH, marks, months, of_one_shape, said, texts

# --- The axis of months and round numbers ------------------------------------------------------------------------


@some_examples
@given(st.integers(1, 80), st.integers(24_000, 24_400))
def test_names_of_months_and_years_do_not_touch(number: int, first: int) -> None:
    rows = Months(first, first + number - 1, 56, 100).parts()["name"].to_dict("records")
    each = (NARROWEST - 156) / number
    shown = [row for row in rows if row["room"] * each >= row["wide"]]
    assert shown or number > 30
    for left, right in pairwise(shown):
        halves = 16 * 0.53 * (len(left["text"]) + len(right["text"])) / 2
        assert (right["n"] - left["n"]) * each > halves


@pytest.mark.parametrize(("width", "named"), [(24 * 35, "2024-11"), (24 * 34, "2025-01")])
def test_where_two_names_have_no_room_the_year_is_named_and_not_the_first_month(width: int, named: str) -> None:
    rows = Months(24 * 1012 + 10, 24 * 1012 + 33, 0, 0).parts()["name"].to_dict("records")
    shown = [row["text"] for row in rows if row["room"] * width / 24 >= row["wide"]]
    assert (shown[0], "2026-01" in shown) == (named, True)


@pytest.mark.parametrize(
    ("number", "names"),
    [
        (1, ["2026-10"]),
        (4, ["2026-07", "10"]),
        (10, ["2026-01", "04", "07", "10"]),
        (58, ["2022", "2023", "2024", "2025", "2026"]),
    ],
)
def test_few_months_are_named_as_months_many_by_their_years(number: int, names: list[str]) -> None:
    found = numbered(months(number))
    assert Months(found[0], found[-1], 40, 90).parts()["name"]["text"].tolist() == names


@pytest.mark.parametrize(
    ("top", "room", "least", "expected"),
    [
        (0.43, 200, 0.01, [0, 0.1, 0.2, 0.3, 0.4]),
        (97, 78, 1, [0, 50]),
        (400, 250, 1, [0, 50, 100, 150, 200, 250, 300, 350, 400]),
        (2.1, 250, 1, [0, 1, 2]),
        (0.004, 200, 0.01, [0]),
        (1.0, 200, 0.01, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
    ],
)
def test_axes_carry_round_numbers_from_nought(top: float, room: float, least: float, expected: list[float]) -> None:
    assert levels(top, room, least) == pytest.approx(expected)


# --- Lines -------------------------------------------------------------------------------------------------------


def line_chart(number: int, series: dict[str, tuple[str, float]]) -> Chart:
    rows = [
        (name, month, level + place % 3, f"{name} {month}", tone)
        for name, (tone, level) in series.items()
        for place, month in enumerate(months(number))
    ]
    data = pd.DataFrame(rows, columns=["series", "month", "value", "value_text", "tone"])
    ends = pd.DataFrame([(name, f"{name} 甲") for name in series], columns=["series", "text"])
    return Chart("lines", data, options={"ends": ends})


THREE = {"销号": ("ink", 100.0), "新交办": ("plain", 101.0), "未销号": ("accent", 380.0)}


@BOTH
def test_the_shape_of_lines_is_valid_and_shared_by_all_selections(dark: bool) -> None:
    one = specification(line_chart(58, THREE), dark=dark)
    before = deepcopy(one)
    assert of_one_shape(one, specification(line_chart(12, {"销号": ("ink", 0.0)}), dark=dark))
    assert one == before
    alt.LayerChart.validate(one)


@BOTH
@pytest.mark.parametrize("number", [1, 12, 58])
def test_lines_are_drawn_and_named_at_their_right_ends(number: int, dark: bool) -> None:
    spec = specification(line_chart(number, THREE), dark=dark)
    ends = {row["text"]: row["at"] for row in texts(spec) if row["text"].endswith("甲")}
    assert set(ends) == {f"{name} 甲" for name in THREE}
    heights = sorted(ends.values())
    assert min(lower - upper for upper, lower in pairwise(heights)) >= LINE - 1e-9
    assert heights[0] >= 0
    assert heights[-1] <= spec["height"] - BELOW


def test_a_series_without_words_has_no_name_and_an_unknown_month_leaves_a_gap() -> None:
    chart = line_chart(12, THREE)
    chart.data.loc[3, "value"] = float("nan")
    chart.options["ends"].loc[0, "text"] = ""
    spec = specification(chart)
    assert not [text for text in said(spec) if text.startswith("销号")]
    own = next(rows for mark, rows in marks(spec, "line") if mark["color"] == palette().ink)
    assert [row["y"] is None for row in own].index(True) == 3


def test_all_nought_is_drawn_on_the_axis() -> None:
    chart = line_chart(12, {"销号": ("ink", 0.0)})
    spec = specification(Chart("lines", chart.data.assign(value=0), options=chart.options))
    own = next(rows for mark, rows in marks(spec, "line") if mark["color"] == palette().ink)
    assert len({row["y"] for row in own}) == 1


# --- Steps -------------------------------------------------------------------------------------------------------


def step_chart(series: dict[str, tuple[str, list[tuple[int, bool]]]], last: float = 120) -> Chart:
    parts, medians = [], []
    for name, (tone, rows) in series.items():
        found = kaplan_meier(grouped(pd.DataFrame(rows, columns=["days", "closed"])))
        corners = curve(found)
        texts_of = corners["share"].map("{:.1%}".format)
        parts.append(corners.assign(series=name, tone=tone, share_text=texts_of))
        medians.append((name, median(found), f"{name} 中位"))
    named = pd.DataFrame(medians, columns=["series", "days", "text"]).astype({"days": float})
    labels = {"x": "交办后天数", "y": "仍未销号"}
    return Chart("steps", pd.concat(parts, ignore_index=True), labels, {"medians": named, "last": last})


FAST = [(day, True) for day in range(1, 40)]
SLOW = [(2 * day, day % 3 > 0) for day in range(1, 70)]
OPEN = [(day, day < 5) for day in range(1, 60)]
CURVES = {"全市": ("ink", SLOW), "甲县": ("accent", FAST), "乙县": ("plain", OPEN), "丙县": ("plain", FAST)}


@BOTH
def test_the_shape_of_stairs_is_valid_and_shared_by_all_selections(dark: bool) -> None:
    one = specification(step_chart(CURVES), dark=dark)
    before = deepcopy(one)
    assert of_one_shape(one, specification(step_chart({"全市": ("ink", [(5, False)])}, last=30), dark=dark))
    assert one == before
    alt.LayerChart.validate(one)


@BOTH
def test_stairs_are_drawn_and_named_at_their_medians(dark: bool) -> None:
    spec = specification(step_chart(CURVES), dark=dark)
    names = {row["text"]: row["at"] for row in texts(spec) if row["text"].endswith("中位")}
    assert names["丙县 中位"] < names["甲县 中位"] < names["全市 中位"]
    heights = sorted(names.values())
    assert min(lower - upper for upper, lower in pairwise(heights)) >= LINE - 1e-9
    assert {"0%", "50%", "100%"} < set(said(spec))
    assert {"交办后天数", "仍未销号"} < set(said(spec))


def test_a_stair_goes_on_to_the_last_day_drawn_and_not_beyond() -> None:
    spec = specification(step_chart(CURVES, last=30))
    days: dict[str, float] = {}
    for _, rows in marks(spec, "line"):
        for row in rows:
            days[row["series"]] = max(days.get(row["series"], 0), row["days"])
    assert set(days.values()) == {30}
    whole = specification(step_chart(CURVES, last=200))
    assert max(row["days"] for _, rows in marks(whole, "line") for row in rows) == 138


@pytest.mark.parametrize(
    "series",
    [
        {"全市": ("ink", [(0, True)])},
        {"全市": ("ink", [(5, False)])},
        {"全市": ("ink", [])},
        dict.fromkeys("甲乙丙丁戊", ("plain", FAST)),
        dict.fromkeys("甲乙丙丁戊", ("plain", OPEN)),
    ],
    ids=["closed at once", "all open", "nothing", "all the same", "none half closed"],
)
def test_few_or_equal_items_are_drawn(series: dict[str, tuple[str, list[tuple[int, bool]]]]) -> None:
    spec = specification(step_chart(series))
    heights = sorted({row["text"]: row["at"] for row in texts(spec) if row["text"].endswith("中位")}.values())
    assert len(heights) == len(series)
    assert all(lower - upper >= LINE - 1e-9 for upper, lower in pairwise(heights))
    assert heights[-1] <= spec["height"] - BELOW
