"""A unit's scorecard: where it is first and last among its peers, and never by a tie or alone."""

import pandas as pd
import pytest

from assessment.indicators import INDICATORS
from panels.scorecard import SCORECARD
from tests.panels.checks import Case, check, pictured
from tests.panels.given import NOTHING, Counts, asked, peers
from wording import LANGUAGES, wording

Members = dict[str, Counts]
KEYS = [indicator.key for indicator in INDICATORS]
MIDDLE: Members = {"C01": (50, 100, 40, 100), "C02": (40, 100), "C03": (60, 100), "C04": NOTHING}
FIRST_IF_HIGHER: Members = {"C01": (90, 100), "C02": (40, 100), "C03": (60, 100)}
TIED: Members = {"C01": (50, 100), "C02": (5, 10), "C03": (500, 1000)}
ALONE: Members = {"C01": (50, 100)}
NO_CASES: Members = {"C01": NOTHING, "C02": (40, 100)}


def every(indicators: dict[str, Members], *, otherwise: Members = MIDDLE, reason: str = "") -> pd.DataFrame:
    """The county's peers and its government alone on every indicator."""
    found = [
        peers(key, indicators.get(key, otherwise), (150, 300), own=(5, 10), reason=reason if key in indicators else "")
        for key in KEYS
    ]
    return pd.concat(found, ignore_index=True)


def label(key: str, language: str = "zh") -> str:
    return wording(language)(f"indicator.{key}.label")


ROWS = len(INDICATORS)
CASES = {
    "first here, last there": (
        Case(lambda: every({"appearance_rate": FIRST_IF_HIGHER, "loss_rate": FIRST_IF_HIGHER}), ["1"], "bad", ROWS),
        # What is clearly worse is named; in how many it is first as a number.
        ["loss_rate"],
    ),
    "only first": (Case(lambda: every({"appearance_rate": FIRST_IF_HIGHER}), ["1"], "good", ROWS), ["appearance_rate"]),
    "only last": (Case(lambda: every({"loss_rate": FIRST_IF_HIGHER}), ["1"], "bad", ROWS), ["loss_rate"]),
    "neither first nor last": (Case(lambda: every({}), [], "plain", ROWS), []),
    "tied with everybody": (Case(lambda: every({}, otherwise=TIED), [], "plain", ROWS), []),
    "alone in its group": (Case(lambda: every({}, otherwise=ALONE), [], "plain", ROWS), []),
    "no cases": (Case(lambda: every({}, otherwise=NO_CASES), [], "plain", ROWS, leaves_out=["0%"]), []),
    "a ledger has no column for one": (
        Case(
            lambda: every({"speaking_rate": {"C01": NOTHING}}, reason="not_in_ledgers"), [], "plain", ROWS - 1,
            unknown=("speaking_rate",),
        ),
        [],
    ),
    "a unit without peers": (Case(lambda: every({}), [], "plain", 0, selection={"unit": "M01"}), []),
    "nothing is compared": (Case(lambda: every({}), [], "plain", ROWS, selection={"compare": "none"}), []),
}  # fmt: skip


@pytest.mark.one_in(2)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("case", "named"), CASES.values(), ids=CASES.keys())
def test_the_scorecard_names_the_indicators_in_which_the_unit_is_first_or_last(
    case: Case, named: list[str], language: str
) -> None:
    check(SCORECARD, case, language)
    sentence = SCORECARD.finding(case.figures, case.context(language)).sentence
    assert [key for key in KEYS if label(key, language) in sentence] == named


def test_an_indicator_without_direction_has_neither_first_nor_last() -> None:
    figures = every({"acceptance_rate": FIRST_IF_HIGHER})
    assert label("acceptance_rate") not in SCORECARD.finding(figures, asked()).sentence
    places = pictured(SCORECARD, figures, asked()).data.set_index("label")["place_text"]
    assert places[label("acceptance_rate")] == "—"
    assert places[label("appearance_rate")] == "2/3"
    assert places[label("loss_rate")] == "2/3"


def test_what_the_ledgers_cannot_answer_is_said_and_not_shown_as_nought() -> None:
    figures = every({"speaking_rate": {"C01": NOTHING}}, reason="not_in_ledgers")
    context = asked(unknown=("speaking_rate",))
    assert label("speaking_rate") in SCORECARD.finding(figures, context).base
    assert label("speaking_rate") not in set(pictured(SCORECARD, figures, context).data["label"])


def test_on_its_strip_the_better_end_is_right_whatever_the_direction() -> None:
    chart = pictured(SCORECARD, every({}, otherwise=FIRST_IF_HIGHER), asked())
    marks = chart.options["marks"]
    own = marks[marks["role"] == "unit"].set_index("order")["x"]
    order = chart.data.set_index("label")["order"]
    assert own[order[label("appearance_rate")]] == 1
    assert own[order[label("loss_rate")]] == 0
    assert marks["x"].between(0, 1).all()


def test_a_county_shows_its_government_alone_beside_the_whole() -> None:
    def columns(unit: str) -> set[str]:
        return {column.name for column in SCORECARD.table(every({}), asked(unit=unit)).columns}

    assert columns("C01") - columns("M01") == {"own_rate"}
    row = SCORECARD.table(every({}), asked()).data.set_index("indicator").loc["loss_rate"]
    # Texts, for some indicators are no percentages: 150 of 300.
    assert (row["rate"], row["own_rate"], row["city"], row["peers"]) == ("50.0%",) * 4


def test_of_many_indicators_that_no_ledger_tells_some_are_named() -> None:
    unknown = tuple(KEYS[:9])
    base = SCORECARD.finding(every({}), asked(unknown=unknown)).base
    assert "没有计算 9 项指标所需的数据，如" in base
    assert [label(key) in base for key in (KEYS[0], KEYS[8])] == [True, False]
