"""Which losses article 18 counts, and what a proposal says of losses that were reversed since."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from assessment.comparison import clause_indicators
from assessment.eligibility import veto_proposals
from assessment.scheme import Scheme
from assessment.scheme_fault import SchemeFault
from assessment.scheme_faults import faults
from assessment.silence import nothing_in_effect
from data_access.asked.periods import Period
from data_access.ledgers.scheme import SCHEME as SCHEMES
from data_access.publishing.publication_check import verify
from data_access.publishing.publication_content import decoded
from data_access.publishing.publication_refusals import NotPublishable
from data_access.reading.assessed import assess
from data_access.reading.case_lists import case_page
from data_access.reading.extent import Extent
from data_access.reading.figures import indicator_counts
from data_access.reading.reader import Reader, reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import reader_engine
from panels.declare import Chart
from panels.disputes.appearance_and_loss import APPEARANCE_AND_LOSS
from panels.scores import SCORES
from panels.veto_ledger import VETO_LEDGER
from panels.whole_cases import aims
from tests.assessment.given import SCHEME, some_examples
from tests.audit.answer_city import YEAR, counts, suit, suits, units
from tests.audit.answer_city import load as load_organs
from tests.audit.reversed_city import LOST_FIRST, WON_AGAIN, fill, first_instances
from tests.audit.silent_city import HALF_YEAR
from tests.audit.test_old_publications import MADE_BEFORE
from tests.audit.test_settings_in_words import context_of
from tests.data_access.assessed_city import NAMES, decision, load, marks, of_ledger, published, reviews, scheme
from tests.data_access.ledger_sheets import rows_of
from tests.panels.checks import pictured
from wording import LANGUAGES, wording

PEERS = replace(SCHEME, average_scope="peer_group", veto_last_n=1)
CITY_RATES = replace(SCHEME, average_scope="city", average_method="mean_of_rates", veto_last_n=1)
# Lost, closed, and of the lost those reversed since.
Suits = tuple[int, int, int]
NO_CITY = pd.DataFrame(columns=["indicator", "numerator", "denominator"])


def of_suits(units: Mapping[str, Suits], **more: object) -> pd.DataFrame:
    rows = [(code, "loss_rate", lost, closed, since) for code, (lost, closed, since) in units.items()]
    frame = pd.DataFrame(rows, columns=["code", "indicator", "numerator", "denominator", "reversed"])
    return frame.assign(**more)


def without(units: Mapping[str, Suits], scheme: Scheme = PEERS, city: pd.DataFrame = NO_CITY) -> dict[str, Any]:
    """By proposed unit how many of its losses were reversed, its losses and place without them, and what follows."""
    found = veto_proposals(scheme, of_suits(units), city)
    names = ["reversed", "numerator_without", "place_without", "without"]
    rows = found[names].astype(object).where(found[names].notna(), None).itertuples(index=False, name=None)
    return dict(zip(found["code"], rows, strict=True))


# --- The rule on paper -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        # 1/4 against (1 + 1 + 0)/24 = 8.3 %; without it 0/4 against 1/24: nobody below; B is worse, C ties with it.
        ({"A": (1, 4, 1), "B": (1, 10, 0), "C": (0, 10, 0)}, {"A": (1, 0, 2, "not_worse")}),
        # 5/10 against 6/30 = 20 %; without one loss 4/10 against 5/30: still the first.
        ({"A": (5, 10, 1), "B": (1, 10, 0), "C": (0, 10, 0)}, {"A": (1, 4, 1, "stands")}),
        # 3/10 against 28/160 = 17.5 %; without one 2/10 against 27/160 = 16.9 %, but behind B's 25/100.
        ({"A": (3, 10, 1), "B": (25, 100, 0), "C": (0, 50, 0)}, {"A": (1, 2, 2, "not_last")}),
        # Without one 1/10 as B: they share the first place, above 2/50 = 4 %.
        ({"A": (2, 10, 1), "B": (1, 10, 0), "C": (0, 30, 0)}, {"A": (1, 1, 1, "stands")}),
        # Without one 1/10 of 2/20: equal to the average is not above it.
        ({"A": (2, 10, 1), "B": (1, 10, 0)}, {"A": (1, 1, 1, "not_worse")}),
        # All of its losses were reversed, and nobody else lost: 0/10 of 0/20, first with everybody.
        ({"A": (2, 10, 2), "B": (0, 10, 0)}, {"A": (2, 0, 1, "not_worse")}),
        # Others' reversed losses stay as they are: C's 1/10 is counted when A's is not.
        ({"A": (2, 10, 1), "B": (0, 10, 0), "C": (1, 10, 1)}, {"A": (1, 1, 1, "stands")}),
        # Nothing was reversed: nothing is said.
        ({"A": (2, 10, 0), "B": (0, 10, 0)}, {"A": (0, None, None, None)}),
    ],
)
def test_a_proposal_says_where_the_unit_would_be_without_its_reversed_losses(
    units: dict[str, Suits], expected: dict[str, Any]
) -> None:
    assert without(units) == expected


def test_in_a_mean_of_rates_each_unit_of_a_county_wins_its_own_suits_back() -> None:
    # Rates 0/2, 2/4 and 1/10: their mean is 20 %, 甲 has 2/6. Without the loss reversed 0/2, 1/4, 1/10: 11.7 %, 甲 1/6.
    rows = of_suits({"A": (0, 2, 0), "A1": (2, 4, 1), "B": (1, 10, 0)}, county=["A", "A", "B"])
    assert without({"A": (2, 6, 1), "B": (1, 10, 0)}, CITY_RATES, rows) == {"A": (1, 1, 1, "stands")}


def test_a_suit_that_two_units_of_a_county_lost_together_is_won_back_by_both() -> None:
    # For 甲 it is one suit: 2/5. Rates 1/1, 1/2, 0/20 and 0/20, mean 37.5 %; without it 0/1, 0/2, 0/20, 0/20: 0 %, and
    # the county's other loss, 1/5, is above that.
    rows = of_suits({"A1": (1, 1, 1), "A2": (1, 2, 1), "B": (0, 20, 0), "C": (0, 20, 0)}, county=["A", "A", "B", "C"])
    units = {"A": (2, 5, 1), "B": (0, 20, 0), "C": (0, 20, 0)}
    assert without(units, CITY_RATES, rows) == {"A": (1, 1, 1, "stands")}


some_suits = st.integers(1, 9).flatmap(
    lambda closed: st.integers(0, closed).flatmap(
        lambda lost: st.tuples(st.just(lost), st.just(closed), st.integers(0, lost))
    )
)


@some_examples
@given(st.dictionaries(st.sampled_from("ABCDE"), some_suits, min_size=2), st.integers(1, 3))
def test_without_is_what_the_rule_makes_of_the_counts_without_them(units: dict[str, Suits], last_n: int) -> None:
    scheme = replace(PEERS, veto_last_n=last_n)
    for code, (number, lost, _place, outcome) in without(units, scheme).items():
        assert number == units[code][2]
        if number:
            assert lost == units[code][0] - number
            again = {**units, code: (lost, units[code][1], 0)}
            assert (outcome == "stands") == (code in without(again, scheme))


def test_the_losses_of_judgments_in_effect_are_read_where_the_scheme_says_so() -> None:
    first = of_suits({"A": (2, 10, 1), "B": (0, 10, 0)})
    final = of_suits({"A": (0, 10, 0), "B": (1, 10, 0)}).assign(indicator="final_loss_rate")
    both = pd.concat([first, final])
    effective = replace(PEERS, loss_basis="effective")
    found = [veto_proposals(scheme, both, NO_CITY) for scheme in (PEERS, effective)]
    assert [list(zip(each["code"], each["indicator"], strict=True)) for each in found] == [
        [("A", "loss_rate")], [("B", "final_loss_rate")],
    ]  # fmt: skip
    assert (clause_indicators(None)[1], clause_indicators(effective)[1]) == ("loss_rate", "final_loss_rate")


def test_another_basis_is_a_fault() -> None:
    wrong: Any = "second_instance"
    values = {"setting": "loss_basis", "value": wrong}
    assert faults(replace(SCHEME, loss_basis=wrong)) == [SchemeFault("unknown_choice", values)]


@pytest.mark.both_engines
@pytest.mark.parametrize(("written", "kept"), [(None, "first_instance"), ("生效裁判", "effective")])
def test_a_scheme_is_loaded_with_its_basis_or_the_usual_one(database: Engine, written: str | None, kept: str) -> None:
    fill(database, loss_basis=written)
    assert [row["loss_basis"] for row in rows_of(database, SCHEMES.table)] == [kept]


# --- What is counted as reversed ---------------------------------------------------------------------------------


def reversed_of(engine: Engine, group: str = "counties") -> dict[str, int]:
    with reading(engine, ALL_SEEING) as reader:
        codes = dict(reader.units()[["unit_id", "code"]].itertuples(index=False)) | {0: "city"}
        selection = context_of(reader).selection.with_(period=YEAR, group=group)
        found = indicator_counts(reader, selection, ["loss_rate"], ("member", "city"))
    return {codes[unit_id]: int(number) for unit_id, number in zip(found["unit_id"], found["reversed"], strict=True)}


def higher(name: str, outcome: str | None, effective_on: str | None, **more: object) -> dict[str, object]:
    dates = {"heard_on": None, "head_attended": None, "closed_on": "2026-05-20", "effective_on": effective_on}
    return suit("A1", f"{name}-1", instance=name, first_instance_case_no="1", outcome=outcome, **{**dates, **more})


@pytest.mark.parametrize(
    ("rows", "number"),
    [
        # Nobody appealed.
        ([], 0),
        # The second instance stands, and no other judgment took effect.
        ([higher("second", "claim_dismissed", "2026-06-04")], 1),
        # Closed, but not in effect: nobody knows yet what will stand.
        ([higher("second", "claim_dismissed", None)], 0),
        # In effect, with a blank outcome: unknown is no good figure.
        ([higher("second", None, "2026-06-04")], 0),
        # Lost again.
        ([higher("second", "revoked", "2026-06-04")], 0),
        # Won in the second instance, lost in the retrial; and the other way round.
        ([higher("second", "claim_dismissed", "2026-06-04"), higher("retrial", "revoked", "2026-06-20")], 0),
        ([higher("second", "revoked", "2026-06-04"), higher("retrial", "claim_dismissed", "2026-06-20")], 1),
        # The appeal was withdrawn: no judgment.
        ([higher("second", "withdrawn", "2026-06-04")], 0),
    ],
)
def test_a_loss_is_reversed_by_the_last_judgment_in_effect_alone(
    database: Engine, rows: list[dict[str, object]], number: int
) -> None:
    load_organs(database, units(), suits(suit("A1", outcome="revoked", effective_on=None), *rows))
    assert reversed_of(database) == {"A": number, "city": number}
    assert counts(database, "loss_rate") == {"A": "1/1", "city": "1/1"}


@pytest.mark.parametrize(("took_effect", "of_a"), [("2026-04-24", 0), (None, 1)])
def test_of_several_defendants_a_loss_that_took_effect_stays_one(
    database: Engine, took_effect: str | None, of_a: int
) -> None:
    # A1 and B1 lose together; B1 alone appeals and wins. A1's own loss took effect, or B1's judgment is the only one.
    rows = [suit("A1", outcome="revoked", effective_on=took_effect),
            suit("B1", outcome="revoked", defendant_role="co", effective_on=None),
            higher("second", "claim_dismissed", "2026-06-04", unit_id="B1")]  # fmt: skip
    load_organs(database, units(), suits(*rows))
    found = reversed_of(database)
    assert (found["A"], found["B"]) == (of_a, 1)
    # What is said to be reversed is no loss in the rate of the judgments in effect, and the other way round.
    assert counts(database, "final_loss_rate").get("A") == ("1/1" if took_effect else None)


# --- A city that is assessed -------------------------------------------------------------------------------------


def proposed(engine: Engine) -> dict[tuple[str, str], str]:
    with reading(engine, ALL_SEEING) as reader:
        found = assess(reader, "counties", HALF_YEAR)
        assert found is not None
        rows = found.vetoes.to_dict("records")
        return {(row["code"], row["indicator"]): row["figure"] for row in rows if row["status"] == "proposed"}


def drawn(engine: Engine, language: str = "zh") -> tuple[Chart, str, str]:
    """The veto ledger's chart, its finding and the base below it."""
    with reading(engine, ALL_SEEING) as reader:
        context = context_of(reader, language)
        figures = VETO_LEDGER.figures(reader, context)
        finding = VETO_LEDGER.finding(figures, context)
        return pictured(VETO_LEDGER, figures, context), finding.sentence, finding.base


