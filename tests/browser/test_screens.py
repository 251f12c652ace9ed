"""Each page on a desk in Chinese and on a projector in English, with ``--all`` in both on both: it can all be read."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import String, select

from assessment.indicators import INDICATORS
from data_access.store.engine import reader_engine
from data_access.store.tables import metadata
from tests.browser.conftest import DESK, PROJECTOR, Watch
from tests.browser.measuring import all_drawn, covered_tools, cut_texts, small_texts, texts, touching_texts
from tests.browser.pointing import bar_of, box_of, open_page
from tests.cases import left_for_all
from ui.registry import PAGES
from wording import LANGUAGES, wording

# Pages with a query that fills them.
# Every page, and what some need in their link to show something.
PATHS = {entry.key: f"/{entry.url_path}?" for entry in PAGES} | {
    "overview": "/?",
    "rankings by an indicator": "/rankings?indicator=loss_rate&",
    "rankings compared": "/rankings?section=compare&",
    "unit": "/unit?unit=C07&",
    "cases": "/cases?which=lost&",
    "officer": "/officer?officer=ZF-C01-T01-001&",
    "case": "/case?ledger=litigation&record=M-public_security~(2025)演7101行初658号~first&",
    "item": "/item?record=C02~ZG-2026-0200-008&",
    "site": "/site?record=C06-transport~SF-006&",
}
ONE_SHAPE = {"cases", "case", "item", "site"}
# What has the most kinds of panels in the least room, in every run; the others with ``--all``.
IN_EVERY_RUN = {"disputes"}
ON_A_DESK = {"overview"}
COUNTIES = ("望澜区", "栖梧区", "砚川区", "鹿屏市", "穗原县", "柏峪县", "云泊县", "竹汀县", "丹崖县", "禾丘县")
CHINESE = re.compile(r"[\u3400-\u9fff]+")
LATIN = re.compile(r"[A-Za-z]{2,}")
# A language is named in itself, and numbers of records begin with letters.
CHINESE_IN_ENGLISH, LATIN_IN_CHINESE = {"中"}, {"EN", "Ctrl", "SF", "ZG", "GH", "RQ", "ZF", "PX", "SHA"}
CHARTS = "[data-testid=stVegaLiteChart], .list:not(.table)"
GRAVE = ("serious", "critical")
# How far what is seen of a navigation reaches, links and menus alike.
RIGHT_ENDS = "all => all.map(each => each.getBoundingClientRect()).filter(box => box.width > 1).map(box => box.right)"
# Four digits of a SHA-256, in groups.
DIGEST = re.compile(r"\b[0-9a-f]{4}\b")
CODE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")


@dataclass(frozen=True)
class Screen:
    """One page as one reader sees it."""

    key: str
    language: str
    page: Page

    @property
    def height(self) -> float:
        size = self.page.viewport_size
        assert size is not None
        return size["height"]


def test_every_screen_is_of_a_page() -> None:
    assert {name.split()[0] for name in PATHS} == {entry.key for entry in PAGES}


def looks(key: str) -> Iterator[Any]:
    """How a page is looked at: in every run where it is hardest, with long words in little room, and some on a desk."""
    for language in LANGUAGES:
        for window in [PROJECTOR] if key in ONE_SHAPE else [DESK, PROJECTOR]:
            name = f"{key}-{language}-{window['width']}"
            hardest = key in IN_EVERY_RUN and language == "en" and window is PROJECTOR
            every_run = hardest or (key in ON_A_DESK and language == "zh" and window is DESK)
            case = (key, language, window)
            yield pytest.param(case, id=name) if every_run else left_for_all(case, name=name)


@pytest.fixture(scope="module")
def visit(demo_app: str, watched_context: tuple[BrowserContext, Watch]) -> Iterator[Callable[[str, str, Any], Page]]:
    """Opens a page in a language and a window; the page that was last opened only takes another size."""
    context, watch = watched_context
    last: dict[tuple[str, str], Page] = {}

    def close() -> None:
        for page in last.values():
            page.close()
        last.clear()
        watch.accept()

    def visited(key: str, language: str, window: Any) -> Page:
        if (key, language) not in last:
            close()
            last[key, language] = open_page(context.new_page(), f"{demo_app}{PATHS[key]}lang={language}")
        page = last[key, language]
        page.set_viewport_size(window)
        page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")
        return all_drawn(page)

    yield visited
    close()


@pytest.fixture(scope="module", params=[look for key in PATHS for look in looks(key)])
def screen(request: pytest.FixtureRequest, visit: Callable[[str, str, Any], Page]) -> Screen:
    """Every page in its sizes and both languages, for all tests that only look."""
    key, language, window = request.param
    return Screen(key, language, visit(key, language, window))


# --- What can be read --------------------------------------------------------------------------------------------


def test_nothing_lies_outside_the_window_sideways(screen: Screen) -> None:
    wide, shown = screen.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= shown


def test_the_finding_and_the_first_panel_are_there_without_scrolling(screen: Screen) -> None:
    for found in (screen.page.locator("h1"), screen.page.locator("[class*=st-key-panel_]").first.locator("p").first):
        box = box_of(found)
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= screen.height


def test_no_text_of_a_chart_touches_another(screen: Screen) -> None:
    assert touching_texts(screen.page) == []


def test_no_text_is_cut_off(screen: Screen) -> None:
    assert cut_texts(screen.page) == []


def test_no_text_is_small(screen: Screen) -> None:
    assert small_texts(screen.page) == []


def test_the_corner_does_not_lie_over_the_navigation(screen: Screen) -> None:
    corner = box_of(screen.page.locator(".st-key-corner"))
    reaching = screen.page.get_by_test_id("stHeader").locator("a, button").evaluate_all(RIGHT_ENDS)
    assert [end for end in reaching if end > corner["x"]] == []


def test_nothing_lies_over_the_tools_of_a_panel(screen: Screen) -> None:
    assert covered_tools(screen.page) == []


def test_no_name_of_a_unit_or_an_indicator_is_shortened(screen: Screen) -> None:
    words = wording(screen.language)
    names = {*COUNTIES, *(words(f"indicator.{indicator.key}.label") for indicator in INDICATORS)}
    begun = [text.removesuffix("…") for text in texts(screen.page) if text.endswith("…")]
    assert [part for part in begun if any(name.startswith(part) for name in names)] == []


def test_every_chart_is_described_in_words(screen: Screen) -> None:
    charts = screen.page.locator(CHARTS)
    assert charts.count() >= 1
    for chart in charts.all():
        inner = chart.locator("[aria-label]").first
        described = chart.get_attribute("aria-label") or inner.get_attribute("aria-label")
        assert described
        assert len(described) > 5


def test_lists_can_be_used_without_eyes(screen: Screen) -> None:
    found = Axe().run(screen.page, context=".list").response["violations"]
    grave = [(each["id"], node["html"][:100]) for each in found for node in each["nodes"] if each["impact"] in GRAVE]
    assert grave == []


# --- In whose words ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def data_texts(demo_url: str) -> str:
    """Every text of the ledgers: names, issues, titles."""
    engine = reader_engine(demo_url)
    with engine.connect() as connection:
        columns = [c for table in metadata.sorted_tables for c in table.c if isinstance(c.type, String)]
        found = {text for c in columns for text in connection.execute(select(c).distinct()).scalars() if text}
    engine.dispose()
    return "\n".join(sorted(found))


def test_the_page_is_in_one_language_but_for_names(screen: Screen, data_texts: str) -> None:
    said = "\n".join(texts(screen.page))
    if screen.language == "en":
        left = {word for word in CHINESE.findall(said) if word not in data_texts} - CHINESE_IN_ENGLISH
    else:
        left = set(LATIN.findall(DIGEST.sub("", said))) - LATIN_IN_CHINESE
    assert left == set()


def test_no_code_is_shown_in_place_of_its_words(screen: Screen) -> None:
    assert [text for text in texts(screen.page) if CODE.search(text)] == []


# --- Rankings ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", left_for_all("zh")])
def test_all_ten_counties_stand_on_the_projector_without_scrolling(demo_app: str, page: Page, language: str) -> None:
    page.set_viewport_size(PROJECTOR)
    all_drawn(open_page(page, f"{demo_app}/rankings?indicator=loss_rate&lang={language}"))
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0
    for county in COUNTIES:
        bar = bar_of(page, "ranking", county)
        assert bar["y"] + bar["height"] <= PROJECTOR["height"], county
