"""What the explorer's server lets in, and what it says to every browser, before Streamlit is asked.

Streamlit takes files and orders from whoever has a page open. Here files are taken only from who
may upload, before a byte of them is kept; of orders only those that a page of ours gives; and its
doors for machines, of which nobody here has need, are closed. docs/security.md says against whom.
"""

from collections.abc import Mapping
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.base import session
from app.base.words import Words
from app.site import streamlit_insides as insides

# A browser asks no other host for anything, whatever a text from a file says; nobody else's page
# shows ours in a frame. Vega puts functions together as it draws, Streamlit styles and scripts.
POLICY: Final = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval' blob:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "media-src": "'self' data: blob:",
    "connect-src": "'self' ws: wss: data: blob:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "frame-ancestors": "'self'",
}
HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "; ".join(f"{what} {hosts}" for what, hosts in POLICY.items()),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}
# So many bytes around a file the browser sends with it.
MARGIN: Final = 1 << 20
# So many files of the greatest size are kept for all readers together.
MOST_FILES: Final = 5
POLICY_VIOLATED: Final = 1008


class Doors:
    """A layer around an application that refuses what it is not there for."""

    def __init__(self, app: ASGIApp) -> None:
        """Keeps the application that answers whatever is not refused."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request, lets the application answer it, or refuses it."""
        if scope["type"] == "websocket":
            await self._listen(scope, receive, send)
        elif scope["type"] == "http":
            refused = _refusal(scope)
            answer = refused or self._app
            await answer(scope, receive, _with_headers(send))
        else:
            await self._app(scope, receive, send)

    async def _listen(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not insides.is_own_origin(Headers(scope=scope)):
            await receive()
            await send({"type": "websocket.close", "code": POLICY_VIOLATED})
            return

        async def ours() -> Message:
            """Answers the next message that a page of ours would send; others are passed over."""
            while True:
                message = await receive()
                if message["type"] != "websocket.receive" or insides.is_an_order_of_ours(
                    message.get("bytes") or b""
                ):
                    return message

        await self._app(scope, ours, send)


def _refusal(scope: Scope) -> PlainTextResponse | None:
    """Answers why a request is refused; None for one that is not."""
    path = insides.address_below_root(scope)
    if insides.is_for_machines(path):
        return _said("closed", 404)
    sender = insides.sender_of_file(path)
    if sender is None or scope["method"] in {"OPTIONS", "DELETE"}:
        return None
    if not session.may_send_files(sender):
        return _said("upload_not_allowed", 403)
    most = insides.most_bytes_of_file()
    length = Headers(scope=scope).get("content-length", "")
    if length.isdecimal() and int(length) > most + MARGIN:
        return _said("upload_larger", 413, size=most >> 20)
    if insides.bytes_kept() > most * MOST_FILES:
        return _said("upload_full", 503)
    return None


def _said(code: str, status: int, **values: object) -> PlainTextResponse:
    """Answers a sentence in both languages: a request says nothing of its reader's."""
    said = " ".join(words(code, **values) for words in (Words("zh"), Words("en")))
    return PlainTextResponse(said, status_code=status, headers={"Connection": "close"})


def _with_headers(send: Send) -> Send:
    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
        await send(message)

    return answer