def test_a_county_whose_only_loss_was_reversed_is_proposed_and_told_so(database: Engine) -> None:
    fill(database, WON_AGAIN)
    # 1/4 = 25 % against 3/34 = 8.8 %; without it 0/4 against 2/34.
    assert proposed(database) == {("C2", "loss_rate"): "1/4"}
    chart, sentence, base = drawn(database)
    row = chart.data.iloc[0]
    assert row["text"] == "败诉率 25.0%（1/4），高于全市平均 8.8%（3/34），由高到低第 1 位"
    assert row["more"] == "其中 1 件败诉已被改判（生效裁判未败诉）；不计这些败诉，败诉率 0.0%（0/4），不再高于平均"
    assert "1 项含已被改判的败诉" in sentence
    assert "败诉率（以一审裁判为准）高于平均" in base


def test_the_cases_that_were_reversed_are_one_click_away(database: Engine) -> None:
    fill(database, WON_AGAIN)
    link = drawn(database)[0].data["more_href"].iat[0]
    assert link.startswith("@cases?")
    assert {"ledger=litigation", "which=lost_reversed", "focus=C2"} <= set(link.partition("?")[2].split("&"))
    with reading(database, ALL_SEEING) as reader:
        listed, total, _ = case_page(reader, "litigation", "lost_reversed", Extent("city"), HALF_YEAR)
    assert (total, listed["case_no"].tolist()) == (1, [LOST_FIRST])


