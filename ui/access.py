"""Who sits before the screen, and what he may see: nobody and nothing, until a mode says otherwise.

``open`` serves this machine alone, whose user sees all; ``gateway`` takes an identity from the proxies that the gate
lets through; ``oidc`` from a sign-in that has not run out. What an identity may see stands in the list of viewers,
which is asked again at every run: a right that is taken away ends with the next click.
"""

import logging
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from starlette.requests import Request

from data_access.problems import Refused
from data_access.reading.viewer import ALL_SEEING, NOBODY, Viewer
from data_access.reading.viewer_list import Person, person_of, today
from ui.modes import GATEWAY, OIDC, OPEN, mode
from ui.signed_cookie import claims_of
from ui.signing_out import has_ended, name_of

log = logging.getLogger("dashboard")
# Environment variables: the gateway's header, and the claim of a sign-in that names a person in the list.
HEADER_SETTING = "DASHBOARD_IDENTITY_HEADER"
CLAIM_SETTING = "DASHBOARD_IDENTITY_CLAIM"
DEFAULT_HEADER, DEFAULT_CLAIM = "X-Remote-User", "sub"


@dataclass(frozen=True)
class Seat:
    """Whom the mode says that a page is for: ``identity`` as the list has it, '' for a stranger.

    ``local``: this machine's own user, where nobody signs in. ``until``: when the sign-in runs out (seconds);
    ``sign_in``: which it is, for it may be ended elsewhere.
    """

    identity: str = ""
    local: bool = False
    until: float | None = None
    sign_in: str = ""

    @property
    def has_run_out(self) -> bool:
        return self.until is not None and self.until <= time.time()

    def person(self) -> Person | None:
        """The person of the list who sits here and is valid today; None for everybody else.

        A list with a slip closes for all: the log says which.
        """
        if not self.identity or self.has_run_out or has_ended(self.sign_in):
            return None
        try:
            found = person_of(self.identity)
        except Refused as refused:
            log.error("nobody is let in: %s", refused)
            return None
        return found if found and found.is_valid(today()) else None

    @property
    def is_known(self) -> bool:
        return self.local or self.person() is not None

    def viewer(self) -> Viewer:
        """What may be seen from here at this moment."""
        if self.local:
            return ALL_SEEING
        person = self.person()
        return person.viewer(today()) if person else NOBODY


def seat_here() -> Seat:
    """The seat of the page that is being run."""
    return _seat(st.context.headers.get_all, _claims_here)


def _claims_here() -> Mapping[str, Any]:
    claims: Mapping[str, Any] = st.user.to_dict()
    return claims if claims.get("is_logged_in") is True else {}


def seat_of(request: Request) -> Seat:
    """The seat of who asks a route beside the pages."""
    return _seat(request.headers.getlist, lambda: claims_of(request.cookies))


def _seat(headers: Callable[[str], Sequence[str]], claims: Callable[[], Mapping[str, Any]]) -> Seat:
    way = mode()
    if way == OPEN:
        return Seat(local=True)
    if way == GATEWAY:
        return Seat(_named(headers(os.environ.get(HEADER_SETTING) or DEFAULT_HEADER)))
    return _signed_in(claims()) if way == OIDC else Seat()


def _named(values: Sequence[str]) -> str:
    """The identity of one header; two of them are somebody's attempt, and name nobody."""
    if len(values) != 1:
        return ""
    try:
        return values[0].encode("latin-1").decode("utf-8").strip()
    except UnicodeError:
        return ""


def _signed_in(claims: Mapping[str, Any]) -> Seat:
    """The seat of a sign-in; nobody's when it was ended, without a time at which it runs out, or with an address that
    nobody has verified.
    """
    claim = os.environ.get(CLAIM_SETTING) or DEFAULT_CLAIM
    identity, until = claims.get(claim), claims.get("exp")
    sign_in = name_of(claims)
    if has_ended(sign_in) or not isinstance(identity, str):
        return Seat()
    if isinstance(until, bool) or not isinstance(until, int | float):
        return Seat()
    if claim == "email" and claims.get("email_verified") is not True:
        return Seat()
    return Seat(identity, until=float(until), sign_in=sign_in)
