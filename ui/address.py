"""The link is the single truth of every filter: read at the top of a run, written back complete."""

from collections.abc import Mapping

import streamlit as st

from data_access.selection import PAGE_KEYS, SHARED_KEYS, Choices, Selection, parse
from ui.registry import PageEntry


def read_address(choices: Choices, page: PageEntry) -> tuple[Selection, tuple[tuple[str, str], ...]]:
    """The selection of this run and what the link named in vain.

    A click in the navigation drops the query: a link without any key therefore means the session's last selection.
    """
    query: Mapping[str, str] = st.query_params.to_dict()
    last: Selection | None = st.session_state.get("selection")
    if last is not None and not set(query) & {*SHARED_KEYS, *PAGE_KEYS}:
        query = last.to_query(PAGE_KEYS)
    elif last is not None:
        query = {**_remembered(last, page), **query}
    return parse(query, choices)


def _remembered(last: Selection, page: PageEntry) -> dict[str, str]:
    """What other pages chose for themselves and this page does not show, such as the last unit opened."""
    own = {key: value for key, value in last.to_query(PAGE_KEYS).items() if key in PAGE_KEYS}
    return {key: value for key, value in own.items() if key not in page.own_keys}


def write_address(selection: Selection, page: PageEntry) -> None:
    """Make the link complete: every key with its value, defaults included, and none that the page does not use."""
    query = selection.to_query(page.own_keys)
    for key in [key for key in st.query_params if key not in query]:
        del st.query_params[key]
    for key, value in query.items():
        if st.query_params.get(key) != value:
            st.query_params[key] = value
    st.session_state["selection"] = selection


def change(key: str, value: str) -> None:
    """Write one choice into the link; called by a widget."""
    st.query_params[key] = value
    if key == "grain":
        # Another grain needs another period: the latest one is chosen where none is named.
        st.query_params.pop("period", None)
