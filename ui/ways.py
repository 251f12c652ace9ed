"""Links that stand by themselves: to the archive of the unit a page speaks of, to another of its lists."""

from collections.abc import Iterable

import streamlit as st
from markupsafe import Markup

from ui.view import View


def draw_ways(view: View, ways: Iterable[tuple[str, str]]) -> None:
    """A row of links: words, and a link made by ``panels.links``."""
    shown = Markup("").join(Markup('<a data-in href="@{}">{}</a>').format(link, words) for words, link in ways)
    st.html(view.addresses.in_html(Markup('<nav class="ways">{}</nav>').format(shown)), width="content")
