"""The one cache: its key is the question, the data version, the database and the viewer's scope."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

import pandas as pd
import pytest

from data_access.reading.cached import kept
from data_access.reading.readiness import State
from data_access.reading.viewer import ALL_SEEING, Viewer

STATE = State(1, dt.date(2026, 10, 31), True, "演示市", "made by chance")
ASKED: dict[str, Any] = {"state": STATE, "scope": "all", "since": 0.0}


class Counter:
    """Counts how often it was asked to compute."""

    numbers = count()

    def __init__(self) -> None:
        self.times = 0
        # The cache outlives a test, and an object's id may come again.
        self.number = next(self.numbers)

    def __call__(self) -> pd.DataFrame:
        self.times += 1
        return pd.DataFrame({"times": [self.times]})


def answer(compute: Counter, name: str = "panel", question: Any = ("2026", 1), **changes: Any) -> pd.DataFrame:
    found = kept(f"{name} {compute.number}", question, compute=compute, **(ASKED | changes))
    assert isinstance(found, pd.DataFrame)
    return found


def test_the_same_question_is_answered_once() -> None:
    compute = Counter()
    assert answer(compute).equals(answer(compute))
    assert compute.times == 1


@pytest.mark.parametrize(
    "change",
    [
        {"name": "other panel"},
        {"question": ("2026", 2)},
        {"state": replace(STATE, data_version=2)},
        {"state": replace(STATE, version_code="made by another chance")},
        {"scope": "A"},
    ],
)
def test_any_part_of_the_question_that_differs_is_another_answer(change: dict[str, Any]) -> None:
    compute = Counter()
    answer(compute)
    answer(compute, **change)
    assert compute.times == 2


def test_another_database_has_answers_of_its_own(use_database: Callable[[str], None]) -> None:
    compute = Counter()
    for url in ("sqlite:///one.db", "sqlite:///two.db", "sqlite:///one.db"):
        use_database(url)
        answer(compute)
    assert compute.times == 2


def test_a_reader_who_changes_an_answer_changes_only_a_copy() -> None:
    compute = Counter()
    changed = answer(compute)
    changed["times"] = 99
    assert answer(compute)["times"].tolist() == [1]


def test_what_is_at_hand_is_not_computed() -> None:
    compute = Counter()
    stored = pd.DataFrame({"times": [7]})
    assert answer(compute, at_hand=lambda: stored)["times"].tolist() == [7]
    assert (answer(compute)["times"].tolist(), compute.times) == ([7], 0)


def test_an_answer_that_fails_is_computed_again() -> None:
    compute = Counter()

    def fails() -> pd.DataFrame:
        raise ValueError("the table is gone")

    with pytest.raises(ValueError, match="the table is gone"):
        kept(f"panel {compute.number}", ("2026", 1), compute=fails, **ASKED)
    assert answer(compute)["times"].tolist() == [1]


def test_an_answer_may_ask_for_others() -> None:
    outer, inner = Counter(), Counter()

    def asks() -> pd.DataFrame:
        return answer(inner).assign(outer=outer())

    assert kept(f"outer {outer.number}", "", compute=asks, **ASKED)["times"].tolist() == [1]


def test_viewers_who_may_see_different_things_have_different_scopes() -> None:
    viewers = [
        ALL_SEEING,
        Viewer("rows without names", None),
        Viewer("nobody", frozenset()),
        Viewer("one", frozenset({"A"})),
        Viewer("two", frozenset({"A", "B"})),
        Viewer("unpublished, too", frozenset({"A"}), sees_unpublished=True),
    ]
    assert len({viewer.scope_key for viewer in viewers}) == len(viewers)


def test_viewers_who_may_see_the_same_share_their_answers() -> None:
    assert Viewer("x", frozenset({"A", "B"})).scope_key == Viewer("y", frozenset({"B", "A"})).scope_key
