"""Who signs out in one tab is signed out in all: Streamlit tells that tab alone, the others keep what they began with.

What has been ended is kept until it would have run out, so a copy of the cookie opens nothing either: as an empty file
in a folder that all processes of a dashboard share, for the dashboard's connection to the database only reads.
"""

import hashlib
import json
import logging
import os
import re
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from starlette.requests import HTTPConnection

from ui.modes import OIDC, mode
from ui.signed_cookie import claims_of

log = logging.getLogger("dashboard")
# An environment variable: the folder of the sign-ins that were ended.
SETTING = "DASHBOARD_SIGNED_OUT"
DEFAULT_FOLDER = Path(__file__).parent.parent / "var" / "signed_out"
SIGN_OUT = re.compile(r"/auth/logout$")
# What tells one sign-in of a person from the next.
_TELLING = ("iss", "sub", "iat", "exp")
_NAME = re.compile(r"[0-9a-f]{64}")
# The latest time that every file system can write down.
_LAST = 2**32
# What was ended here and could not be written down.
_ended_here: set[str] = set()


def folder() -> Path:
    """Where the sign-ins that were ended are kept, a file each, dated by when it would have run out."""
    return Path(os.environ.get(SETTING, "").strip() or DEFAULT_FOLDER)


def name_of(claims: Mapping[str, Any]) -> str:
    """What tells this sign-in from the person's next one; it does not tell whose it is."""
    return hashlib.sha256(json.dumps([claims.get(name) for name in _TELLING]).encode()).hexdigest()


def has_ended(sign_in: str) -> bool:
    """Whether the sign-in of this name was ended, in whichever process."""
    return sign_in in _ended_here or (folder() / sign_in).is_file()


class SigningOut:
    """ASGI middleware that notes which sign-in ends when a browser is sent to sign out."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and mode() == OIDC and SIGN_OUT.search(scope["path"]):
            end(claims_of(HTTPConnection(scope).cookies))
        await self.app(scope, receive, send)


def end(claims: Mapping[str, Any]) -> None:
    """Let nobody in by this sign-in any more; where it cannot be written down, by this process at least."""
    until = claims.get("exp")
    if not isinstance(until, int | float):
        # Nobody is let in by it (``ui.access``).
        return
    mark = folder() / name_of(claims)
    try:
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        _forget_run_out()
        mark.touch(mode=0o600)
        os.utime(mark, (min(until, _LAST),) * 2)
    except OSError as error:
        _ended_here.add(mark.name)
        log.error("a sign-in that was ended here may go on in other processes, for it was not written down: %s", error)


def _forget_run_out() -> None:
    """Remove what has run out: it opens nothing any more without being ended."""
    now = time.time()
    for each in folder().iterdir():
        # Another process may be at it, too; and what else lies there is not ours.
        with suppress(FileNotFoundError):
            if _NAME.fullmatch(each.name) and each.stat().st_mtime <= now:
                each.unlink()
