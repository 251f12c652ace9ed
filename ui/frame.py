"""The frame around every page: language, navigation, the selection from the link, filters, then the page."""

from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitDuplicateElementKey

from data_access.reading.cached import engine
from data_access.reading.reader import Reader, reading
from data_access.reading.readiness import DatabaseNotReadyError, OutdatedError
from data_access.reading.viewer import Viewer
from panels.declare import Context
from panels.links import record_parts
from ui.access import Seat, seat_here
from ui.access_log import folder, note_page
from ui.address import audience_asked, seen_by, selection_of
from ui.audience import draw_audience
from ui.carried import draw_carried
from ui.choices import choices_of
from ui.corner import draw_bare_corner, draw_frame_corner
from ui.filters import draw_filters
from ui.live import draw_live
from ui.load_jobs import loads_here
from ui.no_access import draw_no_access
from ui.own_words import draw_own_words
from ui.projection import forget_screens, project, screen_not_found
from ui.registry import ACCESS_LOG, ALL_PAGES, BY_KEY, INTAKE, PAGES, PageEntry
from ui.searching import draw_unseen_search
from ui.shown import show_latest, shown
from ui.styles import logo, scripts, styles
from ui.unknown import say_unknown
from ui.view import View, is_dark, set_current, set_current_desk
from ui.wrong import say_not_ready
from wording import DEFAULT_LANGUAGE, LANGUAGES, Wording, wording

ASSETS = Path(__file__).parent.parent / "assets"


def language() -> str:
    """The language of this run: the link's, else the one of this session so far."""
    of_link = st.query_params.get("lang", "")
    if of_link in LANGUAGES:
        return of_link
    selection = st.session_state.get("selection")
    return selection.language if selection else DEFAULT_LANGUAGE


def navigation(words: Wording, viewer: Viewer) -> tuple[PageEntry, Any, dict[str, Any]]:
    """The registered pages as Streamlit's navigation: the entry asked for, its page, and all pages by key."""
    reads_log = viewer.sees_access_log and folder() is not None
    only_for = {ACCESS_LOG.key: reads_log, INTAKE.key: viewer.loads and loads_here()}
    shown = [entry for entry in ALL_PAGES if not entry.hidden and only_for.get(entry.key, True)]
    pages = {
        entry.key: st.Page(
            f"../pages/{entry.file}",
            title=words(f"page.{entry.key}"),
            url_path=entry.url_path,
            default=entry is PAGES[0],
            visibility="visible" if entry in shown else "hidden",
        )
        for entry in ALL_PAGES
    }
    visible = Counter(entry.group for entry in shown)
    groups: dict[str, list[Any]] = {}
    for entry in ALL_PAGES:
        # A page alone in its group is a link of its own and not a menu of one.
        name = words(f"nav.{entry.group}") if visible[entry.group] > 1 else ""
        groups.setdefault(name, []).append(pages[entry.key])
    page = st.navigation(groups, position="top")
    key = next(key for key, each in pages.items() if each.title == page.title)
    return BY_KEY[key], page, pages


def show(reader: Reader, seat: Seat, words: Wording, entry: PageEntry, page: Any, pages: dict[str, Any]) -> None:
    """Read the state, settle the selection, draw the filters, run the page."""
    state = shown(reader)
    choices = choices_of(reader, state)
    if not choices.groups:
        raise DatabaseNotReadyError("empty")
    selection, unknown = selection_of(choices, entry, sees_names=reader.viewer.sees_names)
    seen = seen_by(selection, choices, entry)
    view = View(reader, Context(seen, state, choices, filters=entry.counted_by), entry, pages, seat)
    set_current(view)
    note_page(seat, entry.key, selection.to_query(entry.keys))
    st.set_page_config(page_title=_title(view))
    reader.keep_with(view.kept)
    draw_live(state, view.words, on_wall=bool(selection.wall))
    draw_audience(view)
    if view.projecting:
        draw_unseen_search(words)
        project(view, page)
        return
    forget_screens()
    draw_frame_corner(view)
    draw_filters(view)
    draw_carried(view, selection)
    say_unknown((*screen_not_found(), *unknown), words)
    page.run()


def _title(view: View) -> str:
    """What tabs and bookmarks are called: the unit or the record that a page is about, else the page."""
    words, selection = view.words, view.context.selection
    about = view.context.choices.name(selection.unit) if view.page.about_unit else ""
    if not about and "record" in view.page.own_keys and view.page.hidden:
        about = record_parts(selection.record)[1]
    names = (about, words(f"page.{view.page.key}"), words("app.title"))
    return words("title.separator").join(filter(None, names))


def _forget_who_was_here(seat: Seat) -> None:
    """A session that is resumed under another identity, as behind a gateway, begins anew: Streamlit sees no change."""
    if st.session_state.setdefault("seat", seat.identity) != seat.identity:
        st.session_state.clear()
        st.session_state["seat"] = seat.identity


def main() -> None:
    words = wording(language())
    st.set_page_config(page_title=words("app.title"), page_icon=str(ASSETS / "icon.png"), layout="wide")
    st.html(f"<style>{styles(dark=is_dark())}</style>")
    st.html(f"<script>{scripts()}</script>", unsafe_allow_javascript=True)
    st.logo(logo(words.language, dark=is_dark()), size="large")
    draw_own_words(words)
    seat = seat_here()
    _forget_who_was_here(seat)
    entry, page, pages = navigation(words, seat.viewer())
    if not seat.is_known:
        draw_no_access(seat, words)
        return
    if entry is INTAKE:
        draw_bare_corner(seat, words)
        set_current_desk(seat, words)
        page.run()
        return
    try:
        with reading(engine(), seat.viewer().before(audience_asked())) as reader:
            try:
                show(reader, seat, words, entry, page, pages)
            except OutdatedError:
                show_latest(reader.state())
                st.rerun()
    except DatabaseNotReadyError as reason:
        # A page that fails half-way has drawn its corner already.
        with suppress(StreamlitDuplicateElementKey):
            draw_bare_corner(seat, words)
        say_not_ready(reason.code, words.language)


main()
