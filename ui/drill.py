"""From a mark to what it stands for: a unit's archive, or the ranking by an indicator."""

from typing import Any

import streamlit as st

from panels.charts import PLOTLY_KINDS
from panels.charts.marks import PICK
from panels.declare import Panel
from ui.view import View

_TARGETS = {"unit": "unit", "indicator": "rankings"}


def clicks() -> int:
    """How often this session has drilled down; part of every chart's key, so that no old click is seen again."""
    return int(st.session_state.get("clicks", 0))


def picked_code(kind: str, event: Any) -> str:
    """The code of the mark that a chart of this kind reports as clicked; '' when nothing is."""
    if kind in PLOTLY_KINDS:
        points = event.get("selection", {}).get("points", [])
        return str(points[0]["customdata"][0]) if points else ""
    marks = event.get("selection", {}).get(PICK, [])
    return str(marks[0].get("code", "")) if marks else ""


def remember_click(panel: Panel, kind: str, key: str) -> None:
    """A chart's callback: keep what was clicked until the frame can change the page."""
    code = picked_code(kind, st.session_state.get(key) or {})
    if code:
        remember_target(panel.drill, code)


def remember_target(kind: str, code: str) -> None:
    st.session_state["clicked"] = (kind, code)
    st.session_state["clicks"] = clicks() + 1


def follow_click(view: View) -> None:
    """Open what was clicked in the run before, with the same filters."""
    clicked = st.session_state.pop("clicked", None)
    if clicked is None:
        return
    kind, code = clicked
    open_page(view, _TARGETS[kind], **{kind: code})


def open_page(view: View, page: str, **own: str) -> None:
    st.switch_page(view.pages[page], query_params=view.link(page, **own))
