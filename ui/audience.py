"""To whom a screen is shown: the presenter's choice on the projector, and what every page says and bears meanwhile.

What is not for those in the room the reader leaves out (``Viewer.before``); here it is only said.
"""

import datetime as dt

import streamlit as st
from markupsafe import Markup

from data_access.asked.page_keys import NONE
from data_access.asked.selection import COUNTIES, PUBLIC, audiences
from panels.links import HERE, link_to
from ui.view import View

_CHOICE = Markup('<details class="audience"><summary>{}</summary><p>{}</p><ul>{}</ul></details>')
_OPTION = Markup('<li><a data-in href="@{}"{}>{}</a></li>')
_WATERMARK = Markup('<div class="watermark" aria-hidden="true">{}</div>')
# It covers the largest screen and every sheet.
_MARKS = 60


def draw_audience(view: View) -> None:
    """On the projector the choice; before an audience also on a page, with what is left out, and the watermark."""
    words, audience = view.words, view.context.selection.audience
    if audience:
        said = words("audience.watermark", audience=_name(view, audience), day=words.date(dt.date.today()))
        st.html(_WATERMARK.format(Markup("").join(Markup("<span>{}</span>").format(said) for _ in range(_MARKS))))
    if audience or view.projecting:
        with st.container(key="audience"):
            _draw_choice(view, audience)


def _draw_choice(view: View, audience: str) -> None:
    words = view.words
    # The other counties are called by no name while somebody looks on.
    others = [each for each in audiences(view.context.choices) if not audience or each in (PUBLIC, COUNTIES, audience)]
    options = Markup("").join(
        _OPTION.format(
            link_to(HERE, audience=each or NONE),
            Markup(' aria-current="true"') if each == audience else "",
            _name(view, each),
        )
        for each in ("", *others)
    )
    said = words("audience.shown" if audience else "audience.nobody", audience=_name(view, audience))
    chosen = words("audience.chosen", audience=_name(view, audience))
    st.html(view.addresses.in_html(_CHOICE.format(chosen, said, options)))


def _name(view: View, audience: str) -> str:
    """Who is in the room; a county by its name."""
    if audience in ("", PUBLIC, COUNTIES):
        return view.words(f"audience.{audience or 'none'}")
    return view.context.choices.name(audience)
