"""Every text of every screen, page and projected, is whole at every width, however short or long the names are.

A window half as wide shows what a browser at 200 % does, one of 1093 what it does at 125 % on 1366.
"""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.measuring import all_drawn
from tests.browser.pointing import open_page
from tests.browser.reading import faults
from tests.browser.test_projection import OUTSIDE, SIZES, SMALLEST, drawn, path_of, pressed, project, shown
from tests.browser.test_screens import GRAVE, PATHS
from tests.cases import left_for_all
from ui.registry import PAGES
from wording import LANGUAGES

PAGE_SIZES = ((390, 844), (683, 384), (1093, 614), (1366, 768), (1920, 1080), (3840, 2160))
SCREEN_SIZES = ((1024, 768), (1093, 614), (1366, 768), (1920, 1080), (3840, 2160))
# What has the longest texts in the least room; every other page is read with ``--all``.
PAGES_IN_EVERY_RUN, SCREENS_IN_EVERY_RUN = {("rankings by an indicator", "zh")}, {("rankings", "zh")}
# On a phone, and where a page beside the navigation has the least room; the other widths with ``--all``.
TIGHTEST = {390, 1024, 1093}


def each(keys: Any, sizes: tuple[tuple[int, int], ...], every_run: set[tuple[str, str]]) -> list[Any]:
    """Each page in each language, at all sizes; some in every run, at the tightest ones."""
    cases = [(key, language) for key in keys for language in LANGUAGES]
    tightest = tuple(size for size in sizes if size[0] in TIGHTEST)
    return [
        *(pytest.param(*case, tightest, id=f"{'-'.join(case)}-tight") for case in cases if case in every_run),
        *(left_for_all(*case, sizes, name="-".join(case)) for case in cases),
    ]


def resized(page: Page, size: tuple[int, int]) -> Page:
    """The page after it has been told of its new size, which a browser does before it draws the next frame."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    return page


def read_at(page: Page, sizes: tuple[tuple[int, int], ...]) -> dict[int, list[str]]:
    """What is at fault at each width."""
    return {size[0]: found for size in sizes if (found := faults(all_drawn(resized(page, size))))}


@pytest.mark.parametrize(("key", "language", "sizes"), each(PATHS, PAGE_SIZES, PAGES_IN_EVERY_RUN))
def test_every_text_of_a_page_is_whole_at_every_width(
    long_names_app: str, page: Page, key: str, language: str, sizes: tuple[tuple[int, int], ...]
) -> None:
    open_page(page, f"{long_names_app}{PATHS[key]}lang={language}")
    assert read_at(page, sizes) == {}


@pytest.mark.exhaustive
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", PATHS)
def test_with_the_names_of_the_demo_city_it_is_too(demo_app: str, page: Page, key: str, language: str) -> None:
    open_page(page, f"{demo_app}{PATHS[key]}lang={language}")
    assert read_at(page, PAGE_SIZES) == {}


@pytest.mark.long
@pytest.mark.parametrize(
    ("key", "language", "sizes"), each([entry.key for entry in PAGES], SCREEN_SIZES, SCREENS_IN_EVERY_RUN)
)
def test_every_text_of_a_projected_page_is_whole_at_every_width(
    long_names_app: str, page: Page, key: str, language: str, sizes: tuple[tuple[int, int], ...]
) -> None:
    project(page, f"{long_names_app}{path_of(key)}lang={language}&project=first")
    number = int(page.locator(".st-key-foot p").last.inner_text().split(" / ")[1])
    found = {}
    for turn in range(number):
        for size in sizes:
            wrong = [*faults(drawn(resized(page, size))), *page.evaluate(OUTSIDE)]
            wrong += [text for text, share in page.evaluate(SIZES) if share < SMALLEST]
            found |= {(shown(page), size[0]): wrong} if wrong else {}
        assert page.locator(".st-key-screen_list").evaluate_all("rooms => rooms.every(room => room.innerText.trim())")
        if turn < number - 1:
            pressed(page, "ArrowRight")
    assert found == {}


def test_rows_without_room_stand_on_a_further_screen(long_names_app: str, page: Page) -> None:
    """With long names the browser turns first, then the server; nothing is left out on the way."""
    resized(page, (1024, 768))
    project(page, f"{long_names_app}/rankings?project=scores&lang=zh")
    places = page.locator(".st-key-screen_list td.place:visible")
    seen = [*places.all_inner_texts()]
    while page.locator("[data-more]").count():
        page.keyboard.press("ArrowDown")
        seen += places.all_inner_texts()
    assert seen == [str(number) for number in range(1, 11)]
    assert shown(page) == "scores"
    page.keyboard.press("ArrowUp")
    assert page.locator("[data-more]").count() == 1


each_scheme = pytest.mark.parametrize("scheme", ["light", "dark"])


def grave(page: Page) -> list[tuple[str, str]]:
    """What axe finds grave on the whole page."""
    found = Axe().run(page).response["violations"]
    return [(each["id"], node["html"][:100]) for each in found for node in each["nodes"] if each["impact"] in GRAVE]


@pytest.mark.exhaustive
@each_scheme
@pytest.mark.parametrize("key", PATHS)
def test_a_whole_page_can_be_used_without_eyes(demo_app: str, page: Page, key: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    all_drawn(open_page(page, f"{demo_app}{PATHS[key]}lang=zh"))
    on_a_desk = grave(page)
    resized(page, PAGE_SIZES[0])
    page.locator(".fold").evaluate_all("folds => folds.forEach(fold => fold.open = true)")
    assert [*on_a_desk, *grave(page)] == []


@pytest.mark.exhaustive
@each_scheme
@pytest.mark.parametrize("key", [entry.key for entry in PAGES])
def test_a_whole_screen_can_be_used_without_eyes(demo_app: str, page: Page, key: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    project(page, f"{demo_app}{path_of(key)}lang=zh&project=first")
    number = int(page.locator(".st-key-foot p").last.inner_text().split(" / ")[1])
    found = {}
    for turn in range(number):
        found |= {shown(page): wrong} if (wrong := grave(page)) else {}
        if turn < number - 1:
            pressed(page, "ArrowRight")
    assert found == {}
