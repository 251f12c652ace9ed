"""Where am I, and back: the page is named and marked, filters are put back at once, Back shows the same place again."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pointing import link, open_page, panel, row_of, wait_for_page

SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"


def test_back_returns_to_the_same_place_and_the_same_flipped_panels(excerpt_app: str, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    open_page(page, f"{excerpt_app}/rankings?period=2025&indicator=direct_correction_rate")
    panel(page, "funnel").get_by_role("switch").locator("xpath=ancestor::label").click()
    table = panel(page, "funnel").locator("table.table")
    expect(table).to_be_visible()
    wait_for_page(page, "/rankings", flip="funnel")
    row = row_of(page, "ranking", "Barnet")
    page.evaluate(f"{SCROLLED} = 150")
    row.get_by_role("link").first.click()
    wait_for_page(page, "/unit", unit="barnet")
    assert "flip" not in link(page)[1]
    expect(page).to_have_title("Barnet · 单位档案 · 依法行政督导看板")
    page.go_back()
    wait_for_page(page, "/rankings", flip="funnel")
    expect(table).to_be_visible()
    expect(page).to_have_title("县区排名 · 依法行政督导看板")
    page.wait_for_function(f"{SCROLLED} > 0")
    page.go_back()
    wait_for_page(page, "/rankings", indicator="direct_correction_rate")
    expect(table).to_have_count(0)


def test_a_page_says_where_it_is_in_which_language_and_puts_its_filters_back(excerpt_app: str, page: Page) -> None:
    open_page(page, f"{excerpt_app}/rankings?period=2025&compare=none&lang=en")
    header = page.get_by_test_id("stHeader")
    expect(header.locator("button[data-current]")).to_have_count(1)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".here [aria-current=page]")).to_have_text("Rankings")
    page.get_by_role("link", name="Reset", exact=True).click()
    wait_for_page(page, "/rankings", compare="last_year", lang="en")
    expect(page.get_by_role("link", name="Reset", exact=True)).to_have_count(0)


@pytest.mark.exhaustive
def test_a_list_of_one_record_is_called_by_its_number(demo_app: str, page: Page) -> None:
    open_page(page, f"{demo_app}/item?record=C02~ZG-2026-0200-008")
    expect(page).to_have_title("ZG-2026-0200-008 · 整改事项 · 依法行政督导看板")
