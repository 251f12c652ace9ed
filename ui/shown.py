"""Which data version is on screen: the one a reader's session began with, until he asks for the latest.

A load in the middle of a meeting would otherwise turn a sentence into another between two slides. What a session shows
of an earlier version than the database holds is what was kept of it; a page never mixes the two. A new session begins
with the latest version, or with the one before while the pictures of the latest are being made, so that nobody waits.
"""

import math
import threading
import time
from dataclasses import dataclass

import streamlit as st

from data_access.reading.cached import forget
from data_access.reading.reader import Reader
from data_access.reading.readiness import State
from ui.pictures import keep_only

# After so many seconds the latest version is shown, whatever is ready.
LONGEST = 90.0
# Who has asked within so many seconds will soon ask again.
HERE = 5.0
# Of a reader's session: the version that it shows, whether it had shown that before this run, and that the next run
# goes on with the one it was given.
_SHOWN, _HELD, _GIVEN = "shown_version", "version_is_held", "version_is_given"
# In a link: show the latest (for one run), and go on with every load (for a screen that nobody touches).
UPDATE, WALL = "update", "wall"


@dataclass
class _Ready:
    """The version whose pictures are made, when another one was first seen, and when a page was last asked for."""

    state: State | None = None
    other: State | None = None
    since: float = 0.0
    asked: float = -math.inf
    # How often something had been purged, when it was last looked.
    purges: int | None = None


_ready, _lock, _wanted = _Ready(), threading.Lock(), threading.Event()


def note_ready(state: State | None) -> None:
    """Say of which version pictures are ready; None when they are of none."""
    with _lock:
        _ready.state, _ready.other = state, None


def forget_what_was_purged(latest: State) -> None:
    """Let go of every answer and picture that was made before a text was purged, in memory and in files."""
    with _lock:
        before, _ready.purges = _ready.purges, latest.purges
        if before in (None, latest.purges):
            return
        _ready.state = _ready.other = None
    forget()
    keep_only({latest.version_code})


def ready_version() -> State | None:
    """The version whose pictures are ready."""
    return _ready.state


def wait_for_another(seconds: float) -> None:
    """Return when a reader has seen a version whose pictures are not ready, or after so many seconds."""
    _wanted.wait(seconds)
    _wanted.clear()


def readers_are_here() -> bool:
    """Whether somebody has asked for a page in the last seconds."""
    return time.monotonic() - _ready.asked < HERE


def shown(reader: Reader) -> State:
    """The version that this run of a page shows; of an earlier one the reader then answers with what is kept alone."""
    _ready.asked = time.monotonic()
    latest = reader.state()
    forget_what_was_purged(latest)
    begun: State | None = st.session_state.get(_SHOWN)
    if begun and begun.purges != latest.purges:
        begun = None
    free = not st.session_state.pop(_GIVEN, False) and {UPDATE, WALL} & st.query_params.to_dict().keys()
    state = offered(latest) if begun is None or free else begun
    st.session_state[_SHOWN], st.session_state[_HELD] = state, begun is not None and not free
    if state != latest:
        reader.only_what_is_kept()
    return state


def is_held() -> bool:
    """Whether this session has shown its version before: then it changes only when its reader says so."""
    return bool(st.session_state.get(_HELD))


def show_latest(state: State) -> None:
    """Let this session go on with the latest version, as what it asks for was not kept of the earlier."""
    st.session_state[_SHOWN], st.session_state[_GIVEN] = state, True


def offered(latest: State) -> State:
    """What a reader is shown who comes now: the latest, or the one that is ready while the latest is not for long."""
    with _lock:
        if _ready.state is None or _ready.state == latest:
            return latest
        if _ready.other != latest:
            _ready.other, _ready.since = latest, time.monotonic()
            _wanted.set()
        return _ready.state if time.monotonic() - _ready.since < LONGEST else latest
