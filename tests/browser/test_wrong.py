"""When a page fails under the real server, its reader gets a sentence and the log the details."""

from pathlib import Path

from playwright.sync_api import Page, expect
from sqlalchemy import text

from data_access.store.engine import writer_engine
from tests.browser.pointing import open_page
from tests.running_app import running_app, settled
from wording import wording


def test_a_failed_page_shows_a_sentence_and_the_others_still_open(
    demo_copy_url: str, tmp_path: Path, page: Page
) -> None:
    engine = writer_engine(demo_copy_url)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE load_batch RENAME COLUMN loaded_at TO lost"))
    engine.dispose()
    log = tmp_path / "log"
    with running_app(demo_copy_url, log) as address:
        for language in ("zh", "en"):
            page.goto(f"{address}/?lang={language}")
            settled(page, f"text={wording(language)('wrong.page')}")
            expect(page.get_by_test_id("stException")).to_have_count(0)
            shown = page.locator("body").inner_text()
            assert [word for word in ("Traceback", "loaded_at", "sqlite", ".py") if word in shown] == []
        open_page(page, f"{address}/rankings")
        expect(page.get_by_text(wording("zh")("wrong.page"))).to_have_count(0)
    assert "no such column: load_batch.loaded_at" in log.read_text(encoding="utf-8")
