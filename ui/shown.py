"""Which data version is on screen: the latest, or the one before while the pictures of the latest are being made.

A load in the middle of a meeting would otherwise make everybody wait for pictures that a thread makes in a moment.
A page never mixes the two: what was not kept of the version before is shown of the latest, with all that stands beside.
"""

import math
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import streamlit as st

from data_access.reading.reader import Reader
from data_access.reading.readiness import State

# After so many seconds the latest version is shown, whatever is ready.
LONGEST = 90.0
# Who has asked within so many seconds will soon ask again.
HERE = 5.0
# Of a reader's session: the version that is shown, and of what.
_LATEST = "latest_version"


@dataclass
class _Ready:
    """The version whose pictures are made, when another one was first seen, and when a page was last asked for."""

    state: State | None = None
    other: State | None = None
    since: float = 0.0
    asked: float = -math.inf


_ready, _lock, _wanted = _Ready(), threading.Lock(), threading.Event()


def note_ready(state: State | None) -> None:
    """Say of which version pictures are ready; None when they are of none."""
    with _lock:
        _ready.state, _ready.other = state, None


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
    """The version that this run of a page shows; of an earlier one the reader then answers with what is kept alone.

    A look of which something was not kept is of the latest version, and stays so when it is run again.
    """
    _ready.asked = time.monotonic()
    latest = reader.state()
    earlier = _earlier(latest)
    if earlier is None or st.session_state.get(_LATEST) == (latest.version_code, _look()):
        return latest
    reader.only_what_is_kept()
    return earlier


def show_latest(version_code: str) -> None:
    """Let this session show the latest version of what it looks at, as not all of it was kept of the earlier."""
    st.session_state[_LATEST] = (version_code, _look())


def _look() -> str:
    """What the link asks for."""
    return f"{urlsplit(st.context.url or '').path}?{urlencode(sorted(st.query_params.to_dict().items()))}"


def _earlier(latest: State) -> State | None:
    """The version that is ready, while the latest is not and has not been for long."""
    with _lock:
        if _ready.state is None or _ready.state == latest:
            return None
        if _ready.other != latest:
            _ready.other, _ready.since = latest, time.monotonic()
            _wanted.set()
        return _ready.state if time.monotonic() - _ready.since < LONGEST else None
