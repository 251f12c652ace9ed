"""A browser that is too old for the dashboard says so in both languages, in place of a white page."""

import re
import subprocess

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.running_app import ROOT, settled
from ui.shell import FLOOR
from wording import LANGUAGES, wording

OLD_BROWSER = ROOT / "var" / "old-chromium" / "chromium"
# As in Chromium before 112, which does not know the flag that Streamlit's scripts are written with.
OLD = """(() => {
    const now = RegExp;
    const old = function (pattern, flags) {
        if (flags && flags.includes("v")) throw new SyntaxError("Invalid flags");
        return new now(pattern, flags);
    };
    old.prototype = now.prototype;
    window.RegExp = old;
})()"""


def test_a_browser_below_the_floor_reads_which_one_is_needed(demo_app: str, page: Page, watch: Watch) -> None:
    page.add_init_script(OLD)
    page.goto(demo_app)
    for language in LANGUAGES:
        words = wording(language)
        expect(page.get_by_role("heading", name=words("browser.too_old"))).to_be_visible()
        expect(page.get_by_text(words("browser.what_to_do", **FLOOR))).to_be_visible()
    expect(page.locator("#browser-floor-own")).to_contain_text("Chrome")
    expect(page.locator("#root")).to_be_hidden()
    page.goto("about:blank")
    # A script of Streamlit's asked for the flag, too.
    assert set(watch.errors) <= {"Invalid flags"}
    watch.forgive()


def test_a_browser_of_today_does_not_read_it(demo_app: str, page: Page) -> None:
    page.goto(demo_app)
    settled(page, "h1")
    expect(page.locator("#browser-floor")).to_have_count(0)


@pytest.mark.exhaustive
def test_the_last_browser_of_windows_7_reads_it(demo_app: str) -> None:
    assert OLD_BROWSER.exists(), "there is no old Chromium: run 'sh tests/install_programs all'"
    alone = ("--headless", "--no-sandbox", "--no-zygote", "--single-process", "--disable-gpu")
    asked = [str(OLD_BROWSER), *alone, "--virtual-time-budget=5000", "--dump-dom", demo_app]
    page = subprocess.run(asked, capture_output=True, text=True, timeout=120).stdout
    assert re.search(r'<html[^>]* class="[^"]*too-old', page)
    (shown,) = re.findall(r'<div id="browser-floor"[^>]*>', page)
    assert "hidden" not in shown
    assert "HeadlessChrome/109" in page
