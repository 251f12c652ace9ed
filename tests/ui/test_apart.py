"""A panel that fails says so in its place and is logged, and the page goes on with the others."""

import io
import logging
import re
from typing import Any

import pytest
import streamlit as st
from python_calamine import CalamineWorkbook
from streamlit.testing.v1 import AppTest

from data_access.asked.selection import default_selection
from data_access.reading.available import choices_for
from data_access.reading.cached import engine
from data_access.reading.reader import reading
from data_access.reading.readiness import DatabaseNotReadyError
from data_access.reading.viewer import ALL_SEEING
from panels.declare import Context, Panel
from panels.disputes.rate_trend import RATE_TREND
from panels.funnel import FUNNEL
from panels.key_figures import KEY_FIGURES
from panels.rectification.lights import LIGHTS_PANEL
from panels.rectification.on_time import ON_TIME_BY_UNIT
from panels.scorecard import SCORECARD
from panels.scores import SCORES
from panels.what_if import WHAT_IF
from tests.cases import in_either_language
from tests.every_panel import PANELS
from tests.ui.app_page import blanks, findings, open_page, said, statements_on
from tests.ui.failing import PARTS, REASON, fail, failing, notice, plant
from tests.ui.test_pages import faults
from ui.access import Seat
from ui.draw import document
from ui.registry import BY_KEY, PAGES, PageEntry
from ui.view import View
from wording import wording

RANKINGS = BY_KEY["rankings"]
# A page of two panels: a ranking, which leads, and a funnel.
QUERY = {"indicator": "direct_correction_rate", "period": "2022-04~2026-03"}
REST_HOLDS = wording("zh")("wrong.rest_holds")


def flipped(app: AppTest, panel: Panel, part: str) -> AppTest:
    """The page as it shows this part of the panel."""
    return app.toggle(key=f"flip_{panel.key}").set_value(True).run() if part == "table" else app


# --- In its place --------------------------------------------------------------------------------------------------


@pytest.mark.one_in(3)
@pytest.mark.parametrize("part", PARTS)
def test_a_panel_that_fails_in_any_part_says_so_and_the_others_stay(
    excerpt: str, part: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    plant(monkeypatch, failing(FUNNEL, part))
    app = flipped(open_page(RANKINGS, **QUERY), FUNNEL, part)
    assert faults(app) == []
    assert [text for text in said(app) if text in (notice(FUNNEL), REST_HOLDS)] == [
        notice(FUNNEL),
        REST_HOLDS,
    ]
    assert "71.1%" in blanks(app.title[0].value)
    # What the panel could still say before it failed stays.
    assert len(findings(app)) == (1 if part == "table" else 0)
    assert REASON not in "".join(said(app))
    logged = [record for record in caplog.records if record.name == "dashboard"]
    assert {record.levelno for record in logged} == {logging.ERROR}
    assert all("panel funnel failed on /rankings?" in record.getMessage() for record in logged)
    assert "Traceback (most recent call last)" in caplog.text
    assert (REASON if part != "drawing" else "unheard of") in caplog.text


@pytest.mark.parametrize(("entry", "language"), in_either_language(PAGES, ids=lambda entry: entry.key))
@pytest.mark.one_in(3)
def test_a_page_stands_when_all_its_panels_fail(
    demo: str, entry: PageEntry, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch, *(failing(panel, "figures") for panel in PANELS))
    app = open_page(entry, lang=language)
    assert faults(app) == []
    texts = said(app)
    assert sum(notice(panel, language) in texts for panel in PANELS) >= 1
    assert blanks(app.title[0].value) == wording(language)(f"page.{entry.key}")
    assert wording(language)("wrong.heading") in texts


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("key", "panel"),
    [
        ("overview", KEY_FIGURES),
        ("disputes", RATE_TREND),
        ("rectification", LIGHTS_PANEL),
        ("rectification", ON_TIME_BY_UNIT),
        ("unit", SCORECARD),
    ],
    ids=lambda value: value if isinstance(value, str) else value.key,
)
def test_a_heading_made_of_a_panel_that_fails_is_the_pages_title_and_says_so(
    excerpt: str, key: str, panel: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch, failing(panel, "figures"))
    app = open_page(BY_KEY[key])
    assert faults(app) == []
    assert blanks(app.title[0].value) == wording("zh")(f"page.{key}")
    assert {wording("zh")("wrong.heading"), notice(panel)} <= set(said(app))
    assert len(findings(app)) > 1


