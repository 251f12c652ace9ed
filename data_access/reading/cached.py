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
from data_access.store.engine import database_url, reader_engine

MOST_ENTRIES = 2_000

_one_at_a_time = threading.Lock()


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


def forget() -> None:
    """Let go of every answer."""
    _kept.clear()


def kept(
    name: str,
    question: Hashable,
    *,
    state: State,
    scope: str,
    compute: Callable[[], Any],
) -> Any:
    """The answer to a named question under a state of the data and a scope; computed once, copied at each call.

    ``question`` must have a complete ``repr`` (frozen dataclasses, strings, tuples).
    """
    # Of arguments without their names Streamlit asks the function anew at every call.
    return _kept(asked=repr((name, question, database_url(), state, scope)), _compute=compute)
