"""A supervision meeting's path: from a rate to its cases to one case, to what the same county must mend, and back."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PROJECTOR
from tests.browser.measuring import all_drawn
from tests.browser.pointing import (
    box_of,
    click_text,
    open_page,
    panel,
    row_of,
    text_in,
    wait_for_link,
    wait_for_page,
)
from wording import LANGUAGES

COUNTY, NAME = "C07", "云泊县"


def click_cell(page: Page, key: str, row: str, column: str) -> None:
    """Click where a row and a column of a table cross."""
    expect(row_of(page, key, row)).to_be_visible()
    heads = panel(page, key).get_by_role("columnheader").all_inner_texts()
    (place,) = [number for number, head in enumerate(heads) if column in head.replace("\n", "")]
    row_of(page, key, row).locator("td").nth(place).click()


def back(page: Page, path: str, **query: str) -> None:
    page.go_back()
    wait_for_page(page, path, **query)


@pytest.mark.long
def test_from_the_worst_loss_rate_to_its_cases_to_overdue_items_and_back(demo_app: str, page: Page) -> None:
    page.set_viewport_size(PROJECTOR)
    all_drawn(open_page(page, f"{demo_app}/disputes"))
    expect(page.locator("h1")).to_contain_text(NAME)

    click_text(page, "appearance_and_loss", "28.0%")
    wait_for_page(page, "/disputes", focus=COUNTY)
    expect(page.locator(".st-key-focus")).to_contain_text(NAME)

    page.get_by_role("link", name="一审败诉案件").click()
    wait_for_page(page, "/cases", focus=COUNTY, ledger="litigation", which="lost")
    expect(page.locator("h1")).to_contain_text("7 件")

    click_text(page, "case_list", "云泊县市场监督管理局")
    wait_for_link(page, lambda path, query: path == "/case" and query["record"].startswith(f"{COUNTY}-"))
    expect(page.locator("h1")).to_contain_text("云泊县市场监督管理局")
    expect(panel(page, "record")).to_contain_text("次导入")
    back(page, "/cases", focus=COUNTY, ledger="litigation", which="lost")
    back(page, "/disputes", focus=COUNTY)

    page.get_by_role("link", name="整改事项").last.click()
    wait_for_page(page, "/rectification", focus=COUNTY)
    click_cell(page, "lights", NAME, "逾期")
    wait_for_page(page, "/rectification", focus=COUNTY, light="overdue")

    click_text(page, "item_list", NAME)
    wait_for_link(page, lambda path, query: path == "/item" and query["record"].startswith(COUNTY))
    expect(page.locator("h1")).to_contain_text("逾期")
    back(page, "/rectification", focus=COUNTY, light="overdue")
    expect(page.locator(".st-key-focus")).to_contain_text(NAME)
    # Each press leads one step back, all the way.
    back(page, "/rectification", focus=COUNTY)
    assert "light=overdue" not in page.url
    back(page, "/disputes", focus=COUNTY)
    back(page, "/disputes", focus="none")


@pytest.mark.exhaustive
def test_a_page_narrowed_to_a_county_says_so_and_is_opened_again_with_one_click(demo_app: str, page: Page) -> None:
    all_drawn(open_page(page, f"{demo_app}/disputes?focus={COUNTY}"))
    narrowed = page.locator("h1").inner_text()
    expect(page.locator(".st-key-focus")).to_contain_text(NAME)
    page.get_by_role("link", name="恢复全部").click()
    wait_for_page(page, "/disputes", focus="none")
    expect(page.locator(".st-key-focus")).to_have_count(0)
    expect(page.locator("h1")).not_to_have_text(narrowed)


@pytest.mark.exhaustive
def test_the_name_of_a_unit_opens_its_archive_and_its_bar_narrows_the_page(demo_app: str, page: Page) -> None:
    all_drawn(open_page(page, f"{demo_app}/disputes"))
    click_text(page, "appearance_and_loss", "穗原县")
    wait_for_page(page, "/unit", unit="C05")


STORIES = (
    ("disputes", "appearance_and_loss", NAME, "h1"),
    ("rectification", "paper_closures", "栖梧区城市管理局", ".st-key-panel_paper_closures h3"),
    ("demonstration", "suggested_adjustments", "柏峪交通运输局", "h1"),
)


@pytest.mark.exhaustive
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story[0])
def test_what_the_demo_city_has_to_tell_is_on_the_first_screen(
    demo_app: str, page: Page, story: tuple[str, str, str, str], language: str
) -> None:
    path, key, who, finding = story
    page.set_viewport_size(PROJECTOR)
    all_drawn(open_page(page, f"{demo_app}/{path}?lang={language}"))
    expect(page.locator(finding)).to_contain_text(who.replace("柏峪", "柏峪县"))
    drawn = text_in(page, key, who)
    for told in (page.locator(finding), drawn):
        box = box_of(told)
        assert box["y"] + box["height"] <= PROJECTOR["height"], who
