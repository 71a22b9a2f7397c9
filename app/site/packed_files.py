"""Files of the explorer's pages packed for who takes them so, each packed once and kept.

A first visit brings four megabytes of scripts and styles whose names change with their content.
Streamlit sends them as they are, for packing them anew for everybody would cost more than it
saves; packed once they are little more than a third.
"""

import asyncio
import gzip
import hashlib
from collections.abc import Mapping
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# What is worth packing; pictures and fonts are packed already.
ENDINGS = {".js", ".css", ".json", ".svg"}
METHODS = {"GET", "HEAD"}
# A name of such a file is never given to another content.
FOR_EVER = "public, immutable, max-age=31536000"


class PackedFiles:
    """A layer around an application that answers some of its files packed.

    Only whole files for who names gzip among what it accepts: all else is the application's own
    to answer, as is a file that is not among those told.
    """

    def __init__(self, app: ASGIApp, files: Mapping[str, Path]) -> None:
        """Keeps the application and the files, of which none is read before it is asked for.

        Args:
            app: What answers everything else.
            files: The files by their address; their content must never change.
        """
        self._app = app
        self._files = {name: path for name, path in files.items() if path.suffix in ENDINGS}
        self._answers: dict[str, asyncio.Task[Response]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request packed, or lets the application answer it."""
        name = _address(scope)
        if name not in self._files:
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        if scope["method"] not in METHODS or "range" in asked or not _takes_gzip(asked):
            await self._app(scope, receive, _saying_it_varies(send))
            return
        answer = await self._packed(name)
        if _is_known(asked, answer.headers["etag"]):
            await NotModifiedResponse(answer.headers)(scope, receive, send)
        elif scope["method"] == "HEAD":
            await Response(headers=dict(answer.headers))(scope, receive, send)
        else:
            await answer(scope, receive, send)

    async def _packed(self, name: str) -> Response:
        """Answers a file packed; who asks for one that is being packed waits for the same."""
        task = self._answers.get(name)
        if task is None:
            task = asyncio.create_task(asyncio.to_thread(_pack, self._files[name]))
            self._answers[name] = task
        try:
            return await asyncio.shield(task)
        except OSError:
            self._answers.pop(name, None)
            raise


def _pack(path: Path) -> Response:
    packed = gzip.compress(path.read_bytes(), mtime=0)
    media_type = FileResponse(path).media_type
    # Packed and as it is, a file is two things: they have two marks.
    mark = hashlib.blake2b(packed, digest_size=16).hexdigest()
    headers = {
        "Cache-Control": FOR_EVER,
        "Content-Encoding": "gzip",
        "ETag": f'"{mark}"',
        "Vary": "Accept-Encoding",
    }
    return Response(packed, media_type=media_type, headers=headers)


def _address(scope: Scope) -> str:
    """Answers what a request asks for, without the path that the application is mounted at."""
    if scope["type"] != "http":
        return ""
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    return path.removeprefix(root) if path.startswith(f"{root}/") else path


def _takes_gzip(asked: Headers) -> bool:
    """Answers whether gzip is among what is accepted, and not with a weight of nothing."""
    for each in asked.get("accept-encoding", "").lower().split(","):
        coding, *parameters = (part.strip() for part in each.split(";"))
        if coding == "gzip":
            return all(weight.rstrip("0.") != "q=" for weight in parameters)
    return False


def _is_known(asked: Headers, mark: str) -> bool:
    known = asked.get("if-none-match", "").split(",")
    return mark in {each.strip().removeprefix("W/") for each in known}


def _saying_it_varies(send: Send) -> Send:
    """Answers a way to send that tells caches between here and there of the other form."""

    async def send_saying(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), (b"vary", b"Accept-Encoding")]
        await send(message)

    return send_saying
