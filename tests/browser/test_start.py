"""The app starts, answers its first reader, and asks no other machine for anything."""

from playwright.sync_api import Page

from tests.browser.conftest import Watch
from tests.running_app import settled

COMPILING = """() => {
    const script = document.createElement("script");
    script.textContent = `setTimeout(() => {
        try { window.compiled = eval("1 + 1"); } catch (error) { window.compiled = String(error); }
    })`;
    document.head.append(script);
}"""


def test_the_first_page_opens_without_a_request_to_another_machine(demo_app: str, page: Page, watch: Watch) -> None:
    page.goto(demo_app)
    settled(page, "h1")
    assert watch.outside == []


def test_a_request_to_another_machine_is_noticed(page: Page, watch: Watch) -> None:
    page.goto("about:blank")
    page.evaluate("fetch('http://localhost:9/outside').catch(() => null)")
    assert watch.outside == ["http://localhost:9/outside"]
    watch.forgive()


def test_the_browser_refuses_to_ask_another_machine_for_a_page_of_the_app(
    demo_app: str, page: Page, watch: Watch
) -> None:
    page.goto(demo_app)
    settled(page, "h1")
    page.evaluate("fetch('http://localhost:9/outside').catch(() => null)")
    assert watch.outside == []
    assert any("Content Security Policy" in error for error in watch.errors)
    watch.forgive()


def test_the_browser_compiles_no_text_of_a_page(demo_app: str, page: Page, watch: Watch) -> None:
    page.goto(demo_app)
    settled(page, "h1")
    # As a script of the page would: what a test asks of the browser itself is free of the policy.
    page.evaluate(COMPILING)
    page.wait_for_function("window.compiled !== undefined")
    assert "unsafe-eval" in page.evaluate("window.compiled")
    watch.forgive()
