"""The search box, opened by the keyboard, as a clerk uses it who has a case number on paper."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pointing import open_page, wait_for_page

NUMBER = "(2026)演0101行初12号"
DRAW_ANEW = """() => {
  const box = document.querySelector("dialog.search-box"), fresh = box.cloneNode(true);
  fresh.removeAttribute("open");
  box.replaceWith(fresh);
}"""


def test_a_clerk_finds_a_case_by_the_end_of_its_number_and_comes_back(demo_app: str, page: Page) -> None:
    open_page(page, f"{demo_app}/disputes?period=2026&county=C02")
    box = page.get_by_role("dialog", name="搜索")
    page.keyboard.press("/")
    expect(box.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("演0101行初12")
    first = box.get_by_role("option").first
    expect(first).to_contain_text(NUMBER)
    expect(first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "false")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    wait_for_page(page, "/case", period="2026", county="C02", ledger="litigation")
    expect(page.locator("h1")).to_contain_text(NUMBER)
    expect(box).to_have_count(0)
    page.go_back()
    wait_for_page(page, "/disputes", period="2026", county="C02")
    page.keyboard.press("Control+k")
    expect(box.get_by_role("combobox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)


@pytest.mark.long
def test_on_the_projector_the_keys_typed_into_the_box_turn_no_slide(demo_app: str, page: Page) -> None:
    open_page(page, f"{demo_app}/disputes?period=2026&project=loss_funnel")
    page.keyboard.press("Control+k")
    box = page.get_by_role("dialog", name="搜索")
    expect(box.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("云泊县")
    expect(box.get_by_role("option").first).to_contain_text("云泊县")
    for key in ("ArrowLeft", "ArrowRight", "Escape"):
        page.keyboard.press(key)
    expect(box).to_have_count(0)
    wait_for_page(page, "/disputes", project="loss_funnel")


@pytest.mark.long
def test_a_page_that_is_drawn_anew_below_the_open_box_keeps_what_was_typed(demo_app: str, page: Page) -> None:
    open_page(page, f"{demo_app}/disputes?period=2026")
    page.keyboard.press("Control+k")
    box = page.get_by_role("dialog", name="搜索")
    expect(box.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("云泊")
    page.evaluate(DRAW_ANEW)
    expect(box.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("县")
    expect(box.get_by_role("combobox")).to_have_value("云泊县")
    expect(box.get_by_role("option").first).to_contain_text("云泊县")
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)
