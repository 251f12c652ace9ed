"""What costs time once is done before the first reader comes: at the start, and after each load.

A thread runs every page as the projector does, which says its panels without drawing them, and keeps their pictures.
A reader who comes earlier waits for the one being made and does not make it again.
"""

import logging
import os
import runpy
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import panels
import ui
from data_access.asked.selection import Choices, Selection
from data_access.publishing.publications import rank_history
from data_access.publishing.seen_assessment import seen_assessment
from data_access.reading.cached import engine
from data_access.reading.reader import reading
from data_access.reading.readiness import DatabaseNotReadyError, State
from data_access.reading.turns import LAST
from data_access.reading.viewer import ALL_SEEING
from panels.declare import Context
from panels.peers import peer_standing
from panels.rank_moves import RANK_MOVES
from ui import garbage
from ui.access import Seat
from ui.address import seen_by
from ui.beforehand import earlier_pages, first_pages, further_pages, usual_pages
from ui.choices import choices_of
from ui.logs import hold_nothing_personal
from ui.pictures import ROOT, in_files, keep_only
from ui.registry import PageEntry
from ui.shown import forget_what_was_purged, note_ready, readers_are_here, ready_version, wait_for_another
from ui.view import View, set_current
from wording import LANGUAGES, wording

log = logging.getLogger("dashboard")
PAGES_FOLDER = Path(__file__).parent.parent / "pages"
# How often it is asked whether other data have been loaded, in seconds.
INTERVAL = 5.0
# After failures it is asked less and less often, but within so many seconds.
LONGEST_PAUSE = 300.0
THREAD = "warm-up"
# An environment variable; "off" leaves making pictures to the readers who ask for them.
SETTING = "DASHBOARD_WARM_UP"
# What the process that makes pictures says when those of the first pages are there.
MADE = "made"
# It leaves the processor to readers.
NICENESS = 10


def import_pages() -> None:
    """Import what any page draws with, so that its first reader does not wait for that."""
    for room in (panels, ui):
        for module in walk_packages(room.__path__, f"{room.__name__}."):
            # The frame is a script: whoever imports it runs it.
            if module.name != "ui.frame":
                import_module(module.name)


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
    pause = INTERVAL
    while True:
        pause = look_once(pause)
        wait_for_another(pause)


def look_once(pause: float) -> float:
    """Make ready what is not; returns after how many seconds to look again.

    Where it failed, each time later, up to ``LONGEST_PAUSE``: what fails for want of time would not get more of it.
    """
    try:
        with reading(engine(), ALL_SEEING) as reader:
            state = reader.state()
        forget_what_was_purged(state)
    except DatabaseNotReadyError:
        # The page says so to its reader.
        note_ready(None)
        return INTERVAL
    try:
        if state != ready_version():
            make_ready(state)
        return INTERVAL
    except Exception as error:
        note_ready(None)
        log.error("pictures were not made beforehand", exc_info=error)
        return min(2 * pause, LONGEST_PAUSE)


def make_ready(state: State) -> None:
    """Make the pictures of a data version: those that nearly everybody opens first, then the others.

    From the first on the version is on screen; what is not yet made of it is made for whoever asks. Where pictures are
    kept in files, a process beside this one makes them, so that no reader shares a processor with the maker; what
    pages over other selections share is meanwhile made here, for no file holds it.
    """
    before = ready_version()
    with maker_beside() as maker:
        if maker and not make_pictures(state, usual_pages, make_shared):
            return
        if maker:
            _wait_for_first(maker)
        # What the maker made is read from its files, with what headings need beside them.
        if not make_pictures(state, first_pages):
            return
        note_ready(state)
        keep_only({each.version_code for each in (before, state) if each})
        if maker:
            make_pictures(state, earlier_pages, make_shared)
            maker.wait()
        else:
            make_pictures(state, further_pages)


@contextmanager
def maker_beside() -> Iterator[subprocess.Popen[str] | None]:
    """``python -m ui.warm_up``, which does not outlive what is done meanwhile, whether that fails or not.

    None where pictures are not kept in files, and when it cannot be started.
    """
    maker = _start_maker()
    if maker is None:
        yield None
        return
    with maker:
        try:
            yield maker
        finally:
            maker.terminate()


def _start_maker() -> subprocess.Popen[str] | None:
    if not in_files():
        return None
    try:
        return subprocess.Popen([sys.executable, "-m", "ui.warm_up"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    except OSError as error:
        log.warning("no process for making pictures: %s", error)
        return None


def _wait_for_first(maker: subprocess.Popen[str]) -> None:
    """Wait until the maker says that the pictures of the first pages are there, or ends without."""
    assert maker.stdout is not None
    maker.stdout.readline()


def main() -> None:
    """What the maker does: make the pictures of the data as they stand, saying when the first are made.

    It ends when the server that started it is gone.
    """
    server = os.getppid()
    os.nice(NICENESS)
    hold_nothing_personal()
    logging.getLogger("streamlit").setLevel(logging.ERROR)
    garbage.look_seldom()
    with reading(engine(), ALL_SEEING) as reader:
        state = reader.state()
    if make_pictures(state, first_pages, server=server):
        print(MADE, flush=True)
        make_pictures(state, further_pages, server=server)


def make_pictures(
    state: State,
    asked: Callable[[Choices], Iterable[tuple[PageEntry, Selection]]],
    make: Callable[[View], None] | None = None,
    *,
    server: int | None = None,
) -> bool:
    """Make the pictures of pages (or what else ``make`` makes of them), unless other data are loaded meanwhile; returns
    whether all are made.

    ``server``: the process that started this one, whose end ends it. A server itself outlives who started it: a shell
    that a session closes.
    """
    make = make or _make
    with reading(engine(), ALL_SEEING) as reader:
        choices = choices_of(reader, state)
    for entry, selection in asked(choices):
        with reading(engine(), ALL_SEEING) as reader:
            if reader.state() != state or (server and os.getppid() != server):
                return False
            reader.since = LAST
            choices_of(reader, state)
            seen = seen_by(selection, choices, entry)
            make(View(reader, Context(seen, state, choices, filters=entry.counted_by), entry, {}, Seat(local=True)))
    return True


def _make(view: View) -> None:
    """Let the page say its panels and headings, and keep the picture of each."""
    view.reader.keep_with(view.kept)
    set_current(view)
    runpy.run_path(str(PAGES_FOLDER / view.page.file))
    makes: list[Callable[[], object]] = [partial(view.picture, panel, context) for panel, context in view.screens]
    _make_each((*makes, *view.headings), view)


def make_shared(view: View) -> None:
    """Keep what pages over a period rest on: where every member stands, the assessments, and what was published."""
    reader, context = view.reader, view.context
    reader.keep_with(view.kept)
    period, scored = context.selection.period, context.choices.scored_groups
    makes: list[Callable[[], object]] = [partial(peer_standing, reader, context, ())]
    makes += [partial(seen_assessment, reader, group, period) for group in scored]
    makes += [partial(rank_history, reader, group) for group in scored]
    makes += [partial(view.missing, context), partial(view.figures, RANK_MOVES, context)]
    _make_each(makes, view)


def _make_each(makes: Iterable[Callable[[], object]], view: View) -> None:
    """Make one after the other; readers come first."""
    for make in makes:
        began = time.perf_counter()
        try:
            make()
        except DatabaseNotReadyError:
            raise
        except Exception as error:
            log.error("something of the page %s was not made beforehand", view.page.key, exc_info=error)
        if readers_are_here():
            time.sleep(time.perf_counter() - began)


if __name__ == "__main__":
    main()
