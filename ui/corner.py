"""Right of the navigation: what stands there on every page."""

from urllib.parse import urlencode

import streamlit as st

from ui.access import Seat
from ui.choosing import choose
from ui.covered_links import covered
from ui.literal import literal
from ui.no_access import draw_sign_out
from ui.searching import draw_search
from ui.view import View
from wording import LANGUAGES, Wording


def draw_frame_corner(view: View) -> None:
    """Right of the navigation: the search, whether data are made up, the link that leads back here, the language."""
    words = view.words
    with st.container(key="corner", horizontal=True, vertical_alignment="center", width="content"):
        draw_search(words)
        if view.context.state.synthetic:
            st.badge(literal(words("stamp.synthetic_badge")), color="gray")
        _link(view)
        _language(words)
        draw_sign_out(view.seat, words)


def draw_bare_corner(seat: Seat, words: Wording) -> None:
    """Right of the navigation where no data are read, or none can be: the language, and the way out."""
    with st.container(key="corner", horizontal=True, vertical_alignment="center", width="content"):
        _language(words)
        draw_sign_out(seat, words)


def _language(words: Wording) -> None:
    say = lambda code: words.label("language", code)  # noqa: E731
    choose("lang", list(LANGUAGES), words.language, say, words("filter.language"), as_row=True)


def _link(view: View) -> None:
    """The address of what is on screen, period written out, as text that can be copied."""
    words = view.words
    with st.popover(literal(words("link.button"))):
        chosen = view.context.selection.in_words(words, view.context.choices)
        st.caption(literal(words("link.explained", selection=chosen)))
        query = urlencode(covered(view.context.selection.to_query(view.page.keys)), safe=",~")
        st.code(f"{st.context.url or ''}?{query}", language=None, wrap_lines=True)
