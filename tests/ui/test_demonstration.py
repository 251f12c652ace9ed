"""The page of the demonstration sites, run over the demo city and over a ledger without sites."""

import pytest

from tests.cases import in_either_language
from tests.ui.app_page import blanks, charted, links, open_page, said
from tests.ui.test_pages import faults
from ui.registry import BY_KEY
from wording import LANGUAGES, wording

PAGE = BY_KEY["demonstration"]
BAD = "柏峪县交通运输局"
QUERIES: tuple[dict[str, str], ...] = (
    {},
    {"focus": "C06"},
    {"focus": "C01-commerce"},
    {"county": "C07", "sector": "health"},
    {"group": "municipal_departments"},
    {"period": "2024"},
)


@pytest.mark.one_in(3)
@pytest.mark.parametrize(("query", "language"), in_either_language(QUERIES, lambda query: ",".join(query) or "all"))
def test_the_page_says_everything_in_words(demo: str, query: dict[str, str], language: str) -> None:
    app = open_page(PAGE, lang=language, **query)
    assert faults(app) == []
    assert not app.warning
    assert not app.exception


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_heading_names_the_site_that_should_lose_its_plate(demo: str, language: str) -> None:
    app = open_page(PAGE, lang=language)
    heading = blanks(app.title[0].value)
    assert heading.startswith(wording(language)("suggested_adjustments.revoke", n=1))
    assert BAD in heading
    assert any("record=C06-transport~SF-006" in link.replace("%7E", "~") for link in links(app))


def test_the_page_narrowed_to_a_county_says_so_and_keeps_the_whole_map(demo: str) -> None:
    app = open_page(PAGE, focus="C07")
    assert "云泊县" in blanks(app.title[0].value)
    assert BAD not in "".join(said(app))
    assert {"云泊县", "柏峪县", "望澜区"} <= set(charted(app))


def test_a_city_that_never_loaded_its_sites_is_not_told_that_it_has_none(excerpt: str) -> None:
    for language in LANGUAGES:
        app = open_page(PAGE, lang=language)
        words = wording(language)
        not_loaded = words("records.not_loaded", ledgers=words.label("ledger", "demonstration_site"))
        assert blanks(app.title[0].value).lower().endswith(not_loaded.lower())
        assert faults(app) == []
