"""The draft of the next bulletin: its text is edited here, kept in the browser, and held against the figures."""

from collections.abc import Hashable
from hashlib import sha256
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from data_access.asked.page_keys import SEPARATOR
from data_access.reading.reader import Reader
from panels.benchmark import judged_by_each
from panels.bulletins.draft import DRAFT, sentences_of, spoken_indicators, standing, text_of
from panels.bulletins.naming import Doubt, doubts
from panels.declare import Column, Context, Table
from panels.html import table_html
from ui.address import change_several
from ui.apart import on_page_only
from ui.literal import literal
from ui.view import View

# A text of this height shows the four parts of a usual draft without a scroll, on a desk.
HEIGHT, LONGEST, SOUGHT_WIDTH = 600, 10_000, 420


@on_page_only
def draw_sought(view: View) -> None:
    """The text that issues are looked for by; the link says it."""
    words, name = view.words, "w_sought"
    st.session_state[name] = view.context.selection.sought
    with st.container(key="sought", horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(literal(words("address.sought")), width="content")
        st.text_input(
            literal(words("address.sought")),
            key=name,
            max_chars=50,
            placeholder=words("issues.sought"),
            label_visibility="collapsed",
            width=SOUGHT_WIDTH,
            on_change=lambda: change_several({"sought": st.session_state[name].strip()}),
        )


@on_page_only
def draw_draft(view: View) -> None:
    """The text of the draft, and below it each sentence that may not name a unit as it does, with a softer wording."""
    words, context = view.words, DRAFT.asked(view.context)
    made, rows = view.read("draft", context.selection, lambda: _made(view.reader, context))
    name = f"draft_{_asked(view)}"
    st.session_state.setdefault(name, made)
    # assets/draft.js keeps what is written under this name in the browser, and brings it back.
    st.html(Markup('<span data-draft="{}"></span>').format(name))
    with st.container(key="draft_text"):
        text = st.text_area(literal(words("draft.text")), key=name, height=HEIGHT, max_chars=LONGEST)
    found = doubts(text, rows, _names(view), context)
    with st.container(horizontal=True, key="draft_ways"):
        if found:
            st.button(literal(words("draft.soften")), on_click=lambda: _write(name, _softened(text, found)))
        st.button(literal(words("draft.anew")), on_click=lambda: _write(name, made))
    st.caption(literal(words("draft.doubts", n=len(found)) if found else words("draft.no_doubts")))
    if found:
        _told(found, view)


def _made(reader: Reader, context: Context) -> tuple[str, list[dict[Hashable, Any]]]:
    """The text of the draft, and the rows that a sentence of it is held against: the same however it is edited."""
    figures = standing(reader, context)
    rows = judged_by_each(figures, spoken_indicators(context), context).to_dict("records")
    return text_of(sentences_of(figures, context), context), rows


def _asked(view: View) -> str:
    """A name for what the draft is about and whose it is, which tells nothing of either."""
    query = view.context.selection.to_query(())
    asked = SEPARATOR.join((str(view.seat.identity), *(f"{key}={value}" for key, value in sorted(query.items()))))
    return sha256(asked.encode()).hexdigest()[:16]


def _names(view: View) -> dict[str, str]:
    """The code of each unit by its name and its short name."""
    units = view.reader.units()
    named = pd.concat([units.set_index("short_name")["code"], units.set_index("name")["code"]])
    return {str(name): str(code) for name, code in named.items() if pd.notna(name) and name}


def _write(name: str, text: str) -> None:
    st.session_state[name] = text


def _softened(text: str, found: list[Doubt]) -> str:
    for doubt in found:
        text = text.replace(doubt.sentence, doubt.softer)
    return text


def _told(found: list[Doubt], view: View) -> None:
    words = view.words
    rows = pd.DataFrame(
        [(each.sentence, words.label("naming", each.reason), each.softer) for each in found],
        columns=["sentence", "reason", "softer"],
    )
    columns = tuple(Column(name, words(f"draft.head.{name}")) for name in rows)
    st.html(table_html(Table(rows, columns), words("draft.doubts", n=len(found)), words))
