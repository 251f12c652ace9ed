"""The page for auditors: who looked at what, as the access log has it; for nobody else."""

import datetime as dt
import logging
from pathlib import Path

import pandas as pd
import streamlit as st

from data_access.asked.page_keys import NONE
from panels.declare import Column, Table
from ui.access_log import MOST_READ, Look, Noted, days, folder, noted
from ui.address import change
from ui.choosing import choose, choose_own
from ui.covered_links import without_persons
from ui.draw import draw_table
from ui.literal import literal
from ui.no_access import contact
from ui.registry import BY_KEY
from ui.view import View
from wording import Wording

log = logging.getLogger("dashboard")
COLUMNS = ("at", "who", "role", "what", "page", "asked", "document", "sha256")


def draw_access_log(view: View) -> None:
    """The filters and the newest looks; why there is nothing, to whom may not see it, and where there is no log."""
    words, place = view.words, folder()
    st.title(literal(words("page.access_log")), anchor=False)
    if not view.viewer().sees_access_log:
        st.text(words("audit.refused"))
        st.text(words("access.contact", contact=contact(words)))
        return
    if place is None:
        st.text(words("audit.off"))
        return
    try:
        _draw_looks(view, place)
    except OSError as error:
        log.error("the access log cannot be read: %s", error)
        st.text(words("audit.unreadable"))


def _draw_looks(view: View, place: Path) -> None:
    words, asked = view.words, view.context.selection
    _draw_choices(view, days(place))
    found = noted(place, asked.who, asked.noted, asked.day)
    heading = words("audit.found", n=len(found.looks)) if found.looks else words("audit.nothing")
    st.subheader(literal(heading), anchor=False)
    if found.looks:
        draw_table(_table(found.looks, words, names=view.viewer().sees_names), heading, view)
    st.caption(literal(_read_in_words(found, words)))


def _draw_choices(view: View, known: list[dt.date]) -> None:
    words, asked = view.words, view.context.selection
    st.session_state["w_who"] = asked.who
    with st.container(key="choices_noted", horizontal=True, vertical_alignment="center", gap="small"):
        st.text_input(
            literal(words("address.who")), key="w_who", placeholder=words("address.who"), label_visibility="collapsed",
            on_change=lambda: change("who", st.session_state["w_who"].strip() or NONE), width=220,
        )  # fmt: skip
        choose_own(view, "noted")
        options = ["", *(day.isoformat() for day in known)]
        chosen = asked.day.isoformat() if asked.day else ""
        choose("day", options if chosen in options else [*options, chosen], chosen,
               lambda day: day or words("every.day"), words("address.day"), width=160)  # fmt: skip


def _table(looks: tuple[Look, ...], words: Wording, *, names: bool) -> Table:
    """The looks; for who may not see names without the number of the officer whose file was opened."""
    rows = pd.DataFrame([vars(look) for look in looks])
    pages = {key: words(f"page.{key}") for key in BY_KEY}
    rows = rows.assign(
        asked=rows["asked"] if names else rows["asked"].map(without_persons),
        at=rows["at"].str.slice(0, 19).str.replace("T", " "),
        role=[words.label("role", role) if words.has(f"role.{role}") else role for role in rows["role"]],
        what=[words.label("noted", what) if words.has(f"noted.{what}") else what for what in rows["what"]],
        page=[pages.get(page, page) for page in rows["page"]],
    )
    # Where nobody signs in, no line has an identity; where nothing was taken along, none has a document.
    told = [name for name in COLUMNS if rows[name].astype(bool).any()]
    return Table(rows, tuple(Column(name, words(f"audit.head.{name}")) for name in told))


def _read_in_words(found: Noted, words: Wording) -> str:
    """How far back it was looked, and how many lines say nothing."""
    said = words("audit.read_part", most=words.number(MOST_READ)) if found.more else words("audit.read_all")
    return said + (words("audit.slips", n=found.unreadable) if found.unreadable else "")
