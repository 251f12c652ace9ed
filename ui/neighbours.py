"""Which unit an archive is about: a choice of all, and the one before and the one after it in its group."""

import streamlit as st

from ui.address import change
from ui.apart import on_page_only
from ui.choosing import choose
from ui.literal import literal
from ui.view import View


@on_page_only
def draw_neighbours(view: View) -> None:
    """In the row of filters, for it is what the page is chosen by first; also by the arrow keys."""
    words, units, code = view.words, view.reader.units(), view.context.selection.unit
    group = units.loc[units["code"] == code, "peer_group"].iloc[0]
    same = units[units["peer_group"] == group]["code"].tolist() or [code]
    at = same.index(code)
    names = dict(zip(units["code"], units["name"], strict=True))
    with st.container(key="neighbours", horizontal=True, vertical_alignment="center", gap="xsmall", width="content"):
        for name, key, other in (
            ("archive.previous", "Left", same[at - 1]),
            ("archive.next", "Right", same[(at + 1) % len(same)]),
        ):
            st.button(
                literal(words(name)),
                shortcut=key,
                on_click=change,
                args=("unit", other),
                disabled=len(same) < 2,
                help=literal(names[other]),
            )
        choose("unit", list(names), code, lambda each: names[each], words("archive.unit"), width=250)
