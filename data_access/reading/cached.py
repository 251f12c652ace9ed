"""The one cache, and the engine behind it.

Its key is the question, the data version and the viewer's scope, so no figure is ever stale, nobody sees another's
rows, and nothing has to expire by the clock.
"""

import threading
from collections.abc import Callable, Hashable
from functools import cache
from typing import Any

import streamlit as st
from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError

from data_access.reading.readiness import DatabaseNotReadyError, State
from data_access.reading.turns import Turns
from data_access.store.engine import database_url, reader_engine

MOST_ENTRIES = 2_000

_one_at_a_time = threading.Lock()
# SQLite computes in this process; while another one computes for us, a second reader may go on.
_turns_of_sqlite, _turns_of_a_server = Turns(1), Turns(2)


class NotAtHandError(Exception):
    """An answer has to be computed."""


@cache
def _engine(url: str) -> Engine:
    return reader_engine(url)


def engine() -> Engine:
    """The one read-only engine of this server for the database that the settings name now.

    ``DatabaseNotReadyError`` where they name none: no part of a mistyped URL, which holds a password, goes any further.
    """
    try:
        with _one_at_a_time:
            return _engine(database_url())
    except (ArgumentError, ImportError):
        raise DatabaseNotReadyError("unreadable") from None


@st.cache_data(max_entries=MOST_ENTRIES, show_spinner=False)
def _kept(*, asked: str, _compute: Callable[[], Any]) -> Any:
    return _compute()


def not_at_hand() -> Any:
    """What is kept nowhere else."""
    raise NotAtHandError


def forget() -> None:
    """Let go of every answer."""
    _kept.clear()


def kept(
    name: str,
    question: Hashable,
    *,
    state: State,
    scope: str,
    since: float,
    compute: Callable[[], Any],
    at_hand: Callable[[], Any] = not_at_hand,
) -> Any:
    """The answer to a named question under a state of the data and a scope; computed once, copied at each call.

    ``question`` must have a complete ``repr`` (frozen dataclasses, strings, tuples). What is not kept is computed in
    turns, in the order of ``since`` (``turns.Turns``), unless ``at_hand`` has it; that raises ``NotAtHandError`` where
    it has not.
    """
    url = database_url()
    # Of arguments without their names Streamlit asks the function anew at every call.
    asked = repr((name, question, url, state, scope))
    turns = _turns_of_sqlite if url.startswith("sqlite") else _turns_of_a_server
    if turns.mine:
        return _kept(asked=asked, _compute=compute)
    try:
        return _kept(asked=asked, _compute=at_hand)
    except NotAtHandError:
        # Whoever waited for a turn while holding the answer's lock would stop the one whose turn it is.
        pass
    with turns.turn(since):
        return _kept(asked=asked, _compute=compute)
