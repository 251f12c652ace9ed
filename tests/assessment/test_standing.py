"""Where units stand on one indicator, from counts alone."""

import pandas as pd
import pytest

from assessment.indicators import BY_KEY
from assessment.standing import standing

COUNTS = ["numerator", "denominator", "numerator_compared", "denominator_compared"]
# code: cases lost of cases closed, now and in the compared period
ROWS = {"A": (2, 7, 1, 7), "B": (20, 70, 30, 70), "C": (0, 5, 0, 0), "D": (0, 0, 3, 4), "E": (0, 0, 0, 0)}


def table(rows: dict[str, tuple[int, int, int, int]]) -> pd.DataFrame:
    return pd.DataFrame.from_dict(rows, orient="index", columns=COUNTS)


def stand(key: str = "loss_rate", small: int = 10) -> pd.DataFrame:
    return standing(table(ROWS), BY_KEY[key], small)


def column(frame: pd.DataFrame, name: str) -> list[object]:
    return [None if pd.isna(value) else value for value in frame[name]]


def test_a_unit_without_cases_has_neither_rate_nor_interval_nor_place() -> None:
    found = stand().loc[["D", "E"], ["rate", "low", "high", "place", "change", "moved"]]
    assert found.isna().all(axis=None)


@pytest.mark.parametrize(
    ("key", "now", "before", "moved"),
    [
        ("loss_rate", [2, 2, 1, None, None], [1, 2, None, 3, None], [-1, 0, None, None, None]),
        ("appearance_rate", [1, 1, 3, None, None], [3, 2, None, 1, None], [2, 1, None, None, None]),
        ("acceptance_rate", [1, 1, 3, None, None], [3, 2, None, 1, None], [2, 1, None, None, None]),
    ],
)
def test_places_and_places_gained_follow_the_direction_of_the_indicator(
    key: str, now: list[int | None], before: list[int | None], moved: list[int | None]
) -> None:
    found = stand(key)
    assert [column(found, name) for name in ("place", "place_compared", "moved")] == [now, before, moved]


def test_rates_changes_and_intervals_are_shares() -> None:
    found = stand().round(3)
    assert column(found, "rate") == [0.286, 0.286, 0.0, None, None]
    assert column(found, "rate_compared") == [0.143, 0.429, None, 0.75, None]
    assert column(found, "change") == [0.143, -0.143, None, None, None]
    assert list(zip(column(found, "low"), column(found, "high"), strict=True))[:3] == [
        (0.082, 0.641), (0.193, 0.401), (0.0, 0.434),
    ]  # fmt: skip


def test_a_change_is_the_difference_of_what_is_printed() -> None:
    # 7/52 = 13.46 % → 13.5 %, 16/156 = 10.26 % → 10.3 %: 3.2 points, though the exact difference is 3.21;
    # 1/8 = 12.5 %, 2/17 = 11.76 % → 11.8 %: 0.7 points, though the exact difference is 0.74.
    found = standing(table({"A": (7, 52, 16, 156), "B": (1, 8, 2, 17), "C": (1, 3, 333, 1000)}), BY_KEY["loss_rate"])
    assert column(found, "change") == [0.032, 0.007, 0.0]


def test_few_cases_are_marked_and_no_cases_are_not_few() -> None:
    assert stand()["small"].to_dict() == {"A": True, "B": False, "C": True, "D": False, "E": False}
    assert stand(small=5)["small"].to_dict() == {"A": False, "B": False, "C": False, "D": False, "E": False}


def test_a_group_without_members_stands_nowhere() -> None:
    found = standing(table({}), BY_KEY["loss_rate"])
    assert len(found) == 0
    assert {"rate", "low", "high", "place", "moved", "small"} <= set(found.columns)


def test_the_counts_given_and_their_order_are_kept() -> None:
    counts = table(ROWS).sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(standing(counts, BY_KEY["loss_rate"])[COUNTS], counts)
    pd.testing.assert_frame_equal(standing(counts, BY_KEY["loss_rate"]).loc[list(ROWS)], stand())
