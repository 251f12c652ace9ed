"""The parts of a long page, listed at its top: a link to each that is there, which scrolls to it and runs nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from markupsafe import Markup

from panels.declare import Panel
from ui.view import View

# The parts that the page had when it was last drawn for this reader, by key.
_KNOWN = "parts_known"
# The same, by scope, of whoever saw it last: for the first look of a reader, whom a list that came last would show all
# that is in sight twice, in two places.
_last_known: dict[str, list[str]] = {}


def question_html(part: str, question: str) -> Markup:
    """The question of a part of a page, which is where links to the part lead."""
    return Markup('<p class="question" id="{}">{}</p>').format(_anchor(part), question)


@contextmanager
def parts_listed(view: View, *first: Panel) -> Iterator[None]:
    """Lists above what is drawn meanwhile the parts that were drawn, in their order.

    ``first``: what stands first on the page though it is drawn later. On the projector there is nothing to list, for
    it goes from part to part by itself.
    """
    if view.projecting:
        yield
        return
    place, scope = st.container(key="parts").empty(), view.reader.viewer.scope_key
    known = st.session_state.get(_KNOWN) or _last_known.get(scope, [])
    # What was there last time is there most times: a list that came last would move all that is read already.
    if known:
        place.html(_listed(known, view))
    yield
    before = [panel.key for panel in first if panel.key in view.parts]
    keys = [*before, *(key for key in view.parts if key not in before)]
    if keys != known:
        place.html(_listed(keys, view))
    st.session_state[_KNOWN] = _last_known[scope] = keys


def _listed(keys: list[str], view: View) -> Markup:
    """The links; the name of a part is shorter than its question (``part.<key>``)."""
    words = view.words
    links = Markup(" ").join(Markup('<a href="#{}">{}</a>').format(_anchor(key), words(f"part.{key}")) for key in keys)
    return Markup('<nav class="parts" aria-label="{}">{}</nav>').format(words("part.label"), links)


def _anchor(part: str) -> str:
    return f"part-{part}"
