"""What costs time once is done before the first reader comes: at the start, and after each load.

A thread runs every page as the projector does, which says its panels without drawing them, and keeps their pictures.
A reader who comes earlier waits for the one being made and does not make it again.
"""

import logging
import os
import runpy
import threading
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from data_access.asked.periods import Period, period_codes
from data_access.asked.selection import Choices, Selection, default_selection
from data_access.reading.cached import engine
from data_access.reading.reader import reading
from data_access.reading.readiness import DatabaseNotReadyError
from data_access.reading.viewer import ALL_SEEING
from panels.declare import Context
from ui.address import seen_by
from ui.choices import choices_of
from ui.registry import PAGES, PageEntry
from ui.view import FIRST_SCREEN, View, set_current
from wording import LANGUAGES, wording

log = logging.getLogger("dashboard")
PAGES_FOLDER = Path(__file__).parent.parent / "pages"
# How often it is asked whether other data have been loaded, in seconds.
INTERVAL = 5
# Periods of the usual grain that are made ready: the running one and the one before.
PERIODS = 2
THREAD = "warm-up"
# An environment variable; "off" leaves making pictures to the readers who ask for them.
SETTING = "DASHBOARD_WARM_UP"


def warm_up() -> None:
    """Load catalogues and start the thread that makes pictures, unless it is turned off; it ends with the server."""
    for language in LANGUAGES:
        wording(language)
    if os.environ.get(SETTING, "") == "off":
        return
    # Streamlit warns of elements that are made without a session: this thread draws none that anybody sees.
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").addFilter(_is_of_a_session)
    threading.Thread(target=_keep_warm, name=THREAD, daemon=True).start()


def _is_of_a_session(record: logging.LogRecord) -> bool:
    return record.threadName != THREAD


def _keep_warm() -> None:
    warm = 0
    while True:
        try:
            warm = _warm_unless(warm)
        except DatabaseNotReadyError:
            # The page says so to its reader.
            warm = 0
        except Exception as error:
            log.error("pictures were not made beforehand", exc_info=error)
        time.sleep(INTERVAL)


def _warm_unless(version: int) -> int:
    """Make the pictures of the data's version unless it is the one given; returns the version that is warm now."""
    with reading(engine(), ALL_SEEING) as reader:
        now = reader.state().data_version
    return version if now == version else make_pictures()


def make_pictures(most: int | None = None) -> int:
    """Make the pictures that readers ask for first, of all pages or of ``most``; returns the data version they are of.

    Stops early when other data are loaded meanwhile.
    """
    with reading(engine(), ALL_SEEING) as reader:
        state = reader.state()
        choices = choices_of(reader, state)
    for entry, selection in islice(_asked_first(choices), most):
        with reading(engine(), ALL_SEEING) as reader:
            if reader.state() != state:
                break
            choices_of(reader, state)
            _make(View(reader, Context(seen_by(selection, choices, entry), state, choices), entry, {}))
    return state.data_version


def _asked_first(choices: Choices) -> Iterator[tuple[PageEntry, Selection]]:
    """Each page over the latest periods, then every archive; first in the language of the house."""
    listed = [entry for entry in PAGES if not entry.hidden]
    if not choices.groups:
        return
    for language in LANGUAGES:
        usual = default_selection(choices, language).with_(project=FIRST_SCREEN)
        for period in _periods(usual, choices):
            for entry in listed:
                unit = choices.counties[0][0] if entry.about_unit and choices.counties else ""
                yield entry, usual.with_(period=period, unit=unit)
                if "indicator" in entry.own_keys:
                    yield entry, usual.with_(period=period, indicator=choices.default_indicator)
        archive = next(entry for entry in listed if entry.about_unit)
        for unit in choices.units:
            yield archive, usual.with_(unit=unit)


def _periods(usual: Selection, choices: Choices) -> list[Period]:
    grain = usual.period.grain
    codes = period_codes(grain, choices.first_month, choices.usual_month)[:PERIODS]
    found = [choices.period(grain, code) for code in codes]
    return [period for period in found if period is not None]


def _make(view: View) -> None:
    """Let the page say its panels, and keep the picture of each; readers come first."""
    view.reader.keep_with(view.kept)
    set_current(view)
    runpy.run_path(str(PAGES_FOLDER / view.page.file))
    for panel, context in view.screens:
        began = time.perf_counter()
        try:
            view.picture(panel, context)
        except DatabaseNotReadyError:
            raise
        except Exception as error:
            log.error("the picture of panel %s was not made beforehand", panel.key, exc_info=error)
        time.sleep(time.perf_counter() - began)
