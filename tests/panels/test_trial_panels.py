"""What would change a place: further cases, or other weights."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from data_access.asked.page_keys import Goal
from data_access.reading.assessed import Assessed, Inputs, judged
from panels.what_if import COLUMNS as WHAT_IF_COLUMNS
from panels.what_if import WHAT_IF, tried, under
from panels.whole_cases import COLUMNS as AIMS_COLUMNS
from panels.whole_cases import WHOLE_CASES, aims
from tests.assessment.given import GROUP, SCHEME, counts, marks, reviews
from tests.panels.checks import Case, check
from tests.panels.given import NAMES, YEAR, asked
from wording import LANGUAGES

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
NOT_A_YEAR = {"period": YEAR.moved(-1)}


def each(cases: dict[str, Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases.values(), ids=cases.keys())


# --- Whole cases, and other weights ------------------------------------------------------------------------------

EVENTS = ["veto_no", "code", "year", "clause", "source", "figure", "base", "average", "occurred_on", "ends_on",
          "description", "document", "status", "decided_on", "decided_by"]  # fmt: skip


def assessed(
    members: dict[str, tuple[tuple[int, int], tuple[int, int]]], events: list[dict[str, Any]] | None = None
) -> Assessed:
    """Units by their appearances and losses; plan, training and the public's review are the same for all."""
    rows = [(code, key, *figure) for code, both in members.items()
            for key, figure in zip(("appearance_rate", "loss_rate"), both, strict=True)]  # fmt: skip
    counted = counts(rows)
    city = counted.groupby("indicator", as_index=False)[["numerator", "denominator"]].sum()
    units = pd.DataFrame({"unit_id": range(len(members)), "code": list(members)})
    inputs = Inputs(
        units.assign(unit=[NAMES[code] for code in members], county=list(members)),
        counted,
        city,
        marks((code, "annual", item, 8, 10) for code in members for item in ("plan", "training")),
        reviews((code, "public", 100, 80 + place) for place, code in enumerate(members)),
        pd.DataFrame(events or [], columns=EVENTS),
    )
    return judged(SCHEME, GROUP, YEAR, inputs)


def confirmed(code: str, clause: str, figure: str) -> dict[str, Any]:
    known = dict.fromkeys(EVENTS) | {"veto_no": "1", "code": code, "year": 2026, "clause": clause, "figure": figure}
    return known | {"source": "computed", "base": figure.split("/")[1], "status": "confirmed"}


FOUR = {
    "C01": ((24, 30), (1, 30)),
    "C02": ((29, 30), (2, 30)),
    "C03": ((28, 30), (3, 30)),
    "C04": ((30, 30), (9, 30)),
}
RECORDED = confirmed("C04", "serious_violation", "0/0") | {"source": "recorded", "occurred_on": dt.date(2026, 2, 1)}
AIMS_CASES = {
    "a veto proposed": Case(
        lambda: aims(assessed(FOUR), "C01"), ["甲县", "24/30 →"], "watch", about="C01", leaves_out=["1/30"], rows=3
    ),
    "a veto in force": Case(
        lambda: aims(assessed(FOUR, [confirmed("C04", "loss", "9/30")]), "C04"),
        ["丁县", "9/30 → 9/"],
        "bad",
        about="C04",
    ),
    "no veto, the next place": Case(
        lambda: aims(assessed(FOUR), "C02"), ["乙县", "2/30 → 2/60", "2", "1"], about="C02", rows=2
    ),
    "first in both": Case(
        lambda: aims(assessed({"C01": ((30, 30), (0, 30)), "C02": ((29, 30), (1, 30))}), "C01"), ["甲县"], about="C01"
    ),
    "all equal": Case(
        lambda: aims(assessed({"C01": ((9, 10), (1, 10)), "C02": ((90, 100), (10, 100))}), "C02"), ["乙县"], about="C02"
    ),
    "alone": Case(lambda: aims(assessed({"C01": ((3, 10), (5, 10))}), "C01"), ["甲县"], about="C01"),
    "no cases": Case(
        lambda: aims(assessed({"C01": ((0, 0), (0, 0)), "C02": ((9, 10), (1, 10))}), "C01"), ["甲县"], about="C01"
    ),
    "not within a thousand": Case(
        lambda: aims(assessed({"C01": ((5, 10), (0, 30)), "C02": ((10, 10), (0, 30))}), "C01").assign(k=pd.NA),
        ["甲县", "1,000"],
        about="C01",
    ),
    "a recorded veto": Case(
        lambda: aims(assessed({"C04": ((30, 30), (0, 30)), "C01": ((29, 30), (1, 30))}, [RECORDED]), "C04"),
        ["丁县"],
        "bad",
        about="C04",
        rows=3,
    ),
    "nothing scored": Case(lambda: pd.DataFrame(columns=AIMS_COLUMNS), [], selection=NOT_A_YEAR),
}


