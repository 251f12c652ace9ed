"""The headings of pages speak of what weighs most: vetoes and 挂牌督办 before overdue, places and changes."""

from itertools import permutations
from typing import Any

import pandas as pd
import pytest

from panels.declare import Finding
from panels.headings import of_city, of_unit, standing_in_words
from panels.rectification.asked import RATE
from panels.weight import WEIGHTS, Point, weightiest
from tests.panels.given import asked, peers
from tests.panels.test_scores import scores, unit
from wording import wording

FIRST = Finding("1 项指标列首位：档案完整率", "good")
MIDDLE = Finding("可评的 8 项指标不在首位或末位", "plain")


def test_what_weighs_most_is_said_first_whatever_the_order_it_was_found_in() -> None:
    points = [Point(weight, weight) for weight in WEIGHTS]
    said = {weightiest(each, wording("zh")) for each in permutations(points)}
    assert said == {"veto，supervised，overdue；place；change"}
    assert weightiest([Point("veto", ""), Point("change", "change")], wording("zh")) == "change"


def test_behind_another_sentence_the_city_has_no_capital_and_a_name_keeps_its_own() -> None:
    points = [Point("veto", "2 units caught"), Point("place", "Ashfield leads"), Point("change", "Citywide: 13%")]
    assert weightiest(points, wording("en")) == "2 units caught; Ashfield leads; citywide: 13%"


def items(**lights: int) -> pd.DataFrame:
    return pd.DataFrame({"light": [light for light, n in lights.items() for _ in range(n)]})


@pytest.mark.parametrize(
    ("status", "rank", "grade", "lights", "scorecard", "said"),
    [
        # The archive: 4 items 挂牌, 2 overdue, 0 of 8 on time, and it read "1 项居首位：档案完整率".
        ("eligible", 2, "good", {"supervised": 4, "overdue": 2, "behind": 1}, FIRST,
         "4 项挂牌督办，2 项逾期，按期整改 0/8；考核得分列第 2 位（共 3 个），良好；1 项指标列首位：档案完整率"),
        ("vetoed", 1, "good", {"behind": 1}, MIDDLE, "取消评先资格；考核得分列第 1 位（共 3 个），良好"),
        # The failed unit at one of the last places, which read "都不居首末".
        ("failed", 3, "fail", {}, MIDDLE, "考核得分列第 3 位（共 3 个），不合格"),
        (None, 1, "good", {}, MIDDLE, "可评的 8 项指标不在首位或末位"),
        (None, 1, "good", {"overdue": 1}, FIRST, "1 项逾期，按期整改 0/8；1 项指标列首位：档案完整率"),
    ],
)  # fmt: skip
def test_an_archive_begins_with_what_hangs_over_the_unit(
    status: str | None, rank: int, grade: str, lights: dict[str, int], scorecard: Finding, said: str
) -> None:
    others = [unit(code, 70.0, place) for code, place in zip(("C02", "C03"), {1, 2, 3} - {rank}, strict=True)]
    own = [unit("C01", 50.0, rank, status=status, grade=grade)] if status else []
    standing = peers(RATE, {"C01": (0, 8), "C02": (50, 60)})
    assert of_unit(scores(*own, *others), items(**lights), standing, scorecard, asked(unit="C01")) == said


def test_what_fails_beside_the_heading_is_left_out_of_it() -> None:
    assert of_unit(None, None, None, FIRST, asked(unit="C01")) == FIRST.sentence


def test_who_is_graded_as_failed_has_no_awards_in_words() -> None:
    said = dict(standing_in_words(pd.Series(unit("C01", 50.0, 3, status="failed", grade="fail")), wording("zh")))
    assert said["awards"] == "不合格"


def attention(**counts: int) -> pd.DataFrame:
    """A row an item, each of a unit of its own."""
    rows = [(kind, f"{kind} {number}", 1) for kind, n in counts.items() for number in range(n)]
    return pd.DataFrame(rows, columns=["kind", "code", "items"])


@pytest.mark.parametrize(
    ("matters", "begins"),
    [
        (
            {"missing": 170, "overdue": 14, "supervised": 10, "vetoed": 3},
            "目前：各考核组 3 个单位取消评先资格，10 项挂牌督办，14 项逾期；",
        ),
        ({"missing": 170}, "败诉率升至 80.0%"),
        ({}, "败诉率升至 80.0%"),
    ],
)  # fmt: skip
def test_the_overview_begins_with_what_hangs_over_the_city(matters: dict[str, int], begins: str) -> None:
    figures = peers("loss_rate", {}, (80, 100, 50, 100))
    change: Any = Finding("败诉率升至 80.0%（80/100），明显变差")
    assert of_city(attention(**matters), figures, change, asked()).startswith(begins)
    assert of_city(None, figures, change, asked()) == change.sentence
