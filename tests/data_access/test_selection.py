"""A selection is the link, the conditions and the sentence at once."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.indicators import BY_KEY
from assessment.lights import OPEN_LIGHTS
from data_access.asked.page_keys import BYS, DECLARED, LISTED_LEDGERS, NOTED, ORDERS
from data_access.asked.periods import GRAINS, Period, months_from, period_codes, period_of, shift
from data_access.asked.selection import (
    COMPARES,
    PAGE_KEYS,
    SCORE,
    SECTIONS,
    Choices,
    Selection,
    default_selection,
    group_in_words,
    latest_period,
    parse,
    period_in_words,
)
from data_access.ledgers.rectification import RECTIFICATION_SOURCES
from wording import LANGUAGES, Wording, wording

FIRST, LAST = dt.date(2022, 3, 1), dt.date(2026, 10, 1)
CHOICES = Choices(
    FIRST,
    LAST,
    groups=("counties", "municipal_departments", "sector:housing", "sector:transport"),
    counties=(("C01", "甲县"), ("C02", "乙县"), ("C03", "丙区")),
    sectors=("housing", "transport", "health"),
    units=("CITY", "C01", "C02", "C03", "C01-housing"),
    default_group="counties",
)
SHARED_KEYS = ("grain", "period", "compare", "group", "county", "sector", "lang")
DEFAULT_LINK = {
    "grain": "year", "period": "2026", "compare": "last_year", "group": "counties", "county": "all", "sector": "all",
    "lang": "zh", "indicator": "loss_rate", "section": "vetoes", "unit": "none", "focus": "none", "units": "none",
    "versus": "none", "weights": "none", "goals": "none", "at": "none", "by": "county", "light": "none",
    "source": "none", "age": "none", "term": "none", "order": "worst", "page": "1", "ledger": "litigation",
    "which": "none", "record": "none", "officer": "none",
}  # fmt: skip


@st.composite
def periods(draw: st.DrawFn) -> Period:
    grain = draw(st.sampled_from(GRAINS))
    if grain == "custom":
        months = months_from(FIRST, LAST)
        first = draw(st.integers(0, len(months) - 1))
        return Period("custom", months[first], months[draw(st.integers(first, len(months) - 1))])
    found = period_of(grain, draw(st.sampled_from(period_codes(grain, FIRST, LAST))), LAST)
    assert found is not None
    return found


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    """Any of the values, in their order."""
    return st.sets(st.sampled_from(values)).map(lambda chosen: tuple(each for each in values if each in chosen))


selections = st.builds(
    Selection,
    period=periods(),
    compare=st.sampled_from(COMPARES),
    group=st.sampled_from(CHOICES.groups),
    counties=some(tuple(code for code, _ in CHOICES.counties)),
    sectors=some(CHOICES.sectors),
    language=st.sampled_from(sorted(LANGUAGES)),
    indicator=st.sampled_from([SCORE, *sorted(BY_KEY)]),
    unit=st.sampled_from(["", *CHOICES.units]),
    focus=st.sampled_from(["", *CHOICES.units]),
    section=st.sampled_from(SECTIONS),
    units=some(CHOICES.units),
    weights=st.sampled_from([(), (50, 30, 20), (100, 0, 0), (0, 1, 99)]),
    goals=st.sampled_from([(), (("loss_rate", 40, 5),), (("appearance_rate", 0, 100), ("loss_rate", 100, 0))]),
    at=st.none() | st.dates(FIRST, LAST),
    by=st.sampled_from(BYS),
    light=st.sampled_from(["", *OPEN_LIGHTS]),
    source=st.sampled_from(["", *RECTIFICATION_SOURCES]),
    order=st.sampled_from(ORDERS),
    page=st.integers(1, 1_000_000),
    ledger=st.sampled_from(LISTED_LEDGERS),
    # Of another ledger than that of suits the only list that all have.
    which=st.just(""),
    record=st.sampled_from(["", "C01~（2026）演01行初1号~first", "C01-housing~ZG-2026-1"]),
    project=st.sampled_from(["", "ranking", "first"]),
    flip=st.sampled_from([(), ("funnel",), ("ranking", "funnel")]),
    who=st.sampled_from(["", "张"]),
    noted=st.sampled_from(["", *NOTED]),
    day=st.none() | st.dates(FIRST, LAST),
)


def read(**query: str) -> Selection:
    selection, unknown = parse(query, CHOICES)
    assert unknown == ()
    return selection


# --- Links -------------------------------------------------------------------------------------------------------


@given(selections)
def test_a_link_gives_back_the_selection_it_was_made_of(selection: Selection) -> None:
    query = selection.to_query(PAGE_KEYS)
    assert parse(query, CHOICES) == (selection, ())
    assert parse(query, CHOICES)[0].to_query(PAGE_KEYS) == query


@given(selections)
def test_a_link_is_complete_and_a_page_adds_only_its_own_keys(selection: Selection) -> None:
    assert tuple(selection.to_query()) == SHARED_KEYS
    assert set(selection.to_query(("indicator",))) == {*SHARED_KEYS, "indicator"}
    # Only which panel is on the projector, and which show their tables, is left out when none is.
    said = {each.key for each in DECLARED if each.said or getattr(selection, each.key)}
    assert set(selection.to_query(PAGE_KEYS)) == {*SHARED_KEYS, *said}
    assert all(selection.to_query(PAGE_KEYS).values())


@given(selections, selections)
def test_two_selections_with_the_same_link_are_the_same_and_hash_alike(one: Selection, other: Selection) -> None:
    assert (one.to_query(PAGE_KEYS) == other.to_query(PAGE_KEYS)) == (one == other)
    assert hash(one) == hash(replace(one))


def test_an_empty_link_means_the_running_year_of_the_first_group() -> None:
    assert read() == default_selection(CHOICES)
    assert read().to_query(PAGE_KEYS) == DEFAULT_LINK
    assert read().period == Period("year", dt.date(2026, 1, 1), LAST)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("grain", "week"),
        ("period", "2027"),
        ("period", "2021"),  # before the data
        ("period", "0000"),
        ("period", "next year"),
        ("compare", "best"),
        ("group", "sector:magic"),
        ("county", "C99"),
        ("sector", "magic"),
        ("lang", "fr"),
        ("indicator", "luck"),
        ("focus", "C99"),
        ("section", "gossip"),
        ("units", "C99"),
        ("at", "2026-02-30"),
        ("at", "2022-02-28"),  # before the data
        ("at", "2026-10-02"),  # after the day the data stand at
        ("at", "20260301"),
        ("by", "colour"),
        ("light", "green"),
        ("source", "rumour"),
        ("order", "random"),
        ("page", "0"),
        ("page", "-1"),
        ("page", "１"),
        ("ledger", "rectification_event"),
        ("weights", "50,30,30"),
        ("weights", "50,50"),
        ("weights", "50,30,²0"),
        ("weights", "50,30,20,"),
        ("goals", "loss_rate:5:40"),
        ("goals", "appearance_rate:50:50"),
        ("goals", "acceptance_rate:0:50"),
        ("goals", "luck:0:50"),
        ("goals", "loss_rate:101:5"),
        ("goals", "loss_rate:40"),
        ("goals", "loss_rate:40:5:1"),
        ("unit", "C99"),
    ],
)
def test_an_unknown_value_is_named_and_its_default_taken(key: str, value: str) -> None:
    selection, unknown = parse({key: value}, CHOICES)
    assert unknown == ((key, value),)
    assert selection == default_selection(CHOICES)


def test_of_several_values_the_known_ones_stand_and_the_others_are_named() -> None:
    selection, unknown = parse({"county": "C03,C99,C01", "sector": "magic,health", "period": "2025"}, CHOICES)
    assert (selection.counties, selection.sectors, selection.period.code) == (("C01", "C03"), ("health",), "2025")
    assert unknown == (("county", "C99"), ("sector", "magic"))


def test_a_period_of_another_grain_gives_way_to_the_latest_of_that_grain_and_is_named() -> None:
    selection, unknown = parse({"grain": "quarter", "period": "2026-09"}, CHOICES)
    assert (selection.period.code, unknown) == ("2026Q4", (("period", "2026-09"),))


@pytest.mark.parametrize(
    ("code", "grain"),
    [("2025", "year"), ("2025Q2", "quarter"), ("2025-02", "month"), ("2024-05~2025-02", "custom")],
)
def test_a_link_may_leave_the_grain_out(code: str, grain: str) -> None:
    period = read(period=code).period
    assert (period.code, period.grain) == (code, grain)


@pytest.mark.parametrize(
    ("grain", "code"), [("year", "2026"), ("quarter", "2026Q4"), ("month", "2026-10"), ("custom", "2025-11~2026-10")]
)
def test_a_grain_alone_means_its_latest_period(grain: str, code: str) -> None:
    assert read(grain=grain).period.code == code
    assert latest_period(read(grain=grain).period.grain, CHOICES) == read(grain=grain).period


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({}, "2025"),
        ({"grain": "year"}, "2025"),
        ({"period": "2026"}, "2026"),
        ({"grain": "month"}, "2026-10"),
    ],
)
def test_a_year_with_too_little_is_there_for_who_asks_for_it(query: dict[str, str], code: str) -> None:
    early = replace(CHOICES, settled_year=Period("year", dt.date(2025, 1, 1), dt.date(2025, 12, 1)))
    assert parse(query, early)[0].period.code == code


@pytest.mark.parametrize("code", ["1000-01~2022-04", "2022-01~2022-04"])
def test_a_span_is_cut_to_the_years_with_data_so_that_one_from_january_on_is_assessed(code: str) -> None:
    period = read(period=code, compare="previous").period
    assert period == Period("custom", dt.date(2022, 1, 1), dt.date(2022, 4, 1))
    assert period.begins_a_year


def test_a_year_that_the_data_begin_in_keeps_its_name() -> None:
    assert read(period="2022").period.code == "2022"


@given(st.dictionaries(st.sampled_from([*SHARED_KEYS, *PAGE_KEYS, "other"]), st.text(max_size=12), max_size=8))
def test_whatever_a_link_says_a_valid_selection_comes_of_it(query: dict[str, str]) -> None:
    selection, unknown = parse(query, CHOICES)
    assert parse(selection.to_query(PAGE_KEYS), CHOICES) == (selection, ())
    assert {key for key, _ in unknown} <= set(query)
    assert selection.in_words(wording(selection.language), CHOICES)


def test_where_no_ledger_answers_the_usual_indicator_another_one_is_the_default() -> None:
    without = replace(CHOICES, unknown_indicators=("loss_rate", "appearance_rate"))
    assert parse({}, without)[0].indicator == "chief_appearance_rate"
    assert replace(CHOICES, unknown_indicators=tuple(BY_KEY)).default_indicator == "loss_rate"


# --- Compared periods --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "compare", "compared"),
    [
        ("2025", "last_year", "2024-01~2024-12"),
        ("2026", "last_year", "2025-01~2025-10"),  # a running year with the same months of the year before
        ("2026", "previous", "2025-01~2025-10"),
        ("2026Q1", "previous", "2025-10~2025-12"),
        ("2026Q4", "previous", "2026-09~2026-09"),  # one month of the quarter so far, against the one just before
        ("2026Q4", "last_year", "2025-10~2025-10"),
        ("2026Q3", "previous", "2026-04~2026-06"),
        ("2026Q2", "last_year", "2025-04~2025-06"),
        ("2026-01", "previous", "2025-12~2025-12"),
        ("2026-01", "last_year", "2025-01~2025-01"),
        ("2025-11~2026-02", "previous", "2025-07~2025-10"),
        ("2025-11~2026-02", "last_year", "2024-11~2025-02"),
        # The year before would share five months with it.
        ("2025-06~2026-10", "last_year", "2023-06~2024-10"),
    ],
)
def test_what_a_period_is_compared_with(code: str, compare: str, compared: str) -> None:
    found = read(period=code, compare=compare).compared
    assert found is not None
    assert found.code == compared


def test_nothing_is_compared_when_nothing_was_asked_for() -> None:
    assert read(compare="none").compared is None


@given(selections)
def test_compared_periods_are_of_the_same_length_and_earlier(selection: Selection) -> None:
    compared = selection.compared
    assert (compared is None) == (selection.compare == "none")
    if compared is not None:
        assert compared.length == selection.period.length
        assert compared.last < selection.period.first, "no month stands on both sides"


@given(selections.filter(lambda each: each.compare == "previous" and each.period.grain != "year"))
def test_the_months_just_before_end_where_the_period_begins(selection: Selection) -> None:
    assert selection.compared is not None
    assert shift(selection.compared.last, 1) == selection.period.first


# --- In words ----------------------------------------------------------------------------------------------------


def sentence(selection: Selection, words: Wording) -> str:
    return selection.with_(language=words.language).in_words(words, CHOICES)


@pytest.mark.parametrize("language", LANGUAGES)
@given(selection=selections)
def test_a_selection_in_words_is_a_sentence_without_gaps_or_keys(selection: Selection, language: str) -> None:
    said = sentence(selection, wording(language))
    assert said
    assert not any(mark in said for mark in ("{", "}", "period.", "group.", "sector.", "selection."))


@given(selections, selections)
def test_different_choices_of_rows_are_different_sentences(one: Selection, other: Selection) -> None:
    words = wording("zh")

    def rows(selection: Selection) -> tuple[object, ...]:
        compared = selection.compared
        months = [(each.first, each.last) for each in (selection.period, compared) if each]
        return (*months, selection.group, selection.counties, selection.sectors)

    assert (rows(one) == rows(other)) == (sentence(one, words) == sentence(other, words))


@pytest.mark.parametrize(
    ("code", "chinese"),
    [
        ("2025", "2025 年"),
        ("2026", "2026 年 1—10 月"),
        ("2026Q3", "2026 年第 3 季度"),
        ("2026Q4", "2026 年 10 月"),
        ("2026-02", "2026 年 2 月"),
        ("2025-01~2025-12", "2025 年"),
        ("2025-07~2025-09", "2025 年 7—9 月"),
        ("2025-11~2026-02", "2025 年 11 月—2026 年 2 月"),
    ],
)
def test_a_period_is_said_as_readers_say_it(code: str, chinese: str) -> None:
    assert period_in_words(read(period=code).period, wording("zh")) == chinese


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_of_the_choice_is_in_the_sentence(language: str) -> None:
    words = wording(language)
    selection = read(period="2025Q2", group="sector:housing", county="C01,C03", sector="health", lang=language)
    said = selection.in_words(words, CHOICES)
    expected = [period_in_words(selection.period, words), "甲县", "丙区", words.label("sector", "health")]
    assert [part for part in expected if part not in said] == []
    assert words.label("sector", "housing").lower() in group_in_words("sector:housing", words).lower()
    assert group_in_words("sector:housing", words) in said
    assert "2024" in said
