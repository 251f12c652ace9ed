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


def wait_for_page(page: Page, path: str, **query: str) -> None:
    """Wait until the address line names this path and at least these values, and the page is drawn."""
    wait_for_link(page, lambda at, found: at == path and query.items() <= found.items())
    settled(page, "h1")


def panel(page: Page, key: str) -> Locator:
    return page.locator(f".st-key-panel_{key}")


def chart_text(page: Page, key: str, text: str) -> Locator:
    """The first text of a panel's chart that contains these words, once it is drawn."""
    found = panel(page, key).locator("svg.marks text, svg.main-svg text").filter(has_text=text).first
    expect(found).to_be_visible(timeout=SETTLE_MS)
    found.scroll_into_view_if_needed()
    return found


def click_text(page: Page, key: str, text: str) -> None:
    """Click where these words stand in a panel's chart."""
    box = box_of(chart_text(page, key, text))
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def bar_of(page: Page, key: str, unit: str) -> FloatRect:
    """Where the bar in a unit's row of a ranking is."""
    name = box_of(chart_text(page, key, unit))
    middle = name["y"] + name["height"] / 2
    # What can be clicked is the whole row, unseen.
    bars = panel(page, key).locator("svg.marks .mark-rect path:not([opacity='0'])")
    boxes: list[FloatRect] = bars.evaluate_all("bars => bars.map(bar => bar.getBoundingClientRect().toJSON())")
    return next(box for box in boxes if box["y"] <= middle <= box["y"] + box["height"])


def click_bar(page: Page, key: str, unit: str) -> None:
    """Click a unit's bar at its lower left corner, beside the line of its interval."""
    bar = bar_of(page, key, unit)
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
