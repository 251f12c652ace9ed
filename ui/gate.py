"""The first that meets a request: who may ask at all, by which name, from whose page, and for what.

All of it is closed by default: what is not known to be needed is refused before Streamlit sees it.
"""

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from ui.access import seat_of
from ui.load_jobs import loads_here
from ui.modes import (
    GATEWAY,
    HOSTS_SETTING,
    MODE_SETTING,
    OIDC,
    OPEN,
    PROXIES_SETTING,
    allowed_hosts,
    host_name,
    is_loopback,
    is_within,
    mode,
    trusted_proxies,
)
from ui.own_server import LONGEST_HEAD
from ui.refusal import LONGEST_VALUE, Refusal

log = logging.getLogger("dashboard")
# The reasons and addresses that the log has been told of.
_written: set[tuple[str, str]] = set()
MOST_WRITTEN = 1000

# With these a proxy says for whom it asks; a browser never sends one.
FORWARDING = re.compile(rb"x-forwarded(-.+)?|forwarded|x-real-ip")
READING = frozenset({"GET", "HEAD"})
# Of Streamlit's own addresses those that pages need: no metrics, no programs that drive it, and no
# uploads but of who may load.
STREAMLITS_OWN = re.compile(r"/(_stcore|component|app/static|auth|oauth2callback)(/|$)")
NEEDED = re.compile(r"/_stcore/(health|host-config|stream)")
TO_SIGN_IN = re.compile(r"/(auth/(login|logout)|oauth2callback)")
UPLOAD = re.compile(r"/_stcore/upload_file/[0-9A-Za-z-]+/[0-9A-Za-z-]+")
UPLOADING = frozenset({"PUT", "DELETE"})
DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
LAST_PORT = 65535
# In bytes, path and query: a link with every key and all units of a large city stays below.
LONGEST_LINK = 8_000
# In bytes, the names and values of all headers.
LONGEST_HEADERS = LONGEST_HEAD
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?")


@dataclass(frozen=True)
class Asked:
    """What of a request decides whether it is answered."""

    path: str
    # How many bytes the path and the query have, as they were sent.
    length: int
    # None of a websocket.
    method: str | None
    scheme: str
    # Where the connection comes from and ends, whatever headers say.
    client: str
    server: str
    headers: tuple[tuple[bytes, bytes], ...]

    @classmethod
    def of(cls, scope: Any) -> "Asked":
        client, server = scope.get("client") or ("",), scope.get("server") or ("",)
        method = scope["method"] if scope["type"] == "http" else None
        headers = tuple((bytes(name), bytes(value)) for name, value in scope["headers"])
        length = len(scope.get("raw_path") or scope["path"].encode()) + len(scope.get("query_string", b""))
        return cls(scope["path"], length, method, scope.get("scheme", "http"), client[0], server[0], headers)

    def all_of(self, name: bytes) -> list[str]:
        return [value.decode("latin-1").strip() for each, value in self.headers if each == name]

    @property
    def forwarded_by(self) -> str:
        """The names of the headers by which a proxy shows itself."""
        return ", ".join(sorted({name.decode("latin-1") for name, _ in self.headers if FORWARDING.fullmatch(name)}))


def host_of(text: str, scheme: str) -> tuple[str, int] | None:
    """The name and the port that a Host header or an origin's end gives; None when it is not written as one."""
    found = _HOST.fullmatch(text)
    name = host_name(found[1]) if found else None
    port = int(found[2] or DEFAULT_PORTS[scheme]) if found else 0
    return (name, port) if name and 0 < port <= LAST_PORT else None


def by_address(asked: Asked) -> Refusal | None:
    """Who is connected: this machine itself, the gateway, or, where readers sign in, anybody."""
    if mode() == OPEN and not (is_loopback(asked.client) and is_loopback(asked.server)):
        return Refusal(403, "modes.outside", {"value": asked.client, "setting": MODE_SETTING})
    if mode() == GATEWAY and not is_within(asked.client, trusted_proxies()):
        return Refusal(403, "modes.not_the_gateway", {"value": asked.client, "setting": PROXIES_SETTING})
    return None


def by_forwarding(asked: Asked) -> Refusal | None:
    """What a proxy says of a reader is taken from the proxies that are named, and from nobody else."""
    if not asked.forwarded_by or is_within(asked.client, trusted_proxies()):
        return None
    if mode() == OPEN:
        return Refusal(403, "modes.forwarded", {"value": asked.forwarded_by, "setting": MODE_SETTING})
    return Refusal(403, "modes.forwarded_unlisted", {"value": asked.forwarded_by, "setting": PROXIES_SETTING})


