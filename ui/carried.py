"""Filters that the link carries for other pages: said where a page does not use them, and taken back with a click."""

import streamlit as st
from markupsafe import Markup

from data_access.asked.selection import Selection, group_in_words
from panels.links import HERE, link_to
from ui.address import carried
from ui.apart import on_page_only
from ui.view import View

# What the link says where nothing is chosen.
_ALL = {"county": "all", "sector": "all"}
_CHIP = Markup('<a data-in href="@{}" title="{}" aria-label="{}">{}<b aria-hidden="true">×</b></a>')


@on_page_only
def draw_carried(view: View, selection: Selection) -> None:
    """A chip a filter, which says that this page does not use it and takes it out of the link."""
    words, choices = view.words, view.context.choices
    chips = []
    for key, codes in carried(selection, choices, view.page).items():
        chosen = words.join([_named(key, code, view) for code in codes])
        taken_back = words("carried.take_back", filter=chosen)
        link = link_to(HERE, **{key: _ALL.get(key, choices.default_group)})
        chips.append(_CHIP.format(link, taken_back, taken_back, words("carried.not_used", filter=chosen)))
    if chips:
        st.html(view.addresses.in_html(Markup('<nav class="chips">{}</nav>').format(Markup("").join(chips))))


def _named(key: str, code: str, view: View) -> str:
    if key == "group":
        return group_in_words(code, view.words)
    return view.context.choices.name(code) if key == "county" else view.words.label("sector", code)
