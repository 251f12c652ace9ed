"""A browser that is too old for the dashboard says so in both languages, in place of a white page."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.running_app import settled
from ui.shell import FLOOR
from wording import LANGUAGES, wording

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
