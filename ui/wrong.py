"""What a reader sees when something fails: a sentence and what to do, never a traceback."""

import logging
from typing import Any

import streamlit as st

from ui.literal import literal, with_commands
from wording import wording

log = logging.getLogger("dashboard")


def say_that_it_failed(error: BaseException, *_more: Any) -> bool:
    """Streamlit's hook for an error in a page: the log keeps the details, the reader gets a sentence."""
    log.error("a page failed", exc_info=error)
    words = wording(str(st.query_params.get("lang", "")))
    st.error(literal(words("wrong.page")))
    return True


def say_not_ready(code: str, language: str) -> None:
    """Why the database cannot be shown, and which command mends it."""
    words = wording(language)
    st.title(literal(words(f"not_ready.{code}.title")))
    st.markdown(with_commands(words(f"not_ready.{code}.what_to_do")))
    if st.button(literal(words("not_ready.retry"))):
        st.rerun()
