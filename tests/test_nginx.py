"""What ``docs/nginx.conf`` lets through: who a reader is says the sign-in, whatever the reader writes."""

import base64
import http.client
import json
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.running_app import app_command, free_port
from tests.running_nginx import NOBODY, running_nginx, said_by_the_service, settings_of_the_service

pytestmark = pytest.mark.exhaustive

CLAIMS = {
    "X-Remote-User": "mayor",
    "x-remote-USER": "mayor",
    "X_Remote_User": "mayor",
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Proto": "https",
    "Forwarded": "for=203.0.113.9",
    "X-Real-IP": "203.0.113.9",
}
NAMES_OF_A_READER = {"x-remote-user", "x_remote_user", "forwarded", "x-real-ip"}


class Telling(BaseHTTPRequestHandler):
    """In the dashboard's place: answers with the headers that reach it."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = json.dumps([[name.lower(), value] for name, value in self.headers.items()]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def addresses() -> Iterator[list[str]]:
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Telling) for _ in range(2)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    yield [f"127.0.0.1:{server.server_port}" for server in servers]
    for server in servers:
        server.shutdown()
        server.server_close()


def reached(connection: http.client.HTTPConnection, headers: dict[str, str]) -> dict[str, str]:
    """The headers that get through to the dashboard, of a reader who claims to be the mayor."""
    connection.request("GET", "/", headers={**CLAIMS, **headers})
    answer = connection.getresponse()
    assert answer.status == 200
    return dict(json.loads(answer.read()))


def test_nobody_is_signed_in_until_a_sign_in_is_chosen(addresses: list[str], tmp_path: Path) -> None:
    with (
        running_nginx(tmp_path, addresses) as url,
        closing(http.client.HTTPConnection(urlsplit(url).netloc)) as connection,
    ):
        arrived = reached(connection, {"Host": "law.example:8080"})
    assert NAMES_OF_A_READER & arrived.keys() == set()
    assert (arrived["x-forwarded-for"], arrived["x-forwarded-proto"]) == ("127.0.0.1", "http")
    assert arrived["host"] == "law.example:8080"


def test_the_document_s_tls_and_passwords_say_who_a_reader_is(addresses: list[str], tmp_path: Path) -> None:
    port, passwords = free_port(), tmp_path / "htpasswd"
    passwords.write_text("clerk:{PLAIN}secret\n")
    make_certificate(tmp_path)
    chosen = {
        NOBODY: "    # With passwords",
        "# default $remote_user;": "default $remote_user;",
        "# listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        "# server_name law.example.cn;": "server_name law.example.cn;",
        "# ssl_certificate     /etc/ssl/certs/dashboard.pem": f"ssl_certificate {tmp_path}/cert.pem",
        "# ssl_certificate_key /etc/ssl/private/dashboard.key": f"ssl_certificate_key {tmp_path}/key.pem",
        "# ssl_protocols ": "ssl_protocols ",
        "# add_header Strict-Transport-Security": "add_header Strict-Transport-Security",
        "# auth_basic ": "auth_basic ",
        "/etc/nginx/dashboard.htpasswd": str(passwords),
    }
    with running_nginx(tmp_path, addresses, chosen):
        trusting = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
        with closing(http.client.HTTPSConnection("localhost", port, context=trusting)) as connection:
            connection.request("GET", "/", headers=CLAIMS)
            refused = connection.getresponse()
            refused.read()
            assert refused.status == 401
            assert "max-age" in str(refused.getheader("Strict-Transport-Security"))
            password = base64.b64encode(b"clerk:secret").decode()
            arrived = reached(connection, {"Authorization": f"Basic {password}"})
    assert "authorization" not in arrived, "a password is nginx's alone"
    assert {name: arrived[name] for name in NAMES_OF_A_READER & arrived.keys()} == {"x-remote-user": "clerk"}
    assert arrived["x-forwarded-proto"] == "https"


def test_the_service_starts_the_app_as_all_tests_do_and_lets_nobody_but_nginx_in() -> None:
    assert said_by_the_service("ExecStart")[1:-1] == list(app_command(0, Path("app.py")))[1:-1]
    assert settings_of_the_service() == {"DASHBOARD_ACCESS": "gateway", "DASHBOARD_PROXIES": "127.0.0.1"}


def make_certificate(folder: Path) -> None:
    program = shutil.which("openssl")
    assert program, "there is no openssl, which nginx brings along"
    files = ("-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem"))
    name = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
    subprocess.run(
        (program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", *files, *name), check=True, capture_output=True
    )
