"""The parts of a list of cases, and of the page of one record, that are not panels."""

import math

import streamlit as st

from data_access.asked.page_keys import LISTED_LEDGERS, NONE
from data_access.reading.case_lists import PAGE_SIZE, lists_of_ledger
from panels.case_list import CASE_LIST, kind_in_words
from panels.declare import Context
from panels.links import list_link, record_parts, unit_link
from panels.record import RECORD
from panels.record_events import RECORD_EVENTS
from ui.address import change, change_several
from ui.apart import figures_of, in_place, on_page_only
from ui.choosing import choose, choose_own
from ui.draw import draw, heading
from ui.no_access import contact
from ui.view import View
from ui.ways import draw_ways


@on_page_only
def draw_list_choice(view: View) -> None:
    """The choices of the list: a ledger, and a kind of its rows."""
    words, selection = view.words, view.context.selection
    ledger, kinds = selection.ledger, lists_of_ledger(selection.ledger, selection.which)
    # Another ledger has other rows to choose from.
    begin_anew = lambda other: change_several({"ledger": other, "which": NONE, "page": "1"})  # noqa: E731
    say = lambda kind: kind_in_words(ledger, kind, words) if kind else words("filter.all")  # noqa: E731
    with st.container(key="list_choice", horizontal=True, vertical_alignment="center", gap="small"):
        choose_own(view, "ledger", begin_anew)
        chosen = selection.which if selection.which in kinds else ""
        choose("which", kinds, chosen, say, words("address.which"), width=330)


@in_place
def draw_case_list(view: View) -> None:
    """The list of cases and its pages."""
    draw(CASE_LIST, view, leads=True)
    cases = figures_of(CASE_LIST, view)
    draw_pages(view, 0 if cases is None or cases.empty else int(cases["total"].iat[0]))


@on_page_only
def draw_pages(view: View, total: int, size: int = PAGE_SIZE) -> None:
    """The pages of a list, when it has several."""
    if total > size:
        pages = math.ceil(total / size)
        now = min(view.context.selection.page, pages)
        # Streamlit warns of a pagination whose value is set beforehand, so each page of the list has one of its own.
        key = f"w_page_{now}_{pages}"
        st.pagination(pages, default=now, key=key, on_change=lambda: change("page", str(st.session_state[key])))


def draw_record(view: View, ledger: str) -> None:
    """The page of one record of a ledger: what it says, what happened, and the ways to its unit."""
    context = view.context.with_(ledger=ledger)
    record = figures_of(RECORD, view, context)
    heading(view, RECORD, context)
    if record is not None and record.empty:
        say_absent(view)
        return
    if record is not None:
        _ways(view, str(record["unit"].iat[0]), context)
    left, right = st.columns([11, 10], gap="large")
    with left:
        draw(RECORD, view, context, leads=True)
    with right:
        draw(RECORD_EVENTS, view, context)


@on_page_only
def say_absent(view: View) -> None:
    """What to do where a link names a record that is not there, or not for this reader: below that sentence."""
    words = view.words
    with st.container(key="absent", gap=None):
        st.text(words("record.what_to_do"))
        st.text(words("access.contact", contact=contact(words)))


@on_page_only
def _ways(view: View, unit: str, context: Context) -> None:
    """The links to the unit's archive and to its other records of the ledger."""
    words, (code, _, _) = view.words, record_parts(context.selection.record)
    ways = [(words("record.to_unit", unit=unit), unit_link(code))]
    if context.selection.ledger in LISTED_LEDGERS:
        ways.append((words("record.to_list", unit=unit), list_link(context.selection.ledger, focus=code)))
    draw_ways(view, ways)