def test_by_judgments_in_effect_it_is_not_proposed(database: Engine) -> None:
    fill(database, WON_AGAIN, loss_basis="effective")
    # 甲 and 丙 1/10 against 2/34 = 5.9 %, both first; 乙 0/4.
    assert proposed(database) == {("C1", "final_loss_rate"): "1/10", ("C3", "final_loss_rate"): "1/10"}
    chart, sentence, base = drawn(database)
    assert chart.data["text"].tolist() == ["生效败诉率 10.0%（1/10），高于全市平均 5.9%（2/34），由高到低第 1 位"] * 2
    assert chart.data["more"].tolist() == ["", ""]
    assert "改判" not in sentence
    assert "生效败诉率（以生效裁判为准）高于平均" in base


def test_where_nothing_took_effect_yet_the_loss_stands_and_nothing_is_said(database: Engine) -> None:
    fill(database, {**WON_AGAIN, "effective_on": None})
    chart, sentence, _ = drawn(database)
    assert (chart.data["more"].tolist(), "改判" in sentence) == ([""], False)


@pytest.mark.parametrize("attended", [True, False])
def test_where_no_day_of_effect_is_known_nobody_is_cleared_and_it_says_why(database: Engine, attended: bool) -> None:
    # 34 suits, three of them lost, and of none it is written when its judgment took effect. 甲's staff came alone once.
    rows = [row | {"effective_on": None} for row in first_instances()]
    rows[5] |= {} if attended else {"head_attended": "staff"}
    names = [{"code": code, "name": name, "kind": "county"} for code, name in NAMES.items()]
    load(database, of_ledger("unit", names), of_ledger("litigation", rows), *scheme(loss_basis="effective"),
         marks(), reviews())  # fmt: skip
    why = "方案以生效裁判为准，本期案件均未填写生效日期，败诉否决无法认定"
    with reading(database, ALL_SEEING) as reader:
        context = context_of(reader)
        finding = VETO_LEDGER.finding(VETO_LEDGER.figures(reader, context), context)
        assert (finding.sentence, finding.level) == (why if attended else f"1 项待确认；甲县只差一件；{why}", "watch")
        assert why in SCORES.finding(SCORES.figures(reader, context), context).base


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_losses_count_by_the_first_instance_or_some_took_effect_nothing_of_it_is_said(
    database: Engine, language: str
) -> None:
    fill(database, WON_AGAIN, loss_basis="effective")
    why = wording(language)("veto_ledger.nothing_in_effect")
    with reading(database, ALL_SEEING) as reader:
        context = context_of(reader, language)
        said = [panel.finding(panel.figures(reader, context), context) for panel in (VETO_LEDGER, SCORES)]
    assert [each for each in said if why in each.sentence + each.base] == []
    # By the first instance it is of no account which judgments took effect.
    none = pd.DataFrame({"indicator": ["final_loss_rate"], "denominator": [0]})
    assert nothing_in_effect(replace(SCHEME, loss_basis="effective"), none)
    assert not nothing_in_effect(SCHEME, none)


