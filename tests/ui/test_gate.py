"""What a stranger may try at the door: each attack is sent to the real server as bytes, as no browser would send it."""

import os
import re
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings, strategies
from websockets.exceptions import ConnectionClosed
from websockets.frames import CloseCode
from websockets.sync.client import ClientConnection, connect

from data_access.store.engine import URL_SETTING
from tests.audited_server import NOTES_SETTING
from tests.databases import sqlite_url
from tests.running_app import free_port, start_server, stop_server, wait_until
from ui.gate import Asked, refusal_of
from ui.modes import FRAMES_SETTING, HOSTS_SETTING, MODE_SETTING, PROXIES_SETTING, SESSIONS_SETTING
from wording import LANGUAGES, wording

SECONDS = 20
LOOPBACK = re.compile(r"'(127\.0\.0\.1|localhost|::1)'")
KEY = ("Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "Sec-WebSocket-Version: 13")
UPGRADE = ("Connection: Upgrade", "Upgrade: websocket", *KEY)
STREAM = "/_stcore/stream"


@dataclass(frozen=True)
class Server:
    """A server of the app, and the file in which it notes every address that it speaks to."""

    port: int
    notes: Path

    def ask(self, *headers: str, path: str = "/", method: str = "GET", source: str = "127.0.0.1") -> tuple[int, str]:
        """Status and text of the answer to these very lines; ``{p}`` in them is the server's port."""
        ending = () if "Upgrade: websocket" in headers else ("Connection: close",)
        lines = "\r\n".join((f"{method} {path} HTTP/1.1", *headers, *ending, "", ""))
        text = self._sent(lines.replace("{p}", str(self.port)), source)
        found = re.match(r"HTTP/1\.1 (\d{3}) ", text)
        return int(found[1]) if found else 0, text

    def _sent(self, lines: str, source: str) -> str:
        with socket.create_connection(("127.0.0.1", self.port), SECONDS, (source, 0)) as connection:
            connection.sendall(lines.encode("latin-1"))
            received = b""
            # What follows the answer to a websocket that was accepted never ends.
            while (piece := connection.recv(65536)) and not (received := received + piece).startswith(b"HTTP/1.1 101"):
                pass
            return (received or piece).decode("utf-8", "replace")


def running(database: Path, folder: Path, **settings: str) -> Iterator[Server]:
    port = free_port()
    notes = folder / "notes"
    notes.touch()
    command = (sys.executable, "-m", "tests.audited_server", "run", "app.py", "--server.port", str(port))
    environment = {**os.environ, URL_SETTING: sqlite_url(database), NOTES_SETTING: str(notes), **settings}
    # The address asked while it comes up has no gateway before it: any answer says that it is there.
    process, _ = start_server(command, port, folder / "log", environment)
    try:
        yield Server(port, notes)
    finally:
        stop_server(process)


@pytest.fixture(scope="module")
def server(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Mode ``open``, as nothing set makes it."""
    yield from running(migrated_file, tmp_path_factory.mktemp("open"), DASHBOARD_WARM_UP="off")


def refused(said: str, key: str) -> bool:
    """Whether an answer says this sentence in both languages, and shows nothing of the page."""
    sentences = [wording(language)(key, value="\0", setting="\0", most="\0") for language in LANGUAGES]
    longest = [max(sentence.split("\0"), key=len) for sentence in sentences]
    return all(piece in said for piece in longest) and "static/js" not in said


# --- Host -----------------------------------------------------------------------------------------------------------

OURS = ("127.0.0.1:{p}", "localhost:{p}", "localhost", "LocalHost:{p}", "localhost.:{p}", "[::1]:{p}", "127.0.0.1:1")
OTHERS_OF_OURS = ("[0:0:0:0:0:0:0:1]:{p}", "[::1]", "127.0.0.1.", "localhost:65535")
FOREIGN = (
    "evil.test",
    "evil.test:{p}",
    "EVIL.test.",
    "localhost.evil.test",
    "127.0.0.1.evil.test",
    "evil.localhost",
    "127.0.0.2:{p}",
    "127.1",
    "2130706433",
    "0x7f.0.0.1",
    "0.0.0.0:{p}",
    "[::]",
    "[::ffff:127.0.0.1]:{p}",
    "10.0.0.1",
    "a" * 200,
)
NO_HOST = (
    "",
    ".",
    "localhost..",
    "127.0.0.1:",
    "127.0.0.1:port",
    "127.0.0.1:0",
    "127.0.0.1:65536",
    "127.0.0.1:{p}:{p}",
    "user@127.0.0.1:{p}",
    "127.0.0.1:{p}/x",
    "127.0.0.1 evil.test",
    "127.0.0.1,evil.test",
    "http://127.0.0.1:{p}",
    "[::1",
    "::1",
    "[127.0.0.1]",
    "%31%32%37.0.0.1",
    "１２７.0.0.1".encode().decode("latin-1"),
    "x" * 300,
)


@pytest.mark.one_in(11)
@pytest.mark.parametrize("host", [*OURS, *OTHERS_OF_OURS])
def test_the_server_answers_by_its_own_names(host: str, server: Server) -> None:
    status, text = server.ask(f"Host: {host}")
    assert (status, "static/js" in text) == (200, True)
    assert server.ask(f"Host: {host}", *UPGRADE, path=STREAM)[0] == 101


@pytest.mark.parametrize("host", FOREIGN)
def test_a_foreign_host_is_told_so(host: str, server: Server) -> None:
    status, text = server.ask(f"Host: {host}")
    assert status == 421
    assert refused(text, "modes.foreign_host")
    origin = f"Origin: http://{host}"
    assert server.ask(f"Host: {host}", origin)[0] == 421
    assert server.ask(f"Host: {host}", origin, *UPGRADE, path=STREAM)[0] == 403


@pytest.mark.parametrize("host", NO_HOST)
def test_what_is_no_host_is_told_so(host: str, server: Server) -> None:
    status, text = server.ask(f"Host: {host}")
    assert status == 400
    assert refused(text, "modes.no_one_host")
    assert server.ask(f"Host: {host}", *UPGRADE, path=STREAM)[0] == 403


@pytest.mark.parametrize(
    "hosts",
    [(), ("127.0.0.1:{p}", "evil.test"), ("evil.test", "127.0.0.1:{p}"), ("127.0.0.1:{p}", "127.0.0.1:{p}")],
)
def test_no_host_and_two_are_refused(hosts: tuple[str, ...], server: Server) -> None:
    lines = [f"Host: {host}" for host in hosts]
    assert server.ask(*lines)[0] == 400
    assert server.ask(*lines, *UPGRADE, path=STREAM)[0] in (400, 403)


@pytest.mark.parametrize(
    ("target", "host", "expected"),
    [
        # Only who speaks to a proxy writes a whole address; what counts is the host that the request names.
        ("http://evil.test/", "evil.test", 421),
        ("http://evil.test/", "127.0.0.1:{p}", 200),
        ("http://127.0.0.1:{p}/", "evil.test", 421),
        ("//evil.test/", "127.0.0.1:{p}", 400),
        ("http://evil.test", "127.0.0.1:{p}", 400),
        ("evil.test:80", "127.0.0.1:{p}", 400),
        ("*", "127.0.0.1:{p}", 404),
    ],
)
def test_a_whole_address_in_the_request_changes_nothing(target: str, host: str, expected: int, server: Server) -> None:
    assert server.ask(f"Host: {host}", path=target)[0] == expected


# --- Origin ---------------------------------------------------------------------------------------------------------

SAME = (
    ("127.0.0.1:{p}", "http://127.0.0.1:{p}"),
    ("LOCALHOST:{p}", "http://localhost:{p}"),
    ("localhost.:{p}", "http://localhost:{p}"),
    ("[::1]:{p}", "http://[::1]:{p}"),
    ("localhost", "http://localhost"),
    ("localhost:80", "http://localhost"),
    ("localhost", "https://localhost:443"),
)
OTHER = (
    "http://evil.test",
    "http://evil.test:{p}",
    "https://evil.test",
    "null",
    "",
    "http://127.0.0.1",
    "http://127.0.0.1:1",
    "http://localhost:{p}",
    "http://127.0.0.1:{p}.evil.test",
    "http://127.0.0.1:{p}@evil.test",
    "http://evil.test#127.0.0.1:{p}",
    "http://evil.test/127.0.0.1:{p}",
    "http://127.0.0.1.evil.test:{p}",
    "127.0.0.1:{p}",
    "//127.0.0.1:{p}",
    "file://",
    "ws://127.0.0.1:{p}",
    "chrome-extension://127.0.0.1:{p}",
    "http://127.0.0.1:{p} http://evil.test",
    "http://10.0.0.1:{p}",
    "http://[::ffff:127.0.0.1]:{p}",
)


@pytest.mark.parametrize(("host", "origin"), SAME)
def test_its_own_pages_open_a_websocket(host: str, origin: str, server: Server) -> None:
    assert server.ask(f"Host: {host}", f"Origin: {origin}", *UPGRADE, path=STREAM)[0] == 101
    assert server.ask(f"Host: {host}", f"Origin: {origin}")[0] == 200


@pytest.mark.parametrize("origin", OTHER)
def test_a_foreign_origin_gets_neither_websocket_nor_answer(origin: str, server: Server) -> None:
    host, line = "Host: 127.0.0.1:{p}", f"Origin: {origin}"
    assert server.ask(host, line, *UPGRADE, path=STREAM)[0] == 403
    status, text = server.ask(host, line, path="/search?q=a")
    assert status == 403
    assert refused(text, "modes.foreign_origin")


def test_two_origins_are_refused_and_none_is_no_browser(server: Server) -> None:
    host, own = "Host: 127.0.0.1:{p}", "Origin: http://127.0.0.1:{p}"
    for more in ("Origin: http://evil.test", own):
        # Of two, the library for websockets says itself that they are one too many.
        assert server.ask(host, own, more, *UPGRADE, path=STREAM)[0] == 400
        assert server.ask(host, own, more)[0] == 403
    assert server.ask(host, *UPGRADE, path=STREAM)[0] == 101


# --- Proxies --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [
        "X-Forwarded-For: 127.0.0.1",
        "X-Forwarded-Host: 127.0.0.1",
        "x-forwarded-proto: https",
        "X-Forwarded-Port: 443",
        "X-Forwarded-Prefix: /",
        "X-Forwarded: 1",
        "X-Forwarded-For:",
        "Forwarded: for=127.0.0.1",
        "X-Real-IP: 127.0.0.1",
    ],
)
def test_an_open_dashboard_is_not_reached_through_a_proxy(header: str, server: Server) -> None:
    status, text = server.ask("Host: 127.0.0.1:{p}", header)
    assert status == 403
    assert refused(text, "modes.forwarded")
    assert MODE_SETTING in text
    assert server.ask("Host: 127.0.0.1:{p}", header, *UPGRADE, path=STREAM)[0] == 403


# --- What may be asked ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", ["/", "/_stcore/upload_file/0/1", "/_stcore/health"])
def test_nothing_is_taken_in(method: str, path: str, server: Server) -> None:
    status, text = server.ask("Host: 127.0.0.1:{p}", "Content-Length: 3", path=path, method=method)
    assert (status, refused(text, "modes.read_only")) == (405, True)


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/metrics?families=session_events",
        "/_stcore/metrics/",
        "/%5fstcore/metrics",
        "/_stcore/%6detrics",
        "//_stcore/metrics",
        "/unit/_stcore/metrics",
        "/_stcore/upload_file/0/1",
        "/_stcore/script-health-check",
        "/_stcore/bidi-components/a/b",
        "/_stcore/agent",
        "/_stcore",
        "/_stcore/stream/x",
        "/_stcore/health/../metrics",
        "/component/a/index.html",
        "/app/static/a",
        "/auth/login",
        "/auth/logout",
        "/oauth2callback",
    ],
)
def test_of_streamlits_own_addresses_only_those_answer_that_pages_need(path: str, server: Server) -> None:
    status, text = server.ask("Host: 127.0.0.1:{p}", path=path)
    assert (status, refused(text, "modes.closed")) == (404, True)


# Addresses that the gate passes, for they are none of Streamlit's: behind them is the first page, whatever is meant.
PASSED_BY = (
    "/_STCORE/metrics",
    "/_stcore;/metrics",
    "/_stcore%3b/metrics",
    "/_stcore%5cmetrics",
    "/_stcore%252fmetrics",
    "/COMPONENT/x",
    "/App/static/x",
    "/app.py",
    "/ui/frame.py",
    "/pages/officer.py",
    "/.streamlit/config.toml",
    "/.git/config",
    "/var/viewers.toml",
    "/static/index.html",
    "/static/%2fetc%2fpasswd",
    "/%ff%fe",
)
# What leads out of a folder, or to nothing.
OUT_OF = (
    "/static/../app.py",
    "/static/%2e%2e/app.py",
    "/static/..%2fapp.py",
    "/static/..%5capp.py",
    "/media/../app.py",
    "/media/..%2f..%2fapp.py",
    "/media/none.png",
    "//app.py",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/_stcore//metrics",
    "/_stcore/./metrics",
    "/_stcore%2fmetrics",
    "/_stcore/metrics%00",
    "/ _stcore/metrics",
    "/search/../_stcore/metrics",
    # A blank page's address with a host in it must lead nowhere.
    "/%2fevil.test/",
    "/%5cevil.test/",
    "/\\evil.test/",
    "/%0d%0aX-A:b/",
)
NOTHING_OF = re.compile(r"# (TYPE|HELP) |^(import|from) |root:|\[\[?[a-z]+\]\]?$|Traceback|location:|x-a:", re.M)


def test_no_odd_address_leads_to_figures_of_the_server_its_files_or_elsewhere(server: Server) -> None:
    _, first_page = server.ask("Host: 127.0.0.1:{p}")
    ours = re.search(r"static/js/index\.\S+?\.js", first_page)
    assert ours
    for path in PASSED_BY:
        status, text = server.ask("Host: 127.0.0.1:{p}", path=path)
        assert (status, ours[0] in text, NOTHING_OF.search(text)) == (200, True, None), path
    for path in OUT_OF:
        status, text = server.ask("Host: 127.0.0.1:{p}", path=path)
        assert (status in (400, 404), NOTHING_OF.search(text)) == (True, None), path


@pytest.mark.parametrize("path", ["/", "/search", "/unit", "/_stcore/health", "/_STCORE/stream", "/_stcore;/stream"])
def test_a_websocket_is_opened_at_one_address_alone(path: str, server: Server) -> None:
    assert server.ask("Host: 127.0.0.1:{p}", "Origin: http://127.0.0.1:{p}", *UPGRADE, path=path)[0] == 403


@pytest.mark.parametrize(
    ("protocol", "status"),
    [
        ("evil", 101),
        ("a" * 5_000, 101),
        ("streamlit, -, 00000000-0000-0000-0000-000000000000", 101),
        ("streamlit, x, ../..", 400),
        ("{}", 400),
        ("streamlit, \xe4", 400),
    ],
)
def test_an_odd_subprotocol_opens_a_session_of_its_own_or_none(protocol: str, status: int, server: Server) -> None:
    line = f"Sec-WebSocket-Protocol: {protocol}"
    answered, text = server.ask("Host: 127.0.0.1:{p}", *UPGRADE, line, path=STREAM)
    assert (answered, "Traceback" in text) == (status, False)
    assert server.ask("Host: 127.0.0.1:{p}")[0] == 200


def test_what_is_no_question_of_today_gets_no_page(server: Server) -> None:
    host = f"Host: 127.0.0.1:{server.port}"
    for line in ("GET / HTTP/1.0\r\n\r\n", "GET /\r\n\r\n"):
        assert refused(server._sent(line, "127.0.0.1"), "modes.no_one_host")
    for head in (f"{host}\r\nX: a\r\n b", f"Host : evil.test\r\n{host}", f"{host}\r\nX\x00: a",
                 f"{host}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked"):  # fmt: skip
        text = server._sent(f"GET / HTTP/1.1\r\n{head}\r\nConnection: close\r\n\r\n", "127.0.0.1")
        assert text.startswith("HTTP/1.1 400 "), head
    # A second question on the same connection is judged by itself.
    second = "GET / HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n"
    text = server._sent(f"GET /_stcore/health HTTP/1.1\r\n{host}\r\n\r\n{second}", "127.0.0.1")
    assert refused(text, "modes.foreign_host")


def test_a_head_that_is_longer_than_a_browsers_is_refused_and_one_without_end_is_not_kept(server: Server) -> None:
    cookies = f"Cookie: a={'x' * 16_000}"
    assert server.ask("Host: 127.0.0.1:{p}", cookies)[0] == 200
    status, text = server.ask("Host: 127.0.0.1:{p}", *(f"X-{number}: {'a' * 50}" for number in range(1_200)))
    assert (status, refused(text, "modes.headers_too_long")) == (431, True)
    with socket.create_connection(("127.0.0.1", server.port), SECONDS) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nX-A: ")
        with pytest.raises(OSError, match=r"reset|pipe"):
            connection.sendall(b"a" * 64_000_000)
    assert server.ask("Host: 127.0.0.1:{p}")[0] == 200


@pytest.mark.parametrize("size", [2_000_000, 70_000_000])
def test_a_message_that_is_larger_than_a_page_sends_ends_the_websocket(size: int, server: Server) -> None:
    with connect(f"ws://127.0.0.1:{server.port}{STREAM}") as page, pytest.raises(ConnectionClosed) as ended:
        say_until_it_ends(page, b"\0" * size)
    # A server that ends while much is still on its way may not be heard to say why.
    assert ended.value.rcvd is None or ended.value.rcvd.code == CloseCode.MESSAGE_TOO_BIG


def say_until_it_ends(page: ClientConnection, message: bytes) -> None:
    page.send(message)
    while True:
        page.recv(SECONDS)


def test_an_answer_is_for_its_own_pages_alone(server: Server) -> None:
    _, text = server.ask("Host: localhost:{p}")
    heads = text.split("\r\n\r\n")[0].lower()
    assert f"connect-src 'self' ws://localhost:{server.port} wss://localhost:{server.port};" in heads
    for head in ("frame-ancestors 'none'", "x-frame-options: deny", "cross-origin-resource-policy: same-origin"):
        assert head in heads
    assert "access-control-allow-origin" not in heads


def test_whatever_was_asked_the_server_spoke_to_this_machine_alone(server: Server) -> None:
    for origin in OTHER:
        server.ask("Host: 127.0.0.1:{p}", f"Origin: {origin}", *UPGRADE, path=STREAM)
    spoken_to = server.notes.read_text(encoding="utf-8").splitlines()
    assert [line for line in spoken_to if not LOOPBACK.search(line)] == []


def test_refusals_are_written_down_once_a_reason(server: Server) -> None:
    for number in range(20):
        server.ask(f"Host: evil{number}.test")
        server.ask("Host: 127.0.0.1:{p}", "Origin: http://\x9b31m.test")
    lines = (server.notes.parent / "log").read_text(encoding="utf-8").splitlines()
    reasons = [line.split("127.0.0.1: ")[1].split()[0] for line in lines if "refused a request" in line]
    assert {"modes.foreign_host", "modes.foreign_origin"} <= set(reasons)
    assert len(reasons) == len(set(reasons))
    assert "\x9b" not in "".join(lines)


# --- Behind a gateway -----------------------------------------------------------------------------------------------

GATEWAY, STRANGER = "127.0.0.2", "127.0.0.3"
MOST = 3


@pytest.fixture(scope="module")
def behind(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Mode ``gateway``: one address may pass requests on (and the one that waits for the server to come up)."""
    settings = {
        MODE_SETTING: "gateway",
        PROXIES_SETTING: f"{GATEWAY}, 127.0.0.1",
        HOSTS_SETTING: "law.example",
        FRAMES_SETTING: "https://portal.example https://other.example:8443",
        SESSIONS_SETTING: str(MOST),
    }
    yield from running(migrated_file, tmp_path_factory.mktemp("gateway"), DASHBOARD_WARM_UP="off", **settings)


@pytest.mark.long
def test_a_gateway_may_pass_requests_on_by_the_name_that_readers_use(behind: Server) -> None:
    passed_on = ("X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https", "Origin: https://law.example")
    assert behind.ask("Host: law.example", *passed_on, source=GATEWAY)[0] == 200
    assert behind.ask("Host: law.example", *passed_on, *UPGRADE, path=STREAM, source=GATEWAY)[0] == 101
    assert behind.ask("Host: evil.test", *passed_on[:2], source=GATEWAY)[0] == 421


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    "claims",
    [
        (),
        (f"X-Forwarded-For: {GATEWAY}",),
        (f"X-Forwarded-For: {GATEWAY}, 127.0.0.1",),
        (f"Forwarded: for={GATEWAY}",),
        (f"X-Real-IP: {GATEWAY}", "X-Remote-User: mayor"),
    ],
)
def test_who_is_not_the_gateway_is_refused_whatever_they_claim(claims: tuple[str, ...], behind: Server) -> None:
    status, text = behind.ask("Host: law.example", *claims, source=STRANGER)
    assert status == 403
    assert refused(text, "modes.not_the_gateway") is (STRANGER in text) is True
    assert behind.ask("Host: law.example", *claims, *UPGRADE, path=STREAM, source=STRANGER)[0] == 403


def test_portals_that_are_named_may_show_it_in_a_frame(behind: Server) -> None:
    _, text = behind.ask("Host: law.example", source=GATEWAY)
    assert "frame-ancestors https://portal.example https://other.example:8443;" in text
    assert "x-frame-options" not in text.lower()


# --- By whom, in each mode ------------------------------------------------------------------------------------------

HERE, ELSEWHERE, PROXY = "127.0.0.1", "203.0.113.9", "10.0.0.5"


@pytest.mark.parametrize(
    ("way", "client", "server_address", "path", "header", "key"),
    [
        ("open", HERE, HERE, "/", None, None),
        ("open", "::1", "::1", "/", None, None),
        ("open", "127.9.9.9", HERE, "/", None, None),
        # Where a web server listens on more than it should, whoever started it.
        ("open", ELSEWHERE, "10.0.0.1", "/", None, "modes.outside"),
        ("open", "10.0.0.1", "10.0.0.1", "/", None, "modes.outside"),
        ("open", HERE, "10.0.0.1", "/", None, "modes.outside"),
        ("open", "", "/run/dashboard.sock", "/", None, "modes.outside"),
        ("open", HERE, HERE, "/", b"x-forwarded-for", "modes.forwarded"),
        ("open", HERE, HERE, "/auth/login", None, "modes.closed"),
        ("gateway", PROXY, "10.0.0.1", "/", b"x-forwarded-for", None),
        ("gateway", "::ffff:10.0.0.5", "::", "/", b"forwarded", None),
        ("gateway", HERE, HERE, "/", None, "modes.not_the_gateway"),
        ("gateway", ELSEWHERE, "10.0.0.1", "/", b"x-forwarded-for", "modes.not_the_gateway"),
        ("gateway", PROXY, "10.0.0.1", "/oauth2callback", None, "modes.closed"),
        ("oidc", ELSEWHERE, "10.0.0.1", "/", None, None),
        ("oidc", PROXY, "10.0.0.1", "/", b"x-forwarded-proto", None),
        ("oidc", ELSEWHERE, "10.0.0.1", "/", b"x-forwarded-for", "modes.forwarded_unlisted"),
        ("oidc", ELSEWHERE, "10.0.0.1", "/auth/login", None, None),
        ("oidc", ELSEWHERE, "10.0.0.1", "/auth/logout", None, None),
        ("oidc", ELSEWHERE, "10.0.0.1", "/oauth2callback", None, None),
        ("oidc", ELSEWHERE, "10.0.0.1", "/auth/other", None, "modes.closed"),
        ("oidc", ELSEWHERE, "10.0.0.1", "/_stcore/metrics", None, "modes.closed"),
    ],
)
def test_each_mode_answers_whom_it_should(
    way: str,
    client: str,
    server_address: str,
    path: str,
    header: bytes | None,
    key: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(MODE_SETTING, way)
    monkeypatch.setenv(PROXIES_SETTING, PROXY)
    headers = ((b"host", b"localhost"), *(((header, b"for=127.0.0.1"),) if header else ()))
    found = refusal_of(Asked(path, len(path), "GET", "http", client, server_address, headers))
    assert (found and found.key) == key


# Pieces that a host may be put together of, by who means to be taken for another.
NAMES = ("localhost", "127.0.0.1", "[::1]", "evil.test")
SIGNS = (".", ":", ":80", "@", "/", "#", "?", "%00", " ", "\t", ",", "\\")
BEGINNINGS = ("http://", "https://", "//", "null")
ANY_HOST = strategies.lists(strategies.sampled_from((*NAMES, *SIGNS)), max_size=4).map("".join)
ANY_ORIGIN = strategies.lists(strategies.sampled_from((*BEGINNINGS, *NAMES, *SIGNS)), max_size=5).map("".join)


@given(
    hosts=strategies.lists(strategies.binary(max_size=20) | ANY_HOST.map(str.encode), min_size=1, max_size=2),
    origins=strategies.lists(ANY_ORIGIN, max_size=2),
)
# A question asked of a function costs little: twenty times as many as of others.
@settings(max_examples=20 * settings().max_examples)
def test_whatever_host_and_origin_are_put_together_of_only_its_own_pass(hosts: list[bytes], origins: list[str]) -> None:
    headers = (*((b"host", host) for host in hosts), *((b"origin", origin.encode()) for origin in origins))
    if refusal_of(Asked("/", 1, "GET", "http", HERE, HERE, headers)):
        return
    (host,) = hosts
    name = urlsplit(f"http://{host.decode().strip()}").hostname or ""
    assert name.removesuffix(".") in ("localhost", "127.0.0.1", "::1")
    for origin in origins:
        assert (urlsplit(origin).hostname or "").removesuffix(".") == name.removesuffix(".")


# --- How many -------------------------------------------------------------------------------------------------------


def test_one_page_too_many_is_told_so_and_let_in_when_there_is_room(behind: Server) -> None:
    with ExitStack() as pages:
        while is_let_in(behind, pages):
            pass
        asked = ("Host: law.example",)
        status, text = behind.ask(*asked, source=GATEWAY)
        assert (status, refused(text, "modes.full")) == (503, True)
        assert "\r\nrefresh: " in text.lower()
        assert SESSIONS_SETTING in text
        # What the open pages need goes on.
        assert behind.ask(*asked, path="/_stcore/health", source=GATEWAY)[0] == 200
        assert behind.ask(*asked, path="/_stcore/host-config", source=GATEWAY)[0] == 200
    wait_until(lambda: behind.ask("Host: law.example", source=GATEWAY)[0] == 200, "there is room again")


def is_let_in(server: Server, pages: ExitStack) -> bool:
    """Whether one more page is let in, which stays open."""
    page = pages.enter_context(socket.create_connection(("127.0.0.1", server.port), SECONDS, (GATEWAY, 0)))
    lines = "\r\n".join((f"GET {STREAM} HTTP/1.1", "Host: law.example", *UPGRADE, "", ""))
    page.sendall(lines.encode("ascii"))
    return page.recv(12) == b"HTTP/1.1 101"