def by_host(asked: Asked) -> Refusal | None:
    """A page of a foreign name that leads here (DNS rebinding) is no page of ours."""
    hosts = asked.all_of(b"host")
    host = host_of(hosts[0], asked.scheme) if len(hosts) == 1 else None
    if host is None:
        return Refusal(400, "modes.no_one_host")
    if host[0] not in allowed_hosts():
        return Refusal(421, "modes.foreign_host", {"value": host[0], "setting": HOSTS_SETTING})
    return None


def by_origin(asked: Asked) -> Refusal | None:
    """A page of another site may not ask in its reader's name; a program that is no browser names no origin."""
    origins = asked.all_of(b"origin")
    if all(_is_same(origin, asked) for origin in origins) and len(origins) <= 1:
        return None
    return Refusal(403, "modes.foreign_origin", {"value": ", ".join(origins)})


def _is_same(origin: str, asked: Asked) -> bool:
    """Whether an origin is what the request names as its host; the port that needs no saying is the origin's."""
    scheme, _, rest = origin.partition("://")
    if scheme.lower() not in ("http", "https"):
        return False
    return host_of(rest, scheme.lower()) == host_of(asked.all_of(b"host")[0], scheme.lower())


def by_path(asked: Asked) -> Refusal | None:
    """Pages read; of Streamlit's own addresses those answer that pages need."""
    if asked.method in UPLOADING and _may_upload(asked):
        return None
    if asked.method not in READING | {None}:
        return Refusal(405, "modes.read_only", {"value": str(asked.method)}, {"Allow": ", ".join(sorted(READING))})
    # Wherever it stands in the path: behind a base path, or below a page's name where Streamlit looks for itself.
    own = STREAMLITS_OWN.search(asked.path)
    if own is None or NEEDED.fullmatch(asked.path, own.start()):
        return None
    if mode() == OIDC and TO_SIGN_IN.fullmatch(asked.path, own.start()):
        return None
    return Refusal(404, "modes.closed")


def _may_upload(asked: Asked) -> bool:
    """Whether it brings a file to be loaded, from who may load."""
    found = STREAMLITS_OWN.search(asked.path)
    if not (loads_here() and found and UPLOAD.fullmatch(asked.path, found.start())):
        return False
    return seat_of(Request({"type": "http", "headers": list(asked.headers)})).viewer().loads


def by_length(asked: Asked) -> Refusal | None:
    """No page writes a longer link; what is longer would be read in every run."""
    if asked.length <= LONGEST_LINK:
        return None
    return Refusal(414, "modes.link_too_long", {"value": f"{asked.length:,}", "most": f"{LONGEST_LINK:,}"})


def by_headers(asked: Asked) -> Refusal | None:
    """No browser sends as many, nor as long ones."""
    length = sum(len(name) + len(value) for name, value in asked.headers)
    if length <= LONGEST_HEADERS:
        return None
    return Refusal(431, "modes.headers_too_long", {"value": f"{length:,}", "most": f"{LONGEST_HEADERS:,}"})


CHECKS: tuple[Callable[[Asked], Refusal | None], ...] = (
    by_address, by_forwarding, by_host, by_origin, by_length, by_headers, by_path,
)  # fmt: skip


def refusal_of(asked: Asked) -> Refusal | None:
    """The first reason not to answer, or None."""
    return next((refused for check in CHECKS if (refused := check(asked))), None)


class Gate:
    """ASGI middleware that answers with a refusal, or passes a request on as one that Streamlit need not ask about."""

    def __init__(self, app: Any) -> None:
        # Past the gate a reader's address and scheme are those that a trusted proxy says.
        self.app: Any = ProxyHeadersMiddleware(app, [str(network) for network in trusted_proxies()])

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        asked = Asked.of(scope)
        if refused := refusal_of(asked):
            _write_down(refused.key, asked.client, ascii(dict(refused.values)))
            await refused.send(scope, receive, send)
            return
        await self.app({**scope, "headers": list(_agreeing(asked))}, receive, send)


def _write_down(key: str, client: str, values: str) -> None:
    """Tell the log of a refusal, once a reason and address: an administrator needs one line, a flood fills a disk."""
    if (key, client) not in _written and len(_written) < MOST_WRITTEN:
        _written.add((key, client))
        log.warning("refused a request from %s: %s %s", client, key, values[:LONGEST_VALUE])


def _agreeing(asked: Asked) -> Iterable[tuple[bytes, bytes]]:
    """The headers, with the host written as the origin writes it.

    Streamlit compares the two by their letters, and where these differ (an upper case, a port that need not be said)
    it would ask an address on the internet what this machine is called there.
    """
    origins: Iterator[str] = iter(asked.all_of(b"origin"))
    host = urlsplit(next(origins, "")).netloc.encode("latin-1")
    return ((name, host if host and name == b"host" else value) for name, value in asked.headers)
