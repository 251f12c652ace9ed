"""The one read-only engine of this server process."""

import streamlit as st
from sqlalchemy import Engine

from data_access.engine import database_url, reader_engine


@st.cache_resource(show_spinner=False)
def _engine(url: str) -> Engine:
    return reader_engine(url)


def engine() -> Engine:
    """The engine of the database that the settings name now."""
    return _engine(database_url())
