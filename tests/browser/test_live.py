"""What happens around a page that is looked at: a load, a screen on a wall, the server going away."""

import signal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data_access.store.engine import writer_engine
from data_access.store.state import raise_version
from tests.browser.conftest import Watch
from tests.browser.pointing import link, open_page, panel, wait_for_link
from tests.running_app import running_process
from wording import wording

WORDS = wording("zh")
STRIP = "#live-strip"


def load(url: str) -> None:
    """Raise the data version, as every load does."""
    writer = writer_engine(url)
    with writer.begin() as connection:
        raise_version(connection)
    writer.dispose()


def come_back_to(page: Page) -> None:
    """As who returns to the window: the page asks at once what has been loaded meanwhile."""
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def version_is(page: Page, version: int) -> None:
    expect(page.locator("body")).to_contain_text(WORDS("stamp.version", version=version))


def flip(page: Page, key: str) -> None:
    panel(page, key).get_by_role("switch", name="看表").locator("xpath=ancestor::label").click()


@pytest.mark.long
def test_a_load_is_said_and_changes_nothing_until_the_reader_says_so_and_a_lost_server_is_said_in_his_language(
    excerpt_copy_url: str, tmp_path: Path, page: Page, watch: Watch
) -> None:
    with running_process(excerpt_copy_url, tmp_path / "log") as (server, address):
        open_page(page, f"{address}/rankings")
        page.wait_for_function("document.querySelector('.live')")
        version = int(page.locator(".live").get_attribute("data-version") or 0)
        heading, strip = page.locator("h1").inner_text(), page.locator(STRIP)
        expect(strip).to_be_hidden()
        wall = page.context.new_page()
        open_page(wall, f"{address}/rankings?project=first&wall=1")
        expect(wall.locator(STRIP)).to_contain_text(f"数据版本 {version}，")
        load(excerpt_copy_url)

        # Nobody has said so: a flip leaves the heading, and the table is of the version on screen.
        flip(page, "ranking")
        expect(panel(page, "ranking").locator("table.table")).to_be_visible()
        assert page.locator("h1").inner_text() == heading
        version_is(page, version)
        come_back_to(page)
        expect(strip).to_contain_text(WORDS("live.newer", version=version + 1))
        strip.get_by_role("button", name=WORDS("live.keep", version=version)).click()
        expect(strip).to_contain_text(WORDS("live.still", version=version + 1))
        version_is(page, version)
        strip.get_by_role("button", name=WORDS("live.update")).click()
        version_is(page, version + 1)
        expect(strip).to_be_hidden()
        assert "update" not in link(page)[1]

        come_back_to(wall)
        version_is(wall, version + 1)
        expect(wall.locator(STRIP)).to_contain_text(f"数据版本 {version + 1}，")
        wait_for_link(wall, lambda _path, query: query.get("wall") == "1" and "update" not in query)
        wall.close()

        server.send_signal(signal.SIGKILL)
        expect(strip).to_contain_text(WORDS("live.away"))
        expect(page.get_by_test_id("stDialog").filter(visible=True)).to_have_count(0)
        page.goto("about:blank")
    # The browser said that a websocket had ended.
    watch.forgive()
