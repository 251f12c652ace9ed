"""From a mark to what it stands for: a unit's archive, the ranking by an indicator, a link, or the page narrowed."""

from typing import Any

import streamlit as st

from data_access.asked.page_keys import NONE
from panels.charts import PLOTLY_KINDS
from panels.charts.marks import OPEN, PICK
from panels.declare import Panel
from ui.address import change
from ui.view import View

# By kind of drill: the page it opens, and the key of that page's link that takes the code.
_TARGETS = {"unit": ("unit", "unit"), "indicator": ("rankings", "indicator")}
# The page of a unit on the projector begins with its first panel.
FIRST_SCREEN = "first"


def clicks() -> int:
    """How often this session has drilled down; part of every chart's key, so that no old click is seen again."""
    return int(st.session_state.get("clicks", 0))


def picked_code(kind: str, event: Any, selection: str = PICK) -> str:
    """The code of the mark that a chart of this kind reports as clicked; '' when nothing is."""
    if kind in PLOTLY_KINDS:
        points = event.get("selection", {}).get("points", [])
        return str(points[0]["customdata"][0]) if points else ""
    marks = event.get("selection", {}).get(selection, [])
    return str(marks[0].get("code", "")) if marks else ""


def remember_click(panel: Panel, kind: str, key: str) -> None:
    """A chart's callback: keep what was clicked until the frame can change the page."""
    event = st.session_state.get(key) or {}
    named, code = picked_code(kind, event, OPEN), picked_code(kind, event)
    if named and panel.opens:
        remember_target(panel.opens, named)
    elif code and panel.drill == "focus":
        if "project" in st.query_params:
            # On the projector there is no page to narrow: the unit has a screen of its own.
            remember_target("unit", code)
        else:
            _narrow(code)
    elif code:
        remember_target(panel.drill, code)


def _narrow(code: str) -> None:
    """Narrow the page to a unit, or open it again where it is narrowed to that one."""
    st.session_state["clicks"] = clicks() + 1
    change("focus", NONE if st.query_params.get("focus") == code else code)


def remember_target(kind: str, code: Any) -> None:
    """Keep where to go (a target of ``follow_click``) until the frame can change the page."""
    st.session_state["clicked"] = (kind, code)
    st.session_state["clicks"] = clicks() + 1


def follow_click(view: View) -> None:
    """Open what was clicked in the run before, with the same filters; from the projector, a unit's own screen."""
    clicked = st.session_state.pop("clicked", None)
    if clicked is None:
        return
    kind, code = clicked
    if kind == "screen":
        page, query = code
    elif kind == "link":
        page, query = view.followed(code)
    else:
        page, key = _TARGETS[kind]
        query = view.link(page, **{key: code})
        if view.projecting:
            st.session_state.setdefault("left_screens", []).append((view.page.key, st.query_params.to_dict()))
            query["project"] = FIRST_SCREEN
    st.switch_page(view.pages[page], query_params=query)


def last_screen() -> Any:
    """The page and query of the screen from which a unit's own was opened; None where there is none."""
    left: list[Any] = st.session_state.get("left_screens", [])
    return left.pop() if left else None


def forget_screens() -> None:
    st.session_state.pop("left_screens", None)
