"""Every page over every kind of database: words in both languages, no error, and one statement when nothing is new.

Two runs a page tell what a page alone can get wrong; what the frame does for all pages is seen on one of them. The
other combinations run with ``--all``.
"""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from assessment.indicators import INDICATORS
from data_access.reading.cached import engine
from data_access.store.engine import URL_SETTING
from tests.cases import in_either_language, left_for_all
from tests.catalogues import messages
from tests.ui.app_page import FRAME, blanks, charted, findings, open_page, said, statements_on
from tests.ui.conftest import UseDatabase
from ui.registry import BY_KEY, PAGES, PageEntry
from ui.unknown import MOST_NAMED, unknown_in_words
from wording import LANGUAGES, wording

pages = pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.key)
pages_of_one_kind = pytest.mark.parametrize(
    "entry",
    [page if page.key == "rankings" else left_for_all(page, name=page.key) for page in PAGES],
    ids=lambda entry: entry.key,
)
languages = pytest.mark.parametrize("language", LANGUAGES)
KEY = re.compile(r"[a-z0-9_]+(?:\.[a-z0-9_]+)+")
UNFILLED = re.compile(r"\{\w*\}")
CODE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
NOWHERE = {
    "period": "1999", "grain": "week", "compare": "never", "group": "planets", "county": "C99", "sector": "magic",
    "indicator": "luck", "unit": "<b>nobody</b>",
}  # fmt: skip
COMMAND = re.compile(r"`[^`]+`")
# A page never shown before; afterwards one. An assessment reads its inputs for now and for what was published.
# Two of them ask for the city's own indicators and for the months that forms tell.
MOST_COLD_STATEMENTS = {"loss_rate": 13, "score": 40}


def faults(app: AppTest) -> list[str]:
    """What no page may ever show: an error, no heading, a message's key, a gap in a sentence, a code."""
    outside, inside = said(app), charted(app)
    found = [f"error: {error.message}" for error in app.exception]
    found += [] if app.title and app.title[0].value.strip() else ["no heading"]
    found += [f"key: {key}" for text in outside + inside for key in KEY.findall(text) if key in messages("zh")]
    found += [f"gap: {text}" for text in outside + inside if UNFILLED.search(text)]
    return found + [f"code: {text}" for text in outside if CODE.search(COMMAND.sub("", text))]


# --- What is said ------------------------------------------------------------------------------------------------


BADGES = {"zh": ":gray-badge[演示数据]", "en": ":gray-badge[Demonstration data]"}
# What is asked of every page in every run, and what with ``--all`` only: data, language and the rest of the link.
IN_EVERY_RUN = (("demo", "zh", {}), ("excerpt", "en", {"grain": "month", "compare": "previous"}))
WITH_ALL = (
    ("demo", "en", {}),
    ("excerpt", "zh", {}),
    ("excerpt", "en", {}),
    ("demo", "en", {"grain": "year", "compare": "none"}),
    ("demo", "zh", {"grain": "quarter", "compare": "last_year"}),
    ("demo", "zh", {"grain": "custom", "compare": "previous"}),
)


def runs_of(entry: PageEntry) -> Iterator[Any]:
    """The page with each of the queries; the rankings, which offer every filter, with all of them in every run."""
    for number, asked in enumerate((*IN_EVERY_RUN, *WITH_ALL)):
        every_run = number < len(IN_EVERY_RUN) or entry.key == "rankings"
        name = "-".join((entry.key, *asked[:2], *asked[2].values()))
        yield pytest.param(entry, *asked, id=name) if every_run else left_for_all(entry, *asked, name=name)


@pytest.mark.parametrize(("entry", "data", "language", "query"), [run for page in PAGES for run in runs_of(page)])
@pytest.mark.one_in(6)
def test_every_page_says_everything_in_words_and_once_shown_reads_only_whether_something_is_new(
    request: pytest.FixtureRequest, entry: PageEntry, data: str, language: str, query: dict[str, str]
) -> None:
    request.getfixturevalue(data)
    app = open_page(entry, lang=language, **query)
    assert faults(app) == []
    assert not app.warning
    assert {key: app.query_params[key] for key in query} == query
    # Invented data wear their badge, real data none.
    assert (BADGES[language] in said(app)) == (data == "demo")
    assert data == "demo" or not [text for text in said(app) if "演示" in text or "Demonstration data" in text]
    with statements_on(engine()) as sent:
        app.run()
    assert len(sent) == 1, sent
    assert "FROM database_state" in sent[0]


