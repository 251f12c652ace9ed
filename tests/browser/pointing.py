"""Reading and pointing as a person in front of the screen does: by words, by bars, by the address line."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import FloatRect, Locator, Page, expect
from playwright.sync_api import TimeoutError as WaitedTooLong

from tests.running_app import SETTLE_MS, settled


def open_page(page: Page, address: str) -> Page:
    """Open an address and wait until the page has its heading and its address is complete."""
    page.goto(address)
    settled(page, "h1")
    wait_for_link(page, lambda path, query: "lang" in query)
    return page


def link(page: Page) -> tuple[str, dict[str, str]]:
    """The path and the query in the address line."""
    return _parts(page.url)


def wait_for_link(page: Page, wanted: Callable[[str, dict[str, str]], bool]) -> None:
    """Wait until the path and the query of the address line are as wanted."""
    try:
        page.wait_for_url(lambda url: wanted(*_parts(url)), timeout=SETTLE_MS)
    except WaitedTooLong:
        raise AssertionError(f"the address line shows {page.url}") from None


def wait_for_page(page: Page, path: str, /, **query: str) -> None:
    """Wait until the address line names this path and at least these values, and the page is drawn."""
    wait_for_link(page, lambda at, found: at == path and query.items() <= found.items())
    settled(page, "h1")


def panel(page: Page, key: str) -> Locator:
    return page.locator(f".st-key-panel_{key}")


def text_in(page: Page, key: str, text: str) -> Locator:
    """The first text of a panel's list or chart that contains these words, once it is drawn."""
    drawn = panel(page, key).locator(".list, svg.marks text")
    found = drawn.get_by_text(text).or_(drawn.filter(has_text=text).and_(page.locator("text"))).first
    expect(found).to_be_visible(timeout=SETTLE_MS)
    return found


def click_text(page: Page, key: str, text: str) -> None:
    """Click these words of a panel's list, wherever the page has moved them."""
    text_in(page, key, text).click(timeout=SETTLE_MS)


def row_of(page: Page, key: str, name: str) -> Locator:
    """The row of a table that is headed by this name."""
    return panel(page, key).get_by_role("row").filter(has=page.get_by_role("rowheader", name=name, exact=True))


def bar_of(page: Page, key: str, name: str) -> FloatRect:
    """Where the bar in a row of a table is, once it is on the screen."""
    bar = row_of(page, key, name).locator("i.bar").first
    bar.scroll_into_view_if_needed(timeout=SETTLE_MS)
    return box_of(bar)


def click_bar(page: Page, key: str, name: str) -> None:
    """Click a row's bar at its lower left corner."""
    bar = bar_of(page, key, name)
    page.mouse.click(bar["x"] + 2, bar["y"] + bar["height"] - 3)


def go_to(page: Page, name: str, menu: str = "") -> None:
    """Click a page in the navigation, in the menu of its group where it has one."""
    if menu:
        page.get_by_test_id("stHeader").get_by_role("button", name=menu, exact=True).click()
    page.get_by_role("menuitem" if menu else "link", name=name, exact=True).click()


def choose(page: Page, label: str, option: str) -> None:
    """Choose an option of the select box with this label."""
    box = page.get_by_role("combobox", name=label, exact=True)
    box.click()
    # Of a long list only a part is there; what is typed narrows it.
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).click()


def box_of(found: Locator) -> FloatRect:
    box = found.bounding_box()
    assert box is not None, "not on the screen"
    return box


def _parts(url: str) -> tuple[str, dict[str, str]]:
    parts = urlsplit(url)
    return parts.path, dict(parse_qsl(parts.query))
