"""What ledgers hold stands on the screen letter for letter, whatever it means to Markdown, HTML or a formula."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from data_access.asked.page_keys import LISTED_LEDGERS
from tests.browser.measuring import all_drawn
from tests.browser.pointing import open_page
from tests.browser.test_projection import project
from tests.browser.test_screens import PATHS
from tests.databases import sqlite_url
from tests.every_panel import PANELS
from tests.hostile_texts import HOSTILE, changed_in, with_hostile_texts
from tests.running_app import app_for_all
from tests.shared import build_once

# The pages of records are those that the first row of a list opens.
RECORDS = {
    "case": PATHS["cases"],
    "item": PATHS["rectification"],
    "site": PATHS["demonstration"],
    "officer": "/cases?ledger=officer&",
}
# Panels as tables, which show more columns than they do.
SPECIAL = ("panels.bulletins", "panels.capacity", "panels.decisions", "panels.definitions", "panels.enforcement",
           "panels.quality")  # fmt: skip
FLIPPED = "flip=" + ",".join(panel.key for panel in PANELS if panel.figures.__module__.startswith(SPECIAL))
OTHERS = {
    **{f"list of {ledger}": f"/cases?ledger={ledger}&" for ledger in LISTED_LEDGERS if ledger != "litigation"},
    **{f"{key} as tables": f"/{key}?{FLIPPED}&" for key in ("enforcement", "file_reviews", "decisions", "capacity",
                                                            "bulletins", "definitions", "quality")},
    "bulletins sought": "/bulletins?sought=%E2%9F%A6&",
    "leaders of a county": "/unit?unit=C01&period=2025&",
}  # fmt: skip
# What counts and draws without a word of a row.
WITHOUT_TEXTS = {"quality", "quality as tables"}
# The lines of a drawing's text are pieces of it, so drawings are read apart and then taken away.
SHOWN = """() => {
    const drawn = [...document.querySelectorAll("svg text")]
        .map(each => [...each.childNodes].map(line => line.textContent).join("\\n"));
    document.querySelectorAll("svg").forEach(each => each.remove());
    const named = [...document.querySelectorAll("[title], [aria-label]")].flatMap(each => [each.title, each.ariaLabel]);
    const written = [...document.querySelectorAll("textarea")].map(each => each.value);
    return [document.title, document.body.innerText, ...written, ...drawn, ...named].join("\\n⟦\\n");
}"""
ELSEWHERE = (
    "() => [...document.querySelectorAll('a[href]')].map(each => each.href).filter(link => !link.startsWith(origin))"
)


@pytest.fixture(scope="session")
def hostile_app(demo_file: Path, run_folder: Path) -> Iterator[str]:
    """The address of the app over the demo city with a hostile text in every cell."""
    path = build_once(run_folder / "hostile.db", lambda target: with_hostile_texts(demo_file, target))
    with app_for_all(sqlite_url(path), run_folder, "hostile-app") as url:
        yield url


def opened(page: Page, app: str, key: str) -> Page:
    if key not in RECORDS:
        return open_page(page, f"{app}{(PATHS | OTHERS)[key]}lang=zh")
    open_page(page, f"{app}{RECORDS[key]}lang=zh")
    first = page.locator(f"a[href*='/{key}?']").first
    return open_page(page, f"{app}/{(first.get_attribute('href') or '').removeprefix('./')}")


@pytest.mark.exhaustive
@pytest.mark.parametrize("key", [*PATHS, *OTHERS], ids=str)
def test_what_is_stored_is_what_is_read(hostile_app: str, page: Page, key: str) -> None:
    shown = all_drawn(opened(page, hostile_app, key))
    numbers, changed = changed_in(shown.evaluate(SHOWN))
    assert changed == []
    assert numbers or key in WITHOUT_TEXTS, "no hostile text is on the page"
    assert shown.evaluate(ELSEWHERE) == []
    assert shown.locator("img[src='x.png'], img[src='x'], script:has-text('alert(1)')").count() == 0


@pytest.mark.exhaustive
def test_what_the_search_finds_and_what_is_projected_is_read_as_it_is_stored(hostile_app: str, page: Page) -> None:
    page.goto(f"{hostile_app}/search?lang=zh&q=%E2%9F%A6")
    numbers, changed = changed_in(page.evaluate(SHOWN))
    assert (len(numbers) > 1, changed) == (True, [])
    project(page, f"{hostile_app}/rectification?lang=zh&project=first")
    numbers, changed = changed_in(page.evaluate(SHOWN))
    assert (bool(numbers), changed, page.evaluate(ELSEWHERE)) == (True, [], [])


def test_the_texts_are_of_every_kind() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) > 30
