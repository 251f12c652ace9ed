"""Downloads belong to the browser they were made for: a link that is passed on opens nothing.

Streamlit keeps what was downloaded under an address that follows from its content, and gives it to whoever asks. Here
it is noted for which browser each was made, by the cookie that Streamlit gives every browser before it opens a page.
"""

from collections import OrderedDict
from functools import lru_cache
from typing import Any

import streamlit as st
from starlette.requests import HTTPConnection
from streamlit.runtime import Runtime
from streamlit.runtime.media_file_storage import MediaFileKind
from streamlit.runtime.memory_media_file_storage import _calculate_file_id
from streamlit.web.server.starlette.starlette_app_utils import decode_xsrf_token_string
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME

from ui.refusal import Refusal

MEDIA = "/media/"
# What was made before these is not given any more; a browser fetches what it has asked for at once.
MOST_KEPT = 10_000
# Each page asks a dozen times which browser it is drawn for.
MOST_BROWSERS = 500

# The address of a file and a browser that may have it; None is a program without cookies.
_made_for: OrderedDict[tuple[str, bytes | None], None] = OrderedDict()


def this_browser() -> bytes | None:
    """The browser that the running script draws its page for."""
    return _browser(st.context.cookies.get(XSRF_COOKIE_NAME))


def note(content: bytes, kind: str, name: str, browser: bytes | None) -> bytes:
    """Note that a file is made for a browser; returns its content."""
    _made_for[(_calculate_file_id(content, kind, name), browser)] = None
    while len(_made_for) > MOST_KEPT:
        _made_for.popitem(last=False)
    return content


@lru_cache(MOST_BROWSERS)
def _browser(cookie: str | None) -> bytes | None:
    """What stays the same of a cookie, which is written anew and masked each time it is set."""
    return decode_xsrf_token_string(cookie)[0] if cookie else None


class OwnDownloads:
    """ASGI middleware that gives a download to the browser it was made for, and logo and icon to everybody."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        before, found, name = scope.get("path", "").rpartition(MEDIA)
        # Streamlit's own fonts lie under a folder of the same name.
        asked = scope["type"] == "http" and found and not before.endswith("/static")
        if asked and not _may_have(name, HTTPConnection(scope)):
            await Refusal(404, "modes.not_yours").send(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _may_have(name: str, asking: HTTPConnection) -> bool:
    file = Runtime.instance().media_file_mgr.read_file(name) if Runtime.exists() else None
    if file is None:
        # What is gone is answered as what is another's: the sentence says either.
        return False
    if file.kind != MediaFileKind.DOWNLOADABLE:
        return True
    return (name.rpartition(".")[0] or name, _browser(asking.cookies.get(XSRF_COOKIE_NAME))) in _made_for
