"""What happens around a page while it is looked at: other data are loaded, the server goes away.

The page asks now and then which version the database holds, by one statement and without running again
(``assets/live.js``), and says what it hears at its lower edge. Which version it shows is for its reader to change.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from data_access.reading.cached import engine
from data_access.reading.reader import reading
from data_access.reading.readiness import DatabaseNotReadyError, OutdatedError, State
from ui.access import seat_of
from ui.shown import is_held, offered
from wording import Wording

# Where a page asks, relative to its own address.
ADDRESS = "data-version"
# What the script puts into a sentence itself.
_FILLED_IN = {name: f"{{{name}}}" for name in ("version", "before", "time")}
_SAID = ("newer", "update", "keep", "still", "changed", "seen", "since", "away")
_NOT_KEPT = Markup('<p class="not-kept"><b>{}</b> {} <a data-update href="?">{}</a></p>')


def data_version(request: Request) -> Response:
    """The version that a reader would be shown who came now: {"version": 9, "code": "…"}, in one statement.

    503 while the database cannot be read: the page says why once it is asked for something; 403 to a stranger.
    """
    seat = seat_of(request)
    if not seat.is_known:
        return Response(status_code=403)
    try:
        with reading(engine(), seat.viewer()) as reader:
            state = offered(reader.state())
    except DatabaseNotReadyError:
        return Response(status_code=503)
    answer = {"version": state.data_version, "code": state.version_code}
    return JSONResponse(answer, headers={"Cache-Control": "no-store"})


def draw_live(state: State, words: Wording, *, on_wall: bool) -> None:
    """What the script needs to know of the page: its version, and the sentences in its language; nobody sees it."""
    said = {name: words(f"live.{name}", **_FILLED_IN) for name in _SAID}
    known = {"code": state.version_code, "version": state.data_version, "wall": "1" if on_wall else ""}
    given = Markup("").join(Markup(' data-{}="{}"').format(name, value) for name, value in (known | said).items())
    st.html(Markup('<div class="live" hidden{}>&nbsp;</div>').format(given))


@contextmanager
def said_when_not_kept(state: State, words: Wording) -> Iterator[None]:
    """What was not kept of a version that its reader has seen says so in its place; else ``OutdatedError`` passes."""
    try:
        yield
    except OutdatedError:
        if not is_held():
            raise
        say_not_kept(state, words)


def say_not_kept(state: State, words: Wording) -> None:
    """In the place of what was not kept of the version on screen: that it was not, and the way to the latest."""
    sentence = words("live.not_kept", version=state.data_version)
    st.html(_NOT_KEPT.format(sentence, words("live.not_kept_what"), words("live.update")))
