"""The link is the single truth of every filter: read at the top of a run, written back complete."""

from collections.abc import Iterator, Mapping
from typing import Any

import streamlit as st

from assessment.verdict import VERSUS
from data_access.asked.page_keys import BY_NAME, DECLARED
from data_access.asked.selection import AUDIENCE, MUNICIPAL_GROUP, Choices, Selection, audience_of, parse
from data_access.reading.case_lists import is_list_of
from ui.covered_links import covered, remember_covers, uncovered
from ui.registry import PageEntry
from ui.shown import WALL

# Keys that a link replaces together: a period without its grain means nothing.
_PERIOD_KEYS = frozenset({"grain", "period"})
# Keys that a click in the navigation forgets: the page of a list, and keys that no link carries.
_PASSING = frozenset({"page"} | {key for key, each in BY_NAME.items() if not each.said})


def selection_of(
    choices: Choices, page: PageEntry, *, sees_names: bool = True
) -> tuple[Selection, tuple[tuple[str, str], ...]]:
    """The selection that the link asks this page for, written back complete; and what the link named in vain.

    No link of who may not see names keeps the number of a person.
    """
    selection, unknown = read_address(choices, page)
    selection = selection if sees_names else selection.with_(officer="")
    selection = _with_benchmark(_with_unit(selection, choices, page), page)
    remember_covers(choices)
    write_address(selection, page)
    return selection, unknown


def seen_by(selection: Selection, choices: Choices, page: PageEntry) -> Selection:
    """The selection without what other pages chose: for themselves, or by a filter that this page does not have.

    So a link shows everyone the same, and nothing is counted, said or stamped by a choice that the page does not show.
    """
    usual = {each.key: each.usual for each in DECLARED if each.key not in page.keys}
    usual |= {"indicator": choices.default_indicator} if "indicator" in usual else {}
    unfiltered = {name: every for name, _, every in _not_used(selection, choices, page)}
    seen = _with_benchmark(selection.with_(**usual, **unfiltered), page)
    unscored = seen.by_score and not choices.scores(seen.group, seen.period)
    # Without scores for the period the page shows what there is; the link keeps what was asked for.
    return seen.with_(indicator=choices.default_indicator) if unscored else seen


def carried(selection: Selection, choices: Choices, page: PageEntry) -> dict[str, tuple[str, ...]]:
    """The filters that the link carries for other pages and this one does not use: a key and the codes chosen.

    A record is not counted at all, and a unit stands among its own peers whatever was chosen: nothing is amiss there.
    """
    found: dict[str, tuple[str, ...]] = {}
    for name, key, every in _not_used(selection, choices, page) if page.filters else ():
        chosen = getattr(selection, name)
        if chosen != every and not (page.about_unit and key == "group"):
            found[key] = (chosen,) if isinstance(chosen, str) else chosen
    return found


def _not_used(selection: Selection, choices: Choices, page: PageEntry) -> Iterator[tuple[str, str, Any]]:
    """What says which units are counted and the page has no filter for: the field, its key in the link, and all.

    The city's departments are in no county; a group of one system has none to choose, and where departments are ranked
    only those of the city are of several.
    """
    group = selection.group if "group" in page.filters else choices.default_group
    if "county" not in page.filters or group == MUNICIPAL_GROUP:
        yield "counties", "county", ()
    of_the_city = "sector" in page.filters and group == MUNICIPAL_GROUP
    if not of_the_city and not ("system" in page.filters and ":" not in group):
        yield "sectors", "sector", ()
    if group != selection.group:
        yield "group", "group", choices.default_group


def _with_unit(selection: Selection, choices: Choices, page: PageEntry) -> Selection:
    """A page about one unit opens the first county (or unit) when the link names none."""
    if not page.about_unit or selection.unit:
        return selection
    return selection.with_(unit=choices.usual_unit)


def _with_benchmark(selection: Selection, page: PageEntry) -> Selection:
    """A page that holds units against something holds them against the city when the link names nothing."""
    return selection if "versus" not in page.keys or selection.versus else selection.with_(versus=VERSUS[0])


def read_address(choices: Choices, page: PageEntry) -> tuple[Selection, tuple[tuple[str, str], ...]]:
    """The selection of this run and what the link named in vain.

    In a running session a key that the link does not name keeps its last value (one of a page's own keys the last on
    that page): a click in the navigation drops the query, and the browser's history holds links that a page has not
    completed yet.
    """
    query = uncovered(st.query_params.to_dict(), choices)
    if grain := st.session_state.pop("grain_asked", ""):
        # Another grain needs another period: the latest one is chosen where none is named.
        query = {key: value for key, value in query.items() if key != "period"} | {"grain": grain}
    selection, unknown = parse({**_remembered(query, page), **query}, choices)
    if is_list_of(selection.ledger, selection.which):
        return selection, unknown
    return selection.with_(which=""), (*unknown, ("which", selection.which))


def _remembered(query: Mapping[str, str], page: PageEntry) -> dict[str, str]:
    """What the session chose last, without its period where the link names a period or a grain."""
    last: Selection | None = st.session_state.get("selection")
    if last is None:
        return {}
    dropped = _PERIOD_KEYS if _PERIOD_KEYS & query.keys() else frozenset()
    shared = {key: value for key, value in last.to_query().items() if key not in dropped}
    of_page: Selection | None = st.session_state.get(f"selection_{page.key}")
    own = of_page.to_query(page.own_keys) if of_page else {}
    return shared | {key: own[key] for key in page.own_keys if key in own and key not in _PASSING}


def write_address(selection: Selection, page: PageEntry) -> None:
    """Make the link complete: every key with its value, defaults included, and none that the page does not use."""
    query = covered(selection.to_query((*page.keys, WALL)))
    # All at once: every write is a step of the browser's history, and Back must go back a choice, not a key.
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)
    st.session_state["selection"] = st.session_state[f"selection_{page.key}"] = selection


def audience_asked() -> str:
    """To whom the page is shown: whom the link names, else whom the session's last link named.

    Read before anything else, for it decides what may be read.
    """
    query, last = st.query_params.to_dict(), st.session_state.get("selection")
    return audience_of(query) if AUDIENCE in query else last.audience if last else ""


def change(key: str, value: str) -> None:
    """Write one choice into the link; called by a widget. Another choice than that of the page starts lists anew."""
    if key == "grain":
        st.session_state["grain_asked"] = value
    elif "page" in st.query_params and key != "page":
        change_several({key: value, "page": "1"})
    else:
        st.query_params[key] = covered({key: value})[key]


def change_several(values: Mapping[str, str]) -> None:
    """Write choices that belong together into the link in one step of the browser's history; '' takes a key out."""
    query = {**st.query_params.to_dict(), **covered(values)}
    st.query_params.from_dict({key: value for key, value in query.items() if value})
