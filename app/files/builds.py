"""A build that is started from the page: in a process of its own, watched until it ends."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.base import homes
from warehouse.builds.expected_time import expected_seconds
from warehouse.ground.project_files import PROJECT_DIR

LOOK_SECONDS: Final = 0.5
# Where it takes longer than expected the bar waits here.
NEARLY: Final = 0.97


@dataclass(frozen=True)
class Moment:
    """How far a build is.

    Attributes:
        seconds: So long it has been running.
        expected: So long the last ones took; None where there are none.
        done: Steps that are done; 0 while the project is read or compiled.
        all: All steps; 0 while that is not known.
    """

    seconds: float
    expected: float | None
    done: int
    all: int

    @property
    def share(self) -> float:
        """Answers how much of it is done: by the time the last builds took, else by steps.

        Steps take unequally long, and the first are waited for while the project is read.
        """
        by_steps = self.done / self.all if self.all else 0.0
        if self.expected is None:
            return min(by_steps, NEARLY)
        return min(max(self.seconds / self.expected, 0.0), NEARLY)

    @property
    def left(self) -> float | None:
        """Answers how many seconds are left; None where that is not known, or over already."""
        if self.expected is None or self.seconds >= self.expected:
            return None
        return self.expected - self.seconds


def build(language: str, watch: Callable[[Moment], None]) -> tuple[bool, list[str]]:
    """Builds and publishes as the command does, and waits for its end.

    The process writes into a file and not to us: when the reader leaves the page, and this is
    ended while it draws, it goes on by itself.

    Args:
        language: The language of what is said.
        watch: Called twice a second with how far it is.

    Returns:
        Whether all went well, and what the command said.
    """
    settings = homes.settings()
    expected = expected_seconds(settings)
    with tempfile.TemporaryDirectory(prefix="warehouse-build-") as folder:
        told = Path(folder) / "told"
        command = [sys.executable, "-m", "warehouse.command.cli", "build", "--if-changed"]
        with told.open("wb") as file:
            process = subprocess.Popen(  # noqa: S603 - our own command, nothing of the reader's
                [*command, "--steps", "--lang", language],
                cwd=PROJECT_DIR,
                env={**os.environ, "WAREHOUSE_HOME": str(settings.home)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=file,
            )
        begun = time.monotonic()
        while process.poll() is None:
            lines = told.read_text(encoding="utf-8", errors="replace").splitlines()
            steps = [line for line in lines if is_step(line)]
            done, all_ = map(int, steps[-1].split("/")) if steps else (0, 0)
            watch(Moment(time.monotonic() - begun, expected, done, all_))
            time.sleep(LOOK_SECONDS)
        lines = told.read_text(encoding="utf-8", errors="replace").splitlines()
    return process.returncode == 0, [line for line in lines if not is_step(line)]


def is_step(line: str) -> bool:
    """Answers whether a line of the command counts steps, as 12/193 does."""
    done, slash, all_ = line.partition("/")
    return bool(slash) and done.isdigit() and all_.isdigit()
