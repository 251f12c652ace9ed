"""Links, filters, drill-down, Back and Forward: the address line and the screen always say the same."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.pointing import (
    bar_of,
    choose,
    click_bar,
    click_text,
    go_to,
    link,
    open_page,
    panel,
    wait_for_page,
)
from tests.cases import left_for_all
from tests.running_app import settled

# What the demo city is asked about here.
UNIT, NAME = "C07", "云泊县"
BEFORE, AFTER = ("C06", "柏峪县"), ("C08", "竹汀县")
SHARED = {"grain": "year", "compare": "last_year", "group": "counties", "county": "all", "sector": "all", "lang": "zh"}
FILTERED = {"period": "2025", "compare": "none", "county": "C02,C07"}
FILTERED_LINK = "period=2025&compare=none&county=C02,C07"


# --- Links -------------------------------------------------------------------------------------------------------


def test_a_link_to_a_unit_as_the_first_request_of_all_shows_that_unit(fresh_app: str, page: Page) -> None:
    open_page(page, f"{fresh_app}/unit?unit={UNIT}&period=2025&lang=en")
    expect(page.locator("h1")).to_contain_text(NAME)
    expect(page.get_by_role("combobox", name="Period", exact=True)).to_have_value("2025")
    expect(page.get_by_role("radio", name="EN", exact=True)).to_be_checked()
    expect(page.get_by_role("link", name="Unit archive")).to_be_visible()
    assert link(page) == ("/unit", {**SHARED, "period": "2025", "lang": "en", "unit": UNIT})


def test_a_link_that_names_nothing_is_completed_with_what_is_shown(demo_app: str, page: Page) -> None:
    open_page(page, demo_app)
    assert link(page) == ("/", {**SHARED, "period": "2026"})
    expect(page.get_by_role("combobox", name="期间", exact=True)).to_have_value("2026 年 1—10 月")


def test_the_link_to_copy_shows_the_same_in_a_new_session(
    demo_app: str, page: Page, new_context: Callable[..., BrowserContext]
) -> None:
    open_page(page, f"{demo_app}/rankings?{FILTERED_LINK}&indicator=settlement_rate")
    page.get_by_role("button", name="链接").click()
    copied = page.get_by_test_id("stCode").locator("code")
    expect(copied).to_be_visible()
    assert copied.evaluate("element => getComputedStyle(element).userSelect") in ("auto", "text")
    address, heading = copied.inner_text(), page.locator("h1").inner_text()
    assert urlsplit(address).query.replace("%2C", ",") == urlsplit(page.url).query.replace("%2C", ",")
    other = new_context().new_page()
    open_page(other, address)
    assert other.locator("h1").inner_text() == heading
    assert link(other) == link(page)


def test_an_unknown_unit_in_a_link_is_named_in_a_sentence(demo_app: str, page: Page) -> None:
    open_page(page, f"{demo_app}/unit?unit=NOBODY")
    expect(page.get_by_role("alert")).to_contain_text("NOBODY")
    assert link(page)[1]["unit"] == "C01"


def test_a_reload_keeps_page_and_filters(demo_app: str, page: Page) -> None:
    open_page(page, f"{demo_app}/rankings?{FILTERED_LINK}&indicator=settlement_rate")
    before, heading = link(page), page.locator("h1").inner_text()
    page.reload()
    settled(page, "h1")
    assert (link(page), page.locator("h1").inner_text()) == (before, heading)


# --- Filters -----------------------------------------------------------------------------------------------------


def test_another_grain_takes_its_latest_period_and_the_link_says_so(demo_app: str, page: Page) -> None:
    open_page(page, f"{demo_app}/rankings?period=2024")
    for word, grain, period in (("季", "quarter", "2026Q4"), ("月", "month", "2026-10"), ("年", "year", "2026")):
        page.get_by_role("radio", name=word, exact=True).click()
        wait_for_page(page, "/rankings", grain=grain, period=period)
        expect(page.get_by_role("combobox", name="期间", exact=True)).to_have_value(re.compile("^2026 年"))
        expect(page.get_by_role("alert")).to_have_count(0)


def test_a_span_of_months_is_chosen_month_by_month(demo_app: str, page: Page) -> None:
    open_page(page, f"{demo_app}/rankings")
    page.get_by_role("radio", name="自选", exact=True).click()
    wait_for_page(page, "/rankings", grain="custom", period="2025-11~2026-10")
    choose(page, "起始月份", "2026-08")
    wait_for_page(page, "/rankings", period="2026-08~2026-10")
    expect(page.get_by_text("2026 年 8—10 月").first).to_be_visible()
    choose(page, "结束月份", "2026-06")
    wait_for_page(page, "/rankings", period="2026-06~2026-06")
    expect(page.get_by_role("combobox", name="起始月份", exact=True)).to_have_value("2026-06")


def test_each_select_box_writes_its_choice_into_the_link(demo_app: str, page: Page) -> None:
    open_page(page, f"{demo_app}/rankings")
    for label, option, key, value in (
        ("期间", "2025 年", "period", "2025"),
        ("对比", "不对比", "compare", "none"),
        ("指标", "调撤率", "indicator", "settlement_rate"),
        ("同类组", "市直部门", "group", "municipal_departments"),
    ):
        choose(page, label, option)
        wait_for_page(page, "/rankings", **{key: value})
    expect(page.locator("h1")).to_contain_text("调撤率")
    expect(page.get_by_text("2025 年，市直部门").first).to_be_visible()


def test_counties_are_chosen_behind_a_button_that_names_them(demo_app: str, page: Page) -> None:
    open_page(page, f"{demo_app}/rankings?indicator=loss_rate")
    page.get_by_role("button", name="县区：全部").click()
    choose(page, "县区", NAME)
    wait_for_page(page, "/rankings", county=UNIT)
    expect(page.get_by_test_id("stPopoverButton").filter(has_text=f"县区：{NAME}")).to_be_visible()
    expect(panel(page, "ranking").locator("svg.marks text").filter(has_text=BEFORE[1])).to_have_count(0)
    bar_of(page, "ranking", NAME)


def test_one_step_back_takes_back_one_choice(demo_app: str, page: Page) -> None:
    open_page(page, f"{demo_app}/rankings?period=2026")
    page.get_by_role("radio", name="季", exact=True).click()
    wait_for_page(page, "/rankings", grain="quarter")
    choose(page, "对比", "不对比")
    wait_for_page(page, "/rankings", compare="none")
    page.go_back()
    wait_for_page(page, "/rankings", grain="quarter", compare="last_year")
    expect(page.get_by_role("combobox", name="对比", exact=True)).to_have_value("对比上年同期")
    page.go_back()
    wait_for_page(page, "/rankings", grain="year", period="2026")
    expect(page.get_by_role("combobox", name="期间", exact=True)).to_have_value("2026 年 1—10 月")


def test_the_navigation_keeps_the_filters_and_back_goes_a_page_at_a_time(demo_app: str, page: Page) -> None:
    open_page(page, f"{demo_app}/rankings?{FILTERED_LINK}")
    for menu, name, path in (("", "总览", "/"), ("", "单位档案", "/unit"), ("考核", "县区排名", "/rankings")):
        go_to(page, name, menu)
        wait_for_page(page, path, **FILTERED)
        expect(page.get_by_text("2025 年，各县区，栖梧区、云泊县").first).to_be_visible()
    for path in ("/unit", "/", "/rankings"):
        page.go_back()
        wait_for_page(page, path, **FILTERED)


# --- Drill-down --------------------------------------------------------------------------------------------------


def test_a_bar_opens_the_archive_and_back_returns_to_the_same_ranking(demo_app: str, page: Page) -> None:
    open_page(page, f"{demo_app}/rankings?{FILTERED_LINK}&indicator=settlement_rate")
    ranking, heading = link(page), page.locator("h1").inner_text()
    click_bar(page, "ranking", NAME)
    wait_for_page(page, "/unit", unit=UNIT, **FILTERED)
    expect(page.locator("h1")).to_contain_text(NAME)
    archive = link(page)
    assert archive[1].keys() == {*SHARED, "period", "unit"}

    page.go_back()
    wait_for_page(page, *ranking[:1], **ranking[1])
    expect(page.locator("h1")).to_have_text(heading)
    assert link(page) == ranking

    page.go_forward()
    wait_for_page(page, "/unit", unit=UNIT, **FILTERED)
    expect(page.locator("h1")).to_contain_text(NAME)


def test_the_same_bar_opens_the_archive_a_second_time(demo_app: str, page: Page) -> None:
    open_page(page, f"{demo_app}/rankings?indicator=loss_rate")
    for _time in range(2):
        click_bar(page, "ranking", NAME)
        wait_for_page(page, "/unit", unit=UNIT)
        expect(page.locator("h1")).to_contain_text(NAME)
        page.go_back()
        wait_for_page(page, "/rankings", indicator="loss_rate")


def test_a_key_figure_opens_the_ranking_by_it(demo_app: str, page: Page) -> None:
    open_page(page, f"{demo_app}/?period=2025")
    click_text(page, "key_figures", "调撤率")
    wait_for_page(page, "/rankings", period="2025", indicator="settlement_rate")
    expect(page.locator("h1")).to_contain_text("调撤率")


def test_an_indicator_that_got_worse_opens_the_ranking_by_it(demo_app: str, page: Page) -> None:
    open_page(page, demo_app)
    click_text(page, "weakest", "整改率")
    wait_for_page(page, "/rankings", period="2026", indicator="rectification_closed_rate")


def test_a_row_that_needs_attention_opens_the_archive_of_its_unit(demo_app: str, page: Page) -> None:
    open_page(page, demo_app)
    click_text(page, "attention", "柏峪县交通运输局")
    wait_for_page(page, "/unit", period="2026")
    expect(page.locator("h1")).to_contain_text("柏峪县交通运输局")


def test_a_bar_of_the_glance_and_a_tile_open_the_archive_of_their_county(demo_app: str, page: Page) -> None:
    open_page(page, f"{demo_app}/?compare=none")
    click_text(page, "scores_glance", NAME)
    wait_for_page(page, "/unit", unit=UNIT, compare="none")
    page.go_back()
    wait_for_page(page, "/", compare="none")
    click_text(page, "county_tiles", AFTER[1])
    wait_for_page(page, "/unit", unit=AFTER[0], compare="none")
    expect(page.locator("h1")).to_contain_text(AFTER[1])


# --- Neighbours and language -------------------------------------------------------------------------------------


def test_buttons_arrow_keys_and_the_list_go_from_unit_to_unit(demo_app: str, page: Page) -> None:
    open_page(page, f"{demo_app}/unit?unit={UNIT}&period=2025")

    def shows(code: str, name: str) -> None:
        wait_for_page(page, "/unit", unit=code, period="2025")
        expect(page.locator("h1")).to_contain_text(name)

    page.get_by_role("button", name="下一家").click()
    shows(*AFTER)
    page.get_by_role("button", name="上一家").click()
    shows(UNIT, NAME)
    page.keyboard.press("ArrowLeft")
    shows(*BEFORE)
    page.keyboard.press("ArrowRight")
    shows(UNIT, NAME)
    choose(page, "单位", "鹿屏市")
    shows("C04", "鹿屏市")


@pytest.mark.parametrize("path", ["/rankings", left_for_all("/"), left_for_all("/unit")])
def test_the_language_switch_keeps_page_and_filters(demo_app: str, page: Page, path: str) -> None:
    open_page(page, f"{demo_app}{path}?{FILTERED_LINK}")
    before = link(page)
    page.get_by_role("radio", name="EN", exact=True).click()
    wait_for_page(page, path, lang="en", **FILTERED)
    expect(page.get_by_role("link", name="Overview")).to_be_visible()
    assert link(page) == (path, {**before[1], "lang": "en"})
    page.get_by_role("radio", name="中", exact=True).click()
    wait_for_page(page, path, lang="zh", **FILTERED)
    expect(page.get_by_role("link", name="总览")).to_be_visible()
    assert link(page) == before


def test_the_language_stays_when_the_navigation_is_used(demo_app: str, page: Page) -> None:
    open_page(page, f"{demo_app}/?lang=en")
    go_to(page, "Rankings", "Assessment")
    wait_for_page(page, "/rankings", lang="en")
    expect(page.locator("h1")).to_contain_text("leads with")
