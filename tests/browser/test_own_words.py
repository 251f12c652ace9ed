"""Streamlit's own words on a Chinese page: none is met in English, seen or read aloud, whatever is opened."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.measuring import all_drawn
from tests.browser.pointing import open_page
from tests.browser.test_screens import LATIN_IN_CHINESE, PATHS
from tests.cases import left_for_all

# What is English on a Chinese page on purpose: the other language's name, keys of the keyboard, kinds of files, codes.
KNOWN = LATIN_IN_CHINESE | {"Esc", "PDF", "xlsx"}
WORD = re.compile(r"[A-Za-z][A-Za-z'’]+")
# Every text, and every name, title and placeholder, of what a reader sees or has read to him.
SAID = """() => {
    const unseen = "style, script, template, [data-words], .live, [data-testid=stIconMaterial]";
    const found = new Set(), walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode, each = node.parentElement;
        if (node.data.trim() && !each.closest(unseen) && each.checkVisibility({visibilityProperty: true}))
            found.add(node.data.trim());
    }
    for (const name of ["aria-label", "aria-roledescription", "title", "placeholder", "alt"])
        for (const each of document.querySelectorAll(`[${name}]`))
            if (!each.closest(unseen) && each.getAttribute(name).trim()) found.add(each.getAttribute(name).trim());
    return [...found];
}"""
# Codes of records, units and units of measure, and addresses.
CODE = re.compile(r"[A-Z]{1,4}[-\d][\w-]*|https?://\S+|\b[a-z_]+=\S+|[A-Z]\d\d\b")


def english(page: Page) -> list[str]:
    """What is said in English and is none of what is known."""
    said = {text: WORD.findall(CODE.sub(" ", text)) for text in page.evaluate(SAID)}
    return sorted({text for text, words in said.items() if set(words) - KNOWN})


def addresses() -> list[Any]:
    in_every_run = ("rectification",)
    paths = [(name, path) for name, path in PATHS.items()]
    return [
        pytest.param(path, id=name) if name in in_every_run else left_for_all(path, name=name) for name, path in paths
    ]


@pytest.mark.parametrize("path", addresses())
def test_nothing_on_a_chinese_page_is_said_in_english(demo_app: str, page: Page, path: str) -> None:
    all_drawn(open_page(page, f"{demo_app}{path}lang=zh"))
    assert english(page) == []


@pytest.mark.long
def test_what_opens_says_nothing_in_english_either(demo_app: str, page: Page) -> None:
    open_page(page, f"{demo_app}/rankings?section=what_if&lang=zh")
    box = page.get_by_role("combobox", name="期间", exact=True)
    box.click()
    box.fill("没有这个")
    expect(page.get_by_text("没有符合的选项").first).to_be_visible()
    assert english(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="县区：全部").click()
    page.get_by_role("combobox", name="县区", exact=True).click()
    expect(page.get_by_text("全选", exact=True)).to_be_visible()
    assert english(page) == []


@pytest.mark.exhaustive
def test_an_english_page_keeps_streamlits_words_and_the_switch_of_language_changes_them(
    demo_app: str, page: Page
) -> None:
    open_page(page, f"{demo_app}/rankings?lang=zh")
    page.get_by_role("radio", name="EN", exact=True).click()
    expect(page.get_by_role("link", name="Overview")).to_be_visible()
    box = page.get_by_role("combobox", name="Period", exact=True)
    box.click()
    box.fill("nothing like it")
    expect(page.get_by_text("No results").first).to_be_visible()
