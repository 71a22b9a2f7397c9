"""A sign-in service for tests: OpenID Connect as a city's own would speak it, with two people."""

import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT = "explorer"
PEOPLE = {"reader": "reader@example.gov.cn", "keeper": "keeper@example.gov.cn"}
LIFE_SECONDS = 600


class Provider(ThreadingHTTPServer):
    """The service; whoever clicks on a name has logged in as that person."""

    def __init__(self) -> None:
        """Takes a free port, and makes the key it signs with."""
        super().__init__(("localhost", 0), _Handler)
        self.key = RSAKey.generate_key(2048, {"kid": "test"})
        self.asked: dict[str, tuple[str, str]] = {}

    @property
    def address(self) -> str:
        """Answers its root."""
        return f"http://localhost:{self.server_port}"

    def metadata(self) -> dict[str, object]:
        """Answers what the service says of itself."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def page(self, asked: dict[str, str]) -> str:
        """Answers the page on which one says who one is: a link for each person."""
        links = ""
        for name in PEOPLE:
            code = secrets.token_urlsafe(16)
            self.asked[code] = (name, asked.get("nonce", ""))
            back = urlencode({"code": code, "state": asked["state"]})
            links += f'<p><a href="{asked["redirect_uri"]}?{back}">{name}</a></p>'
        return f"<!doctype html><title>login</title>{links}"

    def token(self, code: str) -> dict[str, object]:
        """Answers who a code stands for; a code serves once."""
        name, nonce = self.asked.pop(code)
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": name,
            "name": name,
            "email": PEOPLE[name],
            "email_verified": True,
            "nonce": nonce,
            "iat": now,
            "exp": now + LIFE_SECONDS,
        }
        signed = jwt.encode({"alg": "RS256", "kid": "test"}, claims, self.key)
        return {
            "access_token": secrets.token_urlsafe(16),
            "token_type": "Bearer",
            "expires_in": LIFE_SECONDS,
            "id_token": signed,
        }


class _Handler(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:  # the name that http.server asks for
        """Answers metadata, keys and the page of people."""
        address = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        if address.path == "/authorize":
            self._answer(self.server.page(asked), "text/html")
        elif address.path == "/keys":
            keys = KeySet([self.server.key]).as_dict(private=False)
            self._answer(json.dumps(keys), "application/json")
        else:
            self._answer(json.dumps(self.server.metadata()), "application/json")

    def do_POST(self) -> None:  # the name that http.server asks for
        """Answers a token for a code."""
        length = int(self.headers["Content-Length"])
        asked = parse_qs(self.rfile.read(length).decode())
        self._answer(json.dumps(self.server.token(asked["code"][0])), "application/json")

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def _answer(self, content: str, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.end_headers()
        self.wfile.write(content.encode())


@contextmanager
def providing() -> Iterator[Provider]:
    """Runs the service on a free port until the block ends."""
    with Provider() as provider:
        thread = Thread(target=provider.serve_forever, daemon=True)
        thread.start()
        try:
            yield provider
        finally:
            provider.shutdown()
            thread.join()
