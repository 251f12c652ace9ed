"""A sentence says the number of the setting in force: change it, and the words and the figures change."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Engine

from data_access.asked.periods import Period
from data_access.asked.selection import default_selection
from data_access.counting.counting import count
from data_access.ledgers.counting_rules import SHIPPED, in_force
from data_access.ledgers.veto_event import VETO_EVENT
from data_access.reading.available import choices_for
from data_access.reading.case_lists import case_page
from data_access.reading.dispute_lists import unanswered_opinions
from data_access.reading.extent import Extent
from data_access.reading.reader import Reader, reading
from data_access.reading.viewer import ALL_SEEING
from panels.declare import Context
from panels.disputes.appearance_and_loss import APPEARANCE_AND_LOSS
from panels.ranking import RANKING
from panels.veto_ledger import VETO_LEDGER
from tests.assessment.given import SCHEME
from tests.audit.test_old_publications import mean_city
from tests.catalogues import messages
from tests.data_access.assessed_city import AS_OF, NAMES, case, decision, fill, load, of_ledger, scheme
from tests.data_access.ledger_sheets import rows_of
from tests.data_access.stored_figures import counted
from tests.panels.checks import pictured
from tests.panels.given import asked
from wording import INDICATOR_DOCUMENTS, LANGUAGES

HALF_YEAR = Period("custom", dt.date(2025, 1, 1), dt.date(2025, 6, 1))


def with_rules(language: str, *changes: tuple[str, dt.date, int], period: Period = HALF_YEAR) -> Context:
    """A context of the period under the shipped rules, these in the place of their own."""
    changed = {name for name, _, _ in changes}
    rules = (*(rule for rule in SHIPPED if rule[0] not in changed), *changes)
    context = asked(language, period=period)
    return Context(context.selection, context.state, replace(context.choices, rules=rules))


# --- Days --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "said"), [("zh", "起满 30 日"), ("en", "(30 days from service")])
def test_an_indicator_is_defined_by_the_days_in_force(language: str, said: str) -> None:
    words = with_rules(language, ("further_suit_days", dt.date(1990, 1, 1), 30)).words
    assert said in words("indicator.no_further_suit_rate.meaning")
    assert "15" not in words("indicator.no_further_suit_rate.meaning")


def test_a_rule_that_changes_within_the_period_is_said_with_both_its_values() -> None:
    over_both = Period("custom", dt.date(2023, 7, 1), dt.date(2024, 6, 1))
    said = with_rules("zh", period=over_both).words("indicator.closed_in_time_rate.meaning")
    assert "简易程序 60（2024-01-01 起 30） 日" in said
    before, after = (
        with_rules("zh", period=Period("year", dt.date(year, 1, 1), dt.date(year, 12, 1))) for year in (2023, 2024)
    )
    assert "简易程序 60 日" in before.words("indicator.closed_in_time_rate.meaning")
    assert "简易程序 30 日" in after.words("indicator.closed_in_time_rate.meaning")


def test_a_rule_that_began_after_the_period_is_said_with_its_beginning() -> None:
    early = Period("year", dt.date(2022, 1, 1), dt.date(2022, 12, 1))
    said = with_rules("en", period=early).words("indicator.opinions_answered_rate.meaning")
    assert "60 (since 2024-01-01) days" in said


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [("2023-01-01", "2023-12-31", [60]), ("2024-01-01", "2024-01-31", [30]), ("2023-12-31", "2024-01-01", [60, 30])],
)
def test_a_version_is_in_force_until_the_day_before_the_next(first: str, last: str, found: list[int]) -> None:
    days = (dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert [value for _, value in in_force(SHIPPED, "reconsideration_days_simplified", *days)] == found


def test_no_indicator_is_defined_by_a_number_of_days_or_cases_written_into_its_words() -> None:
    # 2019 年 9 月 1 日 is a day.
    numbers = re.compile(r"(?<!月 )\b\d+ ?(?:个?工作日|日|天|件|working days|days|cases)")
    found = {path.name: numbers.findall(path.read_text("utf-8")) for path in INDICATOR_DOCUMENTS.glob("*.toml")}
    assert {name: each for name, each in found.items() if each} == {}


def test_no_sentence_on_a_veto_knows_how_many_are_the_last() -> None:
    fixed = re.compile(r"[前后末][两二三四五]位|among the (?:first|last) (?:two|three|four|five)")
    wrong = [
        (language, key)
        for language in LANGUAGES
        for key, message in messages(language).items()
        # What a label was is still read from workbooks filled then.
        if fixed.search(" ".join(message.forms)) and not key.endswith(".formerly")
    ]
    assert wrong == []


# --- Opinions without a written due date ---------------------------------------------------------------------------

# All closed on 2025-01-10. 甲 answered on 03-20 (day 69), 乙 on 03-01 (day 50), 丙 never; 丁's letter says 04-01.
OPINIONS: dict[str, dict[str, Any]] = {
    "C1": {"opinion_answered_on": "2025-03-20"},
    "C2": {"opinion_answered_on": "2025-03-01"},
    "C3": {},
    "C4": {"opinion_answered_on": "2025-03-20", "opinion_due_on": "2025-04-01"},
}


def with_opinions(engine: Engine, days: int | None = None, closed_on: str = "2025-01-10") -> None:
    units = [{"code": code, "name": name, "kind": "county"} for code, name in NAMES.items()]
    letters = [
        {"unit_id": code, "case_no": f"复-{code}", "received_on": "2023-11-20", "closed_on": closed_on,
         "acceptance": "accepted", "outcome": "revoked", "suggestion": "opinion", **more}
        for code, more in OPINIONS.items()
    ]  # fmt: skip
    rule = [{"rule": "opinion_answer_days", "from_date": "2024-01-01", "value": days}] if days else []
    sheets = [of_ledger("counting_rule", rule)] if rule else []
    load(engine, of_ledger("unit", units), of_ledger("reconsideration", letters), *sheets)


@pytest.mark.both_engines
@pytest.mark.parametrize(
    ("days", "due", "answered"),
    [
        # 60 days after 01-10 is 03-11: 乙 in time, 甲 late, 丙 not at all.
        (None, {"C1": "2025-03", "C2": "2025-03", "C3": "2025-03", "C4": "2025-04"}, {"C2", "C4"}),
        # 90 days after is 04-10: 甲 in time, too.
        (90, {"C1": "2025-04", "C2": "2025-04", "C3": "2025-04", "C4": "2025-04"}, {"C1", "C2", "C4"}),
    ],
)
def test_an_opinion_without_a_due_date_is_due_so_many_days_after_the_decision(
    database: Engine, days: int | None, due: dict[str, str], answered: set[str]
) -> None:
    with_opinions(database, days)
    with database.connect() as connection:
        assert counted(connection, "opinions_due") == {code: {month: 1} for code, month in due.items()}
        assert set(counted(connection, "opinions_answered")) == answered
        assert set(counted(connection, "opinions_open_past_due")) >= {"C3"}
    with reading(database, ALL_SEEING) as reader:
        waiting = unanswered_opinions(reader, Extent("city"), AS_OF)
        assert waiting[["code", "due_on"]].to_numpy().tolist() == [
            ["C3", dt.date(2025, 1, 10) + dt.timedelta(days or 60)]
        ]
        listed, total, _ = case_page(reader, "reconsideration", "opinion", Extent("city"), HALF_YEAR)
        assert (total, set(listed["code"])) == (4, set(NAMES))


@pytest.mark.both_engines
def test_before_the_law_knew_a_limit_a_letter_without_a_date_is_due_on_none(database: Engine) -> None:
    # Closed on 2023-12-31, a day before the rule begins: only 丁's letter says when it is due.
    with_opinions(database, closed_on="2023-12-31")
    with database.connect() as connection:
        assert counted(connection, "opinions_due") == {"C4": {"2025-04": 1}}


@pytest.mark.both_engines
def test_a_decision_loaded_later_counts_in_the_month_its_opinion_is_due(database: Engine) -> None:
    # The load touches January; the opinion is due in March. Counting everything finds nothing else.
    with_opinions(database)
    more = {"unit_id": "C1", "case_no": "复-2", "received_on": "2025-01-02", "closed_on": "2025-01-20",
            "acceptance": "accepted", "outcome": "revoked", "suggestion": "opinion"}  # fmt: skip
    load(database, of_ledger("reconsideration", [more]))
    with database.begin() as connection:
        touched = counted(connection, "opinions_due")
        assert touched["C1"] == {"2025-03": 2}
        count(connection, AS_OF)
        assert counted(connection, "opinions_due") == touched


# --- Few cases, the last, whose mean --------------------------------------------------------------------------------


@pytest.fixture
def three_cases(database: Engine) -> Iterator[Reader]:
    """Counties with three cases each, in a city whose scheme calls fewer than two few."""
    units = of_ledger("unit", [{"code": code, "name": name, "kind": "county"} for code, name in NAMES.items()])
    cases = [case(code, number, lost=number == 0 and code == "C1") for code in NAMES for number in range(3)]
    load(database, units, of_ledger("litigation", cases), *scheme(small_denominator=2, veto_last_n=2))
    with reading(database, ALL_SEEING) as reader:
        yield reader


def context_of(reader: Reader, language: str = "zh", **selection: Any) -> Context:
    state = reader.state()
    choices = choices_for(reader, reader.units(), state.data_as_of)
    chosen = default_selection(choices, language).with_(period=HALF_YEAR, compare="none", **selection)
    return Context(chosen, state, choices)


def test_few_are_as_many_as_the_scheme_of_the_year_says(three_cases: Reader) -> None:
    context = context_of(three_cases, indicator="loss_rate")
    figures = RANKING.figures(three_cases, context)
    assert context.small == 2
    assert not figures["small"].any()
    assert "基数不足 2 的" in RANKING.finding(figures, context).base
    # 2024 has no scheme: there the usual ten are meant.
    before = context.with_(period=Period("year", dt.date(2024, 1, 1), dt.date(2024, 12, 1)))
    assert before.small == 10


@pytest.mark.parametrize(("language", "said"), [("zh", "列后 2 位"), ("en", "among the last 2")])
def test_the_last_are_as_many_as_the_scheme_says(three_cases: Reader, language: str, said: str) -> None:
    context = context_of(three_cases, language)
    assert said in VETO_LEDGER.finding(VETO_LEDGER.figures(three_cases, context), context).base


@pytest.mark.parametrize(
    ("language", "last", "said"),
    [("zh", 5, "列后 5 位"), ("en", 5, "last 5"), ("en", 1, "below the average and the lowest of all")],
)
def test_where_nobody_meets_the_veto_the_base_says_the_same(language: str, last: int, said: str) -> None:
    context = asked(language)
    schemes = (replace(SCHEME, veto_last_n=last),)
    of_five = Context(context.selection, context.state, replace(context.choices, schemes=schemes))
    nobody = pd.DataFrame(columns=["shown_status", "county", "in_force", "code"])
    assert said in VETO_LEDGER.finding(nobody, of_five).base


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", "低于全市平均 25.0%（各率平均）"), ("en", "below the average for the whole city, 25.0% (mean of rates)")],
)
def test_a_mean_of_rates_is_no_number_of_cases(database: Engine, language: str, said: str) -> None:
    # 0/1, 0/1 and 6/8: (0 + 0 + 75 %) / 3 = 25 %. In lowest terms it is 1/4, which are no cases.
    mean_city(database)
    with reading(database, ALL_SEEING) as reader:
        context = context_of(reader, language)
        figures = VETO_LEDGER.figures(reader, context)
        text = pictured(VETO_LEDGER, figures, context).data["text"].iat[0]
        assert said in text
        assert "1/4" not in " ".join([text, *map(str, VETO_LEDGER.table(figures, context).data["average_text"])])
        pair = pictured(APPEARANCE_AND_LOSS, APPEARANCE_AND_LOSS.figures(reader, context), context)
        reference = pair.options["left_reference_text"]
        assert "25.0%" in reference
        assert context.words("average_method.mean_of_rates") in reference


@pytest.mark.both_engines
def test_the_blank_cells_behind_an_average_stand_beside_it(database: Engine) -> None:
    # Of 丁's ten suits two more say nothing of its head: 32/40, and 2 blank; those of 丙 alone are not the city's.
    fill(database)
    blank = [case("C4", number, head_attended=None) for number in (20, 21)]
    load(database, of_ledger("litigation", blank))
    with reading(database, ALL_SEEING) as reader:
        context = context_of(reader)
        figures = VETO_LEDGER.figures(reader, context)
        texts = pictured(VETO_LEDGER, figures, context).data["text"]
        table = VETO_LEDGER.table(figures, context).data
    assert "出庭应诉率 50.0%（5/10），低于全市平均 80.0%（32/40，2 件未填），倒数第 1 位" in list(texts)
    assert set(zip(table["average_missing"], table["average_blank"], strict=True)) == {(0, 2), (0, 0)}


def test_a_pooled_average_is_said_with_its_cases(database: Engine) -> None:
    fill(database)
    with reading(database, ALL_SEEING) as reader:
        context = context_of(reader)
        figures = VETO_LEDGER.figures(reader, context)
        texts = " ".join(pictured(VETO_LEDGER, figures, context).data["text"])
    assert "低于全市平均 80.0%（32/40）" in texts  # 8 + 9 + 5 + 10 of 40


@pytest.mark.parametrize(
    "clause", ["负责人出庭应诉率低于平均且列后三位", "负责人出庭应诉率低于平均且名次靠后", "appearance"]
)
def test_a_workbook_filled_with_the_label_of_before_is_still_read(database: Engine, clause: str) -> None:
    fill(database, decided=False)
    load(database, of_ledger("veto_event", [{**decision("C3", "appearance", "5/10"), "clause": clause}]))
    assert [row["clause"] for row in rows_of(database, VETO_EVENT.table)] == ["appearance"]
