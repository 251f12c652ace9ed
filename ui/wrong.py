"""What a reader sees when something fails: a sentence and what to do, never a traceback."""

import datetime as dt
import logging
import secrets
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode, urlsplit

import streamlit as st

from ui.covered_links import without_persons
from ui.literal import literal, with_commands
from wording import Wording, wording

log = logging.getLogger("dashboard")
# Of an address the log keeps so many characters.
LONGEST_ADDRESS = 2_000


@dataclass(frozen=True)
class Failure:
    """What a reader can name on the telephone: by its number the administrator finds the details in the log."""

    at: dt.datetime = field(default_factory=dt.datetime.now)

    @cached_property
    def number(self) -> str:
        """Drawn when it is first asked for: every part of a page holds a failure ready, and hardly any fails."""
        return f"{10_000 + secrets.randbelow(90_000)}"

    def in_words(self, words: Wording) -> str:
        return words("wrong.number", number=self.number, time=f"{self.at:%Y-%m-%d %H:%M}")


def say_that_it_failed(error: BaseException, *_more: Any) -> bool:
    """Streamlit's hook for an error in a page: the log keeps the details, the reader gets a sentence and a number.

    By that number, which is easily said on the telephone, the administrator finds the details.
    """
    failure = Failure()
    log.error("failure %s: the page %s failed", failure.number, _address(), exc_info=error)
    words = wording(str(st.query_params.get("lang", "")))
    said = (words("wrong.page"), failure.in_words(words))
    st.error(literal("\n".join(said)))
    return True


def _address() -> str:
    """Path and query of the page, as one line of plain characters."""
    path, query = urlsplit(st.context.url or "").path or "/", urlencode(st.query_params.to_dict(), safe=",~")
    return without_persons(f"{path}?{query}")[:LONGEST_ADDRESS]


def say_not_ready(code: str, language: str) -> None:
    """Why the database cannot be shown, and which command mends it."""
    words = wording(language)
    st.title(literal(words(f"not_ready.{code}.title")))
    st.markdown(with_commands(words(f"not_ready.{code}.what_to_do")))
    if st.button(literal(words("not_ready.retry"))):
        st.rerun()
