"""What is made before the first reader comes: he finds it, and the database is asked only whether it is new."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data_access.reading.cached import engine
from data_access.reading.readiness import DatabaseNotReadyError
from tests.ui.app_page import FRAME, statements_on
from tests.ui.test_pages import faults
from ui.warm_up import make_pictures


def test_a_page_made_beforehand_reads_nothing_but_whether_something_is_new(demo: str) -> None:
    st.cache_data.clear()
    assert make_pictures(most=1) > 0
    with statements_on(engine()) as sent:
        app = AppTest.from_file(FRAME, default_timeout=60).run()
    assert faults(app) == []
    assert len(sent) == 1, sent
    assert "FROM database_state" in sent[0]


def test_there_is_nothing_to_make_where_nothing_is_loaded(without_tables: str) -> None:
    with pytest.raises(DatabaseNotReadyError):
        make_pictures()
