"""Telling open pages that another build is published, without running anything for those at rest.

A page carries the token of the build it was drawn from. It asks for that of the build published
now every other second and runs only when they differ (page.js). A token says nothing but whether
it is still the same: it is a digest with a key that this process keeps to itself, so that who has
not logged in learns neither a build's name nor its time.
"""

import hashlib
import os
import secrets
from contextlib import suppress
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from app.base import homes
from warehouse.ground.errors import WarehouseError

PATH = "published"
KEY = secrets.token_bytes(32)
TOKEN_BYTES = 16


def token(home: str = "") -> str:
    """Answers what stands for the build published now, or for there being none.

    Args:
        home: The home whose build it is, as an address names it.

    Only the link and the folder are looked at, for this is asked all the time: reading the build's
    record takes ten times as long. A folder in which a file is exchanged counts as another build.
    """
    state = ""
    with suppress(WarehouseError, OSError):
        folder = homes.named(home).current
        found = folder.stat()
        state = f"{os.path.realpath(folder)}\0{found.st_ino}\0{found.st_mtime_ns}"
    return hashlib.blake2b(state.encode(), key=KEY, digest_size=TOKEN_BYTES).hexdigest()


def path(home: str) -> str:
    """Answers where the token of a home's build is asked for."""
    return f"{PATH}?{urlencode({'home': home})}" if home else PATH


def _answer(request: Request) -> PlainTextResponse:
    said = token(request.query_params.get("home", ""))
    return PlainTextResponse(said, headers={"Cache-Control": "no-store"})


ROUTE = Route(f"/{PATH}", _answer)
