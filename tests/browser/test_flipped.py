"""A list and a chart are flipped to their table and back and taken along; with ``--all`` every panel is."""

import io
import re
from collections.abc import Collection
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from tests.browser.measuring import all_drawn
from tests.browser.pointing import open_page, panel, row_of
from tests.browser.reading import WITHOUT_WIDTH
from tests.browser.test_screens import CHARTS, COUNTIES, PATHS
from tests.cases import left_for_all
from tests.every_panel import PANELS
from tests.running_app import SETTLE_MS
from ui.registry import BY_KEY
from wording import wording

ADDRESSES = {**PATHS, "rankings tried": "/rankings?section=what_if&"}
# In the demo city nothing got worse by more than chance, and the unit shown first has no record of its leaders.
NOTHING_THERE = {"weakest", "leader_records"}


def panels_of(page: Page) -> list[str]:
    """The keys of the page's panels that have tools and something to show."""
    names = page.locator("[class*=st-key-tools_]").evaluate_all("all => all.map(each => each.className)")
    found = [match.group(1) for name in names if (match := re.search(r"st-key-tools_(\w+)", name))]
    return [key for key in found if key not in NOTHING_THERE]


def one_of_each_output() -> list[Any]:
    """A list and a chart in every run, which is all that flipping and taking along tell apart; all with ``--all``."""
    return [
        pytest.param("rankings by an indicator", ["ranking", "funnel"], id="a list and a chart"),
        *(left_for_all(path, [], name=f"{path}-all") for path in ADDRESSES),
    ]


@pytest.mark.parametrize(("path", "keys"), one_of_each_output())
def test_a_chart_flips_to_its_table_and_back_and_is_taken_along_with_its_stamp(
    demo_app: str, page: Page, path: str, keys: list[str]
) -> None:
    all_drawn(open_page(page, f"{demo_app}{ADDRESSES[path]}lang=zh"))
    counted_by = BY_KEY[path.split()[0]].counted_by
    for key in keys or panels_of(page):
        check_flip(page, key)
        check_workbook(page, key, taken_along(page, key), counted_by)


def check_flip(page: Page, key: str) -> None:
    shown, table = panel(page, key).locator(CHARTS), panel(page, key).locator("table.table")
    flip = panel(page, key).get_by_role("switch", name="看表")
    expect(shown).to_have_count(1)
    flip.locator("xpath=ancestor::label").click()
    expect(table).to_be_visible(timeout=SETTLE_MS)
    expect(shown).to_have_count(0)
    flip.locator("xpath=ancestor::label").click()
    expect(shown).to_be_visible(timeout=SETTLE_MS)
    expect(table).to_have_count(0)


def _without_line_ends(sentence: str) -> str:
    """A sentence as one holds it of which it is a part: the lines of a longer one may end at other places."""
    return sentence.translate(WITHOUT_WIDTH).replace("\u00a0", " ")


def check_workbook(page: Page, key: str, rows: list[list[Any]], filters: Collection[str]) -> None:
    own, said = panel(page, key).locator("h3"), _without_line_ends(wording("zh").unbroken(str(rows[0][0])))
    if own.count():
        # On screen a list also says which of its pages is there.
        assert _without_line_ends(own.inner_text()).startswith(said)
    else:
        # The finding of the leading panel is the page's heading, or a part of it.
        assert said.split("；")[0] in _without_line_ends(page.locator("h1").text_content() or "")
    by_period = "period" in next(panel for panel in PANELS if panel.key == key).counted_by(filters)
    for part in ("数据截至 2026-10-31", "数据版本 ", "演示数据"):
        assert part in rows[1][0], key
    for part in ("未发布", "2026 年 1—10 月"):
        assert (part in rows[1][0]) == by_period, key
    assert all(rows[3]), "every column has a head"
    assert any(rows[4]), "there is at least one row"


def taken_along(page: Page, key: str) -> list[list[Any]]:
    """The first sheet of the workbook that a panel's download gives, row by row."""
    with page.expect_download() as waiting:
        panel(page, key).get_by_test_id("stDownloadButton").get_by_role("button").click()
    name = waiting.value.suggested_filename
    assert re.fullmatch(r"\w+_.+_2026\.xlsx", name), name
    content = waiting.value.path().read_bytes()
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)


@pytest.mark.exhaustive
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_workbook_of_the_ranking_has_the_numbers_of_the_screen(demo_app: str, page: Page, language: str) -> None:
    all_drawn(open_page(page, f"{demo_app}/rankings?indicator=loss_rate&lang={language}"))
    rows = taken_along(page, "ranking")
    shown = panel(page, "ranking").locator(".list")
    words = wording(language)
    said = str(page.locator("h1").text_content())
    assert _without_line_ends(words.unbroken(str(rows[0][0]))) == _without_line_ends(said)
    listed = [row for row in rows[4:] if isinstance(row[2], float)]
    names = shown.get_by_role("rowheader").all_inner_texts()
    assert [row[1] for row in listed] == [name for name in names if name in COUNTIES] + [words("ranking.whole_city")]
    for place, unit, rate, part, base, *_more in listed[:-1]:
        cells = {cell.strip() for cell in row_of(page, "ranking", str(unit)).locator("td, th").all_inner_texts()}
        assert {str(int(place)), unit, words.percent(rate)} <= cells
        # What is blank stands behind the base in the same cell.
        assert any(re.match(rf"{part:g}/{base:g}\b", cell) for cell in cells)
    centre = words.percent(listed[-1][2])
    expect(shown).to_contain_text(words("ranking.reference", benchmark=words.label("versus", "city"), centre=centre))
