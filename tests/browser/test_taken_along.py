"""A download belongs to the browser that it was made for."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.pointing import open_page, panel
from tests.running_app import settled


@pytest.mark.long
def test_a_download_is_given_to_the_browser_it_was_made_for_and_to_no_other(
    demo_app: str, page: Page, browser: Browser
) -> None:
    open_page(page, f"{demo_app}/rankings?indicator=settlement_rate")
    with page.expect_download() as waiting:
        panel(page, "ranking").get_by_test_id("stDownloadButton").get_by_role("button").click()
    link = waiting.value.url
    assert page.request.get(link).body().startswith(b"PK"), "a workbook"
    stranger = browser.new_context()
    try:
        # Without a cookie, with another page's, and with a cookie that is none.
        assert stranger.request.get(link).status == 404
        its_page = stranger.new_page()
        its_page.goto(demo_app)
        settled(its_page, "h1")
        answer = stranger.request.get(link)
        assert (answer.status, answer.body()[:2]) == (404, b"<!")
        assert "浏览器" in answer.text()
        icon = its_page.evaluate("document.querySelector('link[rel~=icon]').href")
        assert "/media/" in icon
        assert stranger.request.get(icon).ok, "what every page shows"
    finally:
        stranger.close()
    forged = {"Cookie": "_streamlit_xsrf=2|00|00|x"}
    assert page.request.get(link, headers=forged).status == 404
