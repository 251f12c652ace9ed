"""Links, filters, drill-down, Back and Forward: the address line and the screen always say the same."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pointing import (
    bar_of,
    box_of,
    choose,
    click_bar,
    click_text,
    go_to,
    link,
    open_page,
    panel,
    row_of,
    text_in,
    wait_for_page,
)
from tests.running_app import settled

# What the demo city is asked about here.
UNIT, NAME = "C07", "云泊县"
BEFORE, AFTER = ("C06", "柏峪县"), ("C08", "竹汀县")
SHARED = {"grain": "year", "compare": "last_year", "group": "counties", "county": "all", "sector": "all", "lang": "zh"}
FILTERED = {"period": "2025", "compare": "none", "county": "C02,C07"}
FILTERED_LINK = "period=2025&compare=none&county=C02,C07"
# What the excerpt of a real ledger is asked about, where the city does not matter: its pages are there at once.
AUTHORITY, NEXT = ("barnet", "Barnet"), ("bassetlaw", "Bassetlaw")
OF_2025 = {"period": "2025", "compare": "none"}
RANKED_LINK = "rankings?period=2025&compare=none&indicator=direct_correction_rate"


# --- Links -------------------------------------------------------------------------------------------------------


@pytest.mark.long
def test_a_link_to_a_unit_as_the_first_request_of_all_shows_that_unit(fresh_app: str, page: Page) -> None:
    open_page(page, f"{fresh_app}/unit?unit=ashfield&period=2025&lang=en")
    expect(page.locator("h1")).to_contain_text("Ashfield")
    expect(page.get_by_role("combobox", name="Period", exact=True)).to_have_value("2025")
    expect(page.get_by_role("radio", name="EN", exact=True)).to_be_checked()
    expect(page.get_by_role("link", name="Unit archive")).to_be_visible()
    path, query = link(page)
    assert path == "/unit"
    assert query.items() >= {"period": "2025", "lang": "en", "unit": "ashfield"}.items()


@pytest.mark.long
def test_the_first_page_is_found_by_its_name_and_a_link_that_names_nothing_is_completed(
    demo_app: str, page: Page
) -> None:
    open_page(page, f"{demo_app}/overview")
    assert link(page) == ("/", {**SHARED, "period": "2026"})
    expect(page.get_by_role("combobox", name="期间", exact=True)).to_have_value("2026 年 1—10 月")
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.exhaustive
def test_the_link_to_copy_shows_the_same_to_another_reader_and_a_reload_keeps_it(excerpt_app: str, page: Page) -> None:
    open_page(page, f"{excerpt_app}/{RANKED_LINK}")
    before, heading = link(page), page.locator("h1").inner_text()
    page.get_by_role("button", name="链接").click()
    copied = page.get_by_test_id("stCode").locator("code")
    expect(copied).to_be_visible()
    assert copied.evaluate("element => getComputedStyle(element).userSelect") in ("auto", "text")
    address = copied.inner_text()
    assert urlsplit(address).query.replace("%2C", ",") == urlsplit(page.url).query.replace("%2C", ",")
    other = page.context.new_page()
    open_page(other, address)
    assert (link(other), other.locator("h1").inner_text()) == (before, heading)
    other.reload()
    settled(other, "h1")
    assert (link(other), other.locator("h1").inner_text()) == (before, heading)


@pytest.mark.exhaustive
def test_an_unknown_unit_in_a_link_is_named_in_a_sentence(demo_app: str, page: Page) -> None:
    open_page(page, f"{demo_app}/unit?unit=NOBODY")
    expect(page.get_by_role("alert")).to_contain_text("NOBODY")
    assert link(page)[1]["unit"] == "C01"


# --- Filters -----------------------------------------------------------------------------------------------------


@pytest.mark.long
def test_another_grain_takes_its_latest_period_and_one_step_back_takes_back_one_choice(
    excerpt_app: str, page: Page
) -> None:
    open_page(page, f"{excerpt_app}/rankings?period=2025")
    page.get_by_role("radio", name="季", exact=True).click()
    wait_for_page(page, "/rankings", grain="quarter", period="2026Q1")
    expect(page.get_by_role("combobox", name="期间", exact=True)).to_have_value(re.compile("^2026 年"))
    expect(page.get_by_role("alert")).to_have_count(0)
    choose(page, "对比", "不对比")
    wait_for_page(page, "/rankings", compare="none")
    page.go_back()
    wait_for_page(page, "/rankings", grain="quarter", compare="last_year")
    expect(page.get_by_role("combobox", name="对比", exact=True)).to_have_value("对比上年同期")
    page.go_back()
    wait_for_page(page, "/rankings", grain="year", period="2025")
    expect(page.get_by_role("combobox", name="期间", exact=True)).to_have_value("2025 年")


@pytest.mark.exhaustive
def test_a_span_of_months_is_chosen_month_by_month(demo_app: str, page: Page) -> None:
    open_page(page, f"{demo_app}/rankings")
    page.get_by_role("radio", name="自选", exact=True).click()
    wait_for_page(page, "/rankings", grain="custom", period="2025-11~2026-10")
    choose(page, "起始月份", "2026-08")
    wait_for_page(page, "/rankings", period="2026-08~2026-10")
    expect(page.get_by_text("2026 年 8—10 月").filter(visible=True).first).to_be_visible()
    choose(page, "结束月份", "2026-06")
    wait_for_page(page, "/rankings", period="2026-06~2026-06")
    expect(page.get_by_role("combobox", name="起始月份", exact=True)).to_have_value("2026-06")


@pytest.mark.exhaustive
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
    expect(page.get_by_text("2025 年，市直部门").filter(visible=True).first).to_be_visible()


@pytest.mark.long
def test_counties_are_chosen_behind_a_button_that_names_them(demo_app: str, page: Page) -> None:
    open_page(page, f"{demo_app}/rankings?indicator=loss_rate")
    page.get_by_role("button", name="县区：全部").click()
    choose(page, "县区", NAME)
    wait_for_page(page, "/rankings", county=UNIT)
    expect(page.get_by_test_id("stPopoverButton").filter(has_text=f"县区：{NAME}")).to_be_visible()
    page.keyboard.press("Escape")
    expect(row_of(page, "ranking", BEFORE[1])).to_have_count(0)
    bar_of(page, "ranking", NAME)


def test_the_navigation_keeps_the_filters_and_back_goes_a_page_at_a_time(demo_app: str, page: Page) -> None:
    open_page(page, f"{demo_app}/rankings?{FILTERED_LINK}&lang=zh")
    for menu, name, path in (("", "单位档案", "/unit"), ("考核", "县区排名", "/rankings")):
        go_to(page, name, menu)
        wait_for_page(page, path, **FILTERED)
        # A page that counts by no county says that one is carried along, and not that it counts by it.
        said = "2025 年，各县区，栖梧区、云泊县" if path == "/rankings" else "栖梧区、云泊县（本页不按此筛选）"
        expect(page.get_by_text(said).filter(visible=True).first).to_be_visible()
    for path in ("/unit", "/rankings"):
        page.go_back()
        wait_for_page(page, path, **FILTERED)


# --- Drill-down --------------------------------------------------------------------------------------------------


@pytest.mark.long
def test_a_bar_opens_the_archive_again_and_again_and_back_returns_to_the_same_ranking(
    excerpt_app: str, page: Page
) -> None:
    code, name = AUTHORITY
    open_page(page, f"{excerpt_app}/{RANKED_LINK}")
    ranking, heading = link(page), page.locator("h1").inner_text()
    for _time in range(2):
        before = page.evaluate("history.length")
        click_bar(page, "ranking", name)
        wait_for_page(page, "/unit", unit=code, **OF_2025)
        expect(page.locator("h1")).to_contain_text(name)
        assert link(page)[1].keys() == {*SHARED, "period", "unit", "versus"}
        assert page.evaluate("history.length") <= before + 1
        page.go_back()
        wait_for_page(page, *ranking[:1], **ranking[1])
        expect(page.locator("h1")).to_have_text(heading)
        assert link(page) == ranking
    page.go_forward()
    wait_for_page(page, "/unit", unit=code, **OF_2025)
    expect(page.locator("h1")).to_contain_text(name)


def test_a_row_opens_in_a_tab_of_its_own_with_the_same_filters_and_its_text_can_be_marked(
    excerpt_app: str, page: Page
) -> None:
    code, name = AUTHORITY
    open_page(page, f"{excerpt_app}/{RANKED_LINK}")
    here, row = link(page), row_of(page, "ranking", name)
    base = row.locator("td").filter(has_not=page.locator("a")).filter(has_text=re.compile(r"\S")).first
    for act in (
        lambda: row.get_by_role("link").first.click(modifiers=["Control"]),
        lambda: base.click(modifiers=["Control"]),
        lambda: base.click(button="middle"),
    ):
        with page.context.expect_page() as opened:
            act()
        wait_for_page(opened.value, "/unit", unit=code, **OF_2025)
        opened.value.close()
        assert link(page) == here
    base.evaluate("cell => getSelection().selectAllChildren(cell)")
    assert page.evaluate("String(getSelection())").strip() == base.inner_text().strip()


@pytest.mark.exhaustive
def test_what_is_listed_on_the_overview_opens_what_it_names(demo_app: str, page: Page) -> None:
    open_page(page, f"{demo_app}/?period=2026")
    for key, text, path, query in (
        ("key_figures", "调撤率", "/rankings", {"indicator": "settlement_rate"}),
        ("scores_glance", NAME, "/unit", {"unit": UNIT}),
        ("county_tiles", AFTER[1], "/unit", {"unit": AFTER[0]}),
    ):
        click_text(page, key, text)
        wait_for_page(page, path, period="2026", **query)
        expect(page.locator("h1")).to_contain_text(text)
        page.go_back()
        wait_for_page(page, "/", period="2026")


def test_the_figures_of_a_veto_open_the_rows_that_it_rests_on_and_back_returns(demo_app: str, page: Page) -> None:
    open_page(page, f"{demo_app}/")
    evidence = row_of(page, "attention", NAME).first.get_by_role("link").nth(1)
    said = evidence.inner_text()
    lost = re.search(r"（(\d+)/\d+", said)
    assert lost, said
    evidence.click()
    wait_for_page(page, "/cases", ledger="litigation", which="loss_rate.hit", focus=UNIT)
    expect(panel(page, "case_list").get_by_role("row")).to_have_count(int(lost[1]))
    page.go_back()
    wait_for_page(page, "/")
    expect(row_of(page, "attention", NAME).first.get_by_role("link").nth(1)).to_have_text(said)


# --- Small acts --------------------------------------------------------------------------------------------------


@pytest.mark.long
def test_flipping_a_panel_leaves_the_others_as_they_are(excerpt_app: str, page: Page) -> None:
    open_page(page, f"{excerpt_app}/{RANKED_LINK}")
    chart = panel(page, "funnel").locator("svg.marks")
    expect(chart).to_be_visible()
    chart.evaluate("chart => { chart.dataset.seen = 'before' }")
    panel(page, "ranking").get_by_role("switch", name="看表").locator("xpath=ancestor::label").click()
    expect(panel(page, "ranking").locator("table.table")).to_be_visible()
    assert chart.get_attribute("data-seen") == "before"


# --- Neighbours and language -------------------------------------------------------------------------------------


@pytest.mark.exhaustive
def test_buttons_arrow_keys_and_the_list_go_from_unit_to_unit(excerpt_app: str, page: Page) -> None:
    open_page(page, f"{excerpt_app}/unit?unit={AUTHORITY[0]}&period=2025")

    def shows(code: str, name: str) -> None:
        wait_for_page(page, "/unit", unit=code, period="2025")
        expect(page.locator("h1")).to_contain_text(name)

    page.get_by_role("button", name="下一单位").click()
    shows(*NEXT)
    page.keyboard.press("ArrowLeft")
    shows(*AUTHORITY)
    choose(page, "单位", "Camden")
    shows("camden", "Camden")


@pytest.mark.exhaustive
@pytest.mark.parametrize("path", ["/rankings", "/", "/unit"])
def test_the_language_switch_keeps_page_and_filters(demo_app: str, page: Page, path: str) -> None:
    open_page(page, f"{demo_app}{path}?{FILTERED_LINK}&lang=zh")
    before = link(page)
    page.get_by_role("radio", name="EN", exact=True).click()
    wait_for_page(page, path, lang="en", **FILTERED)
    expect(page.get_by_role("link", name="Overview")).to_be_visible()
    assert link(page) == (path, {**before[1], "lang": "en"})
    go_to(page, "Overview")
    wait_for_page(page, "/", lang="en")
    expect(text_in(page, "key_figures", "Loss rate")).to_be_visible()


@pytest.mark.long
def test_the_parts_of_an_archive_are_reached_from_its_top_without_a_run(demo_app: str, page: Page) -> None:
    sent: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    page.set_viewport_size({"width": 1366, "height": 768})
    open_page(page, f"{demo_app}/unit?unit=C07&lang=zh")
    links = page.locator(".parts a")
    names = links.all_inner_texts()
    assert names[:3] == ["整改", "材料", "指标"]
    assert names[-1] == "台账"
    asked = len(sent)
    links.get_by_text("大事记", exact=True).press("Enter")
    # The keyboard goes on from the part, which stands below the list that stays in sight.
    part = page.locator("#part-timeline")
    expect(part).to_be_focused()
    assert box_of(page.locator(".parts"))["y"] < box_of(part)["y"] < 200
    assert len(sent) == asked
    other = page.context.new_page()
    other.goto(f"{page.url}#part-registers")
    expect(other.locator("#part-registers")).to_be_focused()
    other.close()
