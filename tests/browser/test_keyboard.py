"""With the keyboard alone: every mark that opens something is reached, and a meeting goes through a page's panels."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.measuring import all_drawn
from tests.browser.pointing import link, open_page, panel, wait_for_link, wait_for_page
from tests.browser.test_back import SCROLLED
from tests.browser.test_projection import OLD_PROJECTOR, PROJECTION, drawn, pressed, shown
from tests.cases import left_for_all

# More steps than any page has up to what is looked for.
MOST_STEPS = 120
FOCUSED = "document.activeElement"
# The marks of a chart that a pointer opens, and those of them that Tab does not reach.
LIVE = """svg => [...svg.querySelectorAll("*")].filter(mark => mark.__data__?.href)"""
UNREACHED = f"""svg => ({LIVE})(svg).filter(mark => mark.tabIndex !== 0 || mark.getAttribute("role") !== "link"
    || !mark.getAttribute("aria-label")).length"""


def step_to(page: Page, reached: str, key: str = "Tab") -> None:
    """Press Tab until what has the focus is as wanted, an expression of the browser's about ``it``."""
    for _step in range(MOST_STEPS):
        page.keyboard.press(key)
        if page.evaluate(f"(it => {reached})({FOCUSED})"):
            return
    raise AssertionError(f"Tab does not reach {reached}, but {page.evaluate(f'{FOCUSED}.outerHTML.slice(0, 200)')}")


def charts_of_pages() -> list[Any]:
    return [
        pytest.param("/rankings?indicator=loss_rate&", "funnel", id="funnel"),
        left_for_all("/disputes?", "rate_trend", name="control"),
        left_for_all("/rankings?", "rank_history", name="bump"),
        left_for_all("/rectification?", "burn_down", name="lines"),
        left_for_all("/unit?unit=C07&", "timeline", name="timeline"),
    ]


@pytest.mark.parametrize(("path", "key"), charts_of_pages())
def test_tab_reaches_every_mark_of_a_chart_that_opens_something_and_enter_opens_it(
    demo_app: str, page: Page, path: str, key: str
) -> None:
    all_drawn(open_page(page, f"{demo_app}{path}lang=zh"))
    chart = panel(page, key).locator("svg.marks")
    page.wait_for_function(f"svg => ({LIVE})(svg).length > 0", arg=chart.element_handle())
    page.wait_for_function(f"svg => ({UNREACHED})(svg) === 0", arg=chart.element_handle())
    before = link(page)
    panel(page, key).get_by_role("switch").focus()
    step_to(page, f"it.closest('.st-key-panel_{key} svg.marks')")
    first = page.evaluate(f"{FOCUSED}.getAttribute('aria-label')")
    assert "点击" in first
    assert page.evaluate(f"getComputedStyle({FOCUSED}).strokeWidth") == "3px", "where it is can be seen"
    page.keyboard.press("Tab")
    assert page.evaluate(f"Boolean({FOCUSED}.closest('svg.marks'))")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    wait_for_link(page, lambda at, _query: at != before[0])
    page.go_back()
    wait_for_page(page, *before[:1], **before[1])


@pytest.mark.long
def test_a_link_is_opened_with_enter_by_who_has_come_through_the_filters(demo_app: str, page: Page) -> None:
    open_page(page, f"{demo_app}/rankings?indicator=loss_rate&lang=zh")
    page.get_by_role("combobox", name="指标", exact=True).focus()
    # Tab marks the text of a box, which is no text that a reader has marked to copy it.
    step_to(page, "it.matches('.st-key-tools_ranking a[data-in]')")
    page.keyboard.press("Enter")
    wait_for_page(page, "/rankings", project="ranking")


# --- A meeting ---------------------------------------------------------------------------------------------------


def further(page: Page) -> bool:
    """Whether ↓ turns to further rows of this screen: of those that the browser or the server keeps."""
    kept = page.locator(".st-key-screen_further").count()
    return bool(kept or page.locator(".st-key-screen_list[data-more]").count())


def rows_shown(page: Page) -> str:
    return page.locator(".st-key-screen_list, .st-key-screen").inner_text()


def turned(page: Page, key: str) -> None:
    """Turn to other rows of the same screen, and see them."""
    before = rows_shown(page)
    page.keyboard.press(key)
    page.wait_for_function(
        "before => document.querySelector('.st-key-screen_list, .st-key-screen')?.innerText !== before", arg=before
    )
    drawn(page)


@pytest.mark.exhaustive
def test_a_meeting_goes_through_the_panels_of_a_page_by_keyboard_and_comes_back_to_the_same_place(
    demo_app: str, page: Page
) -> None:
    page.set_viewport_size(OLD_PROJECTOR)
    all_drawn(open_page(page, f"{demo_app}/?lang=zh"))
    page.evaluate(f"{SCROLLED} = 120")
    step_to(page, "it.matches('[class*=st-key-tools_] a[data-in]')")
    scrolled = page.evaluate(SCROLLED)
    page.keyboard.press("Enter")
    wait_for_link(page, lambda _path, query: bool(query.get("project")))
    panels, opened, went_on = [shown(drawn(page))], False, False
    while True:
        if further(page):
            turned(page, "ArrowDown")
            turned(page, "ArrowUp")
            went_on = True
        if not opened and panels[-1] == "scores_glance":
            open_and_return(page)
            opened = True
        if (after := pressed(page, "ArrowRight").partition(".")[0]) == panels[0]:
            break
        panels.append(after)
    assert opened, panels
    assert went_on, panels
    assert panels[:3] == ["key_figures", "scores_glance", "attention"]
    pressed(page, "Escape")
    expect(page.locator(PROJECTION)).to_have_count(0)
    page.wait_for_function(f"place => Math.abs({SCROLLED} - place) < 3", arg=scrolled)


def open_and_return(page: Page) -> None:
    """Open a unit's screen from its row with Enter, and come back with Escape."""
    before = shown(page)
    step_to(page, "it.closest('.st-key-screen_list') && it.matches('a[data-in]')")
    page.keyboard.press("Enter")
    wait_for_page(page, "/unit", project="first")
    drawn(page).keyboard.press("Escape")
    wait_for_page(page, "/", project=before)
    drawn(page)