def each_indicator() -> Iterator[Any]:
    """Every indicator over both cities, in the one language or the other; in every run the first of each article of the
    policy over one of the cities, in turn.
    """
    seen: list[int] = []
    for number, indicator in enumerate(INDICATORS):
        language = list(LANGUAGES)[number % 2]
        more = indicator.article in seen
        seen += [] if more else [indicator.article]
        for place, data in enumerate(("demo", "excerpt")):
            given = (data, indicator.key, language)
            every_run = not more and place == len(seen) % 2
            yield pytest.param(*given) if every_run else left_for_all(*given)


@pytest.mark.parametrize(("data", "indicator", "language"), list(each_indicator()))
@pytest.mark.one_in(4)
def test_every_indicator_is_ranked_in_words(
    data: str, indicator: str, language: str, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(data)
    app = open_page(BY_KEY["rankings"], lang=language, indicator=indicator)
    assert faults(app) == []
    assert app.selectbox(key="w_indicator").value == indicator


@pytest.mark.parametrize(("group", "language"), in_either_language(["municipal_departments", "sector:public_security"]))
def test_every_kind_of_peer_group_is_ranked_in_words(demo: str, group: str, language: str) -> None:
    app = open_page(BY_KEY["rankings"], lang=language, group=group)
    assert faults(app) == []
    assert not app.warning


@languages
def test_no_two_choices_of_a_filter_have_the_same_name(demo: str, language: str) -> None:
    for group in ("counties", "municipal_departments"):
        app = open_page(BY_KEY["rankings"], lang=language, group=group)
        for widget in (*app.selectbox, *app.multiselect):
            assert len(widget.options) == len(set(widget.options)) > 1, widget.key


# --- Links -------------------------------------------------------------------------------------------------------


@languages
@pages_of_one_kind
def test_each_unknown_value_of_a_link_is_answered_with_a_warning_and_the_default(
    demo: str, entry: PageEntry, language: str
) -> None:
    usual = dict(open_page(entry, lang=language).query_params)
    app = open_page(entry, lang=language, **NOWHERE)
    (warning,) = (blanks(each.value) for each in app.warning)
    assert "1999" in warning
    assert wording(language)("address.others", n=len(NOWHERE) - MOST_NAMED) in warning
    assert dict(app.query_params) == usual
    assert faults(app) == []


@pytest.mark.parametrize("key", NOWHERE)
def test_one_unknown_value_alone_leaves_the_others_as_they_are(demo: str, key: str) -> None:
    app = open_page(BY_KEY["rankings"], **{key: NOWHERE[key]})
    assert len(app.warning) == 1
    assert dict(app.query_params) == dict(open_page(BY_KEY["rankings"]).query_params)


def test_a_link_in_an_unknown_language_is_answered_in_chinese(demo: str) -> None:
    app = open_page(BY_KEY["overview"], lang="fr")
    assert unknown_in_words([("lang", "fr")], wording("zh")) in said(app)
    assert app.query_params["lang"] == "zh"


def test_the_known_part_of_a_link_is_kept_beside_the_unknown_one(demo: str) -> None:
    app = open_page(BY_KEY["rankings"], county="C99,C02", period="2025", grain="year")
    assert [warning.value for warning in app.warning] == [unknown_in_words([("county", "C99")], wording("zh"))]
    assert (app.query_params["county"], app.query_params["period"]) == ("C02", "2025")


# --- When there is nothing to show -------------------------------------------------------------------------------


@languages
@pages_of_one_kind
@pytest.mark.parametrize(
    ("state", "code", "command"),
    [
        ("without_tables", "missing", "python -m data_access migrate"),
        ("without_rows", "empty", "python -m data_access load"),
    ],
)
def test_a_database_without_data_is_answered_with_what_to_do(
    state: str, code: str, command: str, entry: PageEntry, language: str, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(state)
    assert_says_what_to_do(open_page(entry, lang=language), code, command, language)


@languages
@pytest.mark.parametrize(
    ("state", "code", "command"),
    [
        ("of_another_schema", "other_schema", "python -m data_access migrate"),
        ("of_a_newer_schema", "newer_schema", ""),
        ("counted_otherwise", "recount", "python -m data_access recount"),
        ("away", "away", ""),
    ],
)
def test_a_database_that_is_not_ready_is_answered_with_what_to_do(
    state: str, code: str, command: str, language: str, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(state)
    assert_says_what_to_do(open_page(PAGES[0], lang=language), code, command, language)


def assert_says_what_to_do(app: AppTest, code: str, command: str, language: str) -> None:
    words = wording(language)
    assert faults(app) == []
    assert [title.value for title in app.title] == [words(f"not_ready.{code}.title")]
    assert words(f"not_ready.{code}.what_to_do") in said(app)
    assert command in words(f"not_ready.{code}.what_to_do")
    # Who reads the other language finds it here, too.
    assert [choice.value for choice in app.segmented_control] == [language]


@pytest.mark.both_engines
@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
@pytest.mark.parametrize(("made", "code"), [("empty_database_url", "missing"), ("migrated_database_url", "empty")])
def test_both_engines_say_that_nothing_is_there_yet(
    made: str, code: str, backend: str, use_database: UseDatabase, request: pytest.FixtureRequest
) -> None:
    use_database(request.getfixturevalue(made))
    app = open_page(PAGES[0])
    assert faults(app) == []
    assert [title.value for title in app.title] == [wording("zh")(f"not_ready.{code}.title")]


def test_trying_again_shows_the_page_once_the_database_is_there(
    without_tables: str, demo_url: str, use_database: UseDatabase
) -> None:
    app = open_page(PAGES[0])
    use_database(demo_url)
    app.button[0].click().run()
    assert faults(app) == []
    assert len(findings(app)) > 1


@pytest.mark.parametrize("url", ["garbage", "postgresql://clerk:s3cret/db", "nosuch://clerk:s3cret@host/db"])
def test_a_setting_that_names_no_database_is_answered_with_a_sentence(
    url: str, use_database: UseDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    use_database(url)
    assert_says_what_to_do(open_page(PAGES[0]), "unreadable", URL_SETTING, "zh")
    assert "s3cret" not in caplog.text


# --- When something is wrong --------------------------------------------------------------------------------------


@pages
def test_a_page_run_without_the_frame_stops_with_a_sentence(demo: str, entry: PageEntry) -> None:
    app = AppTest.from_file(FRAME.parent.parent / "pages" / entry.file).run()
    assert [error.value for error in app.error] == [wording("zh")("wrong.page_alone")]
    assert not app.exception
    assert not app.title


@languages
def test_a_failed_page_says_so_without_details_and_names_the_number_under_which_the_log_has_them(
    language: str, caplog: pytest.LogCaptureFixture
) -> None:
    def page() -> None:
        from ui.wrong import say_that_it_failed

        assert say_that_it_failed(ValueError("no such column: secret"))

    app = AppTest.from_function(page)
    app.query_params["lang"] = language
    app.query_params["officer"] = "ZF-1"
    app.run()
    words = wording(language)
    (logged,) = (record for record in caplog.records if record.name == "dashboard")
    number = logged.getMessage().split()[1].rstrip(":")
    today = f"{dt.date.today():%Y-%m-%d}"
    sentence, naming = said(app)[0].splitlines()
    assert (sentence, naming[:-6]) == (words("wrong.page"), words("wrong.number", number=number, time=today))
    assert (len(number), f"lang={language}" in logged.getMessage(), logged.exc_info is not None) == (5, True, True)
    assert "ZF-1" not in logged.getMessage(), "a person's number is in no log"
    assert not app.exception


# --- What a page costs -------------------------------------------------------------------------------------------


# At the end, for what it forgets the tests before it would have to read again.
@pytest.mark.parametrize("indicator", MOST_COLD_STATEMENTS)
def test_a_ranking_never_shown_before_takes_few_statements(demo: str, indicator: str) -> None:
    app = open_page(BY_KEY["rankings"], indicator=indicator)
    st.cache_data.clear()
    with statements_on(engine()) as sent:
        app.run()
    assert 1 < len(sent) <= MOST_COLD_STATEMENTS[indicator], sent
