"""What is said to whom nothing may be shown: why, and whom to ask."""

import os

import streamlit as st

from ui.access import Seat
from ui.literal import literal
from ui.modes import OIDC, mode
from wording import Wording

# An environment variable: whom to ask, as everybody may read it.
CONTACT_SETTING = "DASHBOARD_CONTACT"


def draw_no_access(seat: Seat, words: Wording) -> None:
    """The page of a stranger: that he has to sign in, sign in again, or be put on the list of viewers."""
    reason = why(seat)
    st.title(literal(words(f"access.{reason}.title")), anchor=False)
    # As text: an identity is not ours.
    st.text(words(f"access.{reason}.what_to_do", identity=seat.identity))
    st.text(words("access.contact", contact=contact(words)))
    if mode() == OIDC:
        with st.container(key="signing_in"):
            st.button(literal(words("access.sign_in")), on_click=st.login, type="primary")


def contact(words: Wording) -> str:
    """Whom to ask."""
    return os.environ.get(CONTACT_SETTING) or words("access.administrator")


def why(seat: Seat) -> str:
    """Why a seat sees nothing: nobody has signed in, the sign-in has run out, or the list does not have him."""
    if seat.has_run_out:
        return "run_out"
    return "unlisted" if seat.identity else "unnamed"


def draw_sign_out(seat: Seat, words: Wording) -> None:
    """The way out, where the dashboard signs in by itself; a gateway has its own."""
    if not seat.local and mode() == OIDC:
        st.button(literal(words("access.sign_out")), on_click=st.logout, type="tertiary", key="sign_out")
