"""How disputes end, and what became of the applications received, from figures made by hand."""

from math import nan

import pandas as pd
import pytest

from data_access.ledgers.litigation import LITIGATION_OUTCOMES
from data_access.ledgers.reconsideration import RECONSIDERATION_OUTCOMES
from data_access.reading.chain import STEPS
from panels.disputes.chain import DISPUTE_CHAIN
from panels.disputes.outcome_mix import CLASSES, OUTCOME_MIX, TONES
from panels.links import list_link, parts_of
from tests.panels.checks import Case, check, pictured
from tests.panels.given import asked
from wording import LANGUAGES

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


def each(cases: dict[str, Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases.values(), ids=cases.keys())


# --- Outcomes ----------------------------------------------------------------------------------------------------

# Cases now, or now and in the compared period, by outcome.
Outcomes = dict[str, tuple[int, int]]


def mix(reconsideration: Outcomes, litigation: Outcomes) -> pd.DataFrame:
    given = {"reconsideration": reconsideration, "litigation": litigation}
    rows = [
        (ledger, group, outcome, *given[ledger].get(outcome, (0, 0)))
        for ledger, groups in CLASSES.items()
        for group, outcomes in groups.items()
        for outcome in outcomes
    ]
    return pd.DataFrame(rows, columns=["ledger", "group", "outcome", "cases", "cases_compared"]).assign(blank=0)


ALL = len(RECONSIDERATION_OUTCOMES) + len(LITIGATION_OUTCOMES)
MOSTLY_UPHELD: Outcomes = {"upheld": (50, 50), "dismissed": (10, 10), "mediated": (30, 30), "revoked": (10, 10)}
MOSTLY_WON: Outcomes = {"claim_dismissed": (60, 60), "withdrawn": (25, 25), "void": (15, 15)}
MIX_CASES = {
    "as in the compared period": Case(mix(MOSTLY_UPHELD, MOSTLY_WON), ["60/100", "60.0%"], rows=ALL),
    "more were settled": Case(
        mix({"upheld": (40, 60), "settled": (60, 40)}, MOSTLY_WON), ["60/100", "20.0", "60.0%"], rows=ALL
    ),
    "fewer were lost": Case(
        mix(MOSTLY_UPHELD, {"claim_dismissed": (90, 70), "revoked": (10, 30)}), ["20.0", "10"], rows=ALL
    ),
    "a change on few cases is not said": Case(
        mix({"upheld": (1, 9), "settled": (8, 0)}, MOSTLY_WON), ["9"], rows=ALL, leaves_out=["88.9", "8/9"]
    ),
    "a change against few cases is not said": Case(
        mix({"upheld": (80, 0), "settled": (20, 9)}, MOSTLY_WON), ["80/100"], rows=ALL, leaves_out=["80.0 "]
    ),
    "a change within chance is not said": Case(
        mix({"upheld": (40, 45), "settled": (60, 55)}, MOSTLY_WON), ["60/100"], rows=ALL, leaves_out=["5.0 "]
    ),
    "two ends equally often": Case(
        mix({"upheld": (50, 50), "mediated": (50, 50)}, {"claim_dismissed": (5, 5), "revoked": (5, 5)}),
        ["50/100", "5/10"], rows=ALL,
    ),
    "one case": Case(mix({"upheld": (1, 0)}, {}), ["1"], rows=ALL, leaves_out=["1/1", "100"]),
    "nothing is compared": Case(
        mix({"upheld": (40, 0), "settled": (60, 0)}, MOSTLY_WON), ["60/100"], rows=ALL, selection={"compare": "none"}
    ),
    "nothing was closed": Case(mix({}, {}), [], rows=ALL, leaves_out=["%"]),
    "not in the ledgers": Case(
        mix({}, {}), [], rows=ALL, unknown=("settlement_rate", "loss_rate"), leaves_out=["%"]
    ),
}  # fmt: skip


@in_both_languages
@each(MIX_CASES)
def test_the_ends_of_disputes_are_said_with_what_changed(case: Case, language: str) -> None:
    check(OUTCOME_MIX, case, language)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "zh",
            "复议调撤占比升至 60.0%（60/100），上升 20.0 个百分点，接近界限；"
            "一审结果中驳回原告最多，占 60.0%（60/100）",
        ),
        (
            "en",
            "reconsideration: settled or withdrawn up 20.0 percentage points to 60.0% (60/100), borderline; "
            "first instance: most often dismissed, 60.0% (60/100)",
        ),
    ],
)
def test_a_change_beyond_chance_is_said_with_its_points(language: str, said: str) -> None:
    figures = mix({"upheld": (40, 60), "settled": (60, 40)}, MOSTLY_WON)
    assert OUTCOME_MIX.finding(figures, asked(language)).sentence == said


def test_every_outcome_of_a_ledger_belongs_to_one_class() -> None:
    for ledger, outcomes in (("reconsideration", RECONSIDERATION_OUTCOMES), ("litigation", LITIGATION_OUTCOMES)):
        classed = [outcome for group in CLASSES[ledger].values() for outcome in group]
        assert sorted(classed) == sorted(outcomes)
        assert len(CLASSES[ledger]) == len(TONES)


