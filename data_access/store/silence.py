"""PostgreSQL that is there and does not answer: frozen, overloaded, or behind a network that lost it.

A statement may take long, so its silence alone says nothing; a client that knows no more waits for ever. Here who waits
asks the server at its own door after a while, by the few bytes with which every connection may begin, and gives up when
nobody opens. Imported on PostgreSQL alone, for psycopg is slow to import.
"""

import socket
import struct
import time
from typing import Any

import psycopg
from sqlalchemy import Engine, event

from data_access.store.patience import Patience

# How long a server may take to answer that, which costs it next to nothing, in seconds.
LONGEST_ANSWER_S = 1.0
# For so long nobody else asks a server that did not answer.
REMEMBERED_S = 1.0
# A new connection is waited for two seconds, less the driver does not take. A lost network is noticed by the system.
CONNECTING = {
    "connect_timeout": 2,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
NO_ANSWER = "the server does not answer"
# "Do you speak TLS?" Every version answers with one byte, before it knows who asks, and keeps no place for it.
_QUESTION = struct.pack("!ii", 8, 80877103)


def notice_silence(engine: Engine, patience: Patience) -> None:
    """Let statements and new connections of an engine end with an ``OperationalError`` while nobody answers."""
    door = _Door()

    @event.listens_for(engine, "do_connect")
    def _connect(_dialect: Any, _record: Any, arguments: list[Any], options: dict[str, Any]) -> _Attended:
        door.refuse_if_shut()
        try:
            connection: _Attended = _Attended.connect(*arguments, **options)
        except psycopg.errors.ConnectionTimeout:
            door.shut_at = time.monotonic()
            raise
        connection.door, connection.patience = door, patience
        return connection


class _Door:
    """Where a server is asked whether it is there, and when it last was not."""

    def __init__(self) -> None:
        self.shut_at = float("-inf")

    def refuse_if_shut(self) -> None:
        if time.monotonic() - self.shut_at < REMEMBERED_S:
            raise psycopg.OperationalError(NO_ANSWER)

    def opens(self, host: str, port: int) -> bool:
        """Whether somebody answers there; an answer of any kind will do."""
        if time.monotonic() - self.shut_at < REMEMBERED_S:
            return False
        try:
            with _knocking(host, port) as wire:
                wire.sendall(_QUESTION)
                wire.recv(1)
                return True
        except OSError:
            self.shut_at = time.monotonic()
            return False


def _knocking(host: str, port: int) -> socket.socket:
    if not host.startswith("/"):
        return socket.create_connection((host, port), LONGEST_ANSWER_S)
    wire = socket.socket(socket.AF_UNIX)
    wire.settimeout(LONGEST_ANSWER_S)
    wire.connect(f"{host}/.s.PGSQL.{port}")
    return wire


class _Attended(psycopg.Connection[Any]):
    """A connection that asks whether its server is still there whenever it has waited for long."""

    door: _Door | None = None
    patience = Patience(1.0)

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        if timeout is not None or self.door is None:
            return super().wait(gen, interval, timeout)
        began = time.monotonic()
        while True:
            try:
                return super().wait(gen, interval, self.patience.silence_s)
            except psycopg.errors._WaitTimeout:
                self._give_up_if_in_vain(self.door, time.monotonic() - began)

    def _give_up_if_in_vain(self, door: _Door, waited_s: float) -> None:
        longest_s, info = self.patience.longest_s, self.info
        in_time = longest_s is None or waited_s < longest_s
        if not in_time or not door.opens(info.hostaddr or info.host, info.port):
            # A closed connection is one that SQLAlchemy throws away, with all others that were made before.
            self.close()
            raise psycopg.OperationalError(NO_ANSWER)
