"""One build at a time: a lock that the operating system lets go of when its holder dies."""

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path

from warehouse.errors import BuildUnderWayError


@contextmanager
def exclusive_lock(path: Path) -> Iterator[None]:
    """Holds the lock while the block runs.

    Args:
        path: The lock file; it is made when absent and stays.

    Raises:
        BuildUnderWayError: Another process holds the lock; says who and since when.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildUnderWayError(**_holder(path)) from None
        file.truncate(0)
        json.dump(_me(), file)
        file.flush()
        yield
        file.truncate(0)


def _me() -> dict[str, str]:
    return {
        "user": _user(),
        "process": str(os.getpid()),
        "host": socket.gethostname(),
        "since": datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S"),
    }


def _user() -> str:
    try:
        return getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return str(os.getuid())


def _holder(path: Path) -> dict[str, str]:
    unknown = dict.fromkeys(("user", "process", "host", "since"), "?")
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return unknown
    return unknown | {key: str(found[key]) for key in unknown if key in found}
