"""An OpenID provider on loopback: it lets everybody in as whom the test says, and can be told to lie."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.running_app import free_port

CLIENT, LASTS_S = "dashboard", 300


@dataclass
class Provider:
    """Who signs in next (``subject``), and what of the identity token is not as it should be (``lies``)."""

    port: int
    subject: str = "leader"
    lies: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    # The nonce of each code that was given out.
    nonces: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def metadata(self, _request: Request) -> Response:
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys",
                  "end_session_endpoint": "out"}  # fmt: skip
        found = {name: f"{self.url}/{place}" for name, place in places.items()}
        return JSONResponse({"issuer": self.url, "id_token_signing_alg_values_supported": ["RS256"], **found})

    def keys(self, _request: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    def authorize(self, request: Request) -> Response:
        code, asked = f"code-{len(self.nonces)}", request.query_params
        self.nonces[code] = asked["nonce"]
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}", 302)

    async def token(self, request: Request) -> Response:
        code = str((await request.form())["code"])
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "sub": self.subject, "iat": now, "exp": now + LASTS_S,
                  "nonce": self.nonces[code]}  # fmt: skip
        lies = {name: value for name, value in self.lies.items() if name != "key"}
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims | lies, self.lies.get("key", self.key))
        return JSONResponse({"access_token": "a", "token_type": "Bearer", "expires_in": LASTS_S, "id_token": signed})

    def out(self, request: Request) -> Response:
        return RedirectResponse(request.query_params["post_logout_redirect_uri"], 302)

    @property
    def app(self) -> Starlette:
        return Starlette(routes=[
            Route("/.well-known/openid-configuration", self.metadata),
            Route("/keys", self.keys),
            Route("/authorize", self.authorize),
            Route("/token", self.token, methods=["POST"]),
            Route("/out", self.out),
        ])  # fmt: skip

    def secrets(self, dashboard: str, cookie_secret: str) -> str:
        """What the dashboard's ``secrets.toml`` says of this provider."""
        metadata = f"{self.url}/.well-known/openid-configuration"
        said = {"redirect_uri": f"{dashboard}/oauth2callback", "cookie_secret": cookie_secret, "client_id": CLIENT,
                "client_secret": "x", "server_metadata_url": metadata}  # fmt: skip
        return "\n".join(["[auth]", *(f'{name} = "{value}"' for name, value in said.items()), ""])


@contextmanager
def provider() -> Iterator[Provider]:
    """The provider, answering in a thread of its own."""
    made = Provider(free_port())
    server = uvicorn.Server(uvicorn.Config(made.app, "127.0.0.1", made.port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        with socket.socket() as caller:
            caller.settimeout(0.2)
            caller.connect_ex(("127.0.0.1", made.port))
    yield made
    server.should_exit = True
    thread.join()