def test_the_score_goes_on_reading_what_its_items_say(database: Engine) -> None:
    fill(database, WON_AGAIN, loss_basis="effective")
    with reading(database, ALL_SEEING) as reader:
        found = assess(reader, "counties", HALF_YEAR)
        assert found is not None
    parts = found.scores.parts.set_index(["code", "key"])
    # (1/4 − 0.5) / (0 − 0.5) = 50 points for the first-instance losses.
    assert parts.loc[("C2", "loss_rate"), ["numerator", "denominator", "points"]].tolist() == [1, 4, 50]
    assert "final_loss_rate" not in set(found.scores.parts["key"])


RATES = {"first_instance": "loss_rate", "effective": "final_loss_rate"}


@pytest.mark.one_in(4)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("basis", RATES)
def test_every_panel_on_the_veto_names_the_rate_it_rests_on(database: Engine, basis: str, language: str) -> None:
    fill(database, WON_AGAIN, loss_basis=basis)
    label = wording(language)(f"indicator.{RATES[basis]}.label")
    vetoed = {code for code, _ in proposed(database)}
    with reading(database, ALL_SEEING) as reader:
        context = context_of(reader, language)
        table = VETO_LEDGER.table(VETO_LEDGER.figures(reader, context), context).data
        assert set(table["rate_text"]) == {label}
        figures = APPEARANCE_AND_LOSS.figures(reader, context)
        pair = pictured(APPEARANCE_AND_LOSS, figures, context)
        assert pair.labels["right"] == label
        assert set(pair.data.loc[pair.data["right_mark"] == "veto", "code"]) == vetoed
        assert label in APPEARANCE_AND_LOSS.finding(figures, context).sentence
        found = assess(reader, "counties", HALF_YEAR)
        assert found is not None
        assert set(aims(found, "C1")["indicator"]) == set(clause_indicators(found.scheme))


