"""The server: ``streamlit run app.py`` serves this object.

The script it runs lies in ``ui/``, not beside ``pages/``: with a folder ``pages/`` next to the script, Streamlit would
run pages in its old way until navigation is first called, and a deep link as the first request would then show a page
without filters, sign-in and scope.
"""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from ui.security import SecurityHeaders
from ui.warm_up import warm_up
from ui.wrong import say_that_it_failed

ROOT = Path(__file__).parent


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Import what pages need before the first reader comes, and leave it out of every later garbage collection."""
    warm_up()
    gc.freeze()
    yield


app = st.App(
    ROOT / "ui" / "frame.py",
    lifespan=lifespan,
    middleware=[Middleware(SecurityHeaders)],
    on_script_error=say_that_it_failed,
)
