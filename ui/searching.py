"""The search box of every page, and the route that answers it while one types.

The box is HTML that ``search.js`` opens; its answers come from a route of their own, since a run of the page for every
letter would be slow and lose what else is on screen.
"""

import logging
from collections.abc import Callable, Iterable
from itertools import groupby
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from data_access.asked.selection import SHARED_KEYS, audience_of
from data_access.reading.cached import engine
from data_access.reading.reader import reading
from data_access.reading.readiness import DatabaseNotReadyError
from data_access.reading.viewer import Viewer
from panels.links import completed, parts_of
from panels.search import Hit, found
from ui.access import seat_of
from ui.choices import choices_of
from ui.registry import BY_KEY, PAGES
from wording import Wording, wording

log = logging.getLogger("dashboard")
ROUTE = "/search"
# Longer than any name; what a reader pastes beyond is no name.
LONGEST = 80
_BOX = Markup(
    '<button type="button" class="search-open" aria-haspopup="dialog" title="{open}（Ctrl+K, /）">'
    "<span>{open}</span> <kbd>Ctrl K</kbd></button>"
    '<dialog class="search-box" aria-label="{open}">'
    '<input type="search" role="combobox" autocomplete="off" spellcheck="false" maxlength="{longest}"'
    ' aria-label="{what}" placeholder="{what}" aria-expanded="true" aria-controls="search-found">'
    '<div id="search-found" class="search-found" role="listbox" aria-label="{results}"></div>'
    '<p class="search-hint" data-away="{away}">{keys}</p></dialog>'
)
_GROUP = Markup('<div role="group" aria-label="{0}"><div class="kind" aria-hidden="true">{0}</div>{1}</div>')
_HIT = Markup('<a data-in href="@{}" role="option" tabindex="-1"><b>{}</b> <span>{}</span></a>')
_SAID = Markup('<p class="said">{}</p>')


def draw_search(words: Wording) -> None:
    """The button that opens the box, and the box."""
    said = {name: words(f"search.{name}") for name in ("open", "what", "results", "keys", "away")}
    st.html(_BOX.format(longest=LONGEST, **said), width="content")


def draw_unseen_search(words: Wording) -> None:
    """The box on the projector, where the keys alone open it."""
    with st.container(key="search_unseen"):
        draw_search(words)


def answer(request: Request) -> HTMLResponse:
    """What the text ``q`` finds, as HTML: links that keep the filters which the request names beside it."""
    query = request.query_params
    words = wording(query.get("lang", ""))
    seat = seat_of(request)
    if not seat.is_known:
        return HTMLResponse(_SAID.format(words("access.unnamed.title")), 403, {"cache-control": "no-store"})
    try:
        viewer = seat.viewer().before(audience_of(query))
        body = _found(query.get("q", "")[:LONGEST], viewer, words)
    except DatabaseNotReadyError as reason:
        body = _SAID.format(words(f"not_ready.{reason.code}.title"))
    except Exception as error:
        log.error("the search failed", exc_info=error)
        body = _SAID.format(words("wrong.part"))
    kept = {key: query[key] for key in SHARED_KEYS if key in query}
    return HTMLResponse(completed(body, _address_with(kept)), headers={"cache-control": "no-store"})


def _found(text: str, viewer: Viewer, words: Wording) -> Markup:
    if not text.strip():
        return Markup("")
    with reading(engine(), viewer) as reader:
        choices = choices_of(reader, reader.state())
        pages = (entry.key for entry in PAGES if not entry.hidden)
        hits = found(text, reader, choices, pages, words)
        nothing = "search.nothing" if reader.allowed() is None else "search.nothing_seen"
        nothing = "search.nothing_shown" if viewer.audience else nothing
    return _listed(hits, words) if hits else _SAID.format(words(nothing, text=text.strip()))


def _listed(hits: Iterable[Hit], words: Wording) -> Markup:
    groups = []
    for kind, of_kind in groupby(hits, lambda hit: hit.kind):
        rows = Markup("").join(_HIT.format(hit.link, hit.name, hit.note) for hit in of_kind)
        groups.append(_GROUP.format(words(f"search.kind.{kind}"), rows))
    return Markup("").join(groups)


def _address_with(kept: dict[str, str]) -> Callable[[str], str]:
    """Where a link leads, with the filters that are kept."""

    def address(link: str) -> str:
        page, own = parts_of(link)
        path = "" if page == PAGES[0].key else BY_KEY[page].url_path
        return f"./{path}?{urlencode({**kept, **own})}"

    return address
