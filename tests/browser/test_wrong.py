"""When a panel or a page fails under the real server, its reader gets a sentence and the log the details."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from data_access.store.engine import writer_engine
from panels.freshness import FRESHNESS
from tests.browser.pointing import open_page
from tests.running_app import running_app, settled
from wording import wording


def rename(url: str, table: str, column: str, new: str = "lost") -> None:
    engine = writer_engine(url)
    with engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {table} RENAME COLUMN {column} TO {new}"))
    engine.dispose()


@pytest.mark.exhaustive
def test_a_panel_that_fails_says_so_in_its_place_and_the_page_goes_on(
    demo_copy_url: str, tmp_path: Path, page: Page
) -> None:
    rename(demo_copy_url, "load_batch", "loaded_at")
    log = tmp_path / "log"
    with running_app(demo_copy_url, log) as address:
        for language in ("zh", "en"):
            words = wording(language)
            open_page(page, f"{address}/?lang={language}")
            failed = page.locator(".st-key-panel_freshness .st-key-failed_freshness")
            expect(failed).to_contain_text(words("wrong.panel", question=FRESHNESS.question(words)))
            expect(failed).to_contain_text(words("wrong.rest_holds"))
            expect(page.locator("h3")).to_have_count(4)
            expect(page.get_by_text(words("wrong.page"))).to_have_count(0)
    assert "panel freshness failed on /overview?" in log.read_text(encoding="utf-8")
    assert "no such column: load_batch.loaded_at" in log.read_text(encoding="utf-8")


@pytest.mark.long
def test_a_failed_page_shows_a_sentence_and_opens_again_once_it_is_mended(
    excerpt_copy_url: str, tmp_path: Path, page: Page
) -> None:
    rename(excerpt_copy_url, "publication", "published_at")
    log = tmp_path / "log"
    with running_app(excerpt_copy_url, log) as address:
        for language in ("zh", "en"):
            page.goto(f"{address}/?lang={language}")
            settled(page, f"text={wording(language)('wrong.page')}")
            expect(page.get_by_test_id("stException")).to_have_count(0)
            shown = page.locator("body").inner_text()
            assert [word for word in ("Traceback", "published_at", "sqlite", ".py") if word in shown] == []
        rename(excerpt_copy_url, "publication", "lost", "published_at")
        open_page(page, f"{address}/rankings")
        expect(page.get_by_text(wording("zh")("wrong.page"))).to_have_count(0)
        # The page asks for the rest of its scripts as long as it is open, and the server ends here.
        page.goto("about:blank")
    assert "no such column: publication.published_at" in log.read_text(encoding="utf-8")
