"""What is made before the first reader comes: he finds it, after a restart too, and a load makes nobody wait."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data_access.reading.cached import engine
from data_access.reading.reader import reading
from data_access.reading.readiness import DatabaseNotReadyError, State
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import URL_SETTING, writer_engine
from data_access.store.state import raise_version
from panels.declare import Finding
from panels.drawing import Drawing
from tests.ui.app_page import FRAME, statements_on
from tests.ui.test_pages import faults
from ui import pictures
from ui.beforehand import first_pages, further_pages, usual_pages
from ui.choices import choices_of
from ui.registry import PAGES
from ui.shown import forget_what_was_purged, note_ready
from ui.warm_up import INTERVAL, LONGEST_PAUSE, MADE, look_once, make_pictures, make_ready, make_shared, maker_beside
from wording import LANGUAGES


def state_now() -> State:
    with reading(engine(), ALL_SEEING) as reader:
        return reader.state()


def make_first_page() -> None:
    """Make the pictures of the overview over the usual period, after whatever another database had purged."""
    forget_what_was_purged(state_now())
    assert make_pictures(state_now(), lambda choices: islice(first_pages(choices), 1))


def test_archives_of_the_running_period_and_of_the_one_before_are_made_before_another_language(excerpt: str) -> None:
    with reading(engine(), ALL_SEEING) as reader:
        choices = choices_of(reader, reader.state())
    asked = [(selection.language, selection.period, selection.unit) for _, selection in further_pages(choices)]
    house, running = asked[0][:2]
    before = asked[len(asked) // len(LANGUAGES) - 1][1]
    assert before.last < running.first
    wanted = {(house, period, unit) for period in (running, before) for unit in choices.units}
    own_language = [each for each in asked if each[0] == house]
    assert wanted <= set(own_language)
    assert asked[: len(own_language)] == own_language


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    st.cache_data.clear()
    yield
    note_ready(None)


def test_a_page_made_beforehand_reads_nothing_but_whether_something_is_new(excerpt: str) -> None:
    make_first_page()
    with statements_on(engine()) as sent:
        app = AppTest.from_file(FRAME, default_timeout=60).run()
    assert faults(app) == []
    assert len(sent) == 1, sent
    assert "FROM database_state" in sent[0]


def test_there_is_nothing_to_make_where_nothing_is_loaded(without_tables: str) -> None:
    with pytest.raises(DatabaseNotReadyError):
        make_ready(state_now())


@pytest.mark.long
def test_a_restart_finds_the_pictures_that_were_made_before(
    excerpt: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(pictures.SETTING, str(tmp_path / "pictures"))
    make_first_page()
    made = sorted((tmp_path / "pictures").rglob("*.json"))
    assert made
    assert {path.parent.name for path in made} == {state_now().version_code}
    st.cache_data.clear()
    with statements_on(engine()) as sent:
        assert faults(AppTest.from_file(FRAME, default_timeout=60).run()) == []
    # What can be chosen is read, and of no panel a figure, nor of the heading, which weighs several.
    assert [statement for statement in sent if "sum(monthly_tally.value) AS value" in statement] == [], sent
    for path in made:
        path.write_text("half a pict", encoding="utf-8")
    st.cache_data.clear()
    assert faults(AppTest.from_file(FRAME, default_timeout=60).run()) == []
    pictures.keep_only({"another version"})
    assert not list((tmp_path / "pictures").iterdir())


@pytest.mark.long
def test_a_page_is_shown_as_it_was_until_the_pictures_of_a_load_are_made(excerpt_copy: str) -> None:
    make_first_page()
    before = state_now()
    note_ready(before)
    load(excerpt_copy)
    with statements_on(engine()) as sent:
        app = AppTest.from_file(FRAME, default_timeout=60).run()
    assert faults(app) == []
    assert version_on(app) == before.data_version
    assert len(sent) == 1, sent
    make_first_page()
    note_ready(state_now())
    assert version_on(AppTest.from_file(FRAME, default_timeout=60).run()) == before.data_version + 1


def test_what_was_not_kept_of_the_version_before_is_shown_of_the_latest_with_all_beside_it(excerpt_copy: str) -> None:
    make_first_page()
    before = state_now()
    note_ready(before)
    load(excerpt_copy)
    app = AppTest.from_file(FRAME, default_timeout=60)
    app.query_params["period"] = "2023"
    app.run()
    assert faults(app) == []
    assert version_on(app) == before.data_version + 1


def load(url: str) -> None:
    """Raise the data version, as every load does."""
    writer = writer_engine(url)
    with writer.begin() as connection:
        raise_version(connection)
    writer.dispose()


def test_a_server_makes_its_pictures_also_when_the_shell_that_started_it_is_gone(
    excerpt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    started_by = os.getppid()
    monkeypatch.setattr(os, "getppid", lambda: 1)
    assert make_pictures(state_now(), lambda choices: islice(first_pages(choices), 1))
    # The process beside it ends with its server.
    assert not make_pictures(state_now(), lambda choices: islice(first_pages(choices), 1), server=started_by)


def test_no_process_is_left_behind_when_other_data_come_before_its_pictures_are_made(
    excerpt_copy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(pictures.SETTING, str(tmp_path))
    started: list[subprocess.Popen[str]] = []

    class Noted(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **named)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    before = state_now()
    load(excerpt_copy)
    make_ready(before)
    assert [maker.returncode is not None for maker in started] == [True]


def test_pages_over_another_selection_find_what_all_share(excerpt: str) -> None:
    assert make_pictures(state_now(), usual_pages, make_shared)
    with statements_on(engine()) as sent:
        app = AppTest.from_file(FRAME, default_timeout=60)
        app.query_params["versus"] = "peers"
        assert faults(app.run()) == []
    added_up = [each for each in sent if "GROUP BY monthly_tally.tally_key, monthly_tally.unit_id" in each]
    assert added_up == [], "where every member stands is known"


def version_on(app: AppTest) -> int:
    """The data version that the page says it shows."""
    stamp = next(each.value for each in app.caption if "数据版本" in each.value)
    return int(re.search(r"数据版本 ?(\d+)", stamp).group(1))  # type: ignore[union-attr]


def test_a_process_of_its_own_makes_the_pictures_of_the_first_pages_into_files(excerpt: str, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    settings = {**os.environ, URL_SETTING: excerpt, pictures.SETTING: str(folder)}
    with subprocess.Popen(
        [sys.executable, "-m", "ui.warm_up"], cwd=pictures.ROOT, env=settings, stdout=subprocess.PIPE, text=True
    ) as maker:
        assert maker.stdout is not None
        assert maker.stdout.readline().strip() == MADE
        made = len(list(folder.rglob("*.json")))
        maker.kill()
    assert made > len(PAGES)


def test_the_process_that_makes_pictures_does_not_outlive_a_failure_beside_it(
    excerpt: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(pictures.SETTING, str(tmp_path))
    makers = []

    def fail_beside_it() -> None:
        with maker_beside() as maker:
            assert maker is not None
            assert maker.poll() is None
            makers.append(maker)
            raise DatabaseNotReadyError("too_slow")

    with pytest.raises(DatabaseNotReadyError):
        fail_beside_it()
    assert makers[0].returncode == -signal.SIGTERM


def test_what_fails_is_tried_again_less_and_less_often_until_it_works(excerpt_copy: str) -> None:
    with closing(sqlite3.connect(excerpt_copy.removeprefix("sqlite:///"))) as database:
        database.execute("DROP TABLE unit")
    pauses = list(accumulate(range(8), lambda pause, _: look_once(pause), initial=INTERVAL))
    assert pauses[:3] == [INTERVAL, 2 * INTERVAL, 4 * INTERVAL]
    assert pauses[-1] == LONGEST_PAUSE
    note_ready(state_now())
    assert look_once(LONGEST_PAUSE) == INTERVAL


def test_where_no_tables_are_it_is_asked_as_often_as_ever(without_tables: str) -> None:
    assert look_once(LONGEST_PAUSE) == INTERVAL


def test_a_picture_whose_sentence_rests_on_verdicts_is_kept_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(pictures.SETTING, str(tmp_path))
    finding = Finding("云泊县接近界限", verdicts={("C07", "loss_rate"): "unclear"})
    drawn = pictures.Picture(finding, Drawing())
    pictures.picture("v", "who", lambda: drawn)
    again = pictures.picture("v", "who", lambda: pytest.fail("it was made again"))
    assert (again.finding.sentence, again.drawing) == (finding.sentence, drawn.drawing)