# --- The demo city -----------------------------------------------------------------------------------------------


@pytest.fixture
def demo(demo_url: str) -> Iterator[Reader]:
    engine = reader_engine(demo_url)
    with reading(engine, ALL_SEEING) as reader:
        yield reader
    engine.dispose()


def test_the_demo_city_tells_each_way_a_reversed_loss_may_matter(demo: Reader) -> None:
    # 2024, the city at 68/529 = 12.9 %, without one loss 67/529 = 12.7 %. 5/38 = 13.2 % is above it, but no longer
    # among the first three; 4/34 = 11.8 % is not above it. In October 2026 9/50 keeps its third place.
    said = {}
    for year, month in ((2024, 12), (2026, 10)):
        found = assess(demo, "counties", Period("custom", dt.date(year, 1, 1), dt.date(year, month, 1)))
        assert found is not None
        rows = found.vetoes[found.vetoes["reversed"].gt(0)].to_dict("records")
        said |= {(year, row["figure"], row["figure_without"]): (row["place_without"], row["without"]) for row in rows}
    assert said == {
        (2024, "6/38", "5/38"): (5, "not_last"),
        (2024, "5/34", "4/34"): (8, "not_worse"),
        (2026, "10/50", "9/50"): (3, "stands"),
    }


# --- What is published -------------------------------------------------------------------------------------------


def test_publishing_is_refused_with_the_rate_and_what_was_reversed(database: Engine) -> None:
    fill(database, WON_AGAIN)
    with pytest.raises(NotPublishable) as refusal:
        published(database)
    assert "败诉率 1/4，基数 4，其中 1 件已改判" in refusal.value.in_words(wording("zh"))


@pytest.mark.parametrize(
    ("basis", "decided", "said"),
    [
        ("first_instance", {"C2": "1/4"}, [("C2", "loss_rate", 1, "not_worse")]),
        ("effective", {"C1": "1/10", "C3": "1/10"}, [(code, "final_loss_rate", 0, None) for code in ("C1", "C3")]),
    ],
)
def test_what_a_proposal_says_can_be_computed_anew_from_what_was_published(
    database: Engine, basis: str, decided: dict[str, str], said: list[tuple[Any, ...]]
) -> None:
    fill(database, WON_AGAIN, loss_basis=basis)
    load(database, of_ledger("veto_event", [decision(code, "loss", figure) for code, figure in decided.items()]))
    content = published(database).content
    assert content.scheme.loss_basis == basis
    rows = content.groups["counties"].proposals[["code", "indicator", "reversed", "without"]]
    assert list(rows.itertuples(index=False, name=None)) == said
    assert verify(database, "2025-1").sound


def test_a_publication_of_before_is_judged_by_the_first_instance() -> None:
    for content in MADE_BEFORE.values():
        assert decoded(content.read_bytes()).scheme.loss_basis == "first_instance"