def test_what_stands_around_a_panel_fails_alone_too(
    demo: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("panels.what_if.assessed", fail)
    monkeypatch.setattr("ui.closer.assessed", fail)
    st.cache_data.clear()
    app = open_page(BY_KEY["rankings"], section="what_if")
    assert faults(app) == []
    assert {wording("zh")("wrong.part"), notice(WHAT_IF)} <= set(said(app))
    assert notice(SCORES) not in said(app)
    assert "_switch failed" in caplog.text


# --- On the projector and in a workbook ----------------------------------------------------------------------------


@pytest.mark.one_in(2)
@pytest.mark.parametrize(("part", "language"), in_either_language(["figures", "finding", "chart", "drawing"]))
def test_a_projected_panel_that_fails_says_so_and_the_keys_go_on(
    excerpt: str, part: str, language: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    plant(monkeypatch, failing(FUNNEL, part))
    app = open_page(RANKINGS, **QUERY, lang=language, project="funnel")
    assert [error.message for error in app.exception] == []
    words = wording(language)
    assert {notice(FUNNEL, language), words("wrong.screens_hold")} <= set(said(app))
    assert any(words("stamp.version", version=1) in text for text in said(app))
    assert "screen of panel funnel failed" in caplog.text
    app.button(key="screen_after").click().run()
    assert app.query_params["project"] != "funnel"
    assert faults(app) == []


@pytest.mark.parametrize("part", ["figures", "finding", "table"])
def test_the_workbook_of_a_panel_that_fails_says_so(excerpt: str, part: str, caplog: pytest.LogCaptureFixture) -> None:
    panel = failing(FUNNEL, part)
    with reading(engine(), ALL_SEEING) as reader:
        state = reader.state()
        choices = choices_for(reader, reader.units(), state.data_as_of)
        context = Context(default_selection(choices), state, choices)
        content = document(panel, View(reader, context, RANKINGS, {}, Seat(local=True)), context)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert next(row[0] for row in sheet if row[0]) == notice(FUNNEL)
    rest, number = next(row[0] for row in sheet if str(row[0]).startswith(REST_HOLDS)).split("\n")
    assert re.search(r"failure (\d{5})", caplog.text).group(1) in number  # type: ignore[union-attr]
    assert rest == REST_HOLDS
    assert "download of panel funnel failed" in caplog.text
    assert REASON in caplog.text


# --- What passes, and what is kept -------------------------------------------------------------------------------


def test_a_failure_is_not_kept(excerpt: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as planted:
        plant(planted, failing(FUNNEL, "figures"))
        app = open_page(RANKINGS, **QUERY)
        assert notice(FUNNEL) in said(app)
    app.run()
    assert notice(FUNNEL) not in said(app)
    assert len(findings(app)) == 1


@pytest.mark.parametrize("part", ["finding", "chart"])
def test_a_page_with_a_failing_panel_that_was_shown_before_reads_only_whether_something_is_new(
    excerpt: str, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch, failing(FUNNEL, part))
    app = open_page(RANKINGS, **QUERY)
    with statements_on(engine()) as sent:
        app.run()
    assert len(sent) == 1, sent


def test_a_database_that_is_not_ready_is_the_whole_pages_affair(excerpt: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_slow(*_asked: Any) -> None:
        raise DatabaseNotReadyError("too_slow")

    plant(monkeypatch, failing(FUNNEL, "figures", too_slow))
    app = open_page(RANKINGS, **QUERY)
    assert wording("zh")("not_ready.too_slow.title") in said(app)
    assert notice(FUNNEL) not in said(app)


def test_streamlits_orders_to_stop_and_to_run_again_pass(
    excerpt: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    runs = []

    def ordered(*_asked: Any) -> Any:
        runs.append(len(runs))
        st.rerun() if len(runs) == 1 else st.stop()

    plant(monkeypatch, failing(FUNNEL, "indicators", ordered))
    app = open_page(RANKINGS, **QUERY)
    assert len(runs) > 1
    assert not app.exception
    assert notice(FUNNEL) not in said(app)
    assert "failed" not in caplog.text


# --- By its number ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("project", ["", "funnel"])
def test_a_panel_that_fails_gives_the_number_under_which_the_log_has_it(
    excerpt: str, project: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    plant(monkeypatch, failing(FUNNEL, "figures"))
    app = open_page(RANKINGS, **QUERY, project=project or "none")
    (number,) = re.findall(r"failure (\d{5}): (?:screen of )?panel funnel failed", caplog.text)[-1:]
    assert [text for text in said(app) if number in text and text != number]


def test_a_workbook_and_a_heading_that_fail_give_theirs(
    excerpt: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    plant(monkeypatch, failing(KEY_FIGURES, "figures"))
    app = open_page(BY_KEY["overview"])
    numbers = set(re.findall(r"failure (\d{5}): (?:heading|panel key_figures) failed", caplog.text))
    assert len(numbers) == 2
    assert all(any(number in text for text in said(app)) for number in numbers)
