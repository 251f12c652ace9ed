"""Which data version a session shows: the one it began with, until its reader says otherwise."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from sqlalchemy import select
from starlette.requests import Request
from streamlit.testing.v1 import AppTest

from data_access.ledgers.rectification import RECTIFICATION
from data_access.publishing.purging import purge
from data_access.reading.cached import engine
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import writer_engine
from data_access.store.state import raise_version
from tests.ui.app_page import charted, open_page, said, statements_on
from tests.ui.test_pages import faults
from ui.live import data_version
from ui.pictures import SETTING as PICTURES
from ui.registry import BY_KEY
from ui.shown import note_ready
from wording import wording

RANKING = BY_KEY["rankings"]
WORDS = wording("zh")


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    st.cache_data.clear()
    yield
    note_ready(None)


def load(url: str) -> None:
    """Raise the data version, as every load does."""
    writer = writer_engine(url)
    with writer.begin() as connection:
        raise_version(connection)
    writer.dispose()


def version_on(app: AppTest) -> int:
    """The data version that the page, or its screen, says it shows."""
    stamp = next(text for text in said(app) if "数据版本" in text and "live" not in text)
    return int(re.search(r"数据版本 ?(\d+)", stamp).group(1))  # type: ignore[union-attr]


def pressed(app: AppTest, key: str) -> AppTest:
    return app.button(key=f"screen_{key}").click().run()


def test_a_page_keeps_the_version_it_was_opened_with_and_asks_no_more_than_before(excerpt_copy: str) -> None:
    app = open_page(RANKING)
    before, heading = version_on(app), app.title[0].value
    load(excerpt_copy)
    with statements_on(engine()) as sent:
        app.run()
    assert faults(app) == []
    assert (version_on(app), app.title[0].value) == (before, heading)
    assert len(sent) == 1, sent


def test_its_reader_asks_for_the_latest_and_the_link_says_nothing_of_it_afterwards(excerpt_copy: str) -> None:
    app = open_page(RANKING)
    before = version_on(app)
    load(excerpt_copy)
    app.query_params["update"] = "1"
    app.run()
    assert version_on(app) == before + 1
    assert "update" not in app.query_params
    assert version_on(app.run()) == before + 1


def test_a_page_of_which_something_was_not_kept_is_of_the_latest_version_and_so_is_all_that_follows(
    excerpt_copy: str,
) -> None:
    app = open_page(RANKING)
    before = version_on(app)
    load(excerpt_copy)
    app.query_params["period"] = "2023"
    assert version_on(app.run()) == before + 1
    app.query_params["period"] = "2026"
    assert version_on(app.run()) == before + 1


def test_a_meeting_goes_through_all_screens_of_the_version_it_began_with(excerpt_copy: str) -> None:
    app = open_page(RANKING, project="first")
    before = version_on(app)
    # What the other screens need is read meanwhile; this waits until it is.
    with statements_on(engine()):
        load(excerpt_copy)
    with statements_on(engine()) as sent:
        first = app.query_params["project"]
        for _ in range(3):
            app = pressed(app, "after")
            assert faults(app) == [], app.query_params["project"]
            assert version_on(app) == before
            assert WORDS("live.not_kept", version=before) not in said(app)
    assert app.query_params["project"] != first
    assert len(sent) == 3, sent


def test_a_screen_that_was_not_kept_says_so_and_the_way_to_the_latest_stays_open(excerpt_copy: str) -> None:
    app = open_page(RANKING, project="first")
    before = version_on(app)
    load(excerpt_copy)
    app.query_params["period"] = "2023"
    app.run()
    assert WORDS("live.not_kept", version=before) in said(app)
    assert app.button(key="screen_back")
    app.query_params["update"] = "1"
    app.run()
    assert faults(app) == []
    assert version_on(app) == before + 1


def test_a_screen_on_a_wall_goes_on_with_every_load(excerpt_copy: str) -> None:
    app = open_page(RANKING, project="first", wall="1")
    before = version_on(app)
    load(excerpt_copy)
    assert version_on(app.run()) == before + 1
    assert app.query_params["wall"] == "1"
    assert version_on(pressed(app, "after")) == before + 1
    assert app.query_params["wall"] == "1"


def test_one_statement_tells_which_version_a_reader_would_be_shown_who_came_now(excerpt_copy: str) -> None:
    request = Request({"type": "http", "headers": []})
    with statements_on(engine()) as sent:
        before = data_version(request)
    assert len(sent) == 1, sent
    assert before.headers["cache-control"] == "no-store"
    load(excerpt_copy)
    assert data_version(request).body != before.body


def test_a_database_that_is_away_is_no_new_version(away: str) -> None:
    assert data_version(Request({"type": "http", "headers": []})).status_code == 503


# --- Purged ----------------------------------------------------------------------------------------------------------


@pytest.mark.long
def test_what_was_purged_is_in_no_page_that_goes_on_and_in_no_picture(
    demo_copy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PICTURES, str(tmp_path / "pictures"))
    issue = RECTIFICATION.table.c.issue
    with reading(engine(), ALL_SEEING) as reader:
        text = str(reader.frame(select(issue).where(RECTIFICATION.table.c.item_no == "ZG-2026-0200-008")).iat[0, 0])
    app = open_page(BY_KEY["item"], record="C02~ZG-2026-0200-008")
    assert text in words_on(app)
    assert pictures_with(text, tmp_path)
    writer = writer_engine(demo_copy)
    purge(writer, [text], trial=False)
    writer.dispose()
    app.run()
    assert text not in words_on(app)
    assert faults(app) == []
    assert pictures_with(text, tmp_path) == []


def words_on(app: AppTest) -> str:
    return "\n".join((*said(app), *charted(app)))


def pictures_with(text: str, folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.json") if text in path.read_text("utf-8")]
