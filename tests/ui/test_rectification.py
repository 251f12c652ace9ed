"""The rectification view: its choices stand in the link, its story on the page, and an impossible day is answered."""

import datetime as dt

import pytest

from tests.cases import in_either_language
from tests.ui.app_page import blanks, charted, open_page, said
from tests.ui.test_pages import faults
from ui.item_list import month_ends, readable_day
from ui.registry import BY_KEY
from wording import LANGUAGES, wording

PAGE, WORDS = BY_KEY["rectification"], wording("zh")
FIRST, AS_OF = dt.date(2022, 1, 1), dt.date(2026, 10, 31)
QUERIES: tuple[dict[str, str], ...] = (
    {"by": "sector", "at": "2025-12-31", "order": "due"},
    {"by": "source", "light": "overdue", "order": "unit"},
    {"focus": "C02-urban_management", "order": "assigned"},
    {"focus": "C07", "source": "meeting", "light": "near"},
    {"group": "municipal_departments", "page": "2"},
    {"county": "C03,C07", "sector": "housing", "at": "2022-01-05"},
)


@pytest.mark.parametrize(("query", "language"), in_either_language(QUERIES, lambda query: ",".join(query.values())))
@pytest.mark.one_in(6)
def test_every_choice_says_everything_in_words(demo: str, query: dict[str, str], language: str) -> None:
    app = open_page(PAGE, lang=language, **query)
    assert faults(app) == []
    assert not app.warning
    assert {key: app.query_params[key] for key in query if key != "page"} == {
        key: value for key, value in query.items() if key != "page"
    }


def test_the_closures_on_paper_are_told_on_the_page(demo: str) -> None:
    app = open_page(PAGE)
    assert any("栖梧区城市管理局" in text and "完全相同" in text for text in said(app))
    assert any("栖梧区城市管理局" in text for text in charted(app))


def test_a_method_is_named_behind_its_panel_and_not_in_what_leaders_read(demo: str) -> None:
    told = said(open_page(PAGE))
    assert WORDS("method.time_to_close") in told
    assert [text for text in told if "Kaplan" in text and text != WORDS("method.time_to_close")] == []


def test_a_chosen_day_stands_in_the_link_until_the_latest_is_chosen_again(demo: str) -> None:
    app = open_page(PAGE)
    app.selectbox(key="w_at").select("2025-12-31").run()
    assert app.query_params["at"] == "2025-12-31"
    assert any("2025-12-31" in text for text in said(app))
    app.selectbox(key="w_at").select("2026-10-31").run()
    assert app.query_params["at"] == "none"
    assert faults(app) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-12-31", dt.date(2025, 12, 31)),
        (" 2025-03-05 ", dt.date(2025, 3, 5)),
        ("2022-01-01", FIRST),
        ("2026-10-31", AS_OF),
        ("2026-11-01", None),
        ("2021-12-31", None),
        ("2025-02-30", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_day_is_read_if_the_data_know_it(text: str, day: dt.date | None) -> None:
    assert readable_day(text, FIRST, AS_OF) == day


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_impossible_day_is_answered_with_a_sentence_and_changes_nothing(demo: str, language: str) -> None:
    app = open_page(PAGE, lang=language)
    day = app.selectbox(key="w_at")
    # The test runner knows only of the days offered; a browser lets any be typed.
    day.options.append("2025-02-30")
    day.set_value("2025-02-30").run()
    expected = wording(language)("moment.refused", text="2025-02-30", first="2022-01-01", last="2026-10-31")
    assert [warning.value for warning in app.warning] == [expected]
    assert app.query_params["at"] == "none"
    assert faults(app) == []
    assert not app.run().warning


def test_the_month_ends_offered_are_those_before_the_month_of_the_data() -> None:
    assert month_ends(dt.date(2026, 1, 1), dt.date(2026, 3, 15)) == [dt.date(2026, 2, 28), dt.date(2026, 1, 31)]
    assert month_ends(dt.date(2026, 3, 1), dt.date(2026, 3, 31)) == []


def test_another_filter_begins_the_list_at_its_first_page(demo: str) -> None:
    app = open_page(PAGE, page="3")
    assert app.query_params["page"] == "3"
    app.selectbox(key="w_order").select("due").run()
    assert (app.query_params["order"], app.query_params["page"]) == ("due", "1")
    app.selectbox(key="w_light").select("overdue").run()
    words = wording("zh")
    assert app.query_params["light"] == "overdue"
    assert words("item_list.such", n=14, filter=words("badge.overdue")) in map(blanks, said(app))
    app.selectbox(key="w_light").select("").run()
    assert app.query_params["light"] == "none"
    assert faults(app) == []


def test_the_real_ledger_without_items_says_that_they_are_not_loaded(excerpt: str) -> None:
    app = open_page(PAGE)
    assert faults(app) == []
    assert any(wording("zh")("open_items.not_in_ledgers") in text for text in said(app))
