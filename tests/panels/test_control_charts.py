"""Kind "control" is drawn whole, whatever is missing, and its words stand apart."""

import datetime as dt
from copy import deepcopy
from itertools import pairwise

import altair as alt
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.control import every_month, p_chart, xmr_chart
from panels.charts import specification
from panels.charts.apart import LINE
from panels.charts.lanes import LANE, lanes_of
from panels.declare import Chart
from panels.look import palette
from tests.assessment.given import some_examples
from tests.panels.specs import BOTH, LAST, marks, measured, months, of_one_shape, said, texts, with_rows

LAW = dt.date(2024, 1, 1)
BREAKS = pd.DataFrame({"month": [LAW], "text": ["新法施行"]})


def rates(number: int, cases: int = 40) -> pd.DataFrame:
    """A p-chart whose last month lies far outside; every seventh month has no cases."""
    rows = [(month, min(3 + place % 4, cases), cases) if place % 7 else (month, 0, 0)
            for place, month in enumerate(months(number))]  # fmt: skip
    counts = pd.DataFrame(rows, columns=["month", "numerator", "denominator"])
    counts.loc[number - 1, ["numerator", "denominator"]] = [cases // 2, cases]
    return p_chart(counts)


def counted(number: int, level: float = 50) -> pd.DataFrame:
    counts = [level + (9 if place % 2 else -9) for place in range(number)]
    return xmr_chart(pd.DataFrame({"month": months(number), "count": counts}))


def control_chart(lanes: dict[str, pd.DataFrame], breaks: pd.DataFrame = BREAKS, *, share: bool = False) -> Chart:
    """The lanes as a panel would hand them over: the latest signal of each is named, its limits stand at the end."""
    parts, ends = [], []
    for lane, found in lanes.items():
        latest = found.index[found["signal"] != ""]
        label = ["令" if latest.size and place == latest[-1] else "" for place in found.index]
        parts.append(found.assign(lane=lane, label=label, value_text="句"))
        ends.append((lane, "中心", "上限", "下限" if found["low"].max() > 0 else ""))
    named = pd.DataFrame(ends, columns=["lane", "centre_text", "high_text", "low_text"])
    options = {"lanes": list(lanes), "breaks": breaks, "share": share, "ends": named}
    return Chart("control", pd.concat(parts, ignore_index=True), options=options)


SINGLE = {
    "many months": rates(58),
    "few months": rates(22),
    "too few for limits": rates(4),
    "one month": rates(1),
    "few cases": rates(58, cases=9),
    "no cases at all": p_chart(pd.DataFrame({"month": months(14), "numerator": 0, "denominator": 0})),
    "all alike": p_chart(pd.DataFrame({"month": months(14), "numerator": 0, "denominator": 9})),
}


@BOTH
def test_the_shape_is_valid_and_shared_by_all_selections(dark: bool) -> None:
    one = specification(control_chart({"": rates(58)}, share=True), dark=dark)
    before = deepcopy(one)
    four = {name: counted(14, 20.0) for name in ("申请", "诉讼", "信访", "会议")}
    other = specification(control_chart(four), dark=dark)
    assert of_one_shape(one, other)
    assert one == before
    alt.LayerChart.validate(one)


@BOTH
@pytest.mark.parametrize("found", SINGLE.values(), ids=SINGLE.keys())
def test_a_single_lane_is_drawn_whatever_is_missing(found: pd.DataFrame, dark: bool) -> None:
    spec = specification(control_chart({"": found}, share=True), dark=dark)
    assert spec["height"] <= 310
    assert "0%" in said(spec)


@pytest.mark.parametrize(("number", "height"), [(1, 310), (2, 390), (3, 390), (4, 420)])
def test_lanes_stand_one_above_the_other_within_a_panels_height(number: int, height: float) -> None:
    names = ["申请", "诉讼", "信访", "会议"][:number]
    chart = control_chart({name: counted(58, 20.0 * (place + 1)) for place, name in enumerate(names)})
    spec = specification(chart)
    assert spec["height"] <= height
    assert set(names) < set(said(spec))
    lanes = lanes_of(chart, 0)
    assert all(upper.bottom < lower.head < lower.top for upper, lower in pairwise(lanes))
    assert len({lane.most for lane in lanes}) == number  # each has a scale of its own


def test_a_lane_is_as_high_as_there_is_room_for() -> None:
    assert [LANE[number] * number for number in sorted(LANE)] == sorted(LANE[number] * number for number in LANE)


def test_points_with_a_signal_are_in_the_accent_and_the_one_that_is_named_is_largest() -> None:
    found = rates(58)
    assert found["signal"].iat[-1] == "outside"
    spec = specification(control_chart({"": found}, share=True))
    accent = palette().accent
    circles = [mark for mark, rows in marks(spec, "circle") if rows and "color" in mark]
    sizes = {mark["color"]: measured(mark["size"], spec) for mark in circles}
    assert sizes[accent] == max(sizes.values()) > sizes[palette().ink]
    assert "令" in said(spec)


def test_a_month_without_cases_leaves_a_gap_in_line_and_limits_and_has_no_point() -> None:
    spec = specification(control_chart({"": rates(58)}, share=True))
    line = next(rows for mark, rows in marks(spec, "line") if mark["color"] == palette().ink)
    without = [row for row in line if row["y"] is None]
    assert len(without) == 9
    assert all(row["y_low"] is row["y_high"] is None for row in without)
    assert all(row["y"] is not None for _, rows in marks(spec, "circle") for row in rows)


def test_the_change_of_law_parts_line_and_limits_and_is_drawn_with_its_words_on_top() -> None:
    spec = specification(control_chart({"": rates(58)}, share=True))
    words = next(row for row in texts(spec) if row["text"] == "新法施行")
    assert words["at"] < 20
    # Without room they are no words: Vega would make room for unseen ones that reach beyond the edge.
    layers = [layer for layer, rows in with_rows(spec) if any(row.get("text") == words["text"] for row in rows)]
    assert [layer["encoding"]["text"].get("value") for layer in layers] == [""]
    line = next(rows for mark, rows in marks(spec, "line") if mark["color"] == palette().ink)
    parts = (
        {row["stretch"] for row in line if row["n"] < 12 * 2024},
        {row["stretch"] for row in line if row["n"] >= 12 * 2024},
    )
    assert parts == ({"0-0"}, {"0-1"})


def test_a_change_before_or_after_the_months_shown_is_not_drawn_and_takes_no_room() -> None:
    inside, outside = (specification(control_chart({"": rates(number)}, share=True)) for number in (58, 22))
    assert "新法施行" not in said(outside)
    assert outside["height"] < inside["height"]


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_the_words_at_the_right_end_stand_apart(number: int) -> None:
    spec = specification(control_chart({str(lane): counted(58) for lane in range(number)}))
    heights = sorted(row["at"] for row in texts(spec) if row["text"] in ("中心", "上限", "下限"))
    assert len(heights) == 3 * number
    assert min(lower - upper for upper, lower in pairwise(heights)) >= LINE - 1e-9


def test_what_an_end_does_not_have_is_not_written() -> None:
    chart = control_chart({"": rates(58)}, share=True)
    ends = chart.options["ends"].assign(low_text="", high_text="")
    spec = specification(Chart("control", chart.data, options={**chart.options, "ends": ends}))
    assert [text for text in said(spec) if text in ("中心", "上限", "下限")] == ["中心"]


def test_words_that_would_touch_are_left_out_the_latest_stay() -> None:
    chart = control_chart({"行政复议申请": counted(58)})
    label = [f"第 {place} 个月" if place in (54, 55, 20) else "" for place in range(58)]
    spec = specification(Chart("control", chart.data.assign(label=label), options=chart.options))
    assert {text for text in said(spec) if text.startswith("第")} == {"第 55 个月", "第 20 个月"}


@some_examples
@given(st.integers(1, 70), st.integers(0, 11))
def test_limits_and_values_stay_within_their_plot(number: int, cases: int) -> None:
    chart = control_chart({"": rates(number, cases=max(cases, 1))}, share=True)
    lane = lanes_of(chart, 24)[0]
    for column in ("value", "low", "high", "centre"):
        heights = pd.Series(lane.y(chart.data[column])).dropna()
        assert heights.between(lane.top - 1e-9, lane.bottom + 1e-9).all()
    assert lane.most >= chart.data["value"].fillna(0).max()


def test_months_that_are_missing_are_drawn_as_gaps() -> None:
    counts = pd.DataFrame({"month": months(3)[::2], "numerator": [1, 2], "denominator": [9, 9]})
    found = p_chart(every_month(counts, months(3)[0], LAST, missing=0))
    spec = specification(control_chart({"": found}, share=True))
    line = next(rows for mark, rows in marks(spec, "line") if mark["color"] == palette().ink)
    assert [row["y"] is None for row in line] == [False, True, False]
