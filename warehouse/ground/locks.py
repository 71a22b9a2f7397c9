"""One build or refresh at a time: a lock the operating system lets go of when its holder dies."""

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path

from warehouse.ground.errors import BuildUnderWayError, WarehouseError


@contextmanager
def exclusive_lock(
    path: Path, under_way: type[WarehouseError] = BuildUnderWayError
) -> Iterator[None]:
    """Holds the lock while the block runs.

    Args:
        path: The lock file; it is made when absent and stays.
        under_way: What to raise when another process holds the lock; its sentence is given
            user, process, host and since.

    Raises:
        WarehouseError: Another process holds the lock; of the kind asked for.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise under_way(**_holder(path)) from None
        file.truncate(0)
        json.dump(_me(), file)
        file.flush()
        yield
        file.truncate(0)


@contextmanager
def waiting_lock(path: Path, *, is_shared: bool = False) -> Iterator[None]:
    """Holds the lock while the block runs, after waiting for whoever holds it.

    Args:
        path: The lock file; it is made when absent and stays.
        is_shared: Whether others may share it; who does not share it waits for all of them.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX)
        yield


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
