"""What a screen spends its room on: filters in a line, lists that stand whole, a wall of screens, a sentence alone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK
from tests.browser.measuring import SMALLEST_PX, all_drawn
from tests.browser.pointing import box_of, choose, open_page, wait_for_page
from tests.browser.test_projection import SIZES, SMALLEST, path_of, project
from tests.browser.test_screens import PATHS, RIGHT_ENDS
from tests.cases import left_for_all
from tests.running_app import ROOT, wait_until
from ui.styles import styles
from wording import together

PHONE, LAPTOP = {"width": 390, "height": 844}, {"width": 1366, "height": 768}
# What has most filters.
HARDEST = "rankings by an indicator"
# On laptops of these widths the filters have one line; 1093 is what a zoom of 125 % leaves of 1366.
LINES = {"zh": (1366, 1093), "en": (1366, 1280)}
# What of a filter's choice does not fit into its box.
CUT = "boxes => boxes.filter(each => each.scrollWidth > each.clientWidth + 1).map(each => each.value)"
# How many rows stand whole, and how high the frame of more is on a laptop.
MOST_ROWS_WHOLE, LONGEST_FRAME_PX = 16, 780
ROWS_AND_HEIGHTS = """all => all.map(each => [each.querySelectorAll("tbody tr, .rows tr").length,
    each.scrollHeight > each.clientHeight + 1, Math.round(each.getBoundingClientRect().height)])"""
# What is written on each line of the elements found.
LINES_OF = """all => all.map(each => {
    const walker = document.createTreeWalker(each, NodeFilter.SHOW_TEXT);
    const lines = new Map(), range = document.createRange();
    while (walker.nextNode()) for (let at = 0; at < walker.currentNode.length; at++) {
        range.setStart(walker.currentNode, at);
        range.setEnd(walker.currentNode, at + 1);
        const line = Math.round(range.getBoundingClientRect().top / 4);
        lines.set(line, (lines.get(line) ?? "") + walker.currentNode.data[at]);
    }
    return [...lines.values()];
})"""
WORD_ENDS = (ROOT / "assets" / "word_ends.js").read_text(encoding="utf-8")
# A line of filters, and of a heading, are lower than this.
ONE_LINE_PX = 56


@pytest.mark.parametrize(
    ("key", "language"),
    [
        (key, language) if key == HARDEST else left_for_all(key, language, name=f"{key}-{language}")
        for key in PATHS
        for language in LINES
    ],
)
def test_the_filters_take_one_line_of_a_laptop(demo_app: str, page: Page, key: str, language: str) -> None:
    page.set_viewport_size(LAPTOP)
    all_drawn(open_page(page, f"{demo_app}{PATHS[key]}lang={language}"))
    heights = {}
    for width in LINES[language]:
        page.set_viewport_size({**LAPTOP, "width": width})
        heights[width] = box_of(page.locator(".st-key-filters"))["height"]
    assert [width for width, height in heights.items() if height >= ONE_LINE_PX] == []
    # A box that is too narrow for what is chosen would be as short.
    assert page.locator(".st-key-filters input").evaluate_all(CUT) == []


@pytest.mark.long
# On the page that one starts with the name is no link.
@pytest.mark.parametrize("language", ["en", left_for_all("zh")])
def test_the_corner_lies_beside_the_navigation_of_the_first_page_at_every_width(
    demo_app: str, page: Page, language: str
) -> None:
    open_page(page, f"{demo_app}/?lang={language}")

    def covered() -> bool:
        corner = box_of(page.locator(".st-key-corner"))["x"]
        ends = page.get_by_test_id("stHeader").locator("a, button").evaluate_all(RIGHT_ENDS)
        return any(end > corner for end in ends)

    for width in (1366, 1200, 1093, 1024, 900, 720):
        page.set_viewport_size({**LAPTOP, "width": width})
        # The navigation folds a moment after the window has become narrower.
        wait_until(lambda: not covered(), f"the corner beside the navigation at {width} px")


@pytest.mark.parametrize(
    ("width", "written", "lines"),
    [
        pytest.param(9.5, "对分管负责人给予诫勉", ["对分管负责人", "给予诫勉"], id="between words"),
        pytest.param(6.5, '见<span class="kept">截至统计日期</span>', ["见", "截至统计日期"], id="not in what is kept"),
        pytest.param(4.5, "处罚的各单位", ["处罚的", "各单位"], id="one letter with its word"),
    ],
)
def test_a_chinese_line_ends_between_words(page: Page, width: float, written: str, lines: list[str]) -> None:
    sentence = f'<div class="stHtml"><p class="base" style="width: {width}em">{written}</p></div>'
    page.set_content(f'<html lang="zh-CN"><style>{styles(dark=False)}</style><body></body></html>')
    page.evaluate(WORD_ENDS)
    # What comes later is marked as it comes.
    page.locator("body").evaluate("(body, sentence) => { body.innerHTML = sentence; }", sentence)
    base = page.locator(".base")
    assert base.evaluate_all(LINES_OF) == [lines]
    assert base.text_content() == "".join(lines)


@pytest.mark.long
def test_a_list_scrolls_by_itself_only_where_it_is_longer_than_most_of_a_screen(demo_app: str, page: Page) -> None:
    page.set_viewport_size(LAPTOP)
    all_drawn(open_page(page, f"{demo_app}/definitions?lang=zh"))
    lists = page.locator(".frame-of-list").evaluate_all(ROWS_AND_HEIGHTS)
    assert any(rows > MOST_ROWS_WHOLE for rows, _, _ in lists)
    assert [scrolls for _, scrolls, _ in lists] == [rows > MOST_ROWS_WHOLE for rows, _, _ in lists]
    assert max(height for _, _, height in lists if height) <= LONGEST_FRAME_PX
    # On a phone there is one thing that scrolls: the page. A long list is folded there until all of it is asked for.
    page.set_viewport_size(PHONE)
    long_list, unfold = page.locator(".frame-of-list").first, page.locator(".unfold summary").first
    assert box_of(long_list)["height"] < PHONE["height"]
    expect(unfold).to_have_text("展开全部", use_inner_text=True)
    unfold.click()
    expect(unfold).to_have_text("收起", use_inner_text=True)
    rows, scrolls, height = page.locator(".frame-of-list").evaluate_all(ROWS_AND_HEIGHTS)[0]
    assert rows > MOST_ROWS_WHOLE
    assert not scrolls
    assert height > 5 * PHONE["height"]


@pytest.mark.long
def test_a_page_on_a_wall_stands_larger_and_not_wider_and_a_projected_one_has_sizes_of_its_own(
    demo_app: str, page: Page
) -> None:
    page.set_viewport_size(DESK)
    all_drawn(open_page(page, f"{demo_app}/disputes?lang=zh"))
    name = page.locator(".list tbody th").first

    def height(width: int) -> float:
        page.set_viewport_size({"width": width, "height": width * 9 // 16})
        all_drawn(page)
        return box_of(name)["height"]

    heights = {width: height(width) for width in (1920, 2800, 3840)}
    assert heights[2800] == pytest.approx(1.25 * heights[1920], rel=0.03)
    assert heights[3840] == pytest.approx(1.5 * heights[1920], rel=0.03)
    # A chart of Vega is as wide as its panel there, too: ``all_drawn`` has waited for it.
    project(page, f"{demo_app}{path_of('disputes')}lang=zh&project=rate_trend")
    assert page.locator(".st-key-projection h1").evaluate("each => each.currentCSSZoom") == 1


def test_the_foot_of_a_projected_screen_says_once_as_of_when(demo_app: str, page: Page) -> None:
    page.set_viewport_size(LAPTOP)
    project(page, f"{demo_app}/rankings?lang=zh&indicator=loss_rate&project=ranking")
    assert page.locator(".st-key-foot").inner_text().count("截至") == 1


@pytest.mark.long
def test_on_a_phone_the_filters_stand_behind_one_line_and_open_until_all_is_chosen(demo_app: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    open_page(page, f"{demo_app}/disputes?lang=zh")
    fold, period = page.locator(".fold summary"), page.get_by_role("combobox", name="期间", exact=True)
    expect(fold).to_have_text(together("2026 年 1—10 月，各县区"))
    expect(period).to_be_hidden()
    assert box_of(page.locator(".st-key-filters"))["height"] < 2 * ONE_LINE_PX
    fold.click()
    choose(page, "期间", "2025 年")
    wait_for_page(page, "/disputes", period="2025")
    expect(fold).to_have_text("2025 年，各县区")
    expect(period).to_be_visible()
    expect(page.get_by_role("link", name="复位", exact=True)).to_be_visible()


@pytest.mark.long
def test_filters_that_are_opened_while_the_page_is_still_drawn_stay_open(demo_app: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    open_page(page, f"{demo_app}/disputes?lang=zh")
    page.locator(".fold summary").evaluate("line => { line.click(); document.body.append(new Text(' ')); }")
    expect(page.get_by_role("combobox", name="期间", exact=True)).to_be_visible()


@pytest.mark.long
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
