"""One build or refresh at a time: a lock the operating system lets go of when its holder dies."""

import fcntl
import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path
from typing import Final

from warehouse.ground.errors import BuildUnderWayError, WarehouseError

# Between two tries of a lock that another holds: short enough for Ctrl-C, long enough for it.
TRY_SECONDS: Final = 0.05


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
def waiting_lock(
    path: Path, *, is_shared: bool = False, waiting: Callable[[], None] | None = None
) -> Iterator[None]:
    """Holds the lock while the block runs, after waiting for whoever holds it.

    It is tried again and again, for a call that waits in the system may sleep through Ctrl-C.

    Args:
        path: The lock file; it is made when absent and stays.
        is_shared: Whether others may share it; who does not share it waits for all of them.
        waiting: Called once, when it turns out that there is somebody to wait for.

    Raises:
        KeyboardInterrupt: The user will not wait.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX
    with path.open("a", encoding="utf-8") as file:
        while not _is_taken(file.fileno(), mode):
            if waiting:
                waiting()
                waiting = None
            time.sleep(TRY_SECONDS)
        yield


def _is_taken(file: int, mode: int) -> bool:
    try:
        fcntl.flock(file, mode | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _me() -> dict[str, str]:
    return {
        "user": user_name(),
        "process": str(os.getpid()),
        "host": socket.gethostname(),
        "since": datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S"),
    }


def user_name() -> str:
    """Answers who runs this process."""
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
