"""The lower part of the ranking: one of four panels at a time, and the choices of each."""

import streamlit as st

from assessment.indicators import BY_KEY
from assessment.scheme import COMPONENTS
from data_access.asked.selection import MOST_COMPARED
from data_access.reading.assessed import Assessed
from data_access.reading.members import members
from panels.as_published import AS_PUBLISHED_PANEL
from panels.compare import COMPARE
from panels.declare import Panel
from panels.scores import assessed
from panels.veto_ledger import VETO_LEDGER
from panels.what_if import WHAT_IF
from ui.address import change
from ui.apart import in_place, on_page_only
from ui.choosing import choose_own
from ui.draw import draw
from ui.literal import literal
from ui.view import View
from wording import rounded

_PANELS: dict[str, Panel] = {
    "vetoes": VETO_LEDGER,
    "compare": COMPARE,
    "what_if": WHAT_IF,
    "published": AS_PUBLISHED_PANEL,
}


@in_place
def draw_closer(view: View) -> None:
    """The part that the link names, under a row that switches between them."""
    _switch(view)
    draw(_PANELS[view.context.selection.section], view)


@on_page_only
def _switch(view: View) -> None:
    section = view.context.selection.section
    choose_own(view, "section")
    if section == "compare":
        _compared(view)
    elif section == "what_if":
        _weights(view)


def _compared(view: View) -> None:
    """Two to five units of the group; none chosen leaves it to the panel."""
    words, selection = view.words, view.context.selection
    units = members(view.reader, selection.group, selection.period)
    names = dict(zip(units["code"], units["unit"], strict=True))
    st.session_state["w_units"] = [code for code in selection.units if code in names]
    st.multiselect(
        literal(words("closer.units")),
        list(names),
        key="w_units",
        format_func=lambda code: names[code],
        max_selections=MOST_COMPARED,
        placeholder=words("closer.units"),
        label_visibility="collapsed",
        on_change=lambda: change("units", ",".join(st.session_state["w_units"])),
    )


def _goals(view: View, assessment: Assessed) -> None:
    """Other goalposts for one indicator of the scheme: what gives no points, and what gives all."""
    words, goals = view.words, view.context.selection.goals
    items = assessment.scheme.with_goalposts(assessment.group)
    if not items:
        return
    key = goals[0][0] if goals else st.session_state.get("w_goal", "")
    key = key if key in items else next(iter(items))
    own = int(rounded(100 * (items[key].floor or 0))), int(rounded(100 * (items[key].target or 0)))
    st.session_state["w_goal"] = key
    st.session_state["w_floor"], st.session_state["w_target"] = goals[0][1:] if goals and goals[0][0] == key else own

    def changed() -> None:
        floor, target = st.session_state["w_floor"], st.session_state["w_target"]
        better = target > floor if BY_KEY[key].better == "higher" else target < floor
        st.session_state["goal_refused"] = not better
        change("goals", f"{key}:{floor}:{target}" if better and (floor, target) != own else "")

    label = words("closer.goal")
    st.selectbox(literal(label), list(items), key="w_goal", format_func=lambda each: words(f"indicator.{each}.label"),
                 on_change=lambda: change("goals", ""), width=260)  # fmt: skip
    for name in ("floor", "target"):
        label = words(f"closer.{name}")
        st.number_input(literal(label), 0, 100, step=1, key=f"w_{name}", on_change=changed, width=130)
    if st.session_state.pop("goal_refused", False):
        st.warning(literal(words("closer.goal_refused", indicator=words(f"indicator.{key}.label"))))


def _weights(view: View) -> None:
    """The weights of the components to try; the last one is what is left of 100."""
    words = view.words
    assessment = assessed(view.reader, view.context)
    if assessment is None:
        return
    own = assessment.scheme.whole_weights(assessment.group)
    for name, weight in zip(COMPONENTS, view.context.selection.weights or own, strict=True):
        st.session_state[f"w_weight_{name}"] = weight
    daily, annual, external = (f"w_weight_{name}" for name in COMPONENTS)

    def changed() -> None:
        first = st.session_state[daily]
        second = min(st.session_state[annual], 100 - first)
        change("weights", f"{first},{second},{100 - first - second}")

    with st.container(key="trial", horizontal=True, vertical_alignment="bottom", gap="medium"):
        for name, key in zip(COMPONENTS, (daily, annual, external), strict=True):
            st.number_input(
                literal(words(f"component.{name}")), 0, 100, step=5, key=key, on_change=changed, width=150,
                disabled=key == external,
            )  # fmt: skip
        _goals(view, assessment)
        tried = view.context.selection.weights or view.context.selection.goals
        st.button(literal(words("closer.as_in_scheme")), on_click=_as_in_scheme, disabled=not tried)


def _as_in_scheme() -> None:
    change("weights", "")
    change("goals", "")
