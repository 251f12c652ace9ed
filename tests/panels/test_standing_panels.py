"""Who really differs, and who is behind whom in what."""

from copy import deepcopy
from itertools import pairwise
from typing import Any

import altair as alt
import pandas as pd
import pytest

from assessment.indicators import judged
from panels.charts import specification
from panels.charts.apart import LINE, apart
from panels.compare import COMPARE, chosen_units
from panels.funnel import FUNNEL
from tests.panels.checks import Case, check, pictured
from tests.panels.given import NAMES, NOTHING, asked, peers
from tests.panels.specs import BOTH, marks, measured, of_one_shape, texts, with_rows
from wording import LANGUAGES

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


def each(cases: dict[str, Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases.values(), ids=cases.keys())


# --- The funnel --------------------------------------------------------------------------------------------------

JUDGED = judged()
FUNNEL_CASES = {
    "one unit is really worse": Case(
        lambda: peers("loss_rate", {"C01": (40, 100), "C02": (10, 100), "C03": (12, 100), "C04": NOTHING}),
        ["甲县", "40.0%", "40/100", "20.7%", "2"],
        "bad",
        about="C01",
        leaves_out=["乙县", "丁县"],
        rows=4,
    ),
    "both sides, where higher is better": Case(
        lambda: peers("appearance_rate", {"C01": (20, 100), "C02": (99, 100), "C03": (60, 100)}),
        ["甲县", "20.0%", "20/100", "乙县", "99.0%", "99/100"],
        "bad",
        about="C01",
        rows=3,
        selection={"indicator": "appearance_rate"},
    ),
    "only a better one": Case(
        lambda: peers("loss_rate", {"C01": (0, 100), **dict.fromkeys(("C02", "C03", "C04", "C05"), (12, 100))}),
        ["甲县", "0.0%", "0/100"],
        "good",
        about="C01",
        rows=5,
    ),
    "no direction, no verdict": Case(
        lambda: peers("acceptance_rate", {"C01": (20, 100), "C02": (70, 100), "C03": (60, 100)}),
        ["甲县", "20.0%"],
        rows=3,
        selection={"indicator": "acceptance_rate"},
    ),
    "one beyond 95 % only": Case(
        lambda: peers("loss_rate", {"C01": (7, 25), "C02": (13, 100), "C03": (12, 100)}), ["14.2%", "甲县"], rows=3
    ),
    "one with few cases is not named": Case(
        lambda: peers("loss_rate", {"C01": (9, 9), "C02": (10, 100), "C03": (11, 100)}),
        ["14.4%"],
        leaves_out=["甲县"],
        rows=3,
    ),
    "all equal": Case(
        lambda: peers("loss_rate", {"C01": (1, 10), "C02": (10, 100)}), ["10.0%"], rows=2, leaves_out=["甲县"]
    ),
    "nobody ever lost": Case(lambda: peers("loss_rate", {"C01": (0, 30), "C02": (0, 50)}), ["0.0%"], rows=2),
    "one unit": Case(lambda: peers("loss_rate", {"C01": (2, 9), "C02": NOTHING}), ["甲县", "2/9"], rows=2),
    "no cases": Case(lambda: peers("loss_rate", {"C01": NOTHING}), [], rows=1, leaves_out=["0%"]),
    "ranked by score, the usual indicator": Case(
        lambda: peers("loss_rate", {"C01": (40, 100), "C02": (10, 100), "C03": (12, 100)}),
        ["甲县"],
        "bad",
        about="C01",
        rows=3,
        selection={"indicator": "score"},
    ),
    "a filter shows one county within the limits of all": Case(
        lambda: peers("loss_rate", {"C01": (40, 100), "C02": (10, 100), "C03": (12, 100)}),
        ["乙县", "10/100"],
        rows=1,
        about="C02",
        selection={"counties": ("C02",)},
    ),
}


@in_both_languages
@each(FUNNEL_CASES)
def test_the_funnel_names_only_who_lies_beyond_the_limits(case: Case, language: str) -> None:
    check(FUNNEL, case, language)


def test_the_funnel_says_when_units_differ_more_than_chance_has_it() -> None:
    apart_, alike = {"C01": (60, 100), "C02": (10, 100)}, {"C01": (11, 100), "C02": (10, 100)}
    said = [FUNNEL.finding(peers("loss_rate", members), asked("en")).sentence for members in (apart_, alike)]
    assert ["more than chance" in sentence for sentence in said] == [True, False]


def test_few_cases_neither_make_units_differ_nor_have_a_place_within_the_limits() -> None:
    members: dict[str, Any] = {"C01": (9, 9), "C02": (0, 9), "C03": (50, 100)}
    assert "more than chance" not in FUNNEL.finding(peers("loss_rate", members), asked("en")).sentence
    data = pictured(FUNNEL, peers("loss_rate", members), asked()).data.set_index("code")["position_text"]
    assert data[["C01", "C02"]].tolist() == ["样本少，不作比较"] * 2
    assert "95%" in data["C03"]


def test_points_of_few_cases_are_hollow_and_those_without_cases_are_counted_in_the_base() -> None:
    figures = peers("loss_rate", {"C01": (2, 9), "C02": (10, 100), "C03": NOTHING})
    data = pictured(FUNNEL, figures, asked()).data.set_index("code")
    assert data["small"].to_dict() == {"C01": True, "C02": False}
    assert "1 unit has no figure" in FUNNEL.finding(figures, asked("en")).base


DIFFERENT: dict[str, Any] = {"C01": (60, 100), "C02": (10, 100), "C03": (61, 101), "C04": (2, 9), "C05": (0, 90)}


def drawn_funnel(members: dict[str, Any], *, dark: bool = False, **selection: Any) -> dict[str, Any]:
    return specification(pictured(FUNNEL, peers("loss_rate", members), asked(**selection)), dark=dark)


@BOTH
def test_the_shape_of_a_funnel_is_valid_and_shared_by_all_selections(dark: bool) -> None:
    one = drawn_funnel(DIFFERENT, dark=dark)
    before = deepcopy(one)
    assert of_one_shape(one, drawn_funnel({"C01": (2, 9)}, dark=dark, counties=("C01",)))
    assert one == before
    alt.LayerChart.validate(one)


def test_names_and_ends_of_lines_stand_apart_and_lines_stay_within_the_plot() -> None:
    spec = drawn_funnel(DIFFERENT)
    names = {row["label"]: row["at"] for row in texts(spec, "label")}
    assert [name.split()[0] for name in names] == ["甲县", "乙县", "丙县", "戊县"]
    for heights in (sorted(names.values()), sorted(row["at"] for row in texts(spec) if "at" in row)):
        assert min(lower - upper for upper, lower in pairwise(heights)) >= LINE - 1e-3
    low, high = (measured({"expr": name}, spec) for name in ("low", "high"))
    lines = [
        [row[layer["encoding"]["y"]["field"]] for row in rows]
        for layer, rows in with_rows(spec)
        if layer["mark"]["type"] == "line"
    ]
    assert len(lines) == 5
    assert all(low <= rate <= high for line in lines for rate in line)


def test_a_point_that_is_spoken_of_is_drawn_above_the_others() -> None:
    points = next(rows for mark, rows in marks(drawn_funnel(DIFFERENT), "circle") if mark["opacity"] == 1)
    assert [row["tone"] for row in points] == ["plain", "strong", "strong", "strong", "accent"]
    assert [row["small"] for row in points] == [True, False, False, False, False]


# --- Side by side ------------------------------------------------------------------------------------------------


def side_by_side(members: dict[str, dict[str, Any]], chosen: str, ranks: dict[str, int] | None = None) -> pd.DataFrame:
    """Counts of each unit by indicator; what a unit has no counts of, it has no cases of."""
    parts = [
        peers(key, {code: counts_.get(key, NOTHING) for code, counts_ in members.items()}).iloc[: len(members)]
        for key in JUDGED
    ]
    found = pd.concat(parts, ignore_index=True)
    ranks = ranks or {code: place for place, code in enumerate(members, start=1)}
    return found.assign(rank=found["code"].map(ranks).astype("Int64"), chosen=found["code"] == chosen)


THREE = {
    "C01": {"loss_rate": (5, 100), "appearance_rate": (95, 100), "settlement_rate": (2, 5)},
    "C02": {"loss_rate": (10, 100), "appearance_rate": (96, 100)},
    "C03": {"loss_rate": (40, 100), "appearance_rate": (60, 100), "settlement_rate": (4, 5)},
}
COMPARE_CASES = {
    "behind the first": Case(
        lambda: side_by_side(THREE, "C03"), ["丙县", "甲县", "2", "40.0%", "5.0%"], about="C03", rows=len(JUDGED)
    ),
    "the first, against the second": Case(
        lambda: side_by_side({**THREE, "C02": THREE["C03"]}, "C01"), ["甲县", "乙县", "2", "40.0%"], about="C01",
        rows=len(JUDGED), leaves_out=["丙县"],
    ),
    "what may be chance puts nobody ahead": Case(
        lambda: side_by_side(THREE, "C01"),
        ["甲县", "乙县", "2"], about="C01", rows=len(JUDGED), leaves_out=["丙县", "%"]
    ),
    "few cases put nobody ahead": Case(
        lambda: side_by_side({"C01": {"loss_rate": (0, 9)}, "C02": {"loss_rate": (9, 9)}}, "C02"),
        ["甲县", "乙县"], about="C02", rows=len(JUDGED), leaves_out=["1", "9"],
    ),
    "equal in everything": Case(
        lambda: side_by_side({"C01": {"loss_rate": (1, 10)}, "C02": {"loss_rate": (10, 100)}}, "C02"),
        ["甲县", "乙县", "1"],
        about="C02",
        rows=len(JUDGED),
    ),
    "nothing that both have cases of": Case(
        lambda: side_by_side({"C01": {"loss_rate": (1, 10)}, "C02": {"appearance_rate": (1, 10)}}, "C02"),
        ["甲县", "乙县"],
        about="C02",
        rows=len(JUDGED),
    ),
    "a group of one": Case(lambda: side_by_side({"C01": {"loss_rate": (1, 10)}}, "C01"), [], rows=len(JUDGED)),
    "nobody in the group": Case(side_by_side(THREE, "C01").iloc[:0], [], rows=len(JUDGED)),
}  # fmt: skip


@in_both_languages
@each(COMPARE_CASES)
def test_the_comparison_says_in_how_much_the_one_is_behind_the_other(case: Case, language: str) -> None:
    check(COMPARE, case, language)


def test_the_chosen_unit_stands_beside_the_first_and_its_neighbours() -> None:
    members: dict[str, dict[str, Any]] = {code: {"loss_rate": (1, 10)} for code in NAMES}
    assert chosen_units(side_by_side(members, "C05"), asked()) == ["C01", "C03", "C04", "C05"]
    assert chosen_units(side_by_side(members, "C01"), asked()) == ["C01", "C02", "C03"]


def test_the_best_of_a_row_is_marked_and_nobody_where_all_are_equal() -> None:
    data = pictured(COMPARE, side_by_side(THREE, "C03"), asked()).data
    best = data[data["best"]].set_index("code")["label"]
    assert best.to_dict() == {"C01": "败诉率", "C02": "出庭应诉率"}, "of settlements all have few"
    equal = side_by_side({"C01": {"loss_rate": (1, 10)}, "C02": {"loss_rate": (10, 100)}}, "C02")
    assert not pictured(COMPARE, equal, asked()).data["best"].any()


# --- The pieces they are drawn with ------------------------------------------------------------------------------


@pytest.mark.parametrize("wanted", [[10, 12, 14], [100, 5, 99], [0, 200, 200, 200], [50], []], ids=str)
def test_texts_moved_apart_keep_their_order_and_do_not_touch(wanted: list[float]) -> None:
    found = apart(wanted, 0, 200)
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    heights = [found[index] for index in order]
    assert all(lower - upper >= 20.99 for upper, lower in pairwise(heights))
    assert all(0 <= height <= 200 for height in heights)
