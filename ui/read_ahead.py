"""What the other screens of a projected page need is read while their version is still in the database.

A load may come between two screens. The meeting goes on with the version it began with, and what was not read of that
by then is gone; from figures that were read a screen is drawn without asking the database.
"""

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from data_access.reading.cached import engine
from data_access.reading.reader import reading
from data_access.reading.readiness import DatabaseNotReadyError
from data_access.reading.turns import LAST
from panels.declare import Context, Panel
from ui.view import View

log = logging.getLogger("dashboard")
THREAD = "read-ahead"
# Of a reader's session: of which version and selection everything has been read.
_READ = "read_ahead"


def read_ahead(view: View) -> None:
    """Start a thread that reads the figures of all the page's screens, once for each version and selection."""
    look = repr((view.page.key, view.context.state, view.context.selection.with_(project="")))
    if st.session_state.get(_READ) == look:
        return
    st.session_state[_READ] = look
    screens = list(view.screens)
    threading.Thread(target=_read, args=(view, screens), name=THREAD, daemon=True).start()


def _read(view: View, screens: Sequence[tuple[Panel, Context]]) -> None:
    try:
        for panel, context in screens:
            began = time.perf_counter()
            with reading(engine(), view.reader.viewer) as reader:
                if reader.state() != context.state:
                    return
                reader.since = LAST
                reader.remember_units(view.reader.units())
                reader.remember_dates(view.reader.dates())
                own = replace(view, reader=reader)
                reader.keep_with(own.kept)
                own.figures(panel, context)
                if not panel.names_missing:
                    own.missing(panel.asked(context))
            # The screen that is being drawn comes first.
            time.sleep(time.perf_counter() - began)
    except DatabaseNotReadyError:
        return
    except Exception as error:
        log.error("what %s needs on the projector was not read ahead", view.page.key, exc_info=error)
