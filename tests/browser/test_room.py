"""What a screen spends its room on: filters in one line, first figures on a phone, a sentence alone in the middle."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.measuring import SMALLEST_PX, all_drawn
from tests.browser.pointing import box_of, choose, open_page, wait_for_page
from tests.browser.test_projection import SIZES, SMALLEST, path_of, project
from tests.browser.test_screens import PATHS
from tests.cases import left_for_all

PHONE, LAPTOP = {"width": 390, "height": 844}, {"width": 1366, "height": 768}
# What has most filters.
HARDEST = "rankings by an indicator"
# A line of filters, and of a heading, are lower than this.
ONE_LINE_PX = 56


@pytest.mark.parametrize("key", [key if key == HARDEST else left_for_all(key) for key in PATHS])
def test_the_filters_take_one_line_of_a_laptop(demo_app: str, page: Page, key: str) -> None:
    page.set_viewport_size(LAPTOP)
    all_drawn(open_page(page, f"{demo_app}{PATHS[key]}lang=zh"))
    assert box_of(page.locator(".st-key-filters"))["height"] < ONE_LINE_PX


def test_on_a_phone_the_filters_stand_behind_one_line_and_open_until_all_is_chosen(demo_app: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    open_page(page, f"{demo_app}/disputes?lang=zh")
    fold, period = page.locator(".fold summary"), page.get_by_role("combobox", name="期间", exact=True)
    expect(fold).to_have_text("2026 年 1—10 月，各县区")
    expect(period).to_be_hidden()
    assert box_of(page.locator(".st-key-filters"))["height"] < 2 * ONE_LINE_PX
    fold.click()
    choose(page, "期间", "2025 年")
    wait_for_page(page, "/disputes", period="2025")
    expect(fold).to_have_text("2025 年，各县区")
    expect(period).to_be_visible()
    expect(page.get_by_role("link", name="复位", exact=True)).to_be_visible()


@pytest.mark.parametrize("size", [(1366, 768), left_for_all((390, 844)), left_for_all((1024, 768))])
def test_a_finding_without_a_chart_stands_in_the_middle_of_its_screen(
    demo_app: str, page: Page, size: tuple[int, int]
) -> None:
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    # Of the first year of data there is nothing before that it could be compared with.
    project(page, f"{demo_app}{path_of('overview')}lang=zh&project=weakest&period=2022")
    sentence, base = page.locator(".st-key-statement h1"), page.locator(".st-key-statement p")
    top, bottom = box_of(sentence)["y"], box_of(base)["y"] + box_of(base)["height"]
    assert abs((top + bottom) / 2 - 0.47 * height) < 0.1 * height
    # A phone is held in the hand.
    smallest = min(SMALLEST * height, SMALLEST_PX)
    assert base.evaluate("each => parseFloat(getComputedStyle(each).fontSize)") >= smallest
    assert page.evaluate(SIZES) == []
