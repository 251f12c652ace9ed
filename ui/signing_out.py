"""Who signs out in one tab is signed out in all: Streamlit tells that tab alone, the others keep what they began with.

What has been ended is kept by this process until it would have run out, so a copy of the cookie opens nothing either.
"""

import json
import re
import time
from collections.abc import Mapping
from typing import Any

from starlette.requests import HTTPConnection

from ui.modes import OIDC, mode
from ui.signed_cookie import claims_of

SIGN_OUT = re.compile(r"/auth/logout$")
# What tells one sign-in of a person from the next.
_TELLING = ("iss", "sub", "iat", "exp")
# When each would have run out.
_ended: dict[str, float] = {}


def name_of(claims: Mapping[str, Any]) -> str:
    """What tells this sign-in from the person's next one."""
    return json.dumps([claims.get(name) for name in _TELLING])


def has_ended(sign_in: str) -> bool:
    """Whether the sign-in of this name was ended here."""
    return sign_in in _ended


class SigningOut:
    """ASGI middleware that notes which sign-in ends when a browser is sent to sign out."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and mode() == OIDC and SIGN_OUT.search(scope["path"]):
            end(claims_of(HTTPConnection(scope).cookies))
        await self.app(scope, receive, send)


def end(claims: Mapping[str, Any]) -> None:
    """Let nobody in by this sign-in any more."""
    now, until = time.time(), claims.get("exp")
    for name in [name for name, ran_out in _ended.items() if ran_out <= now]:
        del _ended[name]
    if isinstance(until, int | float):
        _ended[name_of(claims)] = float(until)
