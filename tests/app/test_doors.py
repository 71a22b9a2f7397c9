"""What the explorer's server refuses before Streamlit is asked, and what it tells every browser."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient, Response
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from streamlit.proto.BackMsg_pb2 import BackMsg

from app.base import session
from app.site import doors, streamlit_insides
from app.site.doors import Doors

SENDER = "a-session"
FILE = f"/_stcore/upload_file/{SENDER}/a-file"


async def _kept(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"kept {len(await request.body())}")


INNER = Starlette(
    routes=[Route("/{path:path}", _kept, methods=["GET", "PUT", "POST", "DELETE", "OPTIONS"])]
)


def ask(method: str, path: str, content: bytes = b"", **headers: str) -> Response:
    """Answers what the doors answer, or the application behind them."""

    async def answered() -> Response:
        transport = ASGITransport(Doors(INNER))
        async with AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.request(method, path, content=content, headers=headers)

    return asyncio.run(answered())


@pytest.fixture
def uploader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the session send files, as a keeper's page does."""
    monkeypatch.setitem(session._SENDERS, SENDER, None)  # noqa: SLF001 - what a page settles


def test_a_file_of_who_may_not_upload_is_refused_unread() -> None:
    refused = ask("PUT", FILE, b"x" * 1000)
    assert refused.status_code == 403
    assert "未开放上传" in refused.text
    assert "uploads are not open" in refused.text


@pytest.mark.usefixtures("uploader")
def test_a_file_of_who_may_upload_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask("PUT", FILE, b"x" * 1000).text == "kept 1000"
    assert ask("PUT", FILE.replace(SENDER, "another"), b"x").status_code == 403
    monkeypatch.setattr(streamlit_insides, "most_bytes_of_file", lambda: 100)
    monkeypatch.setattr(doors, "MARGIN", 10)
    assert ask("PUT", FILE, b"x" * 110).text == "kept 110"
    assert ask("PUT", FILE, b"x" * 111).status_code == 413
    monkeypatch.setattr(streamlit_insides, "bytes_kept", lambda: 501)
    assert ask("PUT", FILE, b"x").status_code == 503


@pytest.mark.parametrize(
    "path",
    [
        *("/_stcore/metrics", "/_stcore/metrics/", "/_stcore/metrics?families=x"),
        *("/_stcore/agent/interact", "/_stcore/agent/mcp", "/_stcore/agent/openapi.json"),
        *("/_stcore/script-health-check", "/%5fstcore/metrics"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_doors_for_machines_are_closed(path: str, method: str) -> None:
    assert ask(method, path).status_code == 404


@pytest.mark.parametrize("path", ["/", "/trends", "/_stcore/health", "/_stcore/metrics", FILE])
def test_every_answer_tells_the_browser_to_ask_nobody_else(path: str) -> None:
    headers = ask("PUT" if path == FILE else "GET", path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    policy = dict(each.split(" ", 1) for each in headers["content-security-policy"].split("; "))
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["default-src"] == "'self'"
    assert policy["img-src"] == "'self' data: blob:"
    assert "http" not in headers["content-security-policy"]


def order(name: str) -> bytes:
    """Answers a browser's message of a type."""
    message = BackMsg()
    if name in {"rerun_script", "file_urls_request", "backend_operation_request"}:
        getattr(message, name).SetInParent()
    else:
        setattr(message, name, True)
    return bytes(message.SerializeToString())


def heard(headers: dict[str, str], *sent: bytes) -> tuple[list[bytes], list[dict[str, Any]]]:
    """Answers the messages that reach the application, and what is answered to the browser."""
    arrived: list[bytes] = []
    answers: list[dict[str, Any]] = []
    waiting: list[MutableMapping[str, Any]] = [
        {"type": "websocket.connect"},
        *({"type": "websocket.receive", "bytes": each} for each in sent),
        {"type": "websocket.disconnect", "code": 1000},
    ]

    async def receive() -> MutableMapping[str, Any]:
        return waiting.pop(0)

    async def send(message: MutableMapping[str, Any]) -> None:
        answers.append(dict(message))

    async def inner(_scope: object, receive: Any, _send: object) -> None:  # noqa: ANN401
        while (message := await receive())["type"] != "websocket.disconnect":
            if message["type"] == "websocket.receive":
                arrived.append(message["bytes"])

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": raw}
    asyncio.run(Doors(inner)(scope, receive, send))
    return arrived, answers


def test_only_orders_of_our_pages_are_heard() -> None:
    ours = [order(name) for name in sorted(streamlit_insides.ORDERS)]
    others = [order(name) for name in ("clear_cache", "set_run_on_save", "load_git_info")]
    broken = b"\xff\xff"  # Streamlit's own to refuse
    arrived, _ = heard({}, *others, *ours, *others, broken)
    assert arrived == [*ours, broken]


@pytest.mark.parametrize(
    ("origin", "is_own"),
    [
        ("http://here:8501", True),
        ("https://here:8501", True),
        ("http://localhost:1234", True),
        ("https://x.streamlit.app", False),
        ("https://evil.example", False),
        ("http://here.evil.example:8501", False),
        ("null", False),
        ("http://[", False),
    ],
)
def test_a_page_of_another_site_is_not_talked_to(origin: str, *, is_own: bool) -> None:
    arrived, answers = heard({"host": "here:8501", "origin": origin}, order("rerun_script"))
    assert bool(arrived) is is_own
    assert (answers == [{"type": "websocket.close", "code": 1008}]) is not is_own
