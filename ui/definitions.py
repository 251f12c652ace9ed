"""The questions of 指标说明: the day whose settings are read, and what somebody wants proved."""

import datetime as dt

import streamlit as st

from data_access.asked.page_keys import NONE
from data_access.ledgers.counting_rules import SINCE_EVER
from panels.definitions.settings import on_day
from ui.address import change, change_several
from ui.apart import on_page_only
from ui.literal import literal
from ui.view import View

# A whole stamp with the names of what was selected, or a number with a SHA-256 in groups.
LONGEST = 300
_REFUSED = "settings_day_refused"


@on_page_only
def draw_settings_day(view: View) -> None:
    """The day of the data, those on which a rule changed, the newest first, or any day that is typed in."""
    words, today = view.words, view.context.state.data_as_of
    changes = {start for _name, start, _value in view.context.choices.rules if start != SINCE_EVER}
    days = [today.isoformat(), *(day.isoformat() for day in sorted(changes - {today}, reverse=True))]
    chosen = on_day(view.context).isoformat()
    st.session_state["w_day"] = chosen
    with st.container(key="settings_day", horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(literal(words("settings.day")), width="content")
        st.selectbox(
            literal(words("settings.day")),
            days if chosen in days else [chosen, *days],
            key="w_day",
            format_func=lambda day: words("moment.as_of", day=day) if day == today.isoformat() else day,
            label_visibility="collapsed",
            accept_new_options=True,
            width=250,
            on_change=lambda: _choose_day(str(st.session_state["w_day"] or ""), today),
        )
    if refused := st.session_state.pop(_REFUSED, ""):
        st.warning(literal(words("settings.day_refused", text=refused)))


def _choose_day(text: str, today: dt.date) -> None:
    """Write a day into the link; what is no day is answered with a sentence and changes nothing."""
    try:
        day = dt.date.fromisoformat(text.strip())
    except ValueError:
        st.session_state[_REFUSED] = text
    else:
        change("day", NONE if day == today else day.isoformat())


@on_page_only
def draw_claim(view: View) -> None:
    """The stamp, publication number or receipt that is to be proved; the link says it."""
    words, name = view.words, "w_proof"
    st.session_state[name] = view.context.selection.proof
    with st.container(key="claim", horizontal=True, vertical_alignment="center", gap="small"):
        st.text_input(
            literal(words("address.proof")),
            key=name,
            max_chars=LONGEST,
            placeholder=words("proof.placeholder"),
            label_visibility="collapsed",
            on_change=lambda: change_several({"proof": st.session_state[name].strip()}),
        )
