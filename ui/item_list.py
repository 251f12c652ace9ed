"""The choices of the rectification view: the day it stands at, by what items are told apart, and the list's filters."""

import datetime as dt

import streamlit as st

from data_access.asked.page_keys import NONE
from data_access.asked.periods import months_from, shift
from data_access.reading.items import PAGE_SIZE
from panels.rectification.item_list import FILTERED_BY, ITEM_LIST
from ui.address import change
from ui.apart import figures_of, in_place, on_page_only
from ui.choosing import choose_own, draw_choices
from ui.draw import draw
from ui.literal import literal
from ui.records import draw_pages
from ui.view import View

_REFUSED = "day_refused"


@on_page_only
def draw_moment(view: View) -> None:
    """The day that lights, ages and the list stand at, and by what the lights are counted."""
    words = view.words
    with st.container(key="moment", horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(literal(words("moment.at")), width="content")
        _day(view)
        st.caption(literal(words("moment.by")), width="content")
        choose_own(view, "by")
    refused = st.session_state.pop(_REFUSED, "")
    if refused:
        first, last = view.context.choices.first_month, _known_to(view)
        sentence = words("moment.refused", text=refused, first=words.date(first), last=words.date(last))
        st.warning(literal(sentence))


def _known_to(view: View) -> dt.date:
    """The last day at which the items are known."""
    return view.context.known("rectification")


def _day(view: View) -> None:
    """Month ends, the newest first, or any day that is typed in."""
    words, as_of, first = view.words, _known_to(view), view.context.choices.first_month
    days = [as_of.isoformat(), *(day.isoformat() for day in month_ends(first, as_of))]
    chosen = view.context.at.isoformat()
    st.session_state["w_at"] = chosen
    st.selectbox(
        literal(words("moment.at")),
        days if chosen in days else [chosen, *days],
        key="w_at",
        format_func=lambda day: words("moment.as_of", day=day) if day == as_of.isoformat() else day,
        label_visibility="collapsed",
        accept_new_options=True,
        width=250,
        on_change=lambda: _choose_day(str(st.session_state["w_at"] or ""), first, as_of),
    )


def month_ends(first: dt.date, as_of: dt.date) -> list[dt.date]:
    """The last days of the months before the one that the data stand in, the newest first."""
    return [shift(month, 1) - dt.timedelta(1) for month in reversed(months_from(first, shift(as_of, -1)))]


def _choose_day(text: str, first: dt.date, as_of: dt.date) -> None:
    """Write a day into the link; what is no day of the data is answered with a sentence and changes nothing."""
    day = readable_day(text, first, as_of)
    if day is None:
        st.session_state[_REFUSED] = text
    else:
        change("at", NONE if day == as_of else day.isoformat())


def readable_day(text: str, first: dt.date, as_of: dt.date) -> dt.date | None:
    """The day a reader wrote, as 2026-03-31, if the data know it."""
    try:
        day = dt.date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if first <= day <= as_of else None


@in_place
def draw_item_list(view: View) -> None:
    """The open items, what they are filtered by and sorted by, and their pages."""
    draw_choices(view, *FILTERED_BY, "order")
    draw(ITEM_LIST, view)
    items = figures_of(ITEM_LIST, view)
    draw_pages(view, 0 if items is None or items.empty else int(items["all"].iat[0]), PAGE_SIZE)
