"""Headers that keep the browser from loading or sending anything beyond this server."""

from functools import lru_cache
from typing import Any

from ui.gate import host_of
from ui.modes import framed_by

# Streamlit and this product's scripts stand in the page itself, hence 'unsafe-inline'. Nothing is compiled from text:
# Streamlit lets Vega interpret its expressions.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; "
    "connect-src {connect}; frame-ancestors {frames}; base-uri 'self'; form-action 'self'; object-src 'none'"
)
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
DENIED = (b"x-frame-options", b"DENY")


class SecurityHeaders:
    """ASGI middleware that adds a content policy and ``HEADERS`` to every HTTP response."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        added = headers_for(next((value for name, value in scope["headers"] if name == b"host"), b""), framed_by())

        async def send_with_headers(message: Any) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                message = {**message, "headers": [*message.get("headers", []), *added]}
            await send(message)

        await self.app(scope, receive, send_with_headers)


def headers_for(host: bytes, frames: tuple[str, ...]) -> list[tuple[bytes, bytes]]:
    """The headers of an answer to who asked for ``host`` and may be framed by pages of ``frames``."""
    text = host.decode("latin-1")
    return _headers(text if host_of(text, "http") and "[" not in text else "", frames)


# Bounded: whoever asks chooses the host.
@lru_cache(maxsize=64)
def _headers(host: str, frames: tuple[str, ...]) -> list[tuple[bytes, bytes]]:
    # Some browsers do not count a websocket of the page's own host as 'self'; an IPv6 address has no place in a policy.
    connect = f"'self' ws://{host} wss://{host}" if host else "'self'"
    policy = POLICY.format(connect=connect, frames=" ".join(frames) or "'none'")
    return [(b"content-security-policy", policy.encode()), *HEADERS, *(() if frames else (DENIED,))]
