"""What Streamlit, which starts the web server, gives no option for; uvicorn is pinned for its sake."""

import sys
from functools import partial
from typing import Any

import streamlit as st
import uvicorn.config
from streamlit import net_util
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from ui.modes import most_sessions

# How long a connection may be open without asking for anything, or with half a question.
SECONDS_TO_ASK = 10.0
# In bytes, the longest head of a question: what a browser sends, its cookies too, is a tenth of that.
LONGEST_HEAD = 65_536
# Connections that are no open page, of which a browser makes six while a page loads.
MOST_CONNECTIONS = 500
# Files that the process opens beside: the database's, the product's, Streamlit's.
OTHER_FILES = 200

_config: Any = uvicorn.config
_protocol: Any = AutoHTTPProtocol
_made, _came = _protocol.connection_made, _protocol.data_received


def take_over() -> None:
    """Before the server runs: let nobody outside be asked or believed, and no connection be held by who is silent."""
    # Who is connected is judged by the gate, which must see it as it is, not as a header has it.
    _config.ProxyHeadersMiddleware = _as_it_is
    _protocol.connection_made, _protocol.data_received = _bounded, _measured
    make_room()
    # Streamlit asks these of addresses on the internet, to know by which name it may be asked; the gate knows.
    net_util.get_external_ip = net_util.get_internal_ip = lambda: None


def make_room() -> None:
    """Let the process open as many files as its pages and connections need, where the system lets it."""
    if sys.platform == "win32":
        return
    import resource

    needed = most_sessions() + MOST_CONNECTIONS + OTHER_FILES
    usual, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if resource.RLIM_INFINITY != usual < needed:
        possible = needed if most == resource.RLIM_INFINITY else min(needed, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (possible, most))


def where() -> str:
    """The address of the dashboard, for whoever has started it."""
    address = st.get_option("server.address") or "localhost"
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    path = (st.get_option("server.baseUrlPath") or "").strip("/")
    return f"{scheme}://{f'[{address}]' if ':' in address else address}:{st.get_option('server.port')}/{path}"


def _as_it_is(app: Any, **_trusted: Any) -> Any:
    return app


def _bounded(protocol: Any, transport: Any) -> None:
    """A connection is made: one too many ends at once, and each is looked at from time to time."""
    _made(protocol, transport)
    if sum(type(each) is type(protocol) for each in protocol.connections) > MOST_CONNECTIONS:
        transport.abort()
    else:
        _look_again(protocol, transport)


def _measured(protocol: Any, data: bytes) -> None:
    """Bytes of a question come: a head that does not end is kept in memory by the server, and ends its connection."""
    asked = protocol.cycle
    of_a_body = asked is not None and asked.more_body
    _came(protocol, data)
    within_head = protocol.cycle is asked and not of_a_body
    protocol.unanswered = getattr(protocol, "unanswered", 0) + len(data) if within_head else 0
    if protocol.unanswered > LONGEST_HEAD:
        protocol.transport.abort()


def _look_again(protocol: Any, transport: Any) -> None:
    protocol.loop.call_later(SECONDS_TO_ASK, partial(_end_when_idle, protocol, transport, protocol.cycle))


def _end_when_idle(protocol: Any, transport: Any, answered: Any) -> None:
    """End a connection that has asked for nothing since the last look; a websocket is none of these any more."""
    if transport.is_closing() or transport.get_protocol() is not protocol:
        return
    if protocol.cycle is answered and (answered is None or answered.response_complete):
        transport.abort()
    else:
        _look_again(protocol, transport)
