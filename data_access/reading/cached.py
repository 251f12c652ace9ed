"""The one cache, and the engine behind it.

Its key is the question, the data version and the viewer's scope, so no figure is ever stale, nobody sees another's
rows, and nothing has to expire by the clock.
"""

from collections.abc import Callable, Hashable
from typing import Any

import streamlit as st
from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError

from data_access.reading.readiness import DatabaseNotReadyError, State
from data_access.store.engine import database_url, reader_engine

MOST_ENTRIES = 2_000


@st.cache_resource(show_spinner=False)
def _engine(url: str) -> Engine:
    return reader_engine(url)


def engine() -> Engine:
    """The one read-only engine of this server for the database that the settings name now.

    ``DatabaseNotReadyError`` where they name none: no part of a mistyped URL, which holds a password, goes any further.
    """
    try:
        return _engine(database_url())
    except (ArgumentError, ImportError):
        raise DatabaseNotReadyError("unreadable") from None


@st.cache_data(max_entries=MOST_ENTRIES, show_spinner=False)
def _kept(name: str, question: str, version: str, scope: str, _compute: Callable[[], Any]) -> Any:
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
    return _kept(name, repr(question), repr((database_url(), state)), scope, compute)
