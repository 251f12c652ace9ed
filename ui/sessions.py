"""How many pages are open at the same time: each holds memory, and all share one core."""

from typing import Any

from ui.modes import SESSIONS_SETTING, most_sessions
from ui.refusal import Refusal

STREAM = "/_stcore/stream"
SECONDS_TO_RETRY = 15
# The open pages of this process.
_open: set[int] = set()


def is_full() -> bool:
    """Whether another page would be one too many."""
    return len(_open) >= most_sessions()


def refusal() -> Refusal:
    """What is said to whom comes when it is full; the page that says it asks again by itself."""
    seconds = str(SECONDS_TO_RETRY)
    values = {"value": str(most_sessions()), "setting": SESSIONS_SETTING}
    return Refusal(503, "modes.full", values, {"Retry-After": seconds, "Refresh": seconds})


class BoundedSessions:
    """ASGI middleware that counts websockets of pages and refuses one too many."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "websocket" or not scope["path"].endswith(STREAM):
            await self.app(scope, receive, send)
        elif is_full():
            await refusal().send(scope, receive, send)
        else:
            _open.add(id(scope))
            try:
                await self.app(scope, receive, send)
            finally:
                _open.discard(id(scope))
