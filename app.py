"""The server: ``streamlit run app.py`` serves this object.

The script it runs lies in ``ui/``, not beside ``pages/``: with a folder ``pages/`` next to the script, Streamlit would
run pages in its old way until navigation is first called, and a deep link as the first request would then show a page
without filters, sign-in and scope.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route

from ui import garbage, live, own_server, shell
from ui.gate import Gate
from ui.logs import keep_logs
from ui.modes import SettingError, refuse_to_start_wrong
from ui.registry import PAGES
from ui.searching import ROUTE, answer
from ui.security import SecurityHeaders
from ui.sessions import BoundedSessions
from ui.signing_out import SigningOut
from ui.taken_along import OwnDownloads
from ui.warm_up import import_pages, warm_up
from ui.wrong import say_that_it_failed
from wording import LANGUAGES, wording

ROOT = Path(__file__).parent
WRONG_SETTING = 2

try:
    refuse_to_start_wrong(st.get_option("server.address"))
except SettingError as refused:
    print(refused.in_both_languages(), file=sys.stderr)
    sys.exit(WRONG_SETTING)
own_server.take_over()


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Import what pages need before the first reader comes."""
    keep_logs()
    import_pages()
    warm_up()
    garbage.look_seldom()
    print(
        "\n".join(wording(language)("modes.running", address=own_server.where()) for language in LANGUAGES), flush=True
    )
    yield


def first_page(request: Request) -> RedirectResponse:
    """The first page lives at the root; who asks for it by its name is sent there with the same filters."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"./{query}")


app = st.App(
    ROOT / "ui" / "frame.py",
    lifespan=lifespan,
    # A reader's first visit loads some four megabytes of Streamlit's own files; three fifths of them are air.
    middleware=[
        Middleware(SecurityHeaders),
        Middleware(Gate),
        Middleware(BoundedSessions),
        Middleware(SigningOut),
        Middleware(OwnDownloads),
        Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
    ],
    routes=[
        *shell.routes(),
        Route(f"/{PAGES[0].key}", first_page),
        Route(f"/{live.ADDRESS}", live.data_version),
        Route(ROUTE, answer),
    ],
    on_script_error=say_that_it_failed,
)
