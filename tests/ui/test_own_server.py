"""Connections that ask for nothing do not stay, however they are silent; those that do something are left alone."""

import asyncio
import resource
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from ui import own_server
from ui.modes import SESSIONS_SETTING

PATIENCE = 0.3
DEADLINE = 20
QUESTION = b"GET / HTTP/1.1\r\nHost: here\r\n\r\n"
UPGRADE = (
    b"GET /open HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


async def who(request: Request) -> PlainTextResponse:
    assert request.client
    return PlainTextResponse(f"client {request.client.host}")


async def slow(_request: Request) -> PlainTextResponse:
    await asyncio.sleep(4 * PATIENCE)
    return PlainTextResponse("at last")


async def stay(websocket: WebSocket) -> None:
    await websocket.accept()
    await asyncio.sleep(4 * PATIENCE)
    await websocket.send_text("still there")
    await websocket.close()


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A small app on the web server as it is after it was taken over, with little patience."""
    for owner, name in ((own_server._config, "ProxyHeadersMiddleware"), (own_server._protocol, "connection_made")):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    monkeypatch.setattr(own_server, "SECONDS_TO_ASK", PATIENCE)
    own_server.take_over()
    app = Starlette(routes=[Route("/", who), Route("/slow", slow), WebSocketRoute("/open", stay)])
    listening = socket.create_server(("127.0.0.1", 0))
    server: Any = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="websockets-sansio"))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join()
    listening.close()


def heard(port: int, *pieces: bytes) -> bytes:
    """What a connection hears until the server ends it, after it said these pieces."""
    with socket.create_connection(("127.0.0.1", port), DEADLINE) as connection:
        for piece in pieces:
            connection.sendall(piece)
        received = b""
        try:
            while piece := connection.recv(65536):
                received += piece
        except ConnectionResetError:
            pass
        return received


@pytest.mark.parametrize("said", [b"", b"G", QUESTION[:-2], b"POST / HTTP/1.1\r\nHost: here\r\nContent-Le"])
def test_a_connection_without_a_question_ends(said: bytes, port: int) -> None:
    assert heard(port, said) == b""


def test_a_connection_that_asked_once_ends_in_the_midst_of_its_next_question(port: int) -> None:
    assert heard(port, QUESTION, QUESTION[:-2]).startswith(b"HTTP/1.1 200 OK")


@pytest.mark.long
def test_who_waits_for_an_answer_and_an_open_websocket_are_left_alone(port: int) -> None:
    assert heard(port, QUESTION.replace(b"/ ", b"/slow ", 1)).endswith(b"at last")
    assert b"still there" in heard(port, UPGRADE)


def test_one_connection_too_many_ends_at_once_and_leaves_the_others(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_server, "MOST_CONNECTIONS", 1)
    with socket.create_connection(("127.0.0.1", port), DEADLINE) as first:
        first.sendall(QUESTION)
        assert first.recv(4096).startswith(b"HTTP/1.1 200 OK")
        assert heard(port, QUESTION) == b""
        first.sendall(QUESTION)
        assert first.recv(4096).startswith(b"HTTP/1.1 200 OK")


def test_open_pages_are_none_of_the_connections_that_are_bounded(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_server, "MOST_CONNECTIONS", 1)
    with socket.create_connection(("127.0.0.1", port), DEADLINE) as page:
        page.sendall(UPGRADE)
        assert page.recv(4096).startswith(b"HTTP/1.1 101")
        assert heard(port, QUESTION).startswith(b"HTTP/1.1 200 OK")


def test_a_process_may_open_as_many_files_as_its_pages_need(monkeypatch: pytest.MonkeyPatch) -> None:
    usual, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    monkeypatch.setenv(SESSIONS_SETTING, "350")
    resource.setrlimit(resource.RLIMIT_NOFILE, (900, most))
    try:
        own_server.make_room()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (350 + own_server.MOST_CONNECTIONS + 200, most)
        own_server.make_room()
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[1] == most
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (usual, most))


def test_the_web_server_believes_no_header_about_who_is_connected(port: int) -> None:
    claiming = QUESTION.replace(b"\r\n\r\n", b"\r\nX-Forwarded-For: 10.0.0.9\r\n\r\n")
    assert heard(port, claiming).endswith(b"client 127.0.0.1")
