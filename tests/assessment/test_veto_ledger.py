"""The ledger that decides veto proposals, and the award places that follow from it."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from assessment.eligibility import award_places, veto_ledger, veto_proposals
from tests.assessment.given import SCHEME, Count, of_indicator, plain_values

PEERS = replace(SCHEME, average_scope="peer_group")
FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 10, 31)
EVENT = {
    "veto_no": "V1", "year": 2026, "code": "A", "clause": "appearance", "source": "computed", "figure": "1/2",
    "base": "2", "average": "81/102", "occurred_on": dt.date(2026, 10, 31), "ends_on": None, "description": "by rule",
    "document": "No. 5", "status": "confirmed", "decided_on": dt.date(2026, 11, 3), "decided_by": "office",
}  # fmt: skip
PROPOSALS = {"A": (1, 2), "B": (80, 100)}


def events(*changes: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame([{**EVENT, **change} for change in changes], columns=list(EVENT))


def ledger(*changes: dict[str, Any], units: dict[str, Count] = PROPOSALS) -> pd.DataFrame:
    proposals = veto_proposals(PEERS, of_indicator("appearance_rate", units), of_indicator("appearance_rate", {}))
    return veto_ledger(proposals, events(*changes), FIRST, LAST)


def states(found: pd.DataFrame) -> list[tuple[Any, ...]]:
    return list(found[["status", "reopened", "outdated", "in_force"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("decisions", "state"),
    [
        ([], ("proposed", False, False, False)),
        ([{}], ("confirmed", False, False, True)),
        ([{"status": "appealed"}], ("appealed", False, False, True)),
        ([{"status": "rejected"}], ("rejected", False, False, False)),
        ([{"status": "lifted"}], ("lifted", False, False, False)),
        ([{"status": "proposed"}], ("proposed", False, False, False)),
        ([{"figure": "2/9", "base": "9"}], ("proposed", True, False, False)),  # the figure changed
        ([{"figure": "1/2", "base": "3"}], ("proposed", True, False, False)),  # the base changed
        ([{"average": "9/10"}], ("confirmed", False, False, True)),  # the average alone reopens nothing
        ([{"year": 2025}], ("proposed", False, False, False)),  # last year's decision decides last year's veto
        # several decisions: the latest on this figure, wherever it stands
        ([{"status": "rejected", "decided_on": dt.date(2026, 11, 9)}, {}], ("rejected", False, False, False)),
        ([{"status": "rejected", "decided_on": None}, {}], ("confirmed", False, False, True)),
        ([{}, {"figure": "2/9", "base": "9", "decided_on": dt.date(2026, 12, 1)}], ("confirmed", False, False, True)),
    ],
)
def test_a_proposal_counts_only_as_it_was_decided(decisions: list[dict[str, Any]], state: tuple[Any, ...]) -> None:
    found = ledger(*decisions)
    assert states(found) == [state]
    row = found.loc[0]
    assert (row["figure"], row["base"], row["average"], row["place"]) == ("1/2", "2", "81/102", 1)
    assert (row["few"], row["one_case"], row["average_scope"]) == (True, True, "peer_group")


def test_a_decision_brings_its_number_and_document_and_no_decision_brings_nothing() -> None:
    decided, reopened, open_ = ledger({}), ledger({"figure": "2/9", "base": "9"}), ledger()
    for found in (decided, reopened):
        assert found.loc[0, ["veto_no", "document", "description"]].tolist() == ["V1", "No. 5", "by rule"]
    assert open_.loc[0, ["veto_no", "document", "description", "occurred_on", "ends_on"]].tolist() == [None] * 5


def test_of_several_decisions_the_one_that_decides_is_shown() -> None:
    other = {"veto_no": "V2", "figure": "2/9", "base": "9", "decided_on": dt.date(2026, 12, 1)}
    later = {"veto_no": "V3", "decided_on": dt.date(2026, 12, 2)}
    for decisions, shown in (([other, {}], "V1"), ([later, other, {}], "V3"), ([other, {**other, **later}], "V3")):
        assert ledger(*decisions).loc[0, "veto_no"] == shown


@pytest.mark.parametrize("status", ["confirmed", "appealed", "rejected", "lifted"])
def test_a_decision_that_is_proposed_no_more_keeps_its_status_and_is_outdated(status: str) -> None:
    found = ledger({"status": status}, units={"A": (2, 2), "B": (80, 100), "C": (90, 90)})
    assert found["code"].tolist() == ["B", "A"]
    assert states(found)[1] == (status, False, True, False)
    assert found.loc[1, ["figure", "base", "average"]].tolist() == ["1/2", "2", "81/102"]


def test_a_decision_on_one_clause_does_not_decide_the_other() -> None:
    found = ledger({"clause": "loss"})
    assert found["clause"].tolist() == ["appearance", "loss"]
    assert states(found) == [("proposed", False, False, False), ("confirmed", False, True, False)]


@pytest.mark.parametrize(
    ("occurred", "ends", "status", "in_force"),
    [
        ("2026-03-01", None, "confirmed", True),
        ("2026-03-01", None, "appealed", True),
        ("2026-03-01", None, "proposed", False),
        ("2026-03-01", None, "rejected", False),
        ("2026-03-01", None, "lifted", False),
        ("2024-03-01", None, "confirmed", True),  # open since
        ("2024-03-01", "2025-12-31", "confirmed", False),  # over the day before
        ("2024-03-01", "2026-01-01", "confirmed", True),
        ("2026-10-31", None, "confirmed", True),
        ("2026-11-01", None, "confirmed", False),  # begins the day after
        (None, None, "confirmed", True),  # a decision is not lost for want of a date
        (None, "2025-12-31", "confirmed", False),
    ],
)
def test_a_recorded_veto_is_in_force_while_its_days_meet_the_period(
    occurred: str | None, ends: str | None, status: str, in_force: bool
) -> None:
    dates = {"occurred_on": occurred and dt.date.fromisoformat(occurred), "ends_on": ends}
    change = {**dates, "source": "recorded", "clause": "major accident", "status": status, "year": 2024}
    found = ledger({**change, "figure": None, "base": None, "average": None}, units={})
    assert states(found) == [(status, False, False, in_force)]
    assert found.loc[0, ["clause", "source", "figure"]].tolist() == ["major accident", "recorded", None]
    assert plain_values(found["place"]) == [None]


def test_a_ledger_without_proposals_and_events_is_empty_with_all_columns() -> None:
    found = ledger(units={})
    assert len(found) == 0
    assert {"code", "clause", "status", "reopened", "outdated", "in_force", "document"} <= set(found)
    assert found["in_force"].dtype == bool


# --- Award places -------------------------------------------------------------------------------------------------


def totals(scores: dict[str, float | None]) -> pd.DataFrame:
    frame = pd.DataFrame({"code": list(scores), "score": pd.Series(list(scores.values()), dtype=float)})
    return frame.assign(rank=frame["score"].rank(method="min", ascending=False).astype("Int64"))


@pytest.mark.parametrize(
    ("status", "places", "ranks"),
    [
        ("confirmed", [None, 1, 2, 2, 4, None], [1, 2, 3, 3, 5, None]),
        ("appealed", [None, 1, 2, 2, 4, None], [1, 2, 3, 3, 5, None]),
        ("proposed", [1, 2, 3, 3, 5, None], [1, 2, 3, 3, 5, None]),  # a proposal changes nothing
        ("rejected", [1, 2, 3, 3, 5, None], [1, 2, 3, 3, 5, None]),
    ],
)
def test_award_places_pass_over_units_with_a_veto_in_force(
    status: str, places: list[int | None], ranks: list[int | None]
) -> None:
    scores = totals({"A": 95.0, "B": 90.0, "C": 85.5, "D": 85.5, "E": 70.0, "F": None})
    found = award_places(scores, ledger({"status": status}))
    assert plain_values(found["award_place"]) == places
    assert plain_values(found["rank"]) == ranks
    assert found["eligible"].tolist() == [status not in ("confirmed", "appealed"), *[True] * 5]


def test_two_vetoes_keep_a_unit_from_awards_once() -> None:
    recorded = {"source": "recorded", "clause": "major accident"}
    found = award_places(totals({"A": 95.0, "B": 90.0}), ledger({}, recorded, {**recorded, "veto_no": "V2"}))
    assert plain_values(found["award_place"]) == [None, 1]