@in_both_languages
@each(AIMS_CASES)
def test_places_and_vetoes_are_told_in_whole_cases(case: Case, language: str) -> None:
    check(WHOLE_CASES, case, language)


def test_the_cases_named_are_those_that_undo_the_veto() -> None:
    rows = aims(assessed(FOUR), "C01").set_index("aim")
    veto = rows.loc["veto"]
    after = assessed({**FOUR, "C01": ((24 + veto["k"], 30 + veto["k"]), (1, 30))})
    before = assessed({**FOUR, "C01": ((23 + veto["k"], 29 + veto["k"]), (1, 30))})
    clauses = [set(found.proposals.query("code == 'C01'")["clause"]) for found in (before, after)]
    assert clauses == [{"appearance"}, set()]


def trial(found: Assessed, weights: tuple[float, float, float], chosen: str = "C01", *goals: Goal) -> pd.DataFrame:
    asked_for = asked(weights=weights, goals=goals)
    rows = under(found, tried(asked_for, found.scheme, found.group))
    own = dict(zip(("w_daily", "w_annual", "w_external"), (50.0, 30.0, 20.0), strict=True))
    then = dict(zip(("w_daily_then", "w_annual_then", "w_external_then"), weights, strict=True))
    rows = rows.assign(sector=None, chosen=rows["code"] == chosen, year=2026, version=1, **own, **then)
    rows["goals"] = [goals] * len(rows)
    return rows.assign(moved=rows["rank"] - rows["rank_then"])[WHAT_IF_COLUMNS]


# By what is counted each unit is better than the next, by the public's review it is the other way round.
ORDERED = {code: ((30 - 4 * number, 30), (2 + number, 30)) for number, code in enumerate(NAMES)}
WHAT_IF_CASES = {
    "the scheme's own weights": Case(lambda: trial(assessed(ORDERED), (50.0, 30.0, 20.0)), ["50", "30", "20"]),
    "the other way round": Case(
        lambda: trial(assessed(ORDERED), (0.0, 0.0, 100.0)), ["100", "4", "甲县", "戊县"], rows=5
    ),
    "another goalpost": Case(
        lambda: trial(assessed(ORDERED), (50.0, 30.0, 20.0), "C01", ("loss_rate", 100, 0)),
        ["0", "100"],
        leaves_out=["乙县"],
    ),
    "nobody moves": Case(lambda: trial(assessed(ORDERED), (60.0, 20.0, 20.0)), ["60"], leaves_out=["甲县"]),
    "all level": Case(
        lambda: trial(assessed({"C01": ((9, 10), (1, 10)), "C02": ((9, 10), (1, 10))}), (0.0, 100.0, 0.0)),
        ["100", "甲县"],
        about="C01",
        leaves_out=["乙县"],
    ),
    "alone": Case(lambda: trial(assessed({"C01": ((9, 10), (1, 10))}), (0.0, 0.0, 100.0)), ["100"]),
    "nothing scored": Case(lambda: pd.DataFrame(columns=WHAT_IF_COLUMNS), [], selection=NOT_A_YEAR),
    "a filter shows one county": Case(
        lambda: trial(assessed(ORDERED), (0.0, 0.0, 100.0)), ["4"], rows=1, selection={"counties": ("C02",)}
    ),
}


@in_both_languages
@each(WHAT_IF_CASES)
def test_other_weights_are_told_by_who_moves(case: Case, language: str) -> None:
    check(WHAT_IF, case, language)


def test_the_trial_ranks_as_the_scheme_with_these_weights_would() -> None:
    found = assessed(ORDERED)
    other = judged(replace(SCHEME, w_daily=10, w_annual=10, w_external=80), GROUP, YEAR, found.inputs).table
    then = trial(found, (10.0, 10.0, 80.0)).set_index("code")
    official = other.set_index("code")
    for name, column in {"score": "score_then", "rank": "rank_then", "low": "low_then", "high": "high_then"}.items():
        assert then[column].to_dict() == official[name].to_dict()


def test_the_trial_ranks_as_the_scheme_with_these_goalposts_would() -> None:
    found = assessed(ORDERED)
    items = tuple(
        replace(item, floor=0.9, target=0.02) if item.key == "loss_rate" and item.peer_group == GROUP else item
        for item in SCHEME.items
    )
    official = judged(replace(SCHEME, items=items), GROUP, YEAR, found.inputs).table.set_index("code")
    then = trial(found, (50.0, 30.0, 20.0), "C01", ("loss_rate", 90, 2)).set_index("code")
    assert then["score_then"].to_dict() == official["score"].to_dict()
    assert then["score_then"].to_dict() != then["score"].to_dict()
