"""On paper and in the clipboard: every panel whole, no controls, and tables with their heads and figures as shown."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.browser.measuring import all_drawn
from tests.browser.pointing import open_page, panel
from tests.browser.reading import WITHOUT_WIDTH
from tests.browser.test_screens import PATHS
from tests.cases import left_for_all

# What panels say that a reader sees: the texts of lists and drawings, their headings and small print.
SAID = """() => [...document.querySelectorAll(`[class*=st-key-panel_] :is(
    h3, .list :not(:has(*)), svg.marks text, .question, .base, [data-testid=stCaptionContainer] p)`)]
    // A part of a bar too small for its figure hides it; the figure stands in the table.
    // So does a month whose name has no room on its axis.
    .filter(each => !each.closest(".unseen, .part, .leads-on, [class*=st-key-tools_] > :not(:first-child)"))
    .filter(each => getComputedStyle(each).opacity !== "0")
    .map(each => each.textContent).filter(text => text.trim())"""
CONTROLS = ("看表", "下载", "投影", "口径", "链接", "EN", "查看全部")
# What a screen offers to go on with; on paper there is nothing to press.
OFFERED = ".st-key-filters, .st-key-parts, .st-key-list_choice, .leads-on"


@dataclass
class Sheet:
    """A printed page: its text without blanks, and how far letters reach beyond its edges (0: not at all)."""

    text: str
    beyond: float


def squeezed(text: str) -> str:
    """The text without blanks and what has no width, which paper has in other places."""
    return "".join(unicodedata.normalize("NFKC", text).translate(WITHOUT_WIDTH).split())


def twice(text: str) -> str:
    """A text with a halo, which is drawn two times in one place, as paper is read."""
    return "".join(2 * letter for letter in text)


def printed(page: Page, folder: Path, *, landscape: bool) -> list[Sheet]:
    """The page as the browser prints it."""
    path = folder / "page.pdf"
    page.pdf(path=path, prefer_css_page_size=not landscape, format="A4", landscape=landscape, print_background=True)
    return [sheet(each) for each in pypdfium2.PdfDocument(path)]


def sheet(page: pypdfium2.PdfPage) -> Sheet:
    texts, (width, height) = page.get_textpage(), page.get_size()
    boxes = [texts.get_charbox(number) for number in range(texts.count_chars())]
    beyond = max((max(-left, -low, right - width, high - height) for left, low, right, high in boxes), default=0)
    return Sheet(squeezed(texts.get_text_bounded()), max(beyond, 0))


def cases() -> list[object]:
    """A page of lists and a drawing upright in every run; every page both ways with ``--all``."""
    named = [(name, landscape) for name in PATHS for landscape in (False, True)]
    return [
        pytest.param("rankings by an indicator", False, id="rankings-upright"),
        *(left_for_all(name, wide, name=f"{name}-{'wide' if wide else 'upright'}") for name, wide in named),
    ]


@pytest.mark.parametrize(("name", "landscape"), cases())
def test_paper_has_all_that_the_panels_say_and_no_control(
    demo_app: str, page: Page, name: str, landscape: bool, tmp_path: Path
) -> None:
    all_drawn(open_page(page, f"{demo_app}{PATHS[name]}lang=zh"))
    said = page.evaluate(SAID)
    sheets = printed(page, tmp_path, landscape=landscape)
    paper = "".join(each.text for each in sheets)
    page.emulate_media(media="print")
    assert page.locator(OFFERED).filter(visible=True).count() == 0
    assert [text for text in said if squeezed(text) not in paper and twice(squeezed(text)) not in paper] == []
    assert [word for word in CONTROLS if f"{word}下载" in paper or paper.count(word) > "".join(said).count(word)] == []
    assert [number for number, each in enumerate(sheets, 1) if each.beyond > 1] == []
    assert all(each.text for each in sheets), "an empty sheet"


def drawn_sheets(page: Page, folder: Path) -> list[Any]:
    """Each printed page as an array of its pixels, in grey."""
    path = folder / "drawn.pdf"
    page.pdf(path=path, format="A4", print_background=True)
    return [each.render(grayscale=True).to_numpy().astype(int) for each in pypdfium2.PdfDocument(path)]


@pytest.mark.long
@pytest.mark.parametrize(
    "name", [name if name == "rankings by an indicator" else left_for_all(name, name=name) for name in PATHS]
)
def test_who_reads_in_dark_colours_prints_what_everybody_prints(
    demo_app: str, page: Page, name: str, tmp_path: Path
) -> None:
    """Lists and drawings alike, on white."""
    sheets = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        all_drawn(open_page(page, f"{demo_app}{PATHS[name]}lang=zh"))
        sheets[scheme] = drawn_sheets(page, tmp_path)
    light, dark = sheets["light"], sheets["dark"]
    assert len(light) == len(dark)
    assert light[0].mean() > 200
    for number, (one, other) in enumerate(zip(light, dark, strict=True), 1):
        assert (abs(one - other) > 16).mean() < 0.001, f"sheet {number}"


# What the clipboard has after a chosen range was copied.
COPIED = """
    let copied = "";
    window.addEventListener("copy", event => { copied = event.clipboardData.getData("text/plain"); }, {once: true});
    document.execCommand("copy");
    getSelection().removeAllRanges();
    return copied;
"""
COPY_WHOLE = f"element => {{ getSelection().selectAllChildren(element); {COPIED} }}"
COPY = f"""table => {{
    const rows = table.tBodies[0].rows, range = document.createRange();
    range.setStart(rows[0].cells[0], 0);
    range.setEndAfter(rows[1].cells[rows[1].cells.length - 1].firstChild);
    getSelection().removeAllRanges();
    getSelection().addRange(range); {COPIED}
}}"""


@pytest.mark.long
def test_a_heading_is_copied_without_what_ends_its_lines(demo_app: str, page: Page) -> None:
    open_page(page, f"{demo_app}/disputes?lang=zh")
    shown = all_drawn(page).locator("h3, h1").all()
    loosened = next(each for each in shown if "\N{ZERO WIDTH SPACE}" in each.inner_text())
    copied = loosened.evaluate(COPY_WHOLE)
    assert copied == loosened.inner_text().translate(WITHOUT_WIDTH).replace("\N{NO-BREAK SPACE}", " ")
    assert " " in copied


@pytest.mark.long
def test_a_table_is_copied_with_its_heads_and_figures_as_shown_and_sorted_by_a_head(demo_app: str, page: Page) -> None:
    open_page(page, f"{demo_app}/rankings?indicator=loss_rate")
    panel(page, "ranking").get_by_role("switch", name="看表").locator("xpath=ancestor::label").click()
    table = panel(page, "ranking").locator("table.table")
    expect(table).to_be_visible()
    heads = table.locator("thead th").all_inner_texts()
    shown = [row.locator("td").all_inner_texts() for row in table.locator("tbody tr").all()]
    copied = [line.split("\t") for line in table.evaluate(COPY).split("\n")]
    assert copied == [heads, *shown[:2]]
    rate = next(place for place, cell in enumerate(shown[0]) if cell.endswith("%"))
    head = table.locator("thead th").nth(rate)
    for order in ("descending", "ascending"):
        head.click()
        expect(head).to_have_attribute("aria-sort", order)
        cells = table.locator(f"tbody td:nth-child({rate + 1})").all_inner_texts()
        figures = [float(cell.rstrip("%")) for cell in cells if cell.endswith("%")]
        assert figures == sorted(figures, reverse=order == "descending")
