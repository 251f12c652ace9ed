"""A unit's timeline: the month in which most went wrong, and everything drawn in its lane."""

import datetime as dt
from copy import deepcopy
from typing import Any

import altair as alt
import pandas as pd
import pytest

from data_access.ledgers.litigation import LITIGATION_OUTCOMES
from data_access.ledgers.reconsideration import CORRECTED, RECONSIDERATION_OUTCOMES
from panels.charts import specification
from panels.look import palette
from panels.timeline import ADVERSE, LANES, TIMELINE
from tests.panels.checks import Case, check, pictured
from tests.panels.given import asked
from tests.panels.specs import BOTH, marks, of_one_shape
from wording import LANGUAGES


def events(*rows: tuple[str, str, int, int]) -> pd.DataFrame:
    """Rows of lane, kind, month of 2026, events."""
    named = [(lane, kind, dt.date(2026, month, 1), number) for lane, kind, month, number in rows]
    return pd.DataFrame(named, columns=["lane", "kind", "month", "events"])


QUIET = [("litigation", "not_lost", 2, 3), ("rectification", "assigned", 3, 4), ("rectification", "closed", 4, 4)]
CASES = {
    "one month is the worst": Case(
        events(*QUIET, ("litigation", "lost", 5, 5), ("material", "missing", 5, 1), ("rectification", "overdue", 7, 4)),
        ["10", "6", "2026"],
        "watch",
    ),
    "two months equally bad, none is named": Case(
        events(("litigation", "lost", 3, 9), ("rectification", "overdue", 8, 9)),
        ["18"],
        "watch",
        leaves_out=["3 月", "Mar", "8 月", "Aug"],
    ),
    "of few events no month is named": Case(
        events(("litigation", "lost", 5, 5), ("rectification", "overdue", 7, 4)),
        ["9"],
        "watch",
        leaves_out=["2026", "5"],
    ),
    "one event": Case(events(("litigation", "lost", 6, 1)), ["1"], "watch", leaves_out=["6"]),
    "nothing went wrong": Case(events(*QUIET), ["11"], "plain"),
    "nothing happened": Case(events(), []),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_timeline_names_the_month_in_which_most_went_wrong(case: Case, language: str) -> None:
    check(TIMELINE, case, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_event_has_its_words(language: str) -> None:
    kinds = [("reconsideration", outcome) for outcome in RECONSIDERATION_OUTCOMES]
    kinds += [("litigation", "lost"), ("litigation", "not_lost"), ("material", "missing")]
    kinds += [("rectification", kind) for kind in ("assigned", "closed", "reopened", "overdue")]
    kinds += [("major_decision", kind) for kind in ("kept", "lacking", "untold")]
    kinds += [("case_file_review", kind) for kind in ("passed", "failed", "untold")]
    kinds += [("normative_document", "issued")]
    check(TIMELINE, Case(events(*((*kind, 4, 3) for kind in kinds)), ["30"], "watch"), language)


def test_what_is_adverse_is_lost_corrected_overdue_opened_again_missing_left_out_or_failed() -> None:
    assert {
        ("litigation", "lost"), ("rectification", "overdue"), ("rectification", "reopened"), ("material", "missing"),
        ("major_decision", "lacking"), ("case_file_review", "failed"),
        *(("reconsideration", outcome) for outcome in CORRECTED),
    } == ADVERSE  # fmt: skip
    assert {lane for lane, _ in ADVERSE} <= set(LANES)
    assert set(CORRECTED) <= set(RECONSIDERATION_OUTCOMES) & set(LITIGATION_OUTCOMES)


def test_adverse_and_ordinary_events_of_a_month_are_drawn_apart_with_their_numbers() -> None:
    figures = events(("litigation", "lost", 5, 2), ("litigation", "not_lost", 5, 7), ("material", "missing", 5, 1))
    data = pictured(TIMELINE, figures, asked()).data
    found = sorted(zip(data["adverse"], data["events"], strict=True))
    assert found == [(False, 7), (True, 1), (True, 2)]


def drawn(figures: pd.DataFrame, language: str = "zh", *, dark: bool = False) -> dict[str, Any]:
    return specification(pictured(TIMELINE, figures, asked(language)), dark=dark)


@BOTH
def test_the_shape_of_a_timeline_is_valid_and_shared_by_all_selections_in_a_language(dark: bool) -> None:
    one = drawn(events(*QUIET), dark=dark)
    before = deepcopy(one)
    assert of_one_shape(one, drawn(events(("litigation", "lost", 6, 1)), dark=dark))
    assert not of_one_shape(one, drawn(events(("litigation", "lost", 6, 1)), "en", dark=dark))
    assert one == before
    alt.LayerChart.validate(one)


def test_adverse_events_are_red_squares_above_the_ordinary_ones() -> None:
    spec = drawn(events(("litigation", "lost", 5, 2), ("litigation", "not_lost", 5, 7), ("material", "missing", 6, 1)))
    # Each beside its number, or where a month has no room for both on the far side of it.
    adverse, adverse_over, ordinary, ordinary_under = marks(spec, "point")
    assert (
        adverse_over[0]["yOffset"] < adverse[0]["yOffset"] < 0 < ordinary[0]["yOffset"] < ordinary_under[0]["yOffset"]
    )
    assert adverse_over[0]["shape"] == "square" != ordinary_under[0]["shape"]
    assert (adverse[0]["shape"], adverse[0]["color"]) == ("square", palette().red)
    assert [sorted(row["label"] for row in rows) for _, rows in (adverse, ordinary)] == [["1", "2"], ["7"]]
