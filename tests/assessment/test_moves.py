"""Why a rank moved: four steps whose rank differences sum to the move."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.moves import PARTS, move_parts, rank_of
from tests.assessment.given import plain_values, some_examples

NAN = float("nan")
PUBLISHED = {"A": 90.0, "B": 85.0, "C": 80.0, "D": 70.0}


def moved(*steps: dict[str, float], codes: str = "ABCD") -> pd.DataFrame:
    published, corrected, scheme, now = (pd.Series(step, dtype=float) for step in steps)
    return move_parts(published, corrected, scheme, now, list(codes))


def row(frame: pd.DataFrame, code: str) -> list[Any]:
    return plain_values(frame.set_index("code").loc[code])


@pytest.mark.parametrize(
    ("own", "others", "rank"),
    [
        (80.0, [90.0, 70.0], 2),
        (80.0, [80.0, 80.0], 1),  # equal scores share the place
        (80.0, [90.0, 90.0, 80.0], 3),
        (80.0, [], 1),
        (80.0, [NAN, 90.0], 2),
        (NAN, [90.0], None),
    ],
)
def test_a_rank_is_one_more_than_those_ahead(own: float, others: list[float], rank: int | None) -> None:
    assert rank_of(own, pd.Series(others, dtype=float)) == rank


@pytest.mark.parametrize(
    ("corrected", "scheme", "now", "expected"),
    [
        # nothing happened
        ({}, {}, {}, [3, 3, 0, 0, 0, 0]),
        # a correction of its own data: from 3 to 1
        ({"C": 95.0}, {"C": 95.0}, {"C": 95.0}, [3, 1, 2, 0, 0, 0]),
        # the new scheme costs one place
        ({}, {"D": 81.0}, {"D": 81.0}, [3, 4, 0, -1, 0, 0]),
        # its own figures gain two places
        ({}, {}, {"C": 99.0}, [3, 1, 0, 0, 2, 0]),
        # others fell behind
        ({}, {}, {"A": 10.0, "B": 10.0}, [3, 1, 0, 0, 0, 2]),
        # it got better, and others got better still
        ({}, {}, {"C": 86.0, "B": 88.0, "D": 87.0}, [3, 4, 0, 0, 1, -2]),
        # everything at once
        ({"C": 86.0}, {"C": 65.0}, {"C": 82.0, "B": 10.0}, [3, 2, 1, -2, 1, 1]),
    ],
)
def test_each_cause_has_its_places(
    corrected: dict[str, float], scheme: dict[str, float], now: dict[str, float], expected: list[int]
) -> None:
    steps = [{**PUBLISHED, **change} for change in ({}, corrected, scheme, now)]
    assert row(moved(*steps), "C") == expected


def test_a_unit_that_is_not_in_both_has_no_parts() -> None:
    before, after = PUBLISHED, {"A": 90.0, "B": 85.0, "C": 80.0, "E": 99.0}
    found = moved(before, before, before, after, codes="ADE")
    assert row(found, "D") == [4, None, None, None, None, None]
    assert row(found, "E") == [None, 1, None, None, None, None]
    # who joins moves the others in the step in which it appears
    assert row(found, "A") == [1, 2, 0, 0, 0, -1]


def test_a_unit_without_a_score_in_a_step_has_no_parts() -> None:
    found = moved(PUBLISHED, {**PUBLISHED, "B": NAN}, PUBLISHED, PUBLISHED)
    assert row(found, "B") == [2, 2, None, None, None, None]
    assert row(found, "C") == [3, 3, 1, -1, 0, 0]


def test_no_units_make_an_empty_table() -> None:
    found = moved(PUBLISHED, PUBLISHED, PUBLISHED, PUBLISHED, codes="")
    assert list(found) == ["code", "rank_before", "rank_now", *PARTS]
    assert len(found) == 0


scores = st.integers(0, 5).map(float) | st.just(NAN)
steps = st.dictionaries(st.sampled_from("ABCDEF"), st.tuples(scores, scores, scores, scores), min_size=1)


@some_examples
@given(steps, st.randoms())
def test_the_parts_sum_to_the_move_whatever_the_order(group: dict[str, tuple[float, ...]], random: Any) -> None:
    series = [{code: values[place] for code, values in group.items()} for place in range(4)]
    found = moved(*series, codes="".join(group)).set_index("code")
    known = found.dropna()
    assert (known[PARTS].sum(axis=1) == known["rank_before"] - known["rank_now"]).all()
    assert known.index.tolist() == [code for code, values in group.items() if not any(v != v for v in values)]
    shuffled = [dict(random.sample(sorted(step.items()), len(step))) for step in series]
    again = moved(*shuffled, codes="".join(sorted(group))).set_index("code")
    pd.testing.assert_frame_equal(again.loc[found.index], found)
