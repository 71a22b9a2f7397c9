"""Taking the time of processes, and what several takings of one thing come to."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from warehouse.ground.project_files import PROJECT_DIR

SCRIPTS = Path(sys.executable).parent
ERROR_LINES = 5
KIB = 1024


class FailedCommandError(RuntimeError):
    """A command that was to be timed did not end well."""

    def __init__(self, command: Sequence[str], said: str) -> None:
        """Keeps the command and the end of what it said."""
        last = "\n".join(said.strip().splitlines()[-ERROR_LINES:])
        super().__init__(f"{' '.join(command)}\n{last}")


@dataclass(frozen=True)
class Timings:
    """How long one thing took, each time it was done.

    Attributes:
        what: The thing, as named in the figures.
        seconds: One number per time.
        peak_bytes: The most memory held at once, each time; empty where it was not looked at.
    """

    what: str
    seconds: tuple[float, ...]
    peak_bytes: tuple[int, ...] = ()

    @property
    def median(self) -> float:
        """The middle of the timings."""
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        """What 95 of 100 do not exceed, interpolated between the timings."""
        return statistics.quantiles(self.seconds, n=20, method="inclusive")[-1]


@dataclass(frozen=True)
class Watched:
    """What a command took, and said.

    Attributes:
        seconds: From its start to its end.
        cpu_seconds: Of all processors together, with those of processes it waited for.
        peak_bytes: The most that it, or a process it waited for, held at once. A process counts
            at least what the one that starts it holds, so start it from a small one.
        said: What it wrote to stdout.
    """

    seconds: float
    cpu_seconds: float
    peak_bytes: int
    said: str


def environment(**given: str) -> dict[str, str]:
    """Answers the variables that processes are timed with.

    They are this process's own without what would change the work: settings of the warehouse,
    and an order to Python to keep no bytecode.

    Args:
        **given: Variables to add.
    """
    ignored = ("WAREHOUSE_", "PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PORT")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ignored)}
    return {**kept, "WAREHOUSE_LANG": "en", **given}


def run(command: Sequence[str], variables: dict[str, str]) -> tuple[float, str]:
    """Runs a command in the project's folder.

    Args:
        command: The program and its arguments.
        variables: Its environment.

    Returns:
        The seconds from its start to its end, and what it wrote to stdout.

    Raises:
        FailedCommandError: Its exit status is not 0.
    """
    started = time.perf_counter()
    ended = subprocess.run(
        command, env=variables, cwd=PROJECT_DIR, capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - started
    if ended.returncode:
        raise FailedCommandError(command, ended.stderr or ended.stdout)
    return seconds, ended.stdout


def run_watched(command: Sequence[str], variables: dict[str, str], *, status: int = 0) -> Watched:
    """Runs a command in the project's folder, and looks at its memory and processor time.

    Args:
        command: The program and its arguments.
        variables: Its environment.
        status: The exit status it must end with.

    Raises:
        FailedCommandError: Its exit status is another one.
    """
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, env=variables, cwd=PROJECT_DIR, stdout=said, stderr=complained
        )
        _, ended, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(ended)
        said.seek(0)
        complained.seek(0)
        answer = said.read().decode()
        if process.returncode != status:
            raise FailedCommandError(command, complained.read().decode() or answer)
    return Watched(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * KIB, answer)