def test_a_bar_a_ledger_and_period_is_drawn_in_neutral_tones_and_only_the_present_one_opens_lists() -> None:
    chart = pictured(OUTCOME_MIX, mix(MOSTLY_UPHELD, MOSTLY_WON), asked())
    assert chart.options["totals"]["text"].tolist() == ["100 件"] * 4
    assert set(chart.data["tone"]) == set(TONES)
    links = chart.data.groupby("order")["code"].apply(lambda codes: [code for code in codes if code]).tolist()
    both = [list_link("reconsideration", "corrected"), list_link("reconsideration", "settled")]
    assert links == [both, [], [list_link("litigation", "lost")], []]
    without = pictured(OUTCOME_MIX, mix(MOSTLY_UPHELD, {}), asked(compare="none"))
    assert without.data["order"].unique().tolist() == [0]


# --- The chain ---------------------------------------------------------------------------------------------------


def chain(received: int, accepted: int = 0, closed: int = 0, sued: int = 0, lost: int = 0, **more: int) -> pd.DataFrame:
    steps = dict(zip(STEPS, (received, accepted, closed, sued, lost), strict=True))
    ends = {"mature": closed, "mature_blank": 0, "ended": closed - sued, "ended_unpetitioned": closed - sued}
    counts = steps | {"settled": 0, "decided": sued, "sued_elsewhere": 0} | ends | {"ever": 100} | more
    return pd.DataFrame({"measure": list(counts), "cases": list(counts.values())})


ROWS = len(STEPS) + 4
WHOLE = chain(60, 55, 50, 10, 2, settled=20, ended_unpetitioned=35)
CHAIN_CASES = {
    "some were sued about and lost": Case(WHOLE, ["50", "10", "2", "80.0%", "40/50"], rows=ROWS),
    "nobody sued": Case(chain(60, 55, 50), ["50", "100.0%", "50/50"], rows=ROWS),
    "all were sued about": Case(chain(10, 10, 10, 10, 10), ["10", "0.0%", "0/10"], rows=ROWS),
    "closed too recently to say": Case(chain(5, 5, 5, mature=0, ended=0), ["5"], rows=ROWS, leaves_out=["%"]),
    "one application": Case(chain(1, 1, 1), ["1", "1/1"], rows=ROWS),
    "none is closed yet": Case(chain(3, 2), ["3"], rows=ROWS, leaves_out=["%"]),
    "none was received": Case(chain(0), [], rows=ROWS, leaves_out=["0"]),
    "no dates of receipt": Case(chain(0, ever=0), [], rows=ROWS, leaves_out=["0"]),
    "no dates of suits": Case(WHOLE, ["50"], rows=ROWS, unknown=("no_further_suit_rate",), leaves_out=["10", "%"]),
    "of no suit the outcome is told": Case(
        chain(60, 55, 50, 10, decided=0), ["50", "10"], rows=ROWS, leaves_out=["0 件"]
    ),
    "of some suits the outcome is told": Case(chain(60, 55, 50, 10, 2, decided=6), ["50", "10", "2", "4"], rows=ROWS),
    "no outcomes of suits": Case(WHOLE, ["50", "10", "80.0%"], rows=ROWS, unknown=("loss_rate",)),
}


@in_both_languages
@each(CHAIN_CASES)
def test_the_chain_says_how_many_disputes_ended_for_good(case: Case, language: str) -> None:
    check(DISPUTE_CHAIN, case, language)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "审结 50 件，复议后起诉 10 件、败诉 2 件，案结事了 80.0%（40/50）"),
        ("en", "50 cases closed, 10 then taken to court and 2 lost, no further suit in 80.0% (40/50)"),
    ],
)
def test_the_chain_is_said_in_whole_cases(language: str, said: str) -> None:
    assert DISPUTE_CHAIN.finding(WHOLE, asked(language)).sentence == said


def test_the_two_definitions_of_an_end_stand_apart_and_b_only_with_petitions() -> None:
    base = DISPUTE_CHAIN.finding(WHOLE, asked()).base
    assert "甲口径" in base
    assert "乙口径另须没有信访涉及该案：70.0%（35/50）" in base
    assert "已受理未审结 5 件" in base
    without = DISPUTE_CHAIN.finding(WHOLE, asked(unknown=("resolved_at_source_rate",)))
    assert "70.0%" not in without.sentence + without.base
    assert "没有乙口径" in without.base


def test_the_steps_are_drawn_with_what_was_settled_and_open_their_lists() -> None:
    data = pictured(DISPUTE_CHAIN, WHOLE, asked()).data
    assert data["value"].tolist() == [60, 55, 50, 10, 2]
    assert data["note"].tolist() == ["", "占收到 91.7%", "占受理 90.9%", "占审结 20.0%", "占起诉 20.0%"]
    assert data["part"].fillna(-1).tolist() == [-1, -1, 20, -1, -1]
    assert data["tone"].tolist() == ["plain"] * 4 + ["accent"]
    opened = [parts_of(code)[1]["which"] if code else "" for code in data["code"]]
    assert opened == ["received", "accepted", "closed", "sued", ""]


def test_what_the_ledgers_cannot_tell_is_blank_in_the_table_and_has_no_bar() -> None:
    context = asked(unknown=("no_further_suit_rate", "resolved_at_source_rate"))
    assert len(pictured(DISPUTE_CHAIN, WHOLE, context).data) == 3
    cases = DISPUTE_CHAIN.table(WHOLE, context).data["cases"].astype(float).fillna(nan)
    assert cases.notna().tolist() == [True] * 4 + [False] * 5
