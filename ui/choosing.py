"""The widgets that choose one option: fed from the link, and writing what is chosen into it."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from data_access.asked.page_keys import BY_NAME, NONE
from ui.address import change
from ui.apart import on_page_only
from ui.literal import literal
from ui.view import View


def choose(
    key: str,
    options: Sequence[str],
    value: str,
    say: Callable[[str], str],
    label: str,
    *,
    as_row: bool = False,
    changed: Callable[[str], None] | None = None,
    **more: Any,
) -> None:
    """A choice for a key of the link, of buttons in a row or of a list that opens; '' stands for none or all.

    ``changed`` is called with another option where it is not for this key alone.
    """
    name = f"w_{key}"
    st.session_state[name] = value
    write = changed or (lambda chosen: change(key, chosen or NONE))
    more |= {"key": name, "label_visibility": "collapsed", "on_change": lambda: write(st.session_state[name])}
    if as_row:
        st.segmented_control(
            literal(label), list(options), format_func=lambda option: literal(say(option)), required=True, **more
        )
    else:
        st.selectbox(literal(label), list(options), format_func=say, **more)


def choose_own(view: View, key: str, changed: Callable[[str], None] | None = None) -> None:
    """The widget of a choice that the page has for itself, as ``page_keys`` declares it."""
    own, words = BY_NAME[key], view.words
    value = getattr(view.context.selection, key)
    options = own.options if own.usual else ("", *own.options)

    def say(option: str) -> str:
        return words.label(own.labels, option) if option else words(f"every.{key}")

    as_row = own.widget == "row"
    width = {} if as_row else {"width": 220}
    choose(key, options, value, say, words(f"address.{key}"), as_row=as_row, changed=changed, **width)


@on_page_only
def draw_choices(view: View, *keys: str) -> None:
    """The widgets of choices that the page has for itself, side by side."""
    with st.container(key=f"choices_{keys[0]}", horizontal=True, vertical_alignment="center", gap="small"):
        for key in keys:
            choose_own(view, key)
