"""An inbox with files in it, and refreshes to wait for."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from loaders.lake.outcomes import Outcome
from tests.conftest import environment
from warehouse.ground.settings import Settings

HOUR = 3_600


def drop(settings: Settings, name: str, content: str = "a\nb\n", age: float = HOUR) -> Path:
    """Puts a file into the inbox as if it had lain there for some seconds."""
    path = settings.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    moment = time.time() - age
    os.utime(path, (moment, moment))
    return path


def start(variables: dict[str, str]) -> subprocess.Popen[str]:
    """Starts a refresh with a stand-in for the loader in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.mock_loading"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(**variables),
    )


def wait_until(condition: Callable[[], bool]) -> None:
    """Waits for a condition, at most a minute."""
    pause = threading.Event()
    for _ in range(600):
        if condition():
            return
        pause.wait(0.1)
    pytest.fail("what the test waits for did not happen within a minute")


def says_who(lock: Path) -> bool:
    """Answers whether a lock file names its holder."""
    return lock.exists() and "process" in lock.read_text(encoding="utf-8")


def loaded(settings: Settings) -> list[str]:
    """Answers the files in the lake, by their SHA-256."""
    return [path.name for path in settings.lake.glob("*") if len(path.name) == 64]


def unused(_settings: Settings, _path: Path) -> Outcome:
    """Stands in for a loader that must not be called."""
    pytest.fail("a file was loaded though none is new")
