"""A panel on the projector: readable from eight metres, worked by the keyboard, and back to the same state."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as WaitedTooLong

from panels.charts.projected import projected
from panels.declare import Chart
from panels.html import html, style_sheet
from tests.browser.conftest import DESK
from tests.browser.measuring import cut_texts, touching_texts
from tests.browser.pointing import box_of, link, open_page, wait_for_link, wait_for_page
from tests.cases import left_for_all
from tests.running_app import POLL_MS, SETTLE_MS, settled
from ui.registry import PAGES

OLD_PROJECTOR = {"width": 1024, "height": 768}
# Of the height of the screen: what is said in a chart, and the small print below it.
SMALLEST, SMALLEST_PRINT = 0.02, 0.015
PROJECTION = ".st-key-projection"
# A chart is drawn at once and takes the size of its place a moment later.
WHOLE_MS = 3_000
SIZES = """() => {
    const inCharts = [...document.querySelectorAll(".st-key-screen svg.marks text")].map(text => {
        const svg = text.ownerSVGElement, scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
        return [text, scale];
    });
    const inLists = [...document.querySelectorAll(".st-key-screen_list .list :not(:has(*))")].map(each => [each, 1]);
    return [...inCharts, ...inLists].filter(([each]) => each.textContent.trim() && !each.closest(".unseen"))
        .map(([each, scale]) =>
            [each.textContent, parseFloat(getComputedStyle(each).fontSize) * scale / window.innerHeight]);
}"""
OUTSIDE = """() => [...document.querySelectorAll(".st-key-projection :is(h1, p, svg.marks, .list)")]
    .filter(each => !each.closest(".st-key-screen_keys")).map(each => [each, each.getBoundingClientRect()])
    .filter(([, box]) => box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
    .map(([each]) => each.textContent.slice(0, 60))"""
OVER_EACH_OTHER = """() => {
    const boxes = [...document.querySelectorAll(".st-key-projection :is(h1, svg.marks, .list, .st-key-foot)")]
        .map(each => each.getBoundingClientRect());
    return boxes.some((box, number) => boxes.slice(number + 1).some(other => box.bottom > other.top + 1));
}"""
_DRAWN = """() => document.fonts.status === "loaded"
    && [...document.querySelectorAll(".st-key-screen [data-testid=stVegaLiteChart]")]
        .every(place => place.querySelector("svg.marks text")
            && Math.abs(place.querySelector("svg.marks").viewBox.baseVal.width - place.clientWidth) <= 2)"""
# Pages with a query that fills them.
QUERIES = {
    "unit": "unit=C07&",
    "officer": "officer=ZF-C01-T01-001&",
    "case": "ledger=litigation&record=M-public_security~(2025)演7101行初658号~first&",
    "item": "record=C02~ZG-2026-0200-008&",
    "site": "record=C06-transport~SF-006&",
}


def path_of(key: str) -> str:
    return f"/{'' if key == PAGES[0].key else key}?{QUERIES.get(key, '')}"


def shown(page: Page) -> str:
    return link(page)[1].get("project", "")


def drawn(page: Page) -> Page:
    """Wait until the screen is whole: its chart, where it has one, and at last the keys."""
    settled(page, f"{PROJECTION} h1")
    expect(page.locator(".st-key-screen_back button")).to_have_count(1)
    page.wait_for_function(_DRAWN, timeout=SETTLE_MS, polling=POLL_MS)
    return page


def screen_is_whole(page: Page) -> bool:
    """Whether headline, chart and foot stand apart, once a chart has taken the size of its place."""
    try:
        page.wait_for_function(f"!({OVER_EACH_OTHER})()", timeout=WHOLE_MS, polling=POLL_MS)
    except WaitedTooLong:
        return False
    return True


def project(page: Page, address: str) -> Page:
    return drawn(open_page(page, address))


def pressed(page: Page, key: str) -> str:
    """Press a key and wait until another screen is drawn; its panel."""
    before = shown(page)
    page.keyboard.press(key)
    wait_for_link(page, lambda _path, query: query.get("project", "") != before)
    _ = drawn(page) if shown(page) else settled(page, "h1")
    return shown(page)


@pytest.fixture(params=[left_for_all(DESK, name="1920x1080"), pytest.param(OLD_PROJECTOR, id="1024x768")])
def screen(request: pytest.FixtureRequest, page: Page) -> Page:
    """A page of the size of a projector, in a Chinese browser."""
    page.set_viewport_size(request.param)
    return page


# In every run test_every_text.py walks through one page, at every size.
WALKED: dict[str, dict[str, int]] = {}


def each_page_on_a_projector() -> Iterator[Any]:
    """Pages with every kind of screen on the one projector or the other; with ``--all`` every page on both."""
    for key, window in product((entry.key for entry in PAGES), (DESK, OLD_PROJECTOR)):
        name = f"{key}-{window['width']}"
        every_run = WALKED.get(key) is window
        yield pytest.param(key, window, id=name) if every_run else left_for_all(key, window, name=name)


@pytest.mark.parametrize(("key", "screen"), list(each_page_on_a_projector()), indirect=["screen"])
def test_every_screen_of_a_page_can_be_read_from_the_last_row(demo_app: str, screen: Page, key: str) -> None:
    # One language on each projector: every kind of chart and every length of sentence is seen.
    assert screen.viewport_size is not None
    language = "zh" if screen.viewport_size["width"] == DESK["width"] else "en"
    project(screen, f"{demo_app}{path_of(key)}lang={language}&project=first")
    place = screen.locator(".st-key-foot p").last
    number = int(place.inner_text().split(" / ")[1])
    for turn in range(number):
        panel = f"{shown(screen)} {place.inner_text()}"
        assert screen.evaluate(OUTSIDE) == [], panel
        assert screen_is_whole(screen), panel
        assert touching_texts(screen) == [], panel
        assert cut_texts(screen) == [], panel
        assert [text for text, size in screen.evaluate(SIZES) if size < SMALLEST] == [], panel
        print_size = place.evaluate("p => parseFloat(getComputedStyle(p).fontSize) / innerHeight")
        assert print_size >= SMALLEST_PRINT
        if turn < number - 1:
            pressed(screen, "ArrowRight")


def test_the_arrow_keys_and_those_of_a_clicker_go_through_the_panels_and_escape_goes_back(
    demo_app: str, screen: Page
) -> None:
    project(screen, f"{demo_app}/rankings?period=2025&section=compare&project=scores")
    expect(screen.locator(".st-key-filters")).to_have_count(0)
    after = pressed(screen, "ArrowRight")
    assert pressed(screen, "PageUp") == "scores"
    assert pressed(screen, "PageDown") == after
    assert pressed(screen, "ArrowLeft") == "scores"
    assert pressed(screen, "Escape") == ""
    path, query = link(screen)
    assert (path, query["period"], query["section"]) == ("/rankings", "2025", "compare")
    expect(screen.locator(PROJECTION)).to_have_count(0)
    expect(screen.locator(".st-key-filters")).to_be_visible()


@pytest.mark.long
def test_a_click_on_a_mark_opens_that_units_screen_and_escape_leads_back_step_by_step(
    demo_app: str, screen: Page
) -> None:
    project(screen, f"{demo_app}/rankings?project=scores")
    headline = screen.locator(f"{PROJECTION} h1")
    before = headline.inner_text()
    screen.locator(".st-key-screen_list").get_by_role("link", name="云泊县").first.click()
    # A link writes its address at once, before its page is there.
    expect(headline).not_to_have_text(before)
    wait_for_page(screen, "/unit", unit="C07", project="first")
    drawn(screen).keyboard.press("Escape")
    wait_for_page(screen, "/rankings", project="scores")
    drawn(screen).keyboard.press("Escape")
    wait_for_link(screen, lambda path, query: path == "/rankings" and "project" not in query)


@pytest.mark.long
def test_the_button_of_a_panel_projects_it_and_the_browsers_back_returns(demo_app: str, page: Page) -> None:
    open_page(page, f"{demo_app}/rankings?indicator=loss_rate")
    page.locator(".st-key-tools_ranking").get_by_role("link", name="投影").click()
    wait_for_page(page, "/rankings", project="ranking", indicator="loss_rate")
    expect(page.locator(f"{PROJECTION} h1")).to_be_visible()
    page.go_back()
    wait_for_link(page, lambda _path, query: "project" not in query)
    expect(page.locator(PROJECTION)).to_have_count(0)


FIT = (Path(__file__).parents[2] / "assets" / "fit.js").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("n", "height", "screens"),
    [
        pytest.param(5, 600, [5], id="spread over their room"),
        pytest.param(8, 275, [8], id="closer where one would stand alone"),
        pytest.param(8, 220, [4, 4], id="shared evenly"),
        pytest.param(5, 125, [3, 2], id="in the letters of the first"),
        pytest.param(6, 200, [3, 3], id="in letters in which longer names have room, too"),
    ],
)
def test_the_rows_of_a_list_share_their_room(page: Page, n: int, height: int, screens: list[int]) -> None:
    said = {"badge": "overdue", "badge_text": "逾期", "text": "字" * 20, "note": "", "href": ""}
    names = ["甲县" if n != 6 or number < 3 else "名" * 40 for number in range(n)]
    rows = html(
        projected(Chart("rows", pd.DataFrame([{"order": at, "name": of, **said} for at, of in enumerate(names)])))
    )
    room = f'<div class="st-key-screen_list" style="height: {height}px; overflow: hidden">{rows}</div>'
    page.set_viewport_size(OLD_PROJECTOR)
    page.set_content(f'<style>{style_sheet()}</style><div class="st-key-projection">{room}</div>')
    page.evaluate(FIT)
    shown_rows, letters = page.locator("tr:not([hidden])"), set()
    for count in screens:
        letters.add(page.locator(".list").evaluate("list => getComputedStyle(list).fontSize"))
        assert shown_rows.count() == count
        assert len(letters) == 1
        assert 0.7 * height < box_of(page.locator(".frame-of-list"))["height"] <= height + 2
        page.keyboard.press("ArrowDown")
